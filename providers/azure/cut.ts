import type { Answer } from '../../src/collect/answer.ts';
import { cutTo } from '../../src/collect/cut.ts';
import { RECORDS } from './records/index.ts';

const cutKnown = cutTo(RECORDS);

/** Azure does not tell upper case from lower in the name of a type, and other tools spell some in their own way. */
const SPELLINGS: ReadonlyMap<string, string> = new Map(RECORDS.map(({ call }) => [call.toLowerCase(), call]));

/** Cuts an answer to the fields we read, and spells its call as we do. */
export function cut(answer: Answer): Answer {
  return cutKnown({ ...answer, call: SPELLINGS.get(answer.call.toLowerCase()) ?? answer.call });
}
