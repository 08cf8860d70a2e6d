import type { Answer } from './answer.ts';
import type { Collector, CollectorCall, Known } from './collector.ts';
import { merge } from './merge.ts';
import type { Runner, Where } from './runner.ts';

export interface ScopeRun<Client> {
  readonly runner: Runner;
  readonly collectors: readonly Collector<Client>[];
  readonly where: Where;
  readonly client: Client;
  /** Cuts an answer to what we read. Several come back when some of its records could not be read. */
  readonly cut: (answer: Answer) => readonly Answer[];
  readonly given?: Given;
}

/** What was answered in another way: these collectors ask nothing, and those that build on them go by what is known. */
interface Given {
  readonly collectors: readonly string[];
  readonly known: Known;
}

/**
 * Asks every collector's question of one account and region, each as soon as those it builds on are answered.
 *
 * A collector whose ground could not be read asks about what was read; the ground's own gap says the rest.
 */
export async function* askScope<Client>(run: ScopeRun<Client>): AsyncGenerator<Answer> {
  const board = new Board(run.collectors, run.given ?? NOTHING_GIVEN);
  yield* merge(
    run.collectors.map((collector) => askCollector(run, collector, board)),
    Math.max(1, run.collectors.length),
  );
}

async function* askCollector<Client>(
  run: ScopeRun<Client>,
  collector: Collector<Client>,
  board: Board,
): AsyncGenerator<Answer> {
  await Promise.all(collector.after.map((id) => board.finished(id)));
  const streams = collector.calls.map((call) => askCall(run, call, board));
  yield* merge(streams, Math.max(1, streams.length));
  board.finish(collector.id);
}

async function* askCall<Client>(
  run: ScopeRun<Client>,
  { call, questions }: CollectorCall<Client>,
  board: Board,
): AsyncGenerator<Answer> {
  const { runner, where, client, cut } = run;
  const tasks = questions(board.known).map(({ request, ask }) => ({
    call,
    where,
    request,
    ask: (page: Parameters<typeof ask>[1]) => ask(client, page),
  }));
  for await (const answer of runner.askAll(tasks)) {
    for (const part of cut(answer)) {
      board.keep(part);
      yield part;
    }
  }
}

const NOTHING_GIVEN: Given = { collectors: [], known: () => [] };

type Mark = PromiseWithResolvers<undefined>;

/** What is known so far of one scope, and which collectors are through. */
class Board {
  readonly known: Known = (call) => [...this.#given.known(call), ...(this.#responses.get(call) ?? [])];
  readonly #given: Given;
  readonly #responses = new Map<string, unknown[]>();
  /** Only what a later collector reads is kept, and only until the scope is done. */
  readonly #wanted: ReadonlySet<string>;
  readonly #marks: ReadonlyMap<string, Mark>;

  constructor(collectors: readonly Collector<never>[], given: Given) {
    this.#given = given;
    this.#marks = new Map(collectors.map(({ id }) => [id, Promise.withResolvers<undefined>()]));
    const ground = new Set(collectors.flatMap(({ after }) => after));
    const wanted = collectors.filter(({ id }) => ground.has(id)).flatMap(({ calls }) => calls.map(({ call }) => call));
    this.#wanted = new Set(wanted);
  }

  keep({ call, response }: Answer): void {
    if (response === undefined || !this.#wanted.has(call)) return;
    const responses = this.#responses.get(call);
    if (responses === undefined) this.#responses.set(call, [response]);
    else responses.push(response);
  }

  finish(id: string): void {
    this.#marks.get(id)?.resolve(undefined);
  }

  async finished(id: string): Promise<void> {
    if (this.#given.collectors.includes(id)) return;
    const mark = this.#marks.get(id);
    if (mark === undefined) throw new Error(`no collector is called ${id}`);
    await mark.promise;
  }
}
