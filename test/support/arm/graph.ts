import { parseArmId } from '../../../providers/azure/arm-id.ts';
import { RECORDS } from '../../../providers/azure/records/index.ts';
import type { Reply } from '../loopback.ts';
import type { ArmCall } from './arm-call.ts';
import type { ArmSource } from './arm-source.ts';
import { errorReply, JSON_TYPE } from './faults.ts';
import { isInShare, type KqlQuery, readKql } from './kql.ts';
import { offsetOf, tokenOf } from './page-token.ts';

type Row = Readonly<Record<string, unknown>>;

export interface GraphSettings {
  /** Subscriptions of which the caller may see nothing; Resource Graph leaves them out without a word. */
  readonly forbidden: ReadonlySet<string>;
  /** The most rows of a page, whatever is asked. */
  readonly pageSize: number;
  /** A larger answer is refused. */
  readonly maxBytes: number;
}

const MAX_ROWS = 1000;

/** Answers queries of Resource Graph from the lists of a source. */
export class Graph {
  readonly #source: ArmSource;
  readonly #settings: GraphSettings;
  readonly #selections = new Map<string, Selection>();

  constructor(source: ArmSource, settings: GraphSettings) {
    this.#source = source;
    this.#settings = settings;
  }

  reply({ body, token }: ArmCall): Reply {
    const text = typeof body['query'] === 'string' ? body['query'] : '';
    const query = readKql(text);
    if (typeof query === 'string') return badRequest('InvalidQuery', `The query cannot be understood at: ${query}`);
    const subscriptions = this.#readable(body['subscriptions'], query);
    if (subscriptions.length === 0) {
      const message = 'The request must contain at least one subscription that the caller may read.';
      return errorReply({ status: 403, code: 'AccessDenied', message });
    }
    const key = `${text} ${subscriptions.join()}`;
    const selection = this.#selections.get(key) ?? select(this.#source, query, subscriptions);
    this.#selections.set(key, selection);
    const offset = token === undefined ? 0 : offsetOf(token, 'graph');
    if (offset === undefined) return badRequest('InvalidSkipToken', 'The skip token is invalid.');
    const top = Math.min(topOf(body['options']), MAX_ROWS, this.#settings.pageSize);
    const { rows, end } = takeRows(selection, offset, top);
    return this.#page(rows, end < selection.length ? tokenOf(end, 'graph') : undefined, selection.length);
  }

  #readable(asked: unknown, query: KqlQuery): readonly string[] {
    const listed = Array.isArray(asked) ? asked.filter((id): id is string => typeof id === 'string') : undefined;
    const wanted = listed?.map((id) => id.toLowerCase()) ?? this.#source.subscriptions;
    const known = new Set(this.#source.subscriptions);
    return [...new Set(wanted)]
      .sort()
      .filter((id) => known.has(id) && !this.#settings.forbidden.has(id) && (query.subscriptions?.has(id) ?? true));
  }

  #page(rows: readonly unknown[], next: string | undefined, totalRecords: number): Reply {
    const page = {
      totalRecords,
      count: rows.length,
      data: rows,
      facets: [],
      resultTruncated: 'false',
      ...(next === undefined ? {} : { $skipToken: next }),
    };
    const body = Buffer.from(JSON.stringify(page));
    if (body.length > this.#settings.maxBytes) {
      return badRequest('ResponsePayloadTooLarge', `Response payload size is ${body.length}, which is too large.`);
    }
    return { status: 200, body, type: JSON_TYPE };
  }
}

interface Part {
  readonly length: number;
  readonly at: (index: number) => Row;
}

/** Rows of several lists, one behind the other. */
interface Selection {
  readonly length: number;
  readonly parts: readonly Part[];
}

function select(source: ArmSource, query: KqlQuery, subscriptions: readonly string[]): Selection {
  if (query.table === 'resourcecontainers') return fixed(limited(containers(subscriptions, query), query));
  const kinds = RECORDS.filter(({ inGraph, type }) => inGraph && (query.types?.has(type.toLowerCase()) ?? true));
  const parts = subscriptions.flatMap((subscription) =>
    kinds.flatMap(({ call, type }) => {
      const shelf = source.shelf(call, subscription);
      // What the caller may not list, Resource Graph does not show either, and it does not say so.
      if (shelf === undefined || shelf.error !== undefined) return [];
      const { records } = shelf;
      const at = (index: number): Row => rowOf(records.at(index), type, subscription);
      return [{ length: records.length, at }];
    }),
  );
  if (query.count !== undefined) return fixed(countsOf(parts, query.count));
  const shared = query.share === undefined ? parts : parts.map((part) => shareOf(part, query));
  if (total(shared) > MAX_SORTED && query.limit === undefined) {
    const lazy = shared.map(({ length, at }) => ({ length, at: (index: number) => projected(at(index), query) }));
    return { length: total(lazy), parts: lazy };
  }
  const rows = shared.flatMap(({ length, at }) => Array.from({ length }, (_, index) => at(index)));
  if (query.isOrdered) rows.sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
  return fixed(limited(rows, query).map((row) => projected(row, query)));
}

/** More rows than these come in the order of their lists, so that no row is made before its page. */
const MAX_SORTED = 10_000;

function shareOf({ length, at }: Part, { share }: KqlQuery): Part {
  const kept: number[] = [];
  for (let index = 0; index < length; index += 1) if (isInShare(idOf(at(index)), share)) kept.push(index);
  return { length: kept.length, at: (index) => at(kept[index] ?? -1) };
}

function total(parts: readonly Part[]): number {
  return parts.reduce((sum, { length }) => sum + length, 0);
}

function fixed(rows: readonly Row[]): Selection {
  return { length: rows.length, parts: [{ length: rows.length, at: (index) => rows[index] ?? {} }] };
}

function limited(rows: readonly Row[], { limit }: KqlQuery): readonly Row[] {
  return limit === undefined ? rows : rows.slice(0, limit);
}

function takeRows(
  { parts }: Selection,
  offset: number,
  top: number,
): { readonly rows: readonly Row[]; readonly end: number } {
  const rows: Row[] = [];
  let start = 0;
  for (const { length, at } of parts) {
    for (let index = Math.max(0, offset + rows.length - start); index < length && rows.length < top; index += 1) {
      rows.push(at(index));
    }
    start += length;
  }
  return { rows, end: offset + rows.length };
}

/** The columns of a resource. Resource Graph writes types in lower case, and adds where the resource is. */
function rowOf(record: unknown, type: string, subscriptionId: string): Row {
  const fields: Row = typeof record === 'object' && record !== null ? { ...record } : {};
  const id = typeof fields['id'] === 'string' ? fields['id'] : '';
  const resourceGroup = parseArmId(id)?.resourceGroup.toLowerCase() ?? '';
  return { tenantId: TENANT, kind: '', ...fields, id, type: type.toLowerCase(), subscriptionId, resourceGroup };
}

export const TENANT = '00000000-aaaa-bbbb-cccc-000000000001';

function containers(subscriptions: readonly string[], { types }: KqlQuery): readonly Row[] {
  const type = 'microsoft.resources/subscriptions';
  if (types?.has(type) === false) return [];
  return subscriptions.map((subscriptionId) => ({
    id: `/subscriptions/${subscriptionId}`,
    name: `subscription ${subscriptionId.slice(-4)}`,
    type,
    tenantId: TENANT,
    subscriptionId,
    properties: { state: 'Enabled' },
  }));
}

function countsOf(parts: readonly Part[], { name, by }: NonNullable<KqlQuery['count']>): readonly Row[] {
  const counts = new Map<string, { readonly group: Row; rows: number }>();
  for (const { length, at } of parts) {
    if (length === 0) continue;
    // All rows of one list share subscription and type, and nothing else is counted by.
    const row = at(0);
    const group = Object.fromEntries(by.map((column) => [column, row[column]]));
    const key = JSON.stringify(group);
    const known = counts.get(key) ?? { group, rows: 0 };
    counts.set(key, known);
    known.rows += length;
  }
  return [...counts.values()].map(({ group, rows }) => ({ ...group, [name]: rows }));
}

function projected(row: Row, { columns }: KqlQuery): Row {
  return columns === undefined ? row : Object.fromEntries(columns.map((column) => [column, row[column] ?? null]));
}

function idOf({ id }: Row): string {
  return typeof id === 'string' ? id.toLowerCase() : '';
}

function topOf(options: unknown): number {
  const top: unknown = typeof options === 'object' && options !== null ? Reflect.get(options, '$top') : undefined;
  return typeof top === 'number' ? top : MAX_ROWS;
}

function badRequest(code: string, message: string): Reply {
  const details = [{ code, message }];
  const error = { code: 'BadRequest', message: 'Please provide below info when asking for support.', details };
  return { status: 400, body: Buffer.from(JSON.stringify({ error })), type: JSON_TYPE };
}
