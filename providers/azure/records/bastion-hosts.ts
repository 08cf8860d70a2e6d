import type { z } from 'zod';
import { flag, listOf, maybe, text } from '../../../src/collect/fields.ts';
import { armObject, Ref, resourceWith, Sku, shape } from './arm.ts';
import { listedType } from './arm-kind.ts';

/** The developer tier has no address of its own, stands in no subnet, and lists in `networkAcls` who may come. */
export const BastionHost = resourceWith(
  { sku: maybe(Sku) },
  {
    dnsName: text,
    ipConfigurations: listOf(armObject({ subnet: maybe(Ref), publicIPAddress: maybe(Ref) })),
    networkAcls: maybe(shape({ ipRules: listOf(shape({ addressPrefix: text })) })),
    enableShareableLink: flag,
    enablePrivateOnlyBastion: flag,
  },
);
export type BastionHost = z.output<typeof BastionHost>;

export const bastionHosts = listedType('Microsoft.Network/bastionHosts', BastionHost);
