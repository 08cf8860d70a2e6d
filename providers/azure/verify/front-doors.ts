import type { Proof } from '../../../src/model/proof.ts';
import { parseIp } from '../../../src/net/ip.ts';
import { armKey, nameIn, parentId, subscriptionOf } from '../arm-id.ts';
import type { ArmKind } from '../records/arm-kind.ts';
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
} from '../records/front-door.ts';
import { type ClassicFrontDoor, classicFrontDoors } from '../records/front-door-classic.ts';
import { doubtful, type FrontKind, legsTo, nobody } from './backends.ts';
import { type Check, fact, type Part, type Way } from './check.ts';
import type { Estate } from './estate.ts';
import { type Forward, type Leg, waysThrough } from './front.ts';
import type { Sender } from './packet.ts';
import { linkLegs, type PrivateLink } from './private-links.ts';
import { frontDoorWaf } from './waf.ts';
import { tagAddresses } from './words.ts';

type Scheme = 'http' | 'https';
type Claim = Pick<Proof, 'entry' | 'address'>;

/** A host name that a route answers under, and the firewall policies before it. */
interface RouteName {
  readonly host: string;
  readonly isDefault: boolean;
  readonly policies: readonly string[];
}

/** One route of a Front Door, of either generation. */
interface Route extends Part {
  readonly title: string;
  readonly names: readonly RouteName[];
  readonly schemes: readonly Scheme[];
  readonly patterns: readonly string[];
  readonly redirected: readonly Scheme[];
  readonly legs: (scheme: Scheme) => readonly Leg[];
  /** Where its rule sets may send instead. */
  readonly overrides: readonly ((scheme: Scheme) => readonly Leg[])[];
  readonly missing: readonly string[];
}

interface Door extends Part {
  /** The name that the platform gave it. */
  readonly host: string;
  readonly routes: readonly Route[];
  readonly checks: readonly Check[];
  /** The gaps that hide some of its routes. */
  readonly missing: readonly string[];
}

/** Every way through a Front Door under one of its names. */
export function frontDoorWays(estate: Estate, claim: Claim, kinds: readonly FrontKind[]): readonly Way[] {
  const endpoint = estate.find(frontDoorEndpoints, claim.entry)?.record;
  const profile = estate.find(frontDoorProfiles, claim.entry)?.record;
  const classic = estate.find(classicFrontDoors, claim.entry)?.record;
  const doors = [
    ...(endpoint === undefined ? [] : [endpointDoor(estate, endpoint, kinds)]),
    ...(classic === undefined ? [] : [classicDoor(estate, classic, kinds)]),
    ...(profile === undefined ? [] : unreadDoor(estate, profile)),
  ];
  return doors.filter(({ ref }) => ref === claim.entry).flatMap((door) => waysOf(estate, door, claim.address));
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

/** A client may ask for any of the names at any of the addresses, so names that other policies protect are another way in. */
function waysOf(estate: Estate, door: Door, address: string): readonly Way[] {
  const pairs = door.routes.flatMap((route) => route.names.map((name) => ({ route, name })));
  const groups = [...Map.groupBy(pairs, ({ name }) => name.policies.map(armKey).join(' ')).values()];
  return (groups.length === 0 ? [[]] : groups).flatMap((group) => {
    const names = group.map(({ name }) => name);
    const own = names.find(({ isDefault }) => isDefault) ?? names.toSorted((a, b) => (a.host < b.host ? -1 : 1))[0];
    if ((own?.host ?? door.host) !== address) return [];
    const wafs = (names[0]?.policies ?? []).flatMap((id) => frontDoorWaf(estate, id) ?? []);
    const routes = [...Map.groupBy(group, ({ route }) => route)].map(([route, each]) => ({
      ...route,
      names: each.map(({ name }) => name),
    }));
    const missing = door.missing.length === 0 ? undefined : door.missing;
    const front = { kind: door.kind, ref: door.ref, listeners: listenersOf(door, routes, address), missing };
    return [...waysThrough(front, 'ipv4', [...door.checks, ...wafs])];
  });
}

function listenersOf({ kind, ref }: Part, routes: readonly Route[], address: string) {
  return (['http', 'https'] as const).flatMap((scheme) => {
    const own = routes.filter(({ schemes }) => schemes.includes(scheme));
    if (own.length === 0) return [];
    const gaps = [...new Set(own.flatMap(({ missing }) => missing))];
    const forwards = own.flatMap((route) => forwardsOf(route, scheme, address));
    return [
      {
        kind,
        ref,
        protocol: 'tcp',
        ports: [portOf(scheme), portOf(scheme)] as const,
        label: scheme.toUpperCase(),
        forwards: forwards.toSorted((a, b) => Number(b.isConditional) - Number(a.isConditional)),
        missing: gaps.length === 0 ? undefined : gaps,
      },
    ];
  });
}

function forwardsOf(
  { kind, ref, title, names, patterns, ...route }: Route,
  scheme: Scheme,
  address: string,
): readonly Forward[] {
  const isAll = patterns.length === 0 || patterns.includes('/*');
  const isConditional = !isAll || !names.some(({ host }) => host === address);
  const forward = { kind, ref, title, isConditional, gates: [], legs: [] };
  if (route.redirected.includes(scheme)) return [forward];
  const others = route.overrides.map((legs) => ({ ...forward, isConditional: true, legs: legs(scheme) }));
  return [{ ...forward, legs: route.legs(scheme) }, ...others];
}

function portOf(scheme: Scheme): number {
  return scheme === 'http' ? 80 : 443;
}

function stateOf(part: Part, isOn: boolean): Check {
  const names = [{ ...part, rule: isOn ? 'enabled' : 'disabled' }];
  return fact({ decision: isOn ? 'allow' : 'deny', names, latent: true });
}

function isEnabled(state: string | undefined): boolean {
  return !/^disabled$/i.test(state ?? '');
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

function endpointDoor(estate: Estate, { id, name, properties }: FrontDoorEndpoint, kinds: readonly FrontKind[]): Door {
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
  readonly kinds: readonly FrontKind[];
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

function schemesIn(protocols: readonly (string | undefined)[]): readonly Scheme[] {
  const named = protocols.map((protocol) => protocol?.toLowerCase());
  return (['http', 'https'] as const).filter((scheme) => named.length === 0 || named.includes(scheme));
}

/** The scheme in which a door speaks to what is behind it. */
function onward(forwarding: string | undefined, scheme: Scheme): Scheme {
  if (/^httponly$/i.test(forwarding ?? '')) return 'http';
  return /^httpsonly$/i.test(forwarding ?? '') ? 'https' : scheme;
}

/** Where a Front Door sends to. */
interface Origin {
  readonly pool: Part;
  readonly host: string | undefined;
  readonly port: number;
  /** It is reached over a private link, whatever its host name leads to. */
  readonly link: PrivateLink | undefined;
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

/** An origin sees an address of a range that all Front Doors of all customers share. */
function originLegs(
  estate: Estate,
  { pool, host, port, link }: Origin,
  door: string,
  kinds: readonly FrontKind[],
): readonly Leg[] {
  const course = { pool, port, kinds, through: [door] };
  if (link !== undefined) return linkLegs(estate, course, link);
  if (host === undefined) return [];
  const scene = { family: 'ipv4', of: pool.ref, location: '' } as const;
  const { ranges, missing } = tagAddresses(estate, 'AzureFrontDoor.Backend', scene);
  const sender: Sender = { family: 'ipv4', ranges, exact: false, missing };
  return legsTo(
    estate,
    { ...course, sender },
    parseIp(host) === undefined ? { fqdn: host } : { address: host, networkId: undefined },
  );
}

function classicDoor(estate: Estate, { id, name, properties }: ClassicFrontDoor, kinds: readonly FrontKind[]): Door {
  const part = { kind: 'Front Door', ref: id };
  const isDefault = (host: string): boolean => /\.azurefd\.(?:net|us|cn)$/i.test(host);
  const hosts = properties.frontendEndpoints.flatMap((endpoint) => endpoint.properties.hostName ?? []);
  const rules = properties.routingRules.filter((rule) => isEnabled(rule.properties.enabledState));
  const routes = rules.map((rule): Route => {
    const {
      acceptedProtocols,
      patternsToMatch,
      routeConfiguration,
      frontendEndpoints,
      webApplicationFirewallPolicyLink: own,
    } = rule.properties;
    const poolId = routeConfiguration?.backendPool?.id;
    const wanted = new Set(frontendEndpoints.map((endpoint) => armKey(endpoint.id ?? '')));
    const names = properties.frontendEndpoints.flatMap(
      ({ id: endpointId, properties: { hostName: host, webApplicationFirewallPolicyLink: link } }) => {
        if (endpointId === undefined || host === undefined || !wanted.has(armKey(endpointId))) return [];
        const policies = [...new Set([own?.id, link?.id].flatMap((policy) => policy ?? []))].sort();
        return [{ host, isDefault: isDefault(host), policies }];
      },
    );
    const schemes = schemesIn(acceptedProtocols);
    const toPool = (scheme: Scheme): readonly Leg[] => {
      const as = onward(routeConfiguration?.forwardingProtocol, scheme);
      const pool = properties.backendPools.find((one) => armKey(one.id ?? '') === armKey(poolId ?? ''));
      const to = { kind: 'backend pool', ref: pool?.id ?? poolId ?? '' };
      const enabled = (pool?.properties.backends ?? []).filter(({ enabledState }) => isEnabled(enabledState));
      const legs = enabled.flatMap((backend) => {
        const {
          address: host,
          httpPort,
          httpsPort,
          privateLinkResourceId: linkId,
          privateEndpointStatus: status,
        } = backend;
        const link = linkId === undefined ? undefined : { id: linkId, groupId: undefined, status, message: undefined };
        const port = (as === 'http' ? httpPort : httpsPort) ?? portOf(as);
        return originLegs(estate, { pool: to, host, port, link }, id, kinds);
      });
      return legs.length > 0 ? legs : [nobody({ pool: to, port: portOf(as) })];
    };
    return {
      kind: 'route',
      ref: rule.id ?? `${id}/routingRules/${rule.name ?? ''}`,
      title: rule.name ?? 'default',
      names,
      schemes,
      patterns: patternsToMatch.flatMap((pattern) => pattern ?? []),
      redirected: poolId === undefined ? schemes : [],
      legs: toPool,
      overrides: [],
      missing: [],
    };
  });
  return {
    ...part,
    host: hosts.find(isDefault) ?? hosts[0] ?? name ?? id,
    routes: routes.filter(({ names }) => names.length > 0),
    checks: [stateOf(part, isEnabled(properties.enabledState))],
    missing: [],
  };
}
