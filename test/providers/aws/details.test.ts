import nock from 'nock';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { collectAll, fakeAws, type SeenCall, stubCredentials } from './fake-aws.ts';

beforeEach(() => {
  nock.disableNetConnect();
  stubCredentials();
});
afterEach(() => {
  nock.cleanAll();
  vi.unstubAllEnvs();
});

const arn = (kind: string, name: string): string =>
  `arn:aws:elasticloadbalancing:eu-west-1:111122223333:${kind}/${name}`;

interface Balancer {
  readonly name: string;
  readonly type: 'application' | 'network' | 'gateway';
  readonly scheme: 'internet-facing' | 'internal';
  readonly addresses?: string;
}

interface Group {
  readonly name: string;
  readonly of: readonly string[];
  readonly type?: string;
  readonly targets?: readonly string[];
}

/** A region with these load balancers; every one has a listener for the web and one for TLS. */
function region(balancers: readonly Balancer[], groups: readonly Group[]): readonly SeenCall[] {
  return fakeAws(({ call, form }) => {
    if (call === 'elbv2:DescribeLoadBalancers')
      return `<LoadBalancers>${balancers.map(balancerXml).join('')}</LoadBalancers>`;
    if (call === 'elbv2:DescribeTargetGroups') return `<TargetGroups>${groups.map(groupXml).join('')}</TargetGroups>`;
    if (call === 'elbv2:DescribeTargetHealth') {
      const group = groups.find(({ name }) => arn('targetgroup', name) === form.get('TargetGroupArn'));
      const targets = (group?.targets ?? []).map((id) => `<member><Target><Id>${id}</Id></Target></member>`);
      return `<TargetHealthDescriptions>${targets.join('')}</TargetHealthDescriptions>`;
    }
    if (call !== 'elbv2:DescribeListeners') return undefined;
    const balancer = form.get('LoadBalancerArn') ?? '';
    const listeners = ['HTTPS', 'TLS'].map((protocol) => listenerXml(balancer, protocol));
    return `<Listeners>${listeners.join('')}</Listeners>`;
  });
}

function balancerXml({ name, type, scheme, addresses = 'ipv4' }: Balancer): string {
  const fields = `<Type>${type}</Type><Scheme>${scheme}</Scheme><IpAddressType>${addresses}</IpAddressType>`;
  return `<member><LoadBalancerArn>${arn('loadbalancer', name)}</LoadBalancerArn>${fields}</member>`;
}

function groupXml({ name, of, type = 'instance' }: Group): string {
  const owners = of.map((owner) => `<member>${arn('loadbalancer', owner)}</member>`).join('');
  const fields = `<TargetType>${type}</TargetType><LoadBalancerArns>${owners}</LoadBalancerArns>`;
  return `<member><TargetGroupArn>${arn('targetgroup', name)}</TargetGroupArn>${fields}</member>`;
}

function listenerXml(balancer: string, protocol: string): string {
  const own = `${balancer.replace(':loadbalancer/', ':listener/')}-${protocol}`;
  const fields = `<LoadBalancerArn>${balancer}</LoadBalancerArn><Protocol>${protocol}</Protocol>`;
  return `<member><ListenerArn>${own}</ListenerArn>${fields}</member>`;
}

/** `Rules web-HTTPS`: the detail calls that were made, and about what. */
function details(seen: readonly SeenCall[]): readonly string[] {
  const fields = [
    'LoadBalancerArn',
    'ListenerArn',
    'TargetGroupArn',
    'ResourceArns.member.1',
    'PrefixListId',
    'Filter.1.Value.1',
  ];
  return seen
    .flatMap(({ call, form }) =>
      fields.flatMap((field) => {
        const id = form.get(field)?.split('/').at(-1);
        return id === undefined ? [] : [`${call.replace(/^.*:(?:Describe|GetManaged)/, '')} ${id}`];
      }),
    )
    .sort();
}

describe('the details that are asked for', () => {
  test.for([
    [
      'an internet-facing application load balancer',
      [{ name: 'web', type: 'application', scheme: 'internet-facing' }],
      [{ name: 'g', of: ['web'] }],
      ['Listeners web', 'Rules web-HTTPS', 'Tags web', 'TargetHealth g'],
    ],
    [
      'an internet-facing network load balancer, whose zones and senders matter',
      [{ name: 'net', type: 'network', scheme: 'internet-facing' }],
      [{ name: 'g', of: ['net'] }],
      [
        'Listeners net',
        'LoadBalancerAttributes net',
        'Rules net-HTTPS',
        'Tags net',
        'TargetGroupAttributes g',
        'TargetHealth g',
      ],
    ],
    [
      'an internal load balancer, which another front may lead to',
      [{ name: 'in', type: 'application', scheme: 'internal' }],
      [{ name: 'g', of: ['in'] }],
      ['Listeners in', 'Rules in-HTTPS', 'Tags in', 'TargetHealth g'],
    ],
    [
      'an internal load balancer with IPv6, which may be open to it',
      [{ name: 'six', type: 'application', scheme: 'internal', addresses: 'dualstack' }],
      [{ name: 'g', of: ['six'] }],
      ['Listeners six', 'LoadBalancerAttributes six', 'Rules six-HTTPS', 'Tags six', 'TargetHealth g'],
    ],
    ['a gateway load balancer', [{ name: 'gw', type: 'gateway', scheme: 'internal' }], [{ name: 'g', of: ['gw'] }], []],
    [
      'a group of no load balancer',
      [{ name: 'web', type: 'application', scheme: 'internal' }],
      [{ name: 'g', of: [] }],
      ['Listeners web', 'Rules web-HTTPS', 'Tags web'],
    ],
    [
      'a load balancer behind a load balancer',
      [
        { name: 'net', type: 'network', scheme: 'internet-facing' },
        { name: 'behind', type: 'application', scheme: 'internal' },
      ],
      [
        { name: 'to-behind', of: ['net'], type: 'alb', targets: [arn('loadbalancer', 'behind')] },
        { name: 'of-behind', of: ['behind'] },
      ],
      [
        'Listeners behind',
        'Listeners net',
        'LoadBalancerAttributes net',
        'Rules behind-HTTPS',
        'Rules net-HTTPS',
        'Tags behind',
        'TargetGroupAttributes to-behind',
        'TargetHealth of-behind',
        'TargetHealth to-behind',
      ],
    ],
  ] as const)('%s', async ([, balancers, groups, expected]) => {
    const seen = region(balancers, groups);
    const answers = await collectAll();
    expect(details(seen)).toEqual(expected);
    expect(answers.filter(({ error }) => error !== undefined)).toEqual([]);
  });

  test('tags are asked for twenty load balancers at a time', async () => {
    const balancers = Array.from(
      { length: 41 },
      (_, n) => ({ name: `web-${n}`, type: 'application', scheme: 'internet-facing' }) as const,
    );
    const seen = region(balancers, []);
    await collectAll();
    expect(seen.filter(({ call }) => call === 'elbv2:DescribeTags')).toHaveLength(3);
  });

  test('the entries of a prefix list are asked for once, if a group or a route refers to it', async () => {
    const groups = `<securityGroupInfo><item><groupId>sg-1</groupId><ipPermissions><item><ipProtocol>tcp</ipProtocol><prefixListIds><item><prefixListId>pl-1</prefixListId></item></prefixListIds></item></ipPermissions></item></securityGroupInfo>`;
    const tables = ['pl-1', 'pl-2'].map(
      (id) => `<item><destinationPrefixListId>${id}</destinationPrefixListId></item>`,
    );
    const seen = fakeAws(({ call }) => {
      if (call === 'ec2:DescribeSecurityGroups') return groups;
      if (call === 'ec2:DescribeRouteTables') {
        return `<routeTableSet><item><routeTableId>rtb-1</routeTableId><routeSet>${tables.join('')}</routeSet></item></routeTableSet>`;
      }
      return call === 'ec2:DescribeManagedPrefixLists'
        ? '<prefixListSet><item><prefixListId>pl-3</prefixListId></item></prefixListSet>'
        : undefined;
    });
    const answers = await collectAll();
    expect(details(seen)).toEqual(['PrefixListEntries pl-1', 'PrefixListEntries pl-2']);
    const requests = answers
      .filter(({ call }) => call === 'ec2:GetManagedPrefixListEntries')
      .map(({ request }) => request);
    expect(requests).toEqual([{ PrefixListId: 'pl-1' }, { PrefixListId: 'pl-2' }]);
  });

  test('images are asked for by filter, two hundred at a time, each once', async () => {
    const machines = Array.from(
      { length: 450 },
      (_, n) => `<item><instanceId>i-${n}</instanceId><imageId>ami-${n % 230}</imageId></item>`,
    );
    const seen = fakeAws(({ call }) =>
      call === 'ec2:DescribeInstances'
        ? `<reservationSet><item><instancesSet>${machines.join('')}</instancesSet></item></reservationSet>`
        : undefined,
    );
    await collectAll();
    const asked = seen.filter(({ call }) => call === 'ec2:DescribeImages');
    const counts = asked.map(({ form }) => [...form.keys()].filter((key) => key.startsWith('Filter.1.Value.')).length);
    expect(counts).toEqual([200, 30]);
  });

  test('nothing is asked about what could not be read', async () => {
    const seen = fakeAws(({ call }) =>
      call === 'elbv2:DescribeLoadBalancers'
        ? { status: 403, body: '<ErrorResponse><Error><Code>AccessDenied</Code></Error></ErrorResponse>' }
        : undefined,
    );
    const answers = await collectAll();
    expect(details(seen)).toEqual([]);
    expect(answers.filter(({ error }) => error !== undefined).map(({ call }) => call)).toEqual([
      'elbv2:DescribeLoadBalancers',
    ]);
  });
});
