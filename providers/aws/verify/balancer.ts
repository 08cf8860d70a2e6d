import type { Evidence } from '../../../src/model/resource.ts';
import type { Family } from '../../../src/net/ip.ts';
import type { Attribute } from '../records/load-balancers.ts';
import { balancerInterfaces } from './balancer-interfaces.ts';
import { type Check, fact } from './check.ts';
import { stated } from './conditions.ts';
import type { Estate } from './estate.ts';
import { type Standing, standingOf } from './network.ts';
import { groupsCheck } from './security-group.ts';
import type { Source } from './source.ts';
import { classicLoadBalancers, loadBalancerAttributes, loadBalancers, subnets } from './sources.ts';
import { subnetChecks } from './subnet-checks.ts';
import type { Viewpoint } from './viewpoint.ts';

/** One subnet that a load balancer stands in. */
export interface Zone {
  readonly name: string;
  readonly subnet: string;
}

/** What application, network and classic load balancers have in common. */
export interface Balancer {
  readonly arn: string;
  readonly type: 'application' | 'network' | 'classic';
  readonly address: string;
  readonly families: readonly Family[];
  readonly scheme: string | undefined;
  readonly state: string | undefined;
  readonly vpc: string | undefined;
  readonly zones: readonly Zone[];
  readonly groups: readonly string[];
  /** The name by which its interfaces describe themselves. */
  readonly interfaceName: string;
  readonly evidence: Evidence;
}

/** Finds a load balancer by its ARN; a classic one has none in the API, and the one that IAM knows it by here. */
export function balancerOf(estate: Estate, arn: string): Balancer | undefined {
  const interfaceName = arn.split(':loadbalancer/')[1] ?? '';
  const row = estate.find(loadBalancers, 'LoadBalancerArn', arn);
  if (row !== undefined) {
    const { record, evidence } = row;
    const type = record.Type ?? { net: 'network', gwy: 'gateway' }[interfaceName.split('/')[0] ?? ''] ?? 'application';
    if (type === 'gateway') return undefined;
    return {
      arn,
      type: type === 'network' ? 'network' : 'application',
      address: record.DNSName ?? arn,
      families: familiesOf(record.IpAddressType),
      scheme: record.Scheme,
      state: record.State?.Code,
      vpc: record.VpcId,
      zones: record.AvailabilityZones.flatMap(({ ZoneName, SubnetId }) =>
        SubnetId === undefined ? [] : [{ subnet: SubnetId, name: ZoneName ?? zoneOf(estate, SubnetId) }],
      ),
      groups: record.SecurityGroups,
      interfaceName,
      evidence,
    };
  }
  const classic = estate.find(classicLoadBalancers, 'LoadBalancerName', interfaceName);
  if (classic === undefined || !classic.evidence.scope.startsWith(`${arn.split(':')[4] ?? ''}/`)) return undefined;
  const { DNSName, Scheme, VPCId, Subnets, SecurityGroups } = classic.record;
  return {
    arn,
    type: 'classic',
    address: DNSName ?? arn,
    families: ['ipv4'],
    scheme: Scheme,
    state: undefined,
    vpc: VPCId,
    zones: Subnets.map((subnet) => ({ subnet, name: zoneOf(estate, subnet) })),
    groups: SecurityGroups,
    interfaceName,
    evidence: classic.evidence,
  };
}

/** What a packet meets up to a load balancer: one list for each zone, as one good zone is enough. */
export function balancerChecks(estate: Estate, balancer: Balancer, view: Viewpoint): readonly (readonly Check[])[] {
  const facts = [...stateChecks(balancer, view.sees), publicCheck(estate, balancer, view)];
  if (balancer.zones.length === 0) return [[...facts, unread(estate, balancer, view, 'subnets could not be read')]];
  return balancer.zones.map((zone) => {
    const standing = balancerStanding(estate, balancer, zone.subnet);
    const { before, after } = subnetChecks(estate, standing, nodeAddress(estate, balancer, zone, view), view);
    return [...facts, ...before, ...frontGroups(estate, balancer, view), ...after];
  });
}

/** Its security groups; a network load balancer may have none, and then takes every client. */
function frontGroups(estate: Estate, { type, groups }: Balancer, view: Viewpoint): readonly Check[] {
  return groups.length === 0 && type === 'network' ? [] : [groupsCheck(estate, groups, view)];
}

export function stateChecks({ arn, state, evidence }: Balancer, sees: Check['sees']): readonly Check[] {
  if (state === undefined) return [];
  const isActive = state === 'active' || state === 'active_impaired';
  return [fact('load balancer', { ...stated(isActive, { ref: arn, rule: state, evidence }), latent: true }, sees)];
}

export function balancerStanding(estate: Estate, { arn, vpc }: Balancer, subnet: string): Standing {
  return standingOf(estate, { VpcId: vpc, SubnetId: subnet, OwnerId: arn.split(':')[4] });
}

/** An attribute of a load balancer or target group; undefined, it was answered and has its default. */
export function attributeOf(
  estate: Estate,
  kind: Source<Attribute>,
  arn: string,
  key: string,
): { readonly value: string | undefined; readonly isRead: boolean } {
  const row = estate.rows(kind, { resource: arn }).find(({ record }) => record.Key === key);
  return { value: row?.record.Value, isRead: row !== undefined || !estate.isIncomplete(kind, { resource: arn }) };
}

const DENY_ALL = 'ipv6.deny_all_igw_traffic';

/** The scheme says whether it has public IPv4 addresses; its IPv6 addresses are guarded by an attribute alone. */
function publicCheck(estate: Estate, balancer: Balancer, view: Viewpoint): Check {
  const { arn, scheme, evidence } = balancer;
  if (view.family === 'ipv4') {
    if (scheme === undefined) return unread(estate, balancer, view, 'scheme could not be read');
    return fact('load balancer', stated(scheme === 'internet-facing', { ref: arn, rule: scheme, evidence }), view.sees);
  }
  const { value, isRead } = attributeOf(estate, loadBalancerAttributes, arn, DENY_ALL);
  if (!isRead) {
    const names = [{ ref: arn, rule: `${DENY_ALL} could not be read`, evidence }];
    const missing = [estate.gap(loadBalancerAttributes)];
    return fact('load balancer', { decision: 'unknown', names, missing }, view.sees);
  }
  const isDenied = value ?? (scheme === 'internet-facing' ? 'false' : 'true');
  const name = { ref: arn, rule: `${DENY_ALL}=${isDenied}`, evidence };
  return fact('load balancer', stated(isDenied !== 'true', name), view.sees);
}

function unread(estate: Estate, { arn, type, evidence }: Balancer, { sees }: Viewpoint, rule: string): Check {
  const missing = [estate.gap(type === 'classic' ? classicLoadBalancers : loadBalancers)];
  return fact('load balancer', { decision: 'unknown', names: [{ ref: arn, rule, evidence }], missing }, sees);
}

function familiesOf(addressType: string | undefined): readonly Family[] {
  if (addressType === 'dualstack') return ['ipv4', 'ipv6'];
  return addressType === 'dualstack-without-public-ipv4' || addressType === 'ipv6' ? ['ipv6'] : ['ipv4'];
}

/** The zone of a subnet; without one, the subnet stands for itself. */
function zoneOf(estate: Estate, subnet: string): string {
  return estate.find(subnets, 'SubnetId', subnet)?.record.AvailabilityZone ?? subnet;
}

/** The address of the node in a zone, for the gateway's route table; else the block that it is in. */
function nodeAddress(estate: Estate, balancer: Balancer, zone: Zone, { family }: Viewpoint): string | undefined {
  const node = balancerInterfaces(estate, balancer.interfaceName).find(({ SubnetId }) => SubnetId === zone.subnet);
  const subnet = estate.find(subnets, 'SubnetId', zone.subnet)?.record;
  if (family === 'ipv4') return node?.PrivateIpAddress ?? subnet?.CidrBlock;
  return node?.Ipv6Addresses[0]?.Ipv6Address ?? subnet?.Ipv6CidrBlockAssociationSet[0]?.Ipv6CidrBlock;
}
