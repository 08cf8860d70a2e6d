import { resourceRef } from '../../../src/model/resource.ts';
import { contains, intersect, subtract } from '../../../src/net/interval-set.ts';
import { type AddressRanges, EVERY_ADDRESS, type Family } from '../../../src/net/ip.ts';
import { ALL_PORTS, formatPorts, type PortRange } from '../../../src/net/ports.ts';
import { bordersOf, type Check, fact, type Name, NO_BORDERS, type Part, passage, type Way } from './check.ts';
import type { Sender, Wire } from './packet.ts';

/** What takes connections and passes them on, as the raw records tell of it. */
export interface Front extends Part {
  readonly listeners: readonly Listener[];
  /** The gaps that hide its listeners, or some of them. */
  readonly missing?: readonly string[] | undefined;
}

export interface Listener extends Part {
  /** `*` takes every protocol. */
  readonly protocol: string;
  readonly ports: PortRange;
  readonly label: string;
  /** In the order of evaluation. */
  readonly forwards: readonly Forward[];
  readonly missing?: readonly string[] | undefined;
}

/** One rule of a listener. */
export interface Forward extends Part {
  readonly title: string;
  /** It holds for requests that the client can choose to make, so rules after it are reached all the same. */
  readonly isConditional: boolean;
  readonly sources?: Readonly<Record<Family, AddressRanges>> | undefined;
  readonly gates: readonly Gate[];
  readonly legs: readonly Leg[];
}

/** A login that stands in front. */
export interface Gate extends Part {
  readonly login: string;
  readonly strength: string;
  readonly rule: string;
}

/** The way from a rule to one target. */
export interface Leg {
  readonly pool: Part;
  readonly address: string;
  readonly port: number | 'same';
  /** Who sends in the client's place; absent, the client's own address stays on the wire. */
  readonly sender?: Sender | undefined;
  readonly checks: readonly Check[];
  /** The workload's id, or another front. */
  readonly to: string | Front;
}

/** What a packet has passed so far. */
interface Trip {
  readonly family: Family;
  readonly front: NonNullable<Way['front']>;
  readonly port: number | undefined;
  readonly checks: readonly Check[];
  readonly gates: readonly Gate[];
  readonly depth: number;
}

const MAX_DEPTH = 12;

/** Every way through a front to whatever is behind it, or to the front itself where nothing is. */
export function* waysThrough(front: Front, family: Family, arrival: readonly Check[]): Generator<Way> {
  const trip = { family, port: undefined, checks: arrival, gates: [], depth: 0 };
  yield* unseen(front, { ...trip, front: { protocol: 'tcp', ports: ALL_PORTS } });
  for (const listener of front.listeners) {
    yield* behind(front, listener, { ...trip, front: { protocol: listener.protocol, ports: listener.ports } });
  }
}

function* unseen(front: Front, trip: Trip): Generator<Way> {
  const { listeners, missing } = front;
  if (missing === undefined && listeners.length > 0) return;
  const isUnread = missing !== undefined;
  const names = [named(front, isUnread ? 'listeners could not be read' : 'no listener')];
  const last = fact({ decision: isUnread ? 'unknown' : 'deny', names, missing: missing ?? [], latent: true });
  yield ended({ ...trip, checks: [...trip.checks, last] }, front.ref);
}

function* behind(front: Front, listener: Listener, trip: Trip): Generator<Way> {
  if (trip.depth > MAX_DEPTH) return;
  const opens = passage('forward', named(listener, `${listener.label} ${formatPorts([listener.ports])}`));
  const atFront = { ...trip, depth: trip.depth + 1, checks: [...trip.checks, opens] };
  if (listener.missing !== undefined) {
    const names = [named(listener, 'rules could not be read')];
    const unread = fact({ decision: 'unknown', names, missing: listener.missing });
    yield ended({ ...atFront, checks: [...atFront.checks, unread] }, front.ref);
  }
  let left = EVERY_ADDRESS[trip.family];
  let isForwarded = false;
  for (const forward of listener.forwards) {
    const own = forward.sources?.[trip.family] ?? EVERY_ADDRESS[trip.family];
    const clients = intersect(left, own);
    if (!forward.isConditional) left = subtract(left, own);
    if (clients.length === 0) continue;
    isForwarded ||= forward.legs.length > 0;
    for (const leg of forward.legs) yield* over(forward, leg, taking(atFront, forward, clients));
  }
  if (!isForwarded && listener.missing === undefined) yield ended(atFront, front.ref);
}

/** The trip with what a rule demands of its clients. */
function taking(trip: Trip, forward: Forward, clients: AddressRanges): Trip {
  const logins = forward.gates.map((gate) => passage('gate', named(gate, gate.rule)));
  const isLimited = clients.join() !== EVERY_ADDRESS[trip.family].join();
  const checks = [...trip.checks, ...(isLimited ? [sourceCheck(forward, clients)] : []), ...logins];
  return { ...trip, checks, gates: [...trip.gates, ...forward.gates] };
}

/** A rule that is limited to some clients. */
function sourceCheck(forward: Forward, clients: AddressRanges): Check {
  return {
    direction: 'in',
    grants: false,
    isQuiet: true,
    judge: ({ client }) => ({
      decision: contains(clients, client) ? 'allow' : 'deny',
      names: [named(forward, 'source address')],
    }),
    borders: { ...NO_BORDERS, addresses: bordersOf(clients) },
  };
}

function* over(forward: Forward, leg: Leg, trip: Trip): Generator<Way> {
  const port = leg.port === 'same' ? trip.port : leg.port;
  const onward = (seen: Wire): Wire => behindFront(leg, { ...seen, port: port ?? seen.port });
  const shown = (seen: Wire): string => `${leg.address}:${port ?? seen.port}`;
  const pool: Check = {
    ...passage('forward', named(leg.pool, ''), onward),
    judge: (seen) => ({ decision: 'forward', names: [named(leg.pool, shown(seen))] }),
  };
  const checks = [...trip.checks, passage('forward', named(forward, forward.title)), pool, ...leg.checks];
  const next = { ...trip, port, checks };
  const { to } = leg;
  if (typeof to === 'string') {
    yield ended(next, to);
    return;
  }
  yield* unseen(to, next);
  const [first, last] = port === undefined ? trip.front.ports : [port, port];
  for (const listener of to.listeners) {
    const isSame = [listener.protocol, trip.front.protocol].includes('*') || listener.protocol === trip.front.protocol;
    if (isSame && listener.ports[0] <= last && first <= listener.ports[1]) yield* behind(to, listener, next);
  }
}

function behindFront({ address, sender }: Leg, seen: Wire): Wire {
  const [source] = sender?.ranges ?? [];
  if (sender === undefined || source === undefined) return { ...seen, destination: address };
  return { ...seen, destination: address, family: sender.family, source, sender };
}

function ended({ family, front, port, checks, gates }: Trip, workload: string): Way {
  const logins = gates.map(({ login, strength, ref, rule }) => ({
    kind: login,
    strength,
    element: resourceRef(ref),
    rule,
  }));
  return { workload, family, checks, front, targetPort: port, gates: logins };
}

function named({ kind, ref }: Part, rule: string): Name {
  return { kind, ref, rule };
}
