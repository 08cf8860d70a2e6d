import type { Answer } from '../../../src/collect/answer.ts';
import { merge } from '../../../src/collect/merge.ts';
import { Queue } from '../../../src/collect/queue.ts';
import { subscriptionOf } from '../arm-id.ts';
import type { ArmKind } from '../records/arm-kind.ts';
import { Chain, type Row } from './chain.ts';
import { countResources } from './counts.ts';
import { type GraphClient, graphPages } from './graph-pages.ts';
import { type GraphReading, Ledger } from './ledger.ts';
import { rowsQuery } from './queries.ts';
import { type Shard, type ShardSizes, shardsOf } from './shards.ts';

export interface GraphSettings extends GraphClient {
  readonly subscriptions: readonly string[];
  readonly kinds: readonly ArmKind[];
  /** Calls whose answers tell what to ask next. */
  readonly wanted: ReadonlySet<string>;
  /** Chains of pages that are read side by side. */
  readonly atOnce: number;
  readonly sizes?: ShardSizes;
  /** Cuts an answer to what we read. */
  readonly cut: (answer: Answer) => readonly Answer[];
}

/**
 * Reads whole subscriptions with few queries: all types at once, a thousand resources a page, side by side.
 *
 * The rows are handed out as the lists that Resource Manager would give. Two things are not as there. Resource Graph lags
 * behind by up to some minutes. And what one may not see it leaves out without a word: so the rows of each subscription are
 * counted first, and one of which it shows fewer than that, or none at all, is left to whoever asks Resource Manager.
 */
export class ResourceGraph {
  /** How each subscription was read, as soon as that is known. */
  readonly readings = new Queue<GraphReading>();
  readonly #settings: GraphSettings;
  readonly #kinds: ReadonlyMap<string, ArmKind>;
  readonly #ledgers = new Map<string, Ledger>();

  constructor(settings: GraphSettings) {
    this.#settings = settings;
    this.#kinds = new Map(settings.kinds.map((kind) => [kind.type.toLowerCase(), kind]));
  }

  /** Yields each page's resources, by subscription and type, as they come. */
  async *answers(): AsyncGenerator<Answer> {
    const { subscriptions, atOnce, sizes, wanted } = this.#settings;
    const { counts, hidden, uncounted } = await countResources(this.#settings, this.#types(), subscriptions);
    for (const subscription of hidden) this.readings.push({ state: 'hidden', subscription });
    for (const subscription of uncounted) this.readings.push({ state: 'unread', subscription });
    const shards = shardsOf(counts, atOnce, sizes);
    const chains = Map.groupBy(
      shards.flatMap((shard) => shard.subscriptions),
      (subscription) => subscription,
    );
    for (const { subscription, rows } of counts) {
      const expected = { subscription, rows, chains: chains.get(subscription)?.length ?? 0 };
      this.#ledgers.set(subscription, new Ledger(expected, wanted));
    }
    const streams = shards.map((shard) => this.#read(shard));
    yield* merge(streams, atOnce);
    this.readings.close();
  }

  #types(): readonly string[] {
    return [...this.#kinds.keys()].sort();
  }

  async *#read(shard: Shard): AsyncGenerator<Answer> {
    const { subscriptions, part } = shard;
    const chain = new Chain(subscriptions);
    for await (const { response, error, at } of graphPages(
      this.#settings,
      rowsQuery(this.#types(), part),
      subscriptions,
    )) {
      const rows = error === undefined ? chain.read(response) : chain.break();
      yield* this.#handOut(this.#sorted(rows, chain), at);
    }
    const end = chain.end();
    for (const subscription of subscriptions) {
      const reading = this.#ledgers.get(subscription)?.end(end);
      if (reading !== undefined) this.readings.push(reading);
    }
  }

  /** Rows by subscription and type. What is none of those that were asked for makes the whole chain doubtful. */
  #sorted(rows: readonly Row[], chain: Chain): ReadonlyMap<string, Heap> {
    const heaps = new Map<string, Heap>();
    for (const row of rows) {
      const subscription = subscriptionOf(row.id);
      const kind = this.#kinds.get(row.type.toLowerCase());
      if (subscription === undefined || kind === undefined || !chain.isAbout(subscription)) {
        chain.doubt();
        continue;
      }
      const key = `${subscription} ${kind.call}`;
      const heap = heaps.get(key) ?? { subscription, call: kind.call, value: [] };
      heaps.set(key, heap);
      heap.value.push(row);
    }
    return heaps;
  }

  *#handOut(heaps: ReadonlyMap<string, Heap>, at: string): Generator<Answer> {
    for (const { subscription, call, value } of heaps.values()) {
      const ledger = this.#ledgers.get(subscription);
      ledger?.add(value.length);
      for (const answer of this.#settings.cut({ call, subscription, request: {}, at, response: { value } })) {
        ledger?.keep(answer);
        yield answer;
      }
    }
  }
}

interface Heap {
  readonly subscription: string;
  readonly call: string;
  readonly value: Row[];
}
