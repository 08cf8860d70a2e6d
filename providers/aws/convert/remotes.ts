import type { FirewallRule, Remotes } from '../../../src/model/firewall.ts';
import { resourceRef } from '../../../src/model/resource.ts';
import { EMPTY_SET, intervalSet } from '../../../src/net/interval-set.ts';
import { type AddressRanges, type Cidr, EVERY_ADDRESS, type Family, parseCidr, rangesOf } from '../../../src/net/ip.ts';
import { prefixListEntries } from '../records/prefix-lists.ts';
import type { Context } from './context.ts';
import type { Place } from './place.ts';

/** Whom a rule speaks of, and how well we know it. */
export type Source = Pick<FirewallRule, 'remotes' | 'missing' | 'providerRange'>;

export const EVERYONE: Remotes = { ...EVERY_ADDRESS, groups: [] };

/** What a prefix list holds. Without `blocks` it could not be read. */
export interface PrefixList {
  readonly blocks: readonly Cidr[] | undefined;
  /** One of AWS's own lists: an attacker can rent these addresses. */
  readonly ownedByAws: boolean;
  readonly missing: readonly string[];
}

/** One block of addresses. What we cannot read may be any. */
export function blockSource(cidr: string, unreadable: string): Source {
  const block = parseCidr(cidr);
  if (block === undefined) return { remotes: EVERYONE, missing: [unreadable] };
  return { remotes: { ...nobody(), [block.family]: rangesOf(block) } };
}

/** Whoever carries a security group: matched by the group, never by a public address. */
export function groupSource(groupId: string): Source {
  return { remotes: { ...nobody(), groups: [resourceRef(groupId)] } };
}

/** Every address of a prefix list; of one that could not be read, any address at all. */
export function prefixListSource(context: Context, place: Place, listId: string): Source {
  const { blocks, ownedByAws, missing } = prefixListOf(context, place, listId);
  const provider = ownedByAws ? { providerRange: true } : {};
  if (blocks === undefined) return { remotes: EVERYONE, missing, ...provider };
  const ranges = (family: Family): AddressRanges =>
    intervalSet(blocks.filter((block) => block.family === family).map(({ first, last }) => [first, last] as const));
  return { remotes: { ipv4: ranges('ipv4'), ipv6: ranges('ipv6'), groups: [] }, ...provider };
}

/** Reads a prefix list by its id, also one that another collected account shares. */
export function prefixListOf({ estate }: Context, place: Place, listId: string): PrefixList {
  const list = estate.find(place, ({ prefixLists }) => prefixLists.get(listId));
  const holder = estate.near(place).find(({ tables }) => tables.prefixListEntries.completeness(listId) === 'complete');
  const blocks = holder?.tables.prefixListEntries.rowsOf(listId).map(({ record }) => parseCidr(record.Cidr));
  const ownedByAws = list?.record.OwnerId === 'AWS';
  if (blocks !== undefined && !blocks.includes(undefined)) {
    return { blocks: blocks.filter((block) => block !== undefined), ownedByAws, missing: [] };
  }
  const table = place.tables.prefixListEntries;
  const missing = [estate.missing({ table, resource: listId, what: `${prefixListEntries.list} of ${listId}` })];
  return { blocks: undefined, ownedByAws, missing };
}

function nobody(): Remotes {
  return { ipv4: EMPTY_SET, ipv6: EMPTY_SET, groups: [] };
}
