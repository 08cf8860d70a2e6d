import { RECORDS } from '../../../providers/azure/records/index.ts';
import type { Answer } from '../../../src/collect/answer.ts';

/** Records in a fixed order, made when they are asked for, so that a large estate need not be there all at once. */
interface ArmRecords {
  readonly length: number;
  readonly at: (index: number) => unknown;
}

/** What is known of one question: records, and perhaps an error that comes after the last of them. */
export interface ArmShelf {
  readonly records: ArmRecords;
  readonly error?: Answer['error'];
}

/** What a server of Resource Manager serves. */
export interface ArmSource {
  /** In lower case. */
  readonly subscriptions: readonly string[];
  /** Records of a call (`azure:Microsoft.Network/routeTables`), of one parent or resource where it is made per resource. */
  readonly shelf: (call: string, subscription: string, id?: string) => ArmShelf | undefined;
}

const LISTS: ReadonlyMap<string, string> = new Map(RECORDS.map(({ call, list }) => [call, list]));

/** The key of an answer that holds its records. */
export function listOfCall(call: string): string {
  return LISTS.get(call) ?? 'value';
}

/** Serves what a collection holds. Several answers to one question are its pages. */
export function answersSource(answers: Iterable<Answer>): ArmSource {
  const shelves = new Map<string, { readonly records: unknown[]; error?: Answer['error'] }>();
  const subscriptions = new Set<string>();
  for (const { call, subscription = 'unknown', request, response, error } of answers) {
    const id = request?.['id'];
    const key = keyOf(call, subscription, typeof id === 'string' ? id : undefined);
    const shelf = shelves.get(key) ?? { records: [] };
    shelves.set(key, shelf);
    shelf.records.push(...recordsIn(call, response));
    if (error !== undefined) shelf.error = error;
    subscriptions.add(subscription.toLowerCase());
  }
  return {
    subscriptions: [...subscriptions].sort(),
    shelf: (call, subscription, id) => {
      const shelf = shelves.get(keyOf(call, subscription, id));
      if (shelf === undefined) return undefined;
      const { records, error } = shelf;
      const list = { length: records.length, at: (index: number) => records[index] };
      return error === undefined ? { records: list } : { records: list, error };
    },
  };
}

function keyOf(call: string, subscription: string, id: string | undefined): string {
  return `${call}|${subscription}|${id ?? ''}`.toLowerCase();
}

function recordsIn(call: string, response: unknown): readonly unknown[] {
  if (typeof response !== 'object' || response === null) return [];
  const value: unknown = Reflect.get(response, listOfCall(call));
  return Array.isArray(value) ? value : [];
}
