import type { Row } from '../../../../src/convert/table.ts';
import type { Element } from '../../../../src/model/resource.ts';
import { parseIp } from '../../../../src/net/ip.ts';
import type { AzureFirewall } from '../../records/azure-firewalls.ts';
import type { Context } from '../context.ts';
import { elementOf } from '../elements.ts';
import { type PublicAddress, publicAddress } from '../network/public-addresses.ts';

/** The public addresses of a firewall, each once: those that it was given, or in a virtual hub those that it got. */
export function firewallAddresses(context: Context, row: Row<AzureFirewall>): readonly PublicAddress[] {
  const { ipConfigurations, hubIPAddresses } = row.record.properties;
  const given = ipConfigurations.flatMap(({ properties }) => properties.publicIPAddress?.id ?? []);
  const own = (hubIPAddresses?.publicIPs?.addresses ?? []).flatMap(({ address }) => address ?? []);
  return [
    ...[...new Set(given)].map((id) => publicAddress(context, id)),
    ...[...new Set(own)].map((address) => hubAddress(row, address)),
  ];
}

/** An address that no resource of its own stands for. */
function hubAddress(row: Row<AzureFirewall>, address: string): PublicAddress {
  return {
    element: firewallElement(row),
    address,
    family: parseIp(address)?.family ?? 'ipv4',
    sku: 'Standard',
    missing: [],
    latent: false,
  };
}

export const FIREWALL = 'Azure Firewall';

export function firewallElement(row: Row<AzureFirewall>): Element {
  return elementOf(FIREWALL, row.record.id, row, row.record.name);
}
