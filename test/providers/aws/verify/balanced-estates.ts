import { BASE_ALB, CHAT, EDGE, WEB, WEB_LISTENER, WEB_LISTENER_ARN } from '../../../support/aws-estate.ts';
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
} from '../../../support/aws-records.ts';
import { type Delta, IN, OUT, routes } from './direct-estates.ts';

const oidc = (onUnauthenticated: string): AwsRecord => ({
  Type: 'authenticate-oidc',
  Order: 1,
  AuthenticateOidcConfig: { Issuer: 'https://login.example', OnUnauthenticatedRequest: onUnauthenticated },
});
const path = (value: string): AwsRecord => ({ Field: 'path-pattern', Values: [value] });
const from = (...blocks: readonly string[]): AwsRecord => ({ Field: 'source-ip', SourceIpConfig: { Values: blocks } });
const rules = (...own: readonly AwsRecord[]): Delta => ({ rules: { [WEB_LISTENER_ARN]: own } });
const rule = (priority: string, conditions: readonly AwsRecord[], actions: readonly AwsRecord[]): AwsRecord =>
  listenerRule(WEB_LISTENER_ARN, priority, conditions, actions);
const node = (id: string, subnetId: string, address: string, name: string): AwsRecord =>
  networkInterface(id, {
    private: address,
    subnet: subnetId,
    groups: [],
    more: { Description: `ELB ${name}`, RequesterManaged: true },
  });
const around = (more: Readonly<Record<string, readonly string[]>>): Delta => ({
  networkAcls: [
    networkAcl(
      'acl-default',
      [IN, OUT],
      ['subnet-a', 'subnet-b', 'subnet-p'].filter((id) => !(id in more)),
      { IsDefault: true },
    ),
    ...Object.entries(more).map(([id, entries]) => networkAcl(`acl-${id}`, entries, [id])),
  ],
});

/** Deltas on a private instance behind an application load balancer. */
export const BEHIND_APPLICATION: Readonly<Record<string, Delta>> = {
  'an application load balancer': {},
  'whose nodes were seen': {
    interfaces: [
      ...BASE_ALB.interfaces,
      node('eni-n1', 'subnet-a', '10.0.1.5', WEB),
      node('eni-n2', 'subnet-b', '10.0.2.5', WEB),
    ],
    securityGroups: [
      securityGroup('sg-alb', ['tcp 443 from 0.0.0.0/0']),
      securityGroup('sg-app', ['tcp 8000 from 10.0.1.0/24']),
    ],
  },
  'whose nodes were not seen, for half a subnet': {
    securityGroups: [
      securityGroup('sg-alb', ['tcp 443 from 0.0.0.0/0']),
      securityGroup('sg-app', ['tcp 8000 from 10.0.1.0/25']),
    ],
  },
  'in subnets without a way out': { routeTables: [routeTable('rtb-main', [], ['main'])] },
  'with one good zone': {
    routeTables: [routeTable('rtb-main', [], ['main']), routeTable('rtb-public', ['0.0.0.0/0 -> igw-1'], ['subnet-b'])],
  },
  'with a rule for a host': {
    ...rules(
      rule('10', [{ Field: 'host-header', Values: ['chat.example'] }], [forward('chat')]),
      rule('default', [], [fixedResponse()]),
    ),
    listeners: [listener(WEB, 443, 'HTTPS', [fixedResponse()])],
  },
  'with a login that is only offered': rules(rule('default', [], [oidc('allow'), forward('chat')])),
  'with a login': rules(rule('default', [], [oidc('deny'), forward('chat')])),
  'with a login and a way past it': rules(
    rule('5', [path('/v1/*')], [forward('chat')]),
    rule('default', [], [oidc('authenticate'), forward('chat')]),
  ),
  'with a token': rules(
    rule(
      'default',
      [],
      [
        { Type: 'jwt-validation', Order: 1, JwtValidationConfig: { Issuer: 'https://tokens.example' } },
        forward('chat'),
      ],
    ),
  ),
  'with client certificates': { listeners: [{ ...WEB_LISTENER, MutualAuthentication: { Mode: 'verify' } }] },
  'with a secret header': rules(
    rule(
      '5',
      [{ Field: 'http-header', HttpHeaderConfig: { HttpHeaderName: 'X-Origin-Verify', Values: ['hush'] } }],
      [forward('chat')],
    ),
    rule('default', [], [fixedResponse()]),
  ),
  'with a rule for some clients': rules(
    rule('5', [from('8.8.8.0/24')], [forward('chat')]),
    rule('default', [], [fixedResponse()]),
  ),
  'with a rule for some clients that takes them away': rules(
    rule('5', [from('8.8.8.0/24')], [fixedResponse()]),
    rule('default', [], [forward('chat')]),
  ),
  'with redirects only': rules(rule('default', [], [{ Type: 'redirect', Order: 1 }])),
  'with a weight of zero': rules(
    rule(
      'default',
      [],
      [{ Type: 'forward', Order: 1, ForwardConfig: { TargetGroups: [{ TargetGroupArn: CHAT, Weight: 0 }] } }],
    ),
  ),
  'without listeners': { listeners: [], rules: {} },
  'without targets': { targets: { [CHAT]: [] } },
  'whose targets were not read': { targets: {} },
  'whose rules were not read': { rules: {} },
  'with an address outside': { targets: { [CHAT]: ['192.168.7.7:8000'] } },
  'with a function': {
    targetGroups: [targetGroup('chat', 'HTTP', 80, { TargetType: 'lambda' })],
    targets: { [CHAT]: ['arn:aws:lambda:us-east-1:111122223333:function:chat'] },
  },
  'with instances': {
    targetGroups: [targetGroup('chat', 'HTTP', 8000)],
    targets: { [CHAT]: ['i-1:8001', 'i-9:8000'] },
  },
  'with a stopped target': { instances: [instance('i-1', { State: { Name: 'stopped' } })] },
  'that is internal': {
    loadBalancers: [
      loadBalancer(WEB, { 'us-east-1a': 'subnet-a' }, { SecurityGroups: ['sg-alb'], Scheme: 'internal' }),
    ],
  },
  'that is being made': {
    loadBalancers: [
      loadBalancer(WEB, { 'us-east-1a': 'subnet-a' }, { SecurityGroups: ['sg-alb'], State: { Code: 'provisioning' } }),
    ],
  },
  'open to some clients': {
    securityGroups: [
      securityGroup('sg-alb', ['tcp 443 from 8.8.8.0/24']),
      securityGroup('sg-app', ['tcp 8000 from sg-alb']),
    ],
  },
  'shut on its own port': {
    securityGroups: [
      securityGroup('sg-alb', ['tcp 8000 from 0.0.0.0/0']),
      securityGroup('sg-app', ['tcp 8000 from sg-alb']),
    ],
  },
  'whose target is shut': {
    securityGroups: [
      securityGroup('sg-alb', ['tcp 443 from 0.0.0.0/0']),
      securityGroup('sg-app', ['tcp 22 from sg-alb']),
    ],
  },
  'behind lists that let it through': around({
    'subnet-p': ['in 100 allow tcp 8000 10.0.0.0/16', 'out 100 allow tcp 1024-65535 10.0.0.0/16'],
  }),
  'behind a list that takes no reply': around({
    'subnet-a': ['in 90 deny all 10.0.9.0/24', IN, OUT],
    'subnet-b': ['in 90 deny all 10.0.9.0/24', IN, OUT],
  }),
  'over both families': {
    loadBalancers: [
      loadBalancer(
        WEB,
        { 'us-east-1a': 'subnet-a' },
        { SecurityGroups: ['sg-alb'], IpAddressType: 'dualstack', Scheme: 'internal' },
      ),
    ],
    balancerAttributes: { [arnOf('loadbalancer', WEB)]: { 'ipv6.deny_all_igw_traffic': 'false' } },
    ...routes('0.0.0.0/0 -> igw-1', '::/0 -> igw-1'),
    securityGroups: [securityGroup('sg-alb', ['tcp 443 from ::/0']), securityGroup('sg-app', ['tcp 8000 from sg-alb'])],
    networkAcls: [
      networkAcl(
        'acl-1',
        [IN, OUT, 'in 101 allow all ::/0', 'out 101 allow all ::/0'],
        ['subnet-a', 'subnet-b', 'subnet-p'],
      ),
    ],
  },
};

export const ALB_BEHIND: Delta = {
  loadBalancers: [
    loadBalancer(EDGE, { 'us-east-1a': 'subnet-a', 'us-east-1b': 'subnet-b' }),
    loadBalancer(WEB, { 'us-east-1a': 'subnet-a' }, { Scheme: 'internal', SecurityGroups: ['sg-alb'] }),
  ],
  balancerAttributes: {
    [arnOf('loadbalancer', EDGE)]: { 'load_balancing.cross_zone.enabled': 'true' },
    [arnOf('loadbalancer', WEB)]: {},
  },
  listeners: [listener(EDGE, 443, 'TCP', [forward('inner')]), listener(WEB, 443, 'HTTPS', [forward('chat')])],
  rules: { [WEB_LISTENER_ARN]: [] },
  targetGroups: [
    targetGroup('inner', 'TCP', 443, { TargetType: 'alb' }),
    targetGroup('chat', 'HTTP', 8000, { TargetType: 'ip' }),
  ],
  groupAttributes: { [CHAT]: {}, [arnOf('targetgroup', 'inner')]: {} },
  targets: { [CHAT]: ['10.0.9.10:8000'], [arnOf('targetgroup', 'inner')]: [arnOf('loadbalancer', WEB)] },
  securityGroups: [
    securityGroup('sg-alb', ['tcp 443 from 0.0.0.0/0']),
    securityGroup('sg-app', ['tcp 8000 from sg-alb']),
  ],
};

/** Deltas on a private instance behind a network load balancer without groups. */
export const BEHIND_NETWORK: Readonly<Record<string, Delta>> = {
  'a network load balancer': {},
  'whose target knows its network only': { securityGroups: [securityGroup('sg-app', ['tcp 8000 from 10.0.0.0/16'])] },
  'that hides the client': {
    securityGroups: [securityGroup('sg-app', ['tcp 8000 from 10.0.0.0/16'])],
    groupAttributes: { [CHAT]: { 'preserve_client_ip.enabled': 'false' } },
  },
  'of which it was not read whether it hides the client': {
    groupAttributes: {},
    securityGroups: [securityGroup('sg-app', ['tcp 8000 from 10.0.0.0/16'])],
  },
  'of which that does not matter': {
    groupAttributes: {},
    securityGroups: [securityGroup('sg-app', ['tcp 8000 from 0.0.0.0/0'])],
  },
  'with groups': {
    loadBalancers: [
      loadBalancer(EDGE, { 'us-east-1a': 'subnet-a', 'us-east-1b': 'subnet-b' }, { SecurityGroups: ['sg-edge'] }),
    ],
    securityGroups: [
      securityGroup('sg-edge', ['tcp 443 from 8.8.8.0/24']),
      securityGroup('sg-app', ['tcp 8000 from sg-edge']),
    ],
  },
  'behind a list for its network': around({ 'subnet-p': ['in 100 allow all 10.0.0.0/16', OUT] }),
  'that keeps to its zones': {
    balancerAttributes: { [arnOf('loadbalancer', EDGE)]: { 'load_balancing.cross_zone.enabled': 'false' } },
  },
  'that may keep to its zones': { balancerAttributes: {} },
  'that keeps to its zones, one of them bad': {
    balancerAttributes: { [arnOf('loadbalancer', EDGE)]: { 'load_balancing.cross_zone.enabled': 'false' } },
    routeTables: [routeTable('rtb-main', [], ['main']), routeTable('rtb-public', ['0.0.0.0/0 -> igw-1'], ['subnet-b'])],
  },
  'for datagrams': {
    listeners: [listener(EDGE, 53, 'UDP', [forward('chat')])],
    targetGroups: [targetGroup('chat', 'UDP', 53)],
    targets: { [CHAT]: ['i-1:53'] },
    securityGroups: [securityGroup('sg-app', ['udp 53 from 0.0.0.0/0'])],
  },
  'for both transports': {
    listeners: [listener(EDGE, 53, 'TCP_UDP', [forward('chat')])],
    targetGroups: [targetGroup('chat', 'TCP_UDP', 53)],
    targets: { [CHAT]: ['i-1:53'] },
    securityGroups: [securityGroup('sg-app', ['udp 53 from 0.0.0.0/0', 'tcp 53 from 8.8.8.0/24'])],
  },
  'before an application load balancer': ALB_BEHIND,
  'before one that knows its network only': {
    ...ALB_BEHIND,
    securityGroups: [
      securityGroup('sg-alb', ['tcp 443 from 10.0.0.0/16']),
      securityGroup('sg-app', ['tcp 8000 from sg-alb']),
    ],
  },
  'before one without a listener on that port': {
    ...ALB_BEHIND,
    listeners: [listener(EDGE, 443, 'TCP', [forward('inner')]), listener(WEB, 80, 'HTTP', [forward('chat')])],
    rules: {},
  },
};

const classic = (more: AwsRecord): Delta => ({
  loadBalancers: [],
  listeners: [],
  targetGroups: [],
  classicLoadBalancers: [
    {
      LoadBalancerName: 'old',
      DNSName: 'old.elb.example',
      Scheme: 'internet-facing',
      VPCId: 'vpc-1',
      Subnets: ['subnet-a', 'subnet-b'],
      SecurityGroups: ['sg-alb'],
      ListenerDescriptions: [
        { Listener: { Protocol: 'HTTPS', LoadBalancerPort: 443, InstanceProtocol: 'HTTP', InstancePort: 8000 } },
      ],
      Instances: [{ InstanceId: 'i-1' }],
      ...more,
    },
  ],
});

export const CLASSIC: Readonly<Record<string, Delta>> = {
  'a classic load balancer': classic({}),
  'a classic one without instances': classic({ Instances: [] }),
  'a classic one whose list lets nothing out': {
    ...classic({}),
    ...around({
      'subnet-a': [IN, 'out 90 deny all 10.0.9.0/24', OUT],
      'subnet-b': [IN, 'out 90 deny all 10.0.9.0/24', OUT],
    }),
  },
};
