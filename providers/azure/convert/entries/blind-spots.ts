import type { Entry } from '../../../../src/model/inventory.ts';
import { subscriptionOf } from '../../arm-id.ts';
import { applicationGateways } from '../../records/application-gateways.ts';
import type { ArmKind } from '../../records/arm-kind.ts';
import { azureFirewalls } from '../../records/azure-firewalls.ts';
import { bastionHosts } from '../../records/bastion-hosts.ts';
import { containerGroups } from '../../records/container-groups.ts';
import { frontDoorProfiles } from '../../records/front-door.ts';
import { classicFrontDoors } from '../../records/front-door-classic.ts';
import { RECORDS } from '../../records/index.ts';
import { loadBalancers } from '../../records/load-balancers.ts';
import { managedClusters } from '../../records/managed-clusters.ts';
import { networkInterfaces, scaleSetInterfaces } from '../../records/network-interfaces.ts';
import { publicIpAddresses } from '../../records/public-ip-addresses.ts';
import { serviceTags } from '../../records/service-tags.ts';
import { subscriptions } from '../../records/subscriptions.ts';
import { scaleSets } from '../../records/virtual-machines.ts';
import type { Context } from '../context.ts';
import { elementOf } from '../elements.ts';
import { bareEntry } from './entry-facts.ts';

/** The lists of everything that can be a way in. */
const WAYS_IN: readonly ArmKind[] = [
  networkInterfaces,
  publicIpAddresses,
  scaleSets,
  loadBalancers,
  applicationGateways,
  azureFirewalls,
  bastionHosts,
  managedClusters,
  containerGroups,
  frontDoorProfiles,
  classicFrontDoors,
];

/**
 * An entry for each list of things that could not be read: whatever is on it may be reachable, and nothing else would
 * say so.
 */
export function blindSpots(context: Context): readonly Entry[] {
  return [...unreadLists(context), ...unreadScaleSets(context)];
}

/**
 * The subscriptions that were asked anything but what there is and what service tags mean.
 *
 * An answer that does not tell its subscription counts as one of a subscription only if there is no other.
 */
export function askedSubscriptions({ estate }: Context): readonly string[] {
  const asked = estate.subscriptions.filter((subscription) =>
    RECORDS.some((kind) => !OF_NOBODY.includes(kind) && estate.completeness(kind, subscription) !== 'absent'),
  );
  const told = asked.filter((subscription) => subscription !== 'unknown');
  return told.length > 0 ? told : asked;
}

/** What is the same for all subscriptions. */
const OF_NOBODY: readonly ArmKind[] = [subscriptions, serviceTags];

function unreadLists(context: Context): readonly Entry[] {
  const { estate } = context;
  return askedSubscriptions(context).flatMap((subscription) =>
    WAYS_IN.flatMap((kind) => {
      if (estate.table(kind, subscription).disabled) return [];
      const missing = estate.unlisted(kind, subscription);
      return missing === undefined ? [] : [unreadEntry(context, `${kind.call} ${subscription}`, missing, subscription)];
    }),
  );
}

/** The instances of a scale set in uniform mode are on no list but the set's own. */
function unreadScaleSets(context: Context): readonly Entry[] {
  const { estate } = context;
  return estate.rows(scaleSets).flatMap(({ record }) => {
    const { id, sku, properties } = record;
    if (properties.orchestrationMode?.toLowerCase() === 'flexible' || sku?.capacity === 0) return [];
    const subscription = subscriptionOf(id) ?? 'unknown';
    const missing = estate.unlisted(scaleSetInterfaces, subscription, id);
    return missing === undefined
      ? []
      : [unreadEntry(context, `${scaleSetInterfaces.call} ${id}`, missing, subscription)];
  });
}

function unreadEntry(context: Context, ref: string, missing: string, subscription: string): Entry {
  const element = elementOf('collection gap', ref);
  const rule = 'could not be read';
  const state = context.condition(context.estate, { element, holds: 'unknown', rule, missing: [missing] });
  const scope = { cloud: 'azure', account: subscription, region: '' };
  const to = { kind: 'workload', ref: element.ref, scope, element, tags: {}, traces: [] } as const;
  return bareEntry(context, { element, scope, to }, state);
}
