import { GRAPH_PAGE, MOST_SUBSCRIPTIONS, type Part } from './queries.ts';

/** How many resources a subscription has, as Resource Graph counts them. */
export interface Count {
  readonly subscription: string;
  readonly rows: number;
}

/** What one chain of pages reads: some subscriptions whole, or one part of a single one. */
export interface Shard {
  readonly subscriptions: readonly string[];
  readonly part?: Part;
  /** About so many. */
  readonly rows: number;
}

/** How long chains are. */
export interface ShardSizes {
  /** With fewer rows, a chain's last page, which is seldom full, would cost too much. */
  readonly leastRows: number;
  /** A subscription with more rows than this is read in parts. */
  readonly mostRows: number;
}

const SIZES: ShardSizes = { leastRows: 10 * GRAPH_PAGE, mostRows: 40 * GRAPH_PAGE };
/** The share of its rows that a chain may leave unused on its last page. */
const WASTE = 0.02;

/**
 * Cuts the work into chains of pages that can be read side by side.
 *
 * Pages of one chain come one after another, and each chain ends on a page that is not full. So chains are as many as are
 * read at once, with one to follow each, and a chain is closed only where its last page is nearly full.
 */
export function shardsOf(counts: readonly Count[], atOnce: number, sizes = SIZES): readonly Shard[] {
  const { leastRows, mostRows } = sizes;
  const sorted = [...counts].sort((a, b) => (a.subscription < b.subscription ? -1 : 1));
  const total = sorted.reduce((sum, { rows }) => sum + rows, 0);
  const goal = Math.max(leastRows, total / (2 * Math.max(1, atOnce)));
  const large = sorted.filter(({ rows }) => rows > Math.max(mostRows, goal));
  const small = sorted.filter((count) => !large.includes(count));
  return [...large.flatMap((count) => partsOf(count, Math.max(goal, mostRows / 2))), ...bundlesOf(small, goal)];
}

function partsOf({ subscription, rows }: Count, goal: number): readonly Shard[] {
  const of = Math.max(2, Math.floor(rows / goal));
  return Array.from({ length: of }, (_, index) => ({
    subscriptions: [subscription],
    part: { index, of },
    rows: Math.ceil(rows / of),
  }));
}

function bundlesOf(counts: readonly Count[], goal: number): readonly Shard[] {
  const shards: Shard[] = [];
  let subscriptions: string[] = [];
  let rows = 0;
  for (const count of counts) {
    subscriptions.push(count.subscription);
    rows += count.rows;
    const isFull = rows >= goal && unused(rows) <= rows * WASTE;
    if (!isFull && subscriptions.length < MOST_SUBSCRIPTIONS) continue;
    shards.push({ subscriptions, rows });
    subscriptions = [];
    rows = 0;
  }
  return subscriptions.length === 0 ? shards : [...shards, { subscriptions, rows }];
}

/** Places on the last page that stay empty. */
function unused(rows: number): number {
  return Math.ceil(rows / GRAPH_PAGE) * GRAPH_PAGE - rows;
}
