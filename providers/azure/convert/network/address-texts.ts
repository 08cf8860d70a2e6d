import { EMPTY_SET, intervalSet, union } from '../../../../src/net/interval-set.ts';
import { type AddressRanges, EVERY_ADDRESS, type Family, parseCidr, parseIp } from '../../../../src/net/ip.ts';

/** What a list of texts says of addresses. */
export interface AddressTexts {
  readonly ranges: Readonly<Record<Family, AddressRanges>>;
  /** The texts that are no addresses: names of service tags. */
  readonly others: readonly string[];
}

/** Reads addresses, blocks (`10.0.0.0/8`), ranges (`10.0.0.1-10.0.0.9`) and `*`, which is everyone of both families. */
export function readAddresses(texts: Iterable<string | undefined>): AddressTexts {
  let ranges: AddressTexts['ranges'] = { ipv4: EMPTY_SET, ipv6: EMPTY_SET };
  const others: string[] = [];
  for (const text of texts) {
    if (text === undefined) continue;
    const read = readOne(text.trim());
    if (read === undefined) others.push(text);
    else ranges = bothOf(ranges, read);
  }
  return { ranges, others };
}

/** What is in either. */
export function bothOf(a: AddressTexts['ranges'], b: AddressTexts['ranges']): AddressTexts['ranges'] {
  return { ipv4: union(a.ipv4, b.ipv4), ipv6: union(a.ipv6, b.ipv6) };
}

function readOne(text: string): AddressTexts['ranges'] | undefined {
  if (text === '*') return EVERY_ADDRESS;
  const [from = '', to, ...rest] = text.split('-');
  if (to !== undefined && rest.length === 0) return readRange(from, to);
  const block = parseCidr(text);
  return block === undefined ? undefined : ofFamily(block.family, intervalSet([[block.first, block.last]]));
}

function readRange(from: string, to: string): AddressTexts['ranges'] | undefined {
  const first = parseIp(from.trim());
  const last = parseIp(to.trim());
  if (first === undefined || last?.family !== first.family || last.address < first.address) return undefined;
  return ofFamily(first.family, intervalSet([[first.address, last.address]]));
}

function ofFamily(family: Family, ranges: AddressRanges): AddressTexts['ranges'] {
  return family === 'ipv4' ? { ipv4: ranges, ipv6: EMPTY_SET } : { ipv4: EMPTY_SET, ipv6: ranges };
}
