import type { Row } from '../../../../src/convert/table.ts';
import type { Leg, Wire } from '../../../../src/model/inventory.ts';
import type { PeerAddresses } from '../../../../src/model/path.ts';
import { INTERNET } from '../../../../src/net/audience.ts';
import { subtract } from '../../../../src/net/interval-set.ts';
import { EVERY_ADDRESS, type Family, parseIp } from '../../../../src/net/ip.ts';
import { armKey, nameIn } from '../../arm-id.ts';
import { type AzureFirewall, virtualHubs } from '../../records/azure-firewalls.ts';
import { virtualNetworks } from '../../records/virtual-networks.ts';
import type { Context } from '../context.ts';
import type { Backend } from '../fronts/backend-course.ts';
import { backendLegs } from '../fronts/backends.ts';
import { readAddresses } from '../network/address-texts.ts';
import { type IpConfig, ipConfigs } from '../network/ip-configs.ts';
import { networkOfSubnet, peeringsOf, prefixesOfSubnet } from '../network/networks.ts';
import { firewallAddresses } from './firewall-addresses.ts';
import type { DnatRule } from './firewall-rules.ts';

/**
 * The ways from a rule to what it translates to; none for a rule that names no target.
 *
 * The firewall hides the client: whoever is behind sees an address of its subnet, and whoever is reached by a public
 * address sees one of the firewall's own. Source: Azure Firewall, "Filter inbound Internet traffic with DNAT".
 */
export function dnatLegs(
  context: Context,
  row: Row<AzureFirewall>,
  { element, rule }: DnatRule,
  through: readonly string[],
): readonly Leg[] {
  const { translatedAddress, translatedFqdn, translatedPort } = rule;
  const backend = translatedAddress === undefined ? named(translatedFqdn) : addressed(context, row, translatedAddress);
  if (backend === undefined) return [];
  const port = translatedPort !== undefined && /^\d+$/.test(translatedPort) ? Number(translatedPort) : 'same';
  const family = parseIp(translatedAddress ?? '')?.family ?? 'ipv4';
  const from = proxy(privateSender(context, row, family));
  const publicFrom = proxy(publicSender(context, row, family));
  return backendLegs(context, {
    pool: element,
    port,
    backend,
    from,
    publicFrom,
    through,
    location: row.record.location,
  });
}

function named(fqdn: string | undefined): Backend | undefined {
  return fqdn === undefined ? undefined : { fqdn };
}

function proxy(from: PeerAddresses): Wire {
  return { kind: 'proxy', via: [], from };
}

function privateSender(context: Context, row: Row<AzureFirewall>, family: Family): PeerAddresses {
  const subnet = subnetOfFirewall(row);
  if (subnet !== undefined) return prefixesOfSubnet(context, subnet, family);
  const hubId = row.record.properties.virtualHub?.id;
  const hub = context.estate.find(virtualHubs, hubId);
  const { ranges } = readAddresses([hub?.record.properties.addressPrefix]);
  if (ranges[family].length > 0) return { family, ranges: ranges[family], exact: false };
  const missing = hubId === undefined ? [] : [context.estate.missing(virtualHubs, hubId)];
  return { family, ranges: subtract(EVERY_ADDRESS[family], INTERNET[family]), exact: false, missing };
}

/** Which of its public addresses a firewall takes is its own choice. */
function publicSender(context: Context, row: Row<AzureFirewall>, family: Family): PeerAddresses {
  const addresses = firewallAddresses(context, row);
  const { ranges } = readAddresses(addresses.map(({ address }) => address));
  const missing = [...new Set(addresses.flatMap((each) => each.missing))].sort();
  if (missing.length === 0) return { family, ranges: ranges[family], exact: false };
  return { family, ranges: EVERY_ADDRESS[family], exact: false, missing };
}

/** Of several ip configurations only the first names the subnet. */
export function subnetOfFirewall({ record }: Row<AzureFirewall>): string | undefined {
  return record.properties.ipConfigurations
    .map(({ properties }) => properties.subnet?.id)
    .find((id) => id !== undefined);
}

function addressed(context: Context, row: Row<AzureFirewall>, address: string): Backend {
  const subnet = subnetOfFirewall(row);
  if (subnet !== undefined) return { address, virtualNetworkId: networkOfSubnet(subnet) };
  const spoke = inSpokes(context, row, address);
  return spoke?.subnetId === undefined ? { address } : { address, virtualNetworkId: networkOfSubnet(spoke.subnetId) };
}

/**
 * Who has a private address in one of the networks that are connected to a firewall's hub.
 *
 * Such a network is peered with one that the platform keeps for the hub and names after it: `HV_hub-1_…`. Where no
 * peering tells, the address is looked for everywhere, and one that only a single interface has is that interface's.
 */
function inSpokes(context: Context, row: Row<AzureFirewall>, address: string): IpConfig | undefined {
  const hub = row.record.properties.virtualHub?.id;
  const holders = ipConfigs(context).filter((config) => config.address === address);
  const spokes = hub === undefined ? new Set<string>() : spokesOf(context, nameIn(hub));
  const connected = holders.filter(
    ({ subnetId }) => subnetId !== undefined && spokes.has(armKey(networkOfSubnet(subnetId))),
  );
  const found = connected.length > 0 ? connected : holders;
  return found.length === 1 ? found[0] : undefined;
}

function spokesOf(context: Context, hub: string): ReadonlySet<string> {
  const prefix = `hv_${hub.toLowerCase()}_`;
  const rows = context.estate.rows(virtualNetworks);
  const spokes = rows.filter((row) =>
    peeringsOf(context, row).some(({ remoteId }) => nameIn(remoteId).toLowerCase().startsWith(prefix)),
  );
  return new Set(spokes.map(({ record }) => armKey(record.id)));
}
