import { elementOf } from '../../../src/convert/elements.ts';
import type { Row } from '../../../src/convert/table.ts';
import type { Entry } from '../../../src/model/inventory.ts';
import type { NetworkInterface } from '../records/network-interfaces.ts';
import type { TargetGroup } from '../records/target-groups.ts';
import type { Context } from './context.ts';
import { forwardedGroups } from './forwarding.ts';
import { groupIdsOf } from './interface-checks.ts';
import { kindOf } from './interface-kinds.ts';
import { listenerRows, ruleRows } from './listener-rows.ts';
import { delegatedBlockKey, type Place, privateAddressKey } from './place.ts';
import { targetsGap } from './pools.ts';
import { couldAdmit, securityGroupStage, unknownGroupsStage } from './security-groups.ts';
import { nameOf } from './tags.ts';
import { interfacesOfInstance, workloadOf } from './workloads.ts';

/** The gaps that hide by which load balancers things can be reached, by how far each of them reaches. */
export interface HiddenBalancers {
  readonly everything: ReadonlySet<string>;
  readonly instancesOfVpc: ReadonlyMap<string, ReadonlySet<string>>;
  readonly interfaces: ReadonlyMap<string, ReadonlySet<string>>;
}

/**
 * A private interface is not out of reach if a load balancer that we could not read may lead to it: it gets an
 * entry of its own, open to whatever its security groups let in from anyone.
 */
export function unreadBalancerEntry(
  context: Context,
  place: Place,
  hidden: HiddenBalancers,
  row: Row<NetworkInterface>,
): readonly Entry[] {
  const { record } = row;
  const names = namesFor(hidden, record);
  const address = record.PrivateIpAddress ?? record.Ipv6Addresses[0]?.Ipv6Address;
  const isTarget = kindOf(context, place, record) === 'ordinary' && record.Status !== 'available';
  if (names.length === 0 || address === undefined || !isTarget) return [];
  const ids = groupIdsOf(record);
  const groups =
    ids.length === 0
      ? unknownGroupsStage(context, place, record.NetworkInterfaceId, names)
      : securityGroupStage(context, place, ids, 'any');
  if (!couldAdmit(groups)) return [];
  const element = elementOf('network interface', record.NetworkInterfaceId, row, nameOf(record.TagSet));
  const gap = elementOf('collection gap', `load balancers ${place.scope.account}/${place.scope.region}`);
  const rule = 'a load balancer that could not be read';
  const unread = context.condition(place, { element: gap, holds: 'unknown', rule, missing: names });
  return [
    {
      ref: element.ref,
      scope: place.scope,
      address,
      family: address.includes(':') ? 'ipv6' : 'ipv4',
      paths: [context.path([unread, groups])],
      element,
      to: workloadOf(context, place, row),
    },
  ];
}

/** What we do not know of the load balancers of one account and region. */
export function hiddenBalancers(context: Context, place: Place): HiddenBalancers {
  const { estate } = context;
  const { tables } = place;
  const hidden = {
    everything: new Set<string>(),
    instancesOfVpc: new Map<string, Set<string>>(),
    interfaces: new Map<string, Set<string>>(),
  };
  for (const table of [tables.loadBalancers, tables.classicLoadBalancers]) {
    if (table.completeness() !== 'complete' && !table.disabled) hidden.everything.add(estate.missing({ table }));
  }
  const unread = unreadFronts(context, place);
  for (const { arn, name } of unread) {
    if (tables.targetGroups.completeness() !== 'complete') hidden.everything.add(name);
    else for (const id of possibleTargets(context, place, arn)) add(hidden.interfaces, id, name);
  }
  for (const arn of groupsInUse(place, unread.length > 0)) {
    const group = place.targetGroups.get(arn)?.record;
    if (tables.targetHealth.completeness(arn) === 'complete' || group?.TargetType === 'lambda') continue;
    const name = targetsGap(context, place, arn);
    if (group?.TargetType === 'instance' && group.VpcId !== undefined) add(hidden.instancesOfVpc, group.VpcId, name);
    else hidden.everything.add(name);
  }
  return hidden;
}

function add(index: Map<string, Set<string>>, key: string, name: string): void {
  index.set(key, (index.get(key) ?? new Set()).add(name));
}

function namesFor(
  { everything, instancesOfVpc, interfaces }: HiddenBalancers,
  record: NetworkInterface,
): readonly string[] {
  const isInstance = record.Attachment?.InstanceId !== undefined;
  const ofVpc = isInstance && record.VpcId !== undefined ? instancesOfVpc.get(record.VpcId) : undefined;
  return [...new Set([...everything, ...(ofVpc ?? []), ...(interfaces.get(record.NetworkInterfaceId) ?? [])])].sort();
}

/** Load balancers of which some listener or rule could not be read, and the gap. */
function unreadFronts({ estate }: Context, place: Place): readonly { readonly arn: string; readonly name: string }[] {
  const { listeners, listenerRules } = place.tables;
  return [...place.loadBalancers.values()].flatMap(({ record }) => {
    const { LoadBalancerArn: arn, Type } = record;
    if (Type === 'gateway') return [];
    const { rows, isRead } = listenerRows(place, arn);
    const hidden = isRead ? [] : [{ arn, name: estate.missing({ table: listeners, resource: arn }) }];
    if (Type === 'network') return hidden;
    const ruleless = rows.filter((row) => !ruleRows(place, row.record.ListenerArn).isRead);
    return [
      ...hidden,
      ...ruleless.map((row) => ({
        arn,
        name: estate.missing({ table: listenerRules, resource: row.record.ListenerArn }),
      })),
    ];
  });
}

/** The interfaces of everything registered where a load balancer may send. */
function possibleTargets({ estate }: Context, place: Place, arn: string): readonly string[] {
  const groups = [...place.targetGroups.values()].filter(({ record }) => mayBelong(record, arn));
  return groups.flatMap(({ record: group }) =>
    place.tables.targetHealth.rowsOf(group.TargetGroupArn).flatMap(({ record }) => {
      const { Id } = record.Target;
      const keys = [privateAddressKey(group.VpcId, Id), delegatedBlockKey(group.VpcId, Id)];
      const byAddress = estate
        .near(place)
        .flatMap(({ interfaceOfAddress: index }) =>
          keys.flatMap((key) => (key === undefined ? [] : (index().get(key)?.record.NetworkInterfaceId ?? []))),
        );
      const ofInstance = estate.near(place).flatMap((near) => interfacesOfInstance(near, Id));
      return [...byAddress, ...ofInstance.map((row) => row.record.NetworkInterfaceId)];
    }),
  );
}

/** A group that names no load balancer may be used by one whose listeners we did not see. */
function mayBelong({ LoadBalancerArns }: TargetGroup, arn: string): boolean {
  return LoadBalancerArns.length === 0 || LoadBalancerArns.includes(arn);
}

/** Target groups that some load balancer sends to. */
function groupsInUse(place: Place, mayBeUnused: boolean): ReadonlySet<string> {
  const { listeners, listenerRules } = place.tables;
  const named = [...place.targetGroups.values()]
    .filter(({ record }) => mayBeUnused || record.LoadBalancerArns.length > 0)
    .map(({ record }) => record.TargetGroupArn);
  const actions = [
    ...listeners.rows.map(({ record }) => record.DefaultActions),
    ...listenerRules.rows.map(({ record }) => record.Actions),
  ];
  return new Set([...named, ...actions.flatMap(forwardedGroups)]);
}
