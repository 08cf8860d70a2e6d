import type { Table } from '../../../src/convert/table.ts';
import type { Attribute } from '../records/load-balancers.ts';
import type { Context } from './context.ts';

/** A setting of a load balancer or target group: its value if it was answered, the gap's name if nothing was. */
export interface Setting {
  /** Absent if the answer does not name it: it has its default. */
  readonly value: string | undefined;
  readonly missing: readonly string[];
}

/** What was answered, if anything was. */
export function answeredValue(table: Table<Attribute>, arn: string, key: string): string | undefined {
  return table.rowsOf(arn).find(({ record }) => record.Key === key)?.record.Value;
}

export function attributeOf({ estate }: Context, table: Table<Attribute>, arn: string, key: string): Setting {
  const row = table.rowsOf(arn).find(({ record }) => record.Key === key);
  if (row !== undefined) return { value: row.record.Value, missing: [] };
  if (table.completeness(arn) === 'complete') return { value: undefined, missing: [] };
  return { value: undefined, missing: [estate.missing({ table, resource: arn })] };
}
