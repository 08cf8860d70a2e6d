import type { Classification } from '../model/classification.ts';
import type { CollectionGap } from '../model/gap.ts';
import type { Finding, Severity, SurfaceEndpoint } from './finding.ts';
import { compareSeverity } from './severity.ts';

/** One audit, as `exposure scan --json` publishes it. Plain JSON; knows no time but that of the newest answer. */
export interface AuditReport {
  readonly schemaVersion: '1';
  readonly tool: { readonly name: string; readonly version: string };
  readonly run: Run;
  readonly scopes: readonly { readonly cloud: string; readonly account: string; readonly region: string }[];
  readonly coverage: Coverage;
  readonly summary: Readonly<Record<Severity | 'total', number>>;
  /** Most severe first, then by fingerprint. */
  readonly findings: readonly Finding[];
  /** AI endpoints that one single change would open. */
  readonly latent: readonly LatentEndpoint[];
  readonly surfaceSummary: SurfaceSummary;
}

interface Run {
  /** The time of the newest answer, ISO 8601 in UTC; empty if there was none. */
  readonly collectedAt: string;
  /** How many answers the audit rests on. */
  readonly calls: number;
  /** Nothing that was asked for is missing. */
  readonly complete: boolean;
  readonly exit: Exit;
}

/** How the run ended, so that nobody must decode a number. */
export interface Exit {
  readonly code: number;
  readonly reasons: readonly string[];
}

/** What was learned of what was asked. A unit is one call in one scope. */
export interface Coverage {
  readonly units: { readonly ok: number; readonly total: number };
  readonly gaps: readonly CoverageGap[];
}

export interface CoverageGap extends Pick<CollectionGap, 'call' | 'reason' | 'permission' | 'message'> {
  readonly cloud: string;
  readonly scope: string;
}

/** An endpoint that is closed by one thing alone. */
export interface LatentEndpoint {
  readonly name?: string;
  readonly endpoint: SurfaceEndpoint;
  readonly classification: Classification;
  readonly blocker: { readonly element: string; readonly kind: string; readonly rule: string };
  /** What one change would do, as a sentence. */
  readonly sentence: string;
}

interface SurfaceSummary {
  readonly endpoints: number;
  readonly reachable: number;
  readonly blocked: number;
  readonly unknown: number;
  /** Reachable endpoints that look like AI, suspected and above. */
  readonly reachableAi: number;
}

/** Most severe first, then by fingerprint. */
export function sortedFindings(findings: Iterable<Finding>): readonly Finding[] {
  return [...findings].sort(
    (a, b) => compareSeverity(a.severity, b.severity) || (a.fingerprint < b.fingerprint ? -1 : 1),
  );
}

/** Counts findings by severity. */
export function summaryOf(findings: readonly Finding[]): AuditReport['summary'] {
  const count = (severity: Severity): number => findings.filter((finding) => finding.severity === severity).length;
  return {
    critical: count('critical'),
    high: count('high'),
    medium: count('medium'),
    low: count('low'),
    info: count('info'),
    total: findings.length,
  };
}
