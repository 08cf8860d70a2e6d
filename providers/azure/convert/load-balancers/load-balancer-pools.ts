import { once } from '../../../../src/convert/interner.ts';
import type { Row } from '../../../../src/convert/table.ts';
import { armKey, subscriptionOf } from '../../arm-id.ts';
import { type BackendAddress, type BackendPool, type LoadBalancer } from '../../records/load-balancers.ts';
import { networkInterfaces, scaleSetInterfaces } from '../../records/network-interfaces.ts';
import { type ScaleSet, scaleSets } from '../../records/virtual-machines.ts';
import type { Context } from '../context.ts';
import type { Backend } from '../fronts/backend-course.ts';
import { ipConfigByAddress, ipConfigs } from '../network/ip-configs.ts';
import { networkOfSubnet } from '../network/networks.ts';
import { scaleSetOf } from '../network/scale-sets.ts';

/** One member of a backend pool. */
export interface Member {
  readonly key: string;
  readonly to: Backend;
  /** The ports that rules of inbound NAT gave it, by the rule's name. */
  readonly mappings: BackendAddress['properties']['inboundNatRulesPortMapping'];
}

/** Who is in a pool, and what may hide others. */
export interface Members {
  readonly list: readonly Member[];
  /** Scale sets whose interfaces would tell whether they are in it, and the gap. */
  readonly unread: readonly { readonly setId: string; readonly missing: string }[];
}

/**
 * The members of a pool, in the order in which its document names them.
 *
 * The pool and the interfaces both tell of membership, and what either tells counts. An address that is put down by
 * hand gets nothing.
 */
export function membersOf(context: Context, row: Row<LoadBalancer>, pool: BackendPool): Members {
  return once(context.made(knownMembers), pool, () => makeMembers(context, row, pool));
}

function knownMembers(): Map<BackendPool, Members> {
  return new Map();
}

function makeMembers(context: Context, row: Row<LoadBalancer>, pool: BackendPool): Members {
  const members = new Map<string, Member>();
  const down = new Set<string>();
  for (const address of pool.properties.loadBalancerBackendAddresses) {
    const member = memberAt(context, pool, address);
    if (member === undefined) continue;
    members.set(member.key, member);
    if (address.properties.adminState?.toLowerCase() === 'down') down.add(member.key);
  }
  const id = idOfPart(row, 'backendAddressPools', pool);
  const own = pool.properties.backendIPConfigurations.flatMap((ref) => ref.id ?? []);
  for (const configId of [...own, ...configsNaming(context, id)]) {
    const key = armKey(configId);
    if (!members.has(key)) members.set(key, { key, to: { ipConfigId: configId }, mappings: [] });
  }
  const list = [...members.values()].filter(({ key }) => !down.has(key));
  return { list, unread: unreadSets(context, id, [...members.keys()]) };
}

/** The interfaces' ip configurations that say that they are in a pool or behind a rule, sorted. */
export function configsNaming(context: Context, id: string): readonly string[] {
  return context.made(configsByPool).get(armKey(id)) ?? [];
}

/** An instance of a scale set that names a port of a pool for inbound NAT: `…/inboundNatRules/pool.3`. */
export interface NatInstance {
  /** In lower case. */
  readonly ruleId: string;
  readonly instance: number;
  readonly configIds: readonly string[];
}

/** The instances that have a port of such a pool, in the order of their numbers. */
export function natInstances(context: Context, balancerId: string, pool: string): readonly NatInstance[] {
  return context.made(instancesByNatPool).get(`${armKey(balancerId)} ${armKey(pool)}`) ?? [];
}

const INSTANCE_RULE = /^(.+)\/inboundnatrules\/(.+)\.(\d+)$/;

function instancesByNatPool(context: Context): ReadonlyMap<string, readonly NatInstance[]> {
  const index = new Map<string, NatInstance[]>();
  for (const [ruleId, configIds] of context.made(configsByPool)) {
    const [, balancer, pool, number] = INSTANCE_RULE.exec(ruleId) ?? [];
    if (balancer === undefined || pool === undefined) continue;
    const key = `${balancer} ${pool}`;
    index.set(key, [...(index.get(key) ?? []), { ruleId, instance: Number(number), configIds }]);
  }
  for (const instances of index.values()) instances.sort((a, b) => a.instance - b.instance);
  return index;
}

/** The gaps that hide members of a pool that seems to have none. */
export function hiddenMembers({ estate }: Context, id: string): readonly string[] {
  const unlisted = estate.unlisted(networkInterfaces, subscriptionOf(id) ?? 'unknown');
  return unlisted === undefined ? [] : [unlisted];
}

/** The id of a part of a load balancer, also where a document leaves it out. */
export function idOfPart(
  { record }: Row<{ readonly id: string }>,
  collection: string,
  part: { readonly id?: string | undefined; readonly name?: string | undefined },
): string {
  return part.id ?? `${record.id}/${collection}/${part.name ?? ''}`;
}

function memberAt(context: Context, pool: BackendPool, { properties }: BackendAddress): Member | undefined {
  const { ipAddress, networkInterfaceIPConfiguration, loadBalancerFrontendIPConfiguration } = properties;
  const mappings = properties.inboundNatRulesPortMapping;
  const frontId = loadBalancerFrontendIPConfiguration?.id;
  if (frontId !== undefined) return { key: armKey(frontId), to: { frontId }, mappings };
  const configId = networkInterfaceIPConfiguration?.id;
  if (configId !== undefined) return { key: armKey(configId), to: { ipConfigId: configId }, mappings };
  if (ipAddress === undefined) return undefined;
  const network = networkOf(pool, properties);
  const config = network === undefined ? undefined : ipConfigByAddress(context, network, ipAddress);
  if (config !== undefined) return { key: armKey(config.id), to: { ipConfigId: config.id }, mappings };
  const key = `${armKey(network ?? '')} ${ipAddress}`;
  return { key, to: { address: ipAddress, virtualNetworkId: network }, mappings };
}

function networkOf(pool: BackendPool, { virtualNetwork, subnet }: BackendAddress['properties']): string | undefined {
  const beside = subnet?.id === undefined ? undefined : networkOfSubnet(subnet.id);
  return virtualNetwork?.id ?? beside ?? pool.properties.virtualNetwork?.id;
}

function configsByPool(context: Context): ReadonlyMap<string, readonly string[]> {
  const index = new Map<string, string[]>();
  for (const { id, config } of ipConfigs(context)) {
    const {
      loadBalancerBackendAddressPools: pools,
      applicationGatewayBackendAddressPools: gatewayPools,
      loadBalancerInboundNatRules: rules,
    } = config.properties;
    for (const ref of [...pools, ...gatewayPools, ...rules]) {
      if (ref.id === undefined) continue;
      const key = armKey(ref.id);
      const named = index.get(key) ?? [];
      named.push(id);
      index.set(key, named);
    }
  }
  return index;
}

/** A set names the pools of its instances; where those were not read, any of them may be a member. */
export function unreadSets(context: Context, poolId: string, known: readonly string[]): Members['unread'] {
  const sets = context.made(setsByPool).get(armKey(poolId)) ?? [];
  return sets.flatMap((setId) => {
    const isKnown = known.some((key) => armKey(scaleSetOf(key) ?? '') === armKey(setId));
    const missing = context.estate.unlisted(scaleSetInterfaces, subscriptionOf(setId) ?? 'unknown', setId);
    return isKnown || missing === undefined ? [] : [{ setId, missing }];
  });
}

function setsByPool({ estate }: Context): ReadonlyMap<string, readonly string[]> {
  const index = new Map<string, string[]>();
  for (const { record } of estate.rows(scaleSets)) {
    if (record.properties.orchestrationMode?.toLowerCase() === 'flexible') continue;
    for (const key of poolsOf(record)) index.set(key, [...(index.get(key) ?? []), record.id]);
  }
  return index;
}

/** Pools of backends, and of ports for inbound NAT. */
function poolsOf({ properties }: ScaleSet): ReadonlySet<string> {
  const interfaces = properties.virtualMachineProfile?.networkProfile?.networkInterfaceConfigurations ?? [];
  const configs = interfaces.flatMap((each) => each.properties.ipConfigurations);
  const refs = configs.flatMap((config) => [
    ...config.properties.loadBalancerBackendAddressPools,
    ...config.properties.loadBalancerInboundNatPools,
    ...config.properties.applicationGatewayBackendAddressPools,
  ]);
  return new Set(refs.flatMap(({ id }) => (id === undefined ? [] : armKey(id))));
}
