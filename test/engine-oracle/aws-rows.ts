import { type AwsEstate, BASE_A } from '../support/aws-estate.ts';
import {
  type AwsRecord,
  instance,
  networkAcl,
  networkInterface,
  routeTable,
  securityGroup,
  subnet,
} from '../support/aws-records.ts';

/** One row of the oracle: an estate that differs from a base in one fact, and every endpoint judged in it. */
export interface OracleRow {
  readonly id: string;
  readonly says: string;
  readonly estate: AwsEstate;
  readonly expected: readonly string[];
}

const SUBNETS = ['subnet-a', 'subnet-b'];
export const OPEN_V4 = ['in 100 allow all 0.0.0.0/0', 'out 100 allow all 0.0.0.0/0'];
export const OPEN = [...OPEN_V4, 'in 101 allow all ::/0', 'out 101 allow all ::/0'];
const MAIN = routeTable('rtb-main', [], ['main']);

function a(change: Partial<AwsEstate>): AwsEstate {
  return { ...BASE_A, ...change };
}

/** The interface of BASE-A with other fields. */
function eni(more: AwsRecord, groups: readonly string[] = ['sg-web'], isPublic = true): readonly AwsRecord[] {
  const shared = { private: '10.0.1.10', subnet: 'subnet-a', groups, instance: 'i-1', more };
  return [networkInterface('eni-1', isPublic ? { ...shared, public: '203.0.113.10' } : shared)];
}

function acl(...entries: readonly string[]): Partial<AwsEstate> {
  return { networkAcls: [networkAcl('acl-1', entries, SUBNETS)] };
}

function routes(...lines: readonly string[]): Partial<AwsEstate> {
  return { routeTables: [MAIN, routeTable('rtb-public', lines, SUBNETS)] };
}

function group(...rules: readonly string[]): Partial<AwsEstate> {
  return { securityGroups: [securityGroup('sg-web', rules)] };
}

/** A26: no public IPv4 address, a global IPv6 one, its route and its rules. */
const IPV6 = {
  interfaces: eni({ Ipv6Addresses: [{ Ipv6Address: '2001:db8:0:1::10' }] }, ['sg-web'], false),
  ...routes('::/0 -> igw-1'),
  ...group('tcp 8000 from ::/0'),
  networkAcls: [networkAcl('acl-1', OPEN, SUBNETS)],
};

function ipv6(change: Partial<AwsEstate>): AwsEstate {
  return a({ ...IPV6, ...change });
}

/** A36: the gateway sends what arrives through a firewall endpoint in a subnet of its own. */
function inspected(...subnetRoutes: readonly string[]): AwsEstate {
  return a({
    subnets: [...BASE_A.subnets, subnet('subnet-fw', '10.0.8.0/24', 'us-east-1a')],
    vpcEndpoints: [
      {
        VpcEndpointId: 'vpce-1',
        VpcEndpointType: 'GatewayLoadBalancer',
        VpcId: 'vpc-1',
        SubnetIds: ['subnet-fw'],
      },
    ],
    routeTables: [
      MAIN,
      routeTable('rtb-edge', ['10.0.1.0/24 -> vpce-1'], ['igw-1']),
      routeTable('rtb-fw', ['0.0.0.0/0 -> igw-1'], ['subnet-fw']),
      routeTable('rtb-public', subnetRoutes, SUBNETS),
    ],
  });
}

export const OPEN_TO_ALL =
  'i-1 203.0.113.10 reachable tcp 8000 world by acl-default 100, sg-web tcp 8000 from 0.0.0.0/0';

export const DIRECT_ROWS: readonly OracleRow[] = [
  { id: 'A01', says: 'the reference', estate: a({}), expected: [OPEN_TO_ALL] },
  {
    id: 'A02',
    says: 'no public address',
    estate: a({ interfaces: eni({}, ['sg-web'], false) }),
    expected: ['i-1 10.0.1.10 blocked tcp 8000 world by eni-1 no public address'],
  },
  {
    id: 'A04',
    says: 'the reply leaves by a NAT gateway',
    estate: a(routes('0.0.0.0/0 -> nat-1')),
    expected: ['i-1 203.0.113.10 blocked tcp 8000 world by rtb-public 0.0.0.0/0 -> nat-1'],
  },
  {
    id: 'A05',
    says: 'the main route table counts without an association',
    estate: a({ routeTables: [routeTable('rtb-main', ['0.0.0.0/0 -> igw-1'], ['main'])] }),
    expected: [OPEN_TO_ALL],
  },
  {
    id: 'A07',
    says: 'one block is routed to the gateway',
    estate: a(routes('8.8.8.0/24 -> igw-1')),
    expected: [
      'i-1 203.0.113.10 reachable tcp 8000 narrow 8.8.8.0/24 by acl-default 100, sg-web tcp 8000 from 0.0.0.0/0',
    ],
  },
  {
    id: 'A08',
    says: 'the gateway is detached',
    estate: a({ internetGateways: [], ...routes('0.0.0.0/0 -> igw-1 blackhole') }),
    expected: [
      'i-1 203.0.113.10 blocked tcp 8000 world by vpc-1 no internet gateway attached, rtb-public 0.0.0.0/0 -> igw-1',
    ],
  },
  {
    id: 'A10',
    says: 'an earlier entry denies',
    estate: a(acl('in 90 deny tcp 8000 0.0.0.0/0', ...OPEN_V4)),
    expected: ['i-1 203.0.113.10 blocked tcp 8000 world by acl-1 90'],
  },
  {
    id: 'A11',
    says: 'a later entry comes too late, in whatever order it is answered',
    estate: a(acl('in 110 deny tcp 8000 0.0.0.0/0', ...OPEN_V4)),
    expected: ['i-1 203.0.113.10 reachable tcp 8000 world by acl-1 100, sg-web tcp 8000 from 0.0.0.0/0'],
  },
  {
    id: 'A12',
    says: 'replies leave for one client port, which an attacker chooses',
    estate: a(acl('in 100 allow all 0.0.0.0/0', 'out 100 allow tcp 443 0.0.0.0/0')),
    expected: [
      'i-1 203.0.113.10 reachable tcp 8000 world crafted-source-port-only by acl-1 100, sg-web tcp 8000 from 0.0.0.0/0',
    ],
  },
  {
    id: 'A14',
    says: 'replies leave for one block',
    estate: a(acl('in 100 allow all 0.0.0.0/0', 'out 100 allow tcp 1024-65535 8.8.8.0/24')),
    expected: ['i-1 203.0.113.10 reachable tcp 8000 narrow 8.8.8.0/24 by acl-1 100, sg-web tcp 8000 from 0.0.0.0/0'],
  },
  {
    id: 'A15',
    says: 'IPv6 is open all the way to an ACL that only speaks of IPv4',
    estate: a({
      interfaces: eni({ Ipv6Addresses: [{ Ipv6Address: '2001:db8:0:1::10' }] }),
      ...routes('0.0.0.0/0 -> igw-1', '::/0 -> igw-1'),
      ...group('tcp 8000 from 0.0.0.0/0', 'tcp 8000 from ::/0'),
    }),
    expected: ['i-1 2001:db8:0:1::10 blocked tcp 8000 world by acl-default *', OPEN_TO_ALL],
  },
  {
    id: 'A17',
    says: 'only private sources',
    estate: a(group('tcp 8000 from 10.0.0.0/8')),
    expected: ['i-1 203.0.113.10 blocked tcp 0-65535 world by sg-web no rule allows it'],
  },
  {
    id: 'A18',
    says: 'only its own group',
    estate: a(group('all from sg-web')),
    expected: ['i-1 203.0.113.10 blocked tcp 0-65535 world by sg-web no rule allows it'],
  },
  {
    id: 'A20',
    says: 'only a list that any customer of CloudFront can send from',
    estate: a({
      ...group('tcp 8000 from pl-cf'),
      prefixLists: [{ PrefixListId: 'pl-cf', PrefixListName: 'com.amazonaws.global.cloudfront', OwnerId: 'AWS' }],
      prefixListEntries: { 'pl-cf': ['198.51.100.0/24', '192.0.2.0/25'] },
    }),
    expected: [
      'i-1 203.0.113.10 reachable tcp 8000 narrow 192.0.2.0/25 198.51.100.0/24 provider-range by acl-default 100, sg-web tcp 8000 from pl-cf',
    ],
  },
  {
    id: 'A21',
    says: 'every protocol',
    estate: a(group('all from 0.0.0.0/0')),
    expected: [
      'i-1 203.0.113.10 reachable * 0-65535 world by acl-default 100, sg-web all traffic from 0.0.0.0/0',
      'i-1 203.0.113.10 reachable icmp 0-65535 world by acl-default 100, sg-web all traffic from 0.0.0.0/0',
      'i-1 203.0.113.10 reachable tcp 0-65535 world by acl-default 100, sg-web all traffic from 0.0.0.0/0',
      'i-1 203.0.113.10 reachable udp 0-65535 world by acl-default 100, sg-web all traffic from 0.0.0.0/0',
    ],
  },
  {
    id: 'A22',
    says: 'only an ICMP type, which is no port',
    estate: a(group('icmp 8 from 0.0.0.0/0')),
    expected: [
      'i-1 203.0.113.10 reachable icmp 2048-2303 world by acl-default 100, sg-web icmp type 8 from 0.0.0.0/0',
      'i-1 203.0.113.10 blocked tcp 0-65535 world by sg-web no rule allows it',
    ],
  },
  {
    id: 'A24',
    says: 'groups are united, so an empty one takes nothing away',
    estate: a({
      interfaces: eni({}, ['sg-empty', 'sg-web']),
      securityGroups: [securityGroup('sg-empty', []), ...BASE_A.securityGroups],
    }),
    expected: [OPEN_TO_ALL],
  },
  {
    id: 'A25',
    says: 'no egress rules, for replies need none',
    estate: a({ securityGroups: [securityGroup('sg-web', ['tcp 8000 from 0.0.0.0/0'], { IpPermissionsEgress: [] })] }),
    expected: [OPEN_TO_ALL],
  },
  {
    id: 'A26',
    says: 'IPv6 only',
    estate: ipv6({}),
    expected: ['i-1 2001:db8:0:1::10 reachable tcp 8000 world by acl-1 101, sg-web tcp 8000 from ::/0'],
  },
  {
    id: 'A27',
    says: 'IPv6 leaves and does not enter',
    estate: ipv6(routes('::/0 -> eigw-1')),
    expected: ['i-1 2001:db8:0:1::10 blocked tcp 8000 world by rtb-public ::/0 -> eigw-1'],
  },
  {
    id: 'A28',
    says: 'the IPv6 range is not advertised',
    estate: ipv6({
      subnets: [
        subnet('subnet-a', '10.0.1.0/24', 'us-east-1a', {
          Ipv6CidrBlockAssociationSet: [{ Ipv6CidrBlock: '2001:db8:0:1::/64', Ipv6AddressAttribute: 'private' }],
        }),
      ],
    }),
    expected: ['i-1 2001:db8:0:1::10 blocked tcp 8000 world by subnet-a IPv6 addresses are private'],
  },
  {
    id: 'A30',
    says: 'a delegated block of pod addresses',
    estate: ipv6({ interfaces: eni({ Ipv6Prefixes: [{ Ipv6Prefix: '2001:db8:0:1:1::/80' }] }, ['sg-web'], false) }),
    expected: ['i-1 2001:db8:0:1:1::/80 reachable tcp 8000 world by acl-1 101, sg-web tcp 8000 from ::/0'],
  },
  {
    id: 'A31',
    says: 'Block Public Access',
    estate: a({ blockPublicAccess: 'block-ingress' }),
    expected: ['i-1 203.0.113.10 blocked tcp 8000 world by vpc-block-public-access block-ingress'],
  },
  {
    id: 'A32',
    says: 'an exclusion for egress lets nothing in',
    estate: a({ blockPublicAccess: 'block-bidirectional', exclusions: [exclusion('allow-egress')] }),
    expected: ['i-1 203.0.113.10 blocked tcp 8000 world by vpc-block-public-access block-bidirectional'],
  },
  {
    id: 'A33',
    says: 'an exclusion for both directions does',
    estate: a({ blockPublicAccess: 'block-bidirectional', exclusions: [exclusion('allow-bidirectional')] }),
    expected: [OPEN_TO_ALL],
  },
  {
    id: 'A34',
    says: 'a NAT gateway takes no connections',
    estate: a({
      interfaces: [
        networkInterface('eni-nat', {
          private: '10.0.1.20',
          public: '203.0.113.20',
          subnet: 'subnet-a',
          groups: [],
          more: { InterfaceType: 'natGateway', RequesterManaged: true },
        }),
      ],
      instances: [],
    }),
    expected: ['eni-nat 203.0.113.20 blocked tcp 0-65535 world by eni-nat accepts no inbound connections'],
  },
  {
    id: 'A35',
    says: 'an address of nobody, and a stopped instance',
    estate: a({
      addresses: [{ AllocationId: 'eipalloc-1', PublicIp: '203.0.113.99' }],
      instances: [instance('i-1', { State: { Name: 'stopped' } })],
    }),
    expected: [
      'eipalloc-1 203.0.113.99 blocked tcp 0-65535 world latent by eipalloc-1 not associated',
      'i-1 203.0.113.10 blocked tcp 8000 world latent by i-1 stopped',
    ],
  },
  {
    id: 'A36',
    says: 'a box sees the whole conversation',
    estate: inspected('0.0.0.0/0 -> vpce-1'),
    expected: [
      'i-1 203.0.113.10 unknown tcp 8000 world inspected by rtb-edge 10.0.1.0/24 -> vpce-1, acl-default 100, sg-web tcp 8000 from 0.0.0.0/0',
    ],
  },
  {
    id: 'A37',
    says: 'a box sees half of it',
    estate: inspected('0.0.0.0/0 -> igw-1'),
    expected: [
      'i-1 203.0.113.10 unknown tcp 8000 world inspected by rtb-edge asymmetric: the reply does not pass vpce-1, acl-default 100, sg-web tcp 8000 from 0.0.0.0/0',
    ],
  },
  {
    id: 'A70',
    says: 'a task of Fargate, which only its interface tells of',
    estate: a({
      instances: [],
      interfaces: [
        networkInterface('eni-task', {
          private: '10.0.1.30',
          public: '203.0.113.30',
          subnet: 'subnet-a',
          groups: ['sg-web'],
          more: {
            Description: 'arn:aws:ecs:us-east-1:111122223333:attachment/1',
            RequesterManaged: true,
            Attachment: { InstanceOwnerId: '111122223333', Status: 'attached', DeviceIndex: 1 },
          },
        }),
      ],
    }),
    expected: ['eni-task 203.0.113.30 reachable tcp 8000 world by acl-default 100, sg-web tcp 8000 from 0.0.0.0/0'],
  },
];

function exclusion(mode: string): AwsRecord {
  return {
    ExclusionId: 'vpcbpa-exclude-1',
    ResourceArn: 'arn:aws:ec2:us-east-1:111122223333:subnet/subnet-a',
    InternetGatewayExclusionMode: mode,
    State: 'create-complete',
  };
}
