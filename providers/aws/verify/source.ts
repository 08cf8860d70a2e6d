import type { Answer } from '../../../src/collect/answer.ts';
import { decode } from '../../../src/collect/decode.ts';
import type { RecordKind } from '../../../src/collect/record-kind.ts';
import type { Evidence } from '../../../src/model/resource.ts';
import { Memo } from '../../../src/verify/memo.ts';
import type { Estate } from './estate.ts';

/** A raw record, and the answer that it was read from. */
export interface Row<T> {
  readonly record: T;
  readonly evidence: Evidence;
}

/** Of which resource, where the call is made once for each, and of which account, if not the proof's own. */
export interface About {
  readonly resource?: string;
  readonly account?: string;
}

interface Table<T> {
  /** Somebody made the call, whatever came of it. */
  readonly asked: boolean;
  readonly rows: readonly Row<T>[];
  /** A call failed, was never made, or gave a record that cannot be read: what is not here may still exist. */
  readonly incomplete: boolean;
}

/** The records of one call, decoded on demand and kept. */
export class Source<T> {
  readonly call: string;
  readonly #kind: RecordKind<T>;
  readonly #tables = new Memo<Table<T>>();
  readonly #rows = new Memo<readonly Row<T>[]>();
  readonly #indexes = new Memo<ReadonlyMap<unknown, Row<T>>>();

  constructor(kind: RecordKind<T>) {
    this.call = kind.call;
    this.#kind = kind;
  }

  rows(estate: Estate, { resource, account }: About): readonly Row<T>[] {
    const accounts = account === undefined ? estate.accounts : [account];
    return this.#rows.of(estate, JSON.stringify([resource, account]), () =>
      accounts.flatMap((each) => this.#table(estate, each, resource).rows),
    );
  }

  find(estate: Estate, field: keyof T & string, value: string): Row<T> | undefined {
    const entries = (): [unknown, Row<T>][] => this.rows(estate, {}).map((row) => [row.record[field], row]);
    return this.#indexes.of(estate, field, () => new Map(entries().reverse())).get(value);
  }

  isIncomplete(estate: Estate, { resource, account = estate.scope.account }: About): boolean {
    return this.#table(estate, account, resource).incomplete;
  }

  isAsked(estate: Estate, { resource, account = estate.scope.account }: About): boolean {
    return this.#table(estate, account, resource).asked;
  }

  #table(estate: Estate, account: string, resource: string | undefined): Table<T> {
    return this.#tables.of(estate, JSON.stringify([account, resource]), () => this.#read(estate, account, resource));
  }

  #read(estate: Estate, account: string, resource: string | undefined): Table<T> {
    const answers = estate.answersTo(this.call, account).filter((answer) => this.#isAbout(answer, resource));
    const rows: Row<T>[] = [];
    let incomplete = answers.length === 0;
    for (const { at, response, error } of answers.toSorted((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0))) {
      const { records, rejected } =
        error === undefined ? decode(this.#kind, response) : { records: [], rejected: [error] };
      incomplete ||= rejected.length > 0;
      const evidence = { call: this.call, scope: `${account}/${estate.scope.region}`, at };
      for (const record of records) rows.push({ record, evidence });
    }
    return { asked: answers.length > 0, rows, incomplete };
  }

  #isAbout({ request }: Answer, resource: string | undefined): boolean {
    const { requestField } = this.#kind;
    return resource === undefined || requestField === undefined || request?.[requestField] === resource;
  }
}
