import { z } from 'zod';
import type { RecordKind } from './record-kind.ts';

/** The records of one answer, cut to the fields we read, and a reason for each that could not be read. */
export interface Decoded<T> {
  readonly records: readonly T[];
  /** `Subnets[3]: SubnetId: …`, one sentence a record. Its neighbours are kept. */
  readonly rejected: readonly string[];
}

/** Reads the records out of an answer. An answer without its list has none: APIs leave empty lists out. */
export function decode<T>(kind: RecordKind<T>, response: unknown): Decoded<T> {
  const known = typeof response === 'object' && response !== null ? kind.read.get(response) : undefined;
  return known === undefined ? decodeAnew(kind, response) : { records: known, rejected: [] };
}

function decodeAnew<T>(kind: RecordKind<T>, response: unknown): Decoded<T> {
  const shell = Shell.safeParse(response);
  if (!shell.success) return { records: [], rejected: [`${kind.list}: the answer is not an object`] };
  const content = shell.data[kind.list] ?? [];
  if (kind.single !== true && !Array.isArray(content)) {
    return { records: [], rejected: [`${kind.list}: not a list`] };
  }
  const items: readonly unknown[] = Array.isArray(content) ? content : [content];
  const records: T[] = [];
  const rejected: string[] = [];
  for (const [index, item] of items.entries()) {
    const result = kind.record.safeParse(item);
    if (result.success) records.push(result.data);
    else rejected.push(`${kind.list}[${index}]: ${reasonOf(result.error)}`);
  }
  return { records, rejected };
}

const Shell = z.record(z.string(), z.unknown());

function reasonOf(error: z.ZodError): string {
  return error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
}
