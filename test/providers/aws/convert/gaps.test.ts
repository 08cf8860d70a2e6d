import { describe, expect, test } from 'vitest';
import { toInventory } from '../../../../providers/aws/convert/index.ts';
import type { Answer } from '../../../../src/collect/answer.ts';
import { ACCOUNT, answer, answersOf, BASE_A, BASE_ALB, REGION, refused } from '../../../support/aws-estate.ts';
import { linesOf } from '../../../support/aws-judgement.ts';
import { networkInterface } from '../../../support/aws-records.ts';

const REFUSED = answer('ec2:DescribeNetworkAcls', {});

/** An estate in which one call was answered otherwise. */
function instead(answers: readonly Answer[], call: string, other: (was: Answer) => Answer): readonly Answer[] {
  return answers.map((was) => (was.call === call ? other(was) : was));
}

describe('gaps', () => {
  test.for([
    ['AccessDeniedException', 400, 'denied'],
    ['UnauthorizedOperation', 403, 'denied'],
    ['RequestLimitExceeded', 503, 'throttled'],
    ['ThrottlingException', 400, 'throttled'],
    ['TimeoutError', undefined, 'timed-out'],
    ['OptInRequired', 401, 'disabled'],
    ['ENOTFOUND', undefined, 'unreachable'],
    ['AbortError', undefined, 'cancelled'],
    ['InternalError', 500, 'failed'],
    ['SomethingNew', 403, 'denied'],
  ] as const)('the error %s (%s) is %s', ([code, status, reason]) => {
    const error = { code, message: 'no', ...(status === undefined ? {} : { status }) };
    const { call, account, region, request, at } = REFUSED;
    const { gaps } = toInventory([{ call, account, region, request, at, error }]);
    expect(gaps.filter((gap) => gap.call === call)).toEqual([
      {
        call: 'ec2:DescribeNetworkAcls',
        scope: { cloud: 'aws', account: ACCOUNT, region: REGION },
        reason,
        permission: 'ec2:DescribeNetworkAcls',
        message: `${code}: no`,
      },
    ]);
  });

  test('whoever collected knows the reason best', () => {
    const error = { code: 'Odd', message: 'no', reason: 'timed-out' } as const;
    const { call, account, region, at } = REFUSED;
    expect(toInventory([{ call, account, region, at, error }]).gaps).toContainEqual(
      expect.objectContaining({ call, reason: 'timed-out' }),
    );
  });

  test('a gap of a call per resource says which, and which permission would close it', () => {
    const answers = instead(answersOf(BASE_ALB), 'elbv2:DescribeListeners', refused);
    const [gap] = toInventory(answers).gaps;
    expect(gap).toMatchObject({
      call: 'elbv2:DescribeListeners',
      permission: 'elasticloadbalancing:DescribeListeners',
      request: { LoadBalancerArn: expect.stringContaining('app/web/1') as unknown },
    });
  });

  test('what nothing depends on is not missed', () => {
    const optional = [
      'ec2:DescribeImages',
      'ec2:DescribeVpcs',
      'ec2:DescribeSecurityGroupRules',
      'ec2:DescribeAddresses',
    ];
    const answers = answersOf(BASE_A).filter(({ call }) => !optional.includes(call));
    expect(toInventory(answers).gaps).toEqual([]);
  });

  test('a record that cannot be read is a gap, and what it could hide is unknown', () => {
    const answers = instead(answersOf(BASE_A), 'ec2:DescribeSecurityGroups', ({ at }) => ({
      ...answer('ec2:DescribeSecurityGroups', {
        SecurityGroups: [{ GroupId: 'sg-web', IpPermissions: 'all of them' }],
      }),
      at,
    }));
    expect(toInventory(answers).gaps.map(({ reason, call }) => `${call} ${reason}`)).toEqual([
      'ec2:DescribeSecurityGroups malformed',
    ]);
    expect(linesOf(answers).every((line) => line.includes('missing ec2:DescribeSecurityGroups us-east-1'))).toBe(true);
  });

  test('a page that failed leaves the others, and doubt about what was not on them', () => {
    const page = answer('ec2:DescribeNetworkAcls', { NetworkAcls: BASE_A.networkAcls });
    const answers = [...answersOf(BASE_A), refused(page, 'RequestLimitExceeded')];
    expect(linesOf(answers)).toEqual([
      'i-1 203.0.113.10 reachable tcp 8000 world by acl-default 100, sg-web tcp 8000 from 0.0.0.0/0',
    ]);
    const listed = { ...BASE_A.networkAcls[0], Associations: [] };
    const unlisted = instead(answers, 'ec2:DescribeNetworkAcls', (was) =>
      was.error === undefined ? answer(was.call, { NetworkAcls: [listed] }) : was,
    );
    expect(linesOf(unlisted)).toEqual([
      'i-1 203.0.113.10 unknown tcp 8000 world by subnet-a rules could not be read, sg-web tcp 8000 from 0.0.0.0/0 missing ec2:DescribeNetworkAcls us-east-1',
    ]);
  });

  test('lists that could not be read are blind spots of their own', () => {
    const calls = ['ec2:DescribeNetworkInterfaces', 'elbv2:DescribeLoadBalancers', 'elb:DescribeLoadBalancers'];
    const answers = answersOf(BASE_A).map((was) => (calls.includes(was.call) ? refused(was) : was));
    const blind = toInventory(answers).entries.filter(({ address }) => address === '-');
    expect(blind.map(({ ref }) => ref)).toEqual(calls.map((call) => `${call} ${ACCOUNT}/${REGION}`).sort());
  });

  test('a region that is switched off has nothing in it', () => {
    const error = { code: 'OptInRequired', message: 'not subscribed', reason: 'disabled' } as const;
    const answers = answersOf(BASE_A).map(({ call, account, region, request, at }) => {
      return { call, account, region, request, at, error };
    });
    const { entries, gaps } = toInventory(answers);
    expect(entries).toEqual([]);
    expect(gaps.every(({ reason }) => reason === 'disabled')).toBe(true);
  });

  test('rules that could not be read cast doubt on what that load balancer may send to, and on nothing else', () => {
    const bystander = networkInterface('eni-9', { private: '10.0.9.99', subnet: 'subnet-p', groups: ['sg-app'] });
    const estate = { ...BASE_ALB, interfaces: [...BASE_ALB.interfaces, bystander] };
    const answers = instead(answersOf(estate), 'elbv2:DescribeRules', refused);
    const doubted = linesOf(answers).filter((line) => line.includes(' unknown '));
    expect(doubted.map((line) => line.split(' ')[0])).toEqual(['loadbalancer/app/web/1', 'i-1']);
  });

  test('without its listing an interface is read from its instance, but for one switch', () => {
    const v6 = { Ipv6Addresses: [{ Ipv6Address: '2001:db8::10' }] };
    const interfaces = BASE_A.interfaces.map((record) => ({ ...record, ...v6 }));
    const answers = instead(answersOf({ ...BASE_A, interfaces }), 'ec2:DescribeNetworkInterfaces', refused);
    const paths = toInventory(answers).entries.filter(({ ref }) => ref === 'eni-1');
    expect(paths.map(({ address }) => address)).toEqual(['2001:db8::10', '203.0.113.10']);
    expect(paths[0]?.paths[0]?.stages).toContainEqual(
      expect.objectContaining({ rule: 'internet gateway traffic could not be read', holds: 'unknown' }),
    );
  });

  test('an Elastic IP of an interface that was not seen is unknown, not lost', () => {
    const estate = {
      ...BASE_A,
      instances: [],
      interfaces: [],
      addresses: [{ AllocationId: 'eipalloc-1', PublicIp: '203.0.113.7', NetworkInterfaceId: 'eni-7' }],
    };
    const answers = instead(answersOf(estate), 'ec2:DescribeNetworkInterfaces', refused);
    const lines = linesOf(answers).filter((line) => line.startsWith('eni-7 203.0.113.7 unknown tcp'));
    expect(lines).toEqual([
      'eni-7 203.0.113.7 unknown tcp 0-65535 world missing ec2:DescribeNetworkInterfaces us-east-1',
    ]);
  });
});
