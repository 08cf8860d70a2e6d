import type { z } from 'zod';
import { flag, integer, listOf, maybe, text } from '../../../src/collect/fields.ts';
import { armObject, Ref, resourceWith, Sku, shape } from './arm.ts';
import { listedType } from './arm-kind.ts';

const Frontend = armObject({
  privateIPAddress: text,
  privateIPAddressVersion: text,
  subnet: maybe(Ref),
  publicIPAddress: maybe(Ref),
  publicIPPrefix: maybe(Ref),
  gatewayLoadBalancer: maybe(Ref),
});
export type LoadBalancerFrontend = z.output<typeof Frontend>;

const PortMapping = shape({ inboundNatRuleName: text, frontendPort: integer, backendPort: integer });

/** An interface's ip configuration, an address in a network, or the front of a regional load balancer. */
const BackendAddress = armObject({
  ipAddress: text,
  virtualNetwork: maybe(Ref),
  subnet: maybe(Ref),
  networkInterfaceIPConfiguration: maybe(Ref),
  loadBalancerFrontendIPConfiguration: maybe(Ref),
  inboundNatRulesPortMapping: listOf(PortMapping),
  adminState: text,
});
export type BackendAddress = z.output<typeof BackendAddress>;

const BackendPool = armObject({
  backendIPConfigurations: listOf(Ref),
  loadBalancerBackendAddresses: listOf(BackendAddress),
  virtualNetwork: maybe(Ref),
});
export type BackendPool = z.output<typeof BackendPool>;

/** Old rules name one pool, newer ones a list, and most answers both. */
const LoadBalancingRule = armObject({
  frontendIPConfiguration: maybe(Ref),
  protocol: text,
  frontendPort: integer,
  backendPort: integer,
  enableFloatingIP: flag,
  backendAddressPool: maybe(Ref),
  backendAddressPools: listOf(Ref),
  probe: maybe(Ref),
});
export type LoadBalancingRule = z.output<typeof LoadBalancingRule>;

/** To one ip configuration, or to each member of a pool, which then gets one port of a range. */
const InboundNatRule = armObject({
  frontendIPConfiguration: maybe(Ref),
  protocol: text,
  frontendPort: integer,
  backendPort: integer,
  enableFloatingIP: flag,
  backendIPConfiguration: maybe(Ref),
  backendAddressPool: maybe(Ref),
  frontendPortRangeStart: integer,
  frontendPortRangeEnd: integer,
});
export type InboundNatRule = z.output<typeof InboundNatRule>;

/** Gives each instance of a scale set one port of a range. */
const InboundNatPool = armObject({
  frontendIPConfiguration: maybe(Ref),
  protocol: text,
  backendPort: integer,
  enableFloatingIP: flag,
  frontendPortRangeStart: integer,
  frontendPortRangeEnd: integer,
});
export type InboundNatPool = z.output<typeof InboundNatPool>;

/** `outboundRules` let nobody in. */
export const LoadBalancer = resourceWith(
  { sku: maybe(Sku) },
  {
    frontendIPConfigurations: listOf(Frontend),
    backendAddressPools: listOf(BackendPool),
    loadBalancingRules: listOf(LoadBalancingRule),
    inboundNatRules: listOf(InboundNatRule),
    inboundNatPools: listOf(InboundNatPool),
    probes: listOf(armObject({ requestPath: text })),
  },
);
export type LoadBalancer = z.output<typeof LoadBalancer>;

export const loadBalancers = listedType('Microsoft.Network/loadBalancers', LoadBalancer);
