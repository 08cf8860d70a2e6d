import { gapName } from '../../../src/model/gap.ts';
import type { PeerAddresses } from '../../../src/model/path.ts';
import { intervalSet } from '../../../src/net/interval-set.ts';
import { type Cidr, EVERY_ADDRESS, type Family, parseCidr } from '../../../src/net/ip.ts';
import type { NetworkInterface } from '../records/network-interfaces.ts';
import type { Balancer, Zone } from './balancers.ts';
import type { Context } from './context.ts';

/** The interfaces of a load balancer in some zones, in a fixed order. */
export function nodesOf({ estate }: Context, balancer: Balancer, zones: readonly Zone[]): readonly NetworkInterface[] {
  const subnetIds = zones.map(({ subnetId }) => subnetId);
  return estate
    .near(balancer.place)
    .flatMap(({ interfacesOfBalancer }) => interfacesOfBalancer.get(balancer.interfaceName) ?? [])
    .map(({ record }) => record)
    .filter(({ SubnetId }) => SubnetId !== undefined && subnetIds.includes(SubnetId))
    .sort((a, b) => (a.NetworkInterfaceId < b.NetworkInterfaceId ? -1 : 1));
}

/**
 * The addresses that a load balancer itself sends from.
 *
 * Where its interfaces were not collected it has some address of its subnets, and we do not know which.
 */
export function nodeAddresses(
  context: Context,
  balancer: Balancer,
  family: Family,
  zones: readonly Zone[],
): PeerAddresses {
  const blocks: Cidr[] = [];
  let exact = zones.length > 0;
  for (const zone of zones) {
    const own = nodesOf(context, balancer, [zone]).flatMap((node) => blocksOf(family, addressesOf(node)));
    if (own.length === 0) exact = false;
    blocks.push(...(own.length > 0 ? own : blocksOf(family, subnetBlocks(context, balancer, zone))));
  }
  if (blocks.length === 0) blocks.push(...blocksOf(family, networkBlocks(context, balancer)));
  const ranges =
    blocks.length === 0 ? EVERY_ADDRESS[family] : intervalSet(blocks.map(({ first, last }) => [first, last] as const));
  return exact ? { family, ranges, exact } : { family, ranges, exact, missing: gapsOf(balancer) };
}

/** What would have told the addresses. It is named, and no gap by itself: most filters admit whole subnets. */
function gapsOf({ place }: Balancer): readonly string[] {
  const { networkInterfaces, subnets } = place.tables;
  const tables = subnets.completeness() === 'complete' ? [networkInterfaces] : [networkInterfaces, subnets];
  return tables.map(({ kind }) => gapName({ call: kind.call, scope: place.scope }));
}

type Texts = readonly (string | undefined)[];

function addressesOf({ PrivateIpAddress, PrivateIpAddresses, Ipv6Addresses }: NetworkInterface): Texts {
  return [
    PrivateIpAddress,
    ...PrivateIpAddresses.map((entry) => entry.PrivateIpAddress),
    ...Ipv6Addresses.map(({ Ipv6Address }) => Ipv6Address),
  ];
}

function subnetBlocks({ estate }: Context, { place }: Balancer, { subnetId }: Zone): Texts {
  const subnet = estate.find(place, ({ subnets }) => subnets.get(subnetId))?.record;
  const ranges = subnet?.Ipv6CidrBlockAssociationSet ?? [];
  return [subnet?.CidrBlock, ...ranges.map(({ Ipv6CidrBlock }) => Ipv6CidrBlock)];
}

function networkBlocks({ estate }: Context, { place, vpcId }: Balancer): Texts {
  const vpc = vpcId === undefined ? undefined : estate.find(place, ({ vpcs }) => vpcs.get(vpcId))?.record;
  if (vpc === undefined) return [];
  return [
    vpc.CidrBlock,
    ...vpc.CidrBlockAssociationSet.map(({ CidrBlock }) => CidrBlock),
    ...vpc.Ipv6CidrBlockAssociationSet.map(({ Ipv6CidrBlock }) => Ipv6CidrBlock),
  ];
}

function blocksOf(family: Family, texts: Texts): readonly Cidr[] {
  return texts
    .map((text) => (text === undefined ? undefined : parseCidr(text)))
    .filter((block) => block !== undefined)
    .filter((block) => block.family === family);
}
