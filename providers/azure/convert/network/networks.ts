import type { Row } from '../../../../src/convert/table.ts';
import type { PeerAddresses } from '../../../../src/model/path.ts';
import { EMPTY_SET, intervalSet } from '../../../../src/net/interval-set.ts';
import { type AddressRanges, type Cidr, EVERY_ADDRESS, type Family, parseCidr } from '../../../../src/net/ip.ts';
import { armKey, parentId } from '../../arm-id.ts';
import { type Subnet, type VirtualNetwork, virtualNetworks } from '../../records/virtual-networks.ts';
import type { Context } from '../context.ts';

/** A subnet, and the network that lists it. */
export interface SubnetRow {
  /** As the network's own document spells it. */
  readonly id: string;
  readonly subnet: Subnet;
  readonly network: Row<VirtualNetwork>;
}

/** The network that a subnet lies in, by its id. */
export function networkOfSubnet(subnetId: string): string {
  return parentId(subnetId);
}

export function subnetById(context: Context, id: string | undefined): SubnetRow | undefined {
  return id === undefined ? undefined : context.made(subnetIndex).get(armKey(id));
}

/** The name of the gap behind a subnet that was not found. The gap is noted. */
export function missingSubnet({ estate }: Context, id: string): string {
  const networkId = networkOfSubnet(id);
  const isListed = estate.find(virtualNetworks, networkId) !== undefined;
  return estate.missing(virtualNetworks, isListed ? id : networkId);
}

/** The addresses that something without an address of its own has in a subnet: one of these, we do not know which. */
export function prefixesOfSubnet(context: Context, id: string, family: Family): PeerAddresses {
  const found = subnetById(context, id);
  if (found === undefined) {
    return { family, ranges: EVERY_ADDRESS[family], exact: false, missing: [missingSubnet(context, id)] };
  }
  return { family, ranges: rangesIn(blocksOf(found.subnet), family), exact: false };
}

/** The blocks of addresses of a subnet: one is told beside the list, or in it. */
function blocksOf({ properties }: Subnet): readonly Cidr[] {
  const { addressPrefix, addressPrefixes } = properties;
  return parsedBlocks([addressPrefix, ...addressPrefixes]);
}

/** The blocks of addresses of a network. */
export function spaceOf({ properties }: VirtualNetwork): readonly Cidr[] {
  return parsedBlocks(properties.addressSpace?.addressPrefixes ?? []);
}

/** What is written as a block of addresses. */
export function parsedBlocks(texts: readonly (string | undefined)[]): readonly Cidr[] {
  return texts.flatMap((text) => (text === undefined ? [] : (parseCidr(text) ?? [])));
}

/** The addresses of one family in some blocks. */
export function rangesIn(blocks: readonly Cidr[], family: Family): AddressRanges {
  const own = blocks.filter((block) => block.family === family);
  return own.length === 0 ? EMPTY_SET : intervalSet(own.map(({ first, last }) => [first, last] as const));
}

/** What a network knows of one that it is connected with. */
export interface Peering {
  readonly name: string;
  readonly remoteId: string;
  readonly blocks: readonly Cidr[];
  /** The names of the gaps that hide the other network's addresses. */
  readonly missing?: readonly string[];
  /** Its addresses count as `VirtualNetwork`. */
  readonly isTrusted: boolean;
  /** The gateway of the other network serves this one too. */
  readonly usesRemoteGateways: boolean;
}

/** The peerings of a network that are in force. Those of its peers are not its own: peering does not pass on. */
export function peeringsOf({ estate }: Context, { record }: Row<VirtualNetwork>): readonly Peering[] {
  return record.properties.virtualNetworkPeerings.flatMap(({ name, properties }) => {
    const { peeringState, remoteVirtualNetwork, allowVirtualNetworkAccess, useRemoteGateways } = properties;
    const remoteId = remoteVirtualNetwork?.id;
    if (remoteId === undefined || (peeringState ?? CONNECTED).toLowerCase() !== CONNECTED) return [];
    const told = [properties.remoteVirtualNetworkAddressSpace, properties.remoteAddressSpace];
    const texts = told.flatMap((space) => space?.addressPrefixes ?? []);
    const remote = estate.find(virtualNetworks, remoteId);
    const isHidden = texts.length === 0 && remote === undefined;
    return {
      name: name ?? remoteId,
      remoteId,
      blocks: texts.length > 0 || remote === undefined ? parsedBlocks(texts) : spaceOf(remote.record),
      ...(isHidden ? { missing: [estate.missing(virtualNetworks, remoteId)] } : {}),
      isTrusted: allowVirtualNetworkAccess !== false,
      usesRemoteGateways: useRemoteGateways === true,
    };
  });
}

const CONNECTED = 'connected';

/** The keys of a network and of those peered with it, whichever side tells of it, in a fixed order. */
export function connectedNetworks(context: Context, networkId: string): readonly string[] {
  return context.made(connections).get(armKey(networkId)) ?? [armKey(networkId)];
}

function connections(context: Context): ReadonlyMap<string, readonly string[]> {
  const pairs = context.estate.rows(virtualNetworks).flatMap((row) => {
    const own = armKey(row.record.id);
    return peeringsOf(context, row).flatMap(({ remoteId }) => [
      [own, armKey(remoteId)] as const,
      [armKey(remoteId), own] as const,
    ]);
  });
  const known = new Map<string, Set<string>>();
  for (const [own, other] of pairs) known.set(own, (known.get(own) ?? new Set()).add(other));
  return new Map([...known].map(([own, others]) => [own, [own, ...[...others].filter((id) => id !== own).sort()]]));
}

function subnetIndex({ estate }: Context): ReadonlyMap<string, SubnetRow> {
  const index = new Map<string, SubnetRow>();
  for (const network of estate.rows(virtualNetworks)) {
    for (const subnet of network.record.properties.subnets) {
      const id = subnet.id ?? `${network.record.id}/subnets/${subnet.name ?? ''}`;
      index.set(armKey(id), { id, subnet, network });
    }
  }
  return index;
}
