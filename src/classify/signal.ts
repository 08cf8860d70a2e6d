import type { Fingerprint } from '../fingerprints/fingerprint.ts';
import type { Category } from '../model/classification.ts';
import type { Group } from './weights.ts';

/** One trace or port, read for what it says of AI. */
export interface Signal {
  readonly group: Group;
  readonly value: string;
  readonly source: string;
  readonly weight: number;
  readonly attribution: number;
  /** The product that it tells. */
  readonly product?: Fingerprint;
  /** The kind of thing that it tells, where it tells no product. */
  readonly category?: Category;
  /** `identity` can confirm by itself, `strong` together with a second group. */
  readonly grade?: 'identity' | 'strong';
  /** Counts only for a product that another signal names. */
  readonly supports?: true;
}

/** How much a signal says once it is known whom it speaks of. */
export function effectiveWeight({ weight, attribution }: Signal): number {
  return weight * attribution;
}
