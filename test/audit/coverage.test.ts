import { expect, test } from 'vitest';
import { coverageOf } from '../../src/audit/coverage.ts';
import type { Answer } from '../../src/collect/answer.ts';
import { SCOPE } from '../support/sample-exposure.ts';

const AT = '2026-11-02T09:00:00Z';

function answer(call: string, region: string, more: Partial<Answer> = {}): Answer {
  return { call, account: SCOPE.account, region, at: AT, response: {}, ...more };
}

test('a unit is a call in a scope: pages count once, and one failure among resources spoils it', () => {
  const call = 'elbv2:DescribeTargetHealth';
  const answers = [
    answer('ec2:DescribeSubnets', 'eu-west-1'),
    answer('ec2:DescribeSubnets', 'eu-west-1'),
    answer('ec2:DescribeSubnets', 'us-east-1'),
    answer(call, 'eu-west-1', { request: { TargetGroupArn: 'a' } }),
    answer(call, 'eu-west-1', {
      request: { TargetGroupArn: 'b' },
      response: undefined,
      error: { code: '403', message: 'no' },
    }),
  ];
  const gap = { call, scope: SCOPE, reason: 'denied' as const, permission: 'p', message: 'no' };
  const { units, gaps } = coverageOf([{ provider: { id: 'aws' }, answers, gaps: [gap, gap] }]);
  expect(units).toEqual({ ok: 2, total: 3 });
  expect(gaps).toEqual([
    { cloud: 'aws', scope: '111122223333/eu-west-1', call, reason: 'denied', permission: 'p', message: 'no' },
  ]);
});

test('an answer that nobody asked for is a unit that was not learned', () => {
  const gap = { call: 'ec2:DescribeVpcs', scope: SCOPE, reason: 'absent' as const, permission: 'p', message: '' };
  expect(coverageOf([{ provider: { id: 'aws' }, answers: [], gaps: [gap] }]).units).toEqual({ ok: 0, total: 1 });
});
