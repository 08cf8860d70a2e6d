import type { Row } from '../../../../src/convert/table.ts';
import type { Element } from '../../../../src/model/resource.ts';
import type { Family } from '../../../../src/net/ip.ts';
import { armKey, nameIn } from '../../arm-id.ts';
import { type PublicIpAddress, publicIpAddresses, scaleSetAddresses } from '../../records/public-ip-addresses.ts';
import type { Context } from '../context.ts';
import { elementOf } from '../elements.ts';
import { scaleSetOf } from './scale-sets.ts';

/** Whether traffic gets in where no network security group speaks: to a `Basic` address it does. */
export type SkuName = 'Basic' | 'Standard' | 'unknown';

/** A public address, also one that is only known by its id. */
export interface PublicAddress {
  readonly element: Element;
  /** Undefined if it was not read, or while nothing that is attached to it runs. */
  readonly address: string | undefined;
  readonly fqdn?: string;
  readonly family: Family;
  readonly sku: SkuName;
  /** The names of the gaps behind an address that was not read. */
  readonly missing: readonly string[];
  /** It was read, and has no address now. */
  readonly latent: boolean;
  readonly row?: Row<PublicIpAddress>;
}

/** Looks up a public address by its id, those of the instances of uniform scale sets included. */
export function publicAddress(context: Context, id: string): PublicAddress {
  const row = publicIpRow(context, id);
  if (row === undefined) {
    const missing = [missingAddress(context, id)];
    return { element: elementOf(KIND, id), address: undefined, family: 'ipv4', sku: 'unknown', missing, latent: false };
  }
  const { ipAddress, publicIPAddressVersion, dnsSettings } = row.record.properties;
  return {
    element: elementOf(KIND, row.record.id, row, row.record.name ?? nameIn(row.record.id)),
    address: ipAddress,
    ...(dnsSettings?.fqdn === undefined ? {} : { fqdn: dnsSettings.fqdn }),
    family: publicIPAddressVersion?.toLowerCase() === 'ipv6' ? 'ipv6' : 'ipv4',
    sku: skuNameOf(row.record.sku?.name),
    missing: [],
    latent: ipAddress === undefined,
    row,
  };
}

const KIND = 'public IP address';

/**
 * What a SKU means for traffic that no network security group speaks of.
 *
 * Resource Manager makes a `Basic` address where none is asked for, and older documents do not tell. `Standard` and
 * everything newer is closed. Source: Azure public IP addresses, "SKU".
 */
export function skuNameOf(name: string | undefined): SkuName {
  switch (name?.toLowerCase()) {
    case undefined:
    case 'basic':
      return 'Basic';
    case 'standard':
    case 'standardv2':
      return 'Standard';
  }
  return 'unknown';
}

/** Every public address that was read, each once. */
export function publicIpRows({ estate }: Context): readonly Row<PublicIpAddress>[] {
  const ofInstances = estate.rows(scaleSetAddresses);
  const listed = estate.rows(publicIpAddresses);
  if (ofInstances.length === 0) return listed;
  return [...listed, ...ofInstances.filter(({ record }) => estate.find(publicIpAddresses, record.id) === undefined)];
}

/** The address that says of itself that it belongs to an ip configuration. */
function publicIpOfConfig(context: Context, configId: string): Row<PublicIpAddress> | undefined {
  return context.made(addressesByHolder).get(armKey(configId));
}

/** The public address of an ip configuration, by its id: either may tell of the other. */
export function publicIpIdOf(context: Context, configId: string, named: string | undefined): string | undefined {
  return named ?? publicIpOfConfig(context, configId)?.record.id;
}

function publicIpRow({ estate }: Context, id: string): Row<PublicIpAddress> | undefined {
  return estate.find(publicIpAddresses, id) ?? estate.find(scaleSetAddresses, id);
}

function missingAddress({ estate }: Context, id: string): string {
  const set = scaleSetOf(id);
  if (set === undefined) return estate.missing(publicIpAddresses, id);
  return estate.missing(scaleSetAddresses, `${set}/publicIPAddresses/${nameIn(id)}`);
}

function addressesByHolder(context: Context): ReadonlyMap<string, Row<PublicIpAddress>> {
  const index = new Map<string, Row<PublicIpAddress>>();
  for (const row of publicIpRows(context)) {
    const holder = row.record.properties.ipConfiguration?.id;
    if (holder !== undefined && !index.has(armKey(holder))) index.set(armKey(holder), row);
  }
  return index;
}
