import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toInventory } from '../../../../providers/aws/convert/index.ts';
import type { Answer } from '../../../../src/collect/answer.ts';
import type { Entry } from '../../../../src/model/inventory.ts';
import { type AwsEstate, answer, answersOf, BASE_A, BASE_ALB, BASE_NLB, CHAT } from '../../../support/aws-estate.ts';
import { linesOf } from '../../../support/aws-judgement.ts';
import { instance, networkInterface, securityGroup, subnet } from '../../../support/aws-records.ts';

/** Splits every list of an answer into pages of one record. */
function paged(whole: Answer): readonly Answer[] {
  const { response } = whole;
  if (typeof response !== 'object' || response === null) return [whole];
  const [list] = Object.entries(response);
  const records: unknown = list?.[1];
  if (list === undefined || !Array.isArray(records) || records.length < 2) return [whole];
  return records.map((record: unknown) => ({ ...whole, response: { [list[0]]: [record] } }));
}

/** The same answers, given by another account. */
function of(account: string, answers: readonly Answer[]): readonly Answer[] {
  return answers.map((one) => ({ ...one, account }));
}

describe('toInventory', () => {
  test('the order of answers, their pages and their copies mean nothing', () => {
    for (const estate of [BASE_A, BASE_ALB, BASE_NLB]) {
      const expected = toInventory(answersOf(estate));
      const pages = answersOf(estate).flatMap(paged);
      const arbitraryOrder = fc.shuffledSubarray(pages, { minLength: pages.length });
      const arbitraryCopies = fc.subarray(pages);
      fc.assert(
        fc.property(arbitraryOrder, arbitraryCopies, (shuffled, copies) => {
          expect(toInventory([...shuffled, ...copies])).toEqual(expected);
        }),
        { numRuns: 30 },
      );
    }
  });

  test('of two states of one thing the newer counts', () => {
    const stopped = { ...answer('ec2:DescribeInstances', { Reservations: [{ Instances: [stoppedInstance()] }] }) };
    const newer = { ...stopped, at: '2026-11-01T09:00:00.000Z' };
    const older = { ...stopped, at: '2026-11-01T07:00:00.000Z' };
    expect(linesOf([...answersOf(BASE_A), newer])[0]).toContain('latent');
    expect(linesOf([older, ...answersOf(BASE_A)])[0]).toContain('reachable');
    expect(toInventory([...answersOf(BASE_A), newer]).collectedAt).toBe('2026-11-01T09:00:00.000Z');
  });

  test('interfaces with the same checks share one path', () => {
    const interfaces = ['10', '11', '12'].map((last) =>
      networkInterface(`eni-${last}`, {
        private: `10.0.1.${last}`,
        public: `203.0.113.${last}`,
        subnet: 'subnet-a',
        groups: ['sg-web'],
        instance: `i-${last}`,
      }),
    );
    const instances = ['10', '11', '12'].map((last) => instance(`i-${last}`));
    const { entries } = toInventory(answersOf({ ...BASE_A, interfaces, instances }));
    expect(entries).toHaveLength(3);
    expect(new Set(entries.map(({ paths }) => paths[0])).size).toBe(1);
  });

  test('every load balancer and every direct way to one machine end at the same workload', () => {
    const { entries } = toInventory(
      answersOf({ ...BASE_ALB, targets: { [CHAT]: ['10.0.9.10:8000', '10.0.9.10:9000'] } }),
    );
    const direct = entries.find(({ to }) => to.kind === 'workload')?.to;
    const legs = entries.flatMap(({ to }) => (to.kind === 'frontend' ? legTargets(to) : []));
    expect(legs.length).toBeGreaterThan(0);
    expect(new Set([...legs, direct]).size).toBe(1);
  });

  test('entries are sorted by reference and address', () => {
    const refs = toInventory(answersOf(BASE_ALB)).entries.map(({ ref, address }) => `${ref} ${address}`);
    expect(refs).toEqual(refs.toSorted());
  });

  test('nothing was answered', () => {
    expect(toInventory([])).toEqual({ scopes: [], entries: [], gaps: [], collectedAt: '1970-01-01T00:00:00.000Z' });
  });

  test('a pool of addresses that the gateway hands to one interface is a way in, through a box', () => {
    const edge = {
      RouteTableId: 'rtb-pool',
      VpcId: 'vpc-1',
      Associations: [{ GatewayId: 'igw-1', PublicIpv4Pool: 'ipv4pool-ec2-1' }],
      Routes: [{ DestinationCidrBlock: '192.0.2.0/24', NetworkInterfaceId: 'eni-1', State: 'active' }],
    };
    const lines = linesOf(answersOf({ ...BASE_A, routeTables: [...BASE_A.routeTables, edge] }));
    expect(lines[1]).toContain('i-1 ipv4pool-ec2-1 unknown tcp 8000 world inspected');
  });
});

describe('a shared VPC', () => {
  const OWNER = '444455556666';
  const shared = (records: AwsEstate['subnets']): AwsEstate['subnets'] =>
    records.map((record) => ({ ...record, OwnerId: OWNER }));
  const network = { subnets: shared(BASE_A.subnets), vpcs: shared(BASE_A.vpcs) };
  const participant = answersOf({
    ...BASE_A,
    ...network,
    routeTables: [],
    networkAcls: [],
    internetGateways: [],
    blockPublicAccess: 'block-ingress',
  });
  const owner = of(OWNER, answersOf({ ...BASE_A, ...network, interfaces: [], instances: [], securityGroups: [] }));

  test('is described by its owner, whose switches count', () => {
    expect(linesOf([...participant, ...owner])).toEqual([
      'i-1 203.0.113.10 reachable tcp 8000 world by acl-default 100, sg-web tcp 8000 from 0.0.0.0/0',
    ]);
  });

  test('is unknown without its owner, and the gap is the owner’s', () => {
    const { gaps } = toInventory(participant);
    expect(linesOf(participant)[0]).toContain('unknown tcp 8000');
    expect(gaps.map(({ call, scope, reason }) => `${call} ${scope.account} ${reason}`)).toEqual([
      `ec2:DescribeInternetGateways ${OWNER} absent`,
      `ec2:DescribeNetworkAcls ${OWNER} absent`,
      `ec2:DescribeRouteTables ${OWNER} absent`,
      `ec2:DescribeVpcBlockPublicAccessOptions ${OWNER} absent`,
    ]);
  });

  test('the same ids in another region are other things', () => {
    const elsewhere = answersOf({ ...BASE_A, securityGroups: [securityGroup('sg-web', [])] });
    const lines = linesOf([...answersOf(BASE_A), ...elsewhere.map((one) => ({ ...one, region: 'eu-west-1' }))]);
    expect(lines.map((line) => line.split(' ')[2])).toEqual(['blocked', 'reachable']);
  });
});

describe('traces', () => {
  test('of a machine: names, type, image, profile, and the words of its groups', () => {
    const Tags = [
      { Key: 'Name', Value: 'chat-1' },
      { Key: 'app', Value: 'vllm' },
    ];
    const estate = {
      ...BASE_A,
      instances: [
        instance('i-1', {
          InstanceType: 'g6.xlarge',
          ImageId: 'ami-1',
          Tags,
          IamInstanceProfile: { Arn: 'arn:aws:iam::111122223333:instance-profile/llm-serving' },
        }),
      ],
      images: [{ ImageId: 'ami-1', Name: 'Deep Learning AMI', OwnerId: '898082745236', ImageOwnerAlias: 'amazon' }],
      securityGroups: [
        {
          GroupId: 'sg-web',
          GroupName: 'ollama',
          IpPermissions: [
            {
              IpProtocol: 'tcp',
              FromPort: 8000,
              ToPort: 8000,
              IpRanges: [{ CidrIp: '0.0.0.0/0', Description: 'api' }],
            },
          ],
        },
      ],
    };
    const to = firstWorkload(toInventory(answersOf(estate)).entries);
    expect(to?.name).toBe('chat-1');
    expect(to?.tags).toEqual({ Name: 'chat-1', app: 'vllm' });
    expect(to?.traces.map(({ kind, value, attribution }) => `${kind} ${value} ${attribution}`)).toEqual([
      'name chat-1 1',
      'name app=vllm 0.6',
      'accelerator g6.xlarge 0.6',
      'name llm-serving 0.6',
      'machine-image amazon/Deep Learning AMI 0.6',
      'name ollama 0.3',
      'name api 0.3',
    ]);
  });

  test('of a load balancer: its name, paths and hosts of rules, its groups and their health checks', () => {
    const listenerArn = String(BASE_ALB.listeners[0]?.['ListenerArn']);
    const rule = {
      RuleArn: `${listenerArn.replace(':listener/', ':listener-rule/')}/1`,
      Priority: '1',
      Conditions: [
        { Field: 'path-pattern', Values: ['/v1/*'] },
        { Field: 'host-header', HostHeaderConfig: { Values: ['llm.example'] } },
      ],
      Actions: [{ Type: 'forward', TargetGroupArn: CHAT }],
    };
    const targetGroups = BASE_ALB.targetGroups.map((group) => ({ ...group, HealthCheckPath: '/health' }));
    const { entries } = toInventory(answersOf({ ...BASE_ALB, targetGroups, rules: { [listenerArn]: [rule] } }));
    const front = entries.map(({ to }) => to).find(({ kind }) => kind === 'frontend');
    const [first] = front?.kind === 'frontend' ? (front.listeners[0]?.rules ?? []) : [];
    expect(front?.traces.map(({ value }) => value)).toEqual(['web', 'alb']);
    expect(first?.traces.map(({ kind, value }) => `${kind} ${value}`)).toEqual(['path /v1/*', 'name llm.example']);
    expect(first?.legs[0]?.traces.map(({ kind, value }) => `${kind} ${value}`)).toEqual([
      'name chat',
      'health-path /health',
    ]);
  });

  test('of a service, what its interface says', () => {
    const more = { Description: 'RDSNetworkInterface', RequesterManaged: true };
    const shared = { private: '10.0.1.9', subnet: 'subnet-a', groups: ['sg-web'], more };
    const estate = { ...BASE_A, instances: [], interfaces: [networkInterface('eni-db', shared)] };
    const to = firstWorkload(toInventory(answersOf(estate)).entries);
    expect([to?.ref, to?.name, to?.element.kind]).toEqual(['eni-db', 'RDSNetworkInterface', 'network interface']);
    expect(to?.traces[0]).toMatchObject({ kind: 'name', value: 'RDSNetworkInterface' });
  });
});

describe('interfaces that are no way in of their own', () => {
  test.for([
    ['a function lets out and does not listen', { InterfaceType: 'lambda' }],
    ['an endpoint of a service', { InterfaceType: 'vpc_endpoint' }],
    ['an interface that is attached to nothing', { Status: 'available' }],
  ] as const)('%s', ([, more]) => {
    const shared = { private: '10.0.1.9', subnet: 'subnet-a', groups: ['sg-web'] };
    const hidden = [networkInterface('eni-x', { ...shared, more })];
    const shown = [networkInterface('eni-x', { ...shared, public: '203.0.113.9', more })];
    const subnets = [subnet('subnet-a', '10.0.1.0/24', 'us-east-1a')];
    const estate = { ...BASE_A, subnets, instances: [] };
    expect(toInventory(answersOf({ ...estate, interfaces: hidden })).entries).toEqual([]);
    expect(toInventory(answersOf({ ...estate, interfaces: shown })).entries).toHaveLength(1);
  });
});

function stoppedInstance() {
  return instance('i-1', { State: { Name: 'stopped' } });
}

function legTargets(front: Extract<Entry['to'], { kind: 'frontend' }>) {
  return front.listeners.flatMap(({ rules }) => rules.flatMap(({ legs }) => legs.map(({ to }) => to)));
}

function firstWorkload(entries: readonly Entry[]) {
  const to = entries[0]?.to;
  return to?.kind === 'workload' ? to : undefined;
}
