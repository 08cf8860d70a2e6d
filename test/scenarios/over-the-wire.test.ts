import { afterEach, describe, expect, test } from 'vitest';
import { collect } from '../../providers/aws/collect.ts';
import { RECORDS } from '../../providers/aws/records/index.ts';
import type { Answer } from '../../src/collect/answer.ts';
import { type AwsEstate, answersOf, BASE_A, BASE_ALB, BASE_NLB } from '../support/aws-estate.ts';
import { linesOf } from '../support/aws-judgement.ts';
import { networkAcl, networkInterface, securityGroup } from '../support/aws-records.ts';
import { collectRequest, hastyClock } from '../support/collect-request.ts';
import type { Fault, FaultKind } from '../support/replay/faults.ts';
import type { LoopbackServer } from '../support/replay/front.ts';
import { startReplayServer } from '../support/replay/replay-server.ts';

const WALL = ['in 90 deny tcp 8000 0.0.0.0/0', 'in 100 allow all 0.0.0.0/0', 'out 100 allow all 0.0.0.0/0'];

/** Estates of which port 8000 of i-1 is open, each with a twin that differs in one fact and is closed. */
const TWINS: Readonly<Record<string, { readonly open: AwsEstate; readonly closed: AwsEstate }>> = {
  'a public instance': {
    open: BASE_A,
    closed: {
      ...BASE_A,
      networkAcls: [networkAcl('acl-default', WALL, ['subnet-a', 'subnet-b'], { IsDefault: true })],
    },
  },
  'an application load balancer': {
    open: BASE_ALB,
    closed: {
      ...BASE_ALB,
      securityGroups: [securityGroup('sg-alb', ['tcp 443 from 10.0.0.0/8']), ...BASE_ALB.securityGroups.slice(1)],
    },
  },
  'a network load balancer': {
    open: BASE_NLB,
    closed: { ...BASE_NLB, securityGroups: [securityGroup('sg-app', ['tcp 8000 from 10.0.0.0/16'])] },
  },
};

/** Many of everything, so that each list has several pages. */
const CROWD: AwsEstate = {
  ...BASE_ALB,
  interfaces: [
    ...BASE_ALB.interfaces,
    ...Array.from({ length: 12 }, (_, index) =>
      networkInterface(`eni-crowd-${index}`, {
        private: `10.0.1.${20 + index}`,
        public: `203.0.113.${20 + index}`,
        subnet: 'subnet-a',
        groups: [index % 2 === 0 ? 'sg-open' : 'sg-shut'],
      }),
    ),
  ],
  securityGroups: [
    ...BASE_ALB.securityGroups,
    securityGroup('sg-open', ['tcp 22 from 0.0.0.0/0']),
    securityGroup('sg-shut', ['tcp 22 from 10.0.0.0/8']),
  ],
};

let server: LoopbackServer | undefined;
afterEach(() => server?.close());

interface Conditions {
  readonly faults?: readonly Fault[];
  readonly pageSize?: number;
}

/** What the real SDK brings of an estate, as it was cut and stamped by the collectors. */
async function collected(answers: readonly Answer[], conditions: Conditions = {}): Promise<readonly Answer[]> {
  await server?.close();
  server = await startReplayServer({ answers, ...conditions });
  return Array.fromAsync(collect(collectRequest(server.url), hastyClock()));
}

/** What is said of port 8000 of i-1, if need be by saying that a whole list of things could not be read. */
function verdictOf(answers: readonly Answer[]): string {
  const isAbout = (line: string): boolean => line.startsWith('i-1 ') || line.includes(' - unknown ');
  const lines = linesOf(answers).filter((line) => isAbout(line) && / tcp \S*\b(8000|0-65535)\b/.test(line));
  return ['reachable', 'unknown'].find((verdict) => lines.some((line) => line.includes(` ${verdict} `))) ?? 'blocked';
}

describe('collected over the wire, an estate is judged as its file is', () => {
  const estates = Object.entries(TWINS).flatMap(([name, { open, closed }]) => [
    { name, estate: open, verdict: 'reachable' },
    { name: `${name}, closed`, estate: closed, verdict: 'blocked' },
  ]);

  test.for(estates)('$name', async ({ estate, verdict }) => {
    const answers = answersOf(estate);
    const wired = await collected(answers);
    const asked = new Set(answers.map(({ call }) => call));
    expect(wired.filter(({ call, error }) => error !== undefined && asked.has(call))).toEqual([]);
    expect(linesOf(wired)).toEqual(linesOf(answers));
    expect(verdictOf(wired)).toBe(verdict);
  });

  test('in pages of one record', async () => {
    const answers = answersOf(CROWD);
    const wired = await collected(answers, { pageSize: 1 });
    expect(wired.filter(({ call }) => call === 'ec2:DescribeNetworkInterfaces')).toHaveLength(13);
    expect(linesOf(wired)).toEqual(linesOf(answers));
  });

  test('although each call is throttled at first', async () => {
    const answers = answersOf(BASE_ALB);
    const faults = RECORDS.map(({ call }): Fault => ({ kind: 'throttled', call, times: 2 }));
    const wired = await collected(answers, { faults });
    expect(server?.calls.filter(({ fault }) => fault === 'throttled').length).toBeGreaterThan(30);
    expect(linesOf(wired)).toEqual(linesOf(answers));
  });

  test.for(['reset', 'truncated', 'html', 'server-error', 'drip'] as const)(
    'although the first answer of each service is spoiled: %s',
    async (kind) => {
      const answers = answersOf(BASE_ALB);
      const faults = ['ec2', 'elb', 'elbv2'].map((call): Fault => ({ kind, call, times: 1 }));
      expect(linesOf(await collected(answers, { faults }))).toEqual(linesOf(answers));
    },
  );
});

describe('a call that fails never opens or closes anything in silence', () => {
  const cases = Object.entries(TWINS).flatMap(([name, { open, closed }]) => [
    { name, estate: open, impossible: 'blocked' },
    { name: `${name}, closed`, estate: closed, impossible: 'reachable' },
  ]);

  describe.for(cases)('$name', ({ estate, impossible }) => {
    const answers = answersOf(estate);
    // Regions that were named are looked at, whether or not the account may list its regions.
    const calls = RECORDS.map(({ call }) => call).filter(
      (call) => call !== 'ec2:DescribeRegions' && answers.some((answer) => answer.call === call),
    );

    test.for(calls)('%s denied', async (call) => {
      await check(call, 'denied');
    });

    test.for(['ec2:DescribeNetworkInterfaces', 'ec2:DescribeNetworkAcls', 'ec2:DescribeSecurityGroups'])(
      '%s answered with rubbish',
      async (call) => {
        for (const kind of ['html-200', 'empty', 'cut'] as const) await check(call, kind);
      },
    );

    async function check(call: string, kind: FaultKind): Promise<void> {
      const wired = await collected(answers, { faults: [{ kind, call }] });
      const verdict = verdictOf(wired);
      expect(verdict, linesOf(wired).join('\n')).not.toBe(impossible);
      const wasAsked = server?.calls.some((seen) => seen.call === call) === true;
      expect(wired.some((answer) => answer.call === call && answer.error !== undefined)).toBe(wasAsked);
      if (verdict === 'unknown') expect(linesOf(wired).join('\n')).toContain(`missing ${call} us-east-1`);
    }
  });

  test('regions that may not be listed are a gap, and the home region is looked at', async () => {
    const faults: readonly Fault[] = [{ kind: 'denied', call: 'ec2:DescribeRegions' }];
    await server?.close();
    server = await startReplayServer({ answers: answersOf(BASE_A), faults });
    const request = collectRequest(server.url, { options: {} });
    const wired = await Array.fromAsync(collect(request, hastyClock()));
    expect(wired.filter(({ call }) => call === 'ec2:DescribeRegions')).toMatchObject([{ error: { reason: 'denied' } }]);
    expect(verdictOf(wired)).toBe('reachable');
  });

  test('a role that may not be assumed is a gap, and the other accounts are looked at', async () => {
    await server?.close();
    server = await startReplayServer({ answers: answersOf(BASE_A) });
    const roles = ['111122223333', '444455556666'].map((account) => `arn:aws:iam::${account}:role/audit`);
    const request = collectRequest(server.url, { options: { region: ['us-east-1'], 'assume-role': roles } });
    const wired = await Array.fromAsync(collect(request, hastyClock()));
    expect(wired.filter(({ account }) => account === '444455556666')).toMatchObject([{ error: { reason: 'denied' } }]);
    expect(verdictOf(wired)).toBe('reachable');
  });

  test('a service that takes the call and says nothing is given up, and is a gap', async () => {
    const faults: readonly Fault[] = [{ kind: 'hang', call: 'ec2:DescribeNetworkAcls' }];
    const wired = await collected(answersOf(BASE_A), { faults });
    expect(wired.filter(({ call }) => call === 'ec2:DescribeNetworkAcls')).toMatchObject([
      { error: { reason: 'timed-out' } },
    ]);
    expect(verdictOf(wired)).toBe('unknown');
  });

  test.for(['repeated-token', 'lost-token'] as const)('a torn chain of pages: %s', async (kind) => {
    const faults: readonly Fault[] = [{ kind, call: 'ec2:DescribeSecurityGroups' }];
    const wired = await collected(answersOf(CROWD), { pageSize: 1, faults });
    expect(wired).toContainEqual(
      expect.objectContaining({ call: 'ec2:DescribeSecurityGroups', error: expect.any(Object) as object }),
    );
    expect(linesOf(wired).filter((line) => line.includes(' reachable ') && line.includes('sg-shut'))).toEqual([]);
    expect(linesOf(wired).filter((line) => line.startsWith('eni-crowd') && / blocked .* sg-open/.test(line))).toEqual(
      [],
    );
  });
});
