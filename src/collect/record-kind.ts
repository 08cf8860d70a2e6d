import type { z } from 'zod';

/** One kind of answer: the call, where its records are in the answer, and the fields of a record that we read. */
export interface RecordKind<T = unknown> {
  /** `<service>:<Operation>`, as a collection spells it. */
  readonly call: string;
  /** The key of the answer that holds the records. */
  readonly list: string;
  /** The key holds one record rather than a list of them. */
  readonly single?: true;
  /** Strips every field that we do not read, so that no secret passes. */
  readonly record: z.ZodType<T>;
  /** The permission that lets one make the call, in the provider's spelling. */
  readonly permission: string;
  /** The field of the request that says which resource was asked about, where the call is made per resource. */
  readonly requestField?: string;
  /** Requests are about the same resource if their keys are equal; absent, if they are equal to the letter. */
  readonly keyOf?: (resource: string) => string;
  /** The records of answers that were cut to them, so that nobody reads or holds them twice. */
  readonly read: WeakMap<object, readonly T[]>;
}

/** Ties a record's type to its call. */
export function defineRecord<T>(kind: Omit<RecordKind<T>, 'read'>): RecordKind<T> {
  return { ...kind, read: new WeakMap() };
}
