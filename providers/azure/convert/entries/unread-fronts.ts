import { once } from '../../../../src/convert/interner.ts';
import type { Entry } from '../../../../src/model/inventory.ts';
import type { PeerAddresses, Stage } from '../../../../src/model/path.ts';
import { INTERNET } from '../../../../src/net/audience.ts';
import { EVERY_ADDRESS, type Family } from '../../../../src/net/ip.ts';
import { armKey, subscriptionOf } from '../../arm-id.ts';
import { applicationGateways } from '../../records/application-gateways.ts';
import type { ArmKind } from '../../records/arm-kind.ts';
import { azureFirewalls } from '../../records/azure-firewalls.ts';
import { loadBalancers } from '../../records/load-balancers.ts';
import type { Context } from '../context.ts';
import { elementOf } from '../elements.ts';
import { type IpConfig, ipConfigs } from '../network/ip-configs.ts';
import { livenessStages } from '../network/liveness.ts';
import { machineOf } from '../network/machines.ts';
import { connectedNetworks, missingSubnet, networkOfSubnet, subnetById } from '../network/networks.ts';
import { routeTableOf } from '../network/route-tables.ts';
import { replyStage } from '../network/routes.ts';
import { couldPass } from '../rules/could-pass.ts';
import { guardStages } from '../rules/guards.ts';
import { askedSubscriptions } from './blind-spots.ts';
import { NO_ADDRESS } from './entry-facts.ts';
import { configsByInterface, interfaceEntry, primaryOf } from './interface-entries.ts';

/** Something that may lead to private machines, and could not be read. */
export interface HiddenFront {
  /** The name of the gap that hides it. */
  readonly missing: string;
  readonly subscription: string;
  /** It leads to machines of this network and of those connected with it only. */
  readonly networkId?: string;
  /** It leads to this interface only. */
  readonly interfaceId?: string;
  /** It passes packets on as the client sent them, as a load balancer does. */
  readonly keepsClient?: boolean;
}

/**
 * A private machine is not out of reach if a load balancer or a gateway that we could not read may lead to it: it gets
 * an entry of its own, open to whatever its network security groups let in from such a front.
 *
 * `deeper` are fronts of which a part could not be read, beside whole lists.
 */
export function unreadFrontEntries(context: Context, deeper: readonly HiddenFront[]): readonly Entry[] {
  const hidden = indexOf([...unreadLists(context), ...deeper]);
  const known = new Map<string, readonly HiddenFront[]>();
  return [...configsByInterface(context)].flatMap(([nic, configs]) => {
    const config = primaryOf(configs);
    if (config === undefined || machineOf(context, nic) === undefined) return [];
    const places = placesOf(context, config);
    const shared = once(known, places.join(), () => places.flatMap((place) => hidden.get(place) ?? []));
    const own = hidden.get(`interface ${armKey(nic.record.id)}`) ?? [];
    const fronts = [...shared, ...own, ...unreadRoutes(context, config)];
    return fronts.length === 0 ? [] : entryThrough(context, config, fronts);
  });
}

const LISTS: readonly ArmKind[] = [loadBalancers, applicationGateways, azureFirewalls];

/** Lists of fronts that lead to whatever address they are given. */
function unreadLists(context: Context): readonly HiddenFront[] {
  const { estate } = context;
  return askedSubscriptions(context).flatMap((subscription) =>
    LISTS.flatMap((kind) => {
      if (estate.table(kind, subscription).disabled) return [];
      const missing = estate.unlisted(kind, subscription);
      return missing === undefined ? [] : [{ missing, subscription, keepsClient: kind === loadBalancers }];
    }),
  );
}

/** Without a subnet's routes nobody knows whether an appliance passes on to it what comes from the internet. */
function unreadRoutes(context: Context, { nic, subnetId }: IpConfig): readonly HiddenFront[] {
  if (subnetId === undefined || !context.made(hasAppliance)) return [];
  const subscription = subscriptionOf(nic.record.id) ?? 'unknown';
  return gapsOfRoutes(context, subnetId).map((missing) => ({ missing, subscription }));
}

function gapsOfRoutes(context: Context, subnetId: string): readonly string[] {
  const found = subnetById(context, subnetId);
  if (found === undefined) return [missingSubnet(context, subnetId)];
  const table = routeTableOf(context, found.subnet);
  return table === undefined || table.row !== undefined ? [] : table.missing;
}

function hasAppliance(context: Context): boolean {
  return ipConfigs(context).some(({ nic }) => nic.record.properties.enableIPForwarding !== false);
}

function indexOf(fronts: readonly HiddenFront[]): ReadonlyMap<string, readonly HiddenFront[]> {
  return Map.groupBy(fronts, ({ subscription, networkId, interfaceId }) => {
    if (interfaceId !== undefined) return `interface ${armKey(interfaceId)}`;
    return networkId === undefined ? `subscription ${subscription.toLowerCase()}` : `network ${armKey(networkId)}`;
  });
}

/** Where a front must be to lead to an ip configuration: in its network or one connected with it. */
function placesOf(context: Context, { nic, subnetId }: IpConfig): readonly string[] {
  const networks = subnetId === undefined ? [] : connectedNetworks(context, networkOfSubnet(subnetId));
  const near = [nic.record.id, ...networks].map((id) => subscriptionOf(id) ?? 'unknown');
  return [...new Set([...near.map((id) => `subscription ${id}`), ...networks.map((id) => `network ${id}`)])];
}

function entryThrough(context: Context, config: IpConfig, fronts: readonly HiddenFront[]): readonly Entry[] {
  const { nic, subnetId, family } = config;
  const missing = [...new Set(fronts.map((front) => front.missing))].sort();
  const keepsClient = fronts.every((front) => front.keepsClient === true);
  const guards = guardStages(context, config, {});
  // A front that hides the client may have any address of the network, and answers by itself.
  const seen = keepsClient
    ? [...guards, replyStage(context, subnetId, family)]
    : guards.map((stage) => fromAnyone(context, stage, family, missing));
  const senders = keepsClient ? INTERNET[family] : EVERY_ADDRESS[family];
  if (!seen.every((stage) => couldPass(stage, family, senders))) return [];
  const gap = elementOf('collection gap', `fronts of ${subscriptionOf(nic.record.id) ?? 'unknown'}`);
  const rule = 'a load balancer or a gateway that could not be read';
  const unread = context.condition(context.estate, { element: gap, holds: 'unknown', rule, missing });
  const stages = [unread, ...livenessStages(context, nic), ...seen];
  return [interfaceEntry(context, config, { address: config.address ?? NO_ADDRESS, family, stages })];
}

/** A filter as it meets a sender of whom nothing is known. */
function fromAnyone(context: Context, stage: Stage, family: Family, missing: readonly string[]): Stage {
  if (stage.kind !== 'filter') return stage;
  const remote: PeerAddresses = { family, ranges: EVERY_ADDRESS[family], exact: false, missing };
  return context.filter({ firewalls: stage.firewalls, role: stage.role, direction: stage.direction, remote });
}
