import { elementOf } from '../../../src/convert/elements.ts';
import type { Entry } from '../../../src/model/inventory.ts';
import { scopeName } from '../../../src/model/resource.ts';
import type { Context } from './context.ts';
import type { Place } from './place.ts';
import { namedWorkload } from './workloads.ts';

/**
 * An entry for each list of things that could not be read: whatever is on it may be reachable, and nothing
 * else would say so.
 */
export function blindSpots(context: Context, place: Place): readonly Entry[] {
  const { networkInterfaces, loadBalancers, classicLoadBalancers } = place.tables;
  if (!wasAsked(place)) return [];
  return [networkInterfaces, loadBalancers, classicLoadBalancers].flatMap((table): readonly Entry[] => {
    if (table.completeness() === 'complete' || table.disabled) return [];
    const missing = [context.estate.missing({ table })];
    const ref = `${table.kind.call} ${scopeName(place.scope)}`;
    const element = elementOf('collection gap', ref);
    const rule = 'could not be read';
    const unread = context.condition(place, { element, holds: 'unknown', rule, missing });
    return [
      {
        ref: element.ref,
        scope: place.scope,
        address: '-',
        family: 'ipv4',
        paths: [context.path([unread])],
        element,
        to: namedWorkload(context, place, ref, 'collection gap'),
      },
    ];
  });
}

/** A place of which only the list of regions was asked is a place where nobody looked, or where regions were. */
export function wasAsked({ tables }: Place): boolean {
  return Object.values(tables).some((table) => table !== tables.regions && table.completeness() !== 'absent');
}
