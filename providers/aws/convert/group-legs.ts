import type { Firewall } from '../../../src/model/firewall.ts';
import type { Leg } from '../../../src/model/inventory.ts';
import type { Stage } from '../../../src/model/path.ts';
import { intersect } from '../../../src/net/interval-set.ts';
import type { Family } from '../../../src/net/ip.ts';
import { balancerCondition } from './balancer-facts.ts';
import { nodeAddresses } from './balancer-nodes.ts';
import { balancerPaths } from './balancer-paths.ts';
import { type Balancer, type Zone, zoneStanding } from './balancers.ts';
import type { Context } from './context.ts';
import { crossZoneOf } from './cross-zone.ts';
import { legPath } from './leg-paths.ts';
import { isWideOpen, networkAclOf } from './network-acls.ts';
import { type Member, type Pool, poolOf } from './pools.ts';
import { ANY_ZONE } from './targets.ts';
import { wiresOf } from './wires.ts';

/** The ways from a load balancer to each target of a group. */
export function groupLegs(context: Context, balancer: Balancer, family: Family, groupArn: string): readonly Leg[] {
  return poolLegs(context, balancer, family, poolOf(context, balancer, groupArn, family));
}

/** The ways from a load balancer to each member of a pool. */
export function poolLegs(context: Context, balancer: Balancer, family: Family, pool: Pool): readonly Leg[] {
  return pool.members.flatMap((member) => memberLegs(context, { balancer, family, pool, member }));
}

interface Course {
  readonly balancer: Balancer;
  readonly family: Family;
  readonly pool: Pool;
  readonly member: Member;
}

/** Nodes of a load balancer from which a target is reached alike. */
interface Reach {
  readonly zones: readonly Zone[];
  /** What stands in the way at these nodes: a setting that we could not read, or a zone that is not enabled. */
  readonly doubts: readonly Stage[];
}

function memberLegs(context: Context, course: Course): readonly Leg[] {
  return reachesOf(context, course)
    .flatMap((reach) => sameFilters(context, course, reach))
    .map((reach) => legOf(context, course, reach));
}

function legOf(context: Context, course: Course, { zones, doubts }: Reach): Leg {
  const { balancer, family, pool, member } = course;
  const { target, port, health } = member;
  const front = zones[0] === undefined ? undefined : zoneStanding(balancer, zones[0]);
  const hop = { balancer, pool, clientFamily: family, targetAddress: target.address, zones };
  const { wires, missing } = wiresOf(context, hop);
  const isEverywhere = zones.length === balancer.zones.length;
  return {
    pool: pool.element,
    targetPort: port,
    address: target.address,
    ways: wires.map((wire) => ({ wire, path: legPath(context, { balancer, front, target, wire, doubts }) })),
    ...(missing.length === 0 ? {} : { missing }),
    ...(isEverywhere ? {} : { zones: zones.map(({ name }) => name) }),
    health,
    traces: pool.traces,
    to: target.node,
  };
}

/** Which nodes reach a target: all of them, or only those of its own zone. */
function reachesOf(context: Context, course: Course): readonly Reach[] {
  const { balancer, pool, member } = course;
  const { zones } = balancer;
  const all: Reach = { zones, doubts: [] };
  if (member.target.zone === ANY_ZONE || zones.length === 0) return [all];
  const own = ownZones(course);
  if (own === undefined) return [{ zones, doubts: unknownZone(context, course) }];
  if (own.length === 0) return [{ zones, doubts: notEnabled(context, course) }];
  if (zones.length === 1) return [all];
  const { state, missing } = crossZoneOf(context, balancer, pool);
  if (state === 'off') return [{ zones: own, doubts: [] }];
  if (state === 'on' || areAlike(context, course)) return [all];
  const rule = 'cross-zone load balancing could not be read';
  const doubt = balancerCondition(context, balancer, { holds: 'unknown', rule, missing });
  return [
    { zones: own, doubts: [] },
    { zones: zones.filter((zone) => !own.includes(zone)), doubts: [doubt] },
  ];
}

/** The load balancer's zones that a target lies in: one or none; undefined if we cannot tell. */
function ownZones({ balancer, member }: Course): readonly Zone[] | undefined {
  const { zone, landing } = member.target;
  const beside = balancer.zones.filter(({ subnetId }) => subnetId === landing?.standing.subnetId);
  if (beside.length > 0) return beside;
  const named = balancer.zones.filter(({ name }) => name === zone);
  const areNamed = balancer.zones.every(({ name, subnetId }) => name !== subnetId);
  return named.length > 0 || (zone !== undefined && areNamed) ? named : undefined;
}

/** It matters only where nodes differ, or where the target may lie outside of them all. */
function unknownZone(context: Context, course: Course): readonly Stage[] {
  const { balancer, pool, member } = course;
  const crosses = crossZoneOf(context, balancer, pool).state === 'on' || areAlike(context, course);
  if (member.health === 'healthy' && crosses) return [];
  const table = balancer.place.tables.subnets;
  const missing = [context.estate.missing({ table, what: `the zone of ${member.target.address}` })];
  const rule = 'the zone of a target could not be read';
  return [balancerCondition(context, balancer, { holds: 'unknown', rule, missing })];
}

/** Targets outside the enabled zones get no traffic; one that is healthy evidently does. */
function notEnabled(context: Context, { balancer, member }: Course): readonly Stage[] {
  if (member.health === 'healthy') return [];
  const rule = `${member.target.zone ?? 'its zone'} is not enabled`;
  return [balancerCondition(context, balancer, { holds: 'no', rule, missing: [] })];
}

/** Nodes that are reached alike need not be told apart. */
function areAlike(context: Context, { balancer, family }: Course): boolean {
  const paths = balancerPaths(context, balancer, family);
  return paths.every((path) => path === paths[0]);
}

/** Cuts a reach wherever the filters between node and target differ, unless none of them filters anything. */
function sameFilters(context: Context, course: Course, { zones, doubts }: Reach): readonly Reach[] {
  const { balancer, member } = course;
  const { landing } = member.target;
  if (landing === undefined || zones.length < 2) return [{ zones, doubts }];
  const behind = networkAclOf(context, landing.standing);
  const fronts = zones.map((zone) => networkAclOf(context, zoneStanding(balancer, zone)));
  const lists = [behind, ...fronts].flatMap((acl) => [acl.in, acl.out]);
  const isOpen = lists.every(isWideOpen);
  const isOneNode = areAlike(context, course) || !tellNodesApart(context, course, [behind.in, ...grantsOf(landing)]);
  if (isOpen && isOneNode) return [{ zones, doubts }];
  const groups = Map.groupBy(zones, (zone) => {
    const front = zoneStanding(balancer, zone);
    const { element, missing } = networkAclOf(context, front).in;
    const side = front.subnetId === landing.standing.subnetId ? 'same subnet' : 'other subnet';
    return [isOneNode ? '' : zone.subnetId, isOpen ? '' : side, missing === undefined ? element.ref : 'unread'].join();
  });
  return [...groups.values()].map((group) => ({ zones: group, doubts }));
}

/** Each node sends from its own address, so a rule may admit one of them and not another. */
function tellNodesApart(context: Context, course: Course, firewalls: readonly Firewall[]): boolean {
  const { balancer, pool, family: clientFamily, member } = course;
  const hop = { balancer, pool, clientFamily, targetAddress: member.target.address, zones: balancer.zones };
  if (wiresOf(context, hop).wires.every(({ kind }) => kind === 'client')) return false;
  const rules = firewalls.flatMap((firewall) => firewall.rules);
  return (['ipv4', 'ipv6'] as const).some((family) => {
    const nodes = balancer.zones.map((zone) => nodeAddresses(context, balancer, family, [zone]).ranges);
    return rules.some(({ remotes }) => {
      const admitted = nodes.filter((node) => intersect(node, remotes[family]).length > 0);
      return admitted.length > 0 && admitted.length < nodes.length;
    });
  });
}

function grantsOf({ groups }: NonNullable<Member['target']['landing']>): readonly Firewall[] {
  return groups.flatMap((stage) => (stage.kind === 'filter' ? stage.firewalls : []));
}
