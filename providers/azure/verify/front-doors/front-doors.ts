import { armKey, nameIn, parentId, subscriptionOf } from '../../arm-id.ts';
import type { ArmKind } from '../../records/arm-kind.ts';
import {
  type FrontDoorEndpoint,
  type FrontDoorOrigin,
  type FrontDoorRoute,
  frontDoorDomains,
  frontDoorEndpoints,
  frontDoorOrigins,
  frontDoorProfiles,
  frontDoorRoutes,
  frontDoorRules,
  frontDoorSecurityPolicies,
} from '../../records/front-door.ts';
import { classicFrontDoors } from '../../records/front-door-classic.ts';
import type { Claim, Way } from '../check.ts';
import type { Estate } from '../estate.ts';
import type { Leg } from '../front.ts';
import { doubtful, nobody, type Passage } from '../fronts/backends.ts';
import { classicDoor } from './classic-doors.ts';
import { type Origin, originLegs } from './door-origins.ts';
import {
  type Door,
  doorWays,
  isEnabled,
  onward,
  portOf,
  type Route,
  type RouteName,
  type Scheme,
  schemesIn,
  stateOf,
} from './door-ways.ts';

/** Every way through a Front Door under one of its names. */
export function frontDoorWays(estate: Estate, claim: Claim, kinds: Passage['kinds']): readonly Way[] {
  const endpoint = estate.find(frontDoorEndpoints, claim.entry)?.record;
  const profile = estate.find(frontDoorProfiles, claim.entry)?.record;
  const classic = estate.find(classicFrontDoors, claim.entry)?.record;
  const doors = [
    ...(endpoint === undefined ? [] : [endpointDoor(estate, endpoint, kinds)]),
    ...(classic === undefined ? [] : [classicDoor(estate, classic, kinds)]),
    ...(profile === undefined ? [] : unreadDoor(estate, profile)),
  ];
  return doors.filter(({ ref }) => ref === claim.entry).flatMap((door) => doorWays(estate, door, claim.address));
}

/** A profile of which nobody told us the endpoints has some. */
function unreadDoor(
  estate: Estate,
  { id, name }: { readonly id: string; readonly name?: string | undefined },
): readonly Door[] {
  if (!estate.isCut(frontDoorEndpoints, id, id)) return [];
  const missing = [estate.gap(frontDoorEndpoints, id)];
  return [{ kind: 'Front Door profile', ref: id, host: name ?? id, routes: [], checks: [], missing }];
}

/** What was listed for one parent, each once and sorted, and the gap that hides some. */
function childrenOf<T extends { readonly id: string }>(
  estate: Estate,
  kind: ArmKind<T>,
  parent: string,
): { readonly all: readonly T[]; readonly missing: readonly string[] } {
  const { rows, isCut } = estate.heard(kind, subscriptionOf(parent) ?? 'unknown', parent);
  const byId = new Map(rows.map(({ record }) => [armKey(record.id), record]));
  const all = [...byId].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, record]) => record);
  return { all, missing: isCut ? [estate.gap(kind, parent)] : [] };
}

function endpointDoor(estate: Estate, { id, name, properties }: FrontDoorEndpoint, kinds: Passage['kinds']): Door {
  const part = { kind: 'Front Door endpoint', ref: id };
  const profileId = parentId(id);
  const profile = estate.find(frontDoorProfiles, profileId)?.record;
  const routes = childrenOf(estate, frontDoorRoutes, id);
  const policies = childrenOf(estate, frontDoorSecurityPolicies, profileId);
  const protections = policies.all.flatMap(({ properties: { parameters } }) => {
    const policyId = parameters?.wafPolicy?.id;
    if (policyId === undefined) return [];
    return (parameters?.associations ?? []).flatMap(({ domains, patternsToMatch }) =>
      domains.flatMap((domain) =>
        domain.id === undefined || domain.isActive === false
          ? []
          : [{ policyId, domain: armKey(domain.id), patterns: patternsToMatch }],
      ),
    );
  });
  const host = properties.hostName ?? name ?? id;
  const isOn = isEnabled(properties.enabledState) && isEnabled(profile?.properties.resourceState);
  const doubt = policies.missing.length === 0 ? [] : [doubtful(part, 'rules could not be read', policies.missing)];
  /** One that stands before some of the paths only does not count: the client takes another path. */
  const before = (domainId: string, paths: readonly string[]): readonly string[] => {
    const own = protections.filter(({ domain, patterns }) => {
      const isAll = patterns.length === 0 || patterns.includes('/*');
      return (
        domain === armKey(domainId) && (isAll || (paths.length > 0 && paths.every((path) => patterns.includes(path))))
      );
    });
    return [...new Set(own.map(({ policyId }) => policyId))].sort();
  };
  const enabled = routes.all.filter((route) => isEnabled(route.properties.enabledState));
  return {
    ...part,
    host,
    routes: enabled.map((route) => profileRoute(estate, route, { id, host, before, kinds })),
    checks: [stateOf(part, isOn), ...doubt],
    missing: routes.missing,
  };
}

interface Endpoint {
  readonly id: string;
  readonly host: string;
  readonly before: (domainId: string, paths: readonly string[]) => readonly string[];
  readonly kinds: Passage['kinds'];
}

function profileRoute(
  estate: Estate,
  { id, name, properties }: FrontDoorRoute,
  { id: door, host, before, kinds }: Endpoint,
): Route {
  const { originGroup, supportedProtocols, httpsRedirect, ruleSets, linkToDefaultDomain, customDomains } = properties;
  const part = { kind: 'route', ref: id };
  const patterns = properties.patternsToMatch.flatMap((pattern) => pattern ?? []);
  const schemes = schemesIn(supportedProtocols);
  const sets = ruleSets.flatMap((set) => (set.id === undefined ? [] : [childrenOf(estate, frontDoorRules, set.id)]));
  const custom = customDomains.flatMap((domain): readonly RouteName[] => {
    if (domain.id === undefined) return [];
    const known = estate.find(frontDoorDomains, domain.id)?.record.properties.hostName;
    return [{ host: known ?? nameIn(domain.id), isDefault: false, policies: before(domain.id, patterns) }];
  });
  const own = { host, isDefault: true, policies: before(door, patterns) };
  const isHidden = /^disabled$/i.test(linkToDefaultDomain ?? '') && custom.length > 0;
  const toGroup =
    (groupId: string) =>
    (scheme: Scheme): readonly Leg[] => {
      const as = onward(properties.forwardingProtocol, scheme);
      const origins = childrenOf(estate, frontDoorOrigins, groupId);
      const enabled = origins.all.filter((origin) => isEnabled(origin.properties.enabledState));
      const legs = enabled.flatMap((origin) => originLegs(estate, targetIn(origin, as), door, kinds));
      if (legs.length > 0 && origins.missing.length === 0) return legs;
      const pool = { kind: 'origin group', ref: groupId };
      return [...legs, nobody({ pool, port: portOf(as) }, origins.missing, 'no enabled origin')];
    };
  const nowhere = (scheme: Scheme): readonly Leg[] => [nobody({ pool: part, port: portOf(scheme) })];
  return {
    ...part,
    title: name ?? 'default',
    names: isHidden ? custom : [own, ...custom],
    schemes,
    patterns,
    redirected: /^enabled$/i.test(httpsRedirect ?? '') && schemes.includes('https') ? ['http'] : [],
    legs: originGroup?.id === undefined ? nowhere : toGroup(originGroup.id),
    overrides: sets
      .flatMap(({ all }) => all)
      .flatMap((rule) =>
        rule.properties.actions.flatMap(({ parameters }) => {
          const groupId = parameters?.originGroupOverride?.originGroup?.id ?? parameters?.originGroup?.id;
          return groupId === undefined ? [] : [toGroup(groupId)];
        }),
      ),
    missing: [...new Set(sets.flatMap(({ missing }) => missing))],
  };
}

function targetIn({ id, properties }: FrontDoorOrigin, scheme: Scheme): Origin {
  const { hostName: host, httpPort, httpsPort, sharedPrivateLinkResource: shared } = properties;
  const linkId = shared?.privateLink?.id;
  const link = { groupId: shared?.groupId, status: shared?.status, message: shared?.requestMessage };
  const port = (scheme === 'http' ? httpPort : httpsPort) ?? portOf(scheme);
  return {
    pool: { kind: 'origin', ref: id },
    host,
    port,
    link: linkId === undefined ? undefined : { ...link, id: linkId },
  };
}
