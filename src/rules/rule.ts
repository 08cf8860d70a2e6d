import type { Rating } from '../findings/severity.ts';
import type { Classification } from '../model/classification.ts';
import type { Exposure, Slice } from '../model/exposure.ts';
import type { CollectionGap } from '../model/gap.ts';

/** A kind of finding. */
export interface Rule {
  /** `EXP-AI-001`: part of every fingerprint, so it never changes. */
  readonly id: string;
  readonly title: string;
  /** Why it matters, in one or two sentences. */
  readonly summary: string;
  /** Judges one endpoint; undefined if the rule is not broken. */
  judge(candidate: Candidate): Judgement | undefined;
}

/** An endpoint with all that a rule may ask of it. */
export interface Candidate {
  readonly exposure: Exposure;
  /** Cut to the ports that are judged together. */
  readonly slice: Slice;
  readonly classification: Classification;
  /** These ports were opened one by one, or in a short range: somebody meant them. */
  readonly named: boolean;
  readonly gaps: readonly CollectionGap[];
}

export interface Judgement {
  readonly title: string;
  readonly rating: Rating;
  /** What is open at the owner, stable over time: part of the fingerprint. */
  readonly endpoint: string;
  readonly remediation: string;
}
