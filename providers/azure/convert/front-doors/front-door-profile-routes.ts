import type { Row } from '../../../../src/convert/table.ts';
import { trace } from '../../../../src/convert/traces.ts';
import type { Leg } from '../../../../src/model/inventory.ts';
import { nameIn } from '../../arm-id.ts';
import {
  type FrontDoorOrigin,
  type FrontDoorRoute,
  type FrontDoorRule,
  frontDoorDomains,
  frontDoorOriginGroups,
  frontDoorOrigins,
  frontDoorRoutes,
  frontDoorRules,
} from '../../records/front-door.ts';
import type { Context } from '../context.ts';
import { elementOf } from '../elements.ts';
import { noBackendLeg } from '../fronts/backends.ts';
import { childrenOf } from '../fronts/children.ts';
import { originLegs } from './front-door-origins.ts';
import { type Protections, policiesBefore } from './front-door-protections.ts';
import type { Override, Route, RouteName, Scheme } from './front-door-routes.ts';

interface Source {
  readonly row: Row<FrontDoorRoute>;
  readonly endpointId: string;
  readonly host: string;
  readonly protections: Protections;
}

/** A route of a profile's endpoint. */
export function routeOf(context: Context, source: Source): Route {
  const { id, name, properties } = source.row.record;
  const { originGroup, supportedProtocols, httpsRedirect, ruleSets } = properties;
  const element = elementOf('route', id, source.row, name);
  const patterns = patternsOf(properties);
  const schemes = schemesOf(supportedProtocols);
  const redirects = httpsRedirect?.toLowerCase() === 'enabled' && schemes.includes('https');
  const rules = ruleSets.flatMap((set) => (set.id === undefined ? [] : [childrenOf(context, frontDoorRules, set.id)]));
  const groupId = originGroup?.id;
  const nowhere: Route['legs'] = (scheme) => [noBackendLeg(context, { pool: element, port: portOf(scheme) })];
  return {
    element,
    names: namesOf(context, source, patterns),
    schemes,
    patterns,
    redirected: redirects ? ['http'] : [],
    legs: groupId === undefined ? nowhere : (scheme) => groupLegs(context, groupId, onward(properties, scheme), source),
    overrides: rules.flatMap(({ rows }) => rows.flatMap(({ record }) => overridesOf(context, record, source))),
    missing: [...new Set(rules.flatMap(({ missing }) => missing ?? []))].sort(),
    traces: patterns.flatMap((path) => trace('path', path, `${frontDoorRoutes.call} patternsToMatch`, 1)),
  };
}

function patternsOf({ patternsToMatch }: FrontDoorRoute['properties']): readonly string[] {
  return patternsToMatch.flatMap((pattern) => pattern ?? []);
}

function schemesOf(protocols: readonly (string | undefined)[]): readonly Scheme[] {
  const named = protocols.map((protocol) => protocol?.toLowerCase());
  const schemes: readonly Scheme[] = ['http', 'https'];
  return named.length === 0 ? schemes : schemes.filter((scheme) => named.includes(scheme));
}

function namesOf(context: Context, { row, endpointId, host, protections }: Source, patterns: readonly string[]) {
  const { linkToDefaultDomain, customDomains } = row.record.properties;
  const own: RouteName = { host, isDefault: true, policies: policiesBefore(protections, endpointId, patterns) };
  const custom = customDomains.flatMap(({ id }): readonly RouteName[] => {
    if (id === undefined) return [];
    const domain = context.estate.find(frontDoorDomains, id);
    const name = domain?.record.properties.hostName ?? nameIn(id);
    return [{ host: name, isDefault: false, policies: policiesBefore(protections, id, patterns) }];
  });
  return linkToDefaultDomain?.toLowerCase() === 'disabled' && custom.length > 0 ? custom : [own, ...custom];
}

/** The scheme in which the door speaks to the origin. */
function onward({ forwardingProtocol }: FrontDoorRoute['properties'], scheme: Scheme): Scheme {
  switch (forwardingProtocol?.toLowerCase() ?? '') {
    case 'httponly':
      return 'http';
    case 'httpsonly':
      return 'https';
  }
  return scheme;
}

/** A rule that sends to another group of origins than its route's; it says itself when, and the client what it asks. */
function overridesOf(context: Context, { id, name, properties }: FrontDoorRule, source: Source): readonly Override[] {
  return properties.actions.flatMap(({ parameters }): readonly Override[] => {
    const groupId = parameters?.originGroupOverride?.originGroup?.id ?? parameters?.originGroup?.id;
    if (groupId === undefined) return [];
    const route = source.row.record.properties;
    return [{ name: name ?? id, legs: (scheme) => groupLegs(context, groupId, onward(route, scheme), source) }];
  });
}

function groupLegs(context: Context, groupId: string, scheme: Scheme, { endpointId }: Source): readonly Leg[] {
  const { rows, missing } = childrenOf(context, frontDoorOrigins, groupId);
  const enabled = rows.filter(({ record }) => record.properties.enabledState?.toLowerCase() !== 'disabled');
  const legs = enabled.flatMap((row) => legsTo(context, row, scheme, endpointId));
  if (legs.length > 0 && missing === undefined) return legs;
  const group = context.estate.find(frontDoorOriginGroups, groupId);
  const pool = elementOf('origin group', groupId, group, group?.record.name ?? nameIn(groupId));
  const gaps = missing === undefined ? {} : { missing: [missing] };
  return [...legs, noBackendLeg(context, { pool, port: portOf(scheme), rule: 'no enabled origin', ...gaps })];
}

function legsTo(context: Context, row: Row<FrontDoorOrigin>, scheme: Scheme, door: string): readonly Leg[] {
  const { id, name, properties } = row.record;
  const { hostName, httpPort, httpsPort, sharedPrivateLinkResource: shared } = properties;
  const origin = {
    element: elementOf('origin', id, row, name),
    host: hostName,
    port: (scheme === 'http' ? httpPort : httpsPort) ?? portOf(scheme),
  };
  const linkId = shared?.privateLink?.id;
  if (linkId === undefined) return originLegs(context, origin, door);
  const link = { id: linkId, groupId: shared?.groupId, status: shared?.status, message: shared?.requestMessage };
  return originLegs(context, { ...origin, link }, door);
}

function portOf(scheme: Scheme): number {
  return scheme === 'http' ? 80 : 443;
}
