import type { Evidence } from '../../../src/model/resource.ts';
import { parseIp } from '../../../src/net/ip.ts';
import { Memo } from '../../../src/verify/memo.ts';
import type { NetworkInterface } from '../records/network-interfaces.ts';
import type { TargetGroup, TargetHealth } from '../records/target-groups.ts';
import { type Balancer, balancerOf, balancerStanding, stateChecks } from './balancer.ts';
import { balancerInterfaces } from './balancer-interfaces.ts';
import { type Check, fact, type Judgement } from './check.ts';
import { instanceCheck, instanceOf, livenessCheck } from './conditions.ts';
import type { Estate } from './estate.ts';
import { addressesOf, everyInterface } from './interfaces.ts';
import { type Standing, standingOf } from './network.ts';
import { blocksOf, within } from './packet.ts';
import { groupsCheck, securityGroupCheck } from './security-group.ts';
import type { Row } from './source.ts';
import { loadBalancers, networkInterfaces, subnets, targetGroups, targetHealth } from './sources.ts';
import type { Viewpoint } from './viewpoint.ts';

/** A target group, or the instances of a classic load balancer. */
export interface Pool {
  readonly kind: string;
  readonly ref: string;
  readonly evidence: Evidence | undefined;
  readonly group: TargetGroup | undefined;
  readonly type: string | undefined;
  readonly targets: readonly Target[];
}

/** One thing that a load balancer sends to. */
export interface Target {
  readonly workload: string;
  readonly address: string;
  /** The port at the target; absent, the client's own. */
  readonly port: number | undefined;
  /** The zone that it is in, or `ANY_ZONE`; absent if that could not be read. */
  readonly zone: string | undefined;
  readonly isHealthy: boolean;
  readonly facts: (view: Viewpoint) => readonly Check[];
  /** Where its filters are; absent for a function, and for what was not read. */
  readonly landing?: { readonly standing: Standing; readonly groups: (view: Viewpoint) => Check };
  /** A load balancer behind this one. */
  readonly next?: Balancer;
}

/** What AWS calls the zone of something that is reached from all of them alike. */
export const ANY_ZONE = 'all';

/** A target group and what is registered in it. */
export function poolOf(estate: Estate, balancer: Balancer, arn: string): Pool {
  const row = estate.find(targetGroups, 'TargetGroupArn', arn);
  const registered = estate.rows(targetHealth, { resource: arn }).map(({ record }) => record);
  const group = row?.record;
  const type = group?.TargetType ?? typeOf(registered[0]?.Target.Id);
  const isRead = estate.knows(targetHealth, arn) !== undefined;
  const pool = { kind: 'target group', ref: arn, evidence: row?.evidence, group, type };
  const targets = registered.flatMap((health) => registeredTargets(estate, balancer, pool, health));
  if (isRead && targets.length > 0) return { ...pool, targets };
  return { ...pool, targets: [...targets, nobody(estate, pool, isRead)] };
}

/** In place of the targets that a pool does not have, or that could not be read. */
export function nobody(estate: Estate, { kind, ref, evidence, group }: Omit<Pool, 'targets'>, isRead: boolean): Target {
  const name = {
    ref,
    rule: isRead ? 'no registered target' : 'targets could not be read',
    ...(evidence && { evidence }),
  };
  const facts = ({ sees }: Viewpoint): readonly Check[] => [
    isRead
      ? fact(kind, { decision: 'deny', names: [name], latent: true }, sees)
      : fact(kind, { decision: 'unknown', names: [name], missing: [targetsGap(estate, ref)] }, sees),
  ];
  return { workload: ref, address: ref, port: group?.Port, zone: ANY_ZONE, isHealthy: false, facts };
}

/** The gap behind targets that are not known: where groups could not be listed, nobody asked for their targets. */
function targetsGap(estate: Estate, arn: string): string {
  const isListed = estate.find(targetGroups, 'TargetGroupArn', arn) !== undefined;
  const isAsked = estate.accounts.some((account) => targetHealth.isAsked(estate, { resource: arn, account }));
  return estate.gap(isListed || isAsked || !estate.isIncomplete(targetGroups) ? targetHealth : targetGroups);
}

function typeOf(id: string | undefined): string | undefined {
  if (id === undefined || id.startsWith('i-')) return id && 'instance';
  if (!id.startsWith('arn:')) return 'ip';
  return id.includes(':loadbalancer/') ? 'alb' : 'lambda';
}

type Found = Omit<Target, 'port' | 'isHealthy'>;

function registeredTargets(
  estate: Estate,
  balancer: Balancer,
  { ref, group, type }: Omit<Pool, 'targets'>,
  { Target: { Id, Port, AvailabilityZone }, TargetHealth: health }: TargetHealth,
): readonly Target[] {
  const found = ((): readonly Found[] => {
    if (type === 'lambda') return [{ workload: Id, address: Id, zone: ANY_ZONE, facts: () => [] }];
    if (type === 'alb') return balancerTargets(estate, Id);
    if (type === 'ip') return [addressTarget(estate, { address: Id, vpc: group?.VpcId ?? balancer.vpc, pool: ref })];
    return [instanceTarget(estate, Id, group?.IpAddressType === 'ipv6')];
  })();
  return found.map((target) => ({
    ...target,
    port: type === 'lambda' ? undefined : (Port ?? group?.Port),
    zone: AvailabilityZone ?? target.zone,
    isHealthy: health?.State === 'healthy',
  }));
}

const CARRIED = new Memo<ReadonlyMap<string | undefined, readonly Row<NetworkInterface>[]>>();

/** Traffic for an instance goes to the primary address of its primary interface. */
export function instanceTarget(estate: Estate, id: string, isIpv6: boolean): Found {
  const index = ({ record }: Row<NetworkInterface>): number => record.Attachment?.DeviceIndex ?? 0;
  const carried = CARRIED.of(estate, 'by instance', () =>
    Map.groupBy(everyInterface(estate), ({ record }) => record.Attachment?.InstanceId),
  );
  const [primary] = (carried.get(id) ?? []).toSorted(
    (a, b) => index(a) - index(b) || (a.record.NetworkInterfaceId < b.record.NetworkInterfaceId ? -1 : 1),
  );
  const address = primary === undefined ? undefined : primaryAddress(primary.record, isIpv6);
  if (primary !== undefined && address !== undefined) return interfaceTarget(estate, primary, address);
  const evidence = instanceOf(estate, id)?.evidence;
  const name = { ref: id, rule: 'its interface could not be read', ...(evidence && { evidence }) };
  const facts = ({ sees }: Viewpoint): readonly Check[] => [
    instanceCheck(estate, id, sees),
    fact('instance', { decision: 'unknown', names: [name], missing: [estate.gap(networkInterfaces)] }, sees),
  ];
  return { workload: id, address: id, zone: ANY_ZONE, facts };
}

/** The interface in the network that has an address, or the block that the address was delegated from. */
function addressTarget(
  estate: Estate,
  { address, vpc, pool }: { readonly address: string; readonly vpc: string | undefined; readonly pool: string },
): Found {
  const ip = parseIp(address);
  const near = everyInterface(estate).filter(({ record }) => vpc !== undefined && record.VpcId === vpc);
  const holder =
    near.find(({ record }) =>
      addressesOf(record).some((own) => ip !== undefined && parseIp(own)?.address === ip.address),
    ) ??
    near.find(({ record }) => {
      const delegated = [
        ...record.Ipv4Prefixes.map((own) => own.Ipv4Prefix),
        ...record.Ipv6Prefixes.map((own) => own.Ipv6Prefix),
      ];
      return ip !== undefined && blocksOf(ip.family, delegated).some((block) => within(ip.address, block));
    });
  if (holder !== undefined) return interfaceTarget(estate, holder, address);
  const workload = `${pool}#${address}`;
  const names = [{ ref: workload, rule: `no collected interface has ${address}` }];
  const missing = [estate.gap(networkInterfaces)];
  return {
    workload,
    address,
    zone: ANY_ZONE,
    facts: ({ sees }) => [fact('target', { decision: 'unknown', names, missing }, sees)],
  };
}

/** An application load balancer behind a network one: each of its nodes. */
function balancerTargets(estate: Estate, arn: string): readonly Found[] {
  const next = balancerOf(estate, arn);
  if (next?.type !== 'application') {
    const names = [{ ref: arn, rule: 'could not be read' }];
    const judgement: Judgement = { decision: 'unknown', names, missing: [estate.gap(loadBalancers)] };
    const facts = ({ sees }: Viewpoint): readonly Check[] => [fact('load balancer', judgement, sees)];
    return [{ workload: arn, address: arn, zone: ANY_ZONE, facts }];
  }
  const shared = { workload: arn, zone: ANY_ZONE, next };
  const groups = (view: Viewpoint): Check => groupsCheck(estate, next.groups, view);
  const facts = ({ sees }: Viewpoint): readonly Check[] => stateChecks(next, sees);
  if (next.zones.length === 0) return [{ ...shared, address: arn, facts: (view) => [...facts(view), groups(view)] }];
  const nodes = balancerInterfaces(estate, next.interfaceName);
  return next.zones.map(({ subnet }) => {
    const node = nodes.find(({ SubnetId }) => SubnetId === subnet)?.PrivateIpAddress;
    const address = node ?? estate.find(subnets, 'SubnetId', subnet)?.record.CidrBlock ?? arn;
    return { ...shared, address, facts, landing: { standing: balancerStanding(estate, next, subnet), groups } };
  });
}

function interfaceTarget(estate: Estate, row: Row<NetworkInterface>, address: string): Found {
  const { AvailabilityZone, SubnetId, Attachment, NetworkInterfaceId } = row.record;
  return {
    workload: Attachment?.InstanceId ?? NetworkInterfaceId,
    address,
    zone: AvailabilityZone ?? estate.find(subnets, 'SubnetId', SubnetId)?.record.AvailabilityZone,
    facts: ({ sees }) => [livenessCheck(estate, row, sees)],
    landing: {
      standing: standingOf(estate, row.record),
      groups: (view) => securityGroupCheck(estate, row, view),
    },
  };
}

function primaryAddress({ PrivateIpAddress, PrivateIpAddresses, Ipv6Addresses }: NetworkInterface, isIpv6: boolean) {
  if (!isIpv6) return PrivateIpAddress ?? PrivateIpAddresses.find(({ Primary }) => Primary === true)?.PrivateIpAddress;
  return (Ipv6Addresses.find(({ IsPrimaryIpv6 }) => IsPrimaryIpv6 === true) ?? Ipv6Addresses[0])?.Ipv6Address;
}
