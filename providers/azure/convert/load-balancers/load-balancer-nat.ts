import type { Listener } from '../../../../src/model/inventory.ts';
import type { PortRange } from '../../../../src/net/ports.ts';
import { armKey } from '../../arm-id.ts';
import type { InboundNatPool, InboundNatRule, LoadBalancer } from '../../records/load-balancers.ts';
import type { Context } from '../context.ts';
import {
  type BalancerView,
  type Destined,
  type Forwarding,
  listenersFor,
  poolElement,
  poolOf,
  ruleElement,
} from './load-balancer-listeners.ts';
import {
  configsNaming,
  hiddenMembers,
  idOfPart,
  type Member,
  membersOf,
  natInstances,
  unreadSets,
} from './load-balancer-pools.ts';

/** The listeners of a rule of inbound NAT: one port to one machine, or one port each to the members of a pool. */
export function natListeners(context: Context, view: BalancerView, rule: InboundNatRule): readonly Listener[] {
  const { row } = view.at;
  const { frontendPort, frontendPortRangeStart, backendAddressPool, backendIPConfiguration } = rule.properties;
  const element = ruleElement(row, 'inbound NAT rule', 'inboundNatRules', rule);
  const shared = { element, ...sharedOf(rule.properties) };
  if (backendAddressPool?.id !== undefined && frontendPortRangeStart !== undefined) {
    return pooledListeners(context, view, rule, backendAddressPool.id);
  }
  const id = idOfPart(row, 'inboundNatRules', rule);
  const named = backendIPConfiguration?.id === undefined ? configsNaming(context, id) : [backendIPConfiguration.id];
  const to = named.map((ipConfigId) => ({ ipConfigId }));
  const port = frontendPort ?? 0;
  const destined = { pool: element, to, hidden: () => hiddenMembers(context, id) };
  return listenersFor(context, view, { ...shared, frontPort: [port, port] }, [destined]);
}

/** The listeners of a pool of ports for the instances of a scale set, but for those that a rule of their own tells. */
export function natPoolListeners(context: Context, view: BalancerView, pool: InboundNatPool): readonly Listener[] {
  const { row } = view.at;
  const element = ruleElement(row, 'inbound NAT pool', 'inboundNatPools', pool);
  const id = idOfPart(row, 'inboundNatPools', pool);
  const range = rangeOf(pool.properties);
  const own = ownRules(row.record, pool.name ?? '');
  const instances = natInstances(context, row.record.id, pool.name ?? '').filter(
    ({ ruleId }) => !own.some((rule) => armKey(rule.id ?? '') === ruleId),
  );
  const taken = own.flatMap(({ properties: { frontendPort } }) => frontendPort ?? []);
  const forwarding = { element, ...sharedOf(pool.properties) };
  const ports = freePorts(range, taken);
  const known = instances.flatMap(({ configIds }, index) => {
    const port = ports[index];
    if (port === undefined) return [];
    const to = configIds.map((ipConfigId) => ({ ipConfigId }));
    return listenersFor(context, view, { ...forwarding, frontPort: [port, port] }, [
      { pool: element, to, hidden: NOTHING },
    ]);
  });
  const unread = unreadSets(context, id, []);
  if (unread.length === 0 && own.length + known.length > 0) return known;
  const hidden = () => hiddenMembers(context, id);
  const rest: Destined = { pool: element, to: [], hidden, unread };
  return [...known, ...listenersFor(context, view, { ...forwarding, frontPort: range }, [rest])];
}

/**
 * One port for each member of a pool.
 *
 * Which, the members' own mappings tell; where they do not, ports are given in the order of the members, as they are when
 * a pool is first filled.
 */
function pooledListeners(
  context: Context,
  view: BalancerView,
  rule: InboundNatRule,
  poolId: string,
): readonly Listener[] {
  const { row } = view.at;
  const element = ruleElement(row, 'inbound NAT rule', 'inboundNatRules', rule);
  const pool = poolOf(row, poolId);
  const range = rangeOf(rule.properties);
  const shown = poolElement(row, poolId, pool);
  const { list, unread } = pool === undefined ? { list: [], unread: [] } : membersOf(context, row, pool);
  const forwarding: Omit<Forwarding, 'frontPort'> = { element, ...sharedOf(rule.properties) };
  const known = mapped(list, rule, range).flatMap(({ member, port, backendPort }) =>
    listenersFor(context, view, { ...forwarding, backendPort, frontPort: [port, port] }, [
      { pool: shown, to: [member.to], hidden: NOTHING },
    ]),
  );
  if (unread.length === 0 && known.length > 0) return known;
  const rest: Destined = { pool: shown, to: [], hidden: () => hiddenMembers(context, poolId), unread };
  return [...known, ...listenersFor(context, view, { ...forwarding, frontPort: range }, [rest])];
}

const NOTHING = (): readonly string[] => [];

interface Mapped {
  readonly member: Member;
  readonly port: number;
  readonly backendPort: number | undefined;
}

function mapped(members: readonly Member[], rule: InboundNatRule, range: PortRange): readonly Mapped[] {
  const told = members.map((member) =>
    member.mappings.find(({ inboundNatRuleName: name }) => name?.toLowerCase() === rule.name?.toLowerCase()),
  );
  const free = freePorts(
    range,
    told.flatMap((mapping) => mapping?.frontendPort ?? []),
  );
  let next = 0;
  return members.flatMap((member, index) => {
    const mapping = told[index];
    const port = mapping?.frontendPort ?? free[next++];
    return port === undefined
      ? []
      : [{ member, port, backendPort: mapping?.backendPort ?? rule.properties.backendPort }];
  });
}

interface Ranged {
  readonly frontendPortRangeStart?: number | undefined;
  readonly frontendPortRangeEnd?: number | undefined;
}

function rangeOf({ frontendPortRangeStart: first = 0, frontendPortRangeEnd: last = first }: Ranged): PortRange {
  return [first, Math.max(first, last)];
}

function freePorts([first, last]: PortRange, taken: readonly number[]): readonly number[] {
  const used = new Set(taken);
  return Array.from({ length: last - first + 1 }, (_, index) => first + index).filter((port) => !used.has(port));
}

function sharedOf({
  protocol,
  backendPort,
  enableFloatingIP,
}: InboundNatPool['properties'] | InboundNatRule['properties']): Omit<Forwarding, 'element' | 'frontPort'> {
  return { protocol, backendPort, isFloating: enableFloatingIP === true };
}

/** The rules that the platform made for the instances of a set: `pool.0`, `pool.1`. */
function ownRules({ properties: { inboundNatRules } }: LoadBalancer, pool: string): readonly InboundNatRule[] {
  const prefix = `${pool.toLowerCase()}.`;
  return inboundNatRules.filter(({ name }) => {
    const rest = name?.toLowerCase().startsWith(prefix) === true ? name.slice(prefix.length) : undefined;
    return rest !== undefined && /^\d+$/.test(rest);
  });
}
