import { once } from '../../../../src/convert/interner.ts';
import type { Row } from '../../../../src/convert/table.ts';
import { type Family, formatIp, parseIp } from '../../../../src/net/ip.ts';
import { armKey } from '../../arm-id.ts';
import {
  type IpConfiguration,
  type NetworkInterface,
  networkInterfaces,
  scaleSetInterfaces,
} from '../../records/network-interfaces.ts';
import type { Context } from '../context.ts';
import { connectedNetworks, networkOfSubnet } from './networks.ts';

/** One address of a network interface: what rules, groups, pools and public addresses speak of. */
export interface IpConfig {
  /** As its document spells it. */
  readonly id: string;
  readonly config: IpConfiguration;
  readonly nic: Row<NetworkInterface>;
  /** The private address. */
  readonly address: string | undefined;
  readonly family: Family;
  readonly subnetId: string | undefined;
}

/** Every ip configuration of every interface, those of uniform scale sets included, sorted by interface. */
export function ipConfigs(context: Context): readonly IpConfig[] {
  return context.made(allConfigs);
}

/** The interfaces, those of uniform scale sets included, each once. */
export function interfaces({ estate }: Context): readonly Row<NetworkInterface>[] {
  const ofInstances = estate.rows(scaleSetInterfaces);
  const listed = estate.rows(networkInterfaces);
  if (ofInstances.length === 0) return listed;
  return [...listed, ...ofInstances.filter(({ record }) => estate.find(networkInterfaces, record.id) === undefined)];
}

export function ipConfigById(context: Context, id: string): IpConfig | undefined {
  return context.made(configsById).get(armKey(id));
}

/** Who has a private address: in this network, or else in one that is peered with it. */
export function ipConfigByAddress(context: Context, networkId: string, address: string): IpConfig | undefined {
  const index = context.made(configsByAddress);
  const key = addressKey(address);
  for (const network of connectedNetworks(context, networkId)) {
    const found = index.get(network)?.get(key);
    if (found !== undefined) return found;
  }
  return undefined;
}

function allConfigs(context: Context): readonly IpConfig[] {
  return interfaces(context).flatMap((nic) =>
    nic.record.properties.ipConfigurations.map((config, index): IpConfig => {
      const { privateIPAddress: address, privateIPAddressVersion: version, subnet } = config.properties;
      const isSix = version === undefined ? (address?.includes(':') ?? false) : version.toLowerCase() === 'ipv6';
      return {
        id: config.id ?? `${nic.record.id}/ipConfigurations/${config.name ?? index}`,
        config,
        nic,
        address,
        family: isSix ? 'ipv6' : 'ipv4',
        subnetId: subnet?.id,
      };
    }),
  );
}

function configsById(context: Context): ReadonlyMap<string, IpConfig> {
  return new Map(ipConfigs(context).map((config) => [armKey(config.id), config]));
}

/** By network and address. An address is one interface's; of several that claim it the first in order counts. */
function configsByAddress(context: Context): ReadonlyMap<string, ReadonlyMap<string, IpConfig>> {
  const index = new Map<string, Map<string, IpConfig>>();
  for (const config of ipConfigs(context)) {
    if (config.subnetId === undefined || config.address === undefined) continue;
    const network = armKey(networkOfSubnet(config.subnetId));
    const own = once(index, network, () => new Map<string, IpConfig>());
    once(own, addressKey(config.address), () => config);
  }
  return index;
}

/** An address as it is looked up, however it is written. */
export function addressKey(address: string): string {
  const parsed = parseIp(address);
  return parsed === undefined ? address.toLowerCase() : formatIp(parsed.address);
}
