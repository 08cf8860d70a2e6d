import { describe, expect, test } from 'vitest';
import { exitOf, type Outcome } from '../../src/cli/exit-codes.ts';
import type { Severity } from '../../src/findings/finding.ts';
import { sampleReport } from '../support/sample-report.ts';

const [FINDING] = sampleReport().findings;
const COMPLETE = { units: { ok: 3, total: 3 }, gaps: [] };
const PARTIAL = { ...sampleReport().coverage };

function outcome(severities: readonly Severity[], more: Partial<Outcome> = {}): Outcome {
  const findings = severities.flatMap((severity) => (FINDING === undefined ? [] : [{ ...FINDING, severity }]));
  return { findings, failOn: 'high', coverage: COMPLETE, allowPartial: false, ...more };
}

describe('exitOf', () => {
  test.for([
    ['nothing found, all seen', outcome([]), 0],
    ['only what is below the threshold', outcome(['medium', 'low']), 0],
    ['something at the threshold', outcome(['medium', 'high']), 3],
    ['something above it', outcome(['critical']), 3],
    ['findings without a threshold', outcome(['critical'], { failOn: 'none' }), 0],
    ['nothing found, but not all seen', outcome([], { coverage: PARTIAL }), 5],
    ['findings outrank what was not seen', outcome(['high'], { coverage: PARTIAL }), 3],
    ['not all seen, and that is allowed', outcome([], { coverage: PARTIAL, allowPartial: true }), 0],
    ['what is allowed to be missing hides no finding', outcome(['high'], { coverage: PARTIAL, allowPartial: true }), 3],
    ['no answers at all', outcome([], { coverage: { units: { ok: 0, total: 0 }, gaps: [] } }), 5],
    ['interrupted', outcome(['critical'], { interrupted: 'SIGINT' }), 130],
    ['terminated', outcome([], { interrupted: 'SIGTERM', coverage: PARTIAL }), 143],
  ] as const)('%s', ([, input, code]) => {
    const exit = exitOf(input);
    expect(exit.code).toBe(code);
    expect(exit.reasons.length).toBeGreaterThan(0);
  });

  test('says all reasons, not only the one that made the code', () => {
    expect(exitOf(outcome(['high', 'critical'], { coverage: PARTIAL })).reasons).toEqual([
      '2 findings at or above high',
      'coverage is incomplete: 1 of 20 units were not learned',
    ]);
  });
});
