import type { NetworkInterface } from '../records/network-interfaces.ts';
import { balancerName } from './balancer-names.ts';
import type { Context } from './context.ts';
import type { Place } from './place.ts';

/** What an interface is for, as far as it matters for whether it is a way in of its own. */
export type InterfaceKind =
  /** Belongs to a load balancer that was collected, and is judged with it. */
  | 'balanced'
  /** Belongs to a load balancer that was not collected. */
  | 'unseen-balancer'
  | 'nat'
  /** Made by AWS to let something out or to connect networks: nothing listens on it. */
  | 'plumbing'
  | 'ordinary';

const BALANCER_TYPES: readonly string[] = ['load_balancer', 'network_load_balancer', 'gateway_load_balancer'];
const NAT_TYPES: readonly string[] = ['natGateway', 'nat_gateway'];
const ORDINARY_TYPES: readonly string[] = ['interface', 'efa', 'efa-only', 'branch', 'trunk', 'efs'];

/** Tells interfaces apart. What is attached to an instance is the instance's, whatever it calls itself. */
export function kindOf({ estate }: Context, place: Place, record: NetworkInterface): InterfaceKind {
  const { InterfaceType: type = 'interface', NetworkInterfaceId: id } = record;
  if (record.Attachment?.InstanceId !== undefined) return 'ordinary';
  if (NAT_TYPES.includes(type) || place.natGatewayOfInterface.has(id)) return 'nat';
  const name = balancerName(record);
  if (name !== undefined || BALANCER_TYPES.includes(type)) {
    const collected = name !== undefined && estate.near(place).some(({ balancerNames }) => balancerNames.has(name));
    return collected ? 'balanced' : 'unseen-balancer';
  }
  return ORDINARY_TYPES.includes(type) ? 'ordinary' : 'plumbing';
}
