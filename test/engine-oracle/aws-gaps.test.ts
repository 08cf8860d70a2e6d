import { describe, expect, test } from 'vitest';
import type { Answer } from '../../src/collect/answer.ts';
import { type AwsEstate, answersOf, refused } from '../support/aws-estate.ts';
import { exposuresOf } from '../support/aws-judgement.ts';
import { type ClaimRow, claimRowsOf, isOpen, isReachable } from '../support/claim-rows.ts';
import { BALANCER_ROWS } from './aws-balancer-rows.ts';
import { BALANCER_TRAP_ROWS } from './aws-balancer-trap-rows.ts';
import { DIRECT_ROWS } from './aws-rows.ts';
import { TRAP_ROWS } from './aws-trap-rows.ts';

/** Rows in which something is reachable, so that something can be lost. */
const SCENARIOS: readonly { readonly id: string; readonly estate: AwsEstate }[] = [
  ...DIRECT_ROWS,
  ...BALANCER_ROWS,
  ...TRAP_ROWS,
  ...BALANCER_TRAP_ROWS,
];

const WAYS: readonly (readonly [string, (answers: readonly Answer[], index: number) => readonly Answer[]])[] = [
  ['refused', (answers, index) => answers.map((answer, at) => (at === index ? refused(answer) : answer))],
  ['never made', (answers, index) => answers.filter((_, at) => at !== index)],
];

describe.for(WAYS)('a call that was %s', ([, without]) => {
  test.for(SCENARIOS)('hides nothing and invents nothing: $id', ({ estate }) => {
    const answers = answersOf(estate);
    const before = claimRowsOf(exposuresOf(answers));
    const open = new Set(before.filter(isOpen).map(({ workload }) => workload));
    const known = new Set(before.map(({ workload }) => workload));
    // Only a call lists what is no instance, so without it a row for the call itself must stand in.
    const speaksFor = (row: ClaimRow, workload: string, name: string): boolean =>
      row.workload === workload ||
      (!workload.startsWith('i-') && !known.has(row.workload) && row.missing.includes(name));
    const claims = new Set(before.filter(isReachable).map(({ claim }) => claim));
    for (const [index, { call, region }] of answers.entries()) {
      const after = claimRowsOf(exposuresOf(without(answers, index)));
      const name = `${call} ${region ?? ''}`;
      for (const workload of open) {
        const left = after.filter((row) => isOpen(row) && speaksFor(row, workload, name));
        expect(left, `${workload} without ${name}`).not.toEqual([]);
        const wasReachable = before.some((row) => row.workload === workload && isReachable(row));
        const isTold = left.some((row) => isReachable(row) || row.missing.includes(name));
        expect(isTold || !wasReachable, `${workload} without ${name} does not say what is missing`).toBe(true);
      }
      const invented = after.filter((row) => isReachable(row) && !claims.has(row.claim));
      expect(invented, `without ${name}`).toEqual([]);
    }
  });
});
