import type { Row } from '../../../../src/convert/table.ts';
import { type RouteTable, routeTables } from '../../records/route-tables.ts';
import type { Subnet } from '../../records/virtual-networks.ts';
import type { Context } from '../context.ts';

/** The route table that a subnet names. */
export interface SubnetTable {
  readonly id: string;
  /** Undefined if it was not read. */
  readonly row: Row<RouteTable> | undefined;
  readonly missing: readonly string[];
}

/** The route table of a subnet; undefined if it has none, so that only the routes of the platform count. */
export function routeTableOf({ estate }: Context, { properties }: Subnet): SubnetTable | undefined {
  const id = properties.routeTable?.id;
  if (id === undefined) return undefined;
  const row = estate.find(routeTables, id);
  return row === undefined
    ? { id, row, missing: [estate.missing(routeTables, id)] }
    : { id: row.record.id, row, missing: [] };
}
