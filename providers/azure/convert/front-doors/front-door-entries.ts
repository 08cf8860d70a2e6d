import type { Entry, Frontend } from '../../../../src/model/inventory.ts';
import type { Stage } from '../../../../src/model/path.ts';
import type { Element } from '../../../../src/model/resource.ts';
import type { Trace } from '../../../../src/model/trace.ts';
import { armKey } from '../../arm-id.ts';
import type { Context } from '../context.ts';
import { listenersOf, type Route, type RouteName } from './front-door-routes.ts';
import { frontDoorWafStages } from './front-door-wafs.ts';

/** What clients of a Front Door come to, of either generation. */
export interface Door {
  readonly element: Element;
  readonly location: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
  /** The name that the platform gave it. */
  readonly host: string;
  readonly routes: readonly Route[];
  /** Facts about the door itself. */
  readonly stages: readonly Stage[];
  /** The names of the gaps that hide some of its routes. */
  readonly missing: readonly string[];
  readonly traces: readonly Trace[];
}

/**
 * The ways in through a Front Door: one for all names and routes that the same policies protect.
 *
 * A client may ask for any of the names at any of the addresses, so a name that no policy protects is a way in of its own.
 */
export function doorEntries(context: Context, door: Door): readonly Entry[] {
  const groups = protectedAlike(door);
  return groups.map(({ policies, routes, address }) => {
    const { element, location } = door;
    const stages = [...door.stages, ...policies.flatMap((policy) => frontDoorWafStages(context, policy))];
    return {
      ref: element.ref,
      scope: context.scope(element.ref, location),
      address,
      family: 'ipv4',
      paths: [context.path(stages)],
      element,
      to: frontOf(context, door, { policies, routes, address }),
    };
  });
}

interface Group {
  readonly policies: readonly string[];
  readonly routes: readonly Route[];
  readonly address: string;
}

/** Without any route there is still the door itself, on which nothing answers or nobody told us what. */
function protectedAlike({ routes, host }: Door): readonly Group[] {
  const pairs = routes.flatMap((route) => route.names.map((name) => ({ route, name })));
  const groups = Map.groupBy(pairs, ({ name }) => name.policies.map(armKey).join(' '));
  if (groups.size === 0) return [{ policies: [], routes: [], address: host }];
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, group]) => {
      const names = group.map(({ name }) => name);
      const byRoute = Map.groupBy(group, ({ route }) => route);
      return {
        policies: names[0]?.policies ?? [],
        address: shownName(names) ?? host,
        routes: [...byRoute].map(([route, own]) => ({ ...route, names: own.map(({ name }) => name) })),
      };
    });
}

function shownName(names: readonly RouteName[]): string | undefined {
  const own = names.find(({ isDefault }) => isDefault);
  return (own ?? names.toSorted((a, b) => (a.host < b.host ? -1 : 1))[0])?.host;
}

function frontOf(context: Context, door: Door, { policies, routes, address }: Group): Frontend {
  const { element, location, tags, traces, missing } = door;
  const key = ['front door', armKey(element.ref), address, ...policies.map(armKey)].join(' ');
  return context.frontend(key, () => ({
    kind: 'frontend',
    ref: element.ref,
    scope: context.scope(element.ref, location),
    element,
    tags,
    traces,
    listeners: listenersOf(element, routes, address),
    ...(missing.length === 0 ? {} : { missing }),
  }));
}
