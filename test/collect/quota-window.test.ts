import { describe, expect, test } from 'vitest';
import type { Quota } from '../../src/collect/pacer.ts';
import { QuotaWindow } from '../../src/collect/quota-window.ts';
import { FakeClock } from './fake-clock.ts';

const go = new AbortController().signal;

/** A service that counts calls in windows and says what is left, in whole seconds. */
class Service {
  refused = 0;
  readonly startedAt: number[] = [];
  readonly #clock: FakeClock;
  readonly #calls: number;
  readonly #windowMs: number;
  #endsAt = Number.NEGATIVE_INFINITY;
  #taken = 0;

  constructor(clock: FakeClock, calls: number, windowMs: number) {
    this.#clock = clock;
    this.#calls = calls;
    this.#windowMs = windowMs;
  }

  /** What is left after a call; undefined if the call was one too many. */
  call(): Quota | undefined {
    const now = this.#clock.now().getTime();
    if (now >= this.#endsAt) {
      this.#endsAt = now + this.#windowMs;
      this.#taken = 0;
    }
    this.#taken += 1;
    this.startedAt.push(now);
    if (this.#taken > this.#calls) {
      this.refused += 1;
      return undefined;
    }
    return { remaining: this.#calls - this.#taken, resetsAfterMs: Math.floor((this.#endsAt - now) / 1_000) * 1_000 };
  }
}

/** Makes so many calls, each of which takes so long, some at a time; says how long it took. */
async function run(
  window: QuotaWindow,
  clock: FakeClock,
  service: Service,
  { calls, atOnce, callMs }: { calls: number; atOnce: number; callMs: number },
): Promise<number> {
  const start = clock.now().getTime();
  let left = calls;
  const worker = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await window.take(go);
      const quota = service.call();
      await clock.sleep(callMs, go);
      window.ended(quota);
      if (quota !== undefined) continue;
      window.throttled(1_000);
      left += 1;
    }
  };
  await clock.drive(Promise.all(Array.from({ length: atOnce }, worker)));
  return clock.now().getTime() - start;
}

describe('a quota of calls in a window', () => {
  test('lets as many start as are allowed, and the others in the next window', async () => {
    const clock = new FakeClock();
    const window = new QuotaWindow({ calls: 3, windowMs: 5_000 }, clock);
    const taken: number[] = [];
    const all = Promise.all(
      Array.from({ length: 7 }, async () => {
        await window.take(go);
        taken.push(clock.now().getTime() - Date.parse('2026-11-01T08:00:00Z'));
      }),
    );
    await clock.drive(all);
    expect(taken).toEqual([0, 0, 0, 5_000, 5_000, 5_000, 10_000]);
  });

  test.for([
    ['as much as we believed', 15, 5_000, 60, 15_000, 17_000],
    ['more than we believed', 75, 5_000, 300, 15_000, 18_000],
    ['less than we believed', 5, 5_000, 30, 25_000, 28_000],
    ['in shorter windows', 15, 2_000, 60, 6_000, 9_500],
    ['in longer windows', 15, 20_000, 45, 40_000, 42_500],
  ] as const)('goes as fast as the service says, if it allows %s', async ([, calls, windowMs, total, least, most]) => {
    const clock = new FakeClock();
    const window = new QuotaWindow({ calls: 15, windowMs: 5_000 }, clock);
    const service = new Service(clock, calls, windowMs);
    const took = await run(window, clock, service, { calls: total, atOnce: 4, callMs: 100 });
    expect(took).toBeGreaterThanOrEqual(least);
    expect(took).toBeLessThanOrEqual(most);
    // The first calls are sent before anything was said; afterwards hardly one is wasted.
    expect(service.refused).toBeLessThanOrEqual(total / 10);
  });

  test('leaves room for others who use the same quota', async () => {
    const clock = new FakeClock();
    const window = new QuotaWindow({ calls: 15, windowMs: 5_000 }, clock);
    await window.take(go);
    window.ended({ remaining: 1, resetsAfterMs: 4_000 });
    await window.take(go);
    let isThrough = false;
    void window.take(go).then(() => {
      isThrough = true;
    });
    await clock.elapse(3_900);
    expect(isThrough).toBe(false);
    await clock.elapse(300);
    expect(isThrough).toBe(true);
  });

  test('an answer that was overtaken does not raise what is left', async () => {
    const clock = new FakeClock();
    const window = new QuotaWindow({ calls: 15, windowMs: 5_000 }, clock);
    for (let i = 0; i < 3; i += 1) await window.take(go);
    window.ended({ remaining: 1, resetsAfterMs: 4_000 });
    window.ended({ remaining: 2, resetsAfterMs: 4_000 });
    window.ended({ remaining: 3, resetsAfterMs: 4_000 });
    await window.take(go);
    let isThrough = false;
    void window.take(go).then(() => {
      isThrough = true;
    });
    await clock.elapse(1_000);
    expect(isThrough).toBe(false);
  });

  test('calls that are refused together cost once, and a window without a refusal gives hope again', async () => {
    const clock = new FakeClock();
    const window = new QuotaWindow({ calls: 8, windowMs: 5_000 }, clock);
    for (let i = 0; i < 8; i += 1) await window.take(go);
    for (let i = 0; i < 3; i += 1) {
      window.ended(undefined);
      window.throttled(1_000);
    }
    const taken: number[] = [];
    const start = clock.now().getTime();
    const takers = Array.from({ length: 20 }, async () => {
      await window.take(go);
      taken.push(clock.now().getTime() - start);
    });
    await clock.drive(Promise.all(takers));
    const inWindow = Map.groupBy(taken, (at) => at);
    expect([...inWindow].map(([at, calls]) => [at, calls.length])).toEqual([
      [1_000, 4],
      [6_000, 8],
      [11_000, 8],
    ]);
  });

  test('waits as long as a refusal says, and asks less of a service that never tells', async () => {
    const clock = new FakeClock();
    const window = new QuotaWindow({ calls: 4, windowMs: 5_000 }, clock);
    await window.take(go);
    window.ended(undefined);
    window.throttled(2_000);
    const taken: number[] = [];
    const start = clock.now().getTime();
    const three = Array.from({ length: 3 }, async () => {
      await window.take(go);
      taken.push(clock.now().getTime() - start);
    });
    await clock.drive(Promise.all(three));
    expect(taken).toEqual([2_000, 2_000, 7_000]);
  });

  test('whoever is stopped while waiting gets no turn', async () => {
    const clock = new FakeClock();
    const window = new QuotaWindow({ calls: 1, windowMs: 5_000 }, clock);
    await window.take(go);
    const stop = new AbortController();
    const waiting = window.take(stop.signal);
    stop.abort();
    expect(await waiting).toBe(false);
  });
});
