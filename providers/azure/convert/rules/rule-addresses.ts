import { type Cidr, parseCidr, parseIp } from '../../../../src/net/ip.ts';
import { isServiceTag } from '../../service-tags/tag-name.ts';
import type { Context } from '../context.ts';
import { type Addresses, EVERY_RANGE, NO_RANGES, unknownAddresses } from '../network/addresses.ts';
import { serviceTagAddresses } from '../network/service-tag-addresses.ts';
import type { NetworkTags } from '../network/virtual-network-tag.ts';

/** How the words of a rule are to be read. */
export interface Reading {
  readonly tags: NetworkTags;
  /** A rule that denies means both families where it names all of one. */
  readonly denies: boolean;
  /** The name of the gap behind a word that makes no sense to us. */
  readonly unreadable: () => string;
}

/**
 * The addresses that a source or a destination names: anyone, a block, a range, or a tag.
 *
 * It is nowhere said whether `0.0.0.0/0` means IPv6 as well. It is not taken to let IPv6 in, and it is taken to keep it out.
 */
export function addressesOf(
  context: Context,
  word: string,
  { tags, denies, unreadable }: Reading,
): readonly Addresses[] {
  const text = word.trim();
  const name = text.toLowerCase().replaceAll('_', '');
  if (ANYONE.has(name)) return [EVERYONE];
  if (name === 'virtualnetwork') return tags.virtualNetwork;
  if (name === 'internet') return tags.internet;
  // Health probes come from the host's own address, which no client has.
  if (name === 'azureloadbalancer') return [{ ranges: NO_RANGES }];
  const block = parseCidr(text) ?? blockBetween(text);
  if (block !== undefined) return [denies && block.prefixLength === 0 ? EVERYONE : blockAddresses(block)];
  return [isServiceTag(text) ? serviceTagAddresses(context, text, tags) : unknownAddresses([unreadable()])];
}

const ANYONE: ReadonlySet<string> = new Set(['*', 'any', 'all']);
const EVERYONE: Addresses = { ranges: EVERY_RANGE };

function blockAddresses({ family, first, last }: Pick<Cidr, 'family' | 'first' | 'last'>): Addresses {
  return { ranges: { ...NO_RANGES, [family]: [first, last] } };
}

/** `192.0.2.4-192.0.2.9`. Its prefix length says only that it is not everything. */
function blockBetween(text: string): Cidr | undefined {
  const [from, to, ...rest] = text.split('-').map(parseIp);
  if (from === undefined || to === undefined || rest.length > 0) return undefined;
  if (from.family !== to.family || from.address > to.address) return undefined;
  return { family: from.family, first: from.address, last: to.address, prefixLength: 1 };
}
