import type { Finding, SurfaceEndpoint } from '../findings/finding.ts';
import { fingerprintOf } from '../findings/fingerprint-of.ts';
import { sortedFindings } from '../findings/report.ts';
import { compareSeverity } from '../findings/severity.ts';
import { orderKey, sortedSurface, surfaceEndpoint } from '../findings/surface.ts';
import type { Exposure, Slice, Verdict } from '../model/exposure.ts';
import type { Proof } from '../model/proof.ts';
import type { AudienceClass } from '../net/audience.ts';
import type { Candidate, Judgement, Rule } from '../rules/rule.ts';

export type Prove = (exposure: Exposure, slice: Slice) => Proof;

/** One candidate that breaks a rule, before those that are the same endpoint are merged. */
interface Breach {
  readonly rule: Rule;
  readonly candidate: Candidate;
  readonly judgement: Judgement;
  readonly fingerprint: string;
  /** Owner and endpoint without the rule: what the reader thinks of as one thing. */
  readonly place: string;
  readonly endpoint: SurfaceEndpoint;
}

/**
 * Judges candidates by the rules, and makes one finding of all that share rule, owner and endpoint.
 *
 * The widest way in speaks for the others. Where one way to an endpoint is known to be open, another
 * that could not be decided adds no finding of its own.
 */
export function findingsOf(candidates: readonly Candidate[], rules: readonly Rule[], prove: Prove): readonly Finding[] {
  const breaches = candidates.flatMap((candidate) => rules.flatMap((rule) => breachOf(candidate, rule)));
  const open = new Set(breaches.filter(({ endpoint }) => endpoint.verdict === 'reachable').map(({ place }) => place));
  const isMoot = ({ endpoint, place }: Breach): boolean => endpoint.verdict !== 'reachable' && open.has(place);
  const groups = Map.groupBy(
    breaches.filter((breach) => !isMoot(breach)),
    ({ fingerprint }) => fingerprint,
  );
  const moot = Map.groupBy(breaches.filter(isMoot), ({ place }) => place);
  return sortedFindings([...groups.values()].map((group) => merged(group, moot, prove)));
}

/** The stable owner of an endpoint: the front that it stands behind, else what the workload belongs to, or is. */
export function ownerOf({ entry, target }: Exposure): string {
  if (entry.to.kind === 'frontend') return entry.to.ref;
  return target.kind === 'workload' ? (target.owner ?? target.ref) : target.ref;
}

function breachOf(candidate: Candidate, rule: Rule): readonly Breach[] {
  const judgement = rule.judge(candidate);
  if (judgement === undefined) return [];
  const { exposure, slice, classification } = candidate;
  const { scope } = exposure.entry;
  const identity = { scope, owner: ownerOf(exposure), endpoint: judgement.endpoint };
  return [
    {
      rule,
      candidate,
      judgement,
      fingerprint: fingerprintOf({ rule: rule.id, ...identity }),
      place: fingerprintOf({ rule: '', ...identity }),
      endpoint: surfaceEndpoint(exposure, slice, classification),
    },
  ];
}

function merged(group: readonly Breach[], moot: ReadonlyMap<string, readonly Breach[]>, prove: Prove): Finding {
  const [widest, ...others] = [...group].sort(compareBreaches);
  if (widest === undefined) throw new Error('A group of breaches is never empty.');
  const also = sortedSurface([...others, ...(moot.get(widest.place) ?? [])].map(({ endpoint }) => endpoint)).filter(
    (endpoint) => orderKey(endpoint) !== orderKey(widest.endpoint),
  );
  const { exposure, slice, classification } = widest.candidate;
  const { target } = exposure;
  const name = target.kind === 'workload' ? target.name : target.element.name;
  return {
    fingerprint: widest.fingerprint,
    rule: widest.rule.id,
    title: widest.judgement.title,
    severity: widest.judgement.rating.severity,
    severityReasons: widest.judgement.rating.reasons,
    ...(name === undefined ? {} : { name }),
    tags: Object.fromEntries(Object.entries(target.tags).sort(([a], [b]) => (a < b ? -1 : 1))),
    endpoint: widest.endpoint,
    ...(also.length === 0 ? {} : { alsoReachableAs: also }),
    classification,
    remediation: widest.judgement.remediation,
    proof: prove(exposure, slice),
  };
}

const BY_VERDICT: readonly Verdict[] = ['reachable', 'unknown', 'blocked'];
const BY_AUDIENCE: readonly AudienceClass[] = ['world', 'broad', 'wide', 'narrow', 'none'];

/** The widest first: how severe, how certain, for how many; then by name, so that the choice is always the same. */
function compareBreaches(a: Breach, b: Breach): number {
  const [x, y] = [a.candidate.slice, b.candidate.slice];
  return (
    compareSeverity(a.judgement.rating.severity, b.judgement.rating.severity) ||
    BY_VERDICT.indexOf(x.verdict) - BY_VERDICT.indexOf(y.verdict) ||
    BY_AUDIENCE.indexOf(x.audience.class) - BY_AUDIENCE.indexOf(y.audience.class) ||
    (orderKey(a.endpoint) < orderKey(b.endpoint) ? -1 : 1)
  );
}
