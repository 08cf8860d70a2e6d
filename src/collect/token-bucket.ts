import type { Clock } from './clock.ts';
import type { Pacer } from './pacer.ts';

/** What a service lets one account ask: so many calls at once, and then so many a second. */
export interface Rate {
  readonly size: number;
  readonly refillPerSecond: number;
}

/** However much we are throttled, this share of the documented rate stays, so that a run always ends. */
const SLOWEST_SHARE = 1 / 32;
/** Share of the documented rate that is won back each second after throttling. */
const RECOVERY_SHARE_PER_SECOND = 0.02;
/** Calls that were in flight together are refused together; they count as one refusal. */
const ONE_REFUSAL_MS = 1_000;

/**
 * Lets calls start no faster than a service allows, and slower after it complained.
 *
 * Each taker reserves its token at once and then waits its turn, so takers are served in order.
 */
export class TokenBucket implements Pacer {
  readonly #rate: Rate;
  readonly #clock: Clock;
  #tokens: number;
  #refillPerSecond: number;
  #settledAt: number;
  #refusedAt = Number.NEGATIVE_INFINITY;

  constructor(rate: Rate, clock: Clock) {
    this.#rate = rate;
    this.#clock = clock;
    this.#tokens = rate.size;
    this.#refillPerSecond = rate.refillPerSecond;
    this.#settledAt = clock.now().getTime();
  }

  /** Waits for a token; false if the signal came first. */
  async take(signal: AbortSignal): Promise<boolean> {
    this.#settle();
    this.#tokens -= 1;
    if (this.#tokens < 0) await this.#clock.sleep((-this.#tokens / this.#refillPerSecond) * 1_000, signal);
    if (signal.aborted) this.#tokens += 1;
    return !signal.aborted;
  }

  /** The service refused a call for going too fast: spend the rest, and refill at half the pace. */
  throttled(): void {
    this.#settle();
    this.#tokens = Math.min(this.#tokens, 0);
    const now = this.#clock.now().getTime();
    if (now - this.#refusedAt < ONE_REFUSAL_MS) return;
    this.#refusedAt = now;
    const slowest = this.#rate.refillPerSecond * SLOWEST_SHARE;
    this.#refillPerSecond = Math.max(slowest, this.#refillPerSecond / 2);
  }

  get refillPerSecond(): number {
    this.#settle();
    return this.#refillPerSecond;
  }

  #settle(): void {
    const now = this.#clock.now().getTime();
    // A wall clock may be set back; the bucket then merely waits.
    const seconds = Math.max(0, now - this.#settledAt) / 1_000;
    this.#settledAt = now;
    this.#tokens = Math.min(this.#rate.size, this.#tokens + seconds * this.#refillPerSecond);
    const recovered = this.#refillPerSecond + seconds * this.#rate.refillPerSecond * RECOVERY_SHARE_PER_SECOND;
    this.#refillPerSecond = Math.min(this.#rate.refillPerSecond, recovered);
  }
}
