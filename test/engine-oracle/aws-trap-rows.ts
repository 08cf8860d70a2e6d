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
import { OPEN, OPEN_TO_ALL, OPEN_V4, type OracleRow } from './aws-rows.ts';

const SUBNETS = ['subnet-a', 'subnet-b'];
const MAIN = routeTable('rtb-main', [], ['main']);

function a(change: Partial<AwsEstate>): AwsEstate {
  return { ...BASE_A, ...change };
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

function eni(more: AwsRecord, groups: readonly string[] = ['sg-web']): Partial<AwsEstate> {
  const shared = { private: '10.0.1.10', public: '203.0.113.10', subnet: 'subnet-a', groups };
  return { interfaces: [networkInterface('eni-1', { ...shared, instance: 'i-1', more })] };
}

const LIST = { PrefixListId: 'pl-office', PrefixListName: 'office', OwnerId: '111122223333', AddressFamily: 'IPv4' };

/** A service's interface: nobody's instance, and the service says so. */
function serviceInterface(more: AwsRecord): Partial<AwsEstate> {
  const shared = { private: '10.0.1.40', public: '203.0.113.40', subnet: 'subnet-a', groups: ['sg-web'] };
  return {
    interfaces: [networkInterface('eni-elb', { ...shared, more: { RequesterManaged: true, ...more } })],
    instances: [],
  };
}

/** What an attacker, or a tool that reads only half of the answers, would get wrong on the direct path. */
export const TRAP_ROWS: readonly OracleRow[] = [
  {
    id: 'T01',
    says: 'the public address of a secondary private one, which no summary shows',
    estate: a(
      eni({
        Association: {},
        PrivateIpAddresses: [
          { Primary: true, PrivateIpAddress: '10.0.1.10', Association: {} },
          { Primary: false, PrivateIpAddress: '10.0.1.11', Association: { PublicIp: '203.0.113.11' } },
        ],
      }),
    ),
    expected: ['i-1 203.0.113.11 reachable tcp 8000 world by acl-default 100, sg-web tcp 8000 from 0.0.0.0/0'],
  },
  {
    id: 'T02',
    says: 'an explicit table without a way out hides the main one that has it',
    estate: a({
      routeTables: [routeTable('rtb-main', ['0.0.0.0/0 -> igw-1'], ['main']), routeTable('rtb-dead', [], SUBNETS)],
    }),
    expected: ['i-1 203.0.113.10 blocked tcp 8000 world by rtb-dead no route'],
  },
  {
    id: 'T03',
    says: 'a datagram is delivered though no answer finds its way',
    estate: a({ ...group('udp 11434 from 0.0.0.0/0'), ...routes('0.0.0.0/0 -> tgw-1') }),
    expected: [
      'i-1 203.0.113.10 reachable udp 11434 world one-way by acl-default 100, sg-web udp 11434 from 0.0.0.0/0',
      'i-1 203.0.113.10 blocked tcp 0-65535 world by sg-web no rule allows it, rtb-public 0.0.0.0/0 -> tgw-1',
    ],
  },
  {
    id: 'T04',
    says: 'a datagram is delivered though the ACL drops every answer',
    estate: a({ ...group('udp 53 from 0.0.0.0/0'), ...acl('in 100 allow all 0.0.0.0/0') }),
    expected: [
      'i-1 203.0.113.10 reachable udp 53 world one-way by acl-1 100, sg-web udp 53 from 0.0.0.0/0',
      'i-1 203.0.113.10 blocked tcp 0-65535 world by sg-web no rule allows it, acl-1 *',
    ],
  },
  {
    id: 'T05',
    says: 'a longer prefix leads some clients elsewhere',
    estate: a(routes('0.0.0.0/0 -> igw-1', '0.0.0.0/1 -> tgw-1')),
    expected: [
      'i-1 203.0.113.10 reachable tcp 8000 broad 54 blocks by acl-default 100, sg-web tcp 8000 from 0.0.0.0/0',
    ],
  },
  {
    id: 'T06',
    says: 'a written route beats a propagated one of the same length',
    estate: a(routes('0.0.0.0/0 -> vgw-1 propagated', '0.0.0.0/0 -> igw-1')),
    expected: [OPEN_TO_ALL],
  },
  {
    id: 'T07',
    says: 'the default route as two halves is the same default route',
    estate: a(routes('0.0.0.0/1 -> igw-1', '128.0.0.0/1 -> igw-1')),
    expected: [OPEN_TO_ALL],
  },
  {
    id: 'T08',
    says: 'another gateway than the attached one leads nowhere',
    estate: a(routes('0.0.0.0/0 -> igw-2')),
    expected: ['i-1 203.0.113.10 blocked tcp 8000 world by rtb-public 0.0.0.0/0 -> igw-2'],
  },
  {
    id: 'T09',
    says: 'a NAT instance does not carry replies',
    estate: a(routes('0.0.0.0/0 -> eni-nat')),
    expected: ['i-1 203.0.113.10 blocked tcp 8000 world by rtb-public 0.0.0.0/0 -> eni-nat'],
  },
  {
    id: 'T10',
    says: 'a prefix list as destination',
    estate: a({
      ...routes('pl-office -> igw-1'),
      prefixLists: [LIST],
      prefixListEntries: { 'pl-office': ['198.51.100.0/24'] },
    }),
    expected: [
      'i-1 203.0.113.10 reachable tcp 8000 narrow 198.51.100.0/24 by acl-default 100, sg-web tcp 8000 from 0.0.0.0/0',
    ],
  },
  {
    id: 'T11',
    says: 'a prefix list that could not be read may lead anyone away',
    estate: a(routes('pl-office -> tgw-1', '0.0.0.0/0 -> igw-1')),
    expected: [
      'i-1 203.0.113.10 unknown tcp 8000 world by acl-default 100, sg-web tcp 8000 from 0.0.0.0/0 missing ec2:GetManagedPrefixListEntries us-east-1',
    ],
  },
  {
    id: 'T11b',
    says: 'it may even hold a longer prefix than a route that leads to the internet',
    estate: a(routes('pl-office -> tgw-1', '8.0.0.0/8 -> igw-1')),
    expected: [
      'i-1 203.0.113.10 unknown tcp 8000 broad 8.0.0.0/8 by acl-default 100, sg-web tcp 8000 from 0.0.0.0/0 missing ec2:GetManagedPrefixListEntries us-east-1',
    ],
  },
  {
    id: 'T12',
    says: 'the list of a gateway endpoint holds no clients',
    estate: a(routes('pl-s3 -> vpce-s3', '0.0.0.0/0 -> igw-1')),
    expected: [OPEN_TO_ALL],
  },
  {
    id: 'T13',
    says: 'a rule with a prefix list that could not be read may let in anyone',
    estate: a(group('tcp 8000 from pl-office')),
    expected: [
      'i-1 203.0.113.10 unknown tcp 8000 world by acl-default 100, sg-web tcp 8000 from pl-office missing ec2:GetManagedPrefixListEntries us-east-1',
    ],
  },
  {
    id: 'T14',
    says: 'a customer list is who it says',
    estate: a({
      ...group('tcp 8000 from pl-office'),
      prefixLists: [LIST],
      prefixListEntries: { 'pl-office': ['198.51.100.0/24', '2001:db8::/64'] },
    }),
    expected: [
      'i-1 203.0.113.10 reachable tcp 8000 narrow 198.51.100.0/24 by acl-default 100, sg-web tcp 8000 from pl-office',
    ],
  },
  {
    id: 'T15',
    says: 'protocols by number, ports of -1',
    estate: a({
      securityGroups: [
        securityGroup('sg-web', ['47 from 0.0.0.0/0'], {
          IpPermissions: [
            { IpProtocol: '6', FromPort: -1, ToPort: -1, IpRanges: [{ CidrIp: '198.51.100.0/24' }] },
            { IpProtocol: '47', IpRanges: [{ CidrIp: '0.0.0.0/0' }] },
          ],
        }),
      ],
    }),
    expected: [
      'i-1 203.0.113.10 reachable p47 0-65535 world by acl-default 100, sg-web protocol 47 from 0.0.0.0/0',
      'i-1 203.0.113.10 reachable tcp 0-65535 narrow 198.51.100.0/24 by acl-default 100, sg-web tcp from 198.51.100.0/24',
    ],
  },
  {
    id: 'T16',
    says: 'rule ids where they were collected',
    estate: a({
      securityGroupRules: [
        {
          SecurityGroupRuleId: 'sgr-1',
          GroupId: 'sg-web',
          IsEgress: false,
          IpProtocol: 'tcp',
          FromPort: 8000,
          ToPort: 8000,
          CidrIpv4: '0.0.0.0/0',
        },
      ],
    }),
    expected: ['i-1 203.0.113.10 reachable tcp 8000 world by acl-default 100, sg-web sgr-1'],
  },
  {
    id: 'T17',
    says: 'an ICMP entry of an ACL by type, and a range that ends inside an open one',
    estate: a({
      ...group('icmp 8/0 from 0.0.0.0/0', 'tcp 8000-8100 from 0.0.0.0/0'),
      ...acl('in 90 deny tcp 8050-8200 0.0.0.0/0', 'in 95 deny icmp 8/0 0.0.0.0/0', ...OPEN_V4),
    }),
    expected: [
      'i-1 203.0.113.10 reachable tcp 8000-8049 world by acl-1 100, sg-web tcp 8000-8100 from 0.0.0.0/0',
      'i-1 203.0.113.10 blocked icmp 2048 world by acl-1 95',
      'i-1 203.0.113.10 blocked tcp 8050-8100 world by acl-1 90',
    ],
  },
  {
    id: 'T18',
    says: 'an edge table that sends the traffic through an interface, and back',
    estate: a({
      ...eni({}),
      interfaces: [
        networkInterface('eni-1', {
          private: '10.0.1.10',
          public: '203.0.113.10',
          subnet: 'subnet-a',
          groups: ['sg-web'],
          instance: 'i-1',
        }),
        networkInterface('eni-box', { private: '10.0.2.9', subnet: 'subnet-b', groups: ['sg-box'], instance: 'i-box' }),
      ],
      instances: [instance('i-1'), instance('i-box')],
      securityGroups: [...BASE_A.securityGroups, securityGroup('sg-box', [])],
      routeTables: [
        MAIN,
        routeTable('rtb-edge', ['10.0.1.0/24 -> eni-box'], ['igw-1']),
        routeTable('rtb-box', ['0.0.0.0/0 -> igw-1'], ['subnet-b']),
        routeTable('rtb-public', ['0.0.0.0/0 -> eni-box'], ['subnet-a']),
      ],
    }),
    expected: [
      'i-1 203.0.113.10 unknown tcp 8000 world inspected by rtb-edge 10.0.1.0/24 -> eni-box, acl-default 100, sg-web tcp 8000 from 0.0.0.0/0',
      'i-box 10.0.2.9 blocked tcp 0-65535 world by eni-box no public address, sg-box no rule allows it',
    ],
  },
  {
    id: 'T19',
    says: 'an edge table that leaves the traffic local',
    estate: a({ routeTables: [...BASE_A.routeTables, routeTable('rtb-edge', [], ['igw-1'])] }),
    expected: [OPEN_TO_ALL],
  },
  {
    id: 'T20',
    says: 'the state of the subnet where the mode of the account was not told',
    estate: a({
      subnets: [
        subnet('subnet-a', '10.0.1.0/24', 'us-east-1a', {
          BlockPublicAccessStates: { InternetGatewayBlockMode: 'off' },
        }),
      ],
      blockPublicAccess: '',
    }),
    expected: [OPEN_TO_ALL],
  },
  {
    id: 'T21',
    says: 'an interface that calls itself a load balancer and is attached to an instance is the instance',
    estate: a(eni({ Description: 'ELB app/web/1' })),
    expected: [OPEN_TO_ALL],
  },
  {
    id: 'T22',
    says: 'an interface of a load balancer that is not among those collected',
    estate: a(serviceInterface({ Description: 'ELB net/gone/1', InterfaceType: 'network_load_balancer' })),
    expected: [
      'eni-elb 203.0.113.40 unknown tcp 8000 world by acl-default 100, sg-web tcp 8000 from 0.0.0.0/0 missing elbv2:DescribeLoadBalancers us-east-1',
    ],
  },
  {
    id: 'T23',
    says: 'inbound gateway traffic is denied for IPv6 on the interface itself',
    estate: a({
      ...eni({ DenyAllIgwTraffic: true, Ipv6Addresses: [{ Ipv6Address: '2001:db8::10' }] }),
      ...routes('0.0.0.0/0 -> igw-1', '::/0 -> igw-1'),
      ...group('tcp 8000 from ::/0'),
      ...acl(...OPEN),
    }),
    expected: [
      'i-1 2001:db8::10 blocked tcp 8000 world by eni-1 internet gateway traffic denied',
      'i-1 203.0.113.10 blocked tcp 0-65535 world by sg-web no rule allows it',
    ],
  },
  {
    id: 'T24',
    says: 'an address of a carrier takes nothing from the internet',
    estate: a(
      eni({
        Association: {},
        PrivateIpAddresses: [
          { Primary: true, PrivateIpAddress: '10.0.1.10', Association: { CarrierIp: '198.51.100.7' } },
        ],
      }),
    ),
    expected: ['i-1 198.51.100.7 blocked tcp 8000 world by eni-1 carrier gateway accepts no inbound internet'],
  },
  {
    id: 'T25',
    says: 'a list of the provider beside an ordinary rule is no excuse',
    estate: a({
      ...group('tcp 8000 from pl-cf', 'tcp 8000 from 0.0.0.0/0'),
      prefixLists: [{ PrefixListId: 'pl-cf', OwnerId: 'AWS' }],
      prefixListEntries: { 'pl-cf': ['192.0.2.0/24'] },
    }),
    expected: [
      'i-1 203.0.113.10 reachable tcp 8000 world by acl-default 100, sg-web tcp 8000 from 0.0.0.0/0, sg-web tcp 8000 from pl-cf',
    ],
  },
];
