import { subtract } from '../../../../src/net/interval-set.ts';
import { type AddressRanges, EVERY_ADDRESS, type Family, parseCidr } from '../../../../src/net/ip.ts';
import { armKey, nameIn, parentId, subscriptionOf } from '../../arm-id.ts';
import {
  localNetworkGateways,
  type RouteTable,
  routeTables,
  type VirtualNetworkGateway,
  virtualNetworkGateways,
} from '../../records/route-tables.ts';
import { effectiveRoutes, gatewayConnections } from '../../records/unasked.ts';
import { type Subnet, type VirtualNetwork, virtualNetworks } from '../../records/virtual-networks.ts';
import type { Estate, Row } from '../estate.ts';
import type { Sender } from '../packet.ts';
import {
  type Addresses,
  isOnInternet,
  joined,
  known,
  readAddresses,
  type Scene,
  tagAddresses,
  unknownAddresses,
} from './words.ts';

/** A subnet as its network's document tells of it. */
export interface Place {
  readonly id: string;
  readonly subnet: Subnet;
  readonly network: Row<VirtualNetwork>;
}

export function placeOf(estate: Estate, subnetId: string | undefined): Place | undefined {
  if (subnetId === undefined) return undefined;
  const network = estate.find(virtualNetworks, parentId(subnetId));
  const subnet = network?.record.properties.subnets.find(({ id, name }) =>
    id === undefined ? name?.toLowerCase() === nameIn(armKey(subnetId)) : armKey(id) === armKey(subnetId),
  );
  return network === undefined || subnet === undefined ? undefined : { id: subnet.id ?? subnetId, subnet, network };
}

/** The addresses that something in a subnet may have. */
export function addressesOfSubnet({ subnet }: Place, family: Family): AddressRanges {
  const { addressPrefix, addressPrefixes } = subnet.properties;
  return readAddresses([addressPrefix, ...addressPrefixes], family).ranges;
}

/** Whoever sends from a subnet without an address that we know: one of these. */
export function someOfSubnet(estate: Estate, subnetId: string, family: Family): Sender {
  const place = placeOf(estate, subnetId);
  const ranges = place === undefined ? EVERY_ADDRESS[family] : addressesOfSubnet(place, family);
  return { family, ranges, exact: false, missing: place === undefined ? [gapOfSubnet(estate, subnetId)] : [] };
}

/** The route table that a subnet names; `unread` if that was not read, undefined if it names none. */
export function tableOf(estate: Estate, { subnet }: Place): Row<RouteTable> | 'unread' | undefined {
  const id = subnet.properties.routeTable?.id;
  return id === undefined ? undefined : (estate.find(routeTables, id) ?? 'unread');
}

/** Prefixes that a network can send to, and how they are called in its routes. */
export interface Neighbour extends Addresses {
  readonly hop: 'VnetLocal' | 'VNetPeering' | 'VirtualNetworkGateway';
  readonly name: string;
  readonly texts: readonly string[];
  readonly isTrusted: boolean;
}

/** The network's own space, and those of peers and of sites behind its gateways. */
export function neighboursOf(estate: Estate, { network }: Place, family: Family): readonly Neighbour[] {
  const { id, properties } = network.record;
  const neighbour = (hop: Neighbour['hop'], texts: readonly string[], more: Partial<Neighbour> = {}): Neighbour => ({
    ...known(readAddresses(texts, family).ranges),
    hop,
    name: id,
    texts,
    isTrusted: true,
    ...more,
  });
  const peers = peersOf(estate, network).map(({ remoteId, name, texts, isTrusted }) =>
    neighbour('VNetPeering', texts ?? [], {
      name,
      isTrusted,
      ...(texts === undefined ? unknownAddresses(family, [gapOfNetwork(estate, remoteId)]) : {}),
    }),
  );
  const sites = gatewaysNear(estate, network).flatMap((gateway) => {
    if (isExpressRoute(gateway)) return [];
    const isNear = ({ record }: Row<{ id: string }>): boolean =>
      subscriptionOf(record.id) === subscriptionOf(gateway.id);
    const texts = estate
      .rows(localNetworkGateways)
      .filter(isNear)
      .flatMap(
        ({ record }) => record.properties.localNetworkAddressSpace?.addressPrefixes.flatMap((text) => text ?? []) ?? [],
      );
    const isShown = (text: string): boolean => isOnInternet(readAddresses([text], family).ranges, family);
    const missing = [estate.gap(gatewayConnections, gateway.id)];
    return [
      neighbour(
        'VirtualNetworkGateway',
        texts.filter((text) => !isShown(text)),
      ),
      neighbour('VirtualNetworkGateway', texts.filter(isShown), { missing }),
    ];
  });
  const space = properties.addressSpace?.addressPrefixes.flatMap((text) => text ?? []) ?? [];
  return [neighbour('VnetLocal', space), ...peers, ...sites.filter(({ texts }) => texts.length > 0)];
}

/** The gaps that hide whether a network learns a default route from the other side of a gateway. */
export function learnedDefault(estate: Estate, { record }: Row<VirtualNetwork>): readonly string[] {
  const lent = peersOf(estate, { record }).filter(({ usesGateways }) => usesGateways);
  const away = lent.flatMap(({ remoteId }) => {
    const remote = estate.find(virtualNetworks, remoteId);
    if (remote !== undefined) return learnedHere(estate, remote.record);
    return [gapOfNetwork(estate, remoteId), estate.gap(effectiveRoutes, record.id)];
  });
  return [...new Set([...learnedHere(estate, record), ...away])];
}

function learnedHere(estate: Estate, network: VirtualNetwork): readonly string[] {
  const names = network.properties.subnets.map(({ id, name }) => (name ?? nameIn(id ?? '')).toLowerCase());
  const learned = estate.gap(effectiveRoutes, network.id);
  const isHidden = names.includes('gatewaysubnet') && estate.isCut(virtualNetworkGateways, network.id);
  return [
    ...(names.includes('routeserversubnet') ? [learned] : []),
    ...(isHidden ? [estate.gap(virtualNetworkGateways, network.id)] : []),
    ...gatewaysIn(estate, network.id).flatMap((gateway) => [
      ...(gateway.properties.enableBgp === true || isExpressRoute(gateway) ? [learned] : []),
      ...(!isExpressRoute(gateway) && estate.isCut(localNetworkGateways, gateway.id)
        ? [estate.gap(localNetworkGateways, gateway.id)]
        : []),
    ]),
  ];
}

/** What rules of a subnet mean by `VirtualNetwork` and `Internet`. */
export function sceneOf(estate: Estate, subnetId: string, place: Place | undefined, family: Family): Scene {
  if (place === undefined) {
    const anyone = [unknownAddresses(family, [gapOfSubnet(estate, subnetId)])];
    return { family, of: subnetId, location: '', virtualNetwork: anyone, internet: anyone };
  }
  const { id, location = '' } = place.network.record;
  const inside = joined([...neighboursOf(estate, place, family).filter(({ isTrusted }) => isTrusted)]);
  const routed = routedParts(estate, place, { family, of: id, location });
  return {
    family,
    of: id,
    location,
    virtualNetwork: joined([...inside, ...routed]),
    internet: outside(inside, family),
  };
}

/** The name of the gap behind a subnet that was not found. */
export function gapOfSubnet(estate: Estate, subnetId: string): string {
  return gapOfNetwork(estate, parentId(subnetId));
}

function gapOfNetwork(estate: Estate, id: string): string {
  return estate.gap(virtualNetworks, id);
}

/** The keys of a network and of those peered with it, whichever side tells of it; the network itself first. */
export function networksNear(estate: Estate, networkId: string): readonly string[] {
  const own = armKey(networkId);
  const pairs = estate.rows(virtualNetworks).flatMap((row) =>
    peersOf(estate, row).flatMap(({ remoteId }) => {
      const pair = [armKey(row.record.id), armKey(remoteId)];
      return pair.includes(own) ? pair : [];
    }),
  );
  return [...new Set([own, ...pairs.sort()])];
}

/** What the subnet's table sends anywhere but to the internet counts as the network's own. */
function routedParts(
  estate: Estate,
  place: Place,
  scene: Pick<Scene, 'family' | 'of' | 'location'>,
): readonly Addresses[] {
  const table = tableOf(estate, place);
  if (table === undefined) return [];
  if (table === 'unread') {
    return [unknownAddresses(scene.family, [estate.gap(routeTables, place.subnet.properties.routeTable?.id ?? '')])];
  }
  return table.record.properties.routes.flatMap(({ properties: { addressPrefix, nextHopType } }) => {
    if (addressPrefix === undefined || nextHopType?.toLowerCase() === 'internet') return [];
    const isBlock = parseCidr(addressPrefix) !== undefined;
    return [
      isBlock ? known(readAddresses([addressPrefix], scene.family).ranges) : tagAddresses(estate, addressPrefix, scene),
    ];
  });
}

function outside(inside: readonly Addresses[], family: Family): readonly Addresses[] {
  const without = (parts: readonly Addresses[]): AddressRanges =>
    parts.reduce<AddressRanges>((left, { ranges }) => subtract(left, ranges), EVERY_ADDRESS[family]);
  const missing = inside.flatMap((part) => part.missing);
  const sure = known(without(inside));
  if (missing.length === 0) return [sure];
  return [sure, { ...known(without(inside.filter((part) => part.missing.length === 0))), missing }];
}

interface Peer {
  readonly remoteId: string;
  readonly name: string;
  /** Undefined if nothing tells of the other network. */
  readonly texts: readonly string[] | undefined;
  readonly isTrusted: boolean;
  readonly usesGateways: boolean;
}

export function peersOf(estate: Estate, { record }: Pick<Row<VirtualNetwork>, 'record'>): readonly Peer[] {
  return record.properties.virtualNetworkPeerings.flatMap(({ name, properties }) => {
    const { peeringState = 'Connected', remoteVirtualNetwork, allowVirtualNetworkAccess } = properties;
    const remoteId = remoteVirtualNetwork?.id;
    if (remoteId === undefined || peeringState.toLowerCase() !== 'connected') return [];
    const told = [properties.remoteVirtualNetworkAddressSpace, properties.remoteAddressSpace];
    const texts = told.flatMap((space) => space?.addressPrefixes ?? []);
    const own = estate.find(virtualNetworks, remoteId)?.record.properties;
    const all = texts.length > 0 ? texts : own === undefined ? undefined : (own.addressSpace?.addressPrefixes ?? []);
    return {
      remoteId,
      name: name ?? remoteId,
      texts: all?.flatMap((text) => text ?? []),
      isTrusted: allowVirtualNetworkAccess !== false,
      usesGateways: properties.useRemoteGateways === true,
    };
  });
}

/** The gateways of a network, and of the peers that lend it theirs. */
function gatewaysNear(estate: Estate, network: Row<VirtualNetwork>): readonly VirtualNetworkGateway[] {
  const lent = peersOf(estate, network).filter(({ usesGateways }) => usesGateways);
  const listed = lent.filter(({ remoteId }) => estate.find(virtualNetworks, remoteId) !== undefined);
  return [network.record.id, ...listed.map(({ remoteId }) => remoteId)].flatMap((id) => gatewaysIn(estate, id));
}

function gatewaysIn(estate: Estate, networkId: string): readonly VirtualNetworkGateway[] {
  const near = estate.rows(virtualNetworkGateways).filter(({ record }) => {
    const ids = record.properties.ipConfigurations.flatMap(({ properties }) => properties.subnet?.id ?? []);
    return ids.slice(0, 1).some((id) => armKey(parentId(id)) === armKey(networkId));
  });
  return near.map(({ record }) => record);
}

function isExpressRoute({ properties }: VirtualNetworkGateway): boolean {
  return properties.gatewayType?.toLowerCase() === 'expressroute';
}
