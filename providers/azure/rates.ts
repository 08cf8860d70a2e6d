import type { CallQuota, Pace } from '../../src/collect/pace.ts';
import type { Rate } from '../../src/collect/token-bucket.ts';

/**
 * Reads of one subscription by one principal: a bucket of 250 that refills by 25 a second.
 *
 * The network provider has a limit of its own behind it, 10,000 reads in five minutes for each subscription and region,
 * which this rate stays below. Sources: "Understand how Azure Resource Manager throttles requests",
 * https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling, and its section on
 * network throttling.
 */
const RESOURCE_MANAGER: Rate = { size: 250, refillPerSecond: 25 };

/**
 * Queries of Resource Graph by one user, whatever the subscriptions: 15 in each window of five seconds.
 *
 * Each answer says what is left. Source: "Guidance for throttled requests in Azure Resource Graph",
 * https://learn.microsoft.com/azure/governance/resource-graph/concepts/guidance-for-throttled-requests
 */
const RESOURCE_GRAPH: CallQuota = { calls: 15, windowMs: 5_000 };

/** The limiter that every query of Resource Graph goes through. */
export const GRAPH_GATE = 'graph';

/** How fast a service may be asked, by its name in a call, or by the limiter that it shares. */
export function rateOf(service: string): Pace {
  return service === GRAPH_GATE ? RESOURCE_GRAPH : RESOURCE_MANAGER;
}
