import { toInventory } from '../../../../providers/aws/convert/index.ts';
import type { Answer } from '../../../../src/collect/answer.ts';
import { evaluate } from '../../../../src/engine/evaluate.ts';
import { prove } from '../../../../src/engine/prove.ts';
import type { Proof } from '../../../../src/model/proof.ts';
import { BALANCER_ROWS } from '../../../engine-oracle/aws-balancer-rows.ts';
import { BALANCER_TRAP_ROWS } from '../../../engine-oracle/aws-balancer-trap-rows.ts';
import { DIRECT_ROWS } from '../../../engine-oracle/aws-rows.ts';
import { TRAP_ROWS } from '../../../engine-oracle/aws-trap-rows.ts';
import { type AwsEstate, answersOf, BASE_A, BASE_ALB, BASE_NLB, refused } from '../../../support/aws-estate.ts';
import { ALB_BEHIND, BEHIND_APPLICATION, BEHIND_NETWORK, CLASSIC } from './balanced-estates.ts';
import { type Delta, DIRECT, LISTED, V6 } from './direct-estates.ts';

/** Every claim that the engine makes about a collection. */
export function proofsOf(answers: readonly Answer[]): readonly Proof[] {
  const evaluation = evaluate(toInventory(answers));
  return evaluation.exposures.flatMap((exposure) => exposure.slices.map((slice) => prove(evaluation, exposure, slice)));
}

/** Each estate, those of the oracle too, and each of some estates with any one of its answers refused. */
export function everyEstate(): readonly (readonly [what: string, answers: readonly Answer[]])[] {
  const named = (base: AwsEstate, deltas: Readonly<Record<string, Delta>>) =>
    Object.entries(deltas).map(([what, delta]) => [what, answersOf({ ...base, ...delta })] as const);
  const whole = [
    ...named(BASE_A, DIRECT),
    ...named(BASE_ALB, BEHIND_APPLICATION),
    ...named(BASE_NLB, BEHIND_NETWORK),
    ...named(BASE_ALB, CLASSIC),
    ...[...DIRECT_ROWS, ...TRAP_ROWS, ...BALANCER_ROWS, ...BALANCER_TRAP_ROWS].map(
      ({ id, says, estate }) => [`${id} ${says}`, answersOf(estate)] as const,
    ),
  ];
  return [
    ...whole,
    ...[
      BASE_A,
      { ...BASE_A, ...V6 },
      { ...BASE_A, ...LISTED },
      BASE_ALB,
      BASE_NLB,
      { ...BASE_NLB, ...ALB_BEHIND },
    ].flatMap(withGaps),
  ];
}

function withGaps(estate: AwsEstate): readonly (readonly [string, readonly Answer[]])[] {
  const answers = answersOf(estate);
  return answers.flatMap((hidden, index) => {
    const what = `${hidden.call} ${JSON.stringify(hidden.request)}`;
    const changed = answers.map((answer) => (answer === hidden ? refused(answer) : answer));
    return [
      [`${what} refused`, changed],
      [`${what} never asked`, answers.toSpliced(index, 1)],
    ] as const;
  });
}
