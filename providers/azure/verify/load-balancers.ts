import type { Proof } from '../../../src/model/proof.ts';
import { type AddressRanges, EVERY_ADDRESS, type Family, parseCidr } from '../../../src/net/ip.ts';
import { ALL_PORTS, type PortRange } from '../../../src/net/ports.ts';
import { armKey, nameIn, parentId } from '../arm-id.ts';
import { type BackendPool, type LoadBalancer, loadBalancers } from '../records/load-balancers.ts';
import { publicIpPrefixes } from '../records/public-ip-addresses.ts';
import { type Backend, type FrontKind, legsTo, nobody, type Passage } from './backends.ts';
import type { Check, Part, Way } from './check.ts';
import type { Estate } from './estate.ts';
import { type Front, type Leg, type Listener, waysThrough } from './front.ts';
import { addressCheck, inspectedBy } from './interface-ways.ts';
import { publicAddressOf, skuName } from './interfaces.ts';
import {
  configsNaming,
  hiddenMembers,
  idOf,
  membersOf,
  natInstances,
  partNamed,
  titleOf,
  unreadSets,
} from './pools.ts';

/** One address of a load balancer, or one block of them that all behave alike. */
interface At {
  readonly balancer: LoadBalancer;
  readonly id: string;
  readonly family: Family;
  /** The address, the block, or as long as there is none the id of what has it. */
  readonly text: string;
  readonly ranges: AddressRanges;
  /** The appliances that packets pass first. */
  readonly chained: readonly Check[];
  /** Absent for a private address. */
  readonly shown?: Check;
}

/** Every way through a load balancer from one of its public addresses. */
export function balancerWays(
  estate: Estate,
  { entry, address }: Pick<Proof, 'entry' | 'address'>,
  kinds: readonly FrontKind[],
): readonly Way[] {
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
        publicId: own.properties.publicIPAddress?.id,
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
    if (publicIPAddress?.id !== undefined) {
      const shown = publicAddressOf(estate, publicIPAddress.id);
      const family = shown.missing.length > 0 ? told : shown.family;
      return { ...at(shown.address, family, shown.sku.ref), shown: addressCheck(part, shown, 'public address') };
    }
    if (publicIPPrefix?.id !== undefined) {
      const prefix = estate.find(publicIpPrefixes, publicIPPrefix.id)?.record;
      const block = prefix?.properties.ipPrefix;
      const missing = prefix === undefined ? [estate.gap(publicIpPrefixes, publicIPPrefix.id)] : [];
      const family = (block === undefined ? undefined : parseCidr(block)?.family) ?? told;
      const shown = addressCheck(part, { address: block, missing }, 'public address');
      return { ...at(block, family, publicIPPrefix.id), shown };
    }
    return at(privateIPAddress, parseCidr(privateIPAddress ?? '')?.family ?? told, id);
  });
}

function frontOf(estate: Estate, at: At, passage: Passage): Front {
  const { balancer, id } = at;
  const { loadBalancingRules, inboundNatRules, inboundNatPools } = balancer.properties;
  const isHere = ({ properties: { frontendIPConfiguration: front } }: Fronted): boolean =>
    armKey(front?.id ?? '') === armKey(id);
  const listeners = [
    ...loadBalancingRules.filter(isHere).flatMap((rule) => balanced(estate, at, passage, rule)),
    ...inboundNatRules.filter(isHere).flatMap((rule) => translated(estate, at, passage, rule)),
    ...inboundNatPools.filter(isHere).flatMap((pool) => instanced(estate, at, passage, pool)),
  ];
  return { kind: 'load balancer', ref: balancer.id, listeners };
}

interface Fronted {
  readonly properties: { readonly frontendIPConfiguration?: { readonly id?: string | undefined } | undefined };
}

type Properties = LoadBalancer['properties'];
type NatRule = Properties['inboundNatRules'][number];

/** What a rule takes. */
interface Forwarding {
  readonly part: Part;
  readonly title: string;
  readonly protocol: string | undefined;
  readonly ports: PortRange;
  readonly backendPort: number | undefined;
  readonly isFloating: boolean;
  readonly missing?: readonly string[];
}

function balanced(
  estate: Estate,
  at: At,
  passage: Passage,
  rule: Properties['loadBalancingRules'][number],
): readonly Listener[] {
  const { balancer } = at;
  const { frontendPort, backendAddressPool, backendAddressPools } = rule.properties;
  const own = forwardingOf(balancer, 'load balancing rule', 'loadBalancingRules', rule);
  const ports = (frontendPort ?? 0) === 0 ? ALL_PORTS : ([frontendPort ?? 0, frontendPort ?? 0] as const);
  const missing = frontendPort === undefined ? { missing: [estate.gap(loadBalancers, balancer.id)] } : {};
  const forwarding = { ...own, ports, ...missing };
  const ids = [backendAddressPool, ...backendAddressPools].flatMap((ref) => ref?.id ?? []);
  const legs = [...new Map(ids.map((id) => [armKey(id), id])).values()].flatMap((poolId) => {
    const pool = poolNamed(balancer, poolId);
    const part = { kind: 'backend pool', ref: pool?.id ?? poolId };
    const to = { pool: part, to: [], hidden: [estate.gap(loadBalancers, balancer.id)], unread: [] };
    if (pool === undefined) return legsFrom(estate, at, passage, forwarding, to);
    const members = membersOf(estate, pool, idOf(balancer, 'backendAddressPools', pool));
    const unread = unreadSets(
      estate,
      poolId,
      members.map(({ key }) => key),
    );
    return legsFrom(estate, at, passage, forwarding, {
      pool: part,
      to: members.map((member) => member.to),
      hidden: hiddenMembers(estate, poolId),
      unread,
    });
  });
  return listenersOf(forwarding, legs);
}

/** One port to one machine, or one port each to the members of a pool. */
function translated(estate: Estate, at: At, passage: Passage, rule: NatRule): readonly Listener[] {
  const { balancer } = at;
  const { frontendPort = 0, frontendPortRangeStart, backendAddressPool, backendIPConfiguration } = rule.properties;
  const own = forwardingOf(balancer, 'inbound NAT rule', 'inboundNatRules', rule);
  if (backendAddressPool?.id === undefined || frontendPortRangeStart === undefined) {
    const id = idOf(balancer, 'inboundNatRules', rule);
    const configs = backendIPConfiguration?.id === undefined ? configsNaming(estate, id) : [backendIPConfiguration.id];
    const to = {
      pool: own.part,
      to: configs.map((configId) => ({ configId })),
      hidden: hiddenMembers(estate, id),
      unread: [],
    };
    const forwarding = { ...own, ports: [frontendPort, frontendPort] as const };
    return listenersOf(forwarding, legsFrom(estate, at, passage, forwarding, to));
  }
  const poolId = backendAddressPool.id;
  const pool = poolNamed(balancer, poolId);
  const members = pool === undefined ? [] : membersOf(estate, pool, idOf(balancer, 'backendAddressPools', pool));
  const told = members.map(({ mappings }) =>
    mappings.find(({ inboundNatRuleName: name }) => armKey(name ?? '') === armKey(rule.name ?? '')),
  );
  const free = freePorts(
    rangeOf(rule.properties),
    told.flatMap((mapping) => mapping?.frontendPort ?? []),
  );
  const part = { kind: 'backend pool', ref: pool?.id ?? poolId };
  const known = members.flatMap((member, index): readonly Listener[] => {
    const mapping = told[index];
    const port = mapping?.frontendPort ?? free.shift();
    if (port === undefined) return [];
    const forwarding = { ...own, ports: [port, port] as const, backendPort: mapping?.backendPort ?? own.backendPort };
    return listenersOf(
      forwarding,
      legsFrom(estate, at, passage, forwarding, { pool: part, to: [member.to], hidden: [], unread: [] }),
    );
  });
  const unread =
    pool === undefined
      ? []
      : unreadSets(
          estate,
          idOf(balancer, 'backendAddressPools', pool),
          members.map(({ key }) => key),
        );
  if (unread.length === 0 && known.length > 0) return known;
  const forwarding = { ...own, ports: rangeOf(rule.properties) };
  const rest = { pool: part, to: [], hidden: hiddenMembers(estate, poolId), unread };
  return [...known, ...listenersOf(forwarding, legsFrom(estate, at, passage, forwarding, rest))];
}

/** One port each to the instances of a scale set, but for those that a rule of their own tells. */
function instanced(
  estate: Estate,
  at: At,
  passage: Passage,
  pool: Properties['inboundNatPools'][number],
): readonly Listener[] {
  const { balancer } = at;
  const own = forwardingOf(balancer, 'inbound NAT pool', 'inboundNatPools', pool);
  const isOwn = ({ name = '' }: NatRule): boolean => {
    const prefix = `${(pool.name ?? '').toLowerCase()}.`;
    return name.toLowerCase().startsWith(prefix) && /^\d+$/.test(name.slice(prefix.length));
  };
  const rules = balancer.properties.inboundNatRules.filter(isOwn);
  const ids = new Set(rules.map(({ id }) => armKey(id ?? '')));
  const free = freePorts(
    rangeOf(pool.properties),
    rules.flatMap(({ properties }) => properties.frontendPort ?? []),
  );
  const instances = natInstances(estate, balancer.id, pool.name ?? '').filter(([rule]) => !ids.has(rule));
  const known = instances.flatMap(([, configs]): readonly Listener[] => {
    const port = free.shift();
    if (port === undefined) return [];
    const forwarding = { ...own, ports: [port, port] as const };
    const to = { pool: own.part, to: configs.map((configId) => ({ configId })), hidden: [], unread: [] };
    return listenersOf(forwarding, legsFrom(estate, at, passage, forwarding, to));
  });
  const id = idOf(balancer, 'inboundNatPools', pool);
  const unread = unreadSets(estate, id, []);
  if (unread.length === 0 && rules.length + known.length > 0) return known;
  const forwarding = { ...own, ports: rangeOf(pool.properties) };
  const rest = { pool: own.part, to: [], hidden: hiddenMembers(estate, id), unread };
  return [...known, ...listenersOf(forwarding, legsFrom(estate, at, passage, forwarding, rest))];
}

function forwardingOf(
  balancer: LoadBalancer,
  kind: string,
  collection: string,
  rule: Pick<NatRule, 'id' | 'name'> & {
    readonly properties: Pick<NatRule['properties'], 'protocol' | 'backendPort' | 'enableFloatingIP'>;
  },
): Omit<Forwarding, 'ports'> {
  const ref = idOf(balancer, collection, rule);
  const { protocol, backendPort, enableFloatingIP } = rule.properties;
  return {
    part: { kind, ref },
    title: titleOf(rule, ref),
    protocol,
    backendPort,
    isFloating: enableFloatingIP === true,
  };
}

function poolNamed(balancer: LoadBalancer, id: string): BackendPool | undefined {
  const { backendAddressPools } = balancer.properties;
  return (
    partNamed(balancer, 'backendAddressPools', backendAddressPools, id) ??
    backendAddressPools.find(({ name }) => armKey(name ?? '') === armKey(nameIn(id)))
  );
}

interface Destined {
  readonly pool: Part;
  readonly to: readonly Backend[];
  /** The gaps that may hide who is there, where nobody seems to be. */
  readonly hidden: readonly string[];
  readonly unread: ReturnType<typeof unreadSets>;
}

/** A load balancer keeps the sender. Where the address floats, the groups before a backend see the frontend's address and port. */
function legsFrom(
  estate: Estate,
  at: At,
  passage: Passage,
  forwarding: Forwarding,
  { pool, to, hidden, unread }: Destined,
): readonly Leg[] {
  const { isFloating, backendPort = 0, ports } = forwarding;
  const port = isFloating || backendPort === 0 || ports === ALL_PORTS ? 'same' : backendPort;
  const { balancer, family, ranges } = at;
  const sku = { kind: 'load balancer', ref: balancer.id, name: skuName(balancer.sku?.name), missing: [] };
  const course = {
    ...passage,
    through: [...passage.through, armKey(at.id)],
    pool,
    port,
    sku: passage.sender === undefined ? sku : undefined,
    destination: isFloating ? { family, ranges } : undefined,
  } as const;
  const legs = to.flatMap((backend) => legsTo(estate, course, backend));
  const perhaps = unread.map(({ setId, missing }) => ({ ...nobody({ pool, port }, missing), to: setId }));
  return legs.length + perhaps.length > 0 ? [...legs, ...perhaps] : [nobody({ pool, port }, hidden)];
}

/** `All` is TCP and UDP: a load balancer takes nothing else. */
function listenersOf({ part, title, protocol, ports, missing }: Forwarding, legs: readonly Leg[]): readonly Listener[] {
  const word = protocol?.toLowerCase() ?? '';
  const transports = word === 'all' ? ['tcp', 'udp'] : [word === 'udp' || word === 'quic' ? 'udp' : 'tcp'];
  const own = legs.length > 0 ? legs : [nobody({ pool: part, port: 'same' })];
  const forward = { ...part, title, isConditional: false, gates: [], legs: own };
  return transports.map((transport) => ({
    ...part,
    protocol: transport,
    ports,
    label: transport.toUpperCase(),
    forwards: [forward],
    missing,
  }));
}

function rangeOf({
  frontendPortRangeStart: first = 0,
  frontendPortRangeEnd: last = first,
}: Pick<NatRule['properties'], 'frontendPortRangeStart' | 'frontendPortRangeEnd'>): PortRange {
  return [first, Math.max(first, last)];
}

function freePorts([first, last]: PortRange, taken: readonly number[]): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index).filter((port) => !taken.includes(port));
}
