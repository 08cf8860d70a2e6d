import type { CollectProgress } from '../../providers/provider.ts';

export type ProgressMode = 'auto' | 'plain' | 'none';

/** Tells on stderr how far collecting is. */
export interface Progress {
  update(progress: CollectProgress): void;
  /** Ends the live line, so that what follows starts on a line of its own. */
  done(): void;
}

/** The part of a terminal that progress needs. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const REDRAW_MS = 100;
const PLAIN_LINE_MS = 30_000;
const PLAIN_LINE_PAUSE_MS = 1000;

/** One live line on a terminal; elsewhere a line each tenth or half minute, so that logs stay readable. */
export function progressOn(stream: ProgressStream, mode: ProgressMode, now: () => number): Progress {
  if (mode === 'none') return { update: () => undefined, done: () => undefined };
  return mode === 'auto' && stream.isTTY === true ? liveLine(stream, now) : plainLines(stream, now);
}

function liveLine(stream: ProgressStream, now: () => number): Progress {
  let drawnAt = -REDRAW_MS;
  let drawn = false;
  return {
    update(progress) {
      const time = now();
      if (time - drawnAt < REDRAW_MS && progress.done < progress.planned) return;
      drawnAt = time;
      drawn = true;
      stream.write(`\r\u001b[K${lineOf(progress).slice(0, (stream.columns ?? 80) - 1)}`);
    },
    done() {
      if (drawn) stream.write('\r\u001b[K');
      drawn = false;
    },
  };
}

/** What is planned grows while scopes are found, so a tenth is counted from the line before and not from the start. */
function plainLines(stream: ProgressStream, now: () => number): Progress {
  let toldAt = now();
  let toldDone = 0;
  return {
    update(progress) {
      const elapsedMs = now() - toldAt;
      const isTenth = progress.done - toldDone >= progress.planned / 10 && elapsedMs >= PLAIN_LINE_PAUSE_MS;
      if (!isTenth && elapsedMs < PLAIN_LINE_MS) return;
      toldAt = now();
      toldDone = progress.done;
      stream.write(`${lineOf(progress)}\n`);
    },
    done: () => undefined,
  };
}

function lineOf(progress: CollectProgress): string {
  const { scope, call, done, planned, retried } = progress;
  const again = retried === 0 ? '' : `, ${retried} retried`;
  return `collecting ${done}/${planned} calls (${percentOf(progress)} %${again})  ${scope} ${call}`;
}

function percentOf({ done, planned }: CollectProgress): number {
  return planned === 0 ? 0 : Math.floor((100 * done) / planned);
}
