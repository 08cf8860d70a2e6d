import type { Exposure } from './exposure.ts';
import { type Element, resourceRef } from './resource.ts';

/**
 * Stands for the entry that a path begins at, or for the target that it ends at, in a check about just that one.
 *
 * A hundred thousand machines without a public address share one check that way, and so one verdict.
 */
export const ENTRY_ITSELF: Element = { ref: resourceRef('(entry)'), kind: 'entry' };
export const TARGET_ITSELF: Element = { ref: resourceRef('(target)'), kind: 'target' };

/** The element that a check speaks of, in one exposure. */
export function elementIn({ entry, target }: Pick<Exposure, 'entry' | 'target'>, element: Element): Element {
  if (element === ENTRY_ITSELF) return entry.element;
  return element === TARGET_ITSELF ? target.element : element;
}
