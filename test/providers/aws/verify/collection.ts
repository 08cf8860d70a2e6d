import type { Answer } from '../../../../src/collect/answer.ts';
import type { Hop, Packet, Proof } from '../../../../src/model/proof.ts';
import { resourceRef } from '../../../../src/model/resource.ts';

/** A small account as its answers tell it, and proofs about it, written by hand and not by the engine. */

const ACCOUNT = '111122223333';
const REGION = 'us-east-1';
const SCOPE = { cloud: 'aws', account: ACCOUNT, region: REGION };

/** Each call is answered in a minute of its own, so that evidence can be told apart. */
const MINUTES = [
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeInstances',
  'ec2:DescribeSubnets',
  'ec2:DescribeVpcs',
  'ec2:DescribeInternetGateways',
  'ec2:DescribeVpcBlockPublicAccessOptions',
  'ec2:DescribeVpcBlockPublicAccessExclusions',
  'ec2:DescribeNetworkAcls',
  'ec2:DescribeSecurityGroups',
  'ec2:DescribeSecurityGroupRules',
  'ec2:DescribeRouteTables',
  'ec2:DescribeManagedPrefixLists',
  'ec2:GetManagedPrefixListEntries',
  'ec2:DescribeVpcEndpoints',
  'elbv2:DescribeLoadBalancers',
  'elbv2:DescribeLoadBalancerAttributes',
  'elbv2:DescribeListeners',
  'elbv2:DescribeRules',
  'elbv2:DescribeTargetGroups',
  'elbv2:DescribeTargetGroupAttributes',
  'elbv2:DescribeTargetHealth',
];

function at(call: string): string {
  return `2026-11-01T08:${`${MINUTES.indexOf(call)}`.padStart(2, '0')}:00Z`;
}

function answer(call: string, response: unknown, request: Readonly<Record<string, unknown>> = {}): Answer {
  return { call, account: ACCOUNT, region: REGION, request, at: at(call), response };
}

function denied(call: string): Answer {
  const error = { status: 403, code: 'UnauthorizedOperation', message: 'You are not authorized.' };
  return { call, account: ACCOUNT, region: REGION, request: {}, at: at(call), error };
}

const ALLOW_ALL = [
  { RuleNumber: 32_767, RuleAction: 'deny', Egress: false, Protocol: '-1', CidrBlock: '0.0.0.0/0' },
  { RuleNumber: 100, RuleAction: 'allow', Egress: false, Protocol: '-1', CidrBlock: '0.0.0.0/0' },
  { RuleNumber: 100, RuleAction: 'allow', Egress: true, Protocol: '-1', CidrBlock: '0.0.0.0/0' },
];

export const NETWORK_INTERFACE = {
  NetworkInterfaceId: 'eni-1',
  OwnerId: ACCOUNT,
  VpcId: 'vpc-1',
  SubnetId: 'subnet-1',
  Status: 'in-use',
  InterfaceType: 'interface',
  Attachment: { InstanceId: 'i-1', DeviceIndex: 0 },
  PrivateIpAddress: '10.0.1.10',
  PrivateIpAddresses: [{ PrivateIpAddress: '10.0.1.10', Primary: true, Association: { PublicIp: '203.0.113.7' } }],
  Groups: [{ GroupId: 'sg-1' }],
};

/** One instance with a public address, port 8000 open to everyone. */
export const BASE: Readonly<Record<string, unknown>> = {
  'ec2:DescribeNetworkInterfaces': { NetworkInterfaces: [NETWORK_INTERFACE] },
  'ec2:DescribeInstances': {
    Reservations: [{ OwnerId: ACCOUNT, Instances: [{ InstanceId: 'i-1', State: { Name: 'running' } }] }],
  },
  'ec2:DescribeVpcs': { Vpcs: [{ VpcId: 'vpc-1', OwnerId: ACCOUNT, CidrBlock: '10.0.0.0/16' }] },
  'ec2:DescribeSubnets': {
    Subnets: [{ SubnetId: 'subnet-1', VpcId: 'vpc-1', OwnerId: ACCOUNT, CidrBlock: '10.0.1.0/24' }],
  },
  'ec2:DescribeInternetGateways': {
    InternetGateways: [{ InternetGatewayId: 'igw-1', Attachments: [{ VpcId: 'vpc-1', State: 'available' }] }],
  },
  'ec2:DescribeVpcBlockPublicAccessOptions': { VpcBlockPublicAccessOptions: { InternetGatewayBlockMode: 'off' } },
  'ec2:DescribeVpcBlockPublicAccessExclusions': { VpcBlockPublicAccessExclusions: [] },
  'ec2:DescribeNetworkAcls': {
    NetworkAcls: [
      { NetworkAclId: 'acl-1', VpcId: 'vpc-1', Associations: [{ SubnetId: 'subnet-1' }], Entries: ALLOW_ALL },
    ],
  },
  'ec2:DescribeSecurityGroups': {
    SecurityGroups: [
      {
        GroupId: 'sg-1',
        VpcId: 'vpc-1',
        IpPermissions: [{ IpProtocol: 'tcp', FromPort: 8000, ToPort: 8000, IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
      },
    ],
  },
  'ec2:DescribeSecurityGroupRules': {
    SecurityGroupRules: [
      {
        SecurityGroupRuleId: 'sgr-1',
        GroupId: 'sg-1',
        IsEgress: false,
        IpProtocol: 'tcp',
        FromPort: 8000,
        ToPort: 8000,
        CidrIpv4: '0.0.0.0/0',
      },
    ],
  },
  'ec2:DescribeRouteTables': {
    RouteTables: [
      {
        RouteTableId: 'rtb-1',
        VpcId: 'vpc-1',
        Associations: [{ SubnetId: 'subnet-1' }],
        Routes: [
          { DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local', State: 'active' },
          { DestinationCidrBlock: '0.0.0.0/0', GatewayId: 'igw-1', State: 'active' },
        ],
      },
    ],
  },
};

/** The base with some calls answered otherwise; undefined takes the answer away. */
export function collection(changes: Readonly<Record<string, unknown>> = {}): readonly Answer[] {
  return Object.entries({ ...BASE, ...changes }).flatMap(([call, response]) =>
    response === undefined ? [] : [response === 'denied' ? denied(call) : answer(call, response)],
  );
}

/** A hop in one line: `network ACL acl-1 in allow 100`. */
export function hop(
  [kind, ref, rule]: readonly [kind: string, ref: string, rule: string],
  decision: Hop['decision'],
  packet: Packet,
  call?: string,
): Hop {
  const direction = kind === 'route table' ? 'reply' : 'in';
  return {
    element: { kind, ref: resourceRef(ref) },
    direction,
    decision,
    rule,
    packet,
    ...(call === undefined ? {} : { evidence: { call, scope: `${ACCOUNT}/${REGION}`, at: at(call) } }),
  };
}

function reply(hop: Hop): Hop {
  return { ...hop, direction: 'reply' };
}

const SENT: Packet = {
  protocol: 'tcp',
  source: '8.8.8.8',
  sourcePort: 50_000,
  destination: '203.0.113.7',
  port: 8000,
};
export const SEEN: Packet = { ...SENT, destination: '10.0.1.10' };

export const DIRECT_HOPS: readonly Hop[] = [
  hop(['network interface', 'eni-1', '203.0.113.7 -> 10.0.1.10'], 'nat', SENT, 'ec2:DescribeNetworkInterfaces'),
  hop(['network interface', 'eni-1', 'public address'], 'allow', SEEN, 'ec2:DescribeNetworkInterfaces'),
  hop(['instance', 'i-1', 'running'], 'allow', SEEN, 'ec2:DescribeInstances'),
  hop(['internet gateway', 'igw-1', 'attached to vpc-1'], 'allow', SEEN, 'ec2:DescribeInternetGateways'),
  hop(
    ['VPC Block Public Access', 'vpc-block-public-access', 'off'],
    'allow',
    SEEN,
    'ec2:DescribeVpcBlockPublicAccessOptions',
  ),
  hop(['network ACL', 'acl-1', '100'], 'allow', SEEN, 'ec2:DescribeNetworkAcls'),
  hop(['security group', 'sg-1', 'sgr-1'], 'allow', SEEN, 'ec2:DescribeSecurityGroups'),
  hop(['route table', 'rtb-1', '0.0.0.0/0 -> igw-1'], 'route', SEEN, 'ec2:DescribeRouteTables'),
  reply(hop(['network ACL', 'acl-1', '100'], 'allow', SEEN, 'ec2:DescribeNetworkAcls')),
];

/** What is true of the base. */
export const DIRECT: Proof = {
  scope: SCOPE,
  entry: resourceRef('eni-1'),
  address: '203.0.113.7',
  workload: resourceRef('i-1'),
  family: 'ipv4',
  protocol: 'tcp',
  ports: '8000',
  targetPorts: '8000',
  verdict: 'reachable',
  modifiers: [],
  audience: { class: 'world', ranges: ['0.0.0.0/0'], truncated: false },
  gates: [],
  witness: SENT,
  hops: DIRECT_HOPS,
  blockers: [],
  missing: [],
};

/** The base, blocked at one hop. */
export function blockedBy(index: number, change: Partial<Hop>): Proof {
  const hops = DIRECT_HOPS.slice(0, index + 1);
  const last = hops.map((known) => ({ ...known, decision: 'deny' as const, ...change })).at(-1);
  const blockers = last === undefined ? [] : [last];
  return { ...DIRECT, verdict: 'blocked', hops: [...hops.slice(0, -1), ...blockers], blockers };
}
