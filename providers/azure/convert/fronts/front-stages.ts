import type { Leg } from '../../../../src/model/inventory.ts';
import { ENTRY_ITSELF } from '../../../../src/model/own-element.ts';
import type { ConditionStage, Stage } from '../../../../src/model/path.ts';
import type { Element } from '../../../../src/model/resource.ts';
import type { Context } from '../context.ts';
import type { PublicAddress } from '../network/public-addresses.ts';

/** Whether something that a public address was given to has one now. */
export function addressStage(
  context: Context,
  { address, missing, latent }: Pick<PublicAddress, 'address' | 'missing' | 'latent'>,
): Stage {
  if (address !== undefined) return fact(context, { holds: 'yes', rule: 'public address', missing: [] });
  return latent
    ? fact(context, { holds: 'no', rule: 'public address not allocated', latent: true, missing: [] })
    : fact(context, { holds: 'unknown', rule: 'public address', missing });
}

/** A fact about the entry itself: shared by all of which it holds. */
export function fact(context: Context, condition: Omit<ConditionStage, 'kind' | 'element'>): Stage {
  return context.condition(context.estate, { element: ENTRY_ITSELF, ...condition });
}

/** Something whose rules were not read and may keep the traffic from a target. */
export function doubt(context: Context, element: Element, missing: readonly string[]): Stage {
  return context.condition(context.estate, { element, holds: 'unknown', rule: 'rules could not be read', missing });
}

/** The leg with more checks before its own. */
export function afterStages(context: Context, leg: Leg, stages: readonly Stage[]): Leg {
  if (stages.length === 0) return leg;
  const ways = leg.ways.map((way) => ({ ...way, path: context.path([...stages, ...way.path.stages]) }));
  return { ...leg, ways };
}
