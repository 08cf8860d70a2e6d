import type { ReplyRouteStage, Route } from '../model/path.ts';
import { ALL_PORTS } from '../net/ports.ts';
import { type AddressSet, type TrafficSpace } from '../net/traffic-space.ts';
import type { Decision, Leaf } from './decide.ts';

/**
 * Says which clients a reply finds its way back to: those whose longest matching route leads to the internet.
 *
 * Longer prefixes are painted first, so what is left for a route is what it really decides. A table that holds
 * `8.8.8.0/24 -> gateway` and nothing else makes a host reachable from just that range. A route whose destinations
 * could not be read may lead anyone away, or let anyone in, and does so for sure of nobody.
 */
export function replyClients(space: TrafficSpace, stage: ReplyRouteStage): Decision {
  const leaves: Leaf[] = [];
  let must = space.noAddress;
  let may = stage.missing === undefined ? space.noAddress : space.everyAddress;
  let left = space.everyAddress;
  for (const route of longestFirst(stage.routes)) {
    if (route.destination.family !== space.family || route.anywhere === true) continue;
    const block = space.addresses([route.destination.first, route.destination.last]);
    const clients = space.intersectAddresses(left, block);
    left = space.subtractAddresses(left, block);
    if (clients === space.noAddress) continue;
    if (route.leadsTo === 'internet' && stage.missing === undefined) must = space.unionAddresses(must, clients);
    if (route.leadsTo !== 'elsewhere') may = space.unionAddresses(may, clients);
    leaves.push(leafOf(space, stage, route, clients));
  }
  for (const route of stage.routes) {
    if (route.destination.family !== space.family || route.anywhere !== true) continue;
    if (route.leadsTo === 'elsewhere') must = space.noAddress;
    else may = space.everyAddress;
    leaves.unshift({ ...leafOf(space, stage, route, space.everyAddress), allows: true });
  }
  if (stage.missing !== undefined) {
    leaves.push(end(space, stage, space.everyAddress));
  } else if (left !== space.noAddress) {
    leaves.push(end(space, stage, left));
  }
  const denials = leaves.filter(({ allows }) => !allows);
  return { must: toAnyPort(space, must), may: toAnyPort(space, may), leaves, denials };
}

function longestFirst(routes: readonly Route[]): readonly Route[] {
  return [...routes].sort((a, b) => b.destination.prefixLength - a.destination.prefixLength);
}

function toAnyPort(space: TrafficSpace, clients: AddressSet): Decision['must'] {
  return space.traffic('*', ALL_PORTS, clients);
}

function leafOf(space: TrafficSpace, { element }: ReplyRouteStage, route: Route, clients: AddressSet): Leaf {
  return {
    element,
    rule: route.id,
    allows: route.leadsTo !== 'elsewhere',
    inspects: route.leadsTo === 'inspected',
    space: toAnyPort(space, clients),
    missing: route.missing ?? [],
    providerRange: false,
    isRule: false,
    grants: false,
  };
}

function end(space: TrafficSpace, { element, missing }: ReplyRouteStage, clients: AddressSet): Leaf {
  return {
    element,
    rule: missing === undefined ? 'no route' : 'routes could not be read',
    allows: missing !== undefined,
    inspects: false,
    space: toAnyPort(space, clients),
    missing: missing ?? [],
    providerRange: false,
    isRule: false,
    grants: false,
  };
}
