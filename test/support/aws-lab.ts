import type { _InstanceType, IpPermission } from '@aws-sdk/client-ec2';
import { type SdkClients, type SdkCredentials, sdkClients } from './replay/ask-sdk.ts';

/** One account and region of an emulator, and the small language in which its scenarios are seeded through the SDK. */
export interface Lab extends SdkClients {
  readonly url: string;
  readonly account: string;
  readonly region: string;
  readonly credentials: SdkCredentials;
}

/** Each scenario has an account of its own, so that scenarios neither wait for nor see each other. */
export async function openLab(url: string, account: string, region: string): Promise<Lab> {
  const { sts } = sdkClients(url, region, { accessKeyId: 'test', secretAccessKey: 'test' });
  const role = { RoleArn: `arn:aws:iam::${account}:role/seed`, RoleSessionName: 'seed' };
  const { Credentials } = await sts.assumeRole(role);
  const credentials = {
    accessKeyId: given(Credentials?.AccessKeyId),
    secretAccessKey: given(Credentials?.SecretAccessKey),
    sessionToken: given(Credentials?.SessionToken),
  };
  return { url, account, region, credentials, ...sdkClients(url, region, credentials) };
}

/** The same account in another region. */
export function inRegion({ url, account, credentials }: Lab, region: string): Lab {
  return { url, account, region, credentials, ...sdkClients(url, region, credentials) };
}

/** What a process needs to ask this account; `endpoint` is a proxy in front of the emulator. */
export function environmentOf({ url, region, credentials }: Lab, endpoint = url): Readonly<Record<string, string>> {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken ?? '',
    ...NO_FILES,
  };
}

/** Whoever runs the tests may have profiles of their own. */
const NO_FILES = { AWS_CONFIG_FILE: '/nonexistent/config', AWS_SHARED_CREDENTIALS_FILE: '/nonexistent/credentials' };

export interface Vpc {
  readonly vpcId: string;
  readonly gatewayId: string;
  /** The first /64 of each subnet is numbered from here: `2001:db8:0:`. */
  readonly ipv6: string;
}

/**
 * A dual-stack VPC of 10.0.0.0/16 with an internet gateway. Its main route table leads nowhere.
 *
 * AWS adds the IPv6 entries to the default network ACL by itself; moto does not.
 */
export async function makeVpc({ ec2 }: Lab): Promise<Vpc> {
  const { Vpc } = await ec2.createVpc({ CidrBlock: '10.0.0.0/16', AmazonProvidedIpv6CidrBlock: true });
  const vpcId = given(Vpc?.VpcId);
  const ipv6 = given(Vpc?.Ipv6CidrBlockAssociationSet?.[0]?.Ipv6CidrBlock);
  const { InternetGateway } = await ec2.createInternetGateway({});
  const gatewayId = given(InternetGateway?.InternetGatewayId);
  await ec2.attachInternetGateway({ VpcId: vpcId, InternetGatewayId: gatewayId });
  const { NetworkAcls } = await ec2.describeNetworkAcls({ Filters: [{ Name: 'vpc-id', Values: [vpcId] }] });
  const NetworkAclId = given(NetworkAcls?.find(({ IsDefault }) => IsDefault)?.NetworkAclId);
  for (const Egress of [false, true]) {
    const anyone = { RuleNumber: 101, RuleAction: 'allow', Protocol: '-1', Ipv6CidrBlock: '::/0' } as const;
    await ec2.createNetworkAclEntry({ NetworkAclId, Egress, ...anyone });
  }
  return { vpcId, gatewayId, ipv6: ipv6.replace(/00::\/56$/, '') };
}

export interface SubnetWish {
  /** The third byte of the addresses: 10.0.N.0/24, and the IPv6 block of the same number. */
  readonly number: number;
  readonly zone?: 'a' | 'b';
  /** Destinations that lead to the internet gateway. */
  readonly routes?: readonly string[];
}

/** A dual-stack subnet with a route table of its own. */
export async function makeSubnet({ ec2, region }: Lab, vpc: Vpc, wish: SubnetWish): Promise<string> {
  const { number, zone = 'a', routes = [] } = wish;
  const { Subnet } = await ec2.createSubnet({
    VpcId: vpc.vpcId,
    CidrBlock: `10.0.${number}.0/24`,
    Ipv6CidrBlock: `${vpc.ipv6}${number.toString(16).padStart(2, '0')}::/64`,
    AvailabilityZone: `${region}${zone}`,
  });
  const subnetId = given(Subnet?.SubnetId);
  const { RouteTable } = await ec2.createRouteTable({ VpcId: vpc.vpcId });
  const table = given(RouteTable?.RouteTableId);
  await ec2.associateRouteTable({ RouteTableId: table, SubnetId: subnetId });
  for (const destination of routes) {
    const to = destination.includes(':')
      ? { DestinationIpv6CidrBlock: destination }
      : { DestinationCidrBlock: destination };
    await ec2.createRoute({ RouteTableId: table, GatewayId: vpc.gatewayId, ...to });
  }
  return subnetId;
}

/** Where an internet client gets an answer from. */
export const TO_INTERNET = ['0.0.0.0/0', '::/0'] as const;

/** A security group. A rule reads `tcp 8000 from 0.0.0.0/0`; a source is a CIDR, a group or a prefix list. */
export async function makeGroup({ ec2 }: Lab, { vpcId }: Vpc, name: string, rules: readonly string[]): Promise<string> {
  const { GroupId } = await ec2.createSecurityGroup({ VpcId: vpcId, GroupName: name, Description: name });
  const group = given(GroupId);
  const IpPermissions = rules.map((rule) => permission(rule));
  if (IpPermissions.length > 0) await ec2.authorizeSecurityGroupIngress({ GroupId: group, IpPermissions });
  return group;
}

function permission(rule: string): IpPermission {
  const match = /^(\w+|-1)(?: (\d+)(?:-(\d+))?)? from (\S+)$/.exec(rule);
  if (match === null) throw new Error(`not a rule: ${rule}`);
  const [, protocol = '', from, to = from, source = ''] = match;
  const ports = from === undefined ? {} : { FromPort: Number(from), ToPort: Number(to) };
  return { IpProtocol: protocol === 'all' ? '-1' : protocol, ...ports, ...sourceOf(source) };
}

function sourceOf(source: string): IpPermission {
  if (source.startsWith('sg-')) return { UserIdGroupPairs: [{ GroupId: source }] };
  if (source.startsWith('pl-')) return { PrefixListIds: [{ PrefixListId: source }] };
  return source.includes(':') ? { Ipv6Ranges: [{ CidrIpv6: source }] } : { IpRanges: [{ CidrIp: source }] };
}

/** A network ACL around one subnet. An entry reads `in 90 deny tcp 8000 from 0.0.0.0/0`; what none allows is denied. */
export async function makeAcl(
  { ec2 }: Lab,
  { vpcId }: Vpc,
  subnetId: string,
  entries: readonly string[],
): Promise<string> {
  const { NetworkAcl } = await ec2.createNetworkAcl({ VpcId: vpcId });
  const acl = given(NetworkAcl?.NetworkAclId);
  for (const entry of entries) {
    const match = /^(in|out) (\d+) (allow|deny) (\w+)(?: (\d+)(?:-(\d+))?)? (?:from|to) (\S+)$/.exec(entry);
    if (match === null) throw new Error(`not an entry: ${entry}`);
    const [, direction, number, action, protocol = '', from, to = from, peer = ''] = match;
    await ec2.createNetworkAclEntry({
      NetworkAclId: acl,
      Egress: direction === 'out',
      RuleNumber: Number(number),
      RuleAction: action === 'allow' ? 'allow' : 'deny',
      Protocol: PROTOCOL_NUMBERS[protocol] ?? '-1',
      ...(from === undefined ? {} : { PortRange: { From: Number(from), To: Number(to) } }),
      ...(peer.includes(':') ? { Ipv6CidrBlock: peer } : { CidrBlock: peer }),
    });
  }
  const { NetworkAcls } = await ec2.describeNetworkAcls({
    Filters: [{ Name: 'association.subnet-id', Values: [subnetId] }],
  });
  const association = NetworkAcls?.flatMap(({ Associations }) => Associations ?? []).find(
    ({ SubnetId }) => SubnetId === subnetId,
  );
  await ec2.replaceNetworkAclAssociation({
    NetworkAclId: acl,
    AssociationId: given(association?.NetworkAclAssociationId),
  });
  return acl;
}

const PROTOCOL_NUMBERS: Readonly<Record<string, string>> = { all: '-1', tcp: '6', udp: '17' };

export interface HostWish {
  readonly name: string;
  readonly subnetId: string;
  readonly groups: readonly string[];
  readonly type?: _InstanceType;
  readonly publicIp?: boolean;
  readonly ipv6?: boolean;
  readonly imageId?: string;
}

export interface Host {
  readonly instanceId: string;
  readonly interfaceId: string;
  readonly privateIp: string;
  readonly ipv6?: string;
}

/** A running machine with one interface. */
export async function makeHost({ ec2 }: Lab, wish: HostWish): Promise<Host> {
  const { name, subnetId, groups, type = 't3.small', publicIp = false, ipv6 = false, imageId } = wish;
  const { Instances } = await ec2.runInstances({
    MinCount: 1,
    MaxCount: 1,
    ImageId: imageId ?? 'ami-12c6146b',
    InstanceType: type,
    NetworkInterfaces: [
      { DeviceIndex: 0, SubnetId: subnetId, Groups: [...groups], AssociatePublicIpAddress: publicIp },
    ],
    TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'Name', Value: name }] }],
  });
  const instance = Instances?.[0];
  const interfaceId = given(instance?.NetworkInterfaces?.[0]?.NetworkInterfaceId);
  const host = { instanceId: given(instance?.InstanceId), interfaceId, privateIp: given(instance?.PrivateIpAddress) };
  if (!ipv6) return host;
  await ec2.assignIpv6Addresses({ NetworkInterfaceId: interfaceId, Ipv6AddressCount: 1 });
  const { NetworkInterfaces } = await ec2.describeNetworkInterfaces({ NetworkInterfaceIds: [interfaceId] });
  return { ...host, ipv6: given(NetworkInterfaces?.[0]?.Ipv6Addresses?.[0]?.Ipv6Address) };
}

/** A machine image that one would take for model work. */
export async function makeGpuImage({ ec2 }: Lab): Promise<string> {
  const { ImageId } = await ec2.registerImage({
    Name: 'Deep Learning OSS Nvidia Driver AMI GPU PyTorch 2.7 (Ubuntu 22.04) 20260101',
    Architecture: 'x86_64',
    RootDeviceName: '/dev/xvda',
  });
  return given(ImageId);
}

export interface BalancerWish {
  readonly name: string;
  readonly type: 'application' | 'network';
  readonly scheme: 'internet-facing' | 'internal';
  readonly subnets: readonly string[];
  readonly groups?: readonly string[];
  /** `HTTP 80 -> 8000`: the protocol, the listener's port and that of the targets. */
  readonly listener: string;
  readonly targets: readonly string[];
  readonly targetType?: 'instance' | 'ip';
  readonly healthPath?: string;
}

export interface Balancer {
  readonly arn: string;
  readonly listenerArn: string;
  readonly groupArn: string;
}

/** A load balancer with one listener that forwards to one target group. */
export async function makeBalancer({ elbv2 }: Lab, { vpcId }: Vpc, wish: BalancerWish): Promise<Balancer> {
  const [, protocol, port, targetPort] = /^(HTTP|TCP) (\d+) -> (\d+)$/.exec(wish.listener) ?? [];
  if (protocol !== 'HTTP' && protocol !== 'TCP') throw new Error(`not a listener: ${wish.listener}`);
  const { LoadBalancers } = await elbv2.createLoadBalancer({
    Name: wish.name,
    Type: wish.type,
    Scheme: wish.scheme,
    Subnets: [...wish.subnets],
    ...(wish.groups === undefined ? {} : { SecurityGroups: [...wish.groups] }),
  });
  const arn = given(LoadBalancers?.[0]?.LoadBalancerArn);
  const { TargetGroups } = await elbv2.createTargetGroup({
    Name: wish.name,
    Protocol: protocol,
    Port: Number(targetPort),
    VpcId: vpcId,
    TargetType: wish.targetType ?? 'instance',
    ...(wish.healthPath === undefined ? {} : { HealthCheckPath: wish.healthPath }),
  });
  const groupArn = given(TargetGroups?.[0]?.TargetGroupArn);
  await elbv2.registerTargets({ TargetGroupArn: groupArn, Targets: wish.targets.map((Id) => ({ Id })) });
  const { Listeners } = await elbv2.createListener({
    LoadBalancerArn: arn,
    Protocol: protocol,
    Port: Number(port),
    DefaultActions: [{ Type: 'forward', TargetGroupArn: groupArn }],
  });
  return { arn, listenerArn: given(Listeners?.[0]?.ListenerArn), groupArn };
}

/** Emulators answer what they were asked to make; that they did not is a bug of the test. */
export function given(value: string | undefined): string {
  if (value === undefined) throw new Error('the emulator left out an id');
  return value;
}
