import type { Path } from '../../../src/model/path.ts';
import type { Family } from '../../../src/net/ip.ts';
import { balancerCondition, balancerFacts, balancerGroupStages, untold } from './balancer-facts.ts';
import { nodesOf } from './balancer-nodes.ts';
import { type Balancer, type Zone, zoneStanding } from './balancers.ts';
import type { Context } from './context.ts';
import { subnetChecks } from './subnet-checks.ts';

/** The ways in to a load balancer, one for each zone. */
export function balancerPaths(context: Context, balancer: Balancer, family: Family): readonly Path[] {
  if (balancer.zones.length > 0) return balancer.zones.map((zone) => zonePath(context, balancer, family, zone));
  const missing = [untold(context, balancer, 'the subnets')];
  const unknown = balancerCondition(context, balancer, {
    holds: 'unknown',
    rule: 'subnets could not be read',
    missing,
  });
  return [context.path([...balancerFacts(context, balancer, family), unknown])];
}

/** The way in by one zone. */
export function zonePath(context: Context, balancer: Balancer, family: Family, zone: Zone): Path {
  const { before, after } = subnetChecks(
    context,
    zoneStanding(balancer, zone),
    nodeAddress(context, balancer, family, zone),
  );
  const groups = balancerGroupStages(context, balancer);
  return context.path([...balancerFacts(context, balancer, family), ...before, ...groups, ...after]);
}

/** The private address of the node in a zone, for the edge route table; else any address of its subnet. */
function nodeAddress(context: Context, balancer: Balancer, family: Family, zone: Zone): string | undefined {
  const [node] = nodesOf(context, balancer, [zone]);
  const subnet = context.estate.find(balancer.place, ({ subnets }) => subnets.get(zone.subnetId))?.record;
  return family === 'ipv4'
    ? (node?.PrivateIpAddress ?? subnet?.CidrBlock)
    : (node?.Ipv6Addresses[0]?.Ipv6Address ?? subnet?.Ipv6CidrBlockAssociationSet[0]?.Ipv6CidrBlock);
}
