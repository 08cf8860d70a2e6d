import { describe, expect, test } from 'vitest';
import type { Answer } from '../../src/collect/answer.ts';
import type { Exposure, Slice } from '../../src/model/exposure.ts';
import { cidrsOf } from '../../src/net/ip.ts';
import { formatPorts } from '../../src/net/ports.ts';
import { answersOf, refused } from '../support/azure-estate.ts';
import { exposuresOf, shortName } from '../support/azure-judgement.ts';
import { ALL_ROWS } from './azure-all-rows.ts';

interface Row {
  readonly workload: string;
  readonly verdict: Slice['verdict'];
  /** What a client can do; two rows with the same text make the same claim. */
  readonly claim: string;
  readonly missing: readonly string[];
}

const WAYS: readonly (readonly [string, (answers: readonly Answer[], index: number) => readonly Answer[]])[] = [
  ['refused', (answers, index) => answers.map((answer, at) => (at === index ? refused(answer) : answer))],
  ['never made', (answers, index) => answers.filter((_, at) => at !== index)],
];

/** What Azure does not tell of a service tag is looked up in what it told of the public cloud before. */
const LOOKED_UP = 'azure:Microsoft.Network/locations/serviceTags';

describe.for(WAYS)('a call that was %s', ([, without]) => {
  test.for(ALL_ROWS)('hides nothing and invents nothing: $id', ({ estate }) => {
    const answers = answersOf(estate);
    const before = rowsOf(answers);
    const open = new Set(before.filter(isOpen).map(({ workload }) => workload));
    const known = new Set(before.map(({ workload }) => workload));
    // What only the missing list tells of is gone, and a row for the call itself must stand in.
    const speaksFor = (row: Row, workload: string, name: string): boolean =>
      row.workload === workload || (!known.has(row.workload) && row.missing.includes(name));
    const claims = new Set(before.filter(isReachable).map(({ claim }) => claim));
    for (const [index, { call, subscription = '' }] of answers.entries()) {
      const after = rowsOf(without(answers, index));
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

function isReachable({ verdict }: Row): boolean {
  return verdict === 'reachable';
}

function isOpen({ verdict }: Row): boolean {
  return verdict !== 'blocked';
}

function rowsOf(answers: readonly Answer[]): readonly Row[] {
  return exposuresOf(answers).flatMap((exposure) => exposure.slices.map((slice) => rowOf(exposure, slice)));
}

function rowOf({ entry, target }: Exposure, slice: Slice): Row {
  const { verdict, protocol, ports, targetPorts, audience, missing } = slice;
  const claim = [
    target.ref,
    entry.ref,
    entry.address,
    protocol,
    formatPorts(ports),
    formatPorts(targetPorts),
    ...cidrsOf(audience.ranges),
  ].join(' ');
  return { workload: target.ref, verdict, claim, missing };
}
