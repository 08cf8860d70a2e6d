/** What a service said is left of the quota. */
export interface Quota {
  readonly remaining: number;
  /** Until all of it may be used again. */
  readonly resetsAfterMs: number;
}

/** Lets calls start when it is their turn. */
export interface Pacer {
  /** Waits for a turn; false if the signal came first. */
  readonly take: (signal: AbortSignal) => Promise<boolean>;
  /** The service refused a call for going too fast, and may have said how long to wait. */
  readonly throttled: (retryAfterMs?: number) => void;
  /** A call that had its turn is over. */
  readonly ended?: (quota: Quota | undefined) => void;
}
