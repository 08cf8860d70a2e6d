import type { AwsEstate } from '../../../support/aws-estate.ts';
import { BASE_A } from '../../../support/aws-estate.ts';
import {
  type AwsRecord,
  instance,
  networkAcl,
  networkInterface,
  routeTable,
  securityGroup,
  securityGroupRules,
  subnet,
} from '../../../support/aws-records.ts';

export type Delta = Partial<AwsEstate>;

const host = (more: AwsRecord, groups: readonly string[] = ['sg-web']): Delta => ({
  interfaces: [
    networkInterface('eni-1', {
      private: '10.0.1.10',
      public: '203.0.113.10',
      subnet: 'subnet-a',
      groups,
      instance: 'i-1',
      more,
    }),
  ],
});
const groups = (...rules: readonly string[]): Delta => ({ securityGroups: [securityGroup('sg-web', rules)] });
const lists = (...entries: readonly string[]): Delta => ({
  networkAcls: [networkAcl('acl-1', entries, ['subnet-a', 'subnet-b'])],
});
export const routes = (...own: readonly string[]): Delta => ({
  routeTables: [routeTable('rtb-main', [], ['main']), routeTable('rtb-public', own, ['subnet-a', 'subnet-b'])],
});
export const IN = 'in 100 allow all 0.0.0.0/0';
export const OUT = 'out 100 allow all 0.0.0.0/0';

const V6_SUBNET = { Ipv6CidrBlockAssociationSet: [{ Ipv6CidrBlock: '2001:db8:0:1::/64' }] };
export const V6: Delta = {
  ...host({ Ipv6Addresses: [{ Ipv6Address: '2001:db8:0:1::10' }] }),
  ...routes('0.0.0.0/0 -> igw-1', '::/0 -> igw-1'),
  ...groups('tcp 8000 from 0.0.0.0/0', 'tcp 8000 from ::/0'),
  ...lists(IN, OUT, 'in 101 allow all ::/0', 'out 101 allow all ::/0'),
  subnets: [
    subnet('subnet-a', '10.0.1.0/24', 'us-east-1a', V6_SUBNET),
    subnet('subnet-b', '10.0.2.0/24', 'us-east-1b'),
  ],
};
export const LISTED: Delta = {
  ...groups('tcp 8000 from pl-1', 'tcp 9000 from 0.0.0.0/0'),
  prefixLists: [
    { PrefixListId: 'pl-1', PrefixListName: 'com.amazonaws.global.cloudfront.origin-facing', OwnerId: 'AWS' },
  ],
  prefixListEntries: { 'pl-1': ['198.51.100.0/24', '2001:db8:9::/48'] },
};
const BOX: Delta = {
  vpcEndpoints: [
    { VpcEndpointId: 'vpce-1', VpcEndpointType: 'GatewayLoadBalancer', VpcId: 'vpc-1', SubnetIds: ['subnet-f'] },
  ],
  routeTables: [
    routeTable('rtb-edge', ['10.0.1.0/24 -> vpce-1'], ['igw-1']),
    routeTable('rtb-public', ['0.0.0.0/0 -> vpce-1'], ['subnet-a']),
    routeTable('rtb-box', ['0.0.0.0/0 -> igw-1'], ['subnet-f']),
  ],
};

/** Deltas on one instance with a public address. */
export const DIRECT: Readonly<Record<string, Delta>> = {
  'the world let in': {},
  'no public address': {
    interfaces: [
      networkInterface('eni-1', { private: '10.0.1.10', subnet: 'subnet-a', groups: ['sg-web'], instance: 'i-1' }),
    ],
  },
  'a second public address': host({
    PrivateIpAddresses: [
      { Primary: true, PrivateIpAddress: '10.0.1.10', Association: { PublicIp: '203.0.113.10' } },
      { PrivateIpAddress: '10.0.1.11', Association: { PublicIp: '203.0.113.11' } },
    ],
  }),
  'a carrier address': host({
    PrivateIpAddresses: [{ PrivateIpAddress: '10.0.1.10', Association: { CarrierIp: '203.0.113.10' } }],
    Association: undefined,
  }),
  'a NAT gateway': {
    interfaces: [
      networkInterface('eni-1', {
        private: '10.0.1.10',
        public: '203.0.113.10',
        subnet: 'subnet-a',
        groups: ['sg-web'],
        more: { InterfaceType: 'nat_gateway' },
      }),
    ],
  },
  'a service without an instance': {
    interfaces: [
      networkInterface('eni-1', {
        private: '10.0.1.10',
        public: '203.0.113.10',
        subnet: 'subnet-a',
        groups: ['sg-web'],
      }),
    ],
  },
  'the main route table': { routeTables: [routeTable('rtb-main', ['0.0.0.0/0 -> igw-1'], ['main'])] },
  'a route through a NAT gateway': routes('0.0.0.0/0 -> nat-1'),
  'a route for some clients': routes('8.8.8.0/24 -> igw-1'),
  'routes of several lengths': routes('0.0.0.0/0 -> igw-1', '9.0.0.0/8 -> tgw-1', '9.9.9.0/24 -> igw-1'),
  'a written route beside a propagated one': routes('0.0.0.0/0 -> vgw-1 propagated', '0.0.0.0/0 -> igw-1'),
  'a dead route': routes('0.0.0.0/0 -> igw-1 blackhole'),
  'a route to another gateway': routes('0.0.0.0/0 -> igw-2'),
  'no gateway': { internetGateways: [] },
  'a gateway of another network': {
    internetGateways: [{ InternetGatewayId: 'igw-1', Attachments: [{ VpcId: 'vpc-2', State: 'available' }] }],
  },
  'an earlier entry that denies': lists('in 90 deny tcp 8000 0.0.0.0/0', IN, OUT),
  'a later entry that denies': lists('in 110 deny tcp 8000 0.0.0.0/0', IN, OUT),
  'an entry that denies some clients': lists('in 90 deny all 9.0.0.0/8', IN, OUT),
  'an entry that answers one port': lists(IN, 'out 100 allow tcp 443 0.0.0.0/0'),
  'an entry that answers some clients': lists(IN, 'out 100 allow tcp 1024-65535 8.8.8.0/24'),
  'an entry that answers some clients crookedly': lists(
    IN,
    'out 90 allow tcp 443 8.0.0.0/8',
    'out 100 allow tcp 1024-65535 9.0.0.0/8',
  ),
  'an entry that answers nobody': lists(IN),
  'the implicit entries listed': lists(IN, OUT, 'in 32767 deny all 0.0.0.0/0', 'out 32767 deny all 0.0.0.0/0'),
  'a list that allows nothing': lists('in 32767 deny all 0.0.0.0/0', 'out 32767 deny all 0.0.0.0/0'),
  'private clients only': groups('tcp 8000 from 10.0.0.0/8'),
  'its own group only': groups('tcp 8000 from sg-web'),
  'everything open': groups('all from 0.0.0.0/0'),
  'everything open but one entry': {
    ...groups('all from 0.0.0.0/0'),
    ...lists('in 90 deny tcp 22 0.0.0.0/0', IN, OUT),
  },
  'everything open with numbered protocols': {
    ...groups('all from 0.0.0.0/0'),
    ...lists('in 90 deny 47 0.0.0.0/0', IN, OUT),
  },
  'echo requests': groups('icmp 8 from 0.0.0.0/0'),
  'one code of one type': groups('icmp 3/4 from 0.0.0.0/0', 'udp 53 from 0.0.0.0/0'),
  'protocol 47': groups('47 from 0.0.0.0/0'),
  'datagrams that are answered': groups('udp 5000-5010 from 0.0.0.0/0'),
  'datagrams that are not answered': {
    ...groups('udp 5000-5010 from 0.0.0.0/0', 'tcp 22 from 8.8.8.8/32'),
    ...routes('8.8.8.0/24 -> igw-1'),
  },
  'datagrams that no list answers': {
    ...groups('udp 5000 from 0.0.0.0/0'),
    ...lists(IN, 'out 100 allow tcp 443 0.0.0.0/0'),
  },
  'two groups': {
    ...host({}, ['sg-web', 'sg-none']),
    securityGroups: [securityGroup('sg-web', ['tcp 8000 from 0.0.0.0/0']), securityGroup('sg-none', [])],
  },
  'no group of which anything is known': host({ Groups: [] }),
  'two rules for one port': groups(
    'tcp 8000 from 0.0.0.0/1',
    'tcp 8000 from 128.0.0.0/1',
    'tcp 7999-8001 from 8.8.8.0/24',
  ),
  'rules with ids': {
    securityGroupRules: securityGroupRules('sg-web', {
      'sgr-1': 'tcp 8000 from 0.0.0.0/0',
      'sgr-2': 'tcp 22 from 8.8.8.8/32',
    }),
    ...groups('tcp 8000 from 0.0.0.0/0', 'tcp 22 from 8.8.8.8/32'),
  },
  'a list of addresses of the provider': LISTED,
  'a list of addresses that was not read': { ...LISTED, prefixListEntries: {} },
  'a list that was not read, beside the world': {
    ...LISTED,
    ...groups('tcp 8000 from pl-1', 'tcp 8000 from 8.0.0.0/8'),
    prefixListEntries: {},
  },
  'a route for a list': { ...LISTED, ...groups('tcp 8000 from 0.0.0.0/0'), ...routes('pl-1 -> igw-1') },
  'a route for a list that was not read': {
    ...LISTED,
    ...groups('tcp 8000 from 0.0.0.0/0'),
    ...routes('pl-1 -> tgw-1', '0.0.0.0/0 -> igw-1'),
    prefixListEntries: {},
  },
  'more ranges than are listed': groups(...Array.from({ length: 70 }, (_, i) => `tcp 8000 from 8.${i}.1.0/24`)),
  'a wide audience': groups('tcp 8000 from 9.9.0.0/16'),
  'a broad audience': groups('tcp 8000 from 9.0.0.0/8'),
  'Block Public Access': { blockPublicAccess: 'block-ingress' },
  'Block Public Access with an exclusion one way': {
    blockPublicAccess: 'block-bidirectional',
    exclusions: [exclusion('subnet/subnet-a', 'allow-egress')],
  },
  'Block Public Access with an exclusion both ways': {
    blockPublicAccess: 'block-bidirectional',
    exclusions: [exclusion('vpc/vpc-1', 'allow-bidirectional')],
  },
  'a stopped instance': { instances: [instance('i-1', { State: { Name: 'stopped' } })] },
  'a stopped instance that is shut too': {
    instances: [instance('i-1', { State: { Name: 'stopped' } })],
    ...lists('in 90 deny tcp 8000 8.0.0.0/8', IN, OUT),
  },
  'an interface not in use': host({ Attachment: undefined, Status: 'available' }),
  'an instance that was not listed': { instances: [] },
  'an address of nothing': { interfaces: [], addresses: [{ PublicIp: '203.0.113.77', AllocationId: 'eipalloc-1' }] },
  'an address of something unseen': {
    interfaces: [],
    addresses: [{ PublicIp: '203.0.113.77', AllocationId: 'eipalloc-1', NetworkInterfaceId: 'eni-9' }],
  },
  'an instance whose interface was not told': {
    interfaces: [],
    instances: [instance('i-1', { PublicIpAddress: '203.0.113.10' })],
  },
  'an interface that only its instance tells of': {
    interfaces: [],
    instances: [instance('i-1', { NetworkInterfaces: BASE_A.interfaces })],
  },
  IPv6: V6,
  'IPv6 that no list lets in': { ...V6, ...lists(IN, OUT) },
  'IPv6 outbound only': { ...V6, ...routes('0.0.0.0/0 -> igw-1', '::/0 -> eigw-1') },
  'IPv6 that is private': {
    ...V6,
    subnets: [
      subnet('subnet-a', '10.0.1.0/24', 'us-east-1a', {
        Ipv6CidrBlockAssociationSet: [{ Ipv6CidrBlock: '2001:db8:0:1::/64', Ipv6AddressAttribute: 'private' }],
      }),
    ],
  },
  'IPv6 without gateway traffic': {
    ...V6,
    ...host({ Ipv6Addresses: [{ Ipv6Address: '2001:db8:0:1::10' }], DenyAllIgwTraffic: true }),
  },
  'a delegated block': { ...V6, ...host({ Ipv6Prefixes: [{ Ipv6Prefix: '2001:db8:0:1:1::/80' }] }) },
  'everything open over IPv6': { ...V6, ...groups('all from ::/0', 'icmpv6 128 from ::/0') },
  'a box in the way': BOX,
  'a box that the reply does not pass': {
    ...BOX,
    routeTables: [
      routeTable('rtb-edge', ['10.0.1.0/24 -> vpce-1'], ['igw-1']),
      routeTable('rtb-public', ['0.0.0.0/0 -> igw-1'], ['subnet-a']),
    ],
  },
  'a gateway table with a local route': {
    routeTables: [
      routeTable('rtb-edge', [], ['igw-1']),
      routeTable('rtb-public', ['0.0.0.0/0 -> igw-1'], ['subnet-a']),
    ],
  },
  'a pool of addresses': {
    routeTables: [
      {
        RouteTableId: 'rtb-edge',
        VpcId: 'vpc-1',
        Associations: [{ GatewayId: 'igw-1' }, { PublicIpv4Pool: 'ipv4pool-ec2-1' }],
        Routes: [{ DestinationCidrBlock: '198.51.100.0/24', NetworkInterfaceId: 'eni-1', State: 'active' }],
      },
      routeTable('rtb-public', ['0.0.0.0/0 -> igw-1'], ['subnet-a']),
    ],
  },
};

function exclusion(resource: string, mode: string): AwsRecord {
  return {
    ExclusionId: 'vpcbpa-exclude-1',
    ResourceArn: `arn:aws:ec2:us-east-1:111122223333:${resource}`,
    InternetGatewayExclusionMode: mode,
    State: 'create-complete',
  };
}
