import { type Family, parseCidr } from '../../../src/net/ip.ts';
import type { Estate } from './estate.ts';
import { type Block, blocksOf } from './packet.ts';
import { managedPrefixLists, prefixListEntries } from './sources.ts';

/** A prefix list as a rule or a route may name it. */
export interface ListedBlocks {
  readonly blocks: readonly Block[];
  /** The gap that hides the entries. */
  readonly missing: string | undefined;
  /** It may hold addresses of the family. */
  readonly mayHold: boolean;
  /** The addresses are shared by the customers of an AWS service, so anybody can rent one. */
  readonly isProviders: boolean;
}

export function prefixListOf(estate: Estate, id: string, family: Family): ListedBlocks {
  const account = estate.knows(prefixListEntries, id);
  const entries = account === undefined ? [] : estate.rows(prefixListEntries, { resource: id, account });
  const notations = entries.map(({ record }) => record.Cidr);
  const isRead = account !== undefined && notations.every((notation) => parseCidr(notation) !== undefined);
  const list = estate.find(managedPrefixLists, 'PrefixListId', id)?.record;
  return {
    blocks: blocksOf(family, notations),
    missing: isRead ? undefined : estate.gap(prefixListEntries),
    mayHold: (list?.AddressFamily ?? family).toLowerCase() === family,
    isProviders: list?.OwnerId === 'AWS',
  };
}
