import { z } from 'zod';
import type { Page, PageRequest } from '../../../src/collect/collector.ts';
import type { Quota } from '../../../src/collect/pacer.ts';
import type { Task } from '../../../src/collect/runner.ts';
import { spanMs } from '../failures.ts';
import { GRAPH_GATE } from '../rates.ts';
import type { AzureSession } from '../session.ts';

/** Not a call whose answers are kept: its rows are handed on as the lists that Resource Manager would give. */
export const GRAPH_CALL = 'azure:Microsoft.ResourceGraph/resources';

/** The permission that the query itself needs. What it shows is what one may read. */
export const GRAPH_PERMISSION = 'Microsoft.ResourceGraph/resources/read';

export interface GraphQuery {
  readonly query: string;
  readonly subscriptions: readonly string[];
  /** Asked about instead of subscriptions: all that is below these. */
  readonly managementGroups?: readonly string[];
  /** Where to go on in a chain of pages that was begun with larger pages. */
  readonly from?: string | undefined;
  /** The most rows of the next page. */
  readonly top: () => number;
}

/** A page of an answer. */
export const GraphPage = z.object({
  totalRecords: z.number().optional().catch(undefined),
  data: z.array(z.unknown()),
  resultTruncated: z.string().optional().catch(undefined),
  $skipToken: z.string().nullish().catch(undefined),
});
export type GraphPage = z.output<typeof GraphPage>;

/** Asks Resource Graph, page by page. All queries share one limiter, since the quota is the caller's. */
export function graphTask(session: AzureSession, asked: GraphQuery): Task {
  const { query, subscriptions, managementGroups, from, top } = asked;
  const scope =
    managementGroups === undefined
      ? { subscriptions: [...subscriptions] }
      : { managementGroups: [...managementGroups] };
  return {
    call: GRAPH_CALL,
    gate: GRAPH_GATE,
    where: {},
    request: {},
    ask: async ({ token = from, signal }: PageRequest): Promise<Page> => {
      const graph = await session.resourceGraph();
      const skip = token === undefined ? {} : { skipToken: token };
      const options = { resultFormat: 'objectArray' as const, top: top(), ...skip };
      const ask = () => graph.resources({ query, ...scope, options });
      const { body, header } = await session.rawReply(ask, { signal }, 'data');
      const quota = quotaIn(header);
      const next = GraphPage.parse(body).$skipToken ?? undefined;
      return { response: body, next, ...(quota === undefined ? {} : { quota }) };
    },
  };
}

function quotaIn(header: (name: string) => string | undefined): Quota | undefined {
  const remaining = header('x-ms-user-quota-remaining') ?? '';
  const resetsAfterMs = spanMs(header('x-ms-user-quota-resets-after') ?? '');
  return /^\d+$/.test(remaining) && resetsAfterMs !== undefined
    ? { remaining: Number(remaining), resetsAfterMs }
    : undefined;
}
