import { indexed, type Row } from '../../../../src/convert/table.ts';
import { armKey, subscriptionOf } from '../../arm-id.ts';
import type { ArmKind } from '../../records/arm-kind.ts';
import type { Context } from '../context.ts';

/** What was listed for one parent. */
export interface Children<T> {
  /** Each once, sorted by id. */
  readonly rows: readonly Row<T>[];
  /** The name of the gap that hides some; undefined if these are all. */
  readonly missing?: string;
}

/** The children of a resource, of a kind that is listed for each parent. */
export function childrenOf<T extends { readonly id: string }>(
  { estate }: Context,
  kind: ArmKind<T>,
  parent: string,
): Children<T> {
  const subscription = subscriptionOf(parent) ?? '';
  const listed = estate.table(kind, subscription).rowsOf(parent);
  const rows = [...indexed(listed, ({ id }) => armKey(id))].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  const missing = estate.unlisted(kind, subscription, parent);
  return { rows, ...(missing === undefined ? {} : { missing }) };
}
