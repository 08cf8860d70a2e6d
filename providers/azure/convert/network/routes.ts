import type { ReplyRouteStage, Route, Stage } from '../../../../src/model/path.ts';
import { type Cidr, cidrsOf, type Family, formatIp, parseCidr } from '../../../../src/net/ip.ts';
import { armKey, nameIn } from '../../arm-id.ts';
import { networkInterfaces } from '../../records/network-interfaces.ts';
import { type RouteTable, routeTables } from '../../records/route-tables.ts';
import type { Context } from '../context.ts';
import { elementOf } from '../elements.ts';
import { notTold } from '../gaps.ts';
import type { Addresses } from './addresses.ts';
import { learnedDefault, sitesOf } from './gateways.ts';
import { missingSubnet, parsedBlocks, peeringsOf, type SubnetRow, spaceOf, subnetById } from './networks.ts';
import { routeTableOf } from './route-tables.ts';
import { serviceTagAddresses } from './service-tag-addresses.ts';

/**
 * Where replies from a subnet go. Without a table of its own that is all one for the subnets of a network.
 *
 * The longest prefix wins; of equal ones a route of the subnet's table, then one that a gateway knows, then one of the
 * platform. A NAT gateway changes nothing: replies leave by the address that the request came to. Neither does
 * `defaultOutboundAccess`, which is about machines without a public address. Source: "Virtual network traffic routing",
 * "Default outbound access in Azure".
 */
export function replyStage(context: Context, subnetId: string | undefined, family: Family): Stage {
  const { estate } = context;
  const found = subnetById(context, subnetId);
  if (found === undefined) {
    const id = subnetId ?? 'unknown subnet';
    const missing = (): string =>
      subnetId === undefined ? notTold(context, networkInterfaces, id, 'a subnet') : missingSubnet(context, subnetId);
    return context.stage(estate, `routes of unread ${armKey(id)}`, () => hiddenRoutes('subnet', id, [missing()]));
  }
  const table = routeTableOf(context, found.subnet);
  const { network } = found;
  const own = `${armKey(network.record.id)} ${armKey(table?.id ?? '')}`;
  return context.stage(estate, `routes ${own} ${family}`, () => {
    if (table !== undefined && table.row === undefined) return hiddenRoutes('route table', table.id, table.missing);
    const element =
      table?.row === undefined
        ? elementOf('virtual network', network.record.id, network, network.record.name ?? nameIn(network.record.id))
        : elementOf('route table', table.id, table.row, table.row.record.name ?? nameIn(table.id));
    const routes = [...routesOf(context, found, table?.row?.record)];
    return { kind: 'reply-route', element, routes: routes.filter(({ destination }) => destination.family === family) };
  });
}

function hiddenRoutes(kind: string, id: string, missing: readonly string[]): ReplyRouteStage {
  return { kind: 'reply-route', element: elementOf(kind, id), routes: [], missing };
}

/** In the order in which they count, of equal prefixes. */
function* routesOf(context: Context, found: SubnetRow, table: RouteTable | undefined): Generator<Route> {
  yield* ownRoutes(context, found, table);
  if (table?.properties.disableBgpRoutePropagation !== true) yield* gatewayRoutes(context, found);
  yield* platformRoutes(context, found);
}

/** The routes of the table: a block beats a service tag that holds the same prefix. */
function* ownRoutes(context: Context, { network }: SubnetRow, table: RouteTable | undefined): Generator<Route> {
  if (table === undefined) return;
  const tagged: Route[] = [];
  for (const { properties } of inOrder(table)) {
    const { addressPrefix = '', nextHopType, nextHopIpAddress } = properties;
    const id = `${addressPrefix} -> ${[nextHopType ?? 'unknown', nextHopIpAddress].filter(Boolean).join(' ')}`;
    const destination = parseCidr(addressPrefix);
    const fate = fateOf(nextHopType, () => notTold(context, routeTables, table.id, `where ${id} leads`));
    if (destination !== undefined) {
      yield { id, destination, ...fate };
      continue;
    }
    const place = { of: network.record.id, location: table.location ?? '' };
    tagged.push(...taggedRoutes(id, serviceTagAddresses(context, addressPrefix, place), fate));
  }
  yield* tagged;
}

type Fate = Pick<Route, 'leadsTo' | 'missing'>;

/** An appliance did not see the request, so whatever it does with the reply, no connection comes about. */
function fateOf(nextHopType: string | undefined, unread: () => string): Fate {
  switch (nextHopType?.toLowerCase() ?? '') {
    case 'internet':
      return { leadsTo: 'internet' };
    case 'none':
    case 'vnetlocal':
    case 'virtualappliance':
    case 'virtualapplianceecmp':
    case 'virtualnetworkgateway':
      return { leadsTo: 'elsewhere' };
  }
  return { leadsTo: 'unknown', missing: [unread()] };
}

/** One route for each block of a tag; of a tag that could not be read, one that may take any client. */
function taggedRoutes(id: string, { ranges, missing }: Addresses, fate: Fate): readonly Route[] {
  if (missing !== undefined) return anywhere(id, { ...fate, missing: [...missing, ...(fate.missing ?? [])] });
  const blocks = FAMILIES.flatMap((family) => [...cidrsOf(ranges[family])]);
  return parsedBlocks(blocks).map((destination) => ({ id, destination, ...fate }));
}

/** What gateways know: the prefixes of sites, and perhaps a default route that they were told. */
function* gatewayRoutes(context: Context, { network }: SubnetRow): Generator<Route> {
  for (const { blocks, missing } of sitesOf(context, network)) {
    const fate: Fate = missing === undefined ? { leadsTo: 'elsewhere' } : { leadsTo: 'unknown', missing };
    for (const destination of blocks)
      yield { id: `${textOf(destination)} -> VirtualNetworkGateway`, destination, ...fate };
  }
  const missing = learnedDefault(context, network);
  if (missing.length === 0) return;
  for (const destination of EVERYWHERE) {
    yield { id: `${textOf(destination)} -> VirtualNetworkGateway (learned)`, destination, leadsTo: 'unknown', missing };
  }
}

/** What the platform adds to every subnet. */
function* platformRoutes(context: Context, { network }: SubnetRow): Generator<Route> {
  for (const destination of spaceOf(network.record)) yield platformRoute(destination, 'VnetLocal');
  for (const { name, blocks, missing } of peeringsOf(context, network)) {
    for (const destination of blocks) yield platformRoute(destination, 'VNetPeering');
    if (missing !== undefined) yield* anywhere(`${name} -> VNetPeering`, { leadsTo: 'elsewhere', missing });
  }
  for (const destination of EVERYWHERE) yield platformRoute(destination, 'Internet');
}

function platformRoute(destination: Cidr, nextHop: 'VnetLocal' | 'VNetPeering' | 'Internet'): Route {
  const leadsTo = nextHop === 'Internet' ? 'internet' : 'elsewhere';
  return { id: `${textOf(destination)} -> ${nextHop} (system)`, destination, leadsTo };
}

const FAMILIES: readonly Family[] = ['ipv4', 'ipv6'];
const EVERYWHERE: readonly Cidr[] = parsedBlocks(['0.0.0.0/0', '::/0']);

function anywhere(id: string, fate: Fate): readonly Route[] {
  return EVERYWHERE.map((destination) => ({ id, destination, ...fate, anywhere: true }));
}

function textOf({ first, prefixLength }: Cidr): string {
  return `${formatIp(first)}/${prefixLength}`;
}

/** A table lists its routes in any order. Those of one prefix cannot be two, but copies can. */
function inOrder({ properties }: RouteTable): RouteTable['properties']['routes'] {
  return properties.routes.toSorted((a, b) => (routeKey(a) < routeKey(b) ? -1 : 1));
}

function routeKey({ name, properties }: RouteTable['properties']['routes'][number]): string {
  const { addressPrefix, nextHopType, nextHopIpAddress } = properties;
  return [addressPrefix, nextHopType, nextHopIpAddress, name].join(' ');
}
