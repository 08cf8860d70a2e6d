import type { Answer } from '../../src/collect/answer.ts';
import {
  type AwsRecord,
  arnOf,
  forward,
  instance,
  listener,
  loadBalancer,
  networkAcl,
  networkInterface,
  routeTable,
  securityGroup,
  subnet,
  targetGroup,
} from './aws-records.ts';

type Records = readonly AwsRecord[];
type Keyed<T> = Readonly<Record<string, T>>;

/** A small AWS account in one region, by what its calls answer. */
export interface AwsEstate {
  readonly interfaces: Records;
  readonly instances: Records;
  readonly images: Records;
  readonly addresses: Records;
  readonly vpcs: Records;
  readonly subnets: Records;
  readonly routeTables: Records;
  readonly internetGateways: Records;
  readonly natGateways: Records;
  readonly vpcEndpoints: Records;
  readonly networkAcls: Records;
  readonly securityGroups: Records;
  readonly securityGroupRules: Records;
  readonly prefixLists: Records;
  /** Blocks by the id of the list. */
  readonly prefixListEntries: Keyed<readonly string[]>;
  readonly blockPublicAccess: string;
  readonly exclusions: Records;
  readonly loadBalancers: Records;
  /** Attributes by ARN. */
  readonly balancerAttributes: Keyed<Keyed<string>>;
  readonly listeners: Records;
  /** Rules by the ARN of the listener. */
  readonly rules: Keyed<Records>;
  readonly targetGroups: Records;
  readonly groupAttributes: Keyed<Keyed<string>>;
  /** Targets by the ARN of the group: `i-1`, `10.0.2.10:8000 unhealthy`, `arn:…`. */
  readonly targets: Keyed<readonly string[]>;
  readonly classicLoadBalancers: Records;
}

const ANYWHERE = ['in 100 allow all 0.0.0.0/0', 'out 100 allow all 0.0.0.0/0'];

/** BASE-A: one running instance with a public address, open on tcp/8000, and nothing in the way. */
export const BASE_A: AwsEstate = {
  interfaces: [
    networkInterface('eni-1', {
      private: '10.0.1.10',
      public: '203.0.113.10',
      subnet: 'subnet-a',
      groups: ['sg-web'],
      instance: 'i-1',
    }),
  ],
  instances: [instance('i-1')],
  images: [],
  addresses: [],
  vpcs: [{ VpcId: 'vpc-1', CidrBlock: '10.0.0.0/16', OwnerId: '111122223333' }],
  subnets: [subnet('subnet-a', '10.0.1.0/24', 'us-east-1a'), subnet('subnet-b', '10.0.2.0/24', 'us-east-1b')],
  routeTables: [
    routeTable('rtb-main', [], ['main']),
    routeTable('rtb-public', ['0.0.0.0/0 -> igw-1'], ['subnet-a', 'subnet-b']),
  ],
  internetGateways: [{ InternetGatewayId: 'igw-1', Attachments: [{ VpcId: 'vpc-1', State: 'available' }] }],
  natGateways: [],
  vpcEndpoints: [],
  networkAcls: [networkAcl('acl-default', ANYWHERE, ['subnet-a', 'subnet-b'], { IsDefault: true })],
  securityGroups: [securityGroup('sg-web', ['tcp 8000 from 0.0.0.0/0'])],
  securityGroupRules: [],
  prefixLists: [],
  prefixListEntries: {},
  blockPublicAccess: 'off',
  exclusions: [],
  loadBalancers: [],
  balancerAttributes: {},
  listeners: [],
  rules: {},
  targetGroups: [],
  groupAttributes: {},
  targets: {},
  classicLoadBalancers: [],
};

/** An interface without a public address in a subnet without a way out. */
const PRIVATE: Partial<AwsEstate> = {
  interfaces: [
    networkInterface('eni-1', { private: '10.0.9.10', subnet: 'subnet-p', groups: ['sg-app'], instance: 'i-1' }),
  ],
  subnets: [
    subnet('subnet-a', '10.0.1.0/24', 'us-east-1a'),
    subnet('subnet-b', '10.0.2.0/24', 'us-east-1b'),
    subnet('subnet-p', '10.0.9.0/24', 'us-east-1a'),
  ],
  routeTables: [
    routeTable('rtb-main', [], ['main']),
    routeTable('rtb-public', ['0.0.0.0/0 -> igw-1'], ['subnet-a', 'subnet-b']),
    routeTable('rtb-private', ['0.0.0.0/0 -> nat-1'], ['subnet-p']),
  ],
  networkAcls: [networkAcl('acl-default', ANYWHERE, ['subnet-a', 'subnet-b', 'subnet-p'], { IsDefault: true })],
};

const ZONES = { 'us-east-1a': 'subnet-a', 'us-east-1b': 'subnet-b' };

/** A38: a private instance on 8000 behind an internet-facing application load balancer on 443. */
export const WEB = 'app/web/1';
export const WEB_LISTENER = listener(WEB, 443, 'HTTPS', [forward('chat')]);
export const WEB_LISTENER_ARN = arnOf('listener', 'app/web/1/443');
export const CHAT = arnOf('targetgroup', 'chat');

export const BASE_ALB: AwsEstate = {
  ...BASE_A,
  ...PRIVATE,
  securityGroups: [
    securityGroup('sg-alb', ['tcp 443 from 0.0.0.0/0']),
    securityGroup('sg-app', ['tcp 8000 from sg-alb']),
  ],
  loadBalancers: [loadBalancer(WEB, ZONES, { SecurityGroups: ['sg-alb'] })],
  balancerAttributes: { [arnOf('loadbalancer', WEB)]: {} },
  listeners: [WEB_LISTENER],
  rules: { [WEB_LISTENER_ARN]: [] },
  targetGroups: [
    targetGroup('chat', 'HTTP', 8000, { TargetType: 'ip', LoadBalancerArns: [arnOf('loadbalancer', WEB)] }),
  ],
  groupAttributes: { [CHAT]: {} },
  targets: { [CHAT]: ['10.0.9.10:8000'] },
};

/** A48 and its like: the same instance behind a network load balancer without groups. */
export const EDGE = 'net/edge/1';

export const BASE_NLB: AwsEstate = {
  ...BASE_ALB,
  securityGroups: [securityGroup('sg-app', ['tcp 8000 from 0.0.0.0/0'])],
  loadBalancers: [loadBalancer(EDGE, ZONES)],
  balancerAttributes: { [arnOf('loadbalancer', EDGE)]: { 'load_balancing.cross_zone.enabled': 'true' } },
  listeners: [listener(EDGE, 443, 'TCP', [forward('chat')])],
  rules: {},
  targetGroups: [targetGroup('chat', 'TCP', 8000, { LoadBalancerArns: [arnOf('loadbalancer', EDGE)] })],
  targets: { [CHAT]: ['i-1:8000'] },
};

export const ACCOUNT = '111122223333';
export const REGION = 'us-east-1';
const AT = '2026-11-01T08:00:00.000Z';

/** One answer: what was asked, and what came back. */
export function answer(call: string, response: AwsRecord, request: AwsRecord = {}): Answer {
  return { call, account: ACCOUNT, region: REGION, request, at: AT, response };
}

/** The same question, refused. */
export function refused({ call, account, region, request, at }: Answer, code = 'AccessDenied'): Answer {
  return { call, account, region, request, at, error: { status: 403, code, message: 'not authorized' } };
}

/** Every answer that a collection of the estate holds. */
export function answersOf(estate: AwsEstate): readonly Answer[] {
  return [
    answer('ec2:DescribeRegions', { Regions: [{ RegionName: REGION, OptInStatus: 'opt-in-not-required' }] }),
    answer('ec2:DescribeNetworkInterfaces', { NetworkInterfaces: estate.interfaces }),
    answer('ec2:DescribeInstances', { Reservations: [{ OwnerId: ACCOUNT, Instances: carriers(estate) }] }),
    answer('ec2:DescribeImages', { Images: estate.images }),
    answer('ec2:DescribeAddresses', { Addresses: estate.addresses }),
    answer('ec2:DescribeVpcs', { Vpcs: estate.vpcs }),
    answer('ec2:DescribeSubnets', { Subnets: estate.subnets }),
    answer('ec2:DescribeRouteTables', { RouteTables: estate.routeTables }),
    answer('ec2:DescribeInternetGateways', { InternetGateways: estate.internetGateways }),
    answer('ec2:DescribeNatGateways', { NatGateways: estate.natGateways }),
    answer('ec2:DescribeVpcEndpoints', { VpcEndpoints: estate.vpcEndpoints }),
    answer('ec2:DescribeNetworkAcls', { NetworkAcls: estate.networkAcls }),
    answer('ec2:DescribeSecurityGroups', { SecurityGroups: estate.securityGroups }),
    answer('ec2:DescribeSecurityGroupRules', { SecurityGroupRules: estate.securityGroupRules }),
    answer('ec2:DescribeManagedPrefixLists', { PrefixLists: estate.prefixLists }),
    ...Object.entries(estate.prefixListEntries).map(([PrefixListId, blocks]) =>
      answer('ec2:GetManagedPrefixListEntries', { Entries: blocks.map((Cidr) => ({ Cidr })) }, { PrefixListId }),
    ),
    answer('ec2:DescribeVpcBlockPublicAccessOptions', {
      VpcBlockPublicAccessOptions: { InternetGatewayBlockMode: estate.blockPublicAccess, State: 'update-complete' },
    }),
    answer('ec2:DescribeVpcBlockPublicAccessExclusions', { VpcBlockPublicAccessExclusions: estate.exclusions }),
    ...balancerAnswers(estate),
  ];
}

/** Instances tell of their own interfaces, though not of everything about them. */
function carriers({ instances, interfaces }: AwsEstate): Records {
  return instances.map((record) => {
    const own = interfaces.filter(({ Attachment }) => instanceOf(Attachment) === record['InstanceId']);
    return { NetworkInterfaces: own.map((eni) => ({ ...eni, DenyAllIgwTraffic: undefined })), ...record };
  });
}

function instanceOf(attachment: unknown): unknown {
  return typeof attachment === 'object' && attachment !== null && 'InstanceId' in attachment
    ? attachment.InstanceId
    : 'none';
}

function balancerAnswers(estate: AwsEstate): readonly Answer[] {
  const arns = estate.loadBalancers.map(({ LoadBalancerArn }) => LoadBalancerArn);
  return [
    answer('elb:DescribeLoadBalancers', { LoadBalancerDescriptions: estate.classicLoadBalancers }),
    answer('elbv2:DescribeLoadBalancers', { LoadBalancers: estate.loadBalancers }),
    ...arns.map((LoadBalancerArn) => {
      const own = estate.listeners.filter((record) => record['LoadBalancerArn'] === LoadBalancerArn);
      return answer('elbv2:DescribeListeners', { Listeners: own }, { LoadBalancerArn });
    }),
    ...Object.entries(estate.balancerAttributes).map(([LoadBalancerArn, attributes]) =>
      answer('elbv2:DescribeLoadBalancerAttributes', { Attributes: listed(attributes) }, { LoadBalancerArn }),
    ),
    ...Object.entries(estate.rules).map(([ListenerArn, Rules]) =>
      answer('elbv2:DescribeRules', { Rules }, { ListenerArn }),
    ),
    answer('elbv2:DescribeTargetGroups', { TargetGroups: estate.targetGroups }),
    ...Object.entries(estate.groupAttributes).map(([TargetGroupArn, attributes]) =>
      answer('elbv2:DescribeTargetGroupAttributes', { Attributes: listed(attributes) }, { TargetGroupArn }),
    ),
    ...Object.entries(estate.targets).map(([TargetGroupArn, targets]) =>
      answer('elbv2:DescribeTargetHealth', { TargetHealthDescriptions: targets.map(target) }, { TargetGroupArn }),
    ),
  ];
}

function listed(attributes: Keyed<string>): Records {
  return Object.entries(attributes).map(([Key, Value]) => ({ Key, Value }));
}

/** `i-1:8000`, `10.0.9.10:8000 unused`, or an ARN, which has no port of its own; healthy unless it says otherwise. */
function target(text: string): AwsRecord {
  const [name = '', State = 'healthy'] = text.split(' ');
  const [Id, Port] = name.startsWith('arn:') ? name.split('#') : name.split(/:(?=\d+$)/);
  return { Target: { Id, ...(Port === undefined ? {} : { Port: Number(Port) }) }, TargetHealth: { State } };
}
