import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../src/collect/clock.ts';

/** A clock whose time passes only when the test says so. */
export class FakeClock implements Clock {
  readonly slept: number[] = [];
  #now = Date.parse('2026-11-01T08:00:00Z');
  readonly #sleepers = new Set<{ readonly until: number; readonly wake: () => void }>();
  readonly #chance: number;

  constructor(chance = 0.5) {
    this.#chance = chance;
  }

  readonly now = (): Date => new Date(this.#now);

  readonly random = (): number => this.#chance;

  readonly sleep = (ms: number, signal: AbortSignal): Promise<void> => {
    if (signal.aborted) return Promise.resolve();
    this.slept.push(ms);
    return new Promise((resolve) => {
      const sleeper = { until: this.#now + ms, wake };
      const sleepers = this.#sleepers;
      function wake(): void {
        sleepers.delete(sleeper);
        resolve();
      }
      this.#sleepers.add(sleeper);
      signal.addEventListener('abort', wake, { once: true });
    });
  };

  /** How many are asleep. */
  get sleeping(): number {
    return this.#sleepers.size;
  }

  /** Lets time pass, waking each sleeper in its turn. */
  async elapse(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settle();
    for (;;) {
      const [next] = [...this.#sleepers].sort((a, b) => a.until - b.until);
      if (next === undefined || next.until > end) break;
      this.#now = Math.max(this.#now, next.until);
      next.wake();
      await settle();
    }
    this.#now = end;
  }

  /** Lets as much time pass as the work needs, for work that never waits for anything but this clock. */
  async drive<T>(work: Promise<T>): Promise<T> {
    const state = { done: false };
    const finish = (): void => {
      state.done = true;
    };
    work.then(finish, finish);
    for (let step = 0; step < 100_000; step += 1) {
      await settle();
      if (state.done) return work;
      const [next] = [...this.#sleepers].sort((a, b) => a.until - b.until);
      if (next === undefined) throw new Error('the work waits for something other than the clock');
      this.#now = Math.max(this.#now, next.until);
      next.wake();
    }
    throw new Error('the work does not end');
  }
}

/** Lets every promise that can settle do so. */
async function settle(): Promise<void> {
  for (let round = 0; round < 3; round += 1) await setImmediate();
}
