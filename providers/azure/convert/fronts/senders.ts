import { EMPTY_SET } from '../../../../src/net/interval-set.ts';
import { EVERY_ADDRESS } from '../../../../src/net/ip.ts';
import type { Context } from '../context.ts';
import { type AddressTexts, bothOf, readAddresses } from '../network/address-texts.ts';
import { serviceTagAddresses, type TagPlace } from '../network/service-tag-addresses.ts';

/** Whom a list of sources names. */
export interface Senders {
  /** Those that we know of. */
  readonly ranges: AddressTexts['ranges'];
  /** The names of the gaps that hide others. */
  readonly missing: readonly string[];
  /** Some are named by a tag that stands for addresses which anyone can rent. */
  readonly providerRange?: true;
}

/** Reads a list of addresses, blocks, ranges and service tags, as the internet's addresses see it. */
export function sendersOf(context: Context, texts: Iterable<string | undefined>, place: TagPlace): Senders {
  const { ranges, others } = readAddresses(texts);
  return others.map((tag) => tagSenders(context, tag, place)).reduce(together, { ranges, missing: [] });
}

/** Whoever is in either. */
export function together(a: Senders, b: Senders): Senders {
  return {
    ranges: bothOf(a.ranges, b.ranges),
    missing: [...new Set([...a.missing, ...b.missing])].sort(),
    ...((a.providerRange ?? b.providerRange) === true ? { providerRange: true } : {}),
  };
}

function tagSenders(context: Context, tag: string, place: TagPlace): Senders {
  switch (tag.toLowerCase()) {
    case 'internet':
    case 'any':
      return { ranges: EVERY_ADDRESS, missing: [] };
    case 'virtualnetwork':
    case 'azureloadbalancer':
      return { ranges: NOBODY, missing: [] };
  }
  const { ranges, missing, providerRange } = serviceTagAddresses(context, tag, place);
  if (missing !== undefined) return { ranges: NOBODY, missing };
  return { ranges, missing: [], ...(providerRange === true ? { providerRange } : {}) };
}

const NOBODY: Senders['ranges'] = { ipv4: EMPTY_SET, ipv6: EMPTY_SET };
