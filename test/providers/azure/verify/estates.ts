import { toInventory } from '../../../../providers/azure/convert/index.ts';
import type { Answer } from '../../../../src/collect/answer.ts';
import { evaluate } from '../../../../src/engine/evaluate.ts';
import { prove } from '../../../../src/engine/prove.ts';
import type { Proof } from '../../../../src/model/proof.ts';
import { refused } from '../../../support/azure-estate.ts';

/** Every claim that the engine makes about a collection. */
export function proofsOf(answers: readonly Answer[]): readonly Proof[] {
  const evaluation = evaluate(toInventory(answers));
  return evaluation.exposures.flatMap((exposure) => exposure.slices.map((slice) => prove(evaluation, exposure, slice)));
}

/** The same answers, with any one of them refused, or never asked for. */
export function withGaps(answers: readonly Answer[]): readonly (readonly [string, readonly Answer[]])[] {
  return answers.flatMap((hidden, index) => {
    const what = `${hidden.call} ${JSON.stringify(hidden.request ?? {})}`;
    const changed = answers.map((answer) => (answer === hidden ? refused(answer) : answer));
    return [
      [`${what} refused`, changed],
      [`${what} never asked`, answers.toSpliced(index, 1)],
    ] as const;
  });
}
