import type { ServiceTag } from '../records/service-tags.ts';
import type { PinnedTags } from './pack-tags.ts';
import { unpackRanges } from './packing.ts';
import pinnedFile from './pinned.json' with { type: 'json' };
import { parseTagName, type TagName } from './tag-name.ts';
import { rangesIn, type ServiceTagRanges, unionOf } from './tag-ranges.ts';

const PINNED: PinnedTags = pinnedFile;

/** When the pinned list was published: what came later is not in it. */
export const PINNED_ON = PINNED.publishedOn;

/**
 * Says which addresses service tags stand for.
 *
 * What the cloud answered counts. For a tag that it did not tell there is the pinned list of the public cloud, which is
 * of no use in the other clouds. `Internet`, `VirtualNetwork` and `AzureLoadBalancer` are no lists of addresses and are
 * not found here.
 */
export class ServiceTagLookup {
  readonly #answered = new Map<string, ServiceTag[]>();
  readonly #known = new Map<string, ServiceTagRanges | undefined>();
  readonly #pinned: PinnedTags;

  constructor(answered: Iterable<ServiceTag> = [], pinned: PinnedTags = PINNED) {
    this.#pinned = pinned;
    for (const tag of answered) {
      const name = tag.name ?? tag.id;
      if (name === undefined) continue;
      const key = keyOf(parseTagName(name));
      const same = this.#answered.get(key);
      if (same === undefined) this.#answered.set(key, [tag]);
      else same.push(tag);
    }
  }

  /** The addresses of a tag; undefined if nobody told us. `location` is that of the rule, which tells its cloud. */
  ranges(tag: string, location = ''): ServiceTagRanges | undefined {
    const name = parseTagName(tag);
    const pinned = !ELSEWHERE.test(location);
    const key = `${pinned ? '' : 'sovereign '}${keyOf(name)}`;
    if (!this.#known.has(key)) this.#known.set(key, this.#find(name, pinned));
    return this.#known.get(key);
  }

  #find(name: TagName, pinned: boolean): ServiceTagRanges | undefined {
    // Subscriptions may be told different versions of the list; an address in any of them counts.
    const told = this.#answered.get(keyOf(name));
    if (told !== undefined) return rangesIn(told.flatMap(({ properties }) => properties.addressPrefixes));
    return pinned ? this.#unpack(name) : undefined;
  }

  #unpack({ service, part }: TagName): ServiceTagRanges | undefined {
    const parts = this.#pinned.tags[service] ?? {};
    const own = parts[part];
    if (own === undefined) return undefined;
    return part === '' ? unionOf(Object.values(parts).map(unpacked)) : unpacked(own);
  }
}

/** Locations of the clouds that share no address with the public one. */
const ELSEWHERE = /^(?:china|usgov|usdod|ussec|usnat)/i;

function keyOf({ service, part }: TagName): string {
  return `${service}.${part}`;
}

function unpacked(both: string): ServiceTagRanges {
  const [ipv4 = '', ipv6 = ''] = both.split(' ');
  return { ipv4: unpackRanges(ipv4, 'ipv4'), ipv6: unpackRanges(ipv6, 'ipv6') };
}
