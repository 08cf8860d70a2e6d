import type { z } from 'zod';
import { flag, listOf, maybe, text } from '../../../src/collect/fields.ts';
import { armObject, Ref, resource } from './arm.ts';
import { childType, listedType } from './arm-kind.ts';

/** IPv4 and IPv6 are ip configurations of their own. Membership in application security groups is each one's own. */
export const IpConfiguration = armObject({
  privateIPAddress: text,
  privateIPAddressVersion: text,
  primary: flag,
  subnet: maybe(Ref),
  publicIPAddress: maybe(Ref),
  gatewayLoadBalancer: maybe(Ref),
  applicationSecurityGroups: listOf(Ref),
  loadBalancerBackendAddressPools: listOf(Ref),
  loadBalancerInboundNatRules: listOf(Ref),
  applicationGatewayBackendAddressPools: listOf(Ref),
});
export type IpConfiguration = z.output<typeof IpConfiguration>;

export const NetworkInterface = resource({
  ipConfigurations: listOf(IpConfiguration),
  networkSecurityGroup: maybe(Ref),
  virtualMachine: maybe(Ref),
  privateEndpoint: maybe(Ref),
  privateLinkService: maybe(Ref),
  enableIPForwarding: flag,
});
export type NetworkInterface = z.output<typeof NetworkInterface>;

export const networkInterfaces = listedType('Microsoft.Network/networkInterfaces', NetworkInterface);

/**
 * Interfaces of the instances of a scale set in uniform mode: listing all interfaces leaves them out, and so does
 * Resource Graph. Source: Virtual Machine Scale Sets REST API, "Network Interface In VM ScaleSet - List Virtual Machine
 * Scale Set Network Interfaces".
 */
export const scaleSetInterfaces = childType(
  'Microsoft.Compute/virtualMachineScaleSets/networkInterfaces',
  NetworkInterface,
);
