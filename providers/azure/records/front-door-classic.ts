import type { z } from 'zod';
import { integer, listOf, maybe, text } from '../../../src/collect/fields.ts';
import { armObject, Ref, resource, shape } from './arm.ts';
import { listedType } from './arm-kind.ts';

const FrontendEndpoint = armObject({ hostName: text, webApplicationFirewallPolicyLink: maybe(Ref) });

const Backend = shape({
  address: text,
  httpPort: integer,
  httpsPort: integer,
  enabledState: text,
  privateLinkResourceId: text,
  privateEndpointStatus: text,
});
export type ClassicBackend = z.output<typeof Backend>;

const BackendPool = armObject({ backends: listOf(Backend) });

/** A rule without a backend pool redirects. */
const RoutingRule = armObject({
  enabledState: text,
  acceptedProtocols: listOf(text),
  patternsToMatch: listOf(text),
  frontendEndpoints: listOf(Ref),
  routeConfiguration: maybe(shape({ forwardingProtocol: text, backendPool: maybe(Ref), redirectType: text })),
  webApplicationFirewallPolicyLink: maybe(Ref),
});
export type ClassicRoutingRule = z.output<typeof RoutingRule>;

/** Front Door as it was before it had profiles. */
export const ClassicFrontDoor = resource({
  enabledState: text,
  frontendEndpoints: listOf(FrontendEndpoint),
  backendPools: listOf(BackendPool),
  routingRules: listOf(RoutingRule),
});
export type ClassicFrontDoor = z.output<typeof ClassicFrontDoor>;

export const classicFrontDoors = listedType('Microsoft.Network/frontDoors', ClassicFrontDoor);
