import { type IntervalSet, intervalsOf, type Point } from './interval-set.ts';

export type Family = 'ipv4' | 'ipv6';

/** One address: a number for IPv4, a bigint for IPv6. */
export type Address = Point;

/** A canonical set of addresses of one family: numbers for IPv4, bigints for IPv6. */
export type AddressRanges = IntervalSet;

export interface ParsedIp {
  readonly family: Family;
  readonly address: Address;
}

/** A block of addresses: the whole of a prefix. */
export interface Cidr {
  readonly family: Family;
  readonly first: Address;
  readonly last: Address;
  readonly prefixLength: number;
}

const BITS: Readonly<Record<Family, number>> = { ipv4: 32, ipv6: 128 };

export const EVERY_ADDRESS: Readonly<Record<Family, AddressRanges>> = {
  ipv4: [0, 2 ** 32 - 1],
  ipv6: [0n, 2n ** 128n - 1n],
};

/** Reads an address of either family in its usual notation; undefined if it is none. */
export function parseIp(text: string): ParsedIp | undefined {
  const v4 = parseV4(text);
  if (v4 !== undefined) return { family: 'ipv4', address: v4 };
  const v6 = parseV6(text);
  return v6 === undefined ? undefined : { family: 'ipv6', address: v6 };
}

/** Reads `10.0.0.0/16`, `2001:db8::/32`, or a bare address. Bits below the prefix are ignored, as clouds do. */
export function parseCidr(text: string): Cidr | undefined {
  const [host = '', prefix, ...rest] = text.trim().split('/');
  const ip = parseIp(host);
  if (ip === undefined || rest.length > 0) return undefined;
  const bits = BITS[ip.family];
  if (prefix !== undefined && !/^\d{1,3}$/.test(prefix)) return undefined;
  const prefixLength = prefix === undefined ? bits : Number(prefix);
  if (prefixLength > bits) return undefined;
  const hostSize = 2n ** BigInt(bits - prefixLength);
  const first = (BigInt(ip.address) / hostSize) * hostSize;
  const last = first + hostSize - 1n;
  return ip.family === 'ipv4'
    ? { family: 'ipv4', first: Number(first), last: Number(last), prefixLength }
    : { family: 'ipv6', first, last, prefixLength };
}

/** The addresses of a block, as a set. */
export function rangesOf({ first, last }: Cidr): AddressRanges {
  return [first, last];
}

/** RFC 5952 for IPv6, dotted quads for IPv4. */
export function formatIp(address: Address): string {
  return typeof address === 'bigint' ? formatV6(address) : formatV4(address);
}

/** The shortest list of CIDR blocks that covers exactly this set, in order. */
export function* cidrsOf(ranges: AddressRanges): Generator<string> {
  for (const [first, last] of intervalsOf(ranges)) {
    const bits = typeof first === 'bigint' ? BITS.ipv6 : BITS.ipv4;
    const end = BigInt(last);
    let start = BigInt(first);
    while (start <= end) {
      let host = 0;
      while (host < bits && start % 2n ** BigInt(host + 1) === 0n && start + 2n ** BigInt(host + 1) - 1n <= end)
        host += 1;
      yield `${formatIp(bits === 32 ? Number(start) : start)}/${bits - host}`;
      start += 2n ** BigInt(host);
    }
  }
}

function parseV4(text: string): number | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (match === null) return undefined;
  let address = 0;
  for (const part of match.slice(1)) {
    const octet = Number(part);
    if (octet > 255) return undefined;
    address = address * 256 + octet;
  }
  return address;
}

function parseV6(text: string): bigint | undefined {
  const halves = withoutDottedTail(text)?.split('::');
  if (halves === undefined || halves.length > 2) return undefined;
  const [head = [], tail] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = tail === undefined ? head : [...head, ...Array<string>(missing).fill('0'), ...tail];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return groups.reduce((address, group) => address * 65_536n + BigInt(`0x${group}`), 0n);
}

/** Turns `::ffff:192.0.2.1` into `::ffff:c000:201`. */
function withoutDottedTail(text: string): string | undefined {
  if (!text.includes('.')) return text;
  const cut = text.lastIndexOf(':') + 1;
  const v4 = parseV4(text.slice(cut));
  if (v4 === undefined || cut === 0) return undefined;
  return `${text.slice(0, cut)}${Math.floor(v4 / 65_536).toString(16)}:${(v4 % 65_536).toString(16)}`;
}

function formatV4(address: number): string {
  return [2 ** 24, 2 ** 16, 2 ** 8, 1].map((unit) => Math.floor(address / unit) % 256).join('.');
}

function formatV6(address: bigint): string {
  const groups = Array.from({ length: 8 }, (_, i) => ((address >> BigInt(112 - 16 * i)) & 0xffffn).toString(16));
  const run = longestZeroRun(groups);
  if (run === undefined) return groups.join(':');
  return `${groups.slice(0, run.start).join(':')}::${groups.slice(run.start + run.length).join(':')}`;
}

function longestZeroRun(groups: readonly string[]): { start: number; length: number } | undefined {
  let best: { start: number; length: number } | undefined;
  let start = 0;
  for (let i = 0; i <= groups.length; i += 1) {
    if (groups[i] === '0') continue;
    if (i - start >= 2 && i - start > (best?.length ?? 0)) best = { start, length: i - start };
    start = i + 1;
  }
  return best;
}
