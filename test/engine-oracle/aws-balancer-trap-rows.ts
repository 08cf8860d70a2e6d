import {
  type AwsEstate,
  BASE_A,
  BASE_ALB,
  BASE_NLB,
  CHAT,
  EDGE,
  WEB,
  WEB_LISTENER,
  WEB_LISTENER_ARN,
} from '../support/aws-estate.ts';
import {
  type AwsRecord,
  arnOf,
  fixedResponse,
  forward,
  instance,
  listener,
  listenerRule,
  loadBalancer,
  networkAcl,
  networkInterface,
  routeTable,
  securityGroup,
  targetGroup,
} from '../support/aws-records.ts';
import { PRIVATE_BLOCKED } from './aws-balancer-rows.ts';
import { OPEN, OPEN_TO_ALL, OPEN_V4, type OracleRow } from './aws-rows.ts';

const ZONES = { 'us-east-1a': 'subnet-a', 'us-east-1b': 'subnet-b' };
const SUBNETS = ['subnet-a', 'subnet-b'];
const EDGE_ARN = arnOf('loadbalancer', EDGE);
const MAIN = routeTable('rtb-main', [], ['main']);
const PRIVATE_TABLE = routeTable('rtb-private', ['0.0.0.0/0 -> nat-1'], ['subnet-p']);

function alb(change: Partial<AwsEstate>): AwsEstate {
  return { ...BASE_ALB, ...change };
}

function nlb(change: Partial<AwsEstate>): AwsEstate {
  return { ...BASE_NLB, ...change };
}

/** A38 with rules of its own on the listener, whose default actions AWS answers twice. */
function rules(...made: readonly AwsRecord[]): AwsEstate {
  const actions = made.find((record) => record['IsDefault'] === true)?.['Actions'];
  return alb({ listeners: [{ ...WEB_LISTENER, DefaultActions: actions }], rules: { [WEB_LISTENER_ARN]: made } });
}

function rule(priority: string, conditions: readonly AwsRecord[], actions: readonly AwsRecord[]): AwsRecord {
  return listenerRule(WEB_LISTENER_ARN, priority, conditions, actions);
}

/** The target admits only addresses of the network. */
const FROM_INSIDE = { securityGroups: [securityGroup('sg-app', ['tcp 8000 from 10.0.0.0/16'])] };

/** The interfaces of the load balancer itself. */
function nodes(name: string): readonly AwsRecord[] {
  const node = (id: string, address: string, subnetId: string): AwsRecord =>
    networkInterface(id, {
      private: address,
      public: `203.0.113.${address.split('.')[2] ?? '0'}`,
      subnet: subnetId,
      groups: ['sg-alb'],
      more: { Description: `ELB ${name}`, RequesterManaged: true },
    });
  return [node('eni-node-a', '10.0.1.5', 'subnet-a'), node('eni-node-b', '10.0.2.5', 'subnet-b')];
}

/** A second instance, in the other zone. */
const OTHER = networkInterface('eni-2', {
  private: '10.0.2.20',
  subnet: 'subnet-b',
  groups: ['sg-app'],
  instance: 'i-2',
});

const CLASSIC = {
  LoadBalancerName: 'old',
  DNSName: 'old.elb.example',
  Scheme: 'internet-facing',
  VPCId: 'vpc-1',
  Subnets: ['subnet-a'],
  SecurityGroups: ['sg-alb'],
  ListenerDescriptions: [
    { Listener: { Protocol: 'HTTP', LoadBalancerPort: 80, InstanceProtocol: 'HTTP', InstancePort: 8000 } },
  ],
  Instances: [{ InstanceId: 'i-1' }],
};

function classic(change: Partial<AwsEstate>, more: AwsRecord = {}): AwsEstate {
  return alb({
    loadBalancers: [],
    listeners: [],
    rules: {},
    targetGroups: [],
    targets: {},
    balancerAttributes: {},
    groupAttributes: {},
    classicLoadBalancers: [{ ...CLASSIC, ...more }],
    securityGroups: [
      securityGroup('sg-alb', ['tcp 80 from 0.0.0.0/0']),
      securityGroup('sg-app', ['tcp 8000 from sg-alb']),
    ],
    ...change,
  });
}

/** What goes wrong where a load balancer stands in between. */
export const BALANCER_TRAP_ROWS: readonly OracleRow[] = [
  {
    id: 'L01',
    says: 'rules count by number and not by text, and a weight of zero is no target',
    estate: rules(
      rule('10', [{ Field: 'path-pattern', Values: ['/*'] }], [fixedResponse()]),
      rule(
        '9',
        [{ Field: 'path-pattern', Values: ['/v1/*'] }],
        [
          {
            Type: 'forward',
            ForwardConfig: {
              TargetGroups: [
                { TargetGroupArn: CHAT, Weight: 1 },
                { TargetGroupArn: arnOf('targetgroup', 'empty'), Weight: 0 },
              ],
            },
          },
        ],
      ),
      rule('default', [], [forward('chat')]),
    ),
    expected: [
      'i-1 web.elb.example reachable tcp 443->8000 world if path /v1/* by acl-default 100, sg-alb tcp 443 from 0.0.0.0/0, sg-app tcp 8000 from sg-alb',
      PRIVATE_BLOCKED,
    ],
  },
  {
    id: 'L02',
    says: 'a condition on the source is the network, not the client',
    estate: rules(
      rule('1', [{ Field: 'source-ip', SourceIpConfig: { Values: ['198.51.100.0/24'] } }], [forward('chat')]),
      rule('default', [], [fixedResponse()]),
    ),
    expected: [
      'i-1 web.elb.example reachable tcp 443->8000 narrow 198.51.100.0/24 by acl-default 100, sg-alb tcp 443 from 0.0.0.0/0, listener-rule/app/web/1/443/1 source address, sg-app tcp 8000 from sg-alb',
      PRIVATE_BLOCKED,
    ],
  },
  {
    id: 'L03',
    says: 'a header with a secret name is a weak gate, mutual TLS a strong one',
    estate: alb({
      listeners: [{ ...WEB_LISTENER, DefaultActions: [fixedResponse()], MutualAuthentication: { Mode: 'verify' } }],
      rules: {
        [WEB_LISTENER_ARN]: [
          rule(
            '1',
            [{ Field: 'http-header', HttpHeaderConfig: { HttpHeaderName: 'X-Origin-Verify', Values: ['s3cret'] } }],
            [forward('chat')],
          ),
          rule('default', [], [fixedResponse()]),
        ],
      },
    }),
    expected: [
      'i-1 web.elb.example reachable tcp 443->8000 world gate mtls gate shared-secret-header weak if header X-Origin-Verify by acl-default 100, sg-alb tcp 443 from 0.0.0.0/0, sg-app tcp 8000 from sg-alb',
      PRIVATE_BLOCKED,
    ],
  },
  {
    id: 'L04',
    says: 'a token is checked, a client certificate passed through is not',
    estate: alb({
      listeners: [{ ...WEB_LISTENER, MutualAuthentication: { Mode: 'passthrough' } }],
      rules: {
        [WEB_LISTENER_ARN]: [
          rule('default', [], [{ Type: 'jwt-validation', Order: 1, JwtValidationConfig: {} }, forward('chat')]),
        ],
      },
    }),
    expected: [
      'i-1 web.elb.example reachable tcp 443->8000 world gate jwt by acl-default 100, sg-alb tcp 443 from 0.0.0.0/0, sg-app tcp 8000 from sg-alb',
      PRIVATE_BLOCKED,
    ],
  },
  {
    id: 'L05',
    says: 'the port of the target, not that of the group or of the listener, meets the filters',
    estate: alb({
      targets: { [CHAT]: ['10.0.9.10:9999'] },
      securityGroups: [
        securityGroup('sg-alb', ['tcp 443 from 0.0.0.0/0']),
        securityGroup('sg-app', ['tcp 9999 from sg-alb']),
      ],
    }),
    expected: [
      'i-1 web.elb.example reachable tcp 443->9999 world by acl-default 100, sg-alb tcp 443 from 0.0.0.0/0, sg-app tcp 9999 from sg-alb',
      PRIVATE_BLOCKED,
    ],
  },
  {
    id: 'L06',
    says: 'addresses as targets of a network load balancer see the load balancer',
    estate: nlb({
      ...FROM_INSIDE,
      targetGroups: [targetGroup('chat', 'TCP', 8000, { TargetType: 'ip' })],
      targets: { [CHAT]: ['10.0.9.10:8000'] },
    }),
    expected: [
      'i-1 edge.elb.example reachable tcp 443->8000 world by acl-default 100, sg-app tcp 8000 from 10.0.0.0/16',
      PRIVATE_BLOCKED,
    ],
  },
  {
    id: 'L07',
    says: 'preservation that is switched off',
    estate: nlb({ ...FROM_INSIDE, groupAttributes: { [CHAT]: { 'preserve_client_ip.enabled': 'false' } } }),
    expected: [
      'i-1 edge.elb.example reachable tcp 443->8000 world by acl-default 100, sg-app tcp 8000 from 10.0.0.0/16',
      PRIVATE_BLOCKED,
    ],
  },
  {
    id: 'L08',
    says: 'preservation that could not be read',
    estate: nlb({ ...FROM_INSIDE, groupAttributes: {} }),
    expected: [
      'i-1 edge.elb.example unknown tcp 443->8000 world by acl-default 100, sg-app tcp 8000 from 10.0.0.0/16 missing elbv2:DescribeTargetGroupAttributes us-east-1',
      PRIVATE_BLOCKED,
    ],
  },
  {
    id: 'L09',
    says: 'preservation that could not be read and does not matter',
    estate: nlb({ groupAttributes: {} }),
    expected: [
      'i-1 edge.elb.example reachable tcp 443->8000 world by acl-default 100, sg-app tcp 8000 from 0.0.0.0/0',
      'i-1 10.0.9.10 blocked tcp 8000 world by eni-1 no public address, rtb-private 0.0.0.0/0 -> nat-1',
    ],
  },
  {
    id: 'L10',
    says: 'a listener of two protocols',
    estate: nlb({
      listeners: [listener(EDGE, 443, 'TCP_UDP', [forward('chat')])],
      targetGroups: [targetGroup('chat', 'TCP_UDP', 8000)],
      securityGroups: [securityGroup('sg-app', ['all from 0.0.0.0/0'])],
    }),
    expected: [
      'i-1 edge.elb.example reachable tcp 443->8000 world by acl-default 100, sg-app all traffic from 0.0.0.0/0',
      'i-1 edge.elb.example reachable udp 443->8000 world by acl-default 100, sg-app all traffic from 0.0.0.0/0',
      'i-1 10.0.9.10 blocked * 0-65535 world by eni-1 no public address',
      'i-1 10.0.9.10 blocked icmp 0-65535 world by eni-1 no public address',
      'i-1 10.0.9.10 blocked tcp 0-65535 world by eni-1 no public address, rtb-private 0.0.0.0/0 -> nat-1',
      'i-1 10.0.9.10 blocked udp 0-65535 world by eni-1 no public address',
    ],
  },
  {
    id: 'L11',
    says: 'nodes keep to their zone, and one zone has no way back',
    estate: nlb({
      balancerAttributes: { [EDGE_ARN]: {} },
      interfaces: [...BASE_NLB.interfaces, OTHER],
      instances: [instance('i-1'), instance('i-2')],
      targets: { [CHAT]: ['i-1:8000', 'i-2:8000'] },
      routeTables: [
        MAIN,
        PRIVATE_TABLE,
        routeTable('rtb-public', ['0.0.0.0/0 -> igw-1'], ['subnet-a']),
        routeTable('rtb-dead', [], ['subnet-b']),
      ],
    }),
    expected: [
      'i-1 edge.elb.example reachable tcp 443->8000 world by acl-default 100, sg-app tcp 8000 from 0.0.0.0/0',
      'i-2 edge.elb.example blocked tcp 443->8000 world by rtb-dead no route',
      'i-1 10.0.9.10 blocked tcp 8000 world by eni-1 no public address, rtb-private 0.0.0.0/0 -> nat-1',
      'i-2 10.0.2.20 blocked tcp 8000 world by eni-2 no public address, rtb-dead no route',
    ],
  },
  {
    id: 'L12',
    says: 'a target in a zone that is not enabled gets nothing',
    estate: nlb({
      loadBalancers: [loadBalancer(EDGE, { 'us-east-1b': 'subnet-b' })],
      targets: { [CHAT]: ['i-1:8000 unused'] },
      interfaces: [
        networkInterface('eni-1', {
          private: '10.0.9.10',
          subnet: 'subnet-p',
          groups: ['sg-app'],
          instance: 'i-1',
        }),
      ],
    }),
    expected: [
      'i-1 edge.elb.example blocked tcp 443->8000 world by loadbalancer/net/edge/1 us-east-1a is not enabled',
      'i-1 10.0.9.10 blocked tcp 8000 world by eni-1 no public address, rtb-private 0.0.0.0/0 -> nat-1',
    ],
  },
  {
    id: 'L13',
    says: 'a function has no filter',
    estate: alb({
      targetGroups: [targetGroup('chat', 'HTTP', 8000, { TargetType: 'lambda', Port: undefined })],
      targets: { [CHAT]: ['arn:aws:lambda:us-east-1:111122223333:function:chat'] },
    }),
    expected: [
      'arn:aws:lambda:us-east-1:111122223333:function:chat web.elb.example reachable tcp 443 world by acl-default 100, sg-alb tcp 443 from 0.0.0.0/0',
      PRIVATE_BLOCKED,
    ],
  },
  {
    id: 'L14',
    says: 'nothing is registered',
    estate: alb({ targets: { [CHAT]: [] } }),
    expected: [
      'targetgroup/chat web.elb.example blocked tcp 443->8000 world latent by targetgroup/chat no registered target',
      PRIVATE_BLOCKED,
    ],
  },
  {
    id: 'L15',
    says: 'an address outside of what was collected',
    estate: alb({ targets: { [CHAT]: ['172.16.0.9:8000'] } }),
    expected: [
      'targetgroup/chat#172.16.0.9 web.elb.example unknown tcp 443->8000 world by acl-default 100, sg-alb tcp 443 from 0.0.0.0/0 missing ec2:DescribeNetworkInterfaces us-east-1',
      PRIVATE_BLOCKED,
    ],
  },
  {
    id: 'L16',
    says: 'a container in a block that is delegated to its host',
    estate: alb({
      interfaces: [
        networkInterface('eni-1', {
          private: '10.0.9.10',
          subnet: 'subnet-p',
          groups: ['sg-app'],
          instance: 'i-1',
          more: { Ipv4Prefixes: [{ Ipv4Prefix: '10.0.9.32/28' }] },
        }),
      ],
      targets: { [CHAT]: ['10.0.9.37:8000'] },
    }),
    expected: [
      'i-1 web.elb.example reachable tcp 443->8000 world by acl-default 100, sg-alb tcp 443 from 0.0.0.0/0, sg-app tcp 8000 from sg-alb',
      PRIVATE_BLOCKED,
    ],
  },
  {
    id: 'L17',
    says: 'the interfaces of a collected load balancer are judged with it, and say what it sends from',
    estate: alb({
      interfaces: [...BASE_ALB.interfaces, ...nodes(WEB)],
      securityGroups: [
        securityGroup('sg-alb', ['tcp 443 from 0.0.0.0/0']),
        securityGroup('sg-app', ['tcp 8000 from 10.0.2.5/32']),
      ],
    }),
    expected: [
      'i-1 web.elb.example reachable tcp 443->8000 world by acl-default 100, sg-alb tcp 443 from 0.0.0.0/0, sg-app tcp 8000 from 10.0.2.5/32',
      PRIVATE_BLOCKED,
    ],
  },
  {
    id: 'L18',
    says: 'an IPv6 client of a network load balancer is hidden from an IPv4 target',
    estate: nlb({
      ...FROM_INSIDE,
      loadBalancers: [loadBalancer(EDGE, ZONES, { IpAddressType: 'dualstack' })],
      routeTables: [MAIN, routeTable('rtb-public', ['0.0.0.0/0 -> igw-1', '::/0 -> igw-1'], SUBNETS), PRIVATE_TABLE],
      networkAcls: [networkAcl('acl-default', OPEN, [...SUBNETS, 'subnet-p'], { IsDefault: true })],
    }),
    expected: [
      'i-1 edge.elb.example blocked tcp 443->8000 world by sg-app no rule allows it',
      'i-1 edge.elb.example reachable tcp 443->8000 world by acl-default 101, acl-default 100, sg-app tcp 8000 from 10.0.0.0/16',
      PRIVATE_BLOCKED,
    ],
  },
  {
    id: 'L19',
    says: 'a classic load balancer',
    estate: classic({}),
    expected: [
      'i-1 old.elb.example reachable tcp 80->8000 world by acl-default 100, sg-alb tcp 80 from 0.0.0.0/0, sg-app tcp 8000 from sg-alb',
      PRIVATE_BLOCKED,
    ],
  },
  {
    id: 'L20',
    says: 'a classic load balancer is filtered as it leaves even inside one subnet',
    estate: classic({
      interfaces: [
        networkInterface('eni-1', { private: '10.0.1.10', subnet: 'subnet-a', groups: ['sg-app'], instance: 'i-1' }),
      ],
      networkAcls: [
        networkAcl(
          'acl-a',
          ['in 100 allow all 0.0.0.0/0', 'out 90 deny tcp 8000 10.0.0.0/16', 'out 100 allow all 0.0.0.0/0'],
          ['subnet-a'],
        ),
      ],
    }),
    expected: [
      'i-1 old.elb.example blocked tcp 80->8000 world by acl-a 90',
      'i-1 10.0.1.10 blocked tcp 0-65535 world by eni-1 no public address, sg-app no rule allows it',
    ],
  },
  {
    id: 'L21',
    says: 'the ACL of the load balancer lets nothing out to the target',
    estate: alb({
      networkAcls: [
        networkAcl(
          'acl-a',
          ['in 100 allow all 0.0.0.0/0', 'out 90 deny all 10.0.9.0/24', ...OPEN_V4.slice(1)],
          SUBNETS,
        ),
        networkAcl('acl-p', OPEN_V4, ['subnet-p']),
      ],
    }),
    expected: ['i-1 web.elb.example blocked tcp 443->8000 world by acl-a 90', PRIVATE_BLOCKED],
  },
  {
    id: 'L22',
    says: 'Block Public Access closes an internet-facing load balancer',
    estate: alb({ blockPublicAccess: 'block-ingress' }),
    expected: [
      'i-1 web.elb.example blocked tcp 443->8000 world by vpc-block-public-access block-ingress',
      'i-1 10.0.9.10 blocked tcp 0-65535 world by eni-1 no public address, vpc-block-public-access block-ingress, sg-app no rule allows it, rtb-private 0.0.0.0/0 -> nat-1',
    ],
  },
  {
    id: 'L23',
    says: 'a stopped target, and a load balancer that does not work yet',
    estate: alb({
      instances: [instance('i-1', { State: { Name: 'stopped' } })],
      loadBalancers: [loadBalancer(WEB, ZONES, { SecurityGroups: ['sg-alb'], State: { Code: 'provisioning' } })],
    }),
    expected: [
      'i-1 web.elb.example blocked tcp 443->8000 world latent by loadbalancer/app/web/1 provisioning, i-1 stopped',
      'i-1 10.0.9.10 blocked tcp 0-65535 world by eni-1 no public address, i-1 stopped, sg-app no rule allows it, rtb-private 0.0.0.0/0 -> nat-1',
    ],
  },
  {
    id: 'L24',
    says: 'a public instance is also behind a load balancer: two ways, two verdicts',
    estate: {
      ...BASE_ALB,
      interfaces: BASE_A.interfaces,
      securityGroups: [...BASE_A.securityGroups, securityGroup('sg-alb', ['tcp 443 from 0.0.0.0/0'])],
      targets: { [CHAT]: ['10.0.1.10:8000'] },
    },
    expected: [
      'i-1 web.elb.example reachable tcp 443->8000 world by acl-default 100, sg-alb tcp 443 from 0.0.0.0/0, sg-web tcp 8000 from 0.0.0.0/0',
      OPEN_TO_ALL,
    ],
  },
  {
    id: 'L25',
    says: 'each node sends from its own address, and the only one that is admitted cannot answer its clients',
    estate: alb({
      interfaces: [...BASE_ALB.interfaces, ...nodes(WEB)],
      securityGroups: [
        securityGroup('sg-alb', ['tcp 443 from 0.0.0.0/0']),
        securityGroup('sg-app', ['tcp 8000 from 10.0.2.5/32']),
      ],
      routeTables: [
        MAIN,
        PRIVATE_TABLE,
        routeTable('rtb-public', ['0.0.0.0/0 -> igw-1'], ['subnet-a']),
        routeTable('rtb-dead', [], ['subnet-b']),
      ],
    }),
    expected: ['i-1 web.elb.example blocked tcp 443->8000 world by sg-app no rule allows it', PRIVATE_BLOCKED],
  },
];
