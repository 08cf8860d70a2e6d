import type { Known } from '../../../src/collect/collector.ts';
import { type LoadBalancer, loadBalancers } from '../records/load-balancers.ts';
import { type TargetGroup, targetGroups } from '../records/target-groups.ts';
import { recordsOf } from './list-call.ts';

/**
 * The load balancers that something can be reached through.
 *
 * Internal ones are among them: another front may lead to one, and whoever asks why a target is not reachable wants to
 * see it. A gateway load balancer has no address of its own.
 */
export function frontsOf(known: Known): readonly LoadBalancer[] {
  return recordsOf(loadBalancers, known).filter(({ Type }) => Type !== 'gateway');
}

/** Dual-stack, with or without public IPv4. */
export function hasIpv6({ IpAddressType }: LoadBalancer): boolean {
  return IpAddressType !== undefined && IpAddressType !== 'ipv4';
}

/** The target groups that are attached to one of these. */
export function groupsOf(balancers: readonly LoadBalancer[], known: Known): readonly TargetGroup[] {
  const arns = new Set(balancers.map(({ LoadBalancerArn }) => LoadBalancerArn));
  return recordsOf(targetGroups, known).filter(({ LoadBalancerArns }) => LoadBalancerArns.some((arn) => arns.has(arn)));
}
