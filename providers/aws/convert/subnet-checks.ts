import type { Stage } from '../../../src/model/path.ts';
import { blockPublicAccessStage } from './block-public-access.ts';
import type { Context } from './context.ts';
import { edgeOf, edgeTableOf } from './edge-routes.ts';
import type { Standing } from './estate.ts';
import { internetGatewayStage } from './internet-gateways.ts';
import { networkAclStage } from './network-acls.ts';
import { replyRouteStage } from './route-tables.ts';

/** The checks that a packet from the internet meets on its way into a subnet, and its reply on the way out. */
export interface SubnetChecks {
  readonly before: readonly Stage[];
  readonly after: readonly Stage[];
}

/**
 * Everything between the internet and an address in a subnet but its own firewall, which goes between
 * `before` and `after`.
 */
export function subnetChecks(context: Context, standing: Standing, address: string | undefined): SubnetChecks {
  const { gateway, publicAccess, aclIn, replyRoute, aclOut, hasEdge } = context.subnet(standing, () => ({
    gateway: internetGatewayStage(context, standing),
    publicAccess: blockPublicAccessStage(context, standing),
    aclIn: networkAclStage(context, standing, { way: 'in', direction: 'forward', remote: 'wire' }),
    replyRoute: replyRouteStage(context, standing, undefined),
    aclOut: networkAclStage(context, standing, { way: 'out', direction: 'reply', remote: 'wire' }),
    hasEdge: edgeTableOf(context, standing) !== undefined,
  }));
  if (!hasEdge || address === undefined) {
    return { before: [gateway, publicAccess, aclIn], after: [replyRoute, aclOut] };
  }
  const { stages, box } = edgeOf(context, standing, address);
  return {
    before: [gateway, publicAccess, ...stages, aclIn],
    after: [box === undefined ? replyRoute : replyRouteStage(context, standing, box), aclOut],
  };
}
