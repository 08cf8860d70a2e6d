import type { Hop } from '../model/proof.ts';

/** How surely a packet passes: of several checks in a row the lowest counts. */
export const SURELY = 2;
export const PERHAPS = 1;
export const NOT = 0;

export function levelOf({ decision }: Pick<Hop, 'decision'>): number {
  switch (decision) {
    case 'deny':
      return NOT;
    case 'unknown':
    case 'inspect':
      return PERHAPS;
    case 'allow':
    case 'route':
    case 'nat':
    case 'forward':
    case 'gate':
      return SURELY;
  }
}
