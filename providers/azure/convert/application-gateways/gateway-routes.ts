import { trace } from '../../../../src/convert/traces.ts';
import type { ForwardRule, Gate } from '../../../../src/model/inventory.ts';
import type { Element } from '../../../../src/model/resource.ts';
import type { Trace } from '../../../../src/model/trace.ts';
import { armKey } from '../../arm-id.ts';
import {
  applicationGateways,
  type GatewayListener,
  type RequestRoutingRule,
  type RoutingCondition,
} from '../../records/application-gateways.ts';
import { readAddresses } from '../network/address-texts.ts';
import { loginGates, tokenGates } from './gateway-gates.ts';
import { type GatewayRow, partElement, partNamed } from './gateway-parts.ts';

type Refs = RequestRoutingRule['properties'];

/** What is done with a request: a pool and the settings to send with, a policy that divides it, or a redirect. */
export interface Aim {
  readonly pool?: string | undefined;
  readonly settings?: string | undefined;
  readonly redirect?: string | undefined;
  readonly distribution?: string | undefined;
}

/** One way through a listener: what a request must be like, and what is done with it. */
export interface Route {
  readonly element: Element;
  readonly conditions: readonly string[];
  readonly sources?: NonNullable<ForwardRule['sources']>;
  readonly gates: readonly Gate[];
  /** The web application firewall of this path alone; absent, the listener's. */
  readonly policyId?: string | undefined;
  readonly aim: Aim;
  readonly traces: readonly Trace[];
}

const NAME_OF_HOST = `${applicationGateways.call} hostNames`;
const PATH_OF_RULE = `${applicationGateways.call} paths`;

/** The ways through a listener, in the order in which they are tried. None, if no rule speaks of it. */
export function routesOf(row: GatewayRow, listener: GatewayListener, listenerId: string): readonly Route[] {
  const { requestRoutingRules } = row.record.properties;
  const own = requestRoutingRules.filter(({ properties }) => armKey(properties.httpListener?.id ?? '') === listenerId);
  const hosts = hostsOf(listener);
  const ofHost = hosts.length === 0 ? [] : [`host ${hosts.join(' or ')}`];
  const traces = hosts.flatMap((host) => trace('name', host, NAME_OF_HOST, 0.6));
  return own
    .sort((a, b) => (a.properties.priority ?? MAX_PRIORITY) - (b.properties.priority ?? MAX_PRIORITY))
    .flatMap((rule) => routesOfRule(row, rule))
    .map((route) => ({
      ...route,
      conditions: [...ofHost, ...route.conditions],
      traces: [...traces, ...route.traces],
    }));
}

/** The same of a listener that passes TCP or TLS on: it looks into nothing, so one rule takes everything. */
export function streamRoutes(row: GatewayRow, listener: GatewayListener, listenerId: string): readonly Route[] {
  const { routingRules } = row.record.properties;
  const hosts = hostsOf(listener);
  return routingRules
    .filter(({ properties }) => armKey(properties.listener?.id ?? '') === listenerId)
    .sort((a, b) => (a.properties.priority ?? MAX_PRIORITY) - (b.properties.priority ?? MAX_PRIORITY))
    .map((rule) => ({
      element: partElement(row, 'routing rule', 'routingRules', rule),
      conditions: hosts.length === 0 ? [] : [`host ${hosts.join(' or ')}`],
      gates: [],
      aim: { pool: rule.properties.backendAddressPool?.id, settings: rule.properties.backendSettings?.id },
      traces: hosts.flatMap((host) => trace('name', host, NAME_OF_HOST, 0.6)),
    }));
}

/** Rules of an older gateway have no priority, and come in the order of its document. */
const MAX_PRIORITY = 20_000;

/** A listener without any host takes all of them. */
function hostsOf({ properties: { hostName, hostNames } }: GatewayListener): readonly string[] {
  const hosts = [...new Set([hostName, ...hostNames].filter((host) => host !== undefined && host !== ''))];
  return hosts.includes('*') ? [] : hosts.filter((host) => host !== undefined);
}

function routesOfRule(row: GatewayRow, rule: RequestRoutingRule): readonly Route[] {
  const { properties } = rule;
  const { urlPathMaps, advancedRoutingMaps } = row.record.properties;
  const element = partElement(row, 'routing rule', 'requestRoutingRules', rule);
  const gates = [...tokenGates(row, element, rule), ...loginGates(element, properties.authConfigs)];
  const bare: Route = { element, conditions: [], gates, aim: aimOf(properties), traces: [] };
  const paths = partNamed(row, urlPathMaps, 'urlPathMaps', properties.urlPathMap?.id);
  if (paths !== undefined) return pathRoutes(row, bare, paths);
  const advanced = partNamed(row, advancedRoutingMaps, 'advancedRoutingMaps', properties.advancedRoutingMap?.id);
  return advanced === undefined ? [bare] : advancedRoutes(row, bare, advanced);
}

type PathMap = GatewayRow['record']['properties']['urlPathMaps'][number];

function pathRoutes(row: GatewayRow, bare: Route, map: PathMap): readonly Route[] {
  const rules = map.properties.pathRules.map((rule): Route => {
    const { paths, firewallPolicy } = rule.properties;
    return {
      ...bare,
      element: partElement(row, 'path rule', `urlPathMaps/${map.name ?? ''}/pathRules`, rule),
      conditions: paths.includes('/*') ? [] : [`path ${paths.join(' or ')}`],
      policyId: firewallPolicy?.id,
      aim: aimOf(rule.properties),
      traces: paths.flatMap((path) => trace('path', path, PATH_OF_RULE, 1)),
    };
  });
  return [...rules, { ...bare, aim: defaultAim(map.properties) }];
}

type AdvancedMap = GatewayRow['record']['properties']['advancedRoutingMaps'][number];

function advancedRoutes(row: GatewayRow, bare: Route, map: AdvancedMap): readonly Route[] {
  const sets = row.record.properties.advancedRoutingConditionSets;
  const rules = map.properties.advancedRoutingRules
    .toSorted((a, b) => (a.properties.priority ?? 0) - (b.properties.priority ?? 0))
    .map((rule): Route => {
      const id = rule.properties.advancedRoutingConditionSet?.id;
      const set = partNamed(row, sets, 'advancedRoutingConditionSets', id);
      const element = partElement(row, 'advanced routing rule', `advancedRoutingMaps/${map.name ?? ''}/rules`, rule);
      return {
        ...bare,
        element,
        ...conditionsOf(set?.properties.routingConditions ?? []),
        gates: [...bare.gates, ...loginGates(element, rule.properties.authConfigs)],
        aim: aimOf(rule.properties),
      };
    });
  const gates = [...bare.gates, ...loginGates(bare.element, map.properties.defaultAuthConfigs)];
  return [...rules, { ...bare, gates, aim: defaultAim(map.properties) }];
}

/** A client chooses everything but its own address. */
function conditionsOf(conditions: readonly RoutingCondition[]): Pick<Route, 'conditions' | 'sources' | 'traces'> {
  const isAddress = ({ conditionType }: RoutingCondition): boolean => conditionType?.toLowerCase() === 'clientip';
  const addresses = conditions.filter(isAddress).flatMap(({ propertyValues }) => propertyValues);
  const sources = addresses.length === 0 ? {} : { sources: readAddresses(addresses).ranges };
  const paths = conditions.filter(({ conditionType }) => conditionType?.toLowerCase() === 'path');
  return {
    conditions: conditions.filter((condition) => !isAddress(condition)).map(textOf),
    ...sources,
    traces: paths.flatMap(({ propertyValues }) =>
      propertyValues.flatMap((path) => trace('path', path, PATH_OF_RULE, 1)),
    ),
  };
}

function textOf({ conditionType, propertyName, propertyValues }: RoutingCondition): string {
  const kind = (conditionType ?? 'condition').toLowerCase();
  return [kind, propertyName, propertyValues.join(' or ')]
    .filter((word) => word !== undefined && word !== '')
    .join(' ');
}

function aimOf({
  backendAddressPool,
  backendHttpSettings,
  redirectConfiguration,
  loadDistributionPolicy,
}: Pick<Refs, 'backendAddressPool' | 'backendHttpSettings' | 'redirectConfiguration' | 'loadDistributionPolicy'>): Aim {
  return {
    pool: backendAddressPool?.id,
    settings: backendHttpSettings?.id,
    redirect: redirectConfiguration?.id,
    distribution: loadDistributionPolicy?.id,
  };
}

function defaultAim(map: PathMap['properties'] | AdvancedMap['properties']): Aim {
  return {
    pool: map.defaultBackendAddressPool?.id,
    settings: map.defaultBackendHttpSettings?.id,
    redirect: map.defaultRedirectConfiguration?.id,
    distribution: map.defaultLoadDistributionPolicy?.id,
  };
}
