/**
 * Yields what several sources yield, as it comes, with at most `width` of them under way.
 *
 * Each source holds one value at most until it is taken, so a slow reader slows the sources down.
 */
export async function* merge<T>(sources: Iterable<AsyncGenerator<T>>, width: number): AsyncGenerator<T> {
  const waiting = sources[Symbol.iterator]();
  const running = new Set<AsyncGenerator<T>>();
  const inbox = new Inbox<T>();
  try {
    for (;;) {
      start(waiting, running, inbox, width);
      if (running.size === 0) return;
      const { source, result } = await inbox.take();
      const { done, value } = await result;
      if (done === true) {
        running.delete(source);
      } else {
        yield value;
        inbox.await(source);
      }
    }
  } finally {
    // Whoever stopped reading has also stopped the work; a source that is still waiting must not hold us up.
    for (const source of running) void source.return(undefined);
  }
}

function start<T>(
  waiting: Iterator<AsyncGenerator<T>>,
  running: Set<AsyncGenerator<T>>,
  inbox: Inbox<T>,
  width: number,
): void {
  while (running.size < width) {
    const source = waiting.next();
    if (source.done === true) return;
    running.add(source.value);
    inbox.await(source.value);
  }
}

interface Arrival<T> {
  readonly source: AsyncGenerator<T>;
  /** Settled: reading it gives the value or throws what the source threw. */
  readonly result: Promise<IteratorResult<T, unknown>>;
}

/** Arrivals in their order. Racing the sources anew for each value would pile up handlers on the slow ones. */
class Inbox<T> {
  #arrivals: Arrival<T>[] = [];
  #taken = 0;
  #wake: (() => void) | undefined;

  await(source: AsyncGenerator<T>): void {
    const result = source.next();
    const arrive = (): void => {
      this.#arrivals.push({ source, result });
      this.#wake?.();
    };
    result.then(arrive, arrive);
  }

  async take(): Promise<Arrival<T>> {
    for (;;) {
      const arrival = this.#arrivals[this.#taken];
      if (arrival !== undefined) {
        this.#taken += 1;
        return arrival;
      }
      this.#arrivals = [];
      this.#taken = 0;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
