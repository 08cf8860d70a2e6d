import { elementOf } from '../../../src/convert/elements.ts';
import type { Row } from '../../../src/convert/table.ts';
import type { Node } from '../../../src/model/inventory.ts';
import type { Stage } from '../../../src/model/path.ts';
import type { Family } from '../../../src/net/ip.ts';
import type { NetworkInterface } from '../records/network-interfaces.ts';
import { balancerGroupStages, stateStages } from './balancer-facts.ts';
import { balancerOf, zoneStanding } from './balancers.ts';
import type { Context } from './context.ts';
import type { Standing } from './estate.ts';
import { interfaceGroupsStage, standingOf } from './interface-checks.ts';
import { instanceStage, livenessStage } from './liveness.ts';
import { networkAclOf } from './network-acls.ts';
import { delegatedBlockKey, type Place, privateAddressKey } from './place.ts';
import { instanceWorkload, interfacesOfInstance, namedWorkload, workloadOf } from './workloads.ts';

/** One thing that a target group sends to, and what stands in front of it. */
export interface Target {
  readonly node: Node;
  readonly address: string;
  /** Facts that must hold of it: it runs, it is known at all. */
  readonly facts: readonly Stage[];
  /** Where its filters are; absent for a function, and for what was not collected. */
  readonly landing?: { readonly standing: Standing; readonly groups: readonly Stage[] };
  /** Its zone, or `ANY_ZONE`; absent if it could not be read. */
  readonly zone?: string;
}

/** What AWS calls the zone of something that is reached from all of them alike. */
export const ANY_ZONE = 'all';

/** The instance behind a target: traffic goes to the primary address of its primary interface. */
export function instanceTarget(context: Context, place: Place, instanceId: string, family: Family): Target {
  const { estate } = context;
  const home = estate.near(place).find(({ interfacesOf }) => interfacesOf.has(instanceId));
  const row = home === undefined ? undefined : interfacesOfInstance(home, instanceId)[0];
  const address = row === undefined ? undefined : primaryAddress(row.record, family);
  if (home !== undefined && row !== undefined && address !== undefined) {
    return interfaceTarget(context, home, row, address);
  }
  const table = place.tables.networkInterfaces;
  const missing = [estate.missing({ table, what: `the interface of ${instanceId}` })];
  const node = instanceWorkload(context, place, instanceId);
  const rule = 'its interface could not be read';
  const unknown = context.condition(place, { element: node.element, holds: 'unknown', rule, missing });
  return { node, address: instanceId, facts: [instanceStage(context, place, instanceId), unknown], zone: ANY_ZONE };
}

/** The interface that has an address, also one of a container behind it; else something outside of what we see. */
export function addressTarget(
  context: Context,
  place: Place,
  { address, vpcId, pool }: { readonly address: string; readonly vpcId: string | undefined; readonly pool: string },
): Target {
  const { estate } = context;
  for (const key of [privateAddressKey(vpcId, address), delegatedBlockKey(vpcId, address)]) {
    const home = key === undefined ? undefined : estate.near(place).find((near) => near.interfaceOfAddress().has(key));
    const row = key === undefined ? undefined : home?.interfaceOfAddress().get(key);
    if (home !== undefined && row !== undefined) return interfaceTarget(context, home, row, address);
  }
  const table = place.tables.networkInterfaces;
  const missing = [estate.missing({ table, what: `an interface with ${address}` })];
  const node = namedWorkload(context, place, `${pool}#${address}`, 'target');
  const rule = `no collected interface has ${address}`;
  return {
    node,
    address,
    facts: [context.condition(place, { element: node.element, holds: 'unknown', rule, missing })],
    zone: ANY_ZONE,
  };
}

/** A function is invoked; nothing filters that. */
export function functionTarget(context: Context, place: Place, arn: string): Target {
  return { node: namedWorkload(context, place, arn, 'function'), address: arn, facts: [], zone: ANY_ZONE };
}

/** An application load balancer behind a network one: its nodes, where their filters differ. */
export function balancerTargets(context: Context, place: Place, arn: string, family: Family): readonly Target[] {
  const { estate } = context;
  const home = estate.near(place).find(({ loadBalancers }) => loadBalancers.has(arn));
  const row = home?.loadBalancers.get(arn);
  const balancer = home === undefined || row === undefined ? undefined : balancerOf(estate, home, row);
  if (balancer?.type !== 'application') {
    const missing = [estate.missing({ table: place.tables.loadBalancers, what: arn })];
    const node = namedWorkload(context, place, arn, 'load balancer');
    const rule = 'could not be read';
    const fact = context.condition(place, {
      element: elementOf('load balancer', arn),
      holds: 'unknown',
      rule,
      missing,
    });
    return [{ node, address: arn, facts: [fact], zone: ANY_ZONE }];
  }
  const groups = balancerGroupStages(context, balancer);
  const node = context.frontend(balancer, family);
  const facts = stateStages(context, balancer);
  const byFilters = new Map<object, Target>();
  for (const zone of balancer.zones) {
    const standing = zoneStanding(balancer, zone);
    const filters = networkAclOf(context, standing).in;
    if (byFilters.has(filters)) continue;
    const nodes = balancer.place.interfacesOfBalancer.get(balancer.interfaceName) ?? [];
    const own = nodes.find(({ record }) => record.SubnetId === zone.subnetId)?.record;
    const subnet = estate.find(place, ({ subnets }) => subnets.get(zone.subnetId))?.record;
    const address = own?.PrivateIpAddress ?? subnet?.CidrBlock ?? arn;
    byFilters.set(filters, { node, address, facts, landing: { standing, groups }, zone: ANY_ZONE });
  }
  const nowhere = { node, address: arn, facts: [...facts, ...groups], zone: ANY_ZONE };
  return byFilters.size > 0 ? [...byFilters.values()] : [nowhere];
}

function interfaceTarget(context: Context, home: Place, row: Row<NetworkInterface>, address: string): Target {
  const standing = standingOf(home, row.record);
  const { subnetId } = standing;
  const subnet = subnetId === undefined ? undefined : context.estate.find(home, ({ subnets }) => subnets.get(subnetId));
  const zone = row.record.AvailabilityZone ?? subnet?.record.AvailabilityZone;
  return {
    node: workloadOf(context, home, row),
    address,
    facts: [livenessStage(context, home, row)],
    landing: { standing, groups: [interfaceGroupsStage(context, home, row.record)] },
    ...(zone === undefined ? {} : { zone }),
  };
}

function primaryAddress(record: NetworkInterface, family: Family): string | undefined {
  const { PrivateIpAddress, PrivateIpAddresses, Ipv6Addresses } = record;
  if (family === 'ipv6') {
    const primary = Ipv6Addresses.find(({ IsPrimaryIpv6 }) => IsPrimaryIpv6 === true) ?? Ipv6Addresses[0];
    return primary?.Ipv6Address;
  }
  return PrivateIpAddress ?? PrivateIpAddresses.find(({ Primary }) => Primary === true)?.PrivateIpAddress;
}
