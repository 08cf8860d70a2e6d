import { elementOf } from '../../../src/convert/elements.ts';
import type { Row } from '../../../src/convert/table.ts';
import type { Stage } from '../../../src/model/path.ts';
import { type Cidr, parseCidr } from '../../../src/net/ip.ts';
import type { Route, RouteTable } from '../records/route-tables.ts';
import type { Context } from './context.ts';
import type { Standing } from './estate.ts';
import { internetGatewayOf } from './internet-gateways.ts';
import { destinationOf, isActive, routeTableOf, targetOf } from './route-tables.ts';

/** What the edge route table does to packets for one address, and the box that it sends them through. */
export interface Edge {
  readonly stages: readonly Stage[];
  readonly box: string | undefined;
}

const NO_EDGE: Edge = { stages: [], box: undefined };

/**
 * A route table of the internet gateway itself can send what arrives through a middlebox.
 *
 * The box sees a whole conversation only if the subnet answers through it too; otherwise it sees half of
 * one, and what it makes of that is not to be known from here.
 */
export function edgeOf(context: Context, standing: Standing, address: string): Edge {
  const { place } = standing;
  const table = edgeTableOf(context, standing);
  const route = table === undefined ? undefined : routeTo(table.record, address);
  if (table === undefined || route === undefined) return NO_EDGE;
  const target = targetOf(route);
  const element = elementOf('edge route table', table.record.RouteTableId, table);
  const rule = `${destinationOf(route)} -> ${target}`;
  if (!isActive(route) || target === 'local') {
    const holds = isActive(route) ? 'yes' : 'no';
    return { stages: [context.condition(place, { element, holds, rule, missing: [] })], box: undefined };
  }
  const answers = answersThrough(routeTableOf(context, standing), target);
  const note = answers ? rule : `asymmetric: the reply does not pass ${target}`;
  const key = `inspection ${element.ref} ${note}`;
  return { stages: [context.stage(place, key, () => ({ kind: 'inspection', element, note }))], box: target };
}

/** The route table of the internet gateway, if it has one. */
export function edgeTableOf(context: Context, standing: Standing): Row<RouteTable> | undefined {
  const { estate } = context;
  const { id, known } = internetGatewayOf(context, standing);
  if (id !== undefined) return estate.find(standing.place, (near) => near.routeTableOfGateway.get(id));
  const vpcId = known ? undefined : estate.vpcIdOf(standing);
  return vpcId === undefined
    ? undefined
    : estate.find(standing.place, ({ edgeRouteTableOfVpc }) => edgeRouteTableOfVpc.get(vpcId));
}

/** The longest prefix that holds the address. Edge routes name only blocks inside the VPC, never prefix lists. */
function routeTo({ Routes }: RouteTable, text: string): Route | undefined {
  const address = parseCidr(text);
  if (address === undefined) return undefined;
  return Routes.map((route) => ({ route, block: parseCidr(destinationOf(route)) }))
    .filter((pair): pair is { route: Route; block: Cidr } => pair.block !== undefined && holds(pair.block, address))
    .sort((a, b) => b.block.prefixLength - a.block.prefixLength)[0]?.route;
}

function holds(block: Cidr, { family, first }: Cidr): boolean {
  return block.family === family && block.first <= first && first <= block.last;
}

function answersThrough(table: Row<RouteTable> | undefined, box: string): boolean {
  return table?.record.Routes.some((route) => isActive(route) && targetOf(route) === box) ?? false;
}
