import { type IntervalSet, intersect, intervalSet, size, subtract } from './interval-set.ts';
import { type AddressRanges, type Cidr, type Family, parseCidr } from './ip.ts';

/** How many people on the internet a set of client addresses is, by counting. */
export type AudienceClass = 'world' | 'broad' | 'wide' | 'narrow' | 'none';

/** Client addresses on the internet, and how many that is. */
export interface Audience {
  readonly class: AudienceClass;
  readonly family: Family;
  readonly ranges: AddressRanges;
}

/** IPv4 that no client on the internet has. Documentation ranges are left in: real rules never rely on them. */
const NOT_INTERNET_V4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '192.0.0.0/24',
  '198.18.0.0/15',
  '224.0.0.0/4',
  '240.0.0.0/4',
];

/** Every address that a client on the internet can have. For IPv6, global unicast (RFC 4291). */
export const INTERNET: Readonly<Record<Family, AddressRanges>> = {
  ipv4: subtract([0, 2 ** 32 - 1], blocks(NOT_INTERNET_V4)),
  ipv6: blocks(['2000::/3']),
};

const SIZE: Readonly<Record<Family, bigint>> = { ipv4: size(INTERNET.ipv4), ipv6: size(INTERNET.ipv6) };
const BROAD: Readonly<Record<Family, bigint>> = { ipv4: 2n ** 24n, ipv6: 2n ** 112n };
const WIDE: Readonly<Record<Family, bigint>> = { ipv4: 2n ** 16n, ipv6: 2n ** 96n };

/** Counts whom a set of addresses lets in, of those on the internet: `world` is 99 % of them and more. */
export function audienceOf(family: Family, addresses: AddressRanges): Audience {
  const ranges = intersect(addresses, INTERNET[family]);
  return { class: classOf(family, size(ranges)), family, ranges };
}

function classOf(family: Family, count: bigint): AudienceClass {
  if (count === 0n) return 'none';
  if (count * 100n >= SIZE[family] * 99n) return 'world';
  if (count >= BROAD[family]) return 'broad';
  return count >= WIDE[family] ? 'wide' : 'narrow';
}

function blocks(cidrs: readonly string[]): IntervalSet {
  return intervalSet(
    cidrs
      .map(parseCidr)
      .filter((cidr): cidr is Cidr => cidr !== undefined)
      .map(({ first, last }) => [first, last] as const),
  );
}
