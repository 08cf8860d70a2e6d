import { describe, expect, test } from 'vitest';
import { COLLECTORS } from '../../../providers/aws/collectors/index.ts';
import { cut } from '../../../providers/aws/cut.ts';
import { permissions } from '../../../providers/aws/permissions.ts';
import { RECORDS } from '../../../providers/aws/records/index.ts';
import type { Answer } from '../../../src/collect/answer.ts';

const calls = COLLECTORS.flatMap((collector) => collector.calls);

describe('the collectors', () => {
  test('have ids of their own, and build on collectors that exist', () => {
    const ids = COLLECTORS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { after, question } of COLLECTORS) {
      expect(ids).toEqual(expect.arrayContaining([...after]));
      expect(question).toMatch(/\?$/);
    }
  });

  test('ask nothing that could not be read', () => {
    const readable = new Set(RECORDS.map(({ call }) => call));
    expect(calls.map(({ call }) => call).filter((call) => !readable.has(call))).toEqual([]);
  });
});

describe('the policy', () => {
  test('allows each call that is made, sorted and once, and nothing that changes anything', () => {
    expect(permissions()).toMatchObject({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Resource: '*' }] });
    const actions = [...JSON.stringify(permissions()).matchAll(/"((?:ec2|elasticloadbalancing):\w+)"/g)].map(
      ([, action = '']) => action,
    );
    expect(actions).toEqual([...new Set(actions)].sort());
    expect(new Set(actions)).toEqual(new Set(['ec2:DescribeRegions', ...calls.map(({ permission }) => permission)]));
    expect(actions.filter((action) => !/:(?:Describe|Get)/.test(action))).toEqual([]);
  });
});

describe('cutting an answer', () => {
  const stamp = { call: 'ec2:DescribeVpcs', account: '111122223333', region: 'eu-west-1', at: '2026-11-01T08:00:00Z' };

  test('keeps the fields we read and nothing else', () => {
    const whole: Answer = {
      ...stamp,
      response: { Vpcs: [{ VpcId: 'vpc-1', Secret: 's' }], $metadata: {}, NextToken: 'n' },
    };
    expect(JSON.stringify(cut(whole))).not.toMatch(/Secret|metadata|NextToken/);
    expect(JSON.stringify(cut(whole))).toContain('vpc-1');
  });

  test('is done once: cutting again changes nothing', () => {
    for (const kind of RECORDS) {
      const once = cut({ ...stamp, call: kind.call, response: { [kind.list]: kind.single === true ? {} : [] } });
      expect(cut(once)).toEqual(once);
    }
  });

  test('keeps nothing of a call that we do not know', () => {
    expect(cut({ ...stamp, call: 'iam:ListUsers', response: { Users: [{ UserName: 'a' }] } }).response).toEqual({});
  });

  test('leaves a failure as it is', () => {
    const failed = { ...stamp, error: { code: 'UnauthorizedOperation', message: 'no' } };
    expect(cut(failed)).toEqual(failed);
  });

  test('says what does not fit, and not all of it if it is much', () => {
    const answer = cut({ ...stamp, response: { Vpcs: [{ VpcId: 'vpc-1' }, ...Array<unknown>(9).fill({})] } });
    expect(JSON.stringify(answer.response)).toContain('vpc-1');
    expect(answer.error?.reason).toBe('malformed');
    expect(answer.error?.message).toMatch(/^Vpcs\[1\].*and 4 more$/);
  });
});
