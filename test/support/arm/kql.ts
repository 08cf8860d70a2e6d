import { createHash } from 'node:crypto';

/** The few sentences of Kusto that a query may be made of, read. */
export interface KqlQuery {
  readonly table: 'resources' | 'resourcecontainers';
  /** In lower case; absent, all. */
  readonly types?: ReadonlySet<string>;
  readonly subscriptions?: ReadonlySet<string>;
  /** Only one of so many parts of all resources, told by a hash of their ids. */
  readonly share?: { readonly of: number; readonly take: number };
  readonly columns?: readonly string[];
  readonly isOrdered: boolean;
  /** Counts rows by these columns, under this name. */
  readonly count?: { readonly name: string; readonly by: readonly string[] };
  readonly limit?: number;
}

type Change = Partial<Omit<KqlQuery, 'table'>>;

const CLAUSES: readonly (readonly [RegExp, (...found: readonly (string | undefined)[]) => Change])[] = [
  [/^where type in~ ?\((.+)\)$/, (list) => ({ types: texts(list) })],
  [/^where type =~ ?('[^']+')$/, (one) => ({ types: texts(one) })],
  [/^where subscriptionId in~? ?\((.+)\)$/i, (list) => ({ subscriptions: texts(list) })],
  [/^where subscriptionId =[~=] ?('[^']+')$/i, (one) => ({ subscriptions: texts(one) })],
  [
    /^where hash\(tolower\(id\)\) ?% ?(\d+) ?== ?(\d+)$/,
    (of, take) => ({ share: { of: Number(of), take: Number(take) } }),
  ],
  [/^project (\w+(?:, ?\w+)*)$/, (list) => ({ columns: words(list) })],
  [/^order by id(?: asc)?$/, () => ({ isOrdered: true })],
  [
    /^summarize (?:(\w+) ?= ?)?count\(\)(?: by (\w+(?:, ?\w+)*))?$/,
    (name = 'count_', by) => ({ count: { name, by: words(by) } }),
  ],
  [/^(?:take|limit) (\d+)$/, (rows) => ({ limit: Number(rows) })],
];

/** Reads a query; a text names the clause that is beyond us, so that no test is answered by guesses. */
export function readKql(query: string): KqlQuery | string {
  const [table = '', ...clauses] = query.split('|').map((clause) => clause.trim().replaceAll(/\s+/g, ' '));
  const source = table.toLowerCase();
  if (source !== 'resources' && source !== 'resourcecontainers') return table;
  let read: KqlQuery = { table: source, isOrdered: false };
  for (const clause of clauses) {
    const change = CLAUSES.flatMap(([pattern, make]) => {
      const match = pattern.exec(clause);
      return match === null ? [] : [make(...match.slice(1))];
    })[0];
    if (change === undefined) return clause;
    read = { ...read, ...change };
  }
  return read;
}

/** Whether a row belongs to the share that a query asks for. */
export function isInShare(id: string, share: KqlQuery['share']): boolean {
  if (share === undefined) return true;
  const hash = createHash('sha256').update(id.toLowerCase()).digest().readUInt32BE(0);
  return hash % share.of === share.take;
}

function texts(list: string | undefined): ReadonlySet<string> {
  return new Set([...(list ?? '').matchAll(/'([^']*)'/g)].map(([, text = '']) => text.toLowerCase()));
}

function words(list: string | undefined): readonly string[] {
  return list === undefined ? [] : list.split(/, ?/);
}
