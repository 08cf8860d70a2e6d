import { describe, expect, test } from 'vitest';
import { toInventory } from '../../providers/aws/convert/index.ts';
import { verifyProof } from '../../providers/aws/verify/index.ts';
import { evaluate } from '../../src/engine/evaluate.ts';
import { prove } from '../../src/engine/prove.ts';
import { answersOf } from '../support/aws-estate.ts';
import { BALANCER_ROWS } from './aws-balancer-rows.ts';
import { BALANCER_TRAP_ROWS } from './aws-balancer-trap-rows.ts';
import { DIRECT_ROWS } from './aws-rows.ts';
import { TRAP_ROWS } from './aws-trap-rows.ts';

describe('AWS: every claim of the oracle', () => {
  test.for([...DIRECT_ROWS, ...TRAP_ROWS, ...BALANCER_ROWS, ...BALANCER_TRAP_ROWS])(
    '$id holds against the raw answers',
    ({ estate }) => {
      const answers = answersOf(estate);
      const evaluation = evaluate(toInventory(answers));
      const proofs = evaluation.exposures.flatMap((exposure) =>
        exposure.slices.map((slice) => prove(evaluation, exposure, slice)),
      );
      expect(proofs.length).toBeGreaterThan(0);
      for (const proof of proofs) expect(verifyProof(proof, answers), JSON.stringify(proof.witness)).toEqual([]);
    },
  );
});
