import type { Modifier, Slice, TrailStep, Verdict } from '../model/exposure.ts';
import type { Gate } from '../model/inventory.ts';
import { type Audience, INTERNET } from '../net/audience.ts';
import type { Family } from '../net/ip.ts';
import { ALL_PORTS, mergePorts, type PortRange } from '../net/ports.ts';
import { type AddressSet, type Protocol, portMapOf, type Traffic, type TrafficSpace } from '../net/traffic-space.ts';
import type { Check } from './checks.ts';
import { allowersOf, blockersOf, cut, cutsOf, opinionsOn, type Reason } from './reasons.ts';

/** One way from the internet to one target, with every check on it. */
export interface Flow {
  readonly family: Family;
  /** The packets that could be sent this way at all: the listener's ports, or everything. */
  readonly start: Traffic;
  readonly checks: readonly Check[];
  /** The port at the target; absent, the client's own. */
  readonly targetPort?: number;
  readonly gates: readonly Gate[];
  readonly conditions: readonly string[];
  readonly trail: readonly TrailStep[];
}

/** Traffic with one verdict, before it is cut by the rules that decided. */
interface Part {
  readonly verdict: Verdict;
  readonly modifiers: readonly Modifier[];
  readonly traffic: Traffic;
}

const VERDICTS: readonly Verdict[] = ['reachable', 'unknown', 'blocked'];

/** Everything that a client on the internet can send. */
export function fromInternet(space: TrafficSpace, protocol: Protocol = '*', ports: PortRange = ALL_PORTS): Traffic {
  return space.traffic(protocol, ports, space.addresses(INTERNET[space.family]));
}

/**
 * Judges a flow: which ports are reachable, unknown or blocked, by whom, and which rules say so.
 *
 * What is blocked is told of ports that nobody reaches: where a grant opens them all the same, for that is one
 * change away, and for TCP where there is nothing else to tell, so that no entry goes without a verdict.
 */
export function slicesOf(space: TrafficSpace, flow: Flow): readonly Slice[] {
  const slices: Slice[] = [];
  for (const part of partsOf(space, flow)) {
    if (part.traffic === space.nothing) continue;
    for (const protocol of protocolsOf(part.traffic, flow)) {
      slices.push(...pieces(space, flow, part, protocol));
    }
  }
  return slices.sort(compareSlices);
}

function partsOf(space: TrafficSpace, { start, checks }: Flow): readonly Part[] {
  const forward = meet(space, start, checks, 'forward');
  const open = forward.may === space.nothing ? [] : openParts(space, forward, checks);
  const possible = space.unionOf(open.map(({ traffic }) => traffic));
  const latent = space.subtract(grantedBy(space, start, checks), atAnyAddress(space, possible));
  return [
    ...open,
    { verdict: 'blocked', modifiers: [], traffic: latent },
    { verdict: 'blocked', modifiers: [], traffic: untold(space, start, space.union(possible, latent)) },
  ];
}

/** What is reachable, by how well it is answered, and what may be. */
function openParts(space: TrafficSpace, forward: Met, checks: readonly Check[]): readonly Part[] {
  const reply = meet(space, space.everything, checks, 'reply');
  const connected = space.intersect(space.intersect(forward.must, reply.must), space.tcp);
  const delivered = space.subtract(forward.must, space.tcp);
  const reachable = space.union(connected, delivered);
  const ordinary = space.intersect(forward.ordinary, reply.ordinary);
  const possible = space.union(
    space.intersect(space.intersect(forward.may, reply.may), space.tcp),
    space.subtract(forward.may, space.tcp),
  );
  return [
    { verdict: 'reachable', modifiers: [], traffic: space.intersect(connected, ordinary) },
    { verdict: 'reachable', modifiers: [CRAFTED], traffic: space.subtract(connected, ordinary) },
    ...byOrdinary(space, space.intersect(delivered, reply.may), forward, []),
    ...byOrdinary(space, space.subtract(delivered, reply.may), forward, ['one-way']),
    { verdict: 'unknown', modifiers: [], traffic: space.subtract(possible, reachable) },
  ];
}

const CRAFTED: Modifier = 'crafted-source-port-only';

/** What is delivered, told apart by whether an ordinary source port will do. */
function byOrdinary(
  space: TrafficSpace,
  traffic: Traffic,
  { ordinary }: Met,
  modifiers: readonly Modifier[],
): readonly Part[] {
  return [
    { verdict: 'reachable', modifiers, traffic: space.intersect(traffic, ordinary) },
    { verdict: 'reachable', modifiers: [...modifiers, CRAFTED], traffic: space.subtract(traffic, ordinary) },
  ];
}

/** What all checks of one direction let through. */
interface Met {
  readonly must: Traffic;
  readonly may: Traffic;
  readonly ordinary: Traffic;
}

function meet(space: TrafficSpace, start: Traffic, checks: readonly Check[], direction: Check['direction']): Met {
  let must = start;
  let may = start;
  let ordinary = space.everything;
  for (const check of checks) {
    if (check.direction !== direction) continue;
    must = space.intersect(must, check.must);
    may = space.intersect(may, check.may);
    ordinary = space.intersect(ordinary, check.ordinary);
  }
  return { must, may, ordinary };
}

/** What the grants on the way open to the internet, whatever else stands in the way. */
function grantedBy(space: TrafficSpace, start: Traffic, checks: readonly Check[]): Traffic {
  const [first, ...others] = checks.filter(({ grants }) => grants);
  if (first === undefined) return space.nothing;
  return others.reduce((open, { may }) => space.intersect(open, may), space.intersect(start, first.may));
}

/** The same ports, for everyone. */
function atAnyAddress(space: TrafficSpace, traffic: Traffic): Traffic {
  if (traffic === space.nothing) return traffic;
  return space.rewrite(traffic, (slices) =>
    slices.map(({ first, last }) => ({ first, last, addresses: space.everyAddress })),
  );
}

/** A protocol of which nothing was said yet is told to be blocked: TCP, or whatever else the flow begins with. */
function untold(space: TrafficSpace, start: Traffic, told: Traffic): Traffic {
  if (portMapOf(told, 'tcp').slices.length > 0) return space.nothing;
  if (portMapOf(start, 'tcp').slices.length > 0) return space.intersect(start, space.tcp);
  return told === space.nothing ? start : space.nothing;
}

function protocolsOf(traffic: Traffic, { family }: Flow): readonly Protocol[] {
  const icmp: Protocol = family === 'ipv4' ? 'icmp' : 'icmp6';
  return [...new Set<Protocol>(['tcp', 'udp', icmp, ...traffic.listed.keys(), '*'])];
}

/** Cuts one protocol of a part wherever another rule decides, and joins what the same rules decided. */
function pieces(space: TrafficSpace, flow: Flow, part: Part, protocol: Protocol): readonly Slice[] {
  const { slices } = portMapOf(part.traffic, protocol);
  if (slices.length === 0) return [];
  const opinions = opinionsOn(protocol, flow.checks, part.verdict);
  const cuts = cutsOf(opinions, part.verdict);
  const groups = new Map<string, { addresses: AddressSet; reason: Reason; ports: PortRange[] }>();
  for (const { first, last, addresses } of slices) {
    for (const range of cut([first, last], cuts)) {
      const piece = { protocol, port: range[0], addresses };
      const reason =
        part.verdict === 'blocked' ? blockersOf(space, flow, opinions, piece) : allowersOf(opinions, piece);
      const key = `${addresses.id};${reason.modifiers.join()};${reason.missing.join()};${decidingKey(reason)}`;
      const group = groups.get(key) ?? { addresses, reason, ports: [] };
      group.ports.push(range);
      groups.set(key, group);
    }
  }
  return [...groups.values()].map(({ addresses, reason, ports }) =>
    sliceOf(flow, part, protocol, { audience: space.audience(addresses), reason, ports }),
  );
}

function sliceOf(
  flow: Flow,
  part: Part,
  protocol: Protocol,
  { audience, reason, ports }: { readonly audience: Audience; readonly reason: Reason; readonly ports: PortRange[] },
): Slice {
  const merged = mergePorts(ports);
  return {
    protocol,
    ports: merged,
    targetPorts: flow.targetPort === undefined ? merged : [[flow.targetPort, flow.targetPort]],
    verdict: part.verdict,
    modifiers: [...part.modifiers, ...reason.modifiers].sort(),
    audience,
    gates: flow.gates,
    conditions: flow.conditions,
    deciding: reason.deciding,
    missing: part.verdict === 'unknown' ? reason.missing : [],
    trail: flow.trail,
  };
}

/** Reachable first, then by protocol and port: the order of reports. */
function compareSlices(a: Slice, b: Slice): number {
  return (
    VERDICTS.indexOf(a.verdict) - VERDICTS.indexOf(b.verdict) ||
    compareText(a.protocol, b.protocol) ||
    (a.ports[0]?.[0] ?? 0) - (b.ports[0]?.[0] ?? 0) ||
    compareText(decidingKey(a), decidingKey(b))
  );
}

function decidingKey({ deciding }: Pick<Slice, 'deciding'>): string {
  return deciding.map(({ element, rule }) => `${element.ref}/${rule}`).join();
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
