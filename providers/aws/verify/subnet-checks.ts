import type { Check } from './check.ts';
import { blockPublicAccessCheck, internetGatewayCheck } from './conditions.ts';
import type { Estate } from './estate.ts';
import type { Standing } from './network.ts';
import { networkAclCheck } from './network-acl.ts';
import { edgeOf, replyRouteCheck } from './route.ts';
import type { Viewpoint } from './viewpoint.ts';

/** What a packet from the internet meets on its way into a subnet, and its reply on the way out. */
export function subnetChecks(
  estate: Estate,
  standing: Standing,
  address: string | undefined,
  view: Viewpoint,
): { readonly before: readonly Check[]; readonly after: readonly Check[] } {
  const edge = address === undefined ? { checks: [], box: undefined } : edgeOf(estate, standing, address, view);
  const crossing = { standing, remote: 'source' } as const;
  return {
    before: [
      internetGatewayCheck(estate, standing, view.sees),
      blockPublicAccessCheck(estate, standing, view.sees),
      ...edge.checks,
      networkAclCheck(estate, { ...crossing, egress: false, direction: 'in' }, view),
    ],
    after: [
      replyRouteCheck(estate, standing, edge.box, view),
      networkAclCheck(estate, { ...crossing, egress: true, direction: 'reply' }, view),
    ],
  };
}
