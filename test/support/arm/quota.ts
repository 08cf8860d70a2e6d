/** So many queries in a window of time, as Resource Graph allows them. */
export interface QuotaSettings {
  readonly queries: number;
  readonly windowMs: number;
}

/** What is left of a quota, in the headers of Resource Graph. */
export interface QuotaState {
  readonly isOver: boolean;
  readonly headers: Readonly<Record<string, string>>;
}

/** A window begins with the first query after the last one has ended. */
export class Quota {
  readonly #settings: QuotaSettings;
  #startedMs = Number.NEGATIVE_INFINITY;
  #taken = 0;

  constructor(settings: QuotaSettings) {
    this.#settings = settings;
  }

  take(nowMs: number): QuotaState {
    const { queries, windowMs } = this.#settings;
    if (nowMs - this.#startedMs >= windowMs) {
      this.#startedMs = nowMs;
      this.#taken = 0;
    }
    this.#taken += 1;
    const leftMs = this.#startedMs + windowMs - nowMs;
    const isOver = this.#taken > queries;
    const headers = {
      'x-ms-user-quota-remaining': String(Math.max(0, queries - this.#taken)),
      'x-ms-user-quota-resets-after': spanOf(leftMs),
    };
    return { isOver, headers: isOver ? { ...headers, 'retry-after': String(Math.ceil(leftMs / 1000)) } : headers };
  }
}

/** `00:00:03`: whole seconds, the rest cut off. */
function spanOf(ms: number): string {
  return new Date(Math.floor(ms / 1000) * 1000).toISOString().slice(11, 19);
}
