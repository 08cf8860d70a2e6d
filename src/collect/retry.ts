import type { Failure } from './failure.ts';

/** How often a call is made in all, by what went wrong. */
export const MAX_ATTEMPTS: Readonly<Record<Failure['retry'], number>> = { never: 1, transient: 3, throttled: 8 };

const FIRST_DELAY_MS: Readonly<Record<Failure['retry'], number>> = { never: 0, transient: 200, throttled: 500 };
const LONGEST_DELAY_MS = 15_000;
/** A service that asks us to wait longer has, for this run, refused. */
const LONGEST_RETRY_AFTER_MS = 60_000;

/**
 * How long to wait after the given attempt; undefined if the service wants more patience than a run has.
 *
 * The wait is drawn evenly from nothing to a ceiling that doubles ("full jitter"), so that calls refused together do
 * not return together. A wait that the service itself asked for is a floor.
 */
export function retryDelayMs(failure: Failure, attempt: number, random: () => number): number | undefined {
  const { retry, retryAfterMs = 0 } = failure;
  if (retryAfterMs > LONGEST_RETRY_AFTER_MS) return undefined;
  const ceiling = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS[retry] * 2 ** (attempt - 1));
  return Math.max(retryAfterMs, random() * ceiling);
}
