import type { Answer } from '../../src/collect/answer.ts';
import { NAMES } from './names.ts';
import { Random } from './random.ts';

/** How large an estate to invent. The rest follows: a VPC for each 2,000 interfaces, a group for each 40. */
export interface EstateSize {
  readonly interfaces: number;
  readonly seed?: number;
  readonly region?: string;
  /** The regions that the account has enabled. */
  readonly regions?: readonly string[];
}

const ACCOUNT = '111122223333';
const AT = '2026-11-01T08:00:00Z';
const PAGE = 1000;
const TIERS = 4;
const ZONES = 3;
const SUBNETS = TIERS * ZONES;
const INTERFACES_PER_VPC = 2000;
const GROUPS_PER_VPC = 50;

const INSTANCE_TYPES = ['t3.medium', 'm7i.large', 'c7g.xlarge', 'r6i.2xlarge', 'g5.xlarge', 'p4d.24xlarge'] as const;
const PORTS = [22, 80, 443, 5432, 6379, 8000, 8080, 8443, 8888, 9090, 11434] as const;

/**
 * Invents an account as the provider's own answers, a page at a time, always the same for one size and seed.
 *
 * Sharing is like that of real accounts. A VPC has four tiers of three subnets, one in each zone; the first tier is
 * public, and each has its network ACL. Forty machines of one service stand in the subnets of one tier with the same
 * groups, and a third of the services in public tiers have public addresses. Three machines in a hundred are stopped.
 */
export function* estateAnswers({
  interfaces,
  seed = 1,
  region = 'eu-west-1',
  regions = [region],
}: EstateSize): Generator<Answer> {
  const random = new Random(seed);
  const vpcs = Math.max(1, Math.ceil(interfaces / INTERFACES_PER_VPC));
  const answer = (call: string, response: unknown, request: Record<string, unknown> = {}): Answer => ({
    call,
    account: ACCOUNT,
    region,
    request,
    at: AT,
    response,
  });
  const paged = function* (call: string, key: string, count: number, make: (i: number) => unknown): Generator<Answer> {
    for (let from = 0; from === 0 || from < count; from += PAGE) {
      const length = Math.min(PAGE, count - from);
      yield answer(call, { [key]: Array.from({ length }, (_, i) => make(from + i)) });
    }
  };
  yield answer('ec2:DescribeRegions', {
    Regions: regions.map((RegionName) => ({ RegionName, OptInStatus: 'opt-in-not-required' })),
  });
  yield answer('ec2:DescribeVpcBlockPublicAccessOptions', {
    VpcBlockPublicAccessOptions: { AwsAccountId: ACCOUNT, AwsRegion: region, InternetGatewayBlockMode: 'off' },
  });
  yield answer('ec2:DescribeVpcBlockPublicAccessExclusions', { VpcBlockPublicAccessExclusions: [] });
  yield* paged('ec2:DescribeVpcs', 'Vpcs', vpcs, vpcOf);
  yield* paged('ec2:DescribeSubnets', 'Subnets', vpcs * SUBNETS, (i) => subnetOf(i, region));
  yield* paged('ec2:DescribeInternetGateways', 'InternetGateways', vpcs, gatewayOf);
  yield* paged('ec2:DescribeRouteTables', 'RouteTables', vpcs * 2, routeTableOf);
  yield* paged('ec2:DescribeNetworkAcls', 'NetworkAcls', vpcs * TIERS, aclOf);
  yield* paged('ec2:DescribeSecurityGroups', 'SecurityGroups', vpcs * GROUPS_PER_VPC, (i) => groupOf(i, random));
  yield* paged('ec2:DescribeSecurityGroupRules', 'SecurityGroupRules', 0, () => undefined);
  yield* paged('ec2:DescribeNetworkInterfaces', 'NetworkInterfaces', interfaces, (i) => interfaceOf(i, region));
  yield* paged('ec2:DescribeInstances', 'Reservations', interfaces, (i) => reservationOf(i, random));
  for (const [call, key] of EMPTY) yield answer(call, { [key]: [] });
}

/** What the account has none of. */
const EMPTY = [
  ['ec2:DescribeAddresses', 'Addresses'],
  ['ec2:DescribeEgressOnlyInternetGateways', 'EgressOnlyInternetGateways'],
  ['ec2:DescribeNatGateways', 'NatGateways'],
  ['ec2:DescribeCarrierGateways', 'CarrierGateways'],
  ['ec2:DescribeVpcEndpoints', 'VpcEndpoints'],
  ['ec2:DescribeManagedPrefixLists', 'PrefixLists'],
  ['ec2:DescribeImages', 'Images'],
  ['elbv2:DescribeLoadBalancers', 'LoadBalancers'],
  ['elbv2:DescribeTargetGroups', 'TargetGroups'],
  ['elb:DescribeLoadBalancers', 'LoadBalancerDescriptions'],
] as const;

function id(prefix: string, i: number): string {
  return `${prefix}-${i.toString(16).padStart(17, '0')}`;
}

function vpcOf(i: number): unknown {
  const CidrBlock = `10.${i % 256}.0.0/16`;
  return {
    VpcId: id('vpc', i),
    OwnerId: ACCOUNT,
    State: 'available',
    CidrBlock,
    DhcpOptionsId: 'dopt-1',
    InstanceTenancy: 'default',
    IsDefault: false,
    CidrBlockAssociationSet: [
      { AssociationId: id('vpc-cidr-assoc', i), CidrBlock, CidrBlockState: { State: 'associated' } },
    ],
    Tags: [{ Key: 'Name', Value: `vpc-${i}` }],
  };
}

function subnetOf(i: number, region: string): unknown {
  const vpc = Math.floor(i / SUBNETS);
  return {
    SubnetId: id('subnet', i),
    SubnetArn: `arn:aws:ec2:${region}:${ACCOUNT}:subnet/${id('subnet', i)}`,
    VpcId: id('vpc', vpc),
    OwnerId: ACCOUNT,
    State: 'available',
    AvailabilityZone: `${region}${'abc'[i % 3] ?? 'a'}`,
    AvailableIpAddressCount: 4000,
    CidrBlock: `10.${vpc % 256}.${(i % SUBNETS) * 16}.0/20`,
    MapPublicIpOnLaunch: isPublicSubnet(i),
    Ipv6CidrBlockAssociationSet: [],
    Tags: [{ Key: 'Name', Value: `subnet-${i}` }],
  };
}

function gatewayOf(i: number): unknown {
  return {
    InternetGatewayId: id('igw', i),
    OwnerId: ACCOUNT,
    Attachments: [{ State: 'available', VpcId: id('vpc', i) }],
    Tags: [],
  };
}

/** Two a VPC: the main one is private, the other one public, for the subnets of the first tier. */
function routeTableOf(i: number): unknown {
  const vpc = Math.floor(i / 2);
  const isPublic = i % 2 === 1;
  const local = {
    DestinationCidrBlock: `10.${vpc % 256}.0.0/16`,
    GatewayId: 'local',
    Origin: 'CreateRouteTable',
    State: 'active',
  };
  const out = isPublic ? { GatewayId: id('igw', vpc) } : { NatGatewayId: id('nat', vpc) };
  const explicit = Array.from({ length: ZONES }, (_, n) => ({
    Main: false,
    RouteTableAssociationId: id('rtbassoc', vpc * SUBNETS + n),
    RouteTableId: id('rtb', i),
    SubnetId: id('subnet', vpc * SUBNETS + n),
    AssociationState: { State: 'associated' },
  }));
  return {
    RouteTableId: id('rtb', i),
    VpcId: id('vpc', vpc),
    OwnerId: ACCOUNT,
    PropagatingVgws: [],
    Routes: [local, { DestinationCidrBlock: '0.0.0.0/0', ...out, Origin: 'CreateRoute', State: 'active' }],
    Associations: isPublic
      ? explicit
      : [{ Main: true, RouteTableAssociationId: id('rtbassoc', i), RouteTableId: id('rtb', i) }],
    Tags: [],
  };
}

/** Four a VPC, one a tier: the default one, one that denies a port, and two that deny a range of addresses. */
function aclOf(i: number): unknown {
  const vpc = Math.floor(i / TIERS);
  const kind = i % TIERS;
  const entry = (RuleNumber: number, Egress: boolean, RuleAction: string, more: object = {}): unknown => ({
    RuleNumber,
    Egress,
    RuleAction,
    Protocol: '-1',
    CidrBlock: '0.0.0.0/0',
    ...more,
  });
  const extra = [
    [],
    [entry(90, false, 'deny', { Protocol: '6', PortRange: { From: 22, To: 22 } })],
    [entry(80, false, 'deny', { CidrBlock: '198.51.100.0/24' })],
    [entry(80, false, 'deny', { CidrBlock: '203.0.113.0/24' })],
  ][kind];
  return {
    NetworkAclId: id('acl', i),
    VpcId: id('vpc', vpc),
    OwnerId: ACCOUNT,
    IsDefault: kind === 0,
    Entries: [
      ...(extra ?? []),
      entry(100, false, 'allow'),
      entry(100, true, 'allow'),
      entry(32_767, false, 'deny'),
      entry(32_767, true, 'deny'),
    ],
    Associations: Array.from({ length: ZONES }, (_, n) => ({
      NetworkAclAssociationId: id('aclassoc', vpc * SUBNETS + kind * ZONES + n),
      NetworkAclId: id('acl', i),
      SubnetId: id('subnet', vpc * SUBNETS + kind * ZONES + n),
    })),
    Tags: [],
  };
}

function groupOf(i: number, random: Random): unknown {
  const permissions = Array.from({ length: 1 + random.below(8) }, () => {
    const port = random.pick(PORTS);
    const ranges = random.chance(12)
      ? ['0.0.0.0/0']
      : Array.from({ length: 1 + random.below(3) }, () =>
          random.chance(60) ? `10.${random.below(256)}.0.0/16` : `198.51.100.${random.below(8) * 32}/27`,
        );
    return {
      IpProtocol: 'tcp',
      FromPort: port,
      ToPort: port,
      IpRanges: ranges.map((CidrIp) => ({ CidrIp, Description: 'made for a benchmark' })),
      Ipv6Ranges: [],
      PrefixListIds: [],
      UserIdGroupPairs: [],
    };
  });
  return {
    GroupId: id('sg', i),
    GroupName: `${NAMES[i % NAMES.length] ?? 'web'}-${i}`,
    Description: 'made for a benchmark',
    VpcId: id('vpc', Math.floor(i / GROUPS_PER_VPC)),
    OwnerId: ACCOUNT,
    IpPermissions: permissions,
    IpPermissionsEgress: [
      {
        IpProtocol: '-1',
        IpRanges: [{ CidrIp: '0.0.0.0/0' }],
        Ipv6Ranges: [],
        PrefixListIds: [],
        UserIdGroupPairs: [],
      },
    ],
    Tags: [],
  };
}

/** A service: the machines of it share their groups, and stand in the subnets of one tier. */
function serviceOf(i: number): {
  readonly vpc: number;
  readonly subnet: number;
  readonly service: number;
  readonly groups: readonly number[];
} {
  const vpc = Math.floor(i / INTERFACES_PER_VPC);
  const service = Math.floor((i % INTERFACES_PER_VPC) / 40);
  const subnet = vpc * SUBNETS + ((service % TIERS) * ZONES + (i % ZONES));
  const groups = [service, (service * 7) % GROUPS_PER_VPC].slice(0, 1 + (service % 2));
  return { vpc, subnet, service, groups: groups.map((group) => vpc * GROUPS_PER_VPC + group) };
}

/** The first tier of a VPC has a route to the internet gateway. */
function isPublicSubnet(subnet: number): boolean {
  return subnet % SUBNETS < ZONES;
}

function interfaceOf(i: number, region: string): unknown {
  const { vpc, subnet, service, groups } = serviceOf(i);
  const address = `10.${vpc % 256}.${Math.floor(i / 250) % 256}.${(i % 250) + 4}`;
  const isPublic = isPublicSubnet(subnet) && service % 3 === 0;
  const association = {
    IpOwnerId: 'amazon',
    PublicDnsName: `ec2-${i}.compute.amazonaws.com`,
    PublicIp: `203.0.${Math.floor(i / 256) % 256}.${i % 256}`,
  };
  return {
    NetworkInterfaceId: id('eni', i),
    VpcId: id('vpc', vpc),
    SubnetId: id('subnet', subnet),
    OwnerId: ACCOUNT,
    AvailabilityZone: `${region}${'abc'[subnet % 3] ?? 'a'}`,
    InterfaceType: 'interface',
    Status: 'in-use',
    Description: '',
    MacAddress: '02:00:00:00:00:00',
    PrivateDnsName: `ip-${address.replaceAll('.', '-')}.${region}.compute.internal`,
    PrivateIpAddress: address,
    PrivateIpAddresses: [
      {
        Primary: true,
        PrivateIpAddress: address,
        PrivateDnsName: `ip-${address.replaceAll('.', '-')}.${region}.compute.internal`,
        ...(isPublic ? { Association: association } : {}),
      },
    ],
    ...(isPublic ? { Association: association } : {}),
    Attachment: {
      AttachTime: AT,
      AttachmentId: id('eni-attach', i),
      DeleteOnTermination: true,
      DeviceIndex: 0,
      InstanceId: id('i', i),
      InstanceOwnerId: ACCOUNT,
      NetworkCardIndex: 0,
      Status: 'attached',
    },
    Groups: groups.map((group) => ({ GroupId: id('sg', group), GroupName: `group-${group}` })),
    Ipv6Addresses: [],
    RequesterManaged: false,
    SourceDestCheck: true,
    TagSet: [],
  };
}

function reservationOf(i: number, random: Random): unknown {
  const { vpc, subnet, service } = serviceOf(i);
  return {
    ReservationId: id('r', i),
    OwnerId: ACCOUNT,
    Groups: [],
    Instances: [
      {
        InstanceId: id('i', i),
        InstanceType: INSTANCE_TYPES[service % INSTANCE_TYPES.length],
        ImageId: id('ami', service),
        State: { Code: 16, Name: random.chance(97) ? 'running' : 'stopped' },
        VpcId: id('vpc', vpc),
        SubnetId: id('subnet', subnet),
        LaunchTime: AT,
        Monitoring: { State: 'disabled' },
        Placement: { AvailabilityZone: 'eu-west-1a', GroupName: '', Tenancy: 'default' },
        Tags: [{ Key: 'Name', Value: `${NAMES[service % NAMES.length] ?? 'web'}-${vpc}-${service}` }],
      },
    ],
  };
}
