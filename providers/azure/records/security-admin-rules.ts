import type { z } from 'zod';
import { integer, listOf, text } from '../../../src/collect/fields.ts';
import { armObjectWith, shape } from './arm.ts';
import { actionOn } from './arm-kind.ts';

const AddressPrefix = shape({ addressPrefix: text, addressPrefixType: text });

/** A rule of Virtual Network Manager that is in force on a network. `kind` is `Custom` or `Default`. */
export const SecurityAdminRule = armObjectWith(
  { kind: text },
  {
    access: text,
    direction: text,
    priority: integer,
    protocol: text,
    sources: listOf(AddressPrefix),
    destinations: listOf(AddressPrefix),
    sourcePortRanges: listOf(text),
    destinationPortRanges: listOf(text),
    flag: text,
  },
);
export type SecurityAdminRule = z.output<typeof SecurityAdminRule>;

export const securityAdminRules = actionOn(
  'Microsoft.Network/virtualNetworks',
  'listNetworkManagerEffectiveSecurityAdminRules',
  SecurityAdminRule,
);
