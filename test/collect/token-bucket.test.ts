import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TokenBucket } from '../../src/collect/token-bucket.ts';
import { FakeClock } from './fake-clock.ts';

const never = new AbortController().signal;

describe('TokenBucket', () => {
  test('a full bucket gives as many tokens as it holds without a wait', async () => {
    const clock = new FakeClock();
    const bucket = new TokenBucket({ size: 3, refillPerSecond: 1 }, clock);
    for (let taken = 0; taken < 3; taken += 1) expect(await bucket.take(never)).toBe(true);
    expect(clock.slept).toEqual([]);
  });

  test('takers beyond that are served in order, one for each refilled token', async () => {
    const clock = new FakeClock();
    const bucket = new TokenBucket({ size: 1, refillPerSecond: 2 }, clock);
    const served: number[] = [];
    for (const taker of [1, 2, 3]) void bucket.take(never).then(() => served.push(taker));
    await clock.elapse(499);
    expect(served).toEqual([1]);
    await clock.elapse(1);
    expect(served).toEqual([1, 2]);
    await clock.elapse(500);
    expect(served).toEqual([1, 2, 3]);
  });

  test('a taker who is called off gives its token back', async () => {
    const clock = new FakeClock();
    const bucket = new TokenBucket({ size: 1, refillPerSecond: 1 }, clock);
    const stop = new AbortController();
    await bucket.take(never);
    const waiting = bucket.take(stop.signal);
    stop.abort();
    expect(await waiting).toBe(false);
    await clock.elapse(1_000);
    expect(await bucket.take(never)).toBe(true);
    expect(clock.slept).toEqual([1_000]);
  });

  test('throttling halves the refill once for calls that were refused together, and it recovers slowly', async () => {
    const clock = new FakeClock();
    const bucket = new TokenBucket({ size: 10, refillPerSecond: 8 }, clock);
    bucket.throttled();
    bucket.throttled();
    expect(bucket.refillPerSecond).toBe(4);
    await clock.elapse(1_000);
    bucket.throttled();
    expect(bucket.refillPerSecond).toBeCloseTo(2.08);
    await clock.elapse(60_000);
    expect(bucket.refillPerSecond).toBe(8);
  });

  test('however often it is throttled, some refill stays', async () => {
    const clock = new FakeClock();
    const bucket = new TokenBucket({ size: 10, refillPerSecond: 8 }, clock);
    for (let round = 0; round < 50; round += 1) {
      bucket.throttled();
      await clock.elapse(1_000);
    }
    expect(bucket.refillPerSecond).toBeGreaterThan(0.2);
  });

  test('in no stretch of time does it give more than its size and its refill', async () => {
    const pauses = fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 1, maxLength: 30 });
    const rates = fc.record({ size: fc.integer({ min: 1, max: 6 }), refillPerSecond: fc.integer({ min: 1, max: 9 }) });
    await fc.assert(
      fc.asyncProperty(rates, pauses, async (rate, waits) => {
        const clock = new FakeClock();
        const bucket = new TokenBucket(rate, clock);
        const given: number[] = [];
        const takers = waits.map(() => bucket.take(never).then(() => given.push(clock.now().getTime())));
        for (const wait of waits) await clock.elapse(wait);
        await clock.drive(Promise.all(takers));
        for (const [first, start] of given.entries()) {
          for (const [last, end] of given.entries()) {
            const allowed = rate.size + (rate.refillPerSecond * (end - start)) / 1_000;
            if (last >= first) expect(last - first + 1).toBeLessThanOrEqual(Math.ceil(allowed + 0.001));
          }
        }
      }),
      { numRuns: 30 },
    );
  });
});
