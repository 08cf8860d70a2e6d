import { elementOf } from '../../../src/convert/elements.ts';
import { indexed } from '../../../src/convert/table.ts';
import { trace } from '../../../src/convert/traces.ts';
import type { Leg } from '../../../src/model/inventory.ts';
import type { Element } from '../../../src/model/resource.ts';
import type { Trace } from '../../../src/model/trace.ts';
import type { Family } from '../../../src/net/ip.ts';
import { type TargetGroup, type TargetHealth, targetGroups } from '../records/target-groups.ts';
import type { Balancer } from './balancers.ts';
import type { Context } from './context.ts';
import type { Place } from './place.ts';
import { ANY_ZONE, addressTarget, balancerTargets, functionTarget, instanceTarget, type Target } from './targets.ts';
import { namedWorkload } from './workloads.ts';

/** A target group, or the instances of a classic load balancer. */
export interface Pool {
  readonly element: Element;
  /** Absent for a classic load balancer, and for a target group that could not be read. */
  readonly group: TargetGroup | undefined;
  readonly targetType: string | undefined;
  readonly members: readonly Member[];
  readonly traces: readonly Trace[];
}

export interface Member {
  readonly target: Target;
  readonly port: number | 'same';
  readonly health: Leg['health'];
}

/** A target group and what is registered in it. */
export function poolOf(context: Context, balancer: Balancer, arn: string, family: Family): Pool {
  const { estate } = context;
  const { place } = balancer;
  const row = estate.find(place, (near) => near.targetGroups.get(arn));
  const group = row?.record;
  const home = estate.near(place).find(({ tables }) => tables.targetHealth.completeness(arn) !== 'absent') ?? place;
  const table = home.tables.targetHealth;
  const registered = [...indexed(table.rowsOf(arn), keyOf).values()].map(({ record }) => record);
  const element = elementOf('target group', arn, row, group?.TargetGroupName);
  const shell = {
    element,
    group,
    targetType: group?.TargetType ?? typeOf(registered),
    traces: [
      ...trace('name', group?.TargetGroupName, `${targetGroups.call} TargetGroupName`, 0.6),
      ...trace('health-path', group?.HealthCheckPath, `${targetGroups.call} HealthCheckPath`, 1),
    ],
  };
  const members = registered
    .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
    .flatMap((health) => membersOf(context, balancer, { ...shell, members: [] }, { health, family }));
  const isRead = table.completeness(arn) === 'complete';
  if (isRead && members.length > 0) return { ...shell, members };
  const missing = isRead ? [] : [targetsGap(context, home, arn)];
  return { ...shell, members: [...members, nobody(context, balancer, { element, group, missing })] };
}

/** The gap behind targets that we do not know: where groups could not be listed, nobody asked for their targets. */
export function targetsGap({ estate }: Context, { tables, targetGroups: known }: Place, arn: string): string {
  const { targetGroups: groups, targetHealth: health } = tables;
  const isUnlisted = !known.has(arn) && groups.completeness() !== 'complete';
  return isUnlisted && health.completeness(arn) === 'absent'
    ? estate.missing({ table: groups })
    : estate.missing({ table: health, resource: arn });
}

/** In place of the targets that a group does not have, or that could not be read. */
export function nobody(
  context: Context,
  { place }: Balancer,
  { element, group, missing }: Pick<Pool, 'element' | 'group'> & { readonly missing: readonly string[] },
): Member {
  const node = namedWorkload(context, place, element.ref, element.kind);
  const fact =
    missing.length === 0
      ? context.condition(place, { element, holds: 'no', rule: 'no registered target', latent: true, missing })
      : context.condition(place, { element, holds: 'unknown', rule: 'targets could not be read', missing });
  return {
    target: { node, address: element.ref, facts: [fact], zone: ANY_ZONE },
    port: group?.Port ?? 'same',
    health: 'unknown',
  };
}

interface Registered {
  readonly health: TargetHealth;
  readonly family: Family;
}

function membersOf(
  context: Context,
  balancer: Balancer,
  pool: Pool,
  { health, family }: Registered,
): readonly Member[] {
  const { Target: target, TargetHealth: state } = health;
  const port = pool.targetType === 'lambda' ? 'same' : (target.Port ?? pool.group?.Port ?? 'same');
  const registered = target.AvailabilityZone === undefined ? {} : { zone: target.AvailabilityZone };
  return targetsOf(context, balancer, pool, { health, family }).map((found) => ({
    target: { ...found, ...registered },
    port,
    health: healthOf(state?.State),
  }));
}

function targetsOf(
  context: Context,
  balancer: Balancer,
  pool: Pool,
  { health, family }: Registered,
): readonly Target[] {
  const { Id } = health.Target;
  const { place } = balancer;
  const { group, targetType, element } = pool;
  if (targetType === 'lambda') return [functionTarget(context, place, Id)];
  if (targetType === 'alb') return balancerTargets(context, place, Id, family);
  if (targetType === 'ip') {
    const vpcId = group?.VpcId ?? balancer.vpcId;
    return [addressTarget(context, place, { address: Id, vpcId, pool: element.ref })];
  }
  return [instanceTarget(context, place, Id, group?.IpAddressType === 'ipv6' ? 'ipv6' : 'ipv4')];
}

/** What a group's targets look like, where the group itself could not be read. */
function typeOf(registered: readonly TargetHealth[]): string | undefined {
  const id = registered[0]?.Target.Id;
  if (id === undefined) return undefined;
  if (id.startsWith('i-')) return 'instance';
  if (id.startsWith('arn:')) return id.includes(':loadbalancer/') ? 'alb' : 'lambda';
  return 'ip';
}

function healthOf(state: string | undefined): Leg['health'] {
  if (state === 'healthy') return 'healthy';
  return state === 'unhealthy' || state === 'unhealthy.draining' ? 'unhealthy' : 'unknown';
}

function keyOf({ Target: { Id, Port } }: TargetHealth): string {
  return `${Id}:${Port ?? ''}`;
}
