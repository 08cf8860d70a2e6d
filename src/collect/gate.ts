import pLimit, { type LimitFunction } from 'p-limit';
import type { Clock } from './clock.ts';
import type { Failure } from './failure.ts';
import { type Rate, TokenBucket } from './token-bucket.ts';

/**
 * The one limiter between us and a service in one account and region: so many calls in flight, and no faster than its rate.
 *
 * A place in flight is taken first and the token last, so that a token is never held while waiting.
 */
export class Gate {
  readonly #limit: LimitFunction;
  readonly #bucket: TokenBucket;
  readonly #concurrency: number;
  #answered = false;
  #lost = 0;
  #closed: Failure | undefined;

  constructor(rate: Rate, concurrency: number, clock: Clock) {
    this.#concurrency = concurrency;
    this.#limit = pLimit(concurrency);
    this.#bucket = new TokenBucket(rate, clock);
  }

  /** Does the work when it is its turn; undefined if the signal came first. */
  async run<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T | { readonly failure: Failure } | undefined> {
    return this.#limit(async () => {
      if (this.#closed !== undefined) return { failure: this.#closed };
      return (await this.#bucket.take(signal)) ? work() : undefined;
    });
  }

  /** Something at the other end answered, so it is there. */
  answered(): void {
    this.#answered = true;
  }

  throttled(): void {
    this.#bucket.throttled();
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
