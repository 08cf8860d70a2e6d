import { INTERNET } from '../../../../src/net/audience.ts';
import { EVERY_ADDRESS, parseIp } from '../../../../src/net/ip.ts';
import { armKey, parentId } from '../../arm-id.ts';
import { type ApplicationGateway, applicationGateways } from '../../records/application-gateways.ts';
import { partOf } from '../check.ts';
import type { Estate } from '../estate.ts';
import type { Leg } from '../front.ts';
import { publicAddressOf } from '../network/interfaces.ts';
import { someOfSubnet } from '../network/networks.ts';
import type { Sender } from '../packet.ts';
import { type Backend, type Course, legsTo, nobody, type Passage } from './backends.ts';
import type { Route } from './gateway-routes.ts';
import { configsNaming, hiddenMembers, idOf, partNamed, unreadSets } from './pools.ts';

/** The subnet that the instances of a gateway stand in. */
export function subnetOf({ properties }: ApplicationGateway): string | undefined {
  const [id] = properties.gatewayIPConfigurations.flatMap((config) => config.properties.subnet?.id ?? []);
  return id;
}

/** The ways from a route to what is behind it; a redirect leads nowhere. */
export function legsOf(estate: Estate, gateway: ApplicationGateway, passage: Passage, route: Route): readonly Leg[] {
  const { aim } = route;
  if (aim.redirect !== undefined) return [];
  const { backendHttpSettingsCollection, backendSettingsCollection, loadDistributionPolicies } = gateway.properties;
  const settings =
    partNamed(gateway, 'backendHttpSettingsCollection', backendHttpSettingsCollection, aim.settings) ??
    partNamed(gateway, 'backendSettingsCollection', backendSettingsCollection, aim.settings);
  const word = settings?.properties.protocol?.toLowerCase() ?? '';
  const port = settings?.properties.port ?? (word === 'http' ? 80 : word === 'https' ? 443 : 'same');
  const policy = partNamed(gateway, 'loadDistributionPolicies', loadDistributionPolicies, aim.distribution);
  const divided = policy?.properties.loadDistributionTargets ?? [];
  const ids = [aim.pool, ...divided.map(({ properties }) => properties.backendAddressPool?.id)];
  const pools = [...new Set(ids.filter((id) => id !== undefined))];
  const legs = pools.flatMap((id) => poolLegs(estate, gateway, { ...passage, port }, id));
  return legs.length > 0 ? legs : [nobody({ pool: partOf(route), port: 'same' })];
}

type Towards = Passage & Pick<Course, 'port'>;

function poolLegs(estate: Estate, gateway: ApplicationGateway, towards: Towards, poolId: string): readonly Leg[] {
  const { port } = towards;
  const { backendAddressPools } = gateway.properties;
  const named = partNamed(gateway, 'backendAddressPools', backendAddressPools, poolId);
  const ref = named === undefined ? poolId : idOf(gateway, 'backendAddressPools', named);
  const pool = { kind: 'backend pool', ref };
  if (named === undefined) return [nobody({ pool, port }, [estate.gap(applicationGateways, gateway.id)])];
  const own = named.properties.backendIPConfigurations.flatMap(({ id }) => id ?? []);
  const configs = [...new Map([...own, ...configsNaming(estate, ref)].map((id) => [armKey(id), id])).values()];
  const subnet = subnetOf(gateway);
  const networkId = subnet === undefined ? undefined : parentId(subnet);
  const listed = named.properties.backendAddresses.flatMap(({ ipAddress: address, fqdn }): readonly Backend[] =>
    address !== undefined ? [{ address, networkId }] : fqdn === undefined ? [] : [{ fqdn }],
  );
  const course = { ...towards, pool, sender: inside(estate, gateway), publicSender: outside(estate, gateway) };
  const members = [...listed, ...configs.map((configId) => ({ configId }))];
  const found = members.flatMap((backend) => legsTo(estate, course, backend));
  const sets = unreadSets(estate, ref, configs.map(armKey));
  const legs = [...found, ...sets.map(({ missing }) => nobody({ pool, port }, missing))];
  return legs.length > 0 ? legs : [nobody({ pool, port }, hiddenMembers(estate, ref))];
}

/** A backend inside sees one of the gateway's instances. */
function inside(estate: Estate, gateway: ApplicationGateway): Sender {
  const subnet = subnetOf(gateway);
  if (subnet !== undefined) return someOfSubnet(estate, subnet, 'ipv4');
  const missing = [estate.gap(applicationGateways, gateway.id)];
  return { family: 'ipv4', ranges: EVERY_ADDRESS.ipv4, exact: false, missing };
}

/** A backend on the internet sees the gateway's own public address; without one, some address of the platform. */
function outside(estate: Estate, { properties }: ApplicationGateway): Sender {
  const ids = properties.frontendIPConfigurations.flatMap((front) => front.properties.publicIPAddress?.id ?? []);
  const shown = ids.map((id) => parseIp(publicAddressOf(estate, id).address ?? ''));
  const own = shown.find((ip) => ip?.family === 'ipv4')?.address;
  const ranges = own === undefined ? INTERNET.ipv4 : [own, own];
  return { family: 'ipv4', ranges, exact: own !== undefined, missing: [] };
}
