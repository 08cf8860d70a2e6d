import { expect, test } from 'vitest';
import { verifyProof } from '../../../../providers/azure/verify/index.ts';
import { answersOf, BASE_Z } from '../../../support/azure-estate.ts';
import { proofsOf, withGaps } from './estates.ts';

test.for([['base', answersOf(BASE_Z)] as const, ...withGaps(answersOf(BASE_Z))])('%s', ([, answers]) => {
  const proofs = proofsOf(answers);
  expect(
    proofs.flatMap((proof) =>
      verifyProof(proof, answers).map(
        (fault) => `${proof.entry} ${proof.protocol} ${proof.ports} ${proof.verdict}: ${fault}`,
      ),
    ),
  ).toEqual([]);
});
