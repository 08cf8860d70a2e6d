import type { Proof } from '../../../src/model/proof.ts';
import { type Address, cidrsOf, type Family } from '../../../src/net/ip.ts';
import { addressBorders, type Block, blocksOf, within } from './packet.ts';

const MAX_RANGES = 64;

/** No client on the internet has one of these addresses. */
const NOT_INTERNET = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12'],
  ...['192.0.0.0/24', '192.168.0.0/16', '198.18.0.0/15', '224.0.0.0/4', '240.0.0.0/4'],
];
const EVERYONE: Readonly<Record<Family, string>> = { ipv4: '0.0.0.0/0', ipv6: '2000::/3' };
const AS_WRITTEN: Readonly<Record<Family, string>> = { ipv4: '0.0.0.0/0', ipv6: '::/0' };

const BROAD: Readonly<Record<Family, bigint>> = { ipv4: 2n ** 24n, ipv6: 2n ** 112n };
const WIDE: Readonly<Record<Family, bigint>> = { ipv4: 2n ** 16n, ipv6: 2n ** 96n };

/** The internet, cut at every one of these borders. */
export function stretchesOf(family: Family, borders: readonly Address[]): readonly Block[] {
  const cuts = [...new Set(borders)].filter((cut) => (typeof cut === 'bigint') === (family === 'ipv6')).sort(compare);
  return internetOf(family).flatMap((block) => cutBlock(block, cuts));
}

/** An audience as documents print it, its class found by counting. */
export function audienceTextOf(family: Family, stretches: readonly Block[]): Proof['audience'] {
  const blocks = joined(stretches);
  const everyone = count(internetOf(family));
  const size = count(blocks);
  const cidrs = size === everyone ? [AS_WRITTEN[family]] : firstOf(cidrsOf(blocks.flat()), MAX_RANGES + 1);
  const fewer = size >= BROAD[family] ? 'broad' : size >= WIDE[family] ? 'wide' : size > 0n ? 'narrow' : 'none';
  return {
    class: size * 100n >= everyone * 99n ? 'world' : fewer,
    ranges: cidrs.slice(0, MAX_RANGES),
    truncated: cidrs.length > MAX_RANGES,
  };
}

function internetOf(family: Family): readonly Block[] {
  const everyone = blocksOf(family, [EVERYONE[family]]);
  const excluded = blocksOf(family, NOT_INTERNET);
  const cuts = excluded.flatMap(addressBorders).sort(compare);
  const pieces = everyone.flatMap((block) => cutBlock(block, cuts));
  return joined(pieces.filter(([first]) => !excluded.some((block) => within(first, block))));
}

function cutBlock([first, last]: Block, cuts: readonly Address[]): readonly Block[] {
  const starts = [first, ...cuts.filter((cut) => first < cut && cut <= last)];
  return starts.map((start, index) => {
    const next = starts[index + 1];
    return [start, next === undefined ? last : previous(next)];
  });
}

/** Joins blocks that touch; they are in order. */
function joined(blocks: readonly Block[]): readonly Block[] {
  const whole: [Address, Address][] = [];
  for (const [first, last] of blocks) {
    const before = whole.at(-1);
    if (before !== undefined && before[1] === previous(first)) before[1] = last;
    else whole.push([first, last]);
  }
  return whole;
}

function count(blocks: readonly Block[]): bigint {
  return blocks.reduce((sum, [first, last]) => sum + BigInt(last) - BigInt(first) + 1n, 0n);
}

function firstOf<T>(items: Iterable<T>, limit: number): readonly T[] {
  const taken: T[] = [];
  for (const item of items) {
    if (taken.length === limit) break;
    taken.push(item);
  }
  return taken;
}

function previous(address: Address): Address {
  return typeof address === 'bigint' ? address - 1n : address - 1;
}

function compare(a: Address, b: Address): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
