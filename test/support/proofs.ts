import { toInventory } from '../../providers/aws/convert/index.ts';
import type { Answer } from '../../src/collect/answer.ts';
import { evaluate } from '../../src/engine/evaluate.ts';
import { prove } from '../../src/engine/prove.ts';
import type { Proof } from '../../src/model/proof.ts';

/** The proof of every judged endpoint, whatever its verdict and whether or not anyone reports it. */
export function proofsOf(answers: Iterable<Answer>): readonly Proof[] {
  const evaluation = evaluate(toInventory(answers));
  return evaluation.exposures.flatMap((exposure) => exposure.slices.map((slice) => prove(evaluation, exposure, slice)));
}
