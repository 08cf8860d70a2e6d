import type { Row } from '../../../../src/convert/table.ts';
import type { Wire } from '../../../../src/model/inventory.ts';
import type { PeerAddresses } from '../../../../src/model/path.ts';
import { intervalSet } from '../../../../src/net/interval-set.ts';
import { EVERY_ADDRESS, parseIp } from '../../../../src/net/ip.ts';
import { armKey } from '../../arm-id.ts';
import { type PrivateLinkService, privateLinkServices } from '../../records/private-link-services.ts';
import type { Context } from '../context.ts';
import { notTold } from '../gaps.ts';
import { ipConfigs } from '../network/ip-configs.ts';
import { prefixesOfSubnet } from '../network/networks.ts';

/**
 * How whoever comes over a private link service looks to those behind it: one of the service's own addresses.
 *
 * Where those are not told, it is some address of its subnet.
 */
export function linkWire(context: Context, row: Row<PrivateLinkService>): Wire {
  return { kind: 'proxy', via: [], from: senderOf(context, row) };
}

/** The subnet that a private link service sends from. */
export function linkSubnet({ record }: Row<PrivateLinkService>): string | undefined {
  return record.properties.ipConfigurations
    .map(({ properties }) => properties.subnet?.id)
    .find((id) => id !== undefined);
}

function senderOf(context: Context, row: Row<PrivateLinkService>): PeerAddresses {
  const configs = row.record.properties.ipConfigurations;
  const own = configs.map(({ properties }) => properties.privateIPAddress);
  const told = own.every((address) => address !== undefined) ? own : interfaceAddresses(context, row);
  const addresses = told.flatMap((text) => parseIp(text) ?? []).filter(({ family }) => family === 'ipv4');
  if (addresses.length > 0) {
    const ranges = intervalSet(addresses.map(({ address }) => [address, address]));
    return { family: 'ipv4', ranges, exact: true };
  }
  const subnet = linkSubnet(row);
  if (subnet !== undefined) return prefixesOfSubnet(context, subnet, 'ipv4');
  const missing = [notTold(context, privateLinkServices, row.record.id, `the addresses of ${row.record.id}`)];
  return { family: 'ipv4', ranges: EVERY_ADDRESS.ipv4, exact: false, missing };
}

function interfaceAddresses(context: Context, { record }: Row<PrivateLinkService>): readonly string[] {
  const ids = new Set(record.properties.networkInterfaces.flatMap(({ id }) => (id === undefined ? [] : [armKey(id)])));
  if (ids.size === 0) return [];
  const own = ipConfigs(context).filter(({ nic }) => ids.has(armKey(nic.record.id)));
  return own.flatMap(({ address }) => address ?? []);
}
