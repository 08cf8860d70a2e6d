import { armKey } from '../../arm-id.ts';
import type { ClassicFrontDoor } from '../../records/front-door-classic.ts';
import type { Estate } from '../estate.ts';
import type { Leg } from '../front.ts';
import { nobody, type Passage } from '../fronts/backends.ts';
import { originLegs } from './door-origins.ts';
import { type Door, isEnabled, onward, portOf, type Route, type RouteName, schemesIn, stateOf } from './door-ways.ts';

/** A Front Door of the kind that has no profile: all of it is in one document. */
export function classicDoor(estate: Estate, door: ClassicFrontDoor, kinds: Passage['kinds']): Door {
  const { id, name, properties } = door;
  const part = { kind: 'Front Door', ref: id };
  const hosts = properties.frontendEndpoints.flatMap((endpoint) => endpoint.properties.hostName ?? []);
  const rules = properties.routingRules.filter((rule) => isEnabled(rule.properties.enabledState));
  const routes = rules.map((rule) => routeOf(estate, door, rule, kinds));
  return {
    ...part,
    host: hosts.find(isPlatformName) ?? hosts[0] ?? name ?? id,
    routes: routes.filter(({ names }) => names.length > 0),
    checks: [stateOf(part, isEnabled(properties.enabledState))],
    missing: [],
  };
}

type RoutingRule = ClassicFrontDoor['properties']['routingRules'][number];

function routeOf(estate: Estate, door: ClassicFrontDoor, rule: RoutingRule, kinds: Passage['kinds']): Route {
  const { acceptedProtocols, patternsToMatch, routeConfiguration } = rule.properties;
  const schemes = schemesIn(acceptedProtocols);
  const poolId = routeConfiguration?.backendPool?.id;
  return {
    kind: 'route',
    ref: rule.id ?? `${door.id}/routingRules/${rule.name ?? ''}`,
    title: rule.name ?? 'default',
    names: namesOf(door, rule),
    schemes,
    patterns: patternsToMatch.flatMap((pattern) => pattern ?? []),
    redirected: poolId === undefined ? schemes : [],
    overrides: [],
    missing: [],
    legs: (scheme): readonly Leg[] => {
      const as = onward(routeConfiguration?.forwardingProtocol, scheme);
      const named = door.properties.backendPools.find(({ id }) => armKey(id ?? '') === armKey(poolId ?? ''));
      const pool = { kind: 'backend pool', ref: named?.id ?? poolId ?? '' };
      const enabled = (named?.properties.backends ?? []).filter(({ enabledState }) => isEnabled(enabledState));
      const legs = enabled.flatMap((backend) => {
        const {
          address: host,
          httpPort,
          httpsPort,
          privateLinkResourceId: id,
          privateEndpointStatus: status,
        } = backend;
        const link = id === undefined ? undefined : { id, groupId: undefined, status, message: undefined };
        const port = (as === 'http' ? httpPort : httpsPort) ?? portOf(as);
        return originLegs(estate, { pool, host, port, link }, door.id, kinds);
      });
      return legs.length > 0 ? legs : [nobody({ pool, port: portOf(as) })];
    },
  };
}

/** A policy may stand before a name, or before one of its rules. */
function namesOf({ properties }: ClassicFrontDoor, rule: RoutingRule): readonly RouteName[] {
  const wanted = new Set(rule.properties.frontendEndpoints.map(({ id }) => armKey(id ?? '')));
  const own = rule.properties.webApplicationFirewallPolicyLink?.id;
  return properties.frontendEndpoints.flatMap(({ id, properties: { hostName: host, ...endpoint } }) => {
    if (id === undefined || host === undefined || !wanted.has(armKey(id))) return [];
    const policies = [own, endpoint.webApplicationFirewallPolicyLink?.id].flatMap((policy) => policy ?? []);
    return [{ host, isDefault: isPlatformName(host), policies: [...new Set(policies)].sort() }];
  });
}

function isPlatformName(host: string): boolean {
  return /\.azurefd\.(?:net|us|cn)$/i.test(host);
}
