import type { Rate } from './token-bucket.ts';

/** What a service lets us ask in each window of time, where it counts that way. */
export interface CallQuota {
  readonly calls: number;
  readonly windowMs: number;
}

/** How fast a service may be asked: a steady rate, or so many calls a window. */
export type Pace = Rate | CallQuota;
