import type { Row } from '../../../../src/convert/table.ts';
import { trace } from '../../../../src/convert/traces.ts';
import type { Leg, Listener } from '../../../../src/model/inventory.ts';
import type { Element } from '../../../../src/model/resource.ts';
import type { Trace } from '../../../../src/model/trace.ts';
import { ALL_PORTS, type PortRange } from '../../../../src/net/ports.ts';
import { armKey, nameIn } from '../../arm-id.ts';
import {
  type BackendPool,
  type LoadBalancer,
  type LoadBalancingRule,
  loadBalancers,
} from '../../records/load-balancers.ts';
import type { Context } from '../context.ts';
import { elementOf } from '../elements.ts';
import type { Backend } from '../fronts/backend-course.ts';
import { backendLegs, noBackendLeg, poolTraces } from '../fronts/backends.ts';
import type { Passage } from '../fronts/fronts.ts';
import { notTold } from '../gaps.ts';
import { skuNameOf } from '../network/public-addresses.ts';
import type { Arrival, ArrivalSku } from '../rules/guards.ts';
import { namedWorkload } from '../workloads.ts';
import type { BalancerAddress } from './load-balancer-addresses.ts';
import { hiddenMembers, idOfPart, membersOf } from './load-balancer-pools.ts';

/** An address of a load balancer, as somebody comes to it. */
export interface BalancerView {
  readonly at: BalancerAddress;
  readonly passage: Passage;
}

/** What a rule does with the packets that it takes. */
export interface Forwarding {
  /** The rule. */
  readonly element: Element;
  readonly protocol: string | undefined;
  readonly frontPort: PortRange;
  readonly backendPort: number | undefined;
  readonly isFloating: boolean;
  /** The names of the gaps that hide what the rule takes. */
  readonly missing?: readonly string[];
}

/** Where a rule sends to, by what lists it. */
export interface Destined {
  readonly pool: Element;
  readonly to: readonly Backend[];
  /** The names of the gaps that may hide who is there, where nobody seems to be. */
  readonly hidden: () => readonly string[];
  readonly unread?: readonly { readonly setId: string; readonly missing: string }[];
  readonly traces?: readonly Trace[];
}

/** The listeners that a load balancing rule opens: one for each protocol. */
export function balancingListeners(context: Context, view: BalancerView, rule: LoadBalancingRule): readonly Listener[] {
  const { row } = view.at;
  const { properties } = rule;
  const { frontendPort, backendPort, enableFloatingIP, backendAddressPool, backendAddressPools, probe } = properties;
  const element = ruleElement(row, 'load balancing rule', 'loadBalancingRules', rule);
  const path = row.record.properties.probes.find(({ id }) => isSame(id, probe?.id))?.properties.requestPath;
  const traces = trace('health-path', path, `${loadBalancers.call} probes requestPath`, 1);
  const ids = [backendAddressPool, ...backendAddressPools].flatMap((ref) => ref?.id ?? []);
  const pools = [...new Map(ids.map((id) => [armKey(id), id])).values()];
  const destined = pools.map((id) => poolDestination(context, row, id, traces));
  const forwarding = {
    element,
    protocol: properties.protocol,
    frontPort: frontendPort === undefined || frontendPort === 0 ? ALL_PORTS : ([frontendPort, frontendPort] as const),
    backendPort,
    isFloating: enableFloatingIP === true,
    ...(frontendPort === undefined
      ? { missing: [notTold(context, loadBalancers, row.record.id, 'a frontend port')] }
      : {}),
  };
  return listenersFor(context, view, forwarding, destined);
}

/** A pool of the load balancer with everybody in it. */
function poolDestination(context: Context, row: Row<LoadBalancer>, id: string, traces: readonly Trace[]): Destined {
  const pool = poolOf(row, id);
  const element = poolElement(row, id, pool);
  if (pool === undefined) {
    return { pool: element, to: [], hidden: () => [notTold(context, loadBalancers, row.record.id, id)] };
  }
  const { list, unread } = membersOf(context, row, pool);
  const named = poolTraces(pool.name, loadBalancers.call);
  return {
    pool: element,
    to: list.map(({ to }) => to),
    hidden: () => hiddenMembers(context, id),
    unread,
    traces: [...named, ...traces],
  };
}

/** A pool of the load balancer's own document. */
export function poolOf({ record }: Row<LoadBalancer>, id: string): BackendPool | undefined {
  return record.properties.backendAddressPools.find((pool) => isSame(pool.id, id) || isSame(pool.name, nameIn(id)));
}

export function poolElement(row: Row<LoadBalancer>, id: string, pool: BackendPool | undefined): Element {
  return elementOf('backend pool', pool?.id ?? id, row, pool?.name ?? nameIn(id));
}

/** One rule of a load balancer, of whatever kind. */
export function ruleElement(
  row: Row<LoadBalancer>,
  kind: string,
  collection: string,
  rule: { readonly id?: string | undefined; readonly name?: string | undefined },
): Element {
  const id = idOfPart(row, collection, rule);
  return elementOf(kind, id, row, rule.name ?? nameIn(id));
}

/** The listeners of a rule, one for each protocol that it takes. */
export function listenersFor(
  context: Context,
  view: BalancerView,
  forwarding: Forwarding,
  destined: readonly Destined[],
): readonly Listener[] {
  const { element, protocol, frontPort, missing } = forwarding;
  const legs = destined.flatMap((destination) => legsTo(context, view, forwarding, destination));
  const nowhere = noBackendLeg(context, { pool: element, port: 'same', location: view.at.row.record.location });
  const rule = {
    element,
    conditions: [],
    gates: [],
    action: 'forward',
    legs: legs.length === 0 ? [nowhere] : legs,
    traces: trace('name', element.name, `${loadBalancers.call} ${element.kind} name`, 0.6),
  } as const;
  return transportsOf(protocol).map((transport) => ({
    element,
    protocol: transport,
    ports: frontPort,
    label: transport.toUpperCase(),
    rules: [rule],
    ...(missing === undefined ? {} : { missing }),
  }));
}

/** `All` is TCP and UDP: a load balancer takes nothing else. */
function transportsOf(protocol: string | undefined): readonly ('tcp' | 'udp')[] {
  const word = protocol?.toLowerCase();
  if (word === 'all') return ['tcp', 'udp'];
  return word === 'udp' || word === 'quic' ? ['udp'] : ['tcp'];
}

/**
 * The ways from a rule to those behind it.
 *
 * A load balancer keeps the sender. It puts the backend's address and port into a packet, unless the address floats: then
 * the packet arrives as it was sent, and the filters before the backend see the frontend's own address and port.
 */
function legsTo(context: Context, view: BalancerView, forwarding: Forwarding, destined: Destined): readonly Leg[] {
  const { at, passage } = view;
  const { pool, to, hidden, unread = [], traces = [] } = destined;
  const { location } = at.row.record;
  const port = targetPortOf(forwarding);
  const through = [...passage.through, armKey(at.id)];
  const arrival = arrivalOf(view, forwarding);
  const legs = to.flatMap((backend) =>
    backendLegs(context, { pool, port, backend, from: passage.from, arrival, through, traces, location }),
  );
  const perhaps = unread.map(({ setId, missing }) => {
    const node = namedWorkload(context, { id: setId, kind: 'scale set', name: nameIn(setId), location });
    return { ...noBackendLeg(context, { pool, port, missing: [missing], location }), to: node };
  });
  if (legs.length + perhaps.length > 0) return [...legs, ...perhaps];
  return [noBackendLeg(context, { pool, port, missing: hidden(), location })];
}

function arrivalOf({ at, passage }: BalancerView, { isFloating }: Forwarding): Arrival {
  const { record } = at.row;
  const element = elementOf('load balancer', record.id, at.row, record.name ?? nameIn(record.id));
  const sku = passage.from.kind === 'client' ? { sku: { ...skuOf(at), element } } : {};
  return { ...sku, ...(isFloating ? { destination: { family: at.family, ranges: at.ranges } } : {}) };
}

/** A load balancer has the SKU of its addresses, so one that does not tell its own is told by them. */
function skuOf({ row, shown }: BalancerAddress): Pick<ArrivalSku, 'name' | 'missing'> {
  const own = row.record.sku?.name;
  if (own !== undefined || shown === undefined) return { name: skuNameOf(own) };
  return { name: shown.sku, missing: shown.missing };
}

/** Port 0 of a rule means every port, each passed on as it is. */
function targetPortOf({ backendPort, frontPort, isFloating }: Forwarding): number | 'same' {
  if (isFloating) return 'same';
  return backendPort === undefined || backendPort === 0 || frontPort === ALL_PORTS ? 'same' : backendPort;
}

export function isSame(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && armKey(a) === armKey(b);
}
