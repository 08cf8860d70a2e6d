import { parentId } from '../../arm-id.ts';
import { loadBalancers } from '../../records/load-balancers.ts';
import { type Check, type Claim, fact, type Part, passage, type Way } from '../check.ts';
import type { Estate } from '../estate.ts';
import { type IpConfig, interfaceGuards } from './guards.ts';
import {
  configsOf,
  isOurs,
  liveness,
  nicOf,
  type PublicAddress,
  primaryOf,
  publicAddressOf,
  publicIdOf,
  targetOf,
} from './interfaces.ts';
import { replyCheck } from './routes.ts';

/** Every way to an interface by itself: its public addresses; without any, its private one, which is none. */
export function interfaceWays(estate: Estate, { entry, address }: Claim): readonly Way[] {
  const nic = nicOf(estate, entry);
  if (nic?.id !== entry) return [];
  const part: Part = { kind: 'network interface', ref: nic.id };
  const configs = configsOf(nic);
  const shown = configs.flatMap((config) => {
    const id = publicIdOf(estate, config.id, config.config.properties.publicIPAddress?.id);
    return id === undefined ? [] : [{ config, at: publicAddressOf(estate, id) }];
  });
  const ways = shown
    .filter(({ at }) => (at.address ?? NO_ADDRESS) === address)
    .map(({ config, at }) => publicWay(estate, config, at));
  const own = primaryOf(configs);
  if (shown.length > 0 || own === undefined || !isOurs(nic)) return ways;
  const none = fact({ decision: 'deny', names: [{ ...part, rule: 'no public address' }] });
  const checks = [none, ...liveness(estate, nic), ...interfaceGuards(estate, own), replyOf(estate, own)];
  const private_ = own.config.properties.privateIPAddress ?? NO_ADDRESS;
  return private_ === address ? [{ workload: targetOf(estate, nic).ref, family: own.family, checks, gates: [] }] : [];
}

/** What stands for the address of something that has none, or whose address is not known. */
export const NO_ADDRESS = '-';

function publicWay(estate: Estate, own: IpConfig, at: PublicAddress): Way {
  const { nic, config } = own;
  const part: Part = { kind: 'network interface', ref: nic.id };
  const { privateIPAddress: inside } = config.properties;
  const there = at.address ?? NO_ADDRESS;
  const translation =
    inside === undefined
      ? []
      : [passage('nat', { ...part, rule: `${there} -> ${inside}` }, (seen) => ({ ...seen, destination: inside }))];
  const checks = [
    ...translation,
    addressCheck(part, at),
    ...liveness(estate, nic),
    ...directChecks(estate, own, at, familyOf(own, at)),
  ];
  return { workload: targetOf(estate, nic).ref, family: familyOf(own, at), checks, gates: [] };
}

/** The family of a public address; one that was not read is of that of the private one. */
export function familyOf({ family }: IpConfig, at: PublicAddress): IpConfig['family'] {
  return at.missing.length === 0 ? at.family : family;
}

/** What a packet from the internet meets on its way to an ip configuration, and its reply. */
export function directChecks(
  estate: Estate,
  own: IpConfig,
  { sku }: PublicAddress,
  family: IpConfig['family'],
): readonly Check[] {
  const { gatewayLoadBalancer, subnet } = own.config.properties;
  const chained = gatewayLoadBalancer?.id === undefined ? [] : [inspectedBy(estate, gatewayLoadBalancer.id)];
  return [...chained, ...interfaceGuards(estate, own, sku), replyCheck(estate, subnet?.id, family)];
}

/** Packets to what is chained to a gateway load balancer pass its appliances first. */
export function inspectedBy(estate: Estate, frontendId: string): Check {
  const id = parentId(frontendId);
  const part = { kind: 'load balancer', ref: estate.find(loadBalancers, id)?.record.id ?? id };
  return fact({ decision: 'inspect', names: [{ ...part, rule: 'gateway load balancer' }] });
}

/** Whether something that a public address was given to has one now. */
export function addressCheck(
  part: Part,
  { address, missing }: Pick<PublicAddress, 'address' | 'missing'>,
  unread = 'public address could not be read',
): Check {
  if (missing.length > 0) {
    return fact({ decision: 'unknown', names: [{ ...part, rule: unread }], missing });
  }
  if (address !== undefined) return fact({ decision: 'allow', names: [{ ...part, rule: 'public address' }] });
  return fact({ decision: 'deny', names: [{ ...part, rule: 'public address not allocated' }], latent: true });
}

export function replyOf(estate: Estate, { config, family }: IpConfig): Check {
  return replyCheck(estate, config.properties.subnet?.id, family);
}
