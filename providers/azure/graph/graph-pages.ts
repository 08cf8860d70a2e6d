import type { Answer } from '../../../src/collect/answer.ts';
import type { Runner } from '../../../src/collect/runner.ts';
import type { AzureSession } from '../session.ts';
import { GraphPage, graphTask } from './graph-query.ts';
import { GRAPH_PAGE } from './queries.ts';

export interface GraphClient {
  readonly runner: Runner;
  readonly session: AzureSession;
}

/** After so many pages that were small enough, larger ones are tried again. */
const SMALL_PAGES = 4;

/**
 * Reads a chain of pages, each an answer; the last one is an error if the chain broke.
 *
 * An answer may not be larger than 16 MiB, whatever the number of its rows, so a page that would be is asked for again
 * with half the rows.
 */
export async function* graphPages(
  { runner, session }: GraphClient,
  query: string,
  subscriptions: readonly string[],
): AsyncGenerator<Answer> {
  let top = GRAPH_PAGE;
  let from: string | undefined;
  let good = 0;
  for (let isDone = false; !isDone; ) {
    isDone = true;
    const task = graphTask(session, { query, subscriptions, from, top: () => top });
    for await (const answer of runner.askAll([task])) {
      if (isTooLarge(answer.error) && top > 1) {
        top = Math.floor(top / 2);
        good = 0;
        isDone = false;
        continue;
      }
      from = tokenIn(answer.response);
      good += 1;
      if (good % SMALL_PAGES === 0) top = Math.min(GRAPH_PAGE, top * 2);
      yield answer;
    }
  }
}

function isTooLarge(error: Answer['error']): boolean {
  return error?.code === 'ResponsePayloadTooLarge' || error?.status === 413;
}

function tokenIn(response: unknown): string | undefined {
  const page = GraphPage.safeParse(response);
  return page.success ? (page.data.$skipToken ?? undefined) : undefined;
}
