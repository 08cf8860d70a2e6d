import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { cut } from '../../../providers/aws/cut.ts';
import { IDENTITY_CALL, recognise } from '../../../providers/aws/recognise.ts';
import { loadAnswers } from '../../../src/collect/load.ts';

const group = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/web/0123456789abcdef';
const balancer = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/web/0123456789abcdef';
const listener = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener/app/web/0123456789abcdef/aaaa';
const rule = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener-rule/app/web/0123456789abcdef/aaaa/bbbb';
const encoded = (arn: string): string => encodeURIComponent(arn);

describe('recognising what the AWS command line prints', () => {
  test.for([
    [
      'a list with an owner and a zone',
      { Subnets: [{ SubnetId: 'subnet-1', OwnerId: '111122223333', AvailabilityZone: 'eu-west-1a' }] },
      'a.json',
      'ec2:DescribeSubnets 111122223333 eu-west-1 {}',
    ],
    [
      'a local zone',
      { Subnets: [{ SubnetId: 'subnet-1', AvailabilityZone: 'us-west-2-lax-1a' }] },
      'a.json',
      'ec2:DescribeSubnets unknown us-west-2 {}',
    ],
    [
      'ARNs',
      { LoadBalancers: [{ LoadBalancerArn: balancer }] },
      'a.json',
      'elbv2:DescribeLoadBalancers 111122223333 eu-west-1 {}',
    ],
    [
      'classic load balancers',
      {
        LoadBalancerDescriptions: [
          {
            LoadBalancerName: 'old',
            AvailabilityZones: ['eu-west-1b'],
            SourceSecurityGroup: { OwnerAlias: '111122223333' },
          },
        ],
      },
      'a.json',
      'elb:DescribeLoadBalancers 111122223333 eu-west-1 {}',
    ],
    [
      'an empty list',
      { SecurityGroups: [] },
      '111122223333/eu-west-1/ec2-describe-security-groups.json',
      'ec2:DescribeSecurityGroups 111122223333 eu-west-1 {}',
    ],
    [
      'folders in any order and depth',
      { Vpcs: [] },
      'dumps/prod-111122223333/net/eu-west-1/x/vpcs.json',
      'ec2:DescribeVpcs 111122223333 eu-west-1 {}',
    ],
    [
      'folders that contradict the owner',
      { Vpcs: [{ VpcId: 'vpc-1', OwnerId: '444455556666' }] },
      '111122223333/eu-west-1/a.json',
      'ec2:DescribeVpcs 111122223333 eu-west-1 {}',
    ],
    ['nothing that tells where', { NatGateways: [] }, 'a.json', 'ec2:DescribeNatGateways unknown unknown {}'],
    [
      'images, whose owners are others',
      { Images: [{ ImageId: 'ami-1', OwnerId: '444455556666' }] },
      'a.json',
      'ec2:DescribeImages unknown unknown {}',
    ],
    [
      'one record',
      { VpcBlockPublicAccessOptions: { AwsAccountId: '111122223333', AwsRegion: 'eu-west-1', State: 'default-state' } },
      'eu-west-1/a.json',
      'ec2:DescribeVpcBlockPublicAccessOptions 111122223333 eu-west-1 {}',
    ],
    [
      'instances',
      {
        Reservations: [
          {
            OwnerId: '111122223333',
            Instances: [{ InstanceId: 'i-1', Placement: { AvailabilityZone: 'eu-west-1c' } }],
          },
        ],
      },
      'a.json',
      'ec2:DescribeInstances 111122223333 eu-west-1 {}',
    ],
    [
      'targets, by the name of the file',
      { TargetHealthDescriptions: [] },
      `elbv2-describe-target-health.${encoded(group)}.json`,
      `elbv2:DescribeTargetHealth 111122223333 eu-west-1 {"TargetGroupArn":"${group}"}`,
    ],
    [
      'targets, by the folder and a name without an ending',
      { TargetHealthDescriptions: [] },
      `describe-target-health/${encoded(group)}`,
      `elbv2:DescribeTargetHealth 111122223333 eu-west-1 {"TargetGroupArn":"${group}"}`,
    ],
    [
      'targets, by a key beside them',
      { TargetGroupArn: group, TargetHealthDescriptions: [] },
      'a.json.gz',
      `elbv2:DescribeTargetHealth 111122223333 eu-west-1 {"TargetGroupArn":"${group}"}`,
    ],
    [
      'attributes of a load balancer, by the name',
      { Attributes: [] },
      `elbv2-describe-load-balancer-attributes.${encoded(balancer)}.json`,
      `elbv2:DescribeLoadBalancerAttributes 111122223333 eu-west-1 {"LoadBalancerArn":"${balancer}"}`,
    ],
    [
      'attributes of a target group, by the name',
      { Attributes: [{ Key: 'load_balancing.cross_zone.enabled', Value: 'true' }] },
      `describe-target-group-attributes.${encoded(group)}.json`,
      `elbv2:DescribeTargetGroupAttributes 111122223333 eu-west-1 {"TargetGroupArn":"${group}"}`,
    ],
    [
      'attributes of a target group, by their keys',
      { TargetGroupArn: group, Attributes: [{ Key: 'preserve_client_ip.enabled', Value: 'true' }] },
      'a.json',
      `elbv2:DescribeTargetGroupAttributes 111122223333 eu-west-1 {"TargetGroupArn":"${group}"}`,
    ],
    [
      'listeners, which name their load balancer',
      { Listeners: [{ ListenerArn: listener, LoadBalancerArn: balancer }] },
      'a.json',
      `elbv2:DescribeListeners 111122223333 eu-west-1 {"LoadBalancerArn":"${balancer}"}`,
    ],
    [
      'rules, whose ARN holds that of their listener',
      { Rules: [{ RuleArn: rule, Priority: 'default' }] },
      'a.json',
      `elbv2:DescribeRules 111122223333 eu-west-1 {"ListenerArn":"${listener}"}`,
    ],
    [
      'entries of a prefix list',
      { Entries: [{ Cidr: '192.0.2.0/24' }] },
      'eu-west-1/get-managed-prefix-list-entries.pl-1.json',
      'ec2:GetManagedPrefixListEntries unknown eu-west-1 {"PrefixListId":"pl-1"}',
    ],
  ] as const)('%s', ([, document, path, expected]) => {
    const answers = recognise(document, path) ?? [];
    const told = answers.map(
      ({ call, account, region, request }) => `${call} ${account} ${region} ${JSON.stringify(request)}`,
    );
    expect(told).toEqual([expected]);
    expect(answers[0]?.at).toBe('1970-01-01T00:00:00Z');
    expect(answers[0]?.response).toBeDefined();
  });

  test.for([
    [
      'another service that uses the same key',
      { Rules: [{ Name: 'nightly', Arn: 'arn:aws:events:eu-west-1:111122223333:rule/nightly' }] },
      'events-list-rules.json',
    ],
    ['targets of nobody knows which group', { TargetHealthDescriptions: [] }, 'a.json'],
    ['rules of nobody knows which listener', { Rules: [] }, 'describe-rules.json'],
    ['a key of another type', { Attributes: { Policy: '{}' } }, 'sqs-get-queue-attributes/q'],
    ['an object without a list', { Buckets: [] }, 'a.json'],
    [
      'resources of another cloud',
      [{ id: '/subscriptions/0/x', type: 'Microsoft.Network/publicIPAddresses' }],
      'a.json',
    ],
    ['an empty array', [], 'a.json'],
    ['a text', 'SecurityGroups', 'a.json'],
    ['null', null, 'a.json'],
  ] as const)('leaves alone %s', ([, document, path]) => {
    expect(recognise(document, path)).toBeUndefined();
  });

  test('listeners of several load balancers are answers of their own', () => {
    const other = balancer.replace('web', 'api');
    const document = {
      Listeners: [balancer, other, balancer].map((LoadBalancerArn, n) => ({ ListenerArn: `${n}`, LoadBalancerArn })),
    };
    expect((recognise(document, 'a.json') ?? []).map(({ request }) => request)).toEqual([
      { LoadBalancerArn: balancer },
      { LoadBalancerArn: other },
    ]);
  });

  test('an object with several lists, and an array of objects, are several answers', () => {
    const both = { Vpcs: [], Subnets: [] };
    expect((recognise(both, 'a.json') ?? []).map(({ call }) => call).sort()).toEqual([
      'ec2:DescribeSubnets',
      'ec2:DescribeVpcs',
    ]);
    expect(recognise([both, { Vpcs: [] }], 'a.json')).toHaveLength(3);
  });

  test('a dump that ends at a page is not taken to be whole', () => {
    const [page, error] = recognise({ Vpcs: [{ VpcId: 'vpc-1' }], NextToken: 'more' }, 'a.json') ?? [];
    expect(page?.response).toEqual({ Vpcs: [{ VpcId: 'vpc-1' }] });
    expect(error?.error?.code).toBe('PagesMissing');
    expect(recognise({ Vpcs: [], NextToken: null }, 'a.json')).toHaveLength(1);
  });

  test('which regions there are is recognised and holds nothing to read', () => {
    expect(recognise({ Regions: [{ RegionName: 'eu-west-1' }] }, 'describe-regions.json')).toEqual([]);
  });
});

const recorded = new URL('../../../../shared/recordings/aws-account', import.meta.url);

describe.skipIf(!existsSync(recorded))('a small account that another tool recorded', () => {
  test('every network setting in it is read, and the rest is named', async () => {
    const { answers, warnings } = await loadAnswers(recorded.pathname, [
      { recognise, cut, owns: () => true, identityCall: IDENTITY_CALL },
    ]);
    expect(answers.map(({ call, region, error }) => `${call} ${region} ${error?.code ?? 'ok'}`)).toEqual([
      'ec2:DescribeInstances us-east-1 ok',
      'ec2:DescribeNetworkInterfaces us-east-1 ok',
      'ec2:DescribeSecurityGroups us-east-1 ok',
      'ec2:DescribeSubnets us-east-1 ok',
      'ec2:DescribeVpcEndpoints us-east-1 ok',
      'ec2:DescribeVpcs us-east-1 ok',
      'elb:DescribeLoadBalancers us-east-1 ok',
      'elbv2:DescribeLoadBalancerAttributes us-east-1 ok',
      'elbv2:DescribeLoadBalancers us-east-1 ok',
    ]);
    // One of its interfaces was made by another account; who asked is in a file of its own.
    expect(new Set(answers.map(({ account }) => account))).toEqual(new Set(['123456789012']));
    expect(warnings).toContain('us-east-1/s3-list-buckets.json is no answer of a cloud that we know');
    expect(warnings.filter((warning) => /ec2-describe-(?:vpcs|subnets|instances|security)/.test(warning))).toEqual([]);
  });
});
