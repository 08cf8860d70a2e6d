import { armKey, parentId, subscriptionOf } from '../../arm-id.ts';
import { applicationGateways } from '../../records/application-gateways.ts';
import type { ArmKind } from '../../records/arm-kind.ts';
import { loadBalancers } from '../../records/load-balancers.ts';
import type { Context } from '../context.ts';
import type { HiddenFront } from '../entries/unread-fronts.ts';
import { ipConfigs } from '../network/ip-configs.ts';

/**
 * The load balancers and gateways that were not read and that an interface itself names: of another subscription, or
 * newer than the answers. Sorted by interface.
 */
export function unreadBalancers(context: Context): readonly HiddenFront[] {
  const found = new Map<string, HiddenFront>();
  for (const { config, nic } of ipConfigs(context)) {
    const { properties } = config;
    const named = [
      ...[...properties.loadBalancerBackendAddressPools, ...properties.loadBalancerInboundNatRules],
      ...properties.applicationGatewayBackendAddressPools,
    ];
    for (const { id } of named) {
      const unread = id === undefined ? undefined : unreadOwner(context, id);
      if (unread === undefined) continue;
      const { missing } = unread;
      const interfaceId = nic.record.id;
      const subscription = subscriptionOf(interfaceId) ?? 'unknown';
      found.set(`${armKey(interfaceId)} ${missing}`, { ...unread, subscription, interfaceId });
    }
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, front]) => front);
}

/** The gap behind the owner of a pool or a rule; undefined if it was read. */
function unreadOwner(
  { estate }: Context,
  partOfOwner: string,
): Pick<HiddenFront, 'missing' | 'keepsClient'> | undefined {
  const owner = parentId(partOfOwner);
  const isGateway = /\/applicationGateways\//i.test(partOfOwner);
  const kind: ArmKind = isGateway ? applicationGateways : loadBalancers;
  if (estate.find(kind, owner) !== undefined) return undefined;
  return { missing: estate.missing(kind, owner), keepsClient: !isGateway };
}
