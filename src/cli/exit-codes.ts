import type { Finding, Severity } from '../findings/finding.ts';
import type { Coverage, Exit } from '../findings/report.ts';
import { compareSeverity } from '../findings/severity.ts';

/** The exit codes, which never change their meaning. */
export const EXIT = {
  /** Everything was evaluated, and nothing is at or above the threshold. */
  ok: 0,
  /** A bug. */
  bug: 1,
  /** A mistake in a flag, a file or a configuration. */
  usage: 2,
  /** Findings at or above the threshold; for `verify`, a proof that does not hold. */
  findings: 3,
  /** No usable credentials for any requested scope. */
  credentials: 4,
  /** Something was asked for and not learned. */
  incomplete: 5,
  /** SIGINT, after what was learned so far was printed. */
  interrupted: 130,
  /** SIGTERM, likewise. */
  terminated: 143,
} as const;

export type Interruption = 'SIGINT' | 'SIGTERM';

/** What an exit code is made of. */
export interface Outcome {
  readonly findings: readonly Finding[];
  readonly failOn: Severity | 'none';
  readonly coverage: Coverage;
  readonly allowPartial: boolean;
  readonly interrupted?: Interruption;
}

/** Says how a run ends, and why. Findings outrank incomplete coverage, and an interruption outranks both. */
export function exitOf(outcome: Outcome): Exit {
  const { interrupted, allowPartial } = outcome;
  const serious = seriousOf(outcome);
  const partial = partialOf(outcome);
  const reasons = [...serious, ...partial];
  if (interrupted !== undefined) {
    const code = interrupted === 'SIGINT' ? EXIT.interrupted : EXIT.terminated;
    return { code, reasons: [`interrupted by ${interrupted}: this is what was learned until then`, ...reasons] };
  }
  if (serious.length > 0) return { code: EXIT.findings, reasons };
  if (partial.length > 0 && !allowPartial) return { code: EXIT.incomplete, reasons };
  if (partial.length > 0) return { code: EXIT.ok, reasons: [...partial, 'allowed by --allow-partial'] };
  return { code: EXIT.ok, reasons: [nothingFound(outcome)] };
}

function seriousOf({ findings, failOn }: Outcome): readonly string[] {
  if (failOn === 'none') return [];
  const count = findings.filter(({ severity }) => compareSeverity(severity, failOn) <= 0).length;
  return count === 0 ? [] : [`${count} finding${count === 1 ? '' : 's'} at or above ${failOn}`];
}

function partialOf({ coverage: { units, gaps } }: Outcome): readonly string[] {
  if (units.total === 0) return ['nothing was asked: there is no answer to judge'];
  if (gaps.length === 0) return [];
  return [`coverage is incomplete: ${units.total - units.ok} of ${units.total} units were not learned`];
}

function nothingFound({ failOn }: Outcome): string {
  return failOn === 'none' ? 'no threshold was asked for' : `complete, and nothing at or above ${failOn}`;
}
