import type { z } from 'zod';
import { maybe, text } from '../../../src/collect/fields.ts';
import { Ref, resourceWith, Sku, shape } from './arm.ts';
import { childType, listedType } from './arm-kind.ts';

/** A dynamic address has no `ipAddress` while nothing that is attached runs. */
export const PublicIpAddress = resourceWith(
  { sku: maybe(Sku) },
  {
    ipAddress: text,
    publicIPAddressVersion: text,
    publicIPAllocationMethod: text,
    ipConfiguration: maybe(Ref),
    natGateway: maybe(Ref),
    publicIPPrefix: maybe(Ref),
    dnsSettings: maybe(shape({ fqdn: text, domainNameLabel: text })),
  },
);
export type PublicIpAddress = z.output<typeof PublicIpAddress>;

export const publicIpAddresses = listedType('Microsoft.Network/publicIPAddresses', PublicIpAddress);

/** Addresses of the instances of a scale set in uniform mode, which listing all addresses leaves out. */
export const scaleSetAddresses = childType(
  'Microsoft.Compute/virtualMachineScaleSets/publicIPAddresses',
  PublicIpAddress,
);

const PublicIpPrefix = resourceWith(
  { sku: maybe(Sku) },
  { ipPrefix: text, publicIPAddressVersion: text, loadBalancerFrontendIpConfiguration: maybe(Ref) },
);

export const publicIpPrefixes = listedType('Microsoft.Network/publicIPPrefixes', PublicIpPrefix);
