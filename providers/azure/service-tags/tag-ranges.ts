import { intervalSet, intervalsOf } from '../../../src/net/interval-set.ts';
import { type AddressRanges, type Family, parseCidr } from '../../../src/net/ip.ts';

/** The addresses that a tag stands for. */
export type ServiceTagRanges = Readonly<Record<Family, AddressRanges>>;

/** The addresses of a list of prefixes, by family. */
export function rangesIn(prefixes: Iterable<string | undefined>): ServiceTagRanges {
  const cidrs = [...prefixes].flatMap((prefix) => (prefix === undefined ? [] : (parseCidr(prefix) ?? [])));
  const of = (family: Family) =>
    intervalSet(cidrs.filter((cidr) => cidr.family === family).map(({ first, last }) => [first, last]));
  return { ipv4: of('ipv4'), ipv6: of('ipv6') };
}

/** The addresses of all of them. */
export function unionOf(all: readonly ServiceTagRanges[]): ServiceTagRanges {
  const of = (family: Family) => intervalSet(all.flatMap((ranges) => intervalsOf(ranges[family])));
  return { ipv4: of('ipv4'), ipv6: of('ipv6') };
}
