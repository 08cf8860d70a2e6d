import { elementOf } from '../../../src/convert/elements.ts';
import { indexed, type Row } from '../../../src/convert/table.ts';
import type { Entry } from '../../../src/model/inventory.ts';
import type { Route, RouteTable } from '../records/route-tables.ts';
import type { Context } from './context.ts';
import { interfaceGroupsStage, standingOf } from './interface-checks.ts';
import { livenessStage } from './liveness.ts';
import type { Place } from './place.ts';
import { destinationOf, isActive, targetOf } from './route-tables.ts';
import { subnetChecks } from './subnet-checks.ts';
import { workloadOf } from './workloads.ts';

/**
 * An internet gateway can hand a whole pool of the customer's own public addresses to one interface, which
 * then stands in front of whatever it likes: no address association shows it.
 */
export function poolAddressEntries(context: Context, place: Place): readonly Entry[] {
  const tables = indexed(place.tables.routeTables.rows, ({ RouteTableId }) => RouteTableId);
  return [...tables.values()].flatMap((row) =>
    row.record.Associations.flatMap(({ PublicIpv4Pool }) =>
      PublicIpv4Pool === undefined
        ? []
        : row.record.Routes.filter(isActive).flatMap((route) =>
            entryOf(context, place, { row, route, pool: PublicIpv4Pool }),
          ),
    ),
  );
}

interface PoolRoute {
  readonly row: Row<RouteTable>;
  readonly route: Route;
  readonly pool: string;
}

function entryOf(context: Context, place: Place, { row, route, pool }: PoolRoute): readonly Entry[] {
  const carrier = place.interfaces.get(targetOf(route));
  if (carrier === undefined) return [];
  const table = elementOf('edge route table', row.record.RouteTableId, row);
  const note = `${destinationOf(route)} -> ${targetOf(route)}`;
  const inspection = context.stage(place, `pool ${table.ref} ${note}`, () => ({
    kind: 'inspection',
    element: table,
    note,
  }));
  const { before, after } = subnetChecks(context, standingOf(place, carrier.record), undefined);
  const path = context.path([
    inspection,
    livenessStage(context, place, carrier),
    ...before,
    interfaceGroupsStage(context, place, carrier.record),
    ...after,
  ]);
  const element = elementOf('network interface', carrier.record.NetworkInterfaceId, carrier);
  const to = workloadOf(context, place, carrier);
  return [{ ref: element.ref, scope: place.scope, address: pool, family: 'ipv4', paths: [path], element, to }];
}
