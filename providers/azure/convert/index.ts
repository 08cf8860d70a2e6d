import type { Answer } from '../../../src/collect/answer.ts';
import type { Entry, Inventory } from '../../../src/model/inventory.ts';
import { applicationGatewayEntries, gatewayFronts } from './application-gateways/application-gateways.ts';
import { Context } from './context.ts';
import { addressEntries } from './entries/address-entries.ts';
import { askedSubscriptions, blindSpots } from './entries/blind-spots.ts';
import { interfaceEntries } from './entries/interface-entries.ts';
import { type HiddenFront, unreadFrontEntries } from './entries/unread-fronts.ts';
import { Estate } from './estate.ts';
import { firewallEntries, firewallFronts, unreadFirewalls } from './firewalls/azure-firewalls.ts';
import { classicFrontDoorEntries } from './front-doors/front-door-classic.ts';
import { unreadFrontDoors } from './front-doors/front-door-gaps.ts';
import { frontDoorEntries } from './front-doors/front-doors.ts';
import type { FrontKind } from './fronts/fronts.ts';
import { unreadBalancers } from './load-balancers/load-balancer-gaps.ts';
import { loadBalancerEntries, loadBalancerFronts } from './load-balancers/load-balancers.ts';
import { applianceEntries } from './network/appliances.ts';
import { bastionEntries } from './services/bastions.ts';
import { containerGroupEntries } from './services/container-groups.ts';
import { clusterEntries } from './services/managed-clusters.ts';

/**
 * Makes the model of what Azure answered.
 *
 * Pure: the same answers in any order, whole or in pages, once or twice, give the same inventory.
 */
export function toInventory(answers: Iterable<Answer>): Inventory {
  const estate = new Estate(answers);
  const context = new Context(estate, FRONT_KINDS);
  const entries = ENTRIES.flatMap((entriesOf) => entriesOf(context));
  return {
    scopes: askedSubscriptions(context).map((account) => ({ cloud: 'azure', account, region: '' })),
    entries: entries.sort(compareEntries),
    gaps: estate.gaps.sorted(),
    collectedAt: estate.collectedAt,
  };
}

/** The kinds of fronts that another front may send to. */
const FRONT_KINDS: readonly FrontKind[] = [loadBalancerFronts, gatewayFronts, firewallFronts];

/** Everything that makes ways in. */
const ENTRIES: readonly ((context: Context) => readonly Entry[])[] = [
  interfaceEntries,
  addressEntries,
  loadBalancerEntries,
  applicationGatewayEntries,
  firewallEntries,
  bastionEntries,
  frontDoorEntries,
  classicFrontDoorEntries,
  clusterEntries,
  containerGroupEntries,
  applianceEntries,
  (context) => unreadFrontEntries(context, hiddenFronts(context)),
  blindSpots,
];

function hiddenFronts(context: Context): readonly HiddenFront[] {
  return [...unreadBalancers(context), ...unreadFirewalls(context), ...unreadFrontDoors(context)];
}

/** Entries that are alike in all of this keep the order in which they were made, which is fixed as well. */
function compareEntries(a: Entry, b: Entry): number {
  return compareText(a.ref, b.ref) || compareText(a.address, b.address) || compareText(a.family, b.family);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
