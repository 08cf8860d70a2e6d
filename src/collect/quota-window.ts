import type { Clock } from './clock.ts';
import type { CallQuota } from './pace.ts';
import type { Pacer, Quota } from './pacer.ts';

/** Services tell the time left in whole seconds, so the true end of a window lies a little later than the latest we heard. */
const MARGIN_MS = 100;

/**
 * Lets so many calls start in each window of time, and believes the service where it says what is left.
 *
 * Answers overtake one another. The least that was said to be left in a window counts, less what is still under way, since
 * the service may not have counted that yet.
 */
export class QuotaWindow implements Pacer {
  readonly #clock: Clock;
  /** Calls that a window allows, as documented. */
  readonly #documented: number;
  /** Calls that a window surely allows. */
  #calls: number;
  #refused = false;
  #windowMs: number;
  /** Calls that may still start in this window. */
  #left = 0;
  #endsAt = Number.NEGATIVE_INFINITY;
  #window = 0;
  /** The least that the service said is left of this window; infinite until it says so. */
  #lowest = Number.POSITIVE_INFINITY;
  #answered = 0;
  #underWay = 0;
  #advised = false;
  readonly #waiting = new Set<AbortController>();

  constructor({ calls, windowMs }: CallQuota, clock: Clock) {
    this.#documented = calls;
    this.#calls = calls;
    this.#windowMs = windowMs;
    this.#clock = clock;
  }

  async take(signal: AbortSignal): Promise<boolean> {
    if (this.#now() >= this.#endsAt) this.#open();
    while (this.#left <= 0 && !signal.aborted) await this.#news(signal);
    if (signal.aborted) return false;
    this.#left -= 1;
    this.#underWay += 1;
    return true;
  }

  ended(quota: Quota | undefined): void {
    this.#underWay -= 1;
    if (quota === undefined) this.#lowest -= 1;
    else this.#heard(quota);
    if (Number.isFinite(this.#lowest)) this.#left = this.#lowest - this.#underWay;
    this.#wake();
  }

  throttled(retryAfterMs?: number): void {
    // Somebody who never says what is left allows less than we believed. Calls refused together are one refusal.
    if (!this.#advised && !this.#refused) this.#calls = Math.max(1, Math.floor(this.#calls / 2));
    this.#refused = true;
    this.#left = 0;
    this.#lowest = 0;
    this.#endsAt = this.#now() + (retryAfterMs ?? this.#windowMs);
    this.#wake();
  }

  #heard({ remaining, resetsAfterMs }: Quota): void {
    const endsAt = this.#now() + resetsAfterMs + MARGIN_MS;
    const isNews = !this.#advised;
    this.#advised = true;
    this.#windowMs = isNews ? Math.max(1, resetsAfterMs) : Math.max(this.#windowMs, resetsAfterMs);
    // An answer that was on its way since the window before this one.
    if (!isNews && this.#endsAt - endsAt > this.#windowMs / 2 + MARGIN_MS) return;
    const isFirst = this.#answered === 0;
    this.#endsAt = isFirst ? endsAt : Math.max(this.#endsAt, endsAt);
    this.#answered += 1;
    this.#lowest = Math.min(this.#lowest, remaining);
    if (this.#lowest <= 0) return;
    const allowed = this.#lowest + this.#answered;
    this.#calls = isFirst ? allowed : Math.max(this.#calls, allowed);
  }

  #open(): void {
    // After a window without a refusal there is hope again.
    if (!this.#refused && !this.#advised) this.#calls = Math.min(this.#documented, 2 * this.#calls);
    this.#refused = false;
    this.#window += 1;
    this.#left = this.#calls;
    this.#lowest = Number.POSITIVE_INFINITY;
    this.#answered = 0;
    this.#endsAt = this.#now() + this.#windowMs;
  }

  /** Waits for the end of the window, or for word that more may start. */
  async #news(signal: AbortSignal): Promise<void> {
    const window = this.#window;
    const news = new AbortController();
    this.#waiting.add(news);
    await this.#clock.sleep(Math.max(1, this.#endsAt - this.#now()), AbortSignal.any([signal, news.signal]));
    this.#waiting.delete(news);
    // Having slept to the end is enough: a wall clock may be set back.
    if (!news.signal.aborted && !signal.aborted && window === this.#window) {
      this.#open();
      this.#wake();
    }
  }

  #wake(): void {
    for (const news of this.#waiting) news.abort();
  }

  #now(): number {
    return this.#clock.now().getTime();
  }
}
