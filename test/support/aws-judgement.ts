import { toInventory } from '../../providers/aws/convert/index.ts';
import type { Answer } from '../../src/collect/answer.ts';
import { evaluate } from '../../src/engine/evaluate.ts';
import type { Exposure } from '../../src/model/exposure.ts';
import { type AwsEstate, answersOf } from './aws-estate.ts';
import { lineOf } from './judged-line.ts';

/** Every judged endpoint of an estate, one line each, in the words of the oracle. */
export function judged(estate: AwsEstate): readonly string[] {
  return linesOf(answersOf(estate));
}

export function linesOf(answers: Iterable<Answer>): readonly string[] {
  return exposuresOf(answers).flatMap((exposure) =>
    exposure.slices.map((slice) => lineOf(exposure, slice, { shortName, shortGap: (gap) => gap })),
  );
}

export function exposuresOf(answers: Iterable<Answer>): readonly Exposure[] {
  return evaluate(toInventory(answers)).exposures;
}

/** ARNs are long; what tells them apart is their end. */
function shortName(text: string): string {
  return text.replaceAll(/arn:aws:elasticloadbalancing:[\w-]+:\d+:/g, '');
}
