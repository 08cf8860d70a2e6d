import type { AddressRanges, Family } from '../../../../src/net/ip.ts';
import { ALL_PORTS, type PortRange } from '../../../../src/net/ports.ts';
import { armKey, nameIn } from '../../arm-id.ts';
import { type LoadBalancer, loadBalancers } from '../../records/load-balancers.ts';
import type { Check, Part } from '../check.ts';
import type { Estate } from '../estate.ts';
import type { Leg, Listener } from '../front.ts';
import type { Sku } from '../network/guards.ts';
import { skuName } from '../network/interfaces.ts';
import { type Backend, legsTo, nobody, type Passage } from './backends.ts';
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
export interface At {
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
  /** The size of that address, which is the balancer's too. */
  readonly sku?: Pick<Sku, 'name' | 'missing'>;
}

type Properties = LoadBalancer['properties'];
type NatRule = Properties['inboundNatRules'][number];

/** An address, as somebody comes to it. */
interface View {
  readonly estate: Estate;
  readonly at: At;
  readonly passage: Passage;
}

/** What the rules of an address open. */
export function listenersOf(estate: Estate, at: At, passage: Passage): readonly Listener[] {
  const { loadBalancingRules, inboundNatRules, inboundNatPools } = at.balancer.properties;
  const view = { estate, at, passage };
  const isHere = ({ properties: { frontendIPConfiguration: front } }: Fronted): boolean =>
    armKey(front?.id ?? '') === armKey(at.id);
  return [
    ...loadBalancingRules.filter(isHere).flatMap((rule) => balanced(view, rule)),
    ...inboundNatRules.filter(isHere).flatMap((rule) => translated(view, rule)),
    ...inboundNatPools.filter(isHere).flatMap((pool) => instanced(view, pool)),
  ];
}

interface Fronted {
  readonly properties: { readonly frontendIPConfiguration?: { readonly id?: string | undefined } | undefined };
}

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

/** Where a rule sends to. */
interface Destined {
  readonly pool: Part;
  readonly to: readonly Backend[];
  /** The gaps that may hide who is there, where nobody seems to be. */
  readonly hidden?: readonly string[];
  readonly unread?: ReturnType<typeof unreadSets>;
}

function balanced(view: View, rule: Properties['loadBalancingRules'][number]): readonly Listener[] {
  const { estate, at } = view;
  const { frontendPort: port, backendAddressPool, backendAddressPools } = rule.properties;
  const ports: PortRange = port === undefined || port === 0 ? ALL_PORTS : [port, port];
  const missing = port === undefined ? { missing: [estate.gap(loadBalancers, at.balancer.id)] } : {};
  const forwarding = { ...forwardingOf(at, 'load balancing rule', 'loadBalancingRules', rule), ports, ...missing };
  const ids = [backendAddressPool, ...backendAddressPools].flatMap((ref) => ref?.id ?? []);
  const pools = [...new Map(ids.map((id) => [armKey(id), id])).values()];
  return opened(
    view,
    forwarding,
    pools.map((id) => ({ ...poolOf(view, id), hidden: hiddenIn(view, id) })),
  );
}

/** One port to one machine, or one port each to the members of a pool. */
function translated(view: View, rule: NatRule): readonly Listener[] {
  const { estate, at } = view;
  const { frontendPort = 0, frontendPortRangeStart, backendAddressPool, backendIPConfiguration } = rule.properties;
  const own = forwardingOf(at, 'inbound NAT rule', 'inboundNatRules', rule);
  if (backendAddressPool?.id === undefined || frontendPortRangeStart === undefined) {
    const { ref } = own.part;
    const configs = backendIPConfiguration?.id === undefined ? configsNaming(estate, ref) : [backendIPConfiguration.id];
    const to = configs.map((configId) => ({ configId }));
    const forwarding: Forwarding = { ...own, ports: [frontendPort, frontendPort] };
    return opened(view, forwarding, [{ pool: own.part, to, hidden: hiddenMembers(estate, ref) }]);
  }
  const { members, ...pool } = poolOf(view, backendAddressPool.id);
  const each = members.map(({ to, mappings }): Portion => {
    const told = mappings.find(({ inboundNatRuleName: name }) => armKey(name ?? '') === armKey(rule.name ?? ''));
    return { to: [to], port: told?.frontendPort, backendPort: told?.backendPort };
  });
  const rest = { ...pool, to: [], hidden: hiddenMembers(estate, backendAddressPool.id) };
  return portEach(view, { ...own, ports: rangeOf(rule.properties) }, each, {
    rest,
    taken: [],
    isTold: each.length > 0,
  });
}

/** One port each to the instances of a scale set, but for those that a rule of their own tells. */
function instanced(view: View, pool: Properties['inboundNatPools'][number]): readonly Listener[] {
  const { estate, at } = view;
  const own = forwardingOf(at, 'inbound NAT pool', 'inboundNatPools', pool);
  const prefix = `${(pool.name ?? '').toLowerCase()}.`;
  const rules = at.balancer.properties.inboundNatRules.filter(
    ({ name = '' }) => name.toLowerCase().startsWith(prefix) && /^\d+$/.test(name.slice(prefix.length)),
  );
  const ids = new Set(rules.map(({ id }) => armKey(id ?? '')));
  const instances = natInstances(estate, at.balancer.id, pool.name ?? '').filter(([rule]) => !ids.has(rule));
  const each = instances.map(([, configs]): Portion => ({ to: configs.map((configId) => ({ configId })) }));
  const { ref } = own.part;
  const rest = { pool: own.part, to: [], hidden: hiddenMembers(estate, ref), unread: unreadSets(estate, ref, []) };
  const taken = rules.flatMap(({ properties }) => properties.frontendPort ?? []);
  const isTold = rules.length + each.length > 0;
  return portEach(view, { ...own, ports: rangeOf(pool.properties) }, each, { rest, taken, isTold });
}

/** Who has one port of a range; where nothing tells which, the next one that is free. */
interface Portion {
  readonly to: readonly Backend[];
  readonly port?: number | undefined;
  readonly backendPort?: number | undefined;
}

interface Others {
  /** Who else may have a port of the range. */
  readonly rest: Destined;
  readonly taken: readonly number[];
  /** Somebody is known to have one. */
  readonly isTold: boolean;
}

function portEach(view: View, forwarding: Forwarding, each: readonly Portion[], { rest, taken, isTold }: Others) {
  const [first, last] = forwarding.ports;
  const used = new Set([...taken, ...each.flatMap(({ port }) => port ?? [])]);
  const free = Array.from({ length: last - first + 1 }, (_, index) => first + index).filter((port) => !used.has(port));
  const known = each.flatMap(
    ({ to, port = free.shift(), backendPort = forwarding.backendPort }): readonly Listener[] => {
      if (port === undefined) return [];
      return opened(view, { ...forwarding, ports: [port, port], backendPort }, [{ pool: rest.pool, to }]);
    },
  );
  return isTold && (rest.unread ?? []).length === 0 ? known : [...known, ...opened(view, forwarding, [rest])];
}

function forwardingOf(at: At, kind: string, collection: string, rule: Forwarded): Omit<Forwarding, 'ports'> {
  const ref = idOf(at.balancer, collection, rule);
  const { protocol, backendPort, enableFloatingIP } = rule.properties;
  return {
    part: { kind, ref },
    title: titleOf(rule, ref),
    protocol,
    backendPort,
    isFloating: enableFloatingIP === true,
  };
}

type Forwarded = Pick<NatRule, 'id' | 'name'> & {
  readonly properties: Pick<NatRule['properties'], 'protocol' | 'backendPort' | 'enableFloatingIP'>;
};

/** A pool of the load balancer with everybody in it. */
function poolOf({ estate, at: { balancer } }: View, id: string) {
  const named = poolNamed(balancer, id);
  const pool = { kind: 'backend pool', ref: named?.id ?? id };
  if (named === undefined) return { pool, to: [], members: [], unread: [] };
  const ref = idOf(balancer, 'backendAddressPools', named);
  const members = membersOf(estate, named, ref);
  const keys = members.map(({ key }) => key);
  return { pool, to: members.map(({ to }) => to), members, unread: unreadSets(estate, ref, keys) };
}

function hiddenIn({ estate, at: { balancer } }: View, id: string): readonly string[] {
  return poolNamed(balancer, id) === undefined ? [estate.gap(loadBalancers, balancer.id)] : hiddenMembers(estate, id);
}

function poolNamed(balancer: LoadBalancer, id: string): Properties['backendAddressPools'][number] | undefined {
  const { backendAddressPools: pools } = balancer.properties;
  const byName = pools.find(({ name }) => armKey(name ?? '') === armKey(nameIn(id)));
  return partNamed(balancer, 'backendAddressPools', pools, id) ?? byName;
}

/** `All` is TCP and UDP: a load balancer takes nothing else. */
function opened(view: View, forwarding: Forwarding, destined: readonly Destined[]): readonly Listener[] {
  const { part, title, protocol, ports, missing } = forwarding;
  const word = protocol?.toLowerCase() ?? '';
  const transports = word === 'all' ? ['tcp', 'udp'] : [word === 'udp' || word === 'quic' ? 'udp' : 'tcp'];
  const legs = destined.flatMap((each) => legsFrom(view, forwarding, each));
  const own = legs.length > 0 ? legs : [nobody({ pool: part, port: 'same' })];
  const forwards = [{ ...part, title, isConditional: false, gates: [], legs: own }];
  return transports.map((transport) => ({
    ...part,
    protocol: transport,
    ports,
    label: transport.toUpperCase(),
    forwards,
    missing,
  }));
}

/** A load balancer keeps the sender. Where the address floats, the groups before a backend see the frontend's own. */
function legsFrom(view: View, forwarding: Forwarding, { pool, to, hidden, unread = [] }: Destined): readonly Leg[] {
  const { estate, at, passage } = view;
  const { balancer, family, ranges } = at;
  const { isFloating, backendPort = 0, ports } = forwarding;
  const port = isFloating || backendPort === 0 || ports === ALL_PORTS ? 'same' : backendPort;
  const own = balancer.sku?.name;
  const told = own === undefined && at.sku !== undefined ? at.sku : { name: skuName(own), missing: [] };
  const sku = { kind: 'load balancer', ref: balancer.id, name: told.name, missing: told.missing };
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

function rangeOf({ frontendPortRangeStart: first = 0, frontendPortRangeEnd: last = first }: Ranged): PortRange {
  return [first, Math.max(first, last)];
}

type Ranged = Pick<NatRule['properties'], 'frontendPortRangeStart' | 'frontendPortRangeEnd'>;
