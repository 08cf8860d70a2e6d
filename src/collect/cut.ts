import type { Answer } from './answer.ts';
import { decode } from './decode.ts';
import type { RecordKind } from './record-kind.ts';

/**
 * Makes the function that cuts an answer to the fields we read.
 *
 * Records that do not fit are named in an `error` beside the `response`, which keeps their neighbours. Of a call that
 * we do not know nothing is kept.
 */
export function cutTo(kinds: readonly RecordKind[]): (answer: Answer) => Answer {
  const byCall: ReadonlyMap<string, RecordKind> = new Map(kinds.map((kind) => [kind.call, kind]));
  return (answer) => (answer.response === undefined ? answer : cutOne(answer, byCall.get(answer.call)));
}

function cutOne(answer: Answer, kind: RecordKind | undefined): Answer {
  if (kind === undefined) return { ...answer, response: {} };
  const { records, rejected } = decode(kind, answer.response);
  const response = { [kind.list]: kind.single === true ? records[0] : records };
  kind.read.set(response, records);
  if (rejected.length === 0) return { ...answer, response };
  const error = { code: 'MalformedRecord', message: summaryOf(rejected), reason: 'malformed' as const };
  return { ...answer, ...(records.length === 0 ? { response: undefined } : { response }), error };
}

/** Enough to find the cause, and no flood when every record of a page is alike. */
const MAX_NAMED = 5;

function summaryOf(rejected: readonly string[]): string {
  const more = rejected.length - MAX_NAMED;
  const named = rejected.slice(0, MAX_NAMED).join(' | ');
  return more > 0 ? `${named} | and ${more} more` : named;
}
