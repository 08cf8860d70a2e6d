import type { Answer } from '../../src/collect/answer.ts';
import { cutTo } from '../../src/collect/cut.ts';
import { decode } from '../../src/collect/decode.ts';
import type { RecordKind } from '../../src/collect/record-kind.ts';
import type { Runner, Task } from '../../src/collect/runner.ts';
import { splitAnswer } from '../../src/collect/split-answer.ts';

export interface AllRead<T> {
  readonly records: readonly T[];
  /** Answers with an error: the pages that failed, and what could not be read of the others. */
  readonly gaps: readonly Answer[];
  /** When the last answer came. */
  readonly at: string;
}

/** Asks to the last page before going on, where what to ask next depends on it. */
export async function readAll<T>(runner: Runner, task: Task, kind: RecordKind<T>): Promise<AllRead<T>> {
  const cut = cutTo([kind]);
  const records: T[] = [];
  const gaps: Answer[] = [];
  let at = '';
  for await (const answer of runner.askAll([task])) {
    for (const part of splitAnswer(cut(answer))) {
      if (part.error === undefined) records.push(...decode(kind, part.response).records);
      else gaps.push(part);
      at = part.at;
    }
  }
  return { records, gaps, at };
}
