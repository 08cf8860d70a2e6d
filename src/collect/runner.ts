import type { Answer } from './answer.ts';
import type { Clock } from './clock.ts';
import type { Page, PageRequest, Request } from './collector.ts';
import { type Failure, stoppedFailure } from './failure.ts';
import { Gate } from './gate.ts';
import { merge } from './merge.ts';
import type { Pace } from './pace.ts';
import type { Quota } from './pacer.ts';
import { MAX_ATTEMPTS, retryDelayMs } from './retry.ts';

/** One call with one request, to be asked to its last page. */
export interface Task {
  readonly call: string;
  readonly where: Where;
  readonly request: Request;
  readonly ask: (page: PageRequest) => Promise<Page>;
  /** The limiter that the call goes through, where it is none of its scope's: one that all scopes share. */
  readonly gate?: string;
}

/** The scope as an answer carries it; absent fields are left out. */
export type Where = Pick<Answer, 'account' | 'subscription' | 'project' | 'region'>;

export interface RunnerSettings {
  readonly clock: Clock;
  /** Cancels the run. */
  readonly signal: AbortSignal;
  /** No call starts after this many milliseconds, and what is under way then is given up. */
  readonly timeoutMs: number;
  /** Calls in flight in one bucket of (account, region, service). */
  readonly concurrency: number;
  readonly rateOf: (service: string) => Pace;
  /** Reads an error of the provider's SDK. */
  readonly explain: (error: unknown) => Failure;
  readonly onProgress: (progress: RunProgress) => void;
}

interface RunProgress {
  readonly scope: string;
  readonly call: string;
  readonly done: number;
  readonly planned: number;
  readonly retried: number;
}

/** One attempt, from the sending to the last byte. */
const ATTEMPT_TIMEOUT_MS = 20_000;
/** A thousand pages of a thousand records: more is a loop, not an estate. */
const MAX_PAGES = 1_000;

type Outcome = { readonly page: Page } | { readonly failure: Failure };

/**
 * Makes the calls: bounded, no faster than allowed, retried, paged and stamped.
 *
 * It never throws for a call that fails: the failure is an answer with an `error`, and what was read before it is kept.
 */
export class Runner {
  readonly #settings: RunnerSettings;
  readonly #gates = new Map<string, Gate>();
  readonly #stop = new AbortController();
  #stopped: 'cancelled' | 'timed-out' | undefined;
  #done = 0;
  #planned = 0;
  #retried = 0;

  constructor(settings: RunnerSettings) {
    this.#settings = settings;
    const { clock, signal, timeoutMs } = settings;
    if (signal.aborted) this.#halt('cancelled');
    signal.addEventListener(
      'abort',
      () => {
        this.#halt('cancelled');
      },
      { once: true, signal: this.#stop.signal },
    );
    void clock.sleep(timeoutMs, this.#stop.signal).then(() => {
      this.#halt('timed-out');
    });
  }

  /** Asks all of these, some at a time, and yields each answer as it comes. */
  askAll(tasks: readonly Task[]): AsyncGenerator<Answer> {
    this.#planned += tasks.length;
    return merge(this.#started(tasks), this.#settings.concurrency);
  }

  /** Gives up what is under way and lets go of the timers. */
  close(): void {
    this.#halt('cancelled');
  }

  *#started(tasks: readonly Task[]): Generator<AsyncGenerator<Answer>> {
    for (const task of tasks) yield this.#ask(task);
  }

  async *#ask(task: Task): AsyncGenerator<Answer> {
    const { onProgress } = this.#settings;
    yield* this.#pages(task);
    this.#done += 1;
    const { call, where } = task;
    const scope = scopeOf(where);
    onProgress({ scope, call, done: this.#done, planned: this.#planned, retried: this.#retried });
  }

  async *#pages(task: Task): AsyncGenerator<Answer> {
    const tokens = new Set<string>();
    let token: string | undefined;
    for (let count = 0; count < MAX_PAGES; count += 1) {
      const outcome = await this.#fetch(task, token);
      if ('failure' in outcome) {
        yield this.#failed(task, outcome.failure);
        return;
      }
      yield this.#stamped(task, { response: outcome.page.response });
      token = outcome.page.next;
      if (token === undefined || token === '') return;
      if (tokens.has(token)) {
        yield this.#failed(task, tornPages('the service sent the same page token twice'));
        return;
      }
      tokens.add(token);
    }
    yield this.#failed(task, tornPages(`there are more than ${MAX_PAGES} pages`));
  }

  async #fetch(task: Task, token: string | undefined): Promise<Outcome> {
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await this.#attempt(task, token);
      if ('page' in outcome) return outcome;
      const { failure } = outcome;
      const delayMs = retryDelayMs(failure, attempt, this.#settings.clock.random);
      if (attempt >= MAX_ATTEMPTS[failure.retry] || delayMs === undefined) {
        if (failure.reason === 'unreachable' || failure.reason === 'timed-out')
          this.#gateOf(task).closeIfSilent(failure);
        return outcome;
      }
      this.#retried += 1;
      await this.#settings.clock.sleep(delayMs, this.#stop.signal);
    }
  }

  async #attempt(task: Task, token: string | undefined): Promise<Outcome> {
    const gate = this.#gateOf(task);
    const outcome = await gate.run(this.#stop.signal, () => this.#send(task, token), quotaOf);
    if (this.#stopped !== undefined && (outcome === undefined || 'failure' in outcome)) {
      return { failure: stoppedFailure(this.#stopped) };
    }
    if (outcome === undefined) throw new Error('a call was dropped although the run goes on');
    if ('page' in outcome || outcome.failure.status !== undefined) gate.answered();
    if ('failure' in outcome && outcome.failure.retry === 'throttled') gate.throttled(outcome.failure.retryAfterMs);
    if ('failure' in outcome && isSilence(outcome.failure)) gate.lost(outcome.failure);
    return outcome;
  }

  async #send(task: Task, token: string | undefined): Promise<Outcome> {
    const { clock, explain } = this.#settings;
    const call = new AbortController();
    const signal = AbortSignal.any([call.signal, this.#stop.signal]);
    // The race is ours, since a provider that looks for credentials does not listen to the signal.
    const expired = clock.sleep(ATTEMPT_TIMEOUT_MS, signal).then((): Outcome => ({ failure: ATTEMPT_TIMED_OUT }));
    try {
      return await Promise.race([task.ask({ token, signal }).then((page): Outcome => ({ page })), expired]);
    } catch (error) {
      return { failure: explain(error) };
    } finally {
      call.abort();
    }
  }

  #gateOf({ call, where, gate: shared }: Task): Gate {
    const service = shared ?? call.slice(0, call.indexOf(':'));
    const key = shared ?? `${scopeOf(where)} ${service}`;
    const { rateOf, concurrency, clock } = this.#settings;
    const gate = this.#gates.get(key) ?? new Gate(rateOf(service), concurrency, clock);
    this.#gates.set(key, gate);
    return gate;
  }

  #failed(task: Task, { reason, code, message, status }: Failure): Answer {
    return this.#stamped(task, { error: { code, message, reason, ...(status === undefined ? {} : { status }) } });
  }

  #stamped({ call, where, request }: Task, content: Pick<Answer, 'response' | 'error'>): Answer {
    return { call, ...where, request: { ...request }, at: this.#settings.clock.now().toISOString(), ...content };
  }

  #halt(reason: 'cancelled' | 'timed-out'): void {
    this.#stopped ??= reason;
    this.#stop.abort();
  }
}

const ATTEMPT_TIMED_OUT: Failure = {
  reason: 'timed-out',
  code: 'CallTimeout',
  message: `no answer within ${ATTEMPT_TIMEOUT_MS / 1_000} seconds`,
  retry: 'transient',
};

function quotaOf(outcome: Outcome): Quota | undefined {
  return 'page' in outcome ? outcome.page.quota : undefined;
}

/** Nothing came back, so perhaps nobody is there. */
function isSilence({ reason, status }: Failure): boolean {
  return status === undefined && (reason === 'unreachable' || reason === 'timed-out');
}

function tornPages(message: string): Failure {
  return { reason: 'malformed', code: 'TornPages', message, retry: 'never' };
}

function scopeOf({ account, subscription, project, region }: Where): string {
  return [account ?? subscription ?? project, region].filter((part) => part !== undefined).join('/');
}
