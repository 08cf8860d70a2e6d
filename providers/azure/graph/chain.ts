import { armKey } from '../arm-id.ts';
import { GraphPage } from './graph-query.ts';

/** How a chain of pages ended: as it should, with an error, or although not all of its rows had come. */
export type ChainEnd = 'whole' | 'broken' | 'short';

/** A resource, as a row. */
export interface Row {
  readonly id: string;
  readonly type: string;
}

/** What the pages of one chain tell together. */
export class Chain {
  readonly #subscriptions: ReadonlySet<string>;
  #rows = 0;
  #total = 0;
  #end: ChainEnd = 'whole';
  /** Where resources were added meanwhile, the last rows of a page come again at the start of the next one. */
  #before: ReadonlySet<string> = new Set();

  constructor(subscriptions: readonly string[]) {
    this.#subscriptions = new Set(subscriptions);
  }

  isAbout(subscription: string): boolean {
    return this.#subscriptions.has(subscription);
  }

  /** The rows of a page that are new. */
  read(response: unknown): readonly Row[] {
    const page = GraphPage.safeParse(response);
    if (!page.success) {
      this.doubt();
      return [];
    }
    const { data, totalRecords, resultTruncated, $skipToken } = page.data;
    // There are more rows, and no way to them.
    if (resultTruncated === 'true' && ($skipToken ?? '') === '') this.doubt();
    this.#total = totalRecords ?? this.#total;
    const rows = data.filter(isRow);
    if (rows.length < data.length) this.doubt();
    const fresh = rows.filter(({ id }) => !this.#before.has(armKey(id)));
    this.#before = new Set(rows.map(({ id }) => armKey(id)));
    this.#rows += fresh.length;
    return fresh;
  }

  /** No further page could be read. */
  break(): readonly Row[] {
    if (this.#end === 'whole') this.#end = 'broken';
    return [];
  }

  /** Something does not add up. */
  doubt(): void {
    this.#end = 'short';
  }

  end(): ChainEnd {
    return this.#end === 'whole' && this.#rows < this.#total ? 'short' : this.#end;
  }
}

function isRow(row: unknown): row is Row {
  if (typeof row !== 'object' || row === null || !('id' in row && 'type' in row)) return false;
  return typeof row.id === 'string' && typeof row.type === 'string';
}
