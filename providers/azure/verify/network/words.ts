import { INTERNET } from '../../../../src/net/audience.ts';
import { intervalSet, overlaps, subtract, union } from '../../../../src/net/interval-set.ts';
import { type AddressRanges, EVERY_ADDRESS, type Family, parseCidr, parseIp } from '../../../../src/net/ip.ts';
import { MAX_PORT, type PortRange, parsePorts } from '../../../../src/net/ports.ts';
import { Memo } from '../../../../src/verify/memo.ts';
import { serviceTags } from '../../records/service-tags.ts';
import { ServiceTagLookup } from '../../service-tags/lookup.ts';
import { isProviderRange } from '../../service-tags/provider-range.ts';
import { isServiceTag } from '../../service-tags/tag-name.ts';
import type { Estate } from '../estate.ts';

/** Some addresses, and how well we know that it is those. */
export interface Addresses {
  readonly ranges: AddressRanges;
  /** The gaps that keep us from knowing; the ranges are then a superset. */
  readonly missing: readonly string[];
  readonly providerRange: boolean;
}

/** How the words of a rule are to be read. */
export interface Scene {
  readonly family: Family;
  /** A resource of the subscription that gaps are of. */
  readonly of: string;
  /** It tells which cloud service tags are of. */
  readonly location: string;
  readonly virtualNetwork: readonly Addresses[];
  readonly internet: readonly Addresses[];
}

/** The same, for the rules of one list. */
export interface RuleScene extends Scene {
  /** The gap behind what of a rule makes no sense to us. */
  readonly gap: string;
}

export function known(ranges: AddressRanges): Addresses {
  return { ranges, missing: [], providerRange: false };
}

export function unknownAddresses(family: Family, missing: readonly string[]): Addresses {
  return { ranges: EVERY_ADDRESS[family], missing, providerRange: false };
}

/**
 * The addresses that words name: anyone, blocks, ranges and tags; each word that is none of these is a doubt. The load
 * balancer's own address, from which probes come, is no client's.
 *
 * `isWide`: what names all of one family means both, for it is nowhere said that it does not.
 */
export function addressesNamed(
  estate: Estate,
  words: readonly string[],
  scene: RuleScene,
  isWide = false,
): readonly Addresses[] {
  return joined(
    words.flatMap((word): readonly Addresses[] => {
      const text = word.trim();
      const isAnyone = /^(?:\*|any|all)$/i.test(text) || (isWide && parseCidr(text)?.prefixLength === 0);
      if (isAnyone) return [known(EVERY_ADDRESS[scene.family])];
      if (/^virtual_?network$/i.test(text)) return scene.virtualNetwork;
      if (/^internet$/i.test(text)) return scene.internet;
      if (/^azure_?load_?balancer$/i.test(text)) return [];
      const { ranges, others } = readAddresses([text], scene.family);
      if (others.length === 0) return [known(ranges)];
      return [isServiceTag(text) ? tagAddresses(estate, text, scene) : unknownAddresses(scene.family, [scene.gap])];
    }),
  );
}

/** Joins what is known alike: what surely belongs, what can be rented, and what perhaps belongs. */
export function joined(parts: readonly Addresses[]): readonly Addresses[] {
  const kindOf = ({ missing, providerRange }: Addresses): number => (missing.length > 0 ? 2 : providerRange ? 1 : 0);
  return [0, 1, 2].flatMap((kind): readonly Addresses[] => {
    const own = parts.filter((part) => kindOf(part) === kind);
    const missing = [...new Set(own.flatMap((part) => part.missing))];
    const ranges = own.reduce<AddressRanges>((all, part) => union(all, part.ranges), []);
    return own.length === 0 ? [] : [{ ranges, missing, providerRange: kind === 1 }];
  });
}

/** Whether something that has one of these addresses is among the parts. */
export function meets(
  parts: readonly Addresses[],
  there: AddressRanges,
): { readonly holds: 'yes' | 'no' | 'perhaps'; readonly missing: readonly string[] } {
  const met = parts.filter(({ ranges }) => overlaps(ranges, there));
  const left = met
    .filter(({ missing }) => missing.length === 0)
    .reduce((rest, { ranges }) => subtract(rest, ranges), there);
  if (left.length === 0) return { holds: 'yes', missing: [] };
  return { holds: met.length > 0 ? 'perhaps' : 'no', missing: met.flatMap(({ missing }) => missing) };
}

const TAGS = new Memo<ServiceTagLookup>();

/** What a service tag stands for; of one that nobody told us, any address at all. */
export function tagAddresses(
  estate: Estate,
  tag: string,
  { of, location, family }: Pick<Scene, 'of' | 'location' | 'family'>,
): Addresses {
  const lookup = TAGS.of(estate, '', () => new ServiceTagLookup(estate.rows(serviceTags).map(({ record }) => record)));
  const ranges = lookup.ranges(tag, location)?.[family];
  if (ranges !== undefined) return { ranges, missing: [], providerRange: isProviderRange(tag) };
  const asked = estate.subscriptions.find((each) => estate.isAsked(serviceTags, each));
  return unknownAddresses(family, [asked === undefined ? estate.gap(serviceTags, of) : `${serviceTags.call} ${asked}`]);
}

/** Whom the list of sources of a service names, of those on the internet; gaps may hide more. */
export function sendersNamed(
  estate: Estate,
  texts: readonly (string | undefined)[],
  scene: Pick<Scene, 'of' | 'location' | 'family'>,
): Addresses {
  const { ranges, others } = readAddresses(texts, scene.family);
  const tags = others.map((tag): Addresses => {
    if (/^(?:internet|any)$/i.test(tag)) return known(EVERY_ADDRESS[scene.family]);
    if (/^(?:virtualnetwork|azureloadbalancer)$/i.test(tag)) return known([]);
    const found = tagAddresses(estate, tag, scene);
    return found.missing.length === 0 ? found : { ...found, ranges: [] };
  });
  return {
    ranges: tags.reduce<AddressRanges>((all, tag) => union(all, tag.ranges), ranges),
    missing: [...new Set(tags.flatMap(({ missing }) => missing))],
    providerRange: tags.some(({ providerRange }) => providerRange),
  };
}

/** Addresses, blocks, ranges and `*`, as a set of one family; `others` is what is none of these. */
export function readAddresses(
  texts: readonly (string | undefined)[],
  family: Family,
): { readonly ranges: AddressRanges; readonly others: readonly string[] } {
  const others: string[] = [];
  let ranges: AddressRanges = [];
  for (const text of texts) {
    if (text === undefined) continue;
    const block = blockOf(text.trim(), family);
    if (block === undefined) others.push(text.trim());
    else ranges = union(ranges, block);
  }
  return { ranges, others };
}

/** The same of both families. */
export function bothFamilies(texts: readonly (string | undefined)[]): Readonly<Record<Family, AddressRanges>> {
  return { ipv4: readAddresses(texts, 'ipv4').ranges, ipv6: readAddresses(texts, 'ipv6').ranges };
}

function blockOf(text: string, family: Family): AddressRanges | undefined {
  if (text === '*') return EVERY_ADDRESS[family];
  const [from = '', to] = text.split('-');
  const cidr = to === undefined ? parseCidr(from) : undefined;
  if (cidr !== undefined) return cidr.family === family ? [cidr.first, cidr.last] : [];
  const [first, last] = [parseIp(from.trim()), parseIp((to ?? '').trim())];
  if (first === undefined || first.family !== last?.family || last.address < first.address) return undefined;
  return first.family === family ? intervalSet([[first.address, last.address]]) : [];
}

/** Ports as rules spell them, undefined for any: of what could not be read, and of all from `lowest` on. */
export function readPorts(
  texts: readonly string[],
  lowest: number,
): { readonly ports: readonly PortRange[] | undefined; readonly isRead: boolean } {
  const parsed = texts.map((text) => (text.trim() === '*' ? [[0, MAX_PORT] as const] : parsePorts(text)));
  const ports = parsed.flatMap((ranges) => ranges ?? []);
  const isAny = ports.some(([first, last]) => first <= lowest && last === MAX_PORT);
  const isRead = !parsed.includes(undefined) && texts.length > 0;
  return { ports: isAny || !isRead ? undefined : ports, isRead: isAny || isRead };
}

const PROTOCOLS: Readonly<Record<string, string>> = {
  any: '*',
  all: '*',
  6: 'tcp',
  17: 'udp',
  1: 'icmp',
  icmpv6: 'icmp6',
  58: 'icmp6',
  esp: '50',
  ah: '51',
};

/** A protocol as packets spell it; undefined for a name that we do not know. */
export function readProtocol(text: string | undefined): string | undefined {
  const word = text?.trim().toLowerCase() ?? '';
  const name = PROTOCOLS[word] ?? word;
  return /^(?:\*|tcp|udp|icmp6?|\d{1,3})$/.test(name) ? name : undefined;
}

/** Everyone on the internet, or everyone else. */
export function isOnInternet(ranges: AddressRanges, family: Family): boolean {
  return overlaps(ranges, INTERNET[family]);
}
