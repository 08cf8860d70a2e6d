import type { Answer } from '../../../src/collect/answer.ts';
import type { Entry, Inventory } from '../../../src/model/inventory.ts';
import { addressEntries, instanceAddressEntries } from './address-entries.ts';
import { balancerEntries } from './balancer-entries.ts';
import { balancerOf, classicBalancerOf } from './balancers.ts';
import { blindSpots, wasAsked } from './blind-spots.ts';
import { Context } from './context.ts';
import { Estate } from './estate.ts';
import { makeFrontend } from './frontends.ts';
import { interfaceEntries } from './interface-entries.ts';
import type { Place } from './place.ts';
import { poolAddressEntries } from './pool-addresses.ts';
import { shownAddresses } from './shown-addresses.ts';
import { hiddenBalancers, unreadBalancerEntry } from './unread-balancers.ts';

/**
 * Makes the model of what AWS answered.
 *
 * Pure: the same answers in any order, whole or in pages, once or twice, give the same inventory.
 */
export function toInventory(answers: Iterable<Answer>): Inventory {
  const estate = new Estate(answers);
  const context = new Context(estate, makeFrontend);
  const entries = estate.places.flatMap((place) => placeEntries(context, place));
  return {
    scopes: estate.places.map(({ scope }) => scope),
    entries: entries.sort(compareEntries),
    gaps: estate.gaps.sorted(),
    collectedAt: estate.collectedAt,
  };
}

function placeEntries(context: Context, place: Place): readonly Entry[] {
  if (!wasAsked(place)) return [];
  const hidden = hiddenBalancers(context, place);
  const interfaces = [...place.interfaces.values()]
    .filter(({ record }) => !isForeign(context, place, record))
    .sort((a, b) => (a.record.NetworkInterfaceId < b.record.NetworkInterfaceId ? -1 : 1));
  const shown = shownAddresses(place);
  return [
    ...interfaces.flatMap((row) => interfaceEntries(context, place, row)),
    ...interfaces.flatMap((row) => unreadBalancerEntry(context, place, hidden, row)),
    ...poolAddressEntries(context, place),
    ...instanceAddressEntries(context, place, shown),
    ...addressEntries(context, place, shown),
    ...[...place.loadBalancers.values()].flatMap((row) => {
      const balancer = balancerOf(context.estate, place, row);
      return balancer === undefined ? [] : balancerEntries(context, balancer);
    }),
    ...[...place.classicLoadBalancers.values()].flatMap((row) =>
      balancerEntries(context, classicBalancerOf(context.estate, place, row)),
    ),
    ...blindSpots(context, place),
  ];
}

/** In a shared VPC an interface may show in the answers of two accounts; it belongs to its owner's. */
function isForeign(
  { estate }: Context,
  place: Place,
  record: { OwnerId?: string | undefined; NetworkInterfaceId: string },
): boolean {
  const { OwnerId, NetworkInterfaceId } = record;
  if (OwnerId === undefined || OwnerId === place.scope.account) return false;
  return estate
    .near(place)
    .some(({ scope, interfaces }) => scope.account === OwnerId && interfaces.has(NetworkInterfaceId));
}

function compareEntries(a: Entry, b: Entry): number {
  return (
    compareText(a.ref, b.ref) ||
    compareText(a.address, b.address) ||
    compareText(a.family, b.family) ||
    compareText(a.zone ?? '', b.zone ?? '')
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
