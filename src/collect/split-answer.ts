import type { Answer } from './answer.ts';

/** An answer that holds both records and an error becomes two: the records that could be read, and what could not. */
export function splitAnswer(answer: Answer): readonly Answer[] {
  const { response, error, ...stamp } = answer;
  if (response === undefined || error === undefined) return [answer];
  return [
    { ...stamp, response },
    { ...stamp, error },
  ];
}
