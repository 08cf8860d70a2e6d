/** Time and chance, handed in so that a test decides both. */
export interface Clock {
  readonly now: () => Date;
  /** Resolves after so long, or as soon as the signal aborts; it never rejects. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** 0 up to 1. */
  readonly random: () => number;
}

/** The machine's own timers and chance, with the caller's idea of the date. */
export function systemClock(now: () => Date): Clock {
  return { now, sleep, random: Math.random };
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}
