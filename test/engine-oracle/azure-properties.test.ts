import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toInventory } from '../../providers/azure/convert/index.ts';
import type { Answer } from '../../src/collect/answer.ts';
import { evaluate } from '../../src/engine/evaluate.ts';
import { prove } from '../../src/engine/prove.ts';
import { answersOf, withResources } from '../support/azure-estate.ts';
import { linesOf } from '../support/azure-judgement.ts';
import { network, nic, nsg } from '../support/azure-records.ts';
import { ALL_ROWS } from './azure-all-rows.ts';

/** The records of an answer, which are one list in all of them. */
function listOf({ response }: Answer): { readonly key: string; readonly records: readonly unknown[] } {
  const [key = '', records] =
    Object.entries(typeof response === 'object' && response !== null ? response : {})[0] ?? [];
  return { key, records: Array.isArray(records) ? records : [] };
}

function paged(answer: Answer): readonly Answer[] {
  const { key, records } = listOf(answer);
  return records.length < 2 ? [answer] : records.map((record) => ({ ...answer, response: { [key]: [record] } }));
}

function reversed(answer: Answer): Answer {
  const { key, records } = listOf(answer);
  return { ...answer, response: { [key]: records.toReversed() } };
}

describe('Azure: what is said of an estate', () => {
  test.for(ALL_ROWS)('does not hang on the order of answers and of records: $id', ({ estate }) => {
    const answers = answersOf(estate);
    const said = linesOf(answers);
    expect(linesOf(answers.map(reversed))).toEqual(said);
    expect(linesOf(answers.flatMap(paged).toReversed())).toEqual(said);
    const shuffled = fc.shuffledSubarray([...answers], { minLength: answers.length });
    fc.assert(
      fc.property(shuffled, (other) => {
        expect(linesOf(other)).toEqual(said);
      }),
      { numRuns: 5 },
    );
  });

  // A firewall in a hub may be connected to either of two networks that use the same addresses.
  test.for(ALL_ROWS.filter(({ id }) => id !== 'fw-hub'))(
    'does not hang on a network that has nothing to do with it: $id',
    ({ estate }) => {
      const beside = withResources(
        estate,
        network('vnet-beside', ['10.0.0.0/16'], { app: { prefix: '10.0.1.0/24', nsg: 'nsg-beside' } }),
        nsg('nsg-beside', ['100 allow * * -> *']),
        nic('nic-beside', { subnet: 'vnet-beside/app', address: '10.0.1.4' }),
      );
      const others = linesOf(answersOf(beside)).filter((line) => !line.startsWith('nic-beside '));
      expect(others).toEqual(linesOf(answersOf(estate)));
    },
  );

  test.for(ALL_ROWS)('comes with a proof of each slice: $id', ({ estate }) => {
    const evaluation = evaluate(toInventory(answersOf(estate)));
    for (const exposure of evaluation.exposures) {
      for (const slice of exposure.slices) {
        const proof = prove(evaluation, exposure, slice);
        expect(proof.verdict).toBe(slice.verdict);
        expect(proof.hops.length).toBeGreaterThan(0);
        if (slice.verdict === 'blocked') expect(proof.blockers.length).toBeGreaterThan(0);
        if (slice.verdict === 'unknown') expect([...proof.missing, ...slice.modifiers]).not.toEqual([]);
      }
    }
  });
});
