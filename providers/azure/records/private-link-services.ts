import type { z } from 'zod';
import { listOf, maybe, text } from '../../../src/collect/fields.ts';
import { armObject, Ref, resource, shape } from './arm.ts';
import { listedType } from './arm-kind.ts';

const Connection = armObject({
  privateEndpoint: maybe(Ref),
  privateLinkServiceConnectionState: maybe(shape({ status: text, description: text })),
});

/**
 * Publishes a load balancer to other networks. Whoever comes through it is seen by the machines behind with one of the
 * addresses of its own `ipConfigurations`; in front of a load balancer, or of the one address `destinationIPAddress`.
 */
export const PrivateLinkService = resource({
  loadBalancerFrontendIpConfigurations: listOf(Ref),
  destinationIPAddress: text,
  ipConfigurations: listOf(armObject({ privateIPAddress: text, privateIPAddressVersion: text, subnet: maybe(Ref) })),
  networkInterfaces: listOf(Ref),
  privateEndpointConnections: listOf(Connection),
});
export type PrivateLinkService = z.output<typeof PrivateLinkService>;

export const privateLinkServices = listedType('Microsoft.Network/privateLinkServices', PrivateLinkService);
