import type { Answer } from '../../../src/collect/answer.ts';
import type { RecordKind } from '../../../src/collect/record-kind.ts';
import type { GapLog } from '../../../src/convert/gap-log.ts';
import { grouped, indexed, type Row, Table } from '../../../src/convert/table.ts';
import type { Scope } from '../../../src/model/resource.ts';
import { type Cidr, parseCidr, parseIp } from '../../../src/net/ip.ts';
import { addresses } from '../records/addresses.ts';
import { blockPublicAccessExclusions, blockPublicAccessOptions } from '../records/block-public-access.ts';
import { type ClassicLoadBalancer, classicLoadBalancers } from '../records/classic-load-balancers.ts';
import { type InternetGateway, internetGateways, type NatGateway, natGateways } from '../records/gateways.ts';
import { type Image, images } from '../records/images.ts';
import { type Instance, instances } from '../records/instances.ts';
import { listenerRules, listeners } from '../records/listeners.ts';
import {
  type LoadBalancer,
  loadBalancerAttributes,
  loadBalancers,
  loadBalancerTags,
} from '../records/load-balancers.ts';
import { type NetworkAcl, networkAcls } from '../records/network-acls.ts';
import { type NetworkInterface, networkInterfaces } from '../records/network-interfaces.ts';
import { type ManagedPrefixList, managedPrefixLists, prefixListEntries } from '../records/prefix-lists.ts';
import { regions } from '../records/regions.ts';
import { type RouteTable, routeTables } from '../records/route-tables.ts';
import {
  type SecurityGroup,
  type SecurityGroupRule,
  securityGroupRules,
  securityGroups,
} from '../records/security-groups.ts';
import { type Subnet, subnets } from '../records/subnets.ts';
import { type TargetGroup, targetGroupAttributes, targetGroups, targetHealth } from '../records/target-groups.ts';
import { type VpcEndpoint, vpcEndpoints } from '../records/vpc-endpoints.ts';
import { type Vpc, vpcs } from '../records/vpcs.ts';
import { balancerName, balancerNameOfArn } from './balancer-names.ts';

type Index<T> = ReadonlyMap<string, Row<T>>;
type Groups<T> = ReadonlyMap<string, readonly Row<T>[]>;

/** What was answered in one account and region, by call. */
type Tables = ReturnType<typeof tablesOf>;

/** One account and region: its answers, and how to find a thing in them. */
export interface Place {
  readonly scope: Scope;
  readonly tables: Tables;
  readonly interfaces: Index<NetworkInterface>;
  /** Interfaces by the instance that they are attached to. */
  readonly interfacesOf: Groups<NetworkInterface>;
  readonly instances: Index<Instance>;
  readonly images: Index<Image>;
  readonly subnets: Index<Subnet>;
  readonly vpcs: Index<Vpc>;
  readonly routeTableOfSubnet: Index<RouteTable>;
  readonly mainRouteTableOfVpc: Index<RouteTable>;
  readonly routeTableOfGateway: Index<RouteTable>;
  /** The route table of a VPC's gateway, for where gateways themselves could not be read. */
  readonly edgeRouteTableOfVpc: Index<RouteTable>;
  readonly gatewayOfVpc: Index<InternetGateway>;
  readonly endpoints: Index<VpcEndpoint>;
  readonly aclOfSubnet: Index<NetworkAcl>;
  readonly defaultAclOfVpc: Index<NetworkAcl>;
  readonly securityGroups: Index<SecurityGroup>;
  readonly rulesOfGroup: Groups<SecurityGroupRule>;
  readonly prefixLists: Index<ManagedPrefixList>;
  readonly loadBalancers: Index<LoadBalancer>;
  readonly classicLoadBalancers: Index<ClassicLoadBalancer>;
  readonly targetGroups: Index<TargetGroup>;
  /** The names by which interfaces call the load balancers that they belong to. */
  readonly balancerNames: ReadonlySet<string>;
  readonly interfacesOfBalancer: Groups<NetworkInterface>;
  readonly natGatewayOfInterface: Index<NatGateway>;
  /** Interfaces by `privateAddressKey`. */
  readonly interfaceOfAddress: () => Index<NetworkInterface>;
}

/** Reads the answers of one account and region. */
export function placeOf(scope: Scope, answers: readonly Answer[], gaps: GapLog): Place {
  const tables = tablesOf(
    scope,
    Map.groupBy(answers, ({ call }) => call),
    gaps,
  );
  const running = indexed(
    tables.instances.rows.flatMap(({ record, evidence }) =>
      record.Instances.map((instance) => ({ record: instance, evidence })),
    ),
    ({ InstanceId }) => InstanceId,
  );
  const interfaces = everyInterface(tables, running);
  return {
    scope,
    tables,
    interfaces,
    interfacesOf: grouped(interfaces.values(), ({ Attachment }) => Attachment?.InstanceId),
    instances: running,
    images: indexed(tables.images.rows, ({ ImageId }) => ImageId),
    subnets: indexed(tables.subnets.rows, ({ SubnetId }) => SubnetId),
    vpcs: indexed(tables.vpcs.rows, ({ VpcId }) => VpcId),
    ...routing(tables),
    ...filtering(tables),
    loadBalancers: indexed(tables.loadBalancers.rows, ({ LoadBalancerArn }) => LoadBalancerArn),
    classicLoadBalancers: indexed(tables.classicLoadBalancers.rows, ({ LoadBalancerName }) => LoadBalancerName),
    targetGroups: indexed(tables.targetGroups.rows, ({ TargetGroupArn }) => TargetGroupArn),
    balancerNames: new Set([
      ...tables.loadBalancers.rows.map(({ record }) => balancerNameOfArn(record.LoadBalancerArn)),
      ...tables.classicLoadBalancers.rows.map(({ record }) => record.LoadBalancerName),
    ]),
    interfacesOfBalancer: grouped(interfaces.values(), balancerName),
    natGatewayOfInterface: natInterfaces(tables),
    interfaceOfAddress: lazy(() => byAddress(interfaces.values())),
  };
}

/** The key of a private address: the same one may be in use in several VPCs. */
export function privateAddressKey(vpcId: string | undefined, address: string): string | undefined {
  const ip = parseIp(address);
  return vpcId === undefined || ip === undefined ? undefined : `${vpcId}|${ip.address}`;
}

/** The key of the delegated block that an address would lie in: such blocks are /28 and /80. */
export function delegatedBlockKey(vpcId: string | undefined, address: string): string | undefined {
  const block = parseCidr(`${address}/${address.includes(':') ? 80 : 28}`);
  return vpcId === undefined || block === undefined ? undefined : blockKey(vpcId, block);
}

function blockKey(vpcId: string, { first, prefixLength }: Cidr): string {
  return `${vpcId}|${first}/${prefixLength}`;
}

function tablesOf(scope: Scope, byCall: ReadonlyMap<string, readonly Answer[]>, gaps: GapLog) {
  const read = <T>(kind: RecordKind<T>): Table<T> => new Table(kind, scope, byCall.get(kind.call) ?? [], gaps);
  return {
    regions: read(regions),
    networkInterfaces: read(networkInterfaces),
    instances: read(instances),
    images: read(images),
    addresses: read(addresses),
    vpcs: read(vpcs),
    subnets: read(subnets),
    routeTables: read(routeTables),
    internetGateways: read(internetGateways),
    natGateways: read(natGateways),
    vpcEndpoints: read(vpcEndpoints),
    networkAcls: read(networkAcls),
    securityGroups: read(securityGroups),
    securityGroupRules: read(securityGroupRules),
    managedPrefixLists: read(managedPrefixLists),
    prefixListEntries: read(prefixListEntries),
    blockPublicAccessOptions: read(blockPublicAccessOptions),
    blockPublicAccessExclusions: read(blockPublicAccessExclusions),
    loadBalancers: read(loadBalancers),
    loadBalancerAttributes: read(loadBalancerAttributes),
    loadBalancerTags: read(loadBalancerTags),
    listeners: read(listeners),
    listenerRules: read(listenerRules),
    targetGroups: read(targetGroups),
    targetGroupAttributes: read(targetGroupAttributes),
    targetHealth: read(targetHealth),
    classicLoadBalancers: read(classicLoadBalancers),
  };
}

/** Instances tell of their own interfaces too, which counts where interfaces may not be described. */
function everyInterface(tables: Tables, running: Index<Instance>): Map<string, Row<NetworkInterface>> {
  const interfaces = indexed(tables.networkInterfaces.rows, ({ NetworkInterfaceId }) => NetworkInterfaceId);
  for (const { record: instance, evidence } of running.values()) {
    for (const record of instance.NetworkInterfaces) {
      if (interfaces.has(record.NetworkInterfaceId)) continue;
      const Attachment = { InstanceOwnerId: undefined, DeviceIndex: 0, Status: undefined, ...record.Attachment };
      interfaces.set(record.NetworkInterfaceId, {
        record: { ...record, Attachment: { ...Attachment, InstanceId: instance.InstanceId } },
        evidence,
      });
    }
  }
  return interfaces;
}

function routing({ routeTables: tables, internetGateways: gateways, vpcEndpoints: endpoints }: Tables) {
  const bySubnet = new Map<string, Row<RouteTable>>();
  const main = new Map<string, Row<RouteTable>>();
  const byGateway = new Map<string, Row<RouteTable>>();
  const edge = new Map<string, Row<RouteTable>>();
  for (const row of indexed(tables.rows, ({ RouteTableId }) => RouteTableId).values()) {
    for (const { Main, SubnetId, GatewayId } of row.record.Associations) {
      if (SubnetId !== undefined) bySubnet.set(SubnetId, row);
      if (GatewayId !== undefined) byGateway.set(GatewayId, row);
      if (GatewayId?.startsWith('igw-') === true && row.record.VpcId !== undefined) edge.set(row.record.VpcId, row);
      if (Main === true && row.record.VpcId !== undefined) main.set(row.record.VpcId, row);
    }
  }
  const byVpc = new Map<string, Row<InternetGateway>>();
  for (const row of indexed(gateways.rows, ({ InternetGatewayId }) => InternetGatewayId).values()) {
    for (const { VpcId, State } of row.record.Attachments) {
      if (VpcId !== undefined && (State === undefined || ATTACHED.includes(State))) byVpc.set(VpcId, row);
    }
  }
  return {
    routeTableOfSubnet: bySubnet,
    mainRouteTableOfVpc: main,
    routeTableOfGateway: byGateway,
    edgeRouteTableOfVpc: edge,
    gatewayOfVpc: byVpc,
    endpoints: indexed(endpoints.rows, ({ VpcEndpointId }) => VpcEndpointId),
  };
}

/** `available` is what AWS prints for an internet gateway, `attached` what its documentation says. */
const ATTACHED: readonly string[] = ['available', 'attached'];

function filtering(tables: Tables) {
  const { networkAcls: acls, securityGroups: groups, managedPrefixLists: lists } = tables;
  const ingress = tables.securityGroupRules.rows.filter(({ record }) => record.IsEgress !== true);
  const bySubnet = new Map<string, Row<NetworkAcl>>();
  const defaults = new Map<string, Row<NetworkAcl>>();
  for (const row of indexed(acls.rows, ({ NetworkAclId }) => NetworkAclId).values()) {
    for (const { SubnetId } of row.record.Associations) {
      if (SubnetId !== undefined) bySubnet.set(SubnetId, row);
    }
    if (row.record.IsDefault === true && row.record.VpcId !== undefined) defaults.set(row.record.VpcId, row);
  }
  return {
    aclOfSubnet: bySubnet,
    defaultAclOfVpc: defaults,
    securityGroups: indexed(groups.rows, ({ GroupId }) => GroupId),
    rulesOfGroup: grouped(ingress, ({ GroupId }) => GroupId),
    prefixLists: indexed(lists.rows, ({ PrefixListId }) => PrefixListId),
  };
}

/** Few estates need this index, and it is as large as they are. */
function lazy<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

function natInterfaces({ natGateways: table }: Tables): Index<NatGateway> {
  const index = new Map<string, Row<NatGateway>>();
  for (const row of table.rows) {
    for (const { NetworkInterfaceId } of row.record.NatGatewayAddresses) {
      if (NetworkInterfaceId !== undefined) index.set(NetworkInterfaceId, row);
    }
  }
  return index;
}

function byAddress(interfaces: Iterable<Row<NetworkInterface>>): Map<string, Row<NetworkInterface>> {
  const index = new Map<string, Row<NetworkInterface>>();
  for (const row of interfaces) {
    const { VpcId, PrivateIpAddress, PrivateIpAddresses, Ipv6Addresses } = row.record;
    const all = [PrivateIpAddress, ...PrivateIpAddresses.map((entry) => entry.PrivateIpAddress)];
    for (const address of [...all, ...Ipv6Addresses.map(({ Ipv6Address }) => Ipv6Address)]) {
      const key = address === undefined ? undefined : privateAddressKey(VpcId, address);
      if (key !== undefined) index.set(key, row);
    }
    for (const prefix of delegatedBlocks(row.record)) {
      if (VpcId !== undefined) index.set(blockKey(VpcId, prefix), row);
    }
  }
  return index;
}

/** Blocks of addresses that an interface holds for the containers behind it. */
function delegatedBlocks({ Ipv4Prefixes, Ipv6Prefixes }: NetworkInterface): readonly Cidr[] {
  return [...Ipv4Prefixes.map(({ Ipv4Prefix }) => Ipv4Prefix), ...Ipv6Prefixes.map(({ Ipv6Prefix }) => Ipv6Prefix)]
    .map((text) => (text === undefined ? undefined : parseCidr(text)))
    .filter((block) => block !== undefined);
}
