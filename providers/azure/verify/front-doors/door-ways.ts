import { armKey } from '../../arm-id.ts';
import { type Check, fact, type Part, type Way } from '../check.ts';
import type { Estate } from '../estate.ts';
import { type Forward, type Leg, type Listener, waysThrough } from '../front.ts';
import { frontDoorWaf } from '../fronts/waf.ts';

export type Scheme = 'http' | 'https';

/** A host name that a route answers under, and the firewall policies before it. */
export interface RouteName {
  readonly host: string;
  readonly isDefault: boolean;
  readonly policies: readonly string[];
}

/** One route of a Front Door, of either generation. */
export interface Route extends Part {
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

export interface Door extends Part {
  /** The name that the platform gave it. */
  readonly host: string;
  readonly routes: readonly Route[];
  readonly checks: readonly Check[];
  /** The gaps that hide some of its routes. */
  readonly missing: readonly string[];
}

/** A client may ask for any of the names at any of the addresses, so names that other policies protect are another way in. */
export function doorWays(estate: Estate, door: Door, address: string): readonly Way[] {
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

function listenersOf({ kind, ref }: Part, routes: readonly Route[], address: string): readonly Listener[] {
  return (['http', 'https'] as const).flatMap((scheme): readonly Listener[] => {
    const own = routes.filter(({ schemes }) => schemes.includes(scheme));
    if (own.length === 0) return [];
    const gaps = [...new Set(own.flatMap(({ missing }) => missing))];
    const forwards = own.flatMap((route) => forwardsOf(route, scheme, address));
    return [
      {
        kind,
        ref,
        protocol: 'tcp',
        ports: [portOf(scheme), portOf(scheme)],
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

export function portOf(scheme: Scheme): number {
  return scheme === 'http' ? 80 : 443;
}

export function schemesIn(protocols: readonly (string | undefined)[]): readonly Scheme[] {
  const named = protocols.map((protocol) => protocol?.toLowerCase());
  return (['http', 'https'] as const).filter((scheme) => named.length === 0 || named.includes(scheme));
}

/** The scheme in which a door speaks to what is behind it. */
export function onward(forwarding: string | undefined, scheme: Scheme): Scheme {
  if (/^httponly$/i.test(forwarding ?? '')) return 'http';
  return /^httpsonly$/i.test(forwarding ?? '') ? 'https' : scheme;
}

export function stateOf(part: Part, isOn: boolean): Check {
  const names = [{ ...part, rule: isOn ? 'enabled' : 'disabled' }];
  return fact({ decision: isOn ? 'allow' : 'deny', names, latent: true });
}

export function isEnabled(state: string | undefined): boolean {
  return !/^disabled$/i.test(state ?? '');
}
