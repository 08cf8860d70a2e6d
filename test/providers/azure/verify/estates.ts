import { toInventory } from '../../../../providers/azure/convert/index.ts';
import type { Answer } from '../../../../src/collect/answer.ts';
import { evaluate } from '../../../../src/engine/evaluate.ts';
import { prove } from '../../../../src/engine/prove.ts';
import type { Proof } from '../../../../src/model/proof.ts';
import { ALL_ROWS } from '../../../engine-oracle/azure-all-rows.ts';
import { answersOf, refused } from '../../../support/azure-estate.ts';

type Estate = readonly [what: string, answers: readonly Answer[]];

/** Every claim that the engine makes about a collection. */
export function proofsOf(answers: readonly Answer[]): readonly Proof[] {
  const evaluation = evaluate(toInventory(answers));
  return evaluation.exposures.flatMap((exposure) => exposure.slices.map((slice) => prove(evaluation, exposure, slice)));
}

/** Each estate of the oracle. */
export function wholeEstates(): readonly Estate[] {
  return ALL_ROWS.map(({ id, says, estate }) => [`${id} ${says}`, answersOf(estate)]);
}

/** Some of them with any one of their answers refused, or never asked for: one for each kind of way in. */
export function cutEstates(): readonly Estate[] {
  const chosen = new Set(['Z01', 'Z20', 'Z26', 'Z36', 'Z39-policy', 'Z41', 'afd-link', 'agw-waf']);
  return ALL_ROWS.filter(({ id }) => chosen.has(id)).flatMap(({ id, estate }) => withGaps(id, answersOf(estate)));
}

function withGaps(id: string, answers: readonly Answer[]): readonly Estate[] {
  return answers.flatMap((hidden, index) => {
    const what = `${id} ${hidden.call} ${JSON.stringify(hidden.request ?? {})}`;
    const changed = answers.map((answer) => (answer === hidden ? refused(answer) : answer));
    return [
      [`${what} refused`, changed],
      [`${what} never asked`, answers.toSpliced(index, 1)],
    ] as const;
  });
}
