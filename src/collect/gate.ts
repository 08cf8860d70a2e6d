import pLimit, { type LimitFunction } from 'p-limit';
import type { Clock } from './clock.ts';
import type { Failure } from './failure.ts';
import type { Pace } from './pace.ts';
import type { Pacer, Quota } from './pacer.ts';
import { QuotaWindow } from './quota-window.ts';
import { TokenBucket } from './token-bucket.ts';

/**
 * The one limiter between us and a service in one account and region: so many calls in flight, and no faster than its pace.
 *
 * A place in flight is taken first and the token last, so that a token is never held while waiting.
 */
export class Gate {
  readonly #limit: LimitFunction;
  readonly #pacer: Pacer;
  readonly #concurrency: number;
  #answered = false;
  #lost = 0;
  #closed: Failure | undefined;

  constructor(pace: Pace, concurrency: number, clock: Clock) {
    this.#concurrency = concurrency;
    this.#limit = pLimit(concurrency);
    this.#pacer = 'windowMs' in pace ? new QuotaWindow(pace, clock) : new TokenBucket(pace, clock);
  }

  /** Does the work when it is its turn; undefined if the signal came first. The work never throws. */
  async run<T>(
    signal: AbortSignal,
    work: () => Promise<T>,
    quotaOf: (result: T) => Quota | undefined,
  ): Promise<T | { readonly failure: Failure } | undefined> {
    return this.#limit(async () => {
      if (this.#closed !== undefined) return { failure: this.#closed };
      if (!(await this.#pacer.take(signal))) return undefined;
      const result = await work();
      this.#pacer.ended?.(quotaOf(result));
      return result;
    });
  }

  /** Something at the other end answered, so it is there. */
  answered(): void {
    this.#answered = true;
  }

  /** The service refused a call for going too fast, and may have said how long to wait. */
  throttled(retryAfterMs?: number): void {
    this.#pacer.throttled(retryAfterMs);
  }

  /**
   * An attempt brought nothing back. Where nothing ever answered, and more was lost than can be in flight at once, the
   * rest fails at once: a service that is not there need not be waited for thirty times.
   */
  lost(failure: Failure): void {
    this.#lost += 1;
    if (this.#lost > this.#concurrency) this.closeIfSilent(failure);
  }

  /** Lets no further call through, if nothing ever answered. */
  closeIfSilent(failure: Failure): void {
    if (!this.#answered) this.#closed ??= { ...failure, retry: 'never' };
  }
}
