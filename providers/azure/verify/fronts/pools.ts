import { Memo } from '../../../../src/verify/memo.ts';
import { armKey, nameIn, parentId } from '../../arm-id.ts';
import type { BackendAddress, BackendPool } from '../../records/load-balancers.ts';
import { networkInterfaces, scaleSetInterfaces } from '../../records/network-interfaces.ts';
import { scaleSets } from '../../records/virtual-machines.ts';
import type { Estate } from '../estate.ts';
import { configByAddress, configsOf, nicsOf, scaleSetIn } from '../network/interfaces.ts';
import type { Backend } from './backends.ts';

/** One member of a backend pool. */
export interface Member {
  readonly key: string;
  readonly to: Backend;
  /** The ports that rules of inbound NAT gave it. */
  readonly mappings: BackendAddress['properties']['inboundNatRulesPortMapping'];
}

/** The members of a pool: those that it names, and those that name it. */
export function membersOf(estate: Estate, pool: BackendPool, poolId: string): readonly Member[] {
  const members = new Map<string, Member>();
  const down = new Set<string>();
  for (const { properties } of pool.properties.loadBalancerBackendAddresses) {
    const to = backendAt(estate, pool, properties);
    if (to === undefined) continue;
    const key = 'address' in to ? `${armKey(to.networkId ?? '')} ${to.address}` : armKey(idIn(to));
    members.set(key, { key, to, mappings: properties.inboundNatRulesPortMapping });
    if (properties.adminState?.toLowerCase() === 'down') down.add(key);
  }
  const own = pool.properties.backendIPConfigurations.flatMap(({ id }) => id ?? []);
  for (const configId of [...own, ...configsNaming(estate, poolId)]) {
    const key = armKey(configId);
    if (!members.has(key)) members.set(key, { key, to: { configId }, mappings: [] });
  }
  return [...members.values()].filter(({ key }) => !down.has(key));
}

function backendAt(
  estate: Estate,
  pool: BackendPool,
  { ipAddress, subnet, ...own }: BackendAddress['properties'],
): Backend | undefined {
  const frontId = own.loadBalancerFrontendIPConfiguration?.id;
  const configId = own.networkInterfaceIPConfiguration?.id;
  if (frontId !== undefined) return { frontId };
  if (configId !== undefined) return { configId };
  if (ipAddress === undefined) return undefined;
  const beside = subnet?.id === undefined ? undefined : parentId(subnet.id);
  const networkId = own.virtualNetwork?.id ?? beside ?? pool.properties.virtualNetwork?.id;
  const config = networkId === undefined ? undefined : configByAddress(estate, networkId, ipAddress);
  return config === undefined ? { address: ipAddress, networkId } : { configId: config.id };
}

function idIn(backend: Exclude<Backend, { readonly address: string }>): string {
  if ('configId' in backend) return backend.configId;
  return 'frontId' in backend ? backend.frontId : backend.fqdn;
}

const NAMED = new Memo<ReadonlyMap<string, readonly string[]>>();

/** The ip configurations that say that they are in a pool or behind a rule. */
export function configsNaming(estate: Estate, id: string): readonly string[] {
  return naming(estate).get(armKey(id)) ?? [];
}

/** The instances that name a port of a pool for inbound NAT, `…/inboundNatRules/pool.3`, in the order of their numbers. */
export function natInstances(
  estate: Estate,
  balancerId: string,
  pool: string,
): readonly (readonly [rule: string, configs: readonly string[]])[] {
  const prefix = armKey(`${balancerId}/inboundNatRules/${pool}.`);
  const numberOf = (rule: string): number => Number(rule.slice(prefix.length));
  return [...naming(estate)]
    .filter(([rule]) => rule.startsWith(prefix) && /^\d+$/.test(rule.slice(prefix.length)))
    .sort(([a], [b]) => numberOf(a) - numberOf(b));
}

function naming(estate: Estate): ReadonlyMap<string, readonly string[]> {
  return NAMED.of(estate, '', () => {
    const pairs = nicsOf(estate)
      .flatMap(configsOf)
      .flatMap(({ id, config: { properties } }) => {
        const { loadBalancerBackendAddressPools, applicationGatewayBackendAddressPools } = properties;
        const refs = [
          ...loadBalancerBackendAddressPools,
          ...applicationGatewayBackendAddressPools,
          ...properties.loadBalancerInboundNatRules,
        ];
        return refs.flatMap((ref) => (ref.id === undefined ? [] : [{ key: armKey(ref.id), id }]));
      });
    const groups = Map.groupBy(pairs, ({ key }) => key);
    return new Map([...groups].map(([key, own]) => [key, own.map(({ id }) => id)]));
  });
}

/** The gap that hides members of a pool that seems to have none. */
export function hiddenMembers(estate: Estate, id: string): readonly string[] {
  return estate.isCut(networkInterfaces, id) ? [estate.gap(networkInterfaces, id)] : [];
}

/** Uniform scale sets that are in a pool and whose instances were not read: any of those may be a member. */
export function unreadSets(
  estate: Estate,
  poolId: string,
  keys: readonly string[],
): readonly { readonly setId: string; readonly missing: readonly string[] }[] {
  return estate.rows(scaleSets).flatMap(({ record: { id, properties } }) => {
    const interfaces = properties.virtualMachineProfile?.networkProfile?.networkInterfaceConfigurations ?? [];
    const configs = interfaces.flatMap((each) => each.properties.ipConfigurations);
    const isIn = configs.some(({ properties: own }) =>
      [
        ...own.loadBalancerBackendAddressPools,
        ...own.loadBalancerInboundNatPools,
        ...own.applicationGatewayBackendAddressPools,
      ].some((ref) => armKey(ref.id ?? '') === armKey(poolId)),
    );
    const isKnown = keys.some((key) => armKey(scaleSetIn(key) ?? '') === armKey(id));
    const isUniform = properties.orchestrationMode?.toLowerCase() !== 'flexible';
    return isIn && isUniform && !isKnown && estate.isCut(scaleSetInterfaces, id, id)
      ? [{ setId: id, missing: [estate.gap(scaleSetInterfaces, id)] }]
      : [];
  });
}

/** The id of a part of a resource, also where a document leaves it out. */
export function idOf(
  owner: { readonly id: string },
  collection: string,
  part: { readonly id?: string | undefined; readonly name?: string | undefined },
): string {
  return part.id ?? `${owner.id}/${collection}/${part.name ?? ''}`;
}

/** The part of a resource that a reference names. */
export function partNamed<T extends { readonly id?: string | undefined; readonly name?: string | undefined }>(
  owner: { readonly id: string },
  collection: string,
  parts: readonly T[],
  id: string | undefined,
): T | undefined {
  return id === undefined ? undefined : parts.find((part) => armKey(idOf(owner, collection, part)) === armKey(id));
}

export function titleOf(part: { readonly name?: string | undefined }, id: string): string {
  return part.name ?? nameIn(id);
}
