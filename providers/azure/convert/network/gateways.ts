import { once } from '../../../../src/convert/interner.ts';
import { grouped, type Row } from '../../../../src/convert/table.ts';
import { INTERNET } from '../../../../src/net/audience.ts';
import { overlaps } from '../../../../src/net/interval-set.ts';
import { type Cidr, rangesOf } from '../../../../src/net/ip.ts';
import { armKey, subscriptionOf } from '../../arm-id.ts';
import {
  localNetworkGateways,
  type VirtualNetworkGateway,
  virtualNetworkGateways,
} from '../../records/route-tables.ts';
import { effectiveRoutes, gatewayConnections } from '../../records/unasked.ts';
import { type VirtualNetwork, virtualNetworks } from '../../records/virtual-networks.ts';
import type { Context } from '../context.ts';
import { notAsked } from '../gaps.ts';
import { networkOfSubnet, parsedBlocks, peeringsOf } from './networks.ts';

/** Prefixes of sites outside Azure that a gateway leads to. */
export interface Sites {
  readonly blocks: readonly Cidr[];
  /** The names of the gaps that hide whether the gateway is connected with them. */
  readonly missing?: readonly string[];
}

interface Reach {
  readonly sites: readonly Sites[];
  readonly hidden: readonly string[];
}

/** The sites that the gateways of a network lead to. */
export function sitesOf(context: Context, network: Row<VirtualNetwork>): readonly Sites[] {
  return reachOf(context, network).sites;
}

/**
 * The names of the gaps that hide whether a network learns a default route.
 *
 * A gateway that speaks BGP may be told one by the other side, and so may a route server; what they learned is told
 * only by the effective routes of a running machine.
 */
export function learnedDefault(context: Context, network: Row<VirtualNetwork>): readonly string[] {
  return reachOf(context, network).hidden;
}

function reachOf(context: Context, network: Row<VirtualNetwork>): Reach {
  return once(context.made(knownReach), armKey(network.record.id), () => {
    const reaches = [ownReach(context, network), ...remoteReach(context, network)];
    return {
      sites: reaches.flatMap(({ sites }) => sites),
      hidden: [...new Set(reaches.flatMap(({ hidden }) => hidden))].sort(),
    };
  });
}

function knownReach(): Map<string, Reach> {
  return new Map();
}

/** What is reached by the gateways of networks that share theirs. A hub of a virtual WAN is never listed. */
function remoteReach(context: Context, network: Row<VirtualNetwork>): readonly Reach[] {
  const { estate } = context;
  const lent = peeringsOf(context, network).filter(({ usesRemoteGateways }) => usesRemoteGateways);
  return lent.map(({ remoteId }) => {
    const remote = estate.find(virtualNetworks, remoteId);
    if (remote !== undefined) return ownReach(context, remote);
    const hidden = [estate.missing(virtualNetworks, remoteId), notAsked(context, effectiveRoutes, network.record.id)];
    return { sites: [], hidden };
  });
}

function ownReach(context: Context, network: Row<VirtualNetwork>): Reach {
  const { id, properties } = network.record;
  const names = properties.subnets.map((subnet) => (subnet.name ?? subnet.id?.split('/').at(-1) ?? '').toLowerCase());
  const hidden: string[] = [];
  const sites: Sites[] = [];
  if (names.includes('routeserversubnet')) hidden.push(notAsked(context, effectiveRoutes, id));
  if (names.includes('gatewaysubnet')) {
    const unlisted = context.estate.unlisted(virtualNetworkGateways, subscriptionOf(id) ?? 'unknown');
    if (unlisted !== undefined) hidden.push(unlisted);
  }
  for (const gateway of context.made(gatewaysByNetwork).get(armKey(id)) ?? []) {
    if (learns(gateway.record)) hidden.push(notAsked(context, effectiveRoutes, id));
    if (isExpressRoute(gateway.record)) continue;
    const unlisted = context.estate.unlisted(localNetworkGateways, subscriptionOf(gateway.record.id) ?? 'unknown');
    if (unlisted !== undefined) hidden.push(unlisted);
    sites.push(...sitesNear(context, gateway));
  }
  return { sites, hidden };
}

function learns({ properties }: VirtualNetworkGateway): boolean {
  return properties.enableBgp === true || isExpressRoute({ properties });
}

function isExpressRoute({ properties }: Pick<VirtualNetworkGateway, 'properties'>): boolean {
  return properties.gatewayType?.toLowerCase() === 'expressroute';
}

/**
 * The sites that are described in the gateway's own subscription.
 *
 * Which of them it is connected with is not asked. That matters only where a site has public addresses.
 */
function sitesNear(context: Context, { record }: Row<VirtualNetworkGateway>): readonly Sites[] {
  const near = context.made(sitesBySubscription).get(subscriptionOf(record.id) ?? '') ?? [];
  const blocks = near.flatMap((row) =>
    parsedBlocks(row.record.properties.localNetworkAddressSpace?.addressPrefixes ?? []),
  );
  const shown = blocks.filter(isPublic);
  const own = { blocks: blocks.filter((block) => !isPublic(block)) };
  if (shown.length === 0) return [own];
  return [own, { blocks: shown, missing: [notAsked(context, gatewayConnections, record.id)] }];
}

function isPublic(block: Cidr): boolean {
  return overlaps(INTERNET[block.family], rangesOf(block));
}

/** A gateway may have several addresses, all of them in one network. */
function gatewaysByNetwork({ estate }: Context) {
  return grouped(estate.rows(virtualNetworkGateways), ({ properties }) => {
    const subnet = properties.ipConfigurations.find((config) => config.properties.subnet?.id !== undefined);
    const id = subnet?.properties.subnet?.id;
    return id === undefined ? undefined : armKey(networkOfSubnet(id));
  });
}

function sitesBySubscription({ estate }: Context) {
  return grouped(estate.rows(localNetworkGateways), ({ id }) => subscriptionOf(id));
}
