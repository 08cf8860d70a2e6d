import { trace } from '../../../../src/convert/traces.ts';
import type { Leg } from '../../../../src/model/inventory.ts';
import type { Trace } from '../../../../src/model/trace.ts';
import { armKey, nameIn } from '../../arm-id.ts';
import { applicationGateways, type GatewayPool, type GatewaySettings } from '../../records/application-gateways.ts';
import type { Context } from '../context.ts';
import { elementOf } from '../elements.ts';
import type { Backend } from '../fronts/backend-course.ts';
import { backendLegs, noBackendLeg, poolTraces } from '../fronts/backends.ts';
import { notTold } from '../gaps.ts';
import { configsNaming, hiddenMembers, unreadSets } from '../load-balancers/load-balancer-pools.ts';
import { networkOfSubnet } from '../network/networks.ts';
import { type GatewayRow, partElement, partId, partNamed, subnetOfGateway, wiresOf } from './gateway-parts.ts';
import type { Aim, Route } from './gateway-routes.ts';

/** Where a route leads, and through which fronts it came. */
export interface Forwarding {
  readonly row: GatewayRow;
  readonly route: Route;
  readonly through: readonly string[];
}

/** The ways from a route to what is behind it. A redirect leads nowhere: the gateway itself answers. */
export function routeLegs(context: Context, forwarding: Forwarding): readonly Leg[] {
  const { row, route } = forwarding;
  const { aim, element } = route;
  if (aim.redirect !== undefined) return [];
  const settings = settingsOf(row, aim);
  const legs = poolsOf(row, aim).flatMap((id) => poolLegs(context, forwarding, id, settings));
  return legs.length > 0
    ? legs
    : [noBackendLeg(context, { pool: element, port: 'same', location: row.record.location })];
}

/** A policy that divides requests names several pools. */
function poolsOf(row: GatewayRow, { pool, distribution }: Aim): readonly string[] {
  const { loadDistributionPolicies } = row.record.properties;
  const policy = partNamed(row, loadDistributionPolicies, 'loadDistributionPolicies', distribution);
  const divided = policy?.properties.loadDistributionTargets ?? [];
  const ids = [pool, ...divided.map(({ properties }) => properties.backendAddressPool?.id)];
  return [...new Set(ids.filter((id) => id !== undefined))];
}

function settingsOf(row: GatewayRow, { settings }: Aim): GatewaySettings | undefined {
  const { backendHttpSettingsCollection, backendSettingsCollection } = row.record.properties;
  return (
    partNamed(row, backendHttpSettingsCollection, 'backendHttpSettingsCollection', settings) ??
    partNamed(row, backendSettingsCollection, 'backendSettingsCollection', settings)
  );
}

function poolLegs(
  context: Context,
  { row, through }: Forwarding,
  poolId: string,
  settings: GatewaySettings | undefined,
): readonly Leg[] {
  const { location, properties, id: gatewayId } = row.record;
  const port = portOf(settings);
  const pool = partNamed(row, properties.backendAddressPools, 'backendAddressPools', poolId);
  if (pool === undefined) {
    const element = elementOf('backend pool', poolId, row, nameIn(poolId));
    const missing = [notTold(context, applicationGateways, gatewayId, poolId)];
    return [noBackendLeg(context, { pool: element, port, missing, location })];
  }
  const element = partElement(row, 'backend pool', 'backendAddressPools', pool);
  const shared = { pool: element, port, location };
  const traces = [...poolTraces(pool.name, applicationGateways.call), ...settingsTraces(row, settings)];
  const { inside: from, outside: publicFrom } = wiresOf(context, row);
  const legs = backendsOf(context, row, pool).flatMap((backend) =>
    backendLegs(context, { ...shared, backend, from, publicFrom, through, traces }),
  );
  const unread = unreadSets(context, element.ref, configIdsOf(context, row, pool));
  const perhaps = unread.map(({ missing }) => noBackendLeg(context, { ...shared, missing: [missing] }));
  if (legs.length + perhaps.length > 0) return [...legs, ...perhaps];
  return [noBackendLeg(context, { ...shared, missing: hiddenMembers(context, element.ref) })];
}

function backendsOf(context: Context, row: GatewayRow, pool: GatewayPool): readonly Backend[] {
  const subnet = subnetOfGateway(row);
  const virtualNetworkId = subnet === undefined ? undefined : networkOfSubnet(subnet);
  const listed = pool.properties.backendAddresses.flatMap(({ fqdn, ipAddress }): readonly Backend[] => {
    if (ipAddress !== undefined) return [{ address: ipAddress, virtualNetworkId }];
    return fqdn === undefined ? [] : [{ fqdn }];
  });
  return [...listed, ...configIdsOf(context, row, pool).map((ipConfigId) => ({ ipConfigId }))];
}

/** The pool and the interfaces both tell who is in it, and what either tells counts. */
function configIdsOf(context: Context, row: GatewayRow, pool: GatewayPool): readonly string[] {
  const own = pool.properties.backendIPConfigurations.flatMap(({ id }) => id ?? []);
  const named = configsNaming(context, partId(row, 'backendAddressPools', pool));
  return [...new Map([...own, ...named].map((id) => [armKey(id), id])).values()];
}

function portOf(settings: GatewaySettings | undefined): number | 'same' {
  if (settings?.properties.port !== undefined) return settings.properties.port;
  const protocol = settings?.properties.protocol?.toLowerCase();
  if (protocol === 'http') return 80;
  return protocol === 'https' ? 443 : 'same';
}

function settingsTraces(row: GatewayRow, settings: GatewaySettings | undefined): readonly Trace[] {
  const { call } = applicationGateways;
  const probe = partNamed(row, row.record.properties.probes, 'probes', settings?.properties.probe?.id);
  return [
    ...trace('path', settings?.properties.path, `${call} backendHttpSettingsCollection path`, 1),
    ...trace('health-path', probe?.properties.path, `${call} probes path`, 1),
  ];
}
