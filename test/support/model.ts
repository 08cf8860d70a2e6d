import type { Firewall, FirewallRule } from '../../src/model/firewall.ts';
import type { Entry, Frontend, Inventory, Leg, Listener, Node, Wire, Workload } from '../../src/model/inventory.ts';
import type {
  ConditionStage,
  FilterStage,
  InspectionStage,
  Path,
  ReplyRouteStage,
  Route,
  Stage,
} from '../../src/model/path.ts';
import { type Element, resourceRef, type Scope } from '../../src/model/resource.ts';
import { intervalSet } from '../../src/net/interval-set.ts';
import { type AddressRanges, type Cidr, type Family, parseCidr } from '../../src/net/ip.ts';
import { ALL_PORTS, type PortRange, parsePorts } from '../../src/net/ports.ts';
import type { Protocol } from '../../src/net/traffic-space.ts';

/** The small language in which engine tests write models: `100 deny tcp/22 from 8.8.8.0/24,group-a`. */

const SCOPE: Scope = { cloud: 'test', account: '111122223333', region: 'region-1' };

export function element(kind: string, ref: string): Element {
  return { kind, ref: resourceRef(ref) };
}

function cidr(text: string): Cidr {
  const parsed = parseCidr(text);
  if (parsed === undefined) throw new Error(`not a CIDR: ${text}`);
  return parsed;
}

export function ranges(family: Family, ...cidrs: readonly string[]): AddressRanges {
  return intervalSet(
    cidrs
      .map(cidr)
      .filter((block) => block.family === family)
      .map(({ first, last }) => [first, last] as const),
  );
}

const EVERYONE = ['0.0.0.0/0', '::/0'];

/** `ID ACTION PROTOCOL[/PORTS] from SOURCES [sport PORTS] [missing GAP]`; a source is `any`, a CIDR or the name of a group. */
export function rule(text: string): FirewallRule {
  const match =
    /^(\S+) (allow|deny|next|inspect) (\S+?)(?:\/(\S+))? from (\S+)(?: sport (\S+))?(?: missing (.+))?$/.exec(text);
  if (match === null) throw new Error(`not a rule: ${text}`);
  const [, id = '', action, protocol = '', ports, sources = '', sourcePorts, missing] = match;
  const named = sources.split(',').flatMap((source) => (source === 'any' ? EVERYONE : [source]));
  const cidrs = named.filter((source) => parseCidr(source) !== undefined);
  return {
    id,
    action: action as FirewallRule['action'],
    traffic: { protocol: (protocol === 'all' ? '*' : protocol) as Protocol, ports: portRange(ports) },
    remotes: {
      ipv4: ranges('ipv4', ...cidrs),
      ipv6: ranges('ipv6', ...cidrs),
      groups: named.filter((source) => parseCidr(source) === undefined).map(resourceRef),
    },
    ...(sourcePorts === undefined ? {} : { sourcePorts: [portRange(sourcePorts)] }),
    ...(missing === undefined ? {} : { missing: [missing] }),
  };
}

/** A list that only allows, like a security group. */
export function group(ref: string, ...rules: readonly string[]): Firewall {
  return {
    element: element('group', ref),
    evaluation: 'any-allow',
    rules: rules.map(rule),
    implicitRule: 'no rule allows it',
  };
}

/** A first-match list, like a network ACL. */
export function list(ref: string, ...rules: readonly string[]): Firewall {
  return { element: element('list', ref), evaluation: 'first-match', rules: rules.map(rule), implicitRule: '*' };
}

export function filter(firewalls: readonly Firewall[], more: Partial<FilterStage> = {}): FilterStage {
  return { kind: 'filter', firewalls, role: 'guard', direction: 'forward', remote: 'wire', ...more };
}

export function grant(...firewalls: readonly Firewall[]): FilterStage {
  return filter(firewalls, { role: 'grant' });
}

export function replyFilter(...firewalls: readonly Firewall[]): FilterStage {
  return filter(firewalls, { direction: 'reply' });
}

export function condition(
  ref: string,
  holds: ConditionStage['holds'],
  more: Partial<ConditionStage> = {},
): ConditionStage {
  return { kind: 'condition', element: element('condition', ref), holds, rule: holds, missing: [], ...more };
}

export function inspection(ref: string): InspectionStage {
  return { kind: 'inspection', element: element('box', ref), note: 'a box in the way' };
}

/** `0.0.0.0/0 internet`, one a line. */
export function routes(ref: string, ...lines: readonly string[]): ReplyRouteStage {
  return { kind: 'reply-route', element: element('route table', ref), routes: lines.map(route) };
}

function route(line: string): Route {
  const [destination = '', leadsTo] = line.split(' ');
  return { id: line, destination: cidr(destination), leadsTo: leadsTo as Route['leadsTo'] };
}

export const DEFAULT_ROUTES = routes('main', '0.0.0.0/0 internet', '::/0 internet');

export function workload(ref: string): Workload {
  return {
    kind: 'workload',
    ref: resourceRef(ref),
    scope: SCOPE,
    element: element('machine', ref),
    tags: {},
    traces: [],
  };
}

export function path(...stages: readonly Stage[]): Path {
  return { stages };
}

export function entry(to: Node, paths: readonly Path[], more: Partial<Entry> = {}): Entry {
  return {
    ref: resourceRef('entry'),
    scope: SCOPE,
    address: '203.0.113.7',
    family: 'ipv4',
    element: element('address', 'entry'),
    paths,
    to,
    ...more,
  };
}

export function inventory(...entries: readonly Entry[]): Inventory {
  return { scopes: [SCOPE], entries, gaps: [], collectedAt: '2026-01-01T00:00:00Z' };
}

export const CLIENT: Wire = { kind: 'client', via: [] };

export function proxied(addresses: string, exact: boolean, ...via: readonly string[]): Wire {
  const family = cidr(addresses).family;
  return { kind: 'proxy', via: via.map(resourceRef), from: { family, ranges: ranges(family, addresses), exact } };
}

export function leg(to: Node, targetPort: Leg['targetPort'], more: Partial<Leg> = {}): Leg {
  return {
    pool: element('pool', 'pool'),
    targetPort,
    address: '10.0.2.10',
    ways: [{ wire: CLIENT, path: path() }],
    health: 'unknown',
    traces: [],
    to,
    ...more,
  };
}

export function listener(ports: number | PortRange, rules: Listener['rules'], more: Partial<Listener> = {}): Listener {
  const range: PortRange = typeof ports === 'number' ? [ports, ports] : ports;
  return { element: element('listener', `l-${range[0]}`), protocol: 'tcp', ports: range, label: 'TCP', rules, ...more };
}

export function forward(
  legs: readonly Leg[],
  more: Partial<Listener['rules'][number]> = {},
): Listener['rules'][number] {
  return {
    element: { ...element('rule', 'rule-default'), name: 'default' },
    conditions: [],
    gates: [],
    action: 'forward',
    legs,
    traces: [],
    ...more,
  };
}

export function frontend(ref: string, listeners: readonly Listener[], more: Partial<Frontend> = {}): Frontend {
  return {
    kind: 'frontend',
    ref: resourceRef(ref),
    scope: SCOPE,
    element: element('front', ref),
    tags: {},
    traces: [],
    listeners,
    ...more,
  };
}

function portRange(text: string | undefined): PortRange {
  if (text === undefined) return ALL_PORTS;
  const [range] = parsePorts(text) ?? [];
  if (range === undefined) throw new Error(`not a port range: ${text}`);
  return range;
}
