import type { ConditionStage, Stage } from '../../../src/model/path.ts';
import type { Family } from '../../../src/net/ip.ts';
import { attributeOf } from './attributes.ts';
import type { Balancer } from './balancers.ts';
import type { Context } from './context.ts';
import { securityGroupStage, unknownGroupsStage } from './security-groups.ts';

/** What must hold of a load balancer before its network matters: it works, and it has public addresses. */
export function balancerFacts(context: Context, balancer: Balancer, family: Family): readonly Stage[] {
  const open = family === 'ipv4' ? schemeStage(context, balancer) : gatewayTrafficStage(context, balancer);
  return [...stateStages(context, balancer), open];
}

export function stateStages(context: Context, balancer: Balancer): readonly Stage[] {
  const { state } = balancer;
  if (state === undefined) return [];
  const holds = state === 'active' || state === 'active_impaired' ? 'yes' : 'no';
  return [balancerCondition(context, balancer, { holds, rule: state, latent: true, missing: [] })];
}

/** A fact about the load balancer itself. */
export function balancerCondition(
  context: Context,
  { place, element }: Balancer,
  stage: Omit<ConditionStage, 'kind' | 'element'>,
): Stage {
  return context.condition(place, { element, ...stage });
}

/** The name of the gap for something that the load balancer's record should have told. */
export function untold({ estate }: Context, { place, type, arn }: Balancer, what: string): string {
  const { classicLoadBalancers, loadBalancers } = place.tables;
  const table = type === 'classic' ? classicLoadBalancers : loadBalancers;
  return estate.missing({ table, what: `${what} of ${arn}` });
}

/**
 * The groups of a load balancer. Only a network one can be without, and then takes every client; of any other
 * they were not told, and may let in anything.
 */
export function balancerGroupStages(context: Context, balancer: Balancer): readonly Stage[] {
  const { groupIds, place, type, arn } = balancer;
  if (groupIds.length > 0) return [securityGroupStage(context, place, groupIds)];
  if (type === 'network') return [];
  return [unknownGroupsStage(context, place, arn, [untold(context, balancer, 'the security groups')])];
}

function schemeStage(context: Context, balancer: Balancer): Stage {
  const { scheme } = balancer;
  if (scheme !== undefined) {
    const holds = scheme === 'internet-facing' ? 'yes' : 'no';
    return balancerCondition(context, balancer, { holds, rule: scheme, missing: [] });
  }
  const missing = [untold(context, balancer, 'the scheme')];
  return balancerCondition(context, balancer, { holds: 'unknown', rule: 'scheme could not be read', missing });
}

const DENY_ALL_IGW = 'ipv6.deny_all_igw_traffic';

/** The IPv6 addresses of a load balancer are public ones whatever its scheme: only this attribute guards them. */
function gatewayTrafficStage(context: Context, balancer: Balancer): Stage {
  const { place, arn, scheme } = balancer;
  const { value, missing } = attributeOf(context, place.tables.loadBalancerAttributes, arn, DENY_ALL_IGW);
  if (missing.length > 0) {
    const rule = `${DENY_ALL_IGW} could not be read`;
    return balancerCondition(context, balancer, { holds: 'unknown', rule, missing });
  }
  const denied = value ?? (scheme === 'internet-facing' ? 'false' : 'true');
  const holds = denied === 'true' ? 'no' : 'yes';
  return balancerCondition(context, balancer, { holds, rule: `${DENY_ALL_IGW}=${denied}`, missing: [] });
}
