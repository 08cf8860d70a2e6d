import { EVERY_ADDRESS, type Family, parseCidr } from '../../../../src/net/ip.ts';
import { armKey, parentId } from '../../arm-id.ts';
import { type LoadBalancer, loadBalancers } from '../../records/load-balancers.ts';
import { publicIpPrefixes } from '../../records/public-ip-addresses.ts';
import type { Claim, Way } from '../check.ts';
import type { Estate } from '../estate.ts';
import { type Front, waysThrough } from '../front.ts';
import { addressCheck, inspectedBy } from '../network/interface-ways.ts';
import { publicAddressOf, publicIdOf } from '../network/interfaces.ts';
import type { FrontKind, Passage } from './backends.ts';
import { type At, listenersOf } from './balancer-rules.ts';
import { idOf } from './pools.ts';

/** Every way through a load balancer from one of its public addresses. */
export function balancerWays(estate: Estate, { entry, address }: Claim, kinds: readonly FrontKind[]): readonly Way[] {
  const balancer = estate.find(loadBalancers, entry)?.record;
  if (balancer?.id !== entry) return [];
  return addressesOf(estate, balancer).flatMap((at) => {
    if (at.shown === undefined || at.text !== address) return [];
    const front = frontOf(estate, at, { sender: undefined, through: [], kinds });
    return [...waysThrough(front, at.family, [at.shown, ...at.chained])];
  });
}

/** Load balancers as other fronts send to them. */
export const balancerFronts: FrontKind = {
  addresses: (estate) =>
    estate.rows(loadBalancers).flatMap(({ record }) =>
      record.properties.frontendIPConfigurations.map((own) => ({
        id: idOf(record, 'frontendIPConfigurations', own),
        publicId: publicIdOf(estate, idOf(record, 'frontendIPConfigurations', own), own.properties.publicIPAddress?.id),
        address: own.properties.privateIPAddress,
        subnetId: own.properties.subnet?.id,
      })),
    ),
  reach: (estate, id, passage) => {
    const balancer = estate.find(loadBalancers, parentId(id))?.record;
    const at =
      balancer === undefined ? undefined : addressesOf(estate, balancer).find((one) => armKey(one.id) === armKey(id));
    return at === undefined ? [] : [{ to: frontOf(estate, at, passage), checks: at.chained }];
  },
};

function addressesOf(estate: Estate, balancer: LoadBalancer): readonly At[] {
  return balancer.properties.frontendIPConfigurations.map((own): At => {
    const { privateIPAddress, privateIPAddressVersion, publicIPAddress, publicIPPrefix, gatewayLoadBalancer } =
      own.properties;
    const id = idOf(balancer, 'frontendIPConfigurations', own);
    const told: Family = privateIPAddressVersion?.toLowerCase() === 'ipv6' ? 'ipv6' : 'ipv4';
    const chained = gatewayLoadBalancer?.id === undefined ? [] : [inspectedBy(estate, gatewayLoadBalancer.id)];
    const shared = { balancer, id, chained };
    const at = (address: string | undefined, family: Family, otherwise: string) => {
      const block = address === undefined ? undefined : parseCidr(address);
      const ranges = block?.family === family ? [block.first, block.last] : EVERY_ADDRESS[family];
      return { ...shared, family, text: address ?? otherwise, ranges };
    };
    const part = { kind: 'load balancer', ref: balancer.id };
    const publicId = publicIdOf(estate, id, publicIPAddress?.id);
    if (publicId !== undefined) {
      const shown = publicAddressOf(estate, publicId);
      const family = shown.missing.length > 0 ? told : shown.family;
      const { sku } = shown;
      return { ...at(shown.address, family, sku.ref), sku, shown: addressCheck(part, shown, 'public address') };
    }
    if (publicIPPrefix?.id !== undefined) {
      const prefix = estate.find(publicIpPrefixes, publicIPPrefix.id)?.record;
      const block = prefix?.properties.ipPrefix;
      const missing = prefix === undefined ? [estate.gap(publicIpPrefixes, publicIPPrefix.id)] : [];
      const family = (block === undefined ? undefined : parseCidr(block)?.family) ?? told;
      const shown = addressCheck(part, { address: block, missing }, 'public address');
      return { ...at(block, family, publicIPPrefix.id), sku: { name: 'Standard', missing }, shown };
    }
    return at(privateIPAddress, parseCidr(privateIPAddress ?? '')?.family ?? told, id);
  });
}

function frontOf(estate: Estate, at: At, passage: Passage): Front {
  return { kind: 'load balancer', ref: at.balancer.id, listeners: listenersOf(estate, at, passage) };
}
