import { createHash } from 'node:crypto';
import type { Provider } from '../../providers/provider.ts';
import { classify } from '../classify/classify.ts';
import type { Answer } from '../collect/answer.ts';
import { evaluate } from '../engine/evaluate.ts';
import { prove } from '../engine/prove.ts';
import type { Finding, SurfaceEndpoint } from '../findings/finding.ts';
import { type AuditReport, type Coverage, type LatentEndpoint, sortedFindings, summaryOf } from '../findings/report.ts';
import { sortedSurface, surfaceEndpoint } from '../findings/surface.ts';
import type { Classification } from '../model/classification.ts';
import type { Exposure, Slice } from '../model/exposure.ts';
import type { Inventory } from '../model/inventory.ts';
import { RULES } from '../rules/index.ts';
import type { Candidate } from '../rules/rule.ts';
import { type Classify, candidatesOf } from './candidates.ts';
import { coverageOf } from './coverage.ts';
import { findingsOf, type Prove } from './findings-of.ts';
import { latentOf } from './latent-of.ts';

/** What one provider answered. */
export interface Answers {
  readonly provider: Provider;
  readonly answers: readonly Answer[];
}

/** Everything that was judged, before anyone decides how to print it. */
export interface Audit {
  readonly scopes: Inventory['scopes'];
  readonly collectedAt: string;
  readonly calls: number;
  readonly coverage: Coverage;
  readonly endpoints: readonly JudgedSlice[];
  readonly findings: readonly Finding[];
  readonly latent: readonly LatentEndpoint[];
}

/** One slice of an exposure with the best of its classifications if that is AI, and a proof for whoever asks. */
export interface JudgedSlice {
  readonly exposure: Exposure;
  readonly slice: Slice;
  readonly classification?: Classification;
  /** The endpoints in it that could be AI, for the rules. */
  readonly candidates: readonly Candidate[];
  /** Draws the proof of a slice of this audit, or of a part of one. */
  readonly proveIn: Prove;
}

/** Judges what providers answered. Pure: the same answers give the same audit. */
export function audit(collections: readonly Answers[]): Audit {
  const judged = collections.map((collection) => judge(collection));
  const inventories = judged.map(({ inventory }) => inventory);
  return {
    scopes: inventories.flatMap(({ scopes }) => scopes).sort(compareJson),
    collectedAt:
      inventories
        .map(({ collectedAt }) => collectedAt)
        .sort()
        .at(-1) ?? '',
    calls: collections.reduce((sum, { answers }) => sum + answers.length, 0),
    coverage: coverageOf(judged.map(({ provider, answers, inventory: { gaps } }) => ({ provider, answers, gaps }))),
    endpoints: judged.flatMap(({ endpoints }) => endpoints),
    findings: sortedFindings(
      judged.flatMap(({ endpoints, proveIn }) => findingsOf(candidatesIn(endpoints), RULES, proveIn)),
    ),
    latent: judged.flatMap(({ endpoints }) => latentOf(candidatesIn(endpoints))),
  };
}

/** The attack surface as `exposure surface` publishes it: sorted, and each endpoint once. */
export function surfaceOf({ endpoints }: Pick<Audit, 'endpoints'>): readonly SurfaceEndpoint[] {
  return sortedSurface(
    endpoints.map(({ exposure, slice, classification }) => surfaceEndpoint(exposure, slice, classification)),
  );
}

/** The report of an audit. What the run itself adds is passed in: who made it, whether it was cut short, how it ended. */
export function reportOf(
  { scopes, collectedAt, calls, coverage, findings, latent, endpoints }: Audit,
  { tool, complete, exit }: Pick<AuditReport, 'tool'> & Pick<AuditReport['run'], 'complete' | 'exit'>,
): AuditReport {
  const count = (verdict: Slice['verdict']): number =>
    endpoints.filter(({ slice }) => slice.verdict === verdict).length;
  return {
    schemaVersion: '1',
    tool,
    run: { collectedAt, calls, complete, exit },
    scopes: scopes.map(({ cloud, account, region }) => ({ cloud, account, region })),
    coverage,
    summary: summaryOf(findings),
    findings,
    latent,
    surfaceSummary: {
      endpoints: endpoints.length,
      reachable: count('reachable'),
      blocked: count('blocked'),
      unknown: count('unknown'),
      reachableAi: endpoints.filter(
        ({ slice, classification }) => slice.verdict === 'reachable' && classification !== undefined,
      ).length,
    },
  };
}

interface Judged extends Answers {
  readonly inventory: Inventory;
  readonly endpoints: readonly JudgedSlice[];
  readonly proveIn: Prove;
}

/** There are many endpoints, and hardly any is AI. */
const NO_CANDIDATES: readonly Candidate[] = [];

function judge({ provider, answers }: Answers): Judged {
  const inventory = provider.convert(answers);
  const evaluation = evaluate(inventory);
  const classifyOnce = remembering((input) => classify(input));
  const proveIn: Prove = (exposure, slice) => prove(evaluation, exposure, slice);
  const endpoints = evaluation.exposures.flatMap((exposure) =>
    exposure.slices.map((slice): JudgedSlice => {
      const candidates = candidatesOf(exposure, slice, inventory.gaps, classifyOnce).filter(isAi);
      const [best] = candidates.map(({ classification }) => classification).sort(byProbability);
      return best === undefined
        ? { exposure, slice, candidates: NO_CANDIDATES, proveIn }
        : { exposure, slice, classification: best, candidates, proveIn };
    }),
  );
  return { provider, answers, inventory, endpoints, proveIn };
}

function isAi({ classification }: Candidate): boolean {
  return classification.level !== 'none';
}

function byProbability(a: Classification, b: Classification): number {
  return b.probability - a.probability;
}

/**
 * Machines of one kind leave the same traces, and are classified once.
 *
 * Where each has a name of its own nearly every input differs, so what is kept of one is small: a digest, and of all
 * that are no AI the same answer.
 */
function remembering(classifyInput: Classify): Classify {
  const known = new Map<string, Classification>();
  let notAi: Classification | undefined;
  return (input) => {
    const key = createHash('sha256').update(JSON.stringify(input)).digest('base64');
    const found = known.get(key);
    if (found !== undefined) return found;
    const made = classifyInput(input);
    const classification = made.level === 'none' ? (notAi ??= made) : made;
    known.set(key, classification);
    return classification;
  };
}

function candidatesIn(endpoints: readonly JudgedSlice[]): readonly Candidate[] {
  return endpoints.flatMap(({ candidates }) => candidates);
}

function compareJson(a: unknown, b: unknown): number {
  const [x, y] = [JSON.stringify(a), JSON.stringify(b)];
  return x < y ? -1 : x > y ? 1 : 0;
}
