import { describe, expect, test } from 'vitest';
import type { Answer } from '../../src/collect/answer.ts';
import { answersOf, refused } from '../support/azure-estate.ts';
import { exposuresOf, shortName } from '../support/azure-judgement.ts';
import { type ClaimRow, claimRowsOf, isOpen, isReachable } from '../support/claim-rows.ts';
import { ALL_ROWS } from './azure-all-rows.ts';

const WAYS: readonly (readonly [string, (answers: readonly Answer[], index: number) => readonly Answer[]])[] = [
  ['refused', (answers, index) => answers.map((answer, at) => (at === index ? refused(answer) : answer))],
  ['never made', (answers, index) => answers.filter((_, at) => at !== index)],
];

/** What Azure does not tell of a service tag is looked up in what it told of the public cloud before. */
const LOOKED_UP = 'azure:Microsoft.Network/locations/serviceTags';

describe.for(WAYS)('a call that was %s', ([, without]) => {
  test.for(ALL_ROWS)('hides nothing and invents nothing: $id', ({ estate }) => {
    const answers = answersOf(estate);
    const before = claimRowsOf(exposuresOf(answers));
    const open = new Set(before.filter(isOpen).map(({ workload }) => workload));
    const known = new Set(before.map(({ workload }) => workload));
    // What only the missing list tells of is gone, and a row for the call itself must stand in.
    const speaksFor = (row: ClaimRow, workload: string, name: string): boolean =>
      row.workload === workload || (!known.has(row.workload) && row.missing.includes(name));
    const claims = new Set(before.filter(isReachable).map(({ claim }) => claim));
    for (const [index, { call, subscription = '' }] of answers.entries()) {
      const after = claimRowsOf(exposuresOf(without(answers, index)));
      const name = `${call} ${subscription}`;
      for (const workload of open) {
        const left = after.filter((row) => isOpen(row) && speaksFor(row, workload, name));
        expect(left, `${shortName(workload)} without ${name}`).not.toEqual([]);
        const wasReachable = before.some((row) => row.workload === workload && isReachable(row));
        const isTold = left.some((row) => isReachable(row) || row.missing.includes(name));
        expect(isTold || !wasReachable, `${shortName(workload)} without ${name} does not say what is missing`).toBe(
          true,
        );
      }
      if (call === LOOKED_UP) continue;
      const invented = after.filter((row) => isReachable(row) && !claims.has(row.claim));
      expect(invented, `without ${name}`).toEqual([]);
    }
  });
});
