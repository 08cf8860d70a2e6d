import { elementOf } from '../../../src/convert/elements.ts';
import type { Row } from '../../../src/convert/table.ts';
import type { Route as ModelRoute, Stage } from '../../../src/model/path.ts';
import { type Cidr, type Family, parseCidr } from '../../../src/net/ip.ts';
import type { Route, RouteTable } from '../records/route-tables.ts';
import type { Context } from './context.ts';
import type { Standing } from './estate.ts';
import { internetGatewayOf } from './internet-gateways.ts';
import { prefixListOf } from './remotes.ts';
import { nameOf } from './tags.ts';

/** Where replies go: the route table of a subnet. `box` is a middlebox that the request came through. */
export function replyRouteStage(context: Context, standing: Standing, box: string | undefined): Stage {
  const { estate } = context;
  const { place, subnetId } = standing;
  const row = routeTableOf(context, standing);
  if (row === undefined) {
    const of = subnetId ?? estate.vpcIdOf(standing) ?? 'unknown subnet';
    return context.stage(place, `unread routes of ${of}`, () => {
      const what = `the route table of ${of}`;
      const missing = [estate.missing({ table: place.tables.routeTables, scope: estate.ownerScope(standing), what })];
      return { kind: 'reply-route', element: elementOf('route table', of), routes: [], missing };
    });
  }
  const id = row.record.RouteTableId;
  return context.stage(place, `routes of ${id} by ${box ?? 'nothing'}`, () => ({
    kind: 'reply-route',
    element: elementOf('route table', id, row, nameOf(row.record.Tags)),
    routes: routesOf(context, standing, row, box),
  }));
}

/** A subnet has the table that names it, else the main table of its VPC. */
export function routeTableOf({ estate }: Context, standing: Standing): Row<RouteTable> | undefined {
  const { place, subnetId } = standing;
  const vpcId = estate.vpcIdOf(standing);
  const own =
    subnetId === undefined
      ? undefined
      : estate.find(place, ({ routeTableOfSubnet }) => routeTableOfSubnet.get(subnetId));
  if (own !== undefined || vpcId === undefined) return own;
  const main = estate.find(place, ({ mainRouteTableOfVpc }) => mainRouteTableOfVpc.get(vpcId));
  // An answer that we did not get could name this subnet after all.
  return estate.knowsAll(standing, ({ tables }) => tables.routeTables) ? main : undefined;
}

/** What a route points at: the id, or a word where there is none. */
export function targetOf(route: Route): string {
  return (
    route.GatewayId ??
    route.NatGatewayId ??
    route.NetworkInterfaceId ??
    route.VpcEndpointId ??
    route.TransitGatewayId ??
    route.EgressOnlyInternetGatewayId ??
    route.VpcPeeringConnectionId ??
    route.CarrierGatewayId ??
    route.LocalGatewayId ??
    route.CoreNetworkArn ??
    route.InstanceId ??
    'blackhole'
  );
}

/** The destination as it is written: a block of either family, or a prefix list. */
export function destinationOf(route: Route): string {
  return route.DestinationCidrBlock ?? route.DestinationIpv6CidrBlock ?? route.DestinationPrefixListId ?? 'unknown';
}

/** Only an active route carries anything: the others drop what they match. */
export function isActive({ State }: Route): boolean {
  return State === undefined || State === 'active';
}

/** Longest prefix first; of equal ones a written route beats a prefix list, and that beats a propagated one. */
function routesOf(
  context: Context,
  standing: Standing,
  { record }: Row<RouteTable>,
  box: string | undefined,
): readonly ModelRoute[] {
  const routes = record.Routes.filter((route) => !isOwnIpv6(route)).flatMap((route) => {
    const fate = fateOf(context, standing, route, box);
    // A list that leads to the internet and could not be read changes nothing where everything leads there.
    return expanded(context, standing, route, fate).map((made) => {
      const redundant = fate.leadsTo === 'internet' && made.anywhere === true;
      return { made, rank: rankOf(route), redundant };
    });
  });
  const hasDefault = routes.some(
    ({ made: { leadsTo, anywhere: isUnread, destination } }) =>
      leadsTo === 'internet' && isUnread !== true && destination.prefixLength === 0,
  );
  return routes
    .filter(({ redundant }) => !(redundant && hasDefault))
    .sort(
      (a, b) =>
        b.made.destination.prefixLength - a.made.destination.prefixLength ||
        a.rank - b.rank ||
        (a.made.id < b.made.id ? -1 : a.made.id > b.made.id ? 1 : 0),
    )
    .map(({ made }) => made);
}

/** No client on the internet has an IPv6 address of the VPC itself, so the route to those decides about nobody. */
function isOwnIpv6({ GatewayId, DestinationIpv6CidrBlock }: Route): boolean {
  return GatewayId === 'local' && DestinationIpv6CidrBlock !== undefined;
}

function rankOf({ DestinationPrefixListId, Origin }: Route): number {
  if (Origin === 'EnableVgwRoutePropagation' || Origin === 'Advertisement') return 2;
  return DestinationPrefixListId === undefined ? 0 : 1;
}

type Fate = Pick<ModelRoute, 'leadsTo' | 'missing'>;

const ELSEWHERE: Fate = { leadsTo: 'elsewhere' };

/** One route for each block that it speaks of. */
function expanded(context: Context, standing: Standing, route: Route, fate: Fate): readonly ModelRoute[] {
  const id = `${destinationOf(route)} -> ${targetOf(route)}`;
  const listId = route.DestinationPrefixListId;
  if (listId === undefined) {
    const destination = parseCidr(destinationOf(route));
    return destination === undefined ? [] : [{ id, destination, ...fate }];
  }
  const { blocks, missing } = prefixListOf(context, standing.place, listId);
  if (blocks !== undefined) return blocks.map((destination) => ({ id, destination, ...fate }));
  // Lists with a gateway endpoint hold the addresses of an AWS service, which is no client of anyone.
  if (isGatewayEndpoint(context, standing, route)) return [];
  return anywhere(context, standing, listId).map((destination) => ({
    id,
    destination,
    ...fate,
    anywhere: true,
    missing,
  }));
}

function anywhere({ estate }: Context, { place }: Standing, listId: string): readonly Cidr[] {
  const list = estate.find(place, ({ prefixLists }) => prefixLists.get(listId));
  const families: readonly Family[] = ['ipv4', 'ipv6'];
  return families
    .filter((family) => list?.record.AddressFamily === undefined || list.record.AddressFamily.toLowerCase() === family)
    .map((family) => parseCidr(EVERYWHERE[family]))
    .filter((block) => block !== undefined);
}

const EVERYWHERE: Readonly<Record<Family, string>> = { ipv4: '0.0.0.0/0', ipv6: '::/0' };

function fateOf(context: Context, standing: Standing, route: Route, box: string | undefined): Fate {
  if (!isActive(route)) return ELSEWHERE;
  const target = targetOf(route);
  if (target.startsWith('igw-')) return gatewayFate(context, standing, target);
  if (target.startsWith('vpce-') && !isGatewayEndpoint(context, standing, route)) {
    return endpointFate(context, standing, target);
  }
  // An interface that did not see the request is a NAT instance, or drops what it knows nothing of.
  if (route.NetworkInterfaceId !== undefined && route.NetworkInterfaceId === box) {
    return interfaceFate(context, standing, box);
  }
  return ELSEWHERE;
}

/** Where the attachment could not be read the stage before says so, and the route is taken at its word. */
function gatewayFate(context: Context, standing: Standing, target: string): Fate {
  const { id, known } = internetGatewayOf(context, standing);
  return id === target || !known ? { leadsTo: 'internet' } : ELSEWHERE;
}

function isGatewayEndpoint({ estate }: Context, { place }: Standing, route: Route): boolean {
  const id = targetOf(route);
  if (!id.startsWith('vpce-')) return false;
  const type = estate.find(place, ({ endpoints }) => endpoints.get(id))?.record.VpcEndpointType;
  return type === undefined ? route.DestinationPrefixListId !== undefined : type === 'Gateway';
}

/** A Gateway Load Balancer endpoint passes the packet to an appliance and on from its own subnet. */
function endpointFate(context: Context, standing: Standing, id: string): Fate {
  const { estate } = context;
  const { place } = standing;
  const row = estate.find(place, ({ endpoints }) => endpoints.get(id));
  const subnetId = row?.record.SubnetIds[0];
  if (row === undefined || subnetId === undefined) {
    return { leadsTo: 'unknown', missing: [estate.missing({ table: place.tables.vpcEndpoints, what: id })] };
  }
  return beyond(context, { ...standing, subnetId, vpcId: row.record.VpcId ?? standing.vpcId });
}

function interfaceFate(context: Context, standing: Standing, id: string): Fate {
  const { estate } = context;
  const { place } = standing;
  const row = estate.find(place, ({ interfaces }) => interfaces.get(id));
  if (row === undefined) {
    return { leadsTo: 'unknown', missing: [estate.missing({ table: place.tables.networkInterfaces, what: id })] };
  }
  return beyond(context, { ...standing, subnetId: row.record.SubnetId, vpcId: row.record.VpcId ?? standing.vpcId });
}

/** Whether the subnet of a box leads on to the internet. */
function beyond(context: Context, standing: Standing): Fate {
  const { estate } = context;
  const table = routeTableOf(context, standing);
  if (table === undefined) {
    const missing = { table: standing.place.tables.routeTables, scope: estate.ownerScope(standing) };
    return { leadsTo: 'unknown', missing: [estate.missing({ ...missing, what: 'the route table of a middlebox' })] };
  }
  const leads = table.record.Routes.some((route) => {
    const target = targetOf(route);
    return isActive(route) && target.startsWith('igw-') && gatewayFate(context, standing, target) !== ELSEWHERE;
  });
  return leads ? { leadsTo: 'inspected' } : ELSEWHERE;
}
