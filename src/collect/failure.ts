import type { GapReason } from '../model/gap.ts';

/** Why a call brought no answer, and whether asking again could help. */
export interface Failure {
  readonly reason: Exclude<GapReason, 'absent'>;
  /** The provider's own word: `UnauthorizedOperation`. */
  readonly code: string;
  /** Fit for a person to read, and free of secrets. */
  readonly message: string;
  readonly status?: number;
  readonly retry: 'never' | 'throttled' | 'transient';
  /** How long the service asked us to wait. */
  readonly retryAfterMs?: number;
}

/** What is said of a call that was not made, or not finished, because the run was stopped. */
export function stoppedFailure(reason: 'cancelled' | 'timed-out'): Failure {
  const message = reason === 'cancelled' ? 'the run was cancelled before this call' : 'the time for this run is up';
  return { reason, code: reason === 'cancelled' ? 'Cancelled' : 'DeadlineExceeded', message, retry: 'never' };
}
