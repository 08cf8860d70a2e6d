import type { Entry } from '../../../../src/model/inventory.ts';
import { ENTRY_ITSELF } from '../../../../src/model/own-element.ts';
import type { ConditionStage, Stage } from '../../../../src/model/path.ts';
import type { Context } from '../context.ts';

/** What stands for the address of an entry that has none, or whose address is not known. */
export const NO_ADDRESS = '-';

/** A fact about the entry itself: shared by all of which it holds. */
export function fact(
  context: Context,
  holds: ConditionStage['holds'],
  rule: string,
  more: Partial<Pick<ConditionStage, 'latent' | 'missing'>> = {},
): Stage {
  return context.condition(context.estate, { element: ENTRY_ITSELF, holds, rule, missing: [], ...more });
}

/** An entry of which nothing is known but one thing. */
export function bareEntry(
  context: Context,
  {
    element,
    scope,
    to,
    address = NO_ADDRESS,
    family = 'ipv4',
  }: Pick<Entry, 'element' | 'scope' | 'to'> & Partial<Pick<Entry, 'address' | 'family'>>,
  stage: Stage,
): Entry {
  return { ref: element.ref, scope, address, family, paths: [context.path([stage])], element, to };
}
