import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { verifyProof } from '../../../../providers/aws/verify/index.ts';
import { type AwsEstate, answersOf, BASE_A } from '../../../support/aws-estate.ts';
import { DIRECT } from './direct-estates.ts';
import { everyEstate, proofsOf } from './estates.ts';
import { tamperings } from './tamper.ts';

describe('the engine and the verifier, which share no judgement,', () => {
  test.for(everyEstate())('agree about %s', ([, answers]) => {
    const proofs = proofsOf(answers);
    expect(
      proofs.flatMap((proof) => verifyProof(proof, answers).map((fault) => `${proof.entry} ${proof.ports}: ${fault}`)),
    ).toEqual([]);
    expect(proofs.length).toBeGreaterThan(0);
  });

  test('agree about one instance with several oddities at once', () => {
    // With a group that was not read beside one of a provider's addresses, what is surely let in is told apart from what may be.
    const names = Object.keys(DIRECT).filter((name) => name !== 'two groups');
    fc.assert(
      fc.property(fc.subarray(names, { minLength: 1, maxLength: 4 }), (chosen) => {
        const estate = chosen.reduce<AwsEstate>((made, name) => ({ ...made, ...DIRECT[name] }), BASE_A);
        const answers = answersOf(estate);
        expect(proofsOf(answers).flatMap((proof) => verifyProof(proof, answers))).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
});

describe('a true proof that is changed in one claim', () => {
  const cases = everyEstate().flatMap(([, answers]) => proofsOf(answers).map((proof) => ({ proof, answers })));

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
