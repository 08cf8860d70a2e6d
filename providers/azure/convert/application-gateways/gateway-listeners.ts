import type { ForwardRule, Listener } from '../../../../src/model/inventory.ts';
import type { Stage } from '../../../../src/model/path.ts';
import { ALL_PORTS, type PortRange } from '../../../../src/net/ports.ts';
import { armKey } from '../../arm-id.ts';
import { applicationGateways, type GatewayListener } from '../../records/application-gateways.ts';
import type { Context } from '../context.ts';
import { noBackendLeg } from '../fronts/backends.ts';
import { notTold } from '../gaps.ts';
import { certificateGates } from './gateway-gates.ts';
import { routeLegs } from './gateway-legs.ts';
import { type GatewayAddress, partElement, partId, partNamed } from './gateway-parts.ts';
import { type Route, routesOf, streamRoutes } from './gateway-routes.ts';
import { type WafEffect, wafEffect } from './waf-policies.ts';

/** Listeners of one address that clients meet alike: behind the same web application firewall, and at the same address. */
export interface ListenerGroup {
  readonly waf?: Stage;
  /** Both a public and a private address listen on these ports. */
  readonly isShared: boolean;
  readonly listeners: readonly Listener[];
}

/** The listeners of an address, in groups: mostly one. Of two that share a port a client chooses one by its host. */
export function listenerGroups(
  context: Context,
  at: GatewayAddress,
  through: readonly string[],
): readonly ListenerGroup[] {
  const opened = openedAt(at);
  const ways = opened.flatMap((each) => waysOf(context, at, each));
  const groups = Map.groupBy(ways, ({ waf, isShared }) =>
    [waf.stage === undefined ? '' : context.idOf(waf.stage), isShared].join(),
  );
  if (groups.size === 0) return [{ isShared: false, listeners: [] }];
  return [...groups.values()].map((own): ListenerGroup => {
    const byListener = Map.groupBy(own, ({ opened: each }) => each);
    const listeners = [...byListener].map(([each, routes]) =>
      toListener(context, { at, opened: each, routes, through }),
    );
    const waf = own[0]?.waf.stage;
    return {
      isShared: own[0]?.isShared === true,
      listeners: listeners.sort((a, b) => a.ports[0] - b.ports[0] || (a.element.ref < b.element.ref ? -1 : 1)),
      ...(waf === undefined ? {} : { waf }),
    };
  });
}

/** A listener as its document has it: one that does HTTP, or one that passes streams on. */
interface Opened {
  readonly listener: GatewayListener;
  readonly collection: 'httpListeners' | 'listeners';
  readonly port: number | undefined;
}

/** One route of a listener, and the web application firewall before it. */
interface Way {
  readonly opened: Opened;
  readonly route: Route | undefined;
  readonly waf: WafEffect;
  readonly isShared: boolean;
}

function openedAt({ row, id }: GatewayAddress): readonly Opened[] {
  return allOpened(row).filter(
    ({ listener }) => armKey(listener.properties.frontendIPConfiguration?.id ?? '') === armKey(id),
  );
}

function allOpened(row: GatewayAddress['row']): readonly Opened[] {
  const { httpListeners, listeners, frontendPorts } = row.record.properties;
  const open = (collection: Opened['collection']) => (listener: GatewayListener) => ({
    listener,
    collection,
    port: partNamed(row, frontendPorts, 'frontendPorts', listener.properties.frontendPort?.id)?.properties.port,
  });
  return [...httpListeners.map(open('httpListeners')), ...listeners.map(open('listeners'))];
}

function waysOf(context: Context, at: GatewayAddress, opened: Opened): readonly Way[] {
  const { row } = at;
  const { listener, collection } = opened;
  const id = armKey(partId(row, collection, listener));
  const isStream = collection === 'listeners';
  const routes = isStream ? streamRoutes(row, listener, id) : routesOf(row, listener, id);
  const isShared = sharesPort(at, opened);
  if (routes.length === 0) return [{ opened, route: undefined, waf: wafEffect(context, undefined), isShared }];
  return routes.map((route) => {
    // A redirect is answered before any custom rule is asked, and streams are not looked into at all.
    const isAsked = route.aim.redirect === undefined && !isStream;
    const policy = route.policyId ?? listener.properties.firewallPolicy?.id ?? row.record.properties.firewallPolicy?.id;
    return { opened, route, waf: wafEffect(context, isAsked ? policy : undefined), isShared };
  });
}

/**
 * Whether both a public and a private address listen on a port. Packets then reach the gateway's subnet with the frontend's
 * own address, and not an instance's. Source: Application Gateway infrastructure configuration, "Network security groups".
 */
function sharesPort({ row, shown }: GatewayAddress, { port }: Opened): boolean {
  const { frontendIPConfigurations } = row.record.properties;
  return allOpened(row).some((other) => {
    const id = other.listener.properties.frontendIPConfiguration?.id;
    const frontend = partNamed(row, frontendIPConfigurations, 'frontendIPConfigurations', id);
    if (frontend === undefined || other.port !== port) return false;
    return (frontend.properties.publicIPAddress?.id === undefined) === (shown !== undefined);
  });
}

interface Drafted {
  readonly at: GatewayAddress;
  readonly opened: Opened;
  readonly routes: readonly Way[];
  readonly through: readonly string[];
}

function toListener(context: Context, drafted: Drafted): Listener {
  const { at, opened, routes } = drafted;
  const { listener, collection, port } = opened;
  const ports: PortRange = port === undefined ? ALL_PORTS : [port, port];
  const element = partElement(at.row, 'listener', collection, listener);
  return {
    element,
    protocol: 'tcp',
    ports,
    label: listener.properties.protocol?.toUpperCase() ?? 'TCP',
    rules: routes.map((way) => toRule(context, drafted, way)),
    ...(port === undefined
      ? { missing: [notTold(context, applicationGateways, element.ref, `${element.ref} port`)] }
      : {}),
  };
}

function toRule(context: Context, { at, opened, through }: Drafted, { route, waf }: Way): ForwardRule {
  const { row } = at;
  const { listener, collection } = opened;
  const gates = certificateGates(row, listener);
  if (route === undefined) {
    const element = partElement(row, 'listener', collection, listener);
    const { location } = row.record;
    const leg = noBackendLeg(context, { pool: element, port: 'same', rule: 'no routing rule', location });
    return { element, conditions: [], gates, action: 'forward', legs: [leg], traces: [] };
  }
  const { element, conditions, sources, traces, aim } = route;
  return {
    element,
    conditions,
    ...(sources === undefined ? {} : { sources }),
    gates: [...gates, ...route.gates, ...waf.gates],
    action: aim.redirect === undefined ? 'forward' : 'redirect',
    legs: routeLegs(context, { row, route, through }),
    traces,
  };
}
