import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { verifyProof } from '../../../../providers/azure/verify/index.ts';
import { tamperings } from '../../aws/verify/tamper.ts';
import { cutEstates, proofsOf, wholeEstates } from './estates.ts';

describe('the engine and the verifier, which share no judgement,', () => {
  test.for([...wholeEstates(), ...cutEstates()])('agree about %s', ([, answers]) => {
    const proofs = proofsOf(answers);
    expect(
      proofs.flatMap((proof) => verifyProof(proof, answers).map((fault) => `${proof.entry} ${proof.ports}: ${fault}`)),
    ).toEqual([]);
    expect(proofs.length).toBeGreaterThan(0);
  });
});

describe('a true proof that is changed in one claim', () => {
  const cases = wholeEstates().flatMap(([, answers]) => proofsOf(answers).map((proof) => ({ proof, answers })));

  test('is refused', () => {
    fc.assert(
      fc.property(fc.nat({ max: cases.length - 1 }), fc.nat(), (index, pick) => {
        const { proof, answers } = cases[index] ?? expect.fail('there is no such proof');
        const all = tamperings(proof);
        const { what, proof: tampered } = all[pick % all.length] ?? expect.fail('there is nothing to tamper with');
        expect(verifyProof(tampered, answers), what).not.toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });
});
