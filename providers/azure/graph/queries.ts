/** The most rows that a page may hold. */
export const GRAPH_PAGE = 1_000;

/** The most subscriptions that one query is about: their counts must fit on a page, since there is no second one. */
export const MOST_SUBSCRIPTIONS = 1_000;

/** Top-level fields of a resource that some record reads; all else that we read is below `properties`. */
export const COLUMNS = ['id', 'name', 'type', 'location', 'tags', 'sku', 'kind', 'plan', 'identity', 'properties'];

/** One of several equal parts of the resources that a query finds. */
export interface Part {
  readonly index: number;
  readonly of: number;
}

/** How many resources of these types each subscription has, as far as whoever asks may see. */
export function countQuery(types: readonly string[]): string {
  return `resources | ${whereType(types)} | summarize rows = count() by subscriptionId`;
}

/**
 * The resources themselves. Their order is that of their ids, which no two share, so that pages fit together.
 *
 * Parts are told by a hash of the id, as Microsoft advises for reading side by side: "Guidance for pagination",
 * https://learn.microsoft.com/azure/governance/resource-graph/concepts/paging-results
 */
export function rowsQuery(types: readonly string[], part: Part | undefined): string {
  const share = part === undefined ? '' : ` | where hash(tolower(id)) % ${part.of} == ${part.index}`;
  return `resources | ${whereType(types)}${share} | project ${COLUMNS.join(', ')} | order by id asc`;
}

function whereType(types: readonly string[]): string {
  return `where type in~ (${types.map((type) => `'${type.toLowerCase()}'`).join(', ')})`;
}
