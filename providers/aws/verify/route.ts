import type { Family } from '../../../src/net/ip.ts';
import type { Route, RouteTable } from '../records/route-tables.ts';
import { type Check, fact, type Judgement } from './check.ts';
import { gatewayOf, mayHaveGateway, stated } from './conditions.ts';
import type { Estate } from './estate.ts';
import { interfaceOf } from './interfaces.ts';
import { type Standing, standingOf } from './network.ts';
import { type Block, blocksOf, type Wire, within } from './packet.ts';
import { prefixListOf } from './prefix-list.ts';
import type { Row } from './source.ts';
import { networkInterfaces, routeTables, vpcEndpoints } from './sources.ts';
import { bordersOf, type Viewpoint } from './viewpoint.ts';

/** One block that a route speaks of. */
interface Destination {
  readonly route: Route;
  readonly block: Block;
}

/** Routes of a table for one family: known blocks, and routes whose prefix list could not be read: for any client. */
interface Routing {
  readonly known: readonly Destination[];
  readonly hidden: readonly { readonly route: Route; readonly missing: string }[];
}

/** A reply leaves by the longest prefix that holds the client; only one that leads to the gateway answers it. */
export function replyRouteCheck(estate: Estate, standing: Standing, box: string | undefined, view: Viewpoint): Check {
  const table = routeTableOf(estate, standing);
  const routing = table === undefined ? undefined : routingOf(estate, withoutOwnIpv6(table.record), view.family);
  const judge = ({ source }: Wire): Judgement => {
    if (table === undefined || routing === undefined) {
      const ref = standing.subnet === 'unknown subnet' ? standing.vpc : standing.subnet;
      const names = [{ ref, rule: 'routes could not be read' }];
      return { decision: 'unknown', names, missing: [estate.gap(routeTables)] };
    }
    const { evidence } = table;
    const ref = table.record.RouteTableId;
    const best = bestOf(routing.known.filter(({ block }) => within(source, block)));
    const told = best === undefined ? ({ decision: 'deny' } as const) : fateOf(estate, standing, best.route, box);
    // A route whose list could not be read changes only what it does not agree with.
    const doubts = routing.hidden.filter(({ route }) => {
      const leadsAway = fateOf(estate, standing, route, box).decision === 'deny';
      return leadsAway !== (told.decision === 'deny');
    });
    if (doubts.length > 0) {
      const names = doubts.map(({ route }) => ({ ref, rule: nameOf(route), evidence }));
      return { decision: 'unknown', names, missing: doubts.map(({ missing }) => missing) };
    }
    return { ...told, names: [{ ref, rule: nameOf(best?.route), evidence }] };
  };
  const addresses = bordersOf(routing?.known.map(({ block }) => block) ?? []);
  const borders = { addresses, ports: [] };
  return { kinds: ['route table'], direction: 'reply', grants: false, sees: view.sees, judge, borders };
}

/** What the route table of the gateway itself does to packets for an address, and the box that it sends them through. */
export interface Edge {
  readonly checks: readonly Check[];
  readonly box: string | undefined;
}

/** A gateway's own route table can send what arrives through a box, which sees all only if the reply passes it too. */
export function edgeOf(estate: Estate, standing: Standing, address: string, view: Viewpoint): Edge {
  const gateway = gatewayOf(estate, standing.vpc)?.record.InternetGatewayId;
  const isOwn = ({ VpcId, Associations }: RouteTable): boolean =>
    Associations.some(({ GatewayId = '' }) =>
      gateway === undefined
        ? GatewayId.startsWith('igw-') && VpcId === standing.vpc && mayHaveGateway(estate, standing)
        : GatewayId === gateway,
    );
  const table = estate.rows(routeTables).find(({ record }) => isOwn(record));
  const [target] = blocksOf(view.family, [address]);
  if (table === undefined || target === undefined) return { checks: [], box: undefined };
  const { known } = routingOf(estate, { ...table.record, Routes: table.record.Routes.filter(isWritten) }, view.family);
  const route = bestOf(known.filter(({ block }) => within(target[0], block)))?.route;
  if (route === undefined) return { checks: [], box: undefined };
  const name = { ref: table.record.RouteTableId, rule: nameOf(route), evidence: table.evidence };
  const check = (judgement: Judgement): Check => fact('edge route table', judgement, view.sees);
  const box = targetOf(route);
  if (!isActive(route) || box === 'local') return { checks: [check(stated(isActive(route), name))], box: undefined };
  const back = routeTableOf(estate, standing)?.record.Routes ?? [];
  const isPassed = back.some((reply) => isActive(reply) && targetOf(reply) === box);
  const rule = isPassed ? name.rule : `asymmetric: the reply does not pass ${box}`;
  return { checks: [check({ decision: 'inspect', names: [{ ...name, rule }] })], box };
}

/** Nobody on the internet has an IPv6 address of the VPC, so the route to those is about no client. */
function withoutOwnIpv6(table: RouteTable): RouteTable {
  const isOwn = ({ GatewayId, DestinationIpv6CidrBlock }: Route): boolean =>
    GatewayId === 'local' && DestinationIpv6CidrBlock !== undefined;
  return { ...table, Routes: table.Routes.filter((route) => !isOwn(route)) };
}

function isWritten({ DestinationPrefixListId }: Route): boolean {
  return DestinationPrefixListId === undefined;
}

/** A subnet without an association of its own has the main table of its VPC. */
function routeTableOf(estate: Estate, { subnet, vpc, account }: Standing): Row<RouteTable> | undefined {
  const tables = estate.rows(routeTables);
  const own = tables.find(({ record }) => record.Associations.some(({ SubnetId }) => SubnetId === subnet));
  if (own !== undefined || estate.isIncomplete(routeTables, { account })) return own;
  return tables.find(({ record }) => record.VpcId === vpc && record.Associations.some(({ Main }) => Main === true));
}

function routingOf(estate: Estate, { Routes }: RouteTable, family: Family): Routing {
  const known: Destination[] = [];
  const hidden: { route: Route; missing: string }[] = [];
  for (const route of Routes) {
    const list = route.DestinationPrefixListId;
    const listed = list === undefined ? undefined : prefixListOf(estate, list, family);
    const blocks = listed?.blocks ?? blocksOf(family, [route.DestinationCidrBlock, route.DestinationIpv6CidrBlock]);
    if (listed?.missing === undefined) known.push(...blocks.map((block) => ({ route, block })));
    // The lists of gateway endpoints hold the addresses of an AWS service, which is nobody's client.
    else if (listed.mayHold && !isGatewayEndpoint(estate, route)) hidden.push({ route, missing: listed.missing });
  }
  return { known, hidden };
}

/** The longest prefix wins; of equal ones a written route, then one of a prefix list, then a propagated one. */
function bestOf(destinations: readonly Destination[]): Destination | undefined {
  const size = ({ block: [first, last] }: Destination): bigint => BigInt(last) - BigInt(first);
  const rank = ({ route: { Origin, DestinationPrefixListId } }: Destination): number => {
    if (Origin === 'EnableVgwRoutePropagation' || Origin === 'Advertisement') return 2;
    return DestinationPrefixListId === undefined ? 0 : 1;
  };
  const ordered = destinations.toSorted((a, b) => {
    const difference = size(a) - size(b);
    if (difference !== 0n) return difference < 0n ? -1 : 1;
    return rank(a) - rank(b) || (nameOf(a.route) < nameOf(b.route) ? -1 : 1);
  });
  return ordered[0];
}

type Fate = Pick<Judgement, 'decision' | 'missing'>;

function fateOf(estate: Estate, standing: Standing, route: Route, box: string | undefined): Fate {
  const target = targetOf(route);
  if (!isActive(route)) return { decision: 'deny' };
  if (target.startsWith('igw-')) return { decision: leadsOut(estate, standing, target) ? 'route' : 'deny' };
  if (target.startsWith('vpce-') && !isGatewayEndpoint(estate, route)) {
    const endpoint = estate.find(vpcEndpoints, 'VpcEndpointId', target)?.record;
    const [SubnetId] = endpoint?.SubnetIds ?? [];
    if (endpoint === undefined || SubnetId === undefined)
      return { decision: 'unknown', missing: [estate.gap(vpcEndpoints)] };
    return beyond(estate, { ...standing, vpc: endpoint.VpcId ?? standing.vpc, subnet: SubnetId });
  }
  // An interface that did not see the request is a NAT instance, or drops what it knows nothing of.
  if (box === undefined || route.NetworkInterfaceId !== box) return { decision: 'deny' };
  const carrier = interfaceOf(estate, box)?.record;
  if (carrier === undefined) return { decision: 'unknown', missing: [estate.gap(networkInterfaces)] };
  return beyond(estate, { ...standingOf(estate, carrier), account: standing.account });
}

/** Behind a box the packet goes on from the box's own subnet; what the box lets through cannot be read. */
function beyond(estate: Estate, standing: Standing): Fate {
  const table = routeTableOf(estate, standing);
  if (table === undefined) return { decision: 'unknown', missing: [estate.gap(routeTables)] };
  const leads = table.record.Routes.some((route) => isActive(route) && leadsOut(estate, standing, targetOf(route)));
  return { decision: leads ? 'inspect' : 'deny' };
}

/** Whether it is the gateway of the VPC, or could be where gateways were not read. */
function leadsOut(estate: Estate, standing: Standing, target: string): boolean {
  const gateway = gatewayOf(estate, standing.vpc)?.record.InternetGatewayId;
  return (
    target.startsWith('igw-') && (gateway === target || (gateway === undefined && mayHaveGateway(estate, standing)))
  );
}

function isGatewayEndpoint(estate: Estate, route: Route): boolean {
  const target = targetOf(route);
  const type = estate.find(vpcEndpoints, 'VpcEndpointId', target)?.record.VpcEndpointType;
  return (
    target.startsWith('vpce-') &&
    (type === undefined ? route.DestinationPrefixListId !== undefined : type === 'Gateway')
  );
}

/** Only an active route carries anything: the others drop what they match. */
export function isActive({ State = 'active' }: Route): boolean {
  return State === 'active';
}

export function nameOf(route: Route | undefined): string {
  if (route === undefined) return 'no route';
  const { DestinationCidrBlock: v4, DestinationIpv6CidrBlock: v6, DestinationPrefixListId: list } = route;
  return `${v4 ?? v6 ?? list ?? 'unknown'} -> ${targetOf(route)}`;
}

export function targetOf(route: Route): string {
  const { GatewayId, NatGatewayId, NetworkInterfaceId, VpcEndpointId, TransitGatewayId } = route;
  const { EgressOnlyInternetGatewayId, VpcPeeringConnectionId, CarrierGatewayId, LocalGatewayId } = route;
  const near = GatewayId ?? NatGatewayId ?? NetworkInterfaceId ?? VpcEndpointId ?? TransitGatewayId;
  const far = EgressOnlyInternetGatewayId ?? VpcPeeringConnectionId ?? CarrierGatewayId ?? LocalGatewayId;
  return near ?? far ?? route.CoreNetworkArn ?? route.InstanceId ?? 'blackhole';
}
