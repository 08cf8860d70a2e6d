import { answeredValue, attributeOf } from './attributes.ts';
import type { Balancer } from './balancers.ts';
import type { Context } from './context.ts';
import type { Pool } from './pools.ts';

/** Whether nodes send to targets of other zones than their own. */
export interface CrossZone {
  readonly state: 'on' | 'off' | 'unknown';
  readonly missing: readonly string[];
}

const KEY = 'load_balancing.cross_zone.enabled';

/**
 * A target group can decide for itself; else application load balancers cross zones, and network ones do not.
 *
 * The attributes of an application load balancer's groups are not asked for: one call a group for a setting that
 * hardly anybody changes. Where a collection has them they count.
 */
export function crossZoneOf(context: Context, { place, type, arn }: Balancer, { element }: Pool): CrossZone {
  if (type === 'classic') return { state: 'on', missing: [] };
  const ofGroups = place.tables.targetGroupAttributes;
  const decided = answeredValue(ofGroups, element.ref, KEY);
  if (decided === 'true' || decided === 'false') return { state: decided === 'true' ? 'on' : 'off', missing: [] };
  if (type === 'application') return { state: 'on', missing: [] };
  const own = attributeOf(context, ofGroups, element.ref, KEY);
  if (own.missing.length > 0) return { state: 'unknown', missing: own.missing };
  const whole = attributeOf(context, place.tables.loadBalancerAttributes, arn, KEY);
  if (whole.missing.length > 0) return { state: 'unknown', missing: whole.missing };
  return { state: whole.value === 'true' ? 'on' : 'off', missing: [] };
}
