import type { Classification } from '../model/classification.ts';
import type { Modifier, Verdict } from '../model/exposure.ts';
import type { Proof } from '../model/proof.ts';

export type Severity = 'critical' | 'high' | 'medium' | 'low' | 'info';

/** One judged endpoint as `exposure surface --json` publishes it. Plain JSON. */
export interface SurfaceEndpoint {
  readonly cloud: string;
  readonly scope: string;
  readonly entry: string;
  readonly workload: string;
  readonly address: string;
  readonly family: 'ipv4' | 'ipv6' | 'name';
  readonly protocol: string;
  readonly ports: string;
  readonly targetPorts: string;
  readonly verdict: Verdict;
  readonly modifiers: readonly Modifier[];
  readonly audience: { readonly class: string; readonly ranges: readonly string[]; readonly truncated: boolean };
  readonly gates: readonly { readonly kind: string; readonly strength: string }[];
  readonly deciding: readonly { readonly element: string; readonly rule: string }[];
  readonly missing: readonly string[];
  readonly classification?: { readonly category?: string; readonly product?: string; readonly confidence: string };
}

/** A rule broken by an exposure: stable identity, severity with its reasons, evidence, advice. */
export interface Finding {
  /** `exp1:` and 26 base32 characters; unchanged by a new address, title, severity or time. */
  readonly fingerprint: string;
  /** The id of the rule that was broken. */
  readonly rule: string;
  readonly title: string;
  readonly severity: Severity;
  /** How reach, gate, AI role and confidence made the severity, one sentence each. */
  readonly severityReasons: readonly string[];
  /** The name of the workload, as its owner gave it. */
  readonly name?: string;
  readonly tags: Readonly<Record<string, string>>;
  /** The widest way in; the others are listed below. */
  readonly endpoint: SurfaceEndpoint;
  /** Other ways to the same endpoint: the other address family, another member of the pool, another interface. */
  readonly alsoReachableAs?: readonly SurfaceEndpoint[];
  readonly classification: Classification;
  /** One correct sentence that names what to close. */
  readonly remediation: string;
  readonly proof: Proof;
}
