import { describe, expect, test } from 'vitest';
import type { Answer } from '../../src/collect/answer.ts';
import type { Page, PageRequest } from '../../src/collect/collector.ts';
import type { Failure } from '../../src/collect/failure.ts';
import { Runner, type RunnerSettings, type Task } from '../../src/collect/runner.ts';
import { FakeClock } from './fake-clock.ts';

const where = { account: '111122223333', region: 'eu-west-1' };

/** What a service does with one attempt: answer a page, fail, or say nothing. */
type Step = { readonly page: unknown; readonly next?: string } | Failure | 'silence';

const throttled: Failure = {
  reason: 'throttled',
  code: 'Throttling',
  message: 'slow down',
  status: 400,
  retry: 'throttled',
};
const broken: Failure = { reason: 'failed', code: 'InternalError', message: 'oops', status: 500, retry: 'transient' };
const denied: Failure = { reason: 'denied', code: 'AccessDenied', message: 'no', status: 403, retry: 'never' };
const lost: Failure = { reason: 'unreachable', code: 'ENOTFOUND', message: 'nobody there', retry: 'transient' };

describe('Runner', () => {
  test.for([
    ['one page is one answer', [{ page: 1 }], ['1'], 1],
    [
      'each page is an answer of its own',
      [{ page: 1, next: 'a' }, { page: 2, next: 'b' }, { page: 3 }],
      ['1', '2', '3'],
      3,
    ],
    ['an empty token ends the pages', [{ page: 1, next: '' }], ['1'], 1],
    [
      'a token that comes twice is malformed, and the pages before it stay',
      [
        { page: 1, next: 'a' },
        { page: 2, next: 'a' },
      ],
      ['1', '2', 'malformed TornPages'],
      2,
    ],
    ['a throttled call is made again', [throttled, throttled, { page: 1 }], ['1'], 3],
    ['a passing fault is forgiven twice', [broken, broken, { page: 1 }], ['1'], 3],
    ['a lasting fault is given up after three attempts', [broken, broken, broken], ['failed InternalError'], 3],
    ['a refusal is final', [denied], ['denied AccessDenied'], 1],
    [
      'a fault on a later page leaves the earlier ones',
      [{ page: 1, next: 'a' }, denied],
      ['1', 'denied AccessDenied'],
      2,
    ],
    [
      'throttling that never ends is given up after eight attempts',
      Array<Step>(8).fill(throttled),
      ['throttled Throttling'],
      8,
    ],
    [
      'a silent service is given up after three attempts',
      ['silence', 'silence', 'silence'],
      ['timed-out CallTimeout'],
      3,
    ],
    ['a service that cannot be found is tried three times', [lost, lost, lost], ['unreachable ENOTFOUND'], 3],
  ] as const)('%s', async ([, steps, expected, attempts]) => {
    const clock = new FakeClock();
    const service = scripted(steps);
    const answers = await ask(clock, [task(service.ask)]);
    expect(answers.map(shortly)).toEqual(expected);
    expect(service.attempts()).toBe(attempts);
    expect(clock.sleeping).toBe(0);
  });

  test('stamps each answer with the call, the scope, the request and the time', async () => {
    const [answer] = await ask(new FakeClock(), [task(scripted([{ page: { Vpcs: [] } }]).ask, { VpcId: 'vpc-1' })]);
    expect(answer).toEqual({
      call: 'ec2:DescribeVpcs',
      account: '111122223333',
      region: 'eu-west-1',
      request: { VpcId: 'vpc-1' },
      at: '2026-11-01T08:00:00.000Z',
      response: { Vpcs: [] },
    });
  });

  test('waits as long as the service asks, and not at all if that is too long', async () => {
    const patient = new FakeClock();
    await ask(patient, [task(scripted([{ ...throttled, retryAfterMs: 7_000 }, { page: 1 }]).ask)]);
    expect(patient.slept).toContain(7_000);
    const hasty = new FakeClock();
    const service = scripted([{ ...throttled, retryAfterMs: 3_600_000 }]);
    expect((await ask(hasty, [task(service.ask)])).map(shortly)).toEqual(['throttled Throttling']);
    expect(service.attempts()).toBe(1);
  });

  test('waits are drawn between nothing and a doubling ceiling', async () => {
    const clock = new FakeClock(1);
    await ask(clock, [task(scripted([broken, broken, { page: 1 }]).ask)]);
    expect(clock.slept.filter((ms) => ms < 1_000)).toEqual([200, 400]);
  });

  test('has no more calls in flight than allowed, in one bucket', async () => {
    const clock = new FakeClock();
    let running = 0;
    let most = 0;
    const slow = async ({ signal }: PageRequest): Promise<Page> => {
      running += 1;
      most = Math.max(most, running);
      await clock.sleep(100, signal);
      running -= 1;
      return { response: 1, next: undefined };
    };
    const answers = await ask(
      clock,
      Array.from({ length: 20 }, (_, VpcId) => task(slow, { VpcId })),
      { concurrency: 4 },
    );
    expect(answers).toHaveLength(20);
    expect(most).toBe(4);
  });

  test('starts calls no faster than the rate', async () => {
    const clock = new FakeClock();
    const starts: number[] = [];
    const quick = (): Promise<Page> => {
      starts.push(clock.now().getTime());
      return Promise.resolve({ response: 1, next: undefined });
    };
    await ask(
      clock,
      Array.from({ length: 12 }, (_, VpcId) => task(quick, { VpcId })),
      {
        rateOf: () => ({ size: 2, refillPerSecond: 5 }),
      },
    );
    const [first = 0] = starts;
    expect(starts.map((start) => start - first)).toEqual([
      0, 0, 200, 400, 600, 800, 1_000, 1_200, 1_400, 1_600, 1_800, 2_000,
    ]);
  });

  test('a region that never answers is asked once by each call in flight, not by each call', async () => {
    const service = scripted(Array<Step>(500).fill(lost));
    const tasks = Array.from({ length: 100 }, (_, VpcId) => task(service.ask, { VpcId }));
    const answers = await ask(new FakeClock(), tasks, { concurrency: 4 });
    expect(answers.map(shortly)).toEqual(Array(100).fill('unreachable ENOTFOUND'));
    expect(service.attempts()).toBeLessThanOrEqual(12);
  });

  test('a region that answered once is not given up for one lost call', async () => {
    const clock = new FakeClock();
    const steps: readonly Step[] = [{ page: 1 }, lost, lost, lost, { page: 2 }];
    const service = scripted(steps);
    const tasks = [0, 1, 2].map((VpcId) => task(service.ask, { VpcId }));
    expect((await ask(clock, tasks, { concurrency: 1 })).map(shortly)).toEqual(['1', 'unreachable ENOTFOUND', '2']);
  });

  test('when cancelled, keeps what was read and says of each other call that it was not made', async () => {
    const clock = new FakeClock();
    const stop = new AbortController();
    let calls = 0;
    const service = ({ signal }: PageRequest): Promise<Page> => {
      calls += 1;
      if (calls === 2) stop.abort();
      return calls < 2 ? Promise.resolve({ response: 1, next: undefined }) : hang(signal);
    };
    const tasks = [0, 1, 2].map((VpcId) => task(service, { VpcId }));
    const answers = await ask(clock, tasks, { concurrency: 1, signal: stop.signal });
    expect(answers.map(shortly)).toEqual(['1', 'cancelled Cancelled', 'cancelled Cancelled']);
    expect(calls).toBe(2);
  });

  test('when its time is up, gives up what is under way and makes no further call', async () => {
    const clock = new FakeClock();
    const service = scripted([{ page: 1 }, 'silence']);
    const tasks = [0, 1, 2].map((VpcId) => task(service.ask, { VpcId }));
    const answers = await ask(clock, tasks, { concurrency: 1, timeoutMs: 5_000 });
    expect(answers.map(shortly)).toEqual(['1', 'timed-out DeadlineExceeded', 'timed-out DeadlineExceeded']);
    expect(clock.now().toISOString()).toBe('2026-11-01T08:00:05.000Z');
  });

  test('reports what is done and planned', async () => {
    const seen: string[] = [];
    await ask(
      new FakeClock(),
      [task(scripted([throttled, { page: 1 }]).ask), task(scripted([{ page: 1 }]).ask, { a: 1 })],
      {
        concurrency: 1,
        onProgress: ({ scope, done, planned, retried }) => seen.push(`${scope} ${done}/${planned} retried ${retried}`),
      },
    );
    expect(seen).toEqual(['111122223333/eu-west-1 1/2 retried 1', '111122223333/eu-west-1 2/2 retried 1']);
  });
});

function task(ask: Task['ask'], request: Task['request'] = {}): Task {
  return { call: 'ec2:DescribeVpcs', where, request, ask };
}

async function ask(
  clock: FakeClock,
  tasks: readonly Task[],
  settings: Partial<RunnerSettings> = {},
): Promise<Answer[]> {
  const runner = new Runner({
    clock,
    signal: new AbortController().signal,
    timeoutMs: 3_600_000,
    concurrency: 4,
    rateOf: () => ({ size: 1_000, refillPerSecond: 1_000 }),
    explain: (error) => (error instanceof Refusal ? error.failure : { ...denied, code: String(error) }),
    onProgress: () => undefined,
    ...settings,
  });
  const answers = await clock.drive(Array.fromAsync(runner.askAll(tasks)));
  runner.close();
  return answers;
}

class Refusal extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

function scripted(steps: readonly Step[]) {
  let attempts = 0;
  const ask = ({ signal }: PageRequest): Promise<Page> => {
    const step = steps[attempts];
    attempts += 1;
    if (step === undefined) return Promise.reject(new Error('nobody expected this call'));
    if (step === 'silence') return hang(signal);
    if ('page' in step) return Promise.resolve({ response: step.page, next: step.next });
    return Promise.reject(new Refusal(step));
  };
  return { ask, attempts: () => attempts };
}

function hang(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => {
      reject(new Error('aborted'));
    });
  });
}

function shortly({ response, error }: Answer): string {
  return error === undefined ? JSON.stringify(response) : `${error.reason} ${error.code}`;
}
