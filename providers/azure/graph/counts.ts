import { z } from 'zod';
import { type GraphClient, graphPages } from './graph-pages.ts';
import { GraphPage } from './graph-query.ts';
import { countQuery, MOST_SUBSCRIPTIONS } from './queries.ts';
import type { Count } from './shards.ts';

/** How many resources the subscriptions have. */
export interface Counted {
  /** Of every subscription that Resource Graph shows something of. */
  readonly counts: readonly Count[];
  /** It shows nothing of these: they are empty, or not for us to see. It does not say which. */
  readonly hidden: readonly string[];
  /** They could not be counted. */
  readonly uncounted: readonly string[];
}

/** Counts the resources of these types, of so many subscriptions at once as fit on the one page of the answer. */
export async function countResources(
  client: GraphClient,
  types: readonly string[],
  subscriptions: readonly string[],
): Promise<Counted> {
  const batches = batchesOf(subscriptions, MOST_SUBSCRIPTIONS);
  const counted = await Promise.all(batches.map((batch) => countBatch(client, countQuery(types), batch)));
  return {
    counts: counted.flatMap(({ counts }) => counts),
    hidden: counted.flatMap(({ hidden }) => hidden),
    uncounted: counted.flatMap(({ uncounted }) => uncounted),
  };
}

const CountRow = z.object({ subscriptionId: z.string(), rows: z.number() });

async function countBatch(client: GraphClient, query: string, subscriptions: readonly string[]): Promise<Counted> {
  const rows = new Map<string, number>();
  for await (const { response, error } of graphPages(client, query, subscriptions)) {
    const page = GraphPage.safeParse(response);
    if (error !== undefined || !page.success || isCutShort(page.data)) return unknown(subscriptions);
    const counts = z.array(CountRow).safeParse(page.data.data);
    if (!counts.success) return unknown(subscriptions);
    for (const count of counts.data) rows.set(count.subscriptionId.toLowerCase(), count.rows);
  }
  const counts = subscriptions.flatMap((subscription) => {
    const own = rows.get(subscription);
    return own === undefined ? [] : [{ subscription, rows: own }];
  });
  return { counts, hidden: subscriptions.filter((subscription) => !rows.has(subscription)), uncounted: [] };
}

/** There are more rows, and no way to them. */
function isCutShort({ resultTruncated, $skipToken }: GraphPage): boolean {
  return resultTruncated === 'true' && ($skipToken ?? '') === '';
}

function unknown(subscriptions: readonly string[]): Counted {
  return { counts: [], hidden: [], uncounted: subscriptions };
}

function batchesOf<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size));
}
