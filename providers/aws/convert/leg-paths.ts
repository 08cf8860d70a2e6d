import type { Wire } from '../../../src/model/inventory.ts';
import type { Path, PeerAddresses, Stage } from '../../../src/model/path.ts';
import { parseCidr, rangesOf } from '../../../src/net/ip.ts';
import type { Balancer } from './balancers.ts';
import type { Context } from './context.ts';
import type { Standing } from './estate.ts';
import { networkAclStage } from './network-acls.ts';
import type { Target } from './targets.ts';

/** From one node of a load balancer to one target. */
export interface Stretch {
  readonly balancer: Balancer;
  /** Where the node stands; absent if the subnets could not be read. */
  readonly front: Standing | undefined;
  readonly target: Target;
  readonly wire: Wire;
  readonly doubts: readonly Stage[];
}

/**
 * The checks between a load balancer and a target.
 *
 * No route and no gateway: replies return through the load balancer. Inside one subnet there is no network
 * ACL between them, unless the packet carries the client's address, or the load balancer is a classic one,
 * which is filtered as it leaves.
 */
export function legPath(context: Context, stretch: Stretch): Path {
  const { front, target, wire, doubts } = stretch;
  const { landing, facts } = target;
  const peer = peerOf(target);
  if (landing === undefined) return context.path([...doubts, ...facts]);
  const isSame = front?.subnetId === landing.standing.subnetId;
  const leaves = !isSame || stretch.balancer.type === 'classic';
  const enters = !isSame || wire.kind === 'client';
  const at = (standing: Standing, way: 'in' | 'out', direction: 'forward' | 'reply', remote: 'wire' | PeerAddresses) =>
    networkAclStage(context, standing, { way, direction, remote });
  const when = (isThere: boolean, stage: () => Stage): readonly Stage[] => (isThere ? [stage()] : []);
  const toPeer = (way: 'in' | 'out', direction: 'forward' | 'reply', isThere: boolean): readonly Stage[] =>
    front === undefined || peer === undefined ? [] : when(isThere, () => at(front, way, direction, peer));
  return context.path([
    ...doubts,
    ...toPeer('out', 'forward', leaves),
    ...facts,
    ...when(enters, () => at(landing.standing, 'in', 'forward', 'wire')),
    ...landing.groups,
    ...when(enters, () => at(landing.standing, 'out', 'reply', 'wire')),
    ...toPeer('in', 'reply', !isSame),
  ]);
}

/** The target as the filters of the front see it. */
function peerOf({ address }: Target): PeerAddresses | undefined {
  const block = parseCidr(address);
  if (block === undefined) return undefined;
  return { family: block.family, ranges: rangesOf(block), exact: block.first === block.last };
}
