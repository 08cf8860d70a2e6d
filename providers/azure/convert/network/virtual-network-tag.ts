import { once } from '../../../../src/convert/interner.ts';
import { subtract } from '../../../../src/net/interval-set.ts';
import { type AddressRanges, type Cidr, type Family, parseCidr } from '../../../../src/net/ip.ts';
import { armKey } from '../../arm-id.ts';
import type { RouteTable } from '../../records/route-tables.ts';
import type { Context } from '../context.ts';
import { type Addresses, EVERY_RANGE, joined, unknownAddresses } from './addresses.ts';
import { sitesOf } from './gateways.ts';
import { missingSubnet, peeringsOf, rangesIn, type SubnetRow, spaceOf, subnetById } from './networks.ts';
import { routeTableOf } from './route-tables.ts';
import { serviceTagAddresses } from './service-tag-addresses.ts';

/** What `VirtualNetwork` and `Internet` mean in the rules of one subnet. */
export interface NetworkTags {
  /** Tells it from all others. */
  readonly key: string;
  readonly virtualNetwork: readonly Addresses[];
  readonly internet: readonly Addresses[];
  /** A resource whose subscription the gaps are of. */
  readonly of: string;
  /** In the words of the API, `westeurope`: it tells which cloud the service tags are of. */
  readonly location: string;
}

/**
 * The tags as the rules of a subnet mean them.
 *
 * `VirtualNetwork` is the network's own space, that of connected networks and sites, and every prefix that the subnet's
 * route table sends anywhere but to the internet, a default route among them: with `0.0.0.0/0` to an appliance it is
 * everyone. Source: "Virtual network service tags". `Internet` is everything outside the networks, and is not narrowed
 * by routes. The platform's own address, 168.63.129.16, is left out of both questions: no client has it.
 *
 * Prefixes that a gateway learns count as well. They are not here, for replies to them leave by that gateway.
 */
export function networkTags(context: Context, subnetId: string | undefined): NetworkTags {
  const found = subnetById(context, subnetId);
  if (found === undefined) return unreadTags(context, subnetId);
  const key = `${armKey(found.network.record.id)} ${armKey(found.subnet.properties.routeTable?.id ?? '')}`;
  return once(context.made(knownTags), key, () => {
    const inside = joined([...networkParts(context, found)]);
    const { id, location } = found.network.record;
    return {
      key,
      virtualNetwork: joined([...inside, ...routedParts(context, found, location ?? '')]),
      internet: outsideOf(inside),
      of: id,
      location: location ?? '',
    };
  });
}

function knownTags(): Map<string, NetworkTags> {
  return new Map();
}

function unreadTags(context: Context, subnetId: string | undefined): NetworkTags {
  const of = subnetId ?? '';
  return once(context.made(knownTags), `unread ${armKey(of)}`, () => {
    const anyone = [unknownAddresses(subnetId === undefined ? [] : [missingSubnet(context, subnetId)])];
    return { key: `unread ${armKey(of)}`, virtualNetwork: anyone, internet: anyone, of, location: '' };
  });
}

function* networkParts(context: Context, { network }: SubnetRow): Generator<Addresses> {
  yield blocksPart(spaceOf(network.record));
  for (const { blocks, isTrusted, missing } of peeringsOf(context, network)) {
    if (isTrusted) yield missing === undefined ? blocksPart(blocks) : unknownAddresses(missing);
  }
  for (const { blocks, missing } of sitesOf(context, network)) {
    yield missing === undefined ? blocksPart(blocks) : { ...blocksPart(blocks), missing };
  }
}

/** What the routes of a subnet add. */
function* routedParts(context: Context, { subnet, network }: SubnetRow, location: string): Generator<Addresses> {
  const table = routeTableOf(context, subnet);
  if (table === undefined) return;
  if (table.row === undefined) {
    yield unknownAddresses(table.missing);
    return;
  }
  for (const { properties } of table.row.record.properties.routes) {
    if (!widens(properties)) continue;
    const { addressPrefix = '' } = properties;
    const block = parseCidr(addressPrefix);
    const place = { of: network.record.id, location };
    yield block === undefined ? serviceTagAddresses(context, addressPrefix, place) : blocksPart([block]);
  }
}

/** What goes to the internet stays `Internet`. */
function widens({ nextHopType, addressPrefix }: RouteTable['properties']['routes'][number]['properties']): boolean {
  return addressPrefix !== undefined && nextHopType?.toLowerCase() !== 'internet';
}

/** What of the rest is surely outside, and what perhaps is. */
function outsideOf(inside: readonly Addresses[]): readonly Addresses[] {
  const without = (parts: readonly Addresses[], family: Family): AddressRanges =>
    parts.reduce<AddressRanges>((left, { ranges }) => subtract(left, ranges[family]), EVERY_RANGE[family]);
  const known = inside.filter(({ missing }) => missing === undefined);
  const doubts = inside.flatMap(({ missing }) => missing ?? []);
  const sure: Addresses = { ranges: { ipv4: without(inside, 'ipv4'), ipv6: without(inside, 'ipv6') } };
  if (doubts.length === 0) return [sure];
  return [sure, { ranges: { ipv4: without(known, 'ipv4'), ipv6: without(known, 'ipv6') }, missing: doubts }];
}

function blocksPart(blocks: readonly Cidr[]): Addresses {
  return { ranges: { ipv4: rangesIn(blocks, 'ipv4'), ipv6: rangesIn(blocks, 'ipv6') } };
}
