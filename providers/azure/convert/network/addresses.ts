import { overlaps, subtract, union } from '../../../../src/net/interval-set.ts';
import { type AddressRanges, EVERY_ADDRESS, type Family } from '../../../../src/net/ip.ts';

/** Some addresses, and how well we know that it is those. */
export interface Addresses {
  readonly ranges: Readonly<Record<Family, AddressRanges>>;
  /** The names of the gaps that keep us from knowing; the ranges are then a superset. */
  readonly missing?: readonly string[];
  /** A provider's shared ranges, which an attacker can rent. */
  readonly providerRange?: true;
}

export const NO_RANGES: Addresses['ranges'] = { ipv4: [], ipv6: [] };
export const EVERY_RANGE: Addresses['ranges'] = EVERY_ADDRESS;

/** What could be any address, because of some gaps. */
export function unknownAddresses(missing: readonly string[]): Addresses {
  return { ranges: EVERY_RANGE, missing };
}

/** Joins what is known alike: at most what surely belongs, what can be rented, and what perhaps belongs. */
export function joined(parts: readonly Addresses[]): readonly Addresses[] {
  if (parts.length < 2) return parts;
  const alike = Map.groupBy(parts, ({ missing, providerRange }) =>
    missing === undefined ? (providerRange === true ? 1 : 0) : 2,
  );
  return [...alike].sort(([a], [b]) => a - b).map(([, same]) => together(same));
}

/** Whether something whose address is one of these is spoken of. */
export interface Match {
  /** `perhaps`: it may be, or it is one of some addresses of which only some are. */
  readonly holds: 'yes' | 'no' | 'perhaps';
  /** The names of the gaps behind `perhaps`. */
  readonly missing: readonly string[];
}

export const MATCHES: Match = { holds: 'yes', missing: [] };

/** Compares a block, somewhere in which a packet goes, with the addresses that a rule names. */
export function matchOf(parts: readonly Addresses[], family: Family, there: AddressRanges): Match {
  const missing: string[] = [];
  let left = there;
  let isMet = false;
  for (const part of parts) {
    const ranges = part.ranges[family];
    if (!overlaps(ranges, there)) continue;
    isMet = true;
    if (part.missing === undefined) left = subtract(left, ranges);
    else missing.push(...part.missing);
  }
  if (left.length === 0) return MATCHES;
  return { holds: isMet ? 'perhaps' : 'no', missing };
}

function together(parts: readonly Addresses[]): Addresses {
  const [first, ...others] = parts;
  if (first === undefined || others.length === 0) return first ?? { ranges: NO_RANGES };
  const of = (family: Family): AddressRanges =>
    others.reduce((all, { ranges }) => union(all, ranges[family]), first.ranges[family]);
  const names = new Set(parts.flatMap(({ missing }) => missing ?? []));
  return {
    ranges: { ipv4: of('ipv4'), ipv6: of('ipv6') },
    ...(first.missing === undefined ? {} : { missing: [...names].sort() }),
    ...(first.providerRange === true && first.missing === undefined ? { providerRange: true } : {}),
  };
}
