import { trace } from '../../../src/convert/traces.ts';
import type { Frontend } from '../../../src/model/inventory.ts';
import type { Family } from '../../../src/net/ip.ts';
import { classicLoadBalancers } from '../records/classic-load-balancers.ts';
import { loadBalancers } from '../records/load-balancers.ts';
import type { Balancer } from './balancers.ts';
import { classicListeners } from './classic-listeners.ts';
import type { Context } from './context.ts';
import { listenersOf } from './listeners.ts';
import { tagsOf } from './tags.ts';
import { groupTraces } from './traces.ts';

/**
 * A load balancer as seen by clients of one family.
 *
 * The families differ behind it: a network load balancer that passes IPv4 clients on as they are hides an IPv6
 * client whose target has an IPv4 address.
 */
export function makeFrontend(context: Context, balancer: Balancer, family: Family): Frontend {
  const { place, element, type } = balancer;
  const read =
    type === 'classic'
      ? { listeners: classicListeners(context, balancer), missing: [] }
      : listenersOf(context, balancer, family);
  const { call } = type === 'classic' ? classicLoadBalancers : loadBalancers;
  return {
    kind: 'frontend',
    ref: element.ref,
    scope: place.scope,
    element,
    tags: tagsOf(tagRows(balancer)),
    traces: [
      ...trace('name', element.name, `${call} LoadBalancerName`, 0.6),
      ...groupTraces(context, place, balancer.groupIds),
    ],
    listeners: read.listeners,
    ...(read.missing.length === 0 ? {} : { missing: read.missing }),
  };
}

/** The load balancer's own tags, if they were asked for. */
function tagRows({ place, arn }: Balancer) {
  const rows = place.tables.loadBalancerTags.rows.filter(({ record }) => record.ResourceArn === arn);
  return rows.toSorted((a, b) => (a.evidence.at < b.evidence.at ? 1 : -1))[0]?.record.Tags ?? [];
}
