import type { Row } from '../../../../src/convert/table.ts';
import { type AddressRanges, EVERY_ADDRESS, type Family, parseCidr, rangesOf } from '../../../../src/net/ip.ts';
import { armKey } from '../../arm-id.ts';
import { type LoadBalancer, type LoadBalancerFrontend, loadBalancers } from '../../records/load-balancers.ts';
import { publicIpPrefixes } from '../../records/public-ip-addresses.ts';
import type { Context } from '../context.ts';
import type { FrontAddress } from '../fronts/fronts.ts';
import { type PublicAddress, publicAddress, publicIpIdOf } from '../network/public-addresses.ts';
import { idOfPart } from './load-balancer-pools.ts';

/** One address of a load balancer, or one block of them that all behave alike. */
export interface BalancerAddress {
  readonly row: Row<LoadBalancer>;
  readonly frontend: LoadBalancerFrontend;
  /** The frontend's own id. */
  readonly id: string;
  readonly family: Family;
  /** The address, the block, or as long as there is none the id of what has it. */
  readonly text: string;
  /** The address as filters behind see it, where it is kept. */
  readonly ranges: AddressRanges;
  /** What tells of a public one; absent for a private one. */
  readonly shown?: Pick<PublicAddress, 'address' | 'fqdn' | 'missing' | 'latent' | 'sku'>;
}

/** The addresses of every load balancer that was read. */
export function balancerAddresses(context: Context): readonly BalancerAddress[] {
  return context.made(allAddresses);
}

export function balancerAddressById(context: Context, id: string): BalancerAddress | undefined {
  return context.made(addressesById).get(armKey(id));
}

/** The same, in the words in which all kinds of fronts tell of theirs. */
export function balancerFrontAddresses(context: Context): readonly FrontAddress[] {
  return balancerAddresses(context).map(({ id, frontend: { properties } }) => ({
    id,
    publicIpId: publicIpIdOf(context, id, properties.publicIPAddress?.id),
    privateAddress: properties.privateIPAddress,
    subnetId: properties.subnet?.id,
  }));
}

function allAddresses(context: Context): readonly BalancerAddress[] {
  return context.estate
    .rows(loadBalancers)
    .flatMap((row) =>
      row.record.properties.frontendIPConfigurations.map((frontend) => addressOf(context, row, frontend)),
    );
}

function addressesById(context: Context): ReadonlyMap<string, BalancerAddress> {
  return new Map(balancerAddresses(context).map((address) => [armKey(address.id), address]));
}

function addressOf(context: Context, row: Row<LoadBalancer>, frontend: LoadBalancerFrontend): BalancerAddress {
  const { privateIPAddress, privateIPAddressVersion, publicIPAddress, publicIPPrefix } = frontend.properties;
  const id = idOfPart(row, 'frontendIPConfigurations', frontend);
  const told: Family = privateIPAddressVersion?.toLowerCase() === 'ipv6' ? 'ipv6' : 'ipv4';
  const shared = { row, frontend, id };
  const publicIpId = publicIpIdOf(context, id, publicIPAddress?.id);
  if (publicIpId !== undefined) {
    const shown = publicAddress(context, publicIpId);
    const family = shown.missing.length > 0 ? told : shown.family;
    return {
      ...shared,
      family,
      text: shown.address ?? shown.element.ref,
      ranges: rangesAt(shown.address, family),
      shown,
    };
  }
  if (publicIPPrefix?.id !== undefined) {
    const shown = publicPrefix(context, publicIPPrefix.id);
    const family = shown.family ?? told;
    return {
      ...shared,
      family,
      text: shown.address ?? publicIPPrefix.id,
      ranges: rangesAt(shown.address, family),
      shown,
    };
  }
  const family = privateIPAddress === undefined ? told : familyOf(privateIPAddress, told);
  return { ...shared, family, text: privateIPAddress ?? id, ranges: rangesAt(privateIPAddress, family) };
}

function publicPrefix(context: Context, id: string) {
  const row = context.estate.find(publicIpPrefixes, id);
  const block = row?.record.properties.ipPrefix;
  const family = block === undefined ? undefined : parseCidr(block)?.family;
  const missing = row === undefined ? [context.estate.missing(publicIpPrefixes, id)] : [];
  // There are no prefixes of the older size.
  const sku = 'Standard';
  return { address: block, family, missing, latent: row !== undefined && block === undefined, sku } as const;
}

function familyOf(address: string, otherwise: Family): Family {
  return parseCidr(address)?.family ?? otherwise;
}

function rangesAt(address: string | undefined, family: Family): AddressRanges {
  const block = address === undefined ? undefined : parseCidr(address);
  return block?.family === family ? rangesOf(block) : EVERY_ADDRESS[family];
}
