import { z } from 'zod';

/** What one document of a dump holds. */
export interface DumpPage {
  readonly records: readonly unknown[];
  /** The key that held the list; none if the document is the list or the record. */
  readonly list?: string;
  /** What lies beside the list. */
  readonly beside: Readonly<Record<string, unknown>>;
  /** It says that another page follows. */
  readonly hasNext: boolean;
  /** One resource and no list, as `az … show` prints it. */
  readonly isSingle: boolean;
}

const Fields = z.record(z.string(), z.unknown());

/**
 * Takes a document apart: a list, an answer with a list in it, several of those one behind the other, or one resource.
 *
 * Undefined if it is none of that.
 */
export function pagesOf(document: unknown): readonly DumpPage[] | undefined {
  if (!Array.isArray(document)) {
    const page = pageOf(document) ?? resourceIn(document);
    return page === undefined ? undefined : [page];
  }
  // Most arrays are lists of resources, which the first one tells.
  const pages = pageOf(document[0]) === undefined ? [] : document.map(pageOf);
  const whole = pages.filter((page) => page !== undefined);
  if (whole.length === document.length && whole.length > 0) return whole;
  return [{ ...NOTHING, records: document }];
}

const NOTHING = { beside: {}, hasNext: false, isSingle: false } as const;

/** Where answers of Azure keep their lists. */
const LISTS = ['value', 'data', 'values'] as const;

function pageOf(document: unknown): DumpPage | undefined {
  if (Array.isArray(document)) return { ...NOTHING, records: document };
  const { data: beside } = Fields.safeParse(document);
  if (beside === undefined) return undefined;
  for (const list of LISTS) {
    const records = recordsIn(beside[list]);
    if (records !== undefined) return { records, list, beside, hasNext: hasNext(beside), isSingle: false };
  }
  return undefined;
}

const Table = z.object({ columns: z.array(z.object({ name: z.string() })), rows: z.array(z.array(z.unknown())) });

/** Resource Graph answers a list, or in its older form a table. */
function recordsIn(items: unknown): readonly unknown[] | undefined {
  if (isList(items)) return items;
  const { data: table } = Table.safeParse(items);
  return table?.rows.map((row) => Object.fromEntries(table.columns.map(({ name }, index) => [name, row[index]])));
}

function isList(items: unknown): items is readonly unknown[] {
  return Array.isArray(items);
}

const NEXT = /^(?:@odata\.)?nextLink$|^\$?skip_?token$/i;

function hasNext(beside: Readonly<Record<string, unknown>>): boolean {
  const told = Object.entries(beside).some(
    ([key, value]) => NEXT.test(key) && typeof value === 'string' && value !== '',
  );
  return told || beside['resultTruncated'] === true || beside['resultTruncated'] === 'true';
}

function resourceIn(document: unknown): DumpPage | undefined {
  const { data: record } = Fields.safeParse(document);
  return record === undefined ? undefined : { ...NOTHING, records: [record], isSingle: true };
}
