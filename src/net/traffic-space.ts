import { type Audience, audienceOf } from './audience.ts';
import {
  EMPTY_SET,
  type IntervalSet,
  intersect,
  intervalSet,
  intervalsOf,
  type Point,
  subtract,
  union,
} from './interval-set.ts';
import { type AddressRanges, EVERY_ADDRESS, type Family } from './ip.ts';
import { ALL_PORTS, MAX_PORT, type PortRange } from './ports.ts';

/** An IP protocol: a name where it has ports or types, else its number. `*` is every protocol without an own entry. */
export type Protocol = 'tcp' | 'udp' | 'icmp' | 'icmp6' | `p${number}` | '*';

/** A set of addresses, interned: equal sets are the same object. */
export interface AddressSet {
  readonly id: number;
  readonly ranges: AddressRanges;
}

/** A range of ports, and the addresses that go with each of them. */
export interface PortSlice {
  readonly first: number;
  readonly last: number;
  readonly addresses: AddressSet;
}

/** Addresses by port, interned. Canonical: sorted, without empty slices, equal neighbours merged. */
export interface PortMap {
  readonly id: number;
  readonly slices: readonly PortSlice[];
}

/** A set of (address, protocol, port), interned: equal sets are the same object. */
export interface Traffic {
  readonly id: number;
  /** Protocols that differ from `rest`, sorted. */
  readonly listed: ReadonlyMap<Protocol, PortMap>;
  /** Every other protocol. */
  readonly rest: PortMap;
}

/** All packets of one protocol (`*`: of every protocol) with these ports and addresses. */
export interface Box {
  readonly protocol: Protocol;
  readonly ports: PortRange;
  readonly addresses: AddressSet;
}

type Operation = 'union' | 'intersect' | 'subtract';

const ON_ADDRESSES: Readonly<Record<Operation, (a: IntervalSet, b: IntervalSet) => IntervalSet>> = {
  union,
  intersect,
  subtract,
};

const NO_PROTOCOLS: ReadonlyMap<Protocol, PortMap> = new Map();

/** Ids stay far below this, so that a pair of them is one safe integer. */
const ID_LIMIT = 2 ** 26;

/**
 * The header space of one address family: sets of traffic under union, intersection and difference.
 *
 * Every set is interned, so equality is identity and each operation on two sets is done once. A space keeps
 * all it has ever made: make one for an evaluation and drop it afterwards.
 */
export class TrafficSpace {
  readonly family: Family;
  readonly noAddress: AddressSet;
  readonly everyAddress: AddressSet;
  readonly nothing: Traffic;
  readonly everything: Traffic;
  /** All of TCP. */
  readonly tcp: Traffic;

  readonly #addressSets = new Map<string, AddressSet>();
  readonly #portMaps = new Map<string, PortMap>();
  readonly #traffics = new Map<string, Traffic>();
  readonly #known = new WeakMap<AddressRanges, AddressSet>();
  readonly #boxes = new Map<string, Traffic>();
  readonly #audiences = new Map<AddressSet, Audience>();
  readonly #addressMemo = memoTables<AddressSet>();
  readonly #portMemo = memoTables<PortMap>();
  readonly #trafficMemo = memoTables<Traffic>();

  constructor(family: Family) {
    this.family = family;
    this.noAddress = this.addresses(EMPTY_SET);
    this.everyAddress = this.addresses(EVERY_ADDRESS[family]);
    this.nothing = this.#traffic(NO_PROTOCOLS, this.#portMap([]));
    this.everything = this.traffic('*', ALL_PORTS, this.everyAddress);
    this.tcp = this.traffic('tcp', ALL_PORTS, this.everyAddress);
  }

  /** Interns a canonical set of addresses of this family. */
  addresses(ranges: AddressRanges): AddressSet {
    const known = this.#known.get(ranges);
    if (known !== undefined) return known;
    const made = this.#addressSet(ranges);
    this.#known.set(ranges, made);
    return made;
  }

  /** Who on the internet these addresses are. */
  audience(addresses: AddressSet): Audience {
    const known = this.#audiences.get(addresses);
    if (known !== undefined) return known;
    const audience = audienceOf(this.family, addresses.ranges);
    this.#audiences.set(addresses, audience);
    return audience;
  }

  /** The union of boxes, made in one sweep over their ports. */
  boxes(boxes: readonly Box[]): Traffic {
    const everywhere = boxes.filter(({ protocol }) => protocol === '*');
    const listed = new Map<Protocol, PortMap>();
    for (const { protocol } of boxes) {
      if (protocol === '*' || listed.has(protocol)) continue;
      const own = boxes.filter((box) => box.protocol === protocol || box.protocol === '*');
      listed.set(protocol, this.#swept(own));
    }
    return this.#traffic(listed, this.#swept(everywhere));
  }

  /** All packets of one protocol (`*`: of every protocol) with these ports and addresses. */
  traffic(protocol: Protocol, [first, last]: PortRange, addresses: AddressSet): Traffic {
    const key = `${protocol};${first}-${last};${addresses.id}`;
    const known = this.#boxes.get(key);
    if (known !== undefined) return known;
    const portMap = this.#portMap([{ first, last, addresses }]);
    const box =
      protocol === '*'
        ? this.#traffic(NO_PROTOCOLS, portMap)
        : this.#traffic(new Map([[protocol, portMap]]), this.#portMap([]));
    this.#boxes.set(key, box);
    return box;
  }

  /**
   * Rewrites each protocol's slices, for example to forget the port or the address.
   *
   * The traffic may come from another space; what `change` returns must be sorted, disjoint, and of this one.
   */
  rewrite(
    traffic: Traffic,
    change: (slices: readonly PortSlice[], protocol: Protocol) => readonly PortSlice[],
  ): Traffic {
    const changed = (protocol: Protocol, { slices }: PortMap): PortMap => this.#portMap(change(slices, protocol));
    const listed = [...traffic.listed].map(([protocol, ports]) => [protocol, changed(protocol, ports)] as const);
    return this.#traffic(new Map(listed), changed('*', traffic.rest));
  }

  union(a: Traffic, b: Traffic): Traffic {
    if (a === b || b === this.nothing) return a;
    return a === this.nothing ? b : this.#combine('union', a, b);
  }

  intersect(a: Traffic, b: Traffic): Traffic {
    if (a === b || b === this.everything || a === this.nothing) return a;
    return a === this.everything || b === this.nothing ? b : this.#combine('intersect', a, b);
  }

  /** What is in `a` and not in `b`. */
  subtract(a: Traffic, b: Traffic): Traffic {
    if (b === this.nothing || a === this.nothing) return a;
    return a === b ? this.nothing : this.#combine('subtract', a, b);
  }

  unionOf(traffics: Iterable<Traffic>): Traffic {
    let all = this.nothing;
    for (const traffic of traffics) all = this.union(all, traffic);
    return all;
  }

  unionAddresses(a: AddressSet, b: AddressSet): AddressSet {
    return this.#combineAddresses('union', a, b);
  }

  intersectAddresses(a: AddressSet, b: AddressSet): AddressSet {
    return this.#combineAddresses('intersect', a, b);
  }

  subtractAddresses(a: AddressSet, b: AddressSet): AddressSet {
    return this.#combineAddresses('subtract', a, b);
  }

  #combine(operation: Operation, a: Traffic, b: Traffic): Traffic {
    const memo = this.#trafficMemo[operation];
    const key = a.id * ID_LIMIT + b.id;
    const known = memo.get(key);
    if (known !== undefined) return known;
    const listed = new Map<Protocol, PortMap>();
    for (const protocol of new Set([...a.listed.keys(), ...b.listed.keys()])) {
      listed.set(protocol, this.#combinePorts(operation, portMapOf(a, protocol), portMapOf(b, protocol)));
    }
    const result = this.#traffic(listed, this.#combinePorts(operation, a.rest, b.rest));
    memo.set(key, result);
    return result;
  }

  #combinePorts(operation: Operation, a: PortMap, b: PortMap): PortMap {
    const memo = this.#portMemo[operation];
    const key = a.id * ID_LIMIT + b.id;
    const known = memo.get(key);
    if (known !== undefined) return known;
    const slices: PortSlice[] = [];
    for (const { first, last, left, right } of zip(a.slices, b.slices)) {
      const addresses = this.#combineAddresses(operation, left ?? this.noAddress, right ?? this.noAddress);
      slices.push({ first, last, addresses });
    }
    const result = this.#portMap(slices);
    memo.set(key, result);
    return result;
  }

  #combineAddresses(operation: Operation, a: AddressSet, b: AddressSet): AddressSet {
    const memo = this.#addressMemo[operation];
    const key = a.id * ID_LIMIT + b.id;
    const known = memo.get(key);
    if (known !== undefined) return known;
    const result = this.#addressSet(ON_ADDRESSES[operation](a.ranges, b.ranges));
    memo.set(key, result);
    return result;
  }

  #addressSet(ranges: AddressRanges): AddressSet {
    return intern(this.#addressSets, ranges.join(), (id) => ({ id, ranges }));
  }

  /** The addresses at each port of boxes of one protocol. Boxes of the same ports are joined first: most are. */
  #swept(boxes: readonly Box[]): PortMap {
    const byPorts = new Map<number, Box[]>();
    const starts = new Set<number>();
    for (const box of boxes) {
      const [first, last] = box.ports;
      starts.add(first).add(last + 1);
      const key = first * (MAX_PORT + 1) + last;
      const same = byPorts.get(key);
      if (same === undefined) byPorts.set(key, [box]);
      else same.push(box);
    }
    const joined = [...byPorts.values()].map((same) => ({
      ports: same[0]?.ports ?? ALL_PORTS,
      addresses: this.#unionOfAddresses(same),
    }));
    const borders = [...starts].sort((a, b) => a - b);
    const slices: PortSlice[] = [];
    for (const [i, first] of borders.entries()) {
      const there = joined.filter(({ ports }) => ports[0] <= first && first <= ports[1]);
      slices.push({ first, last: (borders[i + 1] ?? first + 1) - 1, addresses: this.#unionOfAddresses(there) });
    }
    return this.#portMap(slices);
  }

  #unionOfAddresses([first, ...others]: readonly Pick<Box, 'addresses'>[]): AddressSet {
    if (first === undefined) return this.noAddress;
    const all: [Point, Point][] = [];
    let isOne = true;
    for (const { addresses } of [first, ...others]) {
      if (addresses === this.everyAddress) return addresses;
      isOne &&= addresses === first.addresses;
      all.push(...intervalsOf(addresses.ranges));
    }
    return isOne ? first.addresses : this.#addressSet(intervalSet(all));
  }

  /** Slices must be sorted and disjoint; empty ones go, and equal neighbours become one. */
  #portMap(slices: readonly PortSlice[]): PortMap {
    const merged: PortSlice[] = [];
    for (const slice of slices) {
      if (slice.addresses === this.noAddress) continue;
      const previous = merged.at(-1);
      if (previous?.addresses === slice.addresses && previous.last + 1 === slice.first) {
        merged[merged.length - 1] = { first: previous.first, last: slice.last, addresses: slice.addresses };
      } else {
        merged.push(slice);
      }
    }
    let key = '';
    for (const { first, last, addresses } of merged) key += `${first}-${last}:${addresses.id},`;
    return intern(this.#portMaps, key, (id) => ({ id, slices: merged }));
  }

  #traffic(protocols: ReadonlyMap<Protocol, PortMap>, rest: PortMap): Traffic {
    let key = `${rest.id}`;
    const names = protocols.size < 2 ? protocols.keys() : [...protocols.keys()].sort();
    const listed = new Map<Protocol, PortMap>();
    for (const protocol of names) {
      const portMap = protocols.get(protocol) ?? rest;
      if (portMap === rest) continue;
      listed.set(protocol, portMap);
      key += `;${protocol}:${portMap.id}`;
    }
    return intern(this.#traffics, key, (id) => ({ id, listed, rest }));
  }
}

/** The ports and addresses of one protocol. */
export function portMapOf(traffic: Traffic, protocol: Protocol): PortMap {
  return traffic.listed.get(protocol) ?? traffic.rest;
}

/** The addresses at one port. */
export function addressesAt({ slices }: PortMap, port: number): AddressSet | undefined {
  return slices.find(({ first, last }) => first <= port && port <= last)?.addresses;
}

/** Two port maps side by side, cut at every border of either; a side is absent where it has no slice. */
function* zip(
  a: readonly PortSlice[],
  b: readonly PortSlice[],
): Generator<{ first: number; last: number; left: AddressSet | undefined; right: AddressSet | undefined }> {
  let i = 0;
  let j = 0;
  let port = 0;
  for (;;) {
    const left = a[i];
    const right = b[j];
    if (left === undefined && right === undefined) return;
    const first = Math.max(port, Math.min(left?.first ?? Infinity, right?.first ?? Infinity));
    const inLeft = left !== undefined && left.first <= first;
    const inRight = right !== undefined && right.first <= first;
    const leftEnd = left === undefined ? Infinity : inLeft ? left.last : left.first - 1;
    const rightEnd = right === undefined ? Infinity : inRight ? right.last : right.first - 1;
    const last = Math.min(leftEnd, rightEnd);
    yield { first, last, left: inLeft ? left.addresses : undefined, right: inRight ? right.addresses : undefined };
    port = last + 1;
    if (left !== undefined && left.last < port) i += 1;
    if (right !== undefined && right.last < port) j += 1;
  }
}

function intern<T extends { readonly id: number }>(table: Map<string, T>, key: string, make: (id: number) => T): T {
  const known = table.get(key);
  if (known !== undefined) return known;
  const made = make(table.size);
  table.set(key, made);
  return made;
}

function memoTables<T>(): Record<Operation, Map<number, T>> {
  return { union: new Map(), intersect: new Map(), subtract: new Map() };
}
