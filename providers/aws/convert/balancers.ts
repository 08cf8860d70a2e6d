import { elementOf } from '../../../src/convert/elements.ts';
import type { Row } from '../../../src/convert/table.ts';
import type { Element } from '../../../src/model/resource.ts';
import type { ClassicLoadBalancer } from '../records/classic-load-balancers.ts';
import type { LoadBalancer } from '../records/load-balancers.ts';
import { balancerNameOfArn, classicArn } from './balancer-names.ts';
import type { Estate, Standing } from './estate.ts';
import type { Place } from './place.ts';

/** One subnet that a load balancer stands in. */
export interface Zone {
  readonly name: string;
  readonly subnetId: string;
}

/** What application, network and classic load balancers have in common. */
export interface Balancer {
  readonly place: Place;
  readonly arn: string;
  readonly element: Element;
  readonly type: 'application' | 'network' | 'classic';
  readonly scheme: string | undefined;
  /** Absent for a classic one, which has no states. */
  readonly state: string | undefined;
  readonly addressType: string;
  readonly dnsName: string | undefined;
  readonly vpcId: string | undefined;
  /** Sorted by name. */
  readonly zones: readonly Zone[];
  readonly groupIds: readonly string[];
  /** The name by which its interfaces describe themselves. */
  readonly interfaceName: string;
}

/** A load balancer of ELBv2; undefined for a gateway one, which the internet cannot talk to. */
export function balancerOf(estate: Estate, place: Place, row: Row<LoadBalancer>): Balancer | undefined {
  const { record } = row;
  const { LoadBalancerArn: arn, LoadBalancerName: name } = record;
  const type = record.Type ?? typeOfArn(arn);
  if (type === 'gateway') return undefined;
  const zones = record.AvailabilityZones.flatMap(({ ZoneName, SubnetId }) =>
    SubnetId === undefined ? [] : [{ subnetId: SubnetId, name: ZoneName ?? zoneOf(estate, place, SubnetId) }],
  );
  return {
    place,
    arn,
    element: elementOf('load balancer', arn, row, name),
    type: type === 'network' ? 'network' : 'application',
    scheme: record.Scheme,
    state: record.State?.Code,
    addressType: record.IpAddressType ?? 'ipv4',
    dnsName: record.DNSName,
    vpcId: record.VpcId,
    zones: zones.sort(byName),
    groupIds: record.SecurityGroups,
    interfaceName: balancerNameOfArn(arn),
  };
}

export function classicBalancerOf(estate: Estate, place: Place, row: Row<ClassicLoadBalancer>): Balancer {
  const { LoadBalancerName: name, Scheme, DNSName, VPCId, Subnets, SecurityGroups } = row.record;
  const arn = classicArn(place.scope, name);
  const zones = Subnets.map((subnetId) => ({ subnetId, name: zoneOf(estate, place, subnetId) }));
  return {
    place,
    arn,
    element: elementOf('load balancer', arn, row, name),
    type: 'classic',
    scheme: Scheme,
    state: undefined,
    addressType: 'ipv4',
    dnsName: DNSName,
    vpcId: VPCId,
    zones: zones.sort(byName),
    groupIds: SecurityGroups,
    interfaceName: name,
  };
}

/** The network around one of a load balancer's nodes. */
export function zoneStanding({ place, vpcId, arn }: Balancer, { subnetId }: Zone): Standing {
  return { place, vpcId, subnetId, ownerId: arn.split(':')[4] };
}

/** The zone of a subnet; without one, the subnet stands for itself. */
function zoneOf(estate: Estate, place: Place, subnetId: string): string {
  return estate.find(place, ({ subnets }) => subnets.get(subnetId))?.record.AvailabilityZone ?? subnetId;
}

function typeOfArn(arn: string): string {
  const [kind] = balancerNameOfArn(arn).split('/');
  return kind === 'net' ? 'network' : kind === 'gwy' ? 'gateway' : 'application';
}

function byName(a: Zone, b: Zone): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : a.subnetId < b.subnetId ? -1 : 1;
}
