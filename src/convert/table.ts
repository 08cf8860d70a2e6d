import type { Answer } from '../collect/answer.ts';
import { decode } from '../collect/decode.ts';
import type { RecordKind } from '../collect/record-kind.ts';
import { type Evidence, type Scope, scopeName } from '../model/resource.ts';
import type { GapLog } from './gap-log.ts';

/** A record, and the answer that it was read from. */
export interface Row<T> {
  readonly record: T;
  readonly evidence: Evidence;
}

/** `incomplete`: a call, a page of it or a record failed, so what is not here may still exist. */
export type Completeness = 'complete' | 'incomplete' | 'absent';

interface Asked<T> {
  readonly rows: Row<T>[];
  failed: boolean;
}

/** All answers of one scope to one call: pages united, failures remembered. */
export class Table<T> {
  readonly kind: RecordKind<T>;
  readonly scope: Scope;
  readonly rows: readonly Row<T>[];
  /** The region is switched off, so there is nothing in it. */
  readonly disabled: boolean;
  readonly #asked = new Map<string | undefined, Asked<T>>();

  constructor(kind: RecordKind<T>, scope: Scope, answers: readonly Answer[], gaps: GapLog) {
    this.kind = kind;
    this.scope = scope;
    for (const answer of answers) this.#read(answer, gaps);
    this.rows = [...this.#asked.values()].flatMap(({ rows }) => rows);
    this.disabled = answers.length > 0 && answers.every(({ error }) => error?.reason === 'disabled');
  }

  /** Some answer does not say which resource was asked about. */
  get hasUndirected(): boolean {
    return this.#asked.has(undefined);
  }

  /** What was answered about one resource, where the call is made once for each. */
  rowsOf(resource: string): readonly Row<T>[] {
    return this.#asked.get(this.#keyOf(resource))?.rows ?? [];
  }

  /** Whether the answers are all there is; of one resource, where the call is made once for each. */
  completeness(resource?: string): Completeness {
    const own = this.#asked.get(this.#keyOf(resource));
    if (own !== undefined) return own.failed ? 'incomplete' : 'complete';
    if (resource !== undefined) return this.#asked.get(undefined)?.failed === true ? 'incomplete' : 'absent';
    if (this.#asked.size === 0) return 'absent';
    return [...this.#asked.values()].some(({ failed }) => failed) ? 'incomplete' : 'complete';
  }

  #keyOf(resource: string | undefined): string | undefined {
    return resource === undefined ? undefined : (this.kind.keyOf?.(resource) ?? resource);
  }

  #read(answer: Answer, gaps: GapLog): void {
    const { requestField } = this.kind;
    const value = requestField === undefined ? undefined : answer.request?.[requestField];
    const resource = this.#keyOf(typeof value === 'string' ? value : undefined);
    const asked = this.#asked.get(resource) ?? { rows: [], failed: false };
    this.#asked.set(resource, asked);
    if (answer.error !== undefined) {
      asked.failed = true;
      gaps.failed(this.scope, answer);
      return;
    }
    const { records, rejected } = decode(this.kind, answer.response);
    gaps.malformed(this.scope, answer, rejected);
    asked.failed ||= rejected.length > 0;
    const evidence = { call: this.kind.call, scope: scopeName(this.scope), at: answer.at };
    for (const record of records) asked.rows.push({ record, evidence });
  }
}

/** Rows by id. Of several copies of one record the newest counts, so that the order of answers means nothing. */
export function indexed<T>(rows: Iterable<Row<T>>, idOf: (record: T) => string | undefined): Map<string, Row<T>> {
  const index = new Map<string, Row<T>>();
  for (const row of rows) {
    const id = idOf(row.record);
    if (id === undefined) continue;
    const other = index.get(id);
    if (other === undefined || isNewer(row, other)) index.set(id, row);
  }
  return index;
}

/** Rows by something that several of them may have. */
export function grouped<T>(rows: Iterable<Row<T>>, keyOf: (record: T) => string | undefined): Map<string, Row<T>[]> {
  const groups = new Map<string, Row<T>[]>();
  for (const row of rows) {
    const key = keyOf(row.record);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return groups;
}

function isNewer<T>(a: Row<T>, b: Row<T>): boolean {
  if (a.evidence.at !== b.evidence.at) return a.evidence.at > b.evidence.at;
  return JSON.stringify(a.record) > JSON.stringify(b.record);
}
