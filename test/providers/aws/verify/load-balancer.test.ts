import { describe, expect, test } from 'vitest';
import { verifyProof } from '../../../../providers/aws/verify/index.ts';
import type { Hop, Packet, Proof } from '../../../../src/model/proof.ts';
import { resourceRef } from '../../../../src/model/resource.ts';
import {
  ACCOUNT,
  type AwsEstate,
  answersOf,
  BASE_ALB,
  BASE_NLB,
  CHAT,
  EDGE,
  REGION,
  WEB,
  WEB_LISTENER,
  WEB_LISTENER_ARN,
} from '../../../support/aws-estate.ts';
import {
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
} from '../../../support/aws-records.ts';

/** Every answer of these estates came at once. */
const AT = '2026-11-01T08:00:00.000Z';
const BALANCER = arnOf('loadbalancer', WEB);
const SENT: Packet = {
  protocol: 'tcp',
  source: '8.8.8.8',
  sourcePort: 50_000,
  destination: 'web.elb.example',
  port: 443,
};
/** Behind the load balancer one of its nodes sends, of which only the subnet is known. */
const BEHIND: Packet = { ...SENT, source: '10.0.1.0', destination: '10.0.9.10', port: 8000 };

type Line = readonly [
  kind: string,
  ref: string,
  rule: string,
  decision: Hop['decision'],
  call: string,
  packet: Packet,
  direction?: Hop['direction'],
];

const LINES: readonly Line[] = [
  ['load balancer', BALANCER, 'active', 'allow', 'elbv2:DescribeLoadBalancers', SENT],
  ['load balancer', BALANCER, 'internet-facing', 'allow', 'elbv2:DescribeLoadBalancers', SENT],
  ['internet gateway', 'igw-1', 'attached to vpc-1', 'allow', 'ec2:DescribeInternetGateways', SENT],
  [
    'VPC Block Public Access',
    'vpc-block-public-access',
    'off',
    'allow',
    'ec2:DescribeVpcBlockPublicAccessOptions',
    SENT,
  ],
  ['network ACL', 'acl-default', '100', 'allow', 'ec2:DescribeNetworkAcls', SENT],
  ['security group', 'sg-alb', 'tcp 443 from 0.0.0.0/0', 'allow', 'ec2:DescribeSecurityGroups', SENT],
  ['route table', 'rtb-public', '0.0.0.0/0 -> igw-1', 'route', 'ec2:DescribeRouteTables', SENT, 'reply'],
  ['network ACL', 'acl-default', '100', 'allow', 'ec2:DescribeNetworkAcls', SENT, 'reply'],
  ['listener', WEB_LISTENER_ARN, 'HTTPS 443', 'forward', 'elbv2:DescribeListeners', SENT],
  ['listener rule', `${WEB_LISTENER_ARN}/default`, 'default', 'forward', 'elbv2:DescribeListeners', SENT],
  ['target group', CHAT, '10.0.9.10:8000', 'forward', 'elbv2:DescribeTargetGroups', SENT],
  ['network ACL', 'acl-default', '100', 'allow', 'ec2:DescribeNetworkAcls', BEHIND],
  ['instance', 'i-1', 'running', 'allow', 'ec2:DescribeInstances', BEHIND],
  ['network ACL', 'acl-default', '100', 'allow', 'ec2:DescribeNetworkAcls', BEHIND],
  ['security group', 'sg-app', 'tcp 8000 from sg-alb', 'allow', 'ec2:DescribeSecurityGroups', BEHIND],
  ['network ACL', 'acl-default', '100', 'allow', 'ec2:DescribeNetworkAcls', BEHIND, 'reply'],
  ['network ACL', 'acl-default', '100', 'allow', 'ec2:DescribeNetworkAcls', BEHIND, 'reply'],
];

function hopOf([kind, ref, rule, decision, call, packet, direction = 'in']: Line): Hop {
  const evidence = { call, scope: `${ACCOUNT}/${REGION}`, at: AT };
  return { element: { kind, ref: resourceRef(ref) }, direction, decision, rule, packet, evidence };
}

const PROOF: Proof = {
  scope: { cloud: 'aws', account: ACCOUNT, region: REGION },
  entry: resourceRef(BALANCER),
  address: 'web.elb.example',
  workload: resourceRef('i-1'),
  family: 'ipv4',
  protocol: 'tcp',
  ports: '443',
  targetPorts: '8000',
  verdict: 'reachable',
  modifiers: [],
  audience: { class: 'world', ranges: ['0.0.0.0/0'], truncated: false },
  gates: [],
  witness: SENT,
  hops: LINES.map(hopOf),
  blockers: [],
  missing: [],
};

/** The proof with one of its lines replaced. */
function withLine(index: number, line: Line): Partial<Proof> {
  return { hops: LINES.with(index, line).map(hopOf) };
}

const login = { Type: 'authenticate-oidc', Order: 1, AuthenticateOidcConfig: { Issuer: 'https://login.example' } };
const DEFAULT_ARN = `${WEB_LISTENER_ARN.replace(':listener/', ':listener-rule/')}/default`;
const GATE = {
  kind: 'oidc',
  strength: 'strong',
  element: resourceRef(DEFAULT_ARN),
  rule: 'authenticate-oidc https://login.example',
};
const GATED: Partial<AwsEstate> = {
  rules: { [WEB_LISTENER_ARN]: [listenerRule(WEB_LISTENER_ARN, 'default', [], [login, forward('chat')])] },
};
const GATED_LINES: readonly Line[] = LINES.toSpliced(
  9,
  1,
  ['listener rule', DEFAULT_ARN, GATE.rule, 'gate', 'elbv2:DescribeRules', SENT],
  ['listener rule', DEFAULT_ARN, 'default', 'forward', 'elbv2:DescribeRules', SENT],
);

describe('a proof about a load balancer', () => {
  test('holds', () => {
    expect(verifyProof(PROOF, answersOf(BASE_ALB))).toEqual([]);
  });

  test('holds with the login that stands in front', () => {
    const proof = { ...PROOF, gates: [GATE], hops: GATED_LINES.map(hopOf) };
    expect(verifyProof(proof, answersOf({ ...BASE_ALB, ...GATED }))).toEqual([]);
  });

  test.for<[what: string, change: Partial<Proof>, says: string]>([
    ['of the port of the target', { ports: '8000' }, 'not among the ports'],
    ['of the port of the listener at the target', { targetPorts: '443' }, "target's ports are 8000"],
    ['of the load balancer itself', { workload: resourceRef(BALANCER) }, 'know no way'],
    ['of another name', { address: 'other.elb.example' }, 'goes to web.elb.example'],
    ['with a login that nobody demands', { gates: [GATE] }, 'logins are []'],
    [
      'by another listener',
      withLine(8, ['listener', `${WEB_LISTENER_ARN}0`, 'HTTPS 443', 'forward', 'elbv2:DescribeListeners', SENT]),
      'know no way',
    ],
    [
      'by another rule',
      withLine(9, ['listener rule', DEFAULT_ARN, 'default', 'forward', 'elbv2:DescribeListeners', SENT]),
      'know no way',
    ],
    [
      'by another target',
      withLine(10, ['target group', CHAT, '10.0.9.11:8000', 'forward', 'elbv2:DescribeTargetGroups', SENT]),
      '10.0.9.10:8000',
    ],
    [
      'from an address that no node has',
      withLine(14, [
        'security group',
        'sg-app',
        'tcp 8000 from sg-alb',
        'allow',
        'ec2:DescribeSecurityGroups',
        { ...BEHIND, source: '10.0.9.10' },
      ]),
      'sg-app sees',
    ],
    ['without a list between the subnets', { hops: PROOF.hops.toSpliced(13, 1) }, 'hop 14'],
  ])('is refused %s', ([, change, says]) => {
    expect(verifyProof({ ...PROOF, ...change }, answersOf(BASE_ALB)).join('\n')).toContain(says);
  });

  test('is refused without its login', () => {
    const proof = { ...PROOF, hops: GATED_LINES.map(hopOf) };
    expect(verifyProof(proof, answersOf({ ...BASE_ALB, ...GATED })).join('\n')).toContain('The logins are [oidc');
  });

  test.for<[what: string, change: Partial<AwsEstate>, says: string]>([
    [
      'the load balancer is internal',
      {
        loadBalancers: [
          loadBalancer(WEB, { 'us-east-1a': 'subnet-a' }, { SecurityGroups: ['sg-alb'], Scheme: 'internal' }),
        ],
      },
      'does not allow the packet',
    ],
    [
      'no reply leaves its subnets',
      { routeTables: [routeTable('rtb-public', [], ['subnet-a', 'subnet-b'])] },
      'rtb-public does not route',
    ],
    ['its rule answers by itself', { listeners: [listener(WEB, 443, 'HTTPS', [fixedResponse()])] }, 'know no way'],
    ['its listener is on another port', { listeners: [{ ...WEB_LISTENER, Port: 8443 }] }, 'know no way'],
    ['nothing is registered', { targets: { [CHAT]: [] } }, 'know no way'],
    ['the target is on another port', { targets: { [CHAT]: ['10.0.9.10:8001'] } }, '10.0.9.10:8001'],
    ['the target is stopped', { instances: [instance('i-1', { State: { Name: 'stopped' } })] }, 'i-1 does not allow'],
    [
      'the target lets in others',
      {
        securityGroups: [
          securityGroup('sg-alb', ['tcp 443 from 0.0.0.0/0']),
          securityGroup('sg-app', ['tcp 8000 from sg-web']),
        ],
      },
      'sg-app does not allow',
    ],
    [
      'the target lets in the wrong port',
      {
        securityGroups: [
          securityGroup('sg-alb', ['tcp 443 from 0.0.0.0/0']),
          securityGroup('sg-app', ['tcp 443 from sg-alb']),
        ],
      },
      'sg-app does not allow',
    ],
    [
      'a rule takes some clients away',
      {
        rules: {
          [WEB_LISTENER_ARN]: [
            listenerRule(WEB_LISTENER_ARN, '1', [{ Field: 'source-ip', Values: ['9.0.0.0/8'] }], [fixedResponse()]),
          ],
        },
      },
      'The audience of tcp 443',
    ],
    [
      'a rule takes everyone away',
      { rules: { [WEB_LISTENER_ARN]: [listenerRule(WEB_LISTENER_ARN, '1', [], [fixedResponse()])] } },
      'know no way',
    ],
  ])('is refused because %s', ([, change, says]) => {
    expect(verifyProof(PROOF, answersOf({ ...BASE_ALB, ...change })).join('\n')).toContain(says);
  });
});

const OPEN = ['in 100 allow all 0.0.0.0/0', 'out 100 allow all 0.0.0.0/0'];
const node = (id: string, subnet: string, address: string) =>
  networkInterface(id, {
    private: address,
    subnet,
    groups: [],
    more: { Description: `ELB ${WEB}`, RequesterManaged: true },
  });

describe('a packet through a load balancer is one packet', () => {
  test('which is sent by the node that it came to', () => {
    const estate: AwsEstate = {
      ...BASE_ALB,
      interfaces: [
        ...BASE_ALB.interfaces,
        node('eni-a', 'subnet-a', '10.0.1.5'),
        node('eni-b', 'subnet-b', '10.0.2.5'),
      ],
      securityGroups: [
        securityGroup('sg-alb', ['tcp 443 from 0.0.0.0/0']),
        securityGroup('sg-app', ['tcp 8000 from 10.0.1.0/24']),
      ],
      routeTables: [
        routeTable('rtb-main', [], ['main']),
        routeTable('rtb-public', ['0.0.0.0/0 -> igw-1'], ['subnet-b']),
      ],
    };
    const sent = { ...BEHIND, source: '10.0.1.5' };
    const lines = LINES.map(
      ([kind, ref, rule, decision, direction, packet, ...rest]): Line => [
        ...([kind, ref, rule, decision, direction] as const),
        packet === BEHIND ? sent : packet,
        ...rest,
      ],
    );
    const hops = lines.with(14, [
      'security group',
      'sg-app',
      'tcp 8000 from 10.0.1.0/24',
      'allow',
      'ec2:DescribeSecurityGroups',
      sent,
    ]);
    const faults = verifyProof({ ...PROOF, hops: hops.map(hopOf) }, answersOf(estate));
    expect(faults.join('\n')).toContain('sg-app does not allow the packet: it would deny.');
  });

  test('which has one source port for every list that sees the client', () => {
    const answered = (port: string): readonly string[] => [
      'in 100 allow all 0.0.0.0/0',
      'out 90 allow all 10.0.0.0/16',
      `out 100 allow tcp ${port} 0.0.0.0/0`,
    ];
    const estate: AwsEstate = {
      ...BASE_NLB,
      networkAcls: [
        networkAcl('acl-front', answered('443'), ['subnet-a', 'subnet-b']),
        networkAcl('acl-target', answered('8443'), ['subnet-p']),
      ],
    };
    const name = arnOf('loadbalancer', EDGE);
    const proof: Proof = {
      ...PROOF,
      entry: resourceRef(name),
      hops: [],
      address: 'edge.elb.example',
      witness: { ...SENT, destination: 'edge.elb.example', sourcePort: 443 },
    };
    expect(verifyProof(proof, answersOf(estate)).join('\n')).toContain('The witness is blocked');
    expect(
      verifyProof(
        proof,
        answersOf({ ...estate, networkAcls: [networkAcl('acl-1', OPEN, ['subnet-a', 'subnet-b', 'subnet-p'])] }),
      ).join('\n'),
    ).not.toContain('The witness is blocked');
  });
});
