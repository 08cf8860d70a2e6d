import { scopeName } from '../../../src/model/resource.ts';
import { fact } from './check.ts';
import type { Estate } from './estate.ts';
import { interfaceOf } from './interfaces.ts';
import type { Wire } from './packet.ts';
import { securityGroupCheck } from './security-group.ts';
import {
  classicLoadBalancers,
  listenerRules,
  listeners,
  loadBalancers,
  targetGroups,
  targetHealth,
} from './sources.ts';
import type { Way } from './way.ts';

/**
 * The way to a private interface by a load balancer that could not be read.
 *
 * Whose address such a load balancer sends from is not known either, so any rule of the interface's groups may
 * let it in. `named` are the gaps that a proof rests on: those that exist and can hide a load balancer count.
 */
export function unreadBalancerWays(
  estate: Estate,
  entry: string,
  address: string,
  named: readonly string[],
): readonly Way[] {
  const row = interfaceOf(estate, entry);
  const own = row?.record.PrivateIpAddress ?? row?.record.Ipv6Addresses[0]?.Ipv6Address;
  const scope = scopeName(estate.scope);
  if (row?.evidence.scope !== scope || own !== address) return [];
  const missing = hidingGaps(estate).filter((gap) => named.length === 0 || named.includes(gap));
  if (missing.length === 0) return [];
  const sees = (sent: Wire): Wire => sent;
  const family = address.includes(':') ? 'ipv6' : 'ipv4';
  const names = [{ ref: `load balancers ${scope}`, rule: 'a load balancer that could not be read' }];
  const checks = [
    fact('collection gap', { decision: 'unknown', names, missing }, sees),
    securityGroupCheck(estate, row, { family, sees, via: [], isAnyone: true }, missing),
  ];
  const workload = row.record.Attachment?.InstanceId ?? entry;
  return [{ workload, line: `${entry} behind a load balancer`, family, checks, gates: [] }];
}

/** The gaps that can hide a load balancer, or where one sends. */
function hidingGaps(estate: Estate): readonly string[] {
  const balancers = estate.rows(loadBalancers).map(({ record }) => record.LoadBalancerArn);
  const fronts = estate.rows(listeners).map(({ record }) => record.ListenerArn);
  const groups = estate.rows(targetGroups).map(({ record }) => record.TargetGroupArn);
  const isUnread = {
    listeners: balancers.some((resource) => estate.isIncomplete(listeners, { resource })),
    rules: fronts.some((resource) => estate.isIncomplete(listenerRules, { resource })),
    health: groups.some((resource) => estate.isIncomplete(targetHealth, { resource })),
  };
  return [
    ...[loadBalancers, classicLoadBalancers, targetGroups].filter((kind) => estate.isIncomplete(kind)),
    ...(isUnread.listeners ? [listeners] : []),
    ...(isUnread.rules ? [listenerRules] : []),
    ...(isUnread.health || fronts.length > 0 ? [targetHealth] : []),
  ].map((kind) => estate.gap(kind));
}
