import type { Row } from '../../../../src/convert/table.ts';
import { trace } from '../../../../src/convert/traces.ts';
import type { Entry, Leg } from '../../../../src/model/inventory.ts';
import { armKey, nameIn } from '../../arm-id.ts';
import {
  type ClassicBackend,
  type ClassicFrontDoor,
  type ClassicRoutingRule,
  classicFrontDoors,
} from '../../records/front-door-classic.ts';
import type { Context } from '../context.ts';
import { elementOf } from '../elements.ts';
import { noBackendLeg } from '../fronts/backends.ts';
import { fact } from '../fronts/front-stages.ts';
import { tagTraces } from '../traces.ts';
import { doorEntries } from './front-door-entries.ts';
import { originLegs } from './front-door-origins.ts';
import type { Route, RouteName, Scheme } from './front-door-routes.ts';

/** Every Front Door of the kind that has no profile. All of it is in one document. */
export function classicFrontDoorEntries(context: Context): readonly Entry[] {
  return context.estate.rows(classicFrontDoors).flatMap((row) => {
    const { id, name, location, tags, properties } = row.record;
    const isOn = properties.enabledState?.toLowerCase() !== 'disabled';
    const hosts = properties.frontendEndpoints.flatMap((endpoint) => endpoint.properties.hostName ?? []);
    const host = hosts.find(isPlatformName) ?? hosts[0] ?? name ?? id;
    const rules = properties.routingRules.filter((rule) => rule.properties.enabledState?.toLowerCase() !== 'disabled');
    return doorEntries(context, {
      element: elementOf('Front Door', id, row, name),
      location,
      tags,
      host,
      routes: rules.map((rule) => routeOf(context, row, rule)).filter(({ names }) => names.length > 0),
      stages: [
        isOn
          ? fact(context, { holds: 'yes', rule: 'enabled', missing: [] })
          : fact(context, { holds: 'no', rule: 'disabled', latent: true, missing: [] }),
      ],
      missing: [],
      traces: [
        ...trace('name', name, `${classicFrontDoors.call} name`, 0.6),
        ...tagTraces(tags, `${classicFrontDoors.call} tags`),
      ],
    });
  });
}

function isPlatformName(host: string): boolean {
  return /\.azurefd\.(?:net|us|cn)$/i.test(host);
}

function routeOf(context: Context, row: Row<ClassicFrontDoor>, rule: ClassicRoutingRule): Route {
  const { acceptedProtocols, patternsToMatch, routeConfiguration } = rule.properties;
  const id = rule.id ?? `${row.record.id}/routingRules/${rule.name ?? ''}`;
  const element = elementOf('route', id, row, rule.name);
  const patterns = patternsToMatch.flatMap((pattern) => pattern ?? []);
  const named = acceptedProtocols.map((protocol) => protocol?.toLowerCase());
  const schemes = SCHEMES.filter((scheme) => named.length === 0 || named.includes(scheme));
  const pool = routeConfiguration?.backendPool?.id;
  const forwarding = routeConfiguration?.forwardingProtocol?.toLowerCase();
  const onward = (scheme: Scheme): Scheme =>
    forwarding === 'httponly' ? 'http' : forwarding === 'httpsonly' ? 'https' : scheme;
  return {
    element,
    names: namesOf(row, rule),
    schemes,
    patterns,
    redirected: pool === undefined ? schemes : [],
    legs: (scheme) => (pool === undefined ? [] : poolLegs(context, row, pool, onward(scheme))),
    overrides: [],
    missing: [],
    traces: patterns.flatMap((path) => trace('path', path, `${classicFrontDoors.call} patternsToMatch`, 1)),
  };
}

const SCHEMES: readonly Scheme[] = ['http', 'https'];

/** A policy may stand before a name, or before one of its rules. */
function namesOf({ record }: Row<ClassicFrontDoor>, rule: ClassicRoutingRule): readonly RouteName[] {
  const wanted = new Set(rule.properties.frontendEndpoints.map(({ id }) => armKey(id ?? '')));
  const own = rule.properties.webApplicationFirewallPolicyLink?.id;
  return record.properties.frontendEndpoints.flatMap(({ id, properties }): readonly RouteName[] => {
    const { hostName: host, webApplicationFirewallPolicyLink: link } = properties;
    if (id === undefined || host === undefined || !wanted.has(armKey(id))) return [];
    const policies = [...new Set([own, link?.id].flatMap((policy) => policy ?? []))].sort();
    return [{ host, isDefault: isPlatformName(host), policies }];
  });
}

function poolLegs(context: Context, row: Row<ClassicFrontDoor>, poolId: string, scheme: Scheme): readonly Leg[] {
  const pool = row.record.properties.backendPools.find(({ id }) => armKey(id ?? '') === armKey(poolId));
  const backends = pool?.properties.backends ?? [];
  const enabled = backends.filter(({ enabledState }) => enabledState?.toLowerCase() !== 'disabled');
  const element = elementOf('backend pool', pool?.id ?? poolId, row, pool?.name ?? nameIn(poolId));
  const legs = enabled.flatMap((backend) => {
    const port = portOf(backend, scheme);
    const { address: host, privateLinkResourceId: linkId, privateEndpointStatus: status } = backend;
    const origin = { element, host, port };
    if (linkId === undefined) return originLegs(context, origin, row.record.id);
    const link = { id: linkId, groupId: undefined, status, message: undefined };
    return originLegs(context, { ...origin, link }, row.record.id);
  });
  return legs.length > 0 ? legs : [noBackendLeg(context, { pool: element, port: scheme === 'http' ? 80 : 443 })];
}

function portOf({ httpPort, httpsPort }: ClassicBackend, scheme: Scheme): number {
  return scheme === 'http' ? (httpPort ?? 80) : (httpsPort ?? 443);
}
