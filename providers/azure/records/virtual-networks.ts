import type { z } from 'zod';
import { flag, listOf, maybe, text } from '../../../src/collect/fields.ts';
import { armObject, Ref, resource, shape } from './arm.ts';
import { listedType } from './arm-kind.ts';

const AddressSpace = shape({ addressPrefixes: listOf(text) });

export const Subnet = armObject({
  addressPrefix: text,
  addressPrefixes: listOf(text),
  networkSecurityGroup: maybe(Ref),
  routeTable: maybe(Ref),
  natGateway: maybe(Ref),
  delegations: listOf(armObject({ serviceName: text })),
  ipConfigurations: listOf(Ref),
  defaultOutboundAccess: flag,
});
export type Subnet = z.output<typeof Subnet>;

const Peering = armObject({
  peeringState: text,
  allowVirtualNetworkAccess: flag,
  allowForwardedTraffic: flag,
  useRemoteGateways: flag,
  remoteVirtualNetwork: maybe(Ref),
  remoteAddressSpace: maybe(AddressSpace),
  remoteVirtualNetworkAddressSpace: maybe(AddressSpace),
});

export const VirtualNetwork = resource({
  addressSpace: maybe(AddressSpace),
  subnets: listOf(Subnet),
  virtualNetworkPeerings: listOf(Peering),
});
export type VirtualNetwork = z.output<typeof VirtualNetwork>;

export const virtualNetworks = listedType('Microsoft.Network/virtualNetworks', VirtualNetwork);
