import type { z } from 'zod';
import { flag, listOf, maybe, text } from '../../../src/collect/fields.ts';
import { armObject, Ref, resource, shape } from './arm.ts';
import { listedType } from './arm-kind.ts';

const Route = armObject({ addressPrefix: text, nextHopType: text, nextHopIpAddress: text });

export const RouteTable = resource({ routes: listOf(Route), disableBgpRoutePropagation: flag });
export type RouteTable = z.output<typeof RouteTable>;

export const routeTables = listedType('Microsoft.Network/routeTables', RouteTable);

/** A gateway to other networks: it may learn routes there, a default route among them. */
export const VirtualNetworkGateway = resource({
  gatewayType: text,
  vpnType: text,
  enableBgp: flag,
  ipConfigurations: listOf(armObject({ publicIPAddress: maybe(Ref), subnet: maybe(Ref) })),
});
export type VirtualNetworkGateway = z.output<typeof VirtualNetworkGateway>;

/** Resource Manager lists them one resource group at a time only, so Resource Graph is the one way to see all. */
export const virtualNetworkGateways = listedType('Microsoft.Network/virtualNetworkGateways', VirtualNetworkGateway);

/** What a gateway knows of the other side: its prefixes belong to the `VirtualNetwork` tag. */
const LocalNetworkGateway = resource({
  localNetworkAddressSpace: maybe(shape({ addressPrefixes: listOf(text) })),
});
export const localNetworkGateways = listedType('Microsoft.Network/localNetworkGateways', LocalNetworkGateway);

/** Lets out and never in. */
export const natGateways = listedType(
  'Microsoft.Network/natGateways',
  resource({ publicIpAddresses: listOf(Ref), publicIpPrefixes: listOf(Ref), subnets: listOf(Ref) }),
);
