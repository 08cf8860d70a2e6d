import type { z } from 'zod';
import { integer, listOf, text } from '../../../src/collect/fields.ts';
import { armObject, Ref, resource } from './arm.ts';
import { listedType } from './arm-kind.ts';

/** Each of source, destination and ports comes as one text, as a list, or both; their union counts. */
export const SecurityRule = armObject({
  priority: integer,
  direction: text,
  access: text,
  protocol: text,
  sourceAddressPrefix: text,
  sourceAddressPrefixes: listOf(text),
  sourceApplicationSecurityGroups: listOf(Ref),
  sourcePortRange: text,
  sourcePortRanges: listOf(text),
  destinationAddressPrefix: text,
  destinationAddressPrefixes: listOf(text),
  destinationApplicationSecurityGroups: listOf(Ref),
  destinationPortRange: text,
  destinationPortRanges: listOf(text),
});
export type SecurityRule = z.output<typeof SecurityRule>;

export const NetworkSecurityGroup = resource({
  securityRules: listOf(SecurityRule),
  defaultSecurityRules: listOf(SecurityRule),
});
export type NetworkSecurityGroup = z.output<typeof NetworkSecurityGroup>;

export const networkSecurityGroups = listedType('Microsoft.Network/networkSecurityGroups', NetworkSecurityGroup);

/** Read for their tags and names: interfaces and rules say themselves which groups they mean. */
export const applicationSecurityGroups = listedType('Microsoft.Network/applicationSecurityGroups', resource({}));
