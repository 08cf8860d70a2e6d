import {
  type AwsEstate,
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
  listener,
  listenerRule,
  loadBalancer,
  networkAcl,
  routeTable,
  securityGroup,
  targetGroup,
} from '../support/aws-records.ts';
import { OPEN, OPEN_V4, type OracleRow } from './aws-rows.ts';

const SUBNETS = ['subnet-a', 'subnet-b'];
const MAIN = routeTable('rtb-main', [], ['main']);

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

function oidc(onUnauthenticated: string): AwsRecord {
  const config = { Issuer: 'https://idp.example', OnUnauthenticatedRequest: onUnauthenticated };
  return { Type: 'authenticate-oidc', Order: 1, AuthenticateOidcConfig: config };
}

const PRIVATE_TABLE = routeTable('rtb-private', ['0.0.0.0/0 -> nat-1'], ['subnet-p']);
const DEAD_END = routeTable('rtb-dead', [], ['subnet-a', 'subnet-b']);
const INNER = 'app/inner/1';
const INNER_GROUP = arnOf('targetgroup', 'inner');

export const PRIVATE_BLOCKED =
  'i-1 10.0.9.10 blocked tcp 0-65535 world by eni-1 no public address, sg-app no rule allows it, rtb-private 0.0.0.0/0 -> nat-1';

export const BALANCER_ROWS: readonly OracleRow[] = [
  {
    id: 'A38',
    says: 'a private target behind an application load balancer',
    estate: alb({}),
    expected: [
      'i-1 web.elb.example reachable tcp 443->8000 world by acl-default 100, sg-alb tcp 443 from 0.0.0.0/0, sg-app tcp 8000 from sg-alb',
      PRIVATE_BLOCKED,
    ],
  },
  {
    id: 'A40',
    says: 'neither zone of the load balancer routes to the gateway',
    estate: alb({ routeTables: [MAIN, DEAD_END, PRIVATE_TABLE] }),
    expected: ['i-1 web.elb.example blocked tcp 443->8000 world by rtb-dead no route', PRIVATE_BLOCKED],
  },
  {
    id: 'A41',
    says: 'one zone does',
    estate: alb({
      routeTables: [
        MAIN,
        routeTable('rtb-dead', [], ['subnet-a']),
        routeTable('rtb-public', ['0.0.0.0/0 -> igw-1'], ['subnet-b']),
        PRIVATE_TABLE,
      ],
    }),
    expected: [
      'i-1 web.elb.example reachable tcp 443->8000 world by acl-default 100, sg-alb tcp 443 from 0.0.0.0/0, sg-app tcp 8000 from sg-alb',
      PRIVATE_BLOCKED,
    ],
  },
  {
    id: 'A42',
    says: 'the client chooses the host that is asked for',
    estate: rules(
      rule('10', [{ Field: 'host-header', Values: ['chat.example'] }], [forward('chat')]),
      rule('default', [], [fixedResponse()]),
    ),
    expected: [
      'i-1 web.elb.example reachable tcp 443->8000 world if host chat.example by acl-default 100, sg-alb tcp 443 from 0.0.0.0/0, sg-app tcp 8000 from sg-alb',
      PRIVATE_BLOCKED,
    ],
  },
  {
    id: 'A43',
    says: 'a login that is only offered is none',
    estate: rules(rule('default', [], [oidc('allow'), forward('chat')])),
    expected: [
      'i-1 web.elb.example reachable tcp 443->8000 world by acl-default 100, sg-alb tcp 443 from 0.0.0.0/0, sg-app tcp 8000 from sg-alb',
      PRIVATE_BLOCKED,
    ],
  },
  {
    id: 'A44',
    says: 'a login that is demanded',
    estate: rules(rule('default', [], [oidc('deny'), forward('chat')])),
    expected: [
      'i-1 web.elb.example reachable tcp 443->8000 world gate oidc by acl-default 100, sg-alb tcp 443 from 0.0.0.0/0, sg-app tcp 8000 from sg-alb',
      PRIVATE_BLOCKED,
    ],
  },
  {
    id: 'A45',
    says: 'another rule leads around the login',
    estate: rules(
      rule('10', [{ Field: 'path-pattern', PathPatternConfig: { Values: ['/v1/*'] } }], [forward('chat')]),
      rule('default', [], [oidc('deny'), forward('chat')]),
    ),
    expected: [
      'i-1 web.elb.example reachable tcp 443->8000 world if path /v1/* by acl-default 100, sg-alb tcp 443 from 0.0.0.0/0, sg-app tcp 8000 from sg-alb',
      'i-1 web.elb.example reachable tcp 443->8000 world gate oidc by acl-default 100, sg-alb tcp 443 from 0.0.0.0/0, sg-app tcp 8000 from sg-alb',
      PRIVATE_BLOCKED,
    ],
  },
  {
    id: 'A47',
    says: 'only a redirect: the front answers, nothing is behind it',
    estate: rules(rule('default', [], [{ Type: 'redirect', RedirectConfig: { Port: '443', StatusCode: 'HTTP_301' } }])),
    expected: [
      'loadbalancer/app/web/1 web.elb.example reachable tcp 443 world by acl-default 100, sg-alb tcp 443 from 0.0.0.0/0',
      PRIVATE_BLOCKED,
    ],
  },
  {
    id: 'A48',
    says: 'a network load balancer passes on the client, whom the target does not admit',
    estate: nlb({ securityGroups: [securityGroup('sg-app', ['tcp 8000 from 10.0.0.0/16'])] }),
    expected: ['i-1 edge.elb.example blocked tcp 443->8000 world by sg-app no rule allows it', PRIVATE_BLOCKED],
  },
  {
    id: 'A50',
    says: 'a rule that names the load balancer admits what it passes on',
    estate: nlb({
      loadBalancers: [
        loadBalancer(EDGE, { 'us-east-1a': 'subnet-a', 'us-east-1b': 'subnet-b' }, { SecurityGroups: ['sg-nlb'] }),
      ],
      securityGroups: [
        securityGroup('sg-nlb', ['tcp 443 from 8.8.8.0/24']),
        securityGroup('sg-app', ['tcp 8000 from sg-nlb']),
      ],
    }),
    expected: [
      'i-1 edge.elb.example reachable tcp 443->8000 narrow 8.8.8.0/24 by acl-default 100, sg-nlb tcp 443 from 8.8.8.0/24, sg-app tcp 8000 from sg-nlb',
      PRIVATE_BLOCKED,
    ],
  },
  {
    id: 'A51',
    says: 'the target needs no route to the gateway',
    estate: nlb({}),
    expected: [
      'i-1 edge.elb.example reachable tcp 443->8000 world by acl-default 100, sg-app tcp 8000 from 0.0.0.0/0',
      'i-1 10.0.9.10 blocked tcp 8000 world by eni-1 no public address, rtb-private 0.0.0.0/0 -> nat-1',
    ],
  },
  {
    id: 'A52',
    says: "the passed-on client meets the target's network ACL",
    estate: nlb({
      networkAcls: [
        networkAcl('acl-default', OPEN_V4, SUBNETS, { IsDefault: true }),
        networkAcl('acl-p', ['in 100 allow all 10.0.0.0/16', 'out 100 allow all 0.0.0.0/0'], ['subnet-p']),
      ],
    }),
    expected: [
      'i-1 edge.elb.example blocked tcp 443->8000 world by acl-p *',
      'i-1 10.0.9.10 blocked tcp 8000 world by eni-1 no public address, acl-p *, rtb-private 0.0.0.0/0 -> nat-1',
    ],
  },
  {
    id: 'A54',
    says: 'an application load balancer behind a network one sees the client too',
    estate: alb({
      securityGroups: [
        securityGroup('sg-inner', ['tcp 443 from 10.0.0.0/16']),
        securityGroup('sg-app', ['tcp 8000 from sg-inner']),
      ],
      loadBalancers: [
        loadBalancer(EDGE, { 'us-east-1a': 'subnet-a' }),
        loadBalancer(INNER, { 'us-east-1a': 'subnet-p' }, { Scheme: 'internal', SecurityGroups: ['sg-inner'] }),
      ],
      listeners: [listener(EDGE, 443, 'TCP', [forward('inner')]), listener(INNER, 443, 'HTTPS', [forward('chat')])],
      rules: { [arnOf('listener', 'app/inner/1/443')]: [] },
      targetGroups: [
        targetGroup('inner', 'TCP', 443, { TargetType: 'alb' }),
        targetGroup('chat', 'HTTP', 8000, { TargetType: 'ip' }),
      ],
      targets: { [INNER_GROUP]: [`${arnOf('loadbalancer', INNER)}#443`], [CHAT]: ['10.0.9.10:8000'] },
      groupAttributes: { [INNER_GROUP]: {}, [CHAT]: {} },
    }),
    expected: [
      'i-1 inner.elb.example blocked tcp 443->8000 world by loadbalancer/app/inner/1 internal, sg-inner no rule allows it, rtb-private 0.0.0.0/0 -> nat-1',
      'i-1 edge.elb.example blocked tcp 443->8000 world by sg-inner no rule allows it',
      PRIVATE_BLOCKED,
    ],
  },
  {
    id: 'A55',
    says: 'internal says nothing of IPv6',
    estate: alb({
      loadBalancers: [
        loadBalancer(
          WEB,
          { 'us-east-1a': 'subnet-a', 'us-east-1b': 'subnet-b' },
          { Scheme: 'internal', IpAddressType: 'dualstack', SecurityGroups: ['sg-alb'] },
        ),
      ],
      balancerAttributes: { [arnOf('loadbalancer', WEB)]: { 'ipv6.deny_all_igw_traffic': 'false' } },
      routeTables: [MAIN, routeTable('rtb-public', ['0.0.0.0/0 -> igw-1', '::/0 -> igw-1'], SUBNETS), PRIVATE_TABLE],
      networkAcls: [networkAcl('acl-default', OPEN, [...SUBNETS, 'subnet-p'], { IsDefault: true })],
      securityGroups: [
        securityGroup('sg-alb', ['tcp 443 from ::/0']),
        securityGroup('sg-app', ['tcp 8000 from sg-alb']),
      ],
    }),
    expected: [
      'i-1 web.elb.example blocked tcp 443->8000 world by loadbalancer/app/web/1 internal, sg-alb no rule allows it',
      'i-1 web.elb.example reachable tcp 443->8000 world by acl-default 101, sg-alb tcp 443 from ::/0, acl-default 100, sg-app tcp 8000 from sg-alb',
      PRIVATE_BLOCKED,
    ],
  },
];
