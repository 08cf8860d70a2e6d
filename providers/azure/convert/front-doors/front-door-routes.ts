import type { ForwardRule, Leg, Listener } from '../../../../src/model/inventory.ts';
import type { Element } from '../../../../src/model/resource.ts';
import type { Trace } from '../../../../src/model/trace.ts';

export type Scheme = 'http' | 'https';

/** A host name that a route answers under. */
export interface RouteName {
  readonly host: string;
  /** The name that the endpoint was given by the platform. */
  readonly isDefault: boolean;
  /** The web application firewall policies that stand before this name on this route. */
  readonly policies: readonly string[];
}

/** What a rule set may send elsewhere. */
export interface Override {
  readonly name: string;
  readonly legs: (scheme: Scheme) => readonly Leg[];
}

/** One route of a Front Door, of either generation: what it takes and where it sends. */
export interface Route {
  readonly element: Element;
  readonly names: readonly RouteName[];
  readonly schemes: readonly Scheme[];
  readonly patterns: readonly string[];
  /** The schemes whose requests are sent back to the client with another address. */
  readonly redirected: readonly Scheme[];
  readonly legs: (scheme: Scheme) => readonly Leg[];
  readonly overrides: readonly Override[];
  /** The names of the gaps that hide where it may send to. */
  readonly missing: readonly string[];
  readonly traces: readonly Trace[];
}

const PORTS: Readonly<Record<Scheme, number>> = { http: 80, https: 443 };

/** The listeners of some routes under some of their names. `address` is the name that a client is told. */
export function listenersOf(element: Element, routes: readonly Route[], address: string): readonly Listener[] {
  return (['http', 'https'] as const).flatMap((scheme): readonly Listener[] => {
    const own = routes.filter(({ schemes }) => schemes.includes(scheme));
    if (own.length === 0) return [];
    const port = PORTS[scheme];
    const gaps = [...new Set(own.flatMap(({ missing }) => missing))].sort();
    const rules = own.flatMap((route) => rulesOf(route, scheme, address));
    return [
      {
        element,
        protocol: 'tcp',
        ports: [port, port],
        label: scheme.toUpperCase(),
        // What matches most closely is taken first, and a rule without a condition matches last.
        rules: rules.toSorted((a, b) => b.conditions.length - a.conditions.length),
        ...(gaps.length === 0 ? {} : { missing: gaps }),
      },
    ];
  });
}

function rulesOf(route: Route, scheme: Scheme, address: string): readonly ForwardRule[] {
  const { element, redirected, overrides, traces } = route;
  const conditions = conditionsOf(route, address);
  const base = { element, gates: [], traces } as const;
  if (redirected.includes(scheme)) return [{ ...base, conditions, action: 'redirect', legs: [] }];
  const forward = { ...base, action: 'forward' } as const;
  return [
    { ...forward, conditions, legs: route.legs(scheme) },
    ...overrides.map(({ name, legs }) => ({
      ...forward,
      conditions: [...conditions, `rule ${name}`],
      legs: legs(scheme),
    })),
  ];
}

/** What a client must ask for, beyond the name that it was told. */
function conditionsOf({ names, patterns }: Route, address: string): readonly string[] {
  const hosts = [...new Set(names.map(({ host }) => host))].sort();
  const isAll = patterns.length === 0 || patterns.includes('/*');
  return [
    ...(hosts.includes(address) ? [] : [`host ${hosts.join(' or ')}`]),
    ...(isAll ? [] : [`path ${patterns.join(' or ')}`]),
  ];
}
