import type { Answer } from '../../src/collect/answer.ts';
import { NAMES } from './names.ts';
import { Random } from './random.ts';

/** How large an estate to invent, and over how many subscriptions. A virtual network stands for each 2,000 interfaces. */
export interface AzureEstateSize {
  readonly interfaces: number;
  readonly subscriptions?: number;
  readonly seed?: number;
}

const AT = '2026-11-01T08:00:00Z';
const PAGE = 1000;
const TIERS = 4;
const SUBNETS = 12;
const INTERFACES_PER_NETWORK = 2000;
const GROUPS_PER_NETWORK = 50;
const LOCATION = 'westeurope';

const SIZES = ['Standard_D2s_v5', 'Standard_B2ms', 'Standard_E4s_v5', 'Standard_F8s_v2', 'Standard_NC24ads_A100_v4'];
const PORTS = ['22', '80', '443', '3389', '5432', '8000', '8080', '8443', '8888', '9090', '11434'] as const;

/** What is asked and the estate has none of. */
const NOTHING = [
  'Microsoft.Network/publicIPPrefixes',
  'Microsoft.Network/applicationSecurityGroups',
  'Microsoft.Network/virtualNetworkGateways',
  'Microsoft.Network/localNetworkGateways',
  'Microsoft.Network/natGateways',
  'Microsoft.Compute/virtualMachineScaleSets',
  'Microsoft.Network/loadBalancers',
  'Microsoft.Network/applicationGateways',
  'Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies',
  'Microsoft.Network/azureFirewalls',
  'Microsoft.Network/firewallPolicies',
  'Microsoft.Network/ipGroups',
  'Microsoft.Network/bastionHosts',
  'Microsoft.Network/privateLinkServices',
  'Microsoft.Network/frontDoors',
  'Microsoft.Network/frontDoorWebApplicationFirewallPolicies',
  'Microsoft.Cdn/profiles',
  'Microsoft.ContainerService/managedClusters',
  'Microsoft.ContainerInstance/containerGroups',
];

/**
 * Invents subscriptions as the provider's own answers, a page at a time, always the same for one size and seed.
 *
 * Sharing is like that of real estates. A network has four tiers of three subnets, each tier with a group of its own on
 * its subnets; forty machines of one service share the group on their interfaces, and a third of the services in the
 * first tier have public addresses. The last tier's default route leads to an appliance. Three machines in a hundred are
 * deallocated.
 */
export function* azureAnswers({ interfaces, subscriptions = 1, seed = 1 }: AzureEstateSize): Generator<Answer> {
  const share = Math.ceil(interfaces / subscriptions);
  for (let n = 0; n < subscriptions; n += 1) {
    yield* subscriptionAnswers(n, Math.min(share, interfaces - n * share), new Random(seed + n));
  }
}

export function subscriptionId(n: number): string {
  return `00000000-0000-0000-0000-${(n + 1).toString(16).padStart(12, '0')}`;
}

function* subscriptionAnswers(n: number, interfaces: number, random: Random): Generator<Answer> {
  const subscription = subscriptionId(n);
  const network = `/subscriptions/${subscription}/resourceGroups/bench/providers/Microsoft.Network`;
  const compute = `/subscriptions/${subscription}/resourceGroups/bench/providers/Microsoft.Compute`;
  const estate: Place = { network, compute };
  const networks = Math.max(1, Math.ceil(interfaces / INTERFACES_PER_NETWORK));
  const paged = function* (type: string, count: number, make: (i: number) => unknown): Generator<Answer> {
    for (let from = 0; from === 0 || from < count; from += PAGE) {
      const value = Array.from({ length: Math.min(PAGE, count - from) }, (_, i) => make(from + i));
      yield { call: `azure:${type}`, subscription, request: {}, at: AT, response: { value } };
    }
  };
  yield* paged('Microsoft.Network/virtualNetworks', networks, (i) => networkOf(estate, i));
  yield* paged('Microsoft.Network/routeTables', networks, (i) => routeTableOf(estate, i));
  yield* paged('Microsoft.Network/networkSecurityGroups', networks * (GROUPS_PER_NETWORK + TIERS), (i) =>
    groupOf(estate, i, random),
  );
  const published = Array.from({ length: interfaces }, (_, i) => i).filter(isPublic);
  yield* paged('Microsoft.Network/publicIPAddresses', published.length, (i) => addressOf(estate, published[i] ?? 0));
  yield* paged('Microsoft.Network/networkInterfaces', interfaces, (i) => interfaceOf(estate, i));
  yield* paged('Microsoft.Compute/virtualMachines', interfaces, (i) => machineOf(estate, i, random));
  for (const type of NOTHING) yield* paged(type, 0, () => undefined);
  const action = 'Microsoft.Network/virtualNetworks/listNetworkManagerEffectiveSecurityAdminRules';
  for (let i = 0; i < networks; i += 1) {
    const request = { id: networkId(estate, i) };
    yield { call: `azure:${action}`, subscription, request, at: AT, response: { value: [] } };
  }
}

/** The beginnings of ids in one subscription. */
interface Place {
  readonly network: string;
  readonly compute: string;
}

function networkId({ network }: Place, i: number): string {
  return `${network}/virtualNetworks/vnet-${i}`;
}

function subnetId(place: Place, i: number): string {
  return `${networkId(place, Math.floor(i / SUBNETS))}/subnets/subnet-${i % SUBNETS}`;
}

function resource(id: string, properties: object, more: object = {}): unknown {
  const parts = id.split('/');
  const type = `${parts.at(-3) ?? ''}/${parts.at(-2) ?? ''}`;
  return {
    id,
    name: parts.at(-1),
    type,
    location: LOCATION,
    tags: {},
    ...more,
    properties: { ...SETTLED, ...properties },
  };
}

const SETTLED = { provisioningState: 'Succeeded', resourceGuid: '00000000-0000-0000-0000-000000000000' };

function networkOf(place: Place, i: number): unknown {
  const subnets = Array.from({ length: SUBNETS }, (_, n) => {
    const tier = Math.floor(n / (SUBNETS / TIERS));
    const id = subnetId(place, i * SUBNETS + n);
    const properties = {
      ...SETTLED,
      addressPrefix: `10.${i % 256}.${n * 16}.0/20`,
      networkSecurityGroup: { id: `${place.network}/networkSecurityGroups/tier-${i}-${tier}` },
      ...(tier === TIERS - 1 ? { routeTable: { id: `${place.network}/routeTables/inspect-${i}` } } : {}),
      delegations: [],
      privateEndpointNetworkPolicies: 'Disabled',
    };
    return { id, name: `subnet-${n}`, type: 'Microsoft.Network/virtualNetworks/subnets', properties };
  });
  const addressSpace = { addressPrefixes: [`10.${i % 256}.0.0/16`] };
  return resource(networkId(place, i), { addressSpace, subnets, virtualNetworkPeerings: [] });
}

function routeTableOf({ network }: Place, i: number): unknown {
  const id = `${network}/routeTables/inspect-${i}`;
  const properties = {
    ...SETTLED,
    addressPrefix: '0.0.0.0/0',
    nextHopType: 'VirtualAppliance',
    nextHopIpAddress: `10.${i % 256}.0.4`,
  };
  const route = { id: `${id}/routes/default`, name: 'default', properties };
  return resource(id, { disableBgpRoutePropagation: true, routes: [route] });
}

/** The first fifty of a network belong to its services, the last four to its tiers. */
function groupOf({ network }: Place, i: number, random: Random): unknown {
  const perNetwork = GROUPS_PER_NETWORK + TIERS;
  const [vnet, n] = [Math.floor(i / perNetwork), i % perNetwork];
  const isTier = n >= GROUPS_PER_NETWORK;
  const name = isTier ? `tier-${vnet}-${n - GROUPS_PER_NETWORK}` : `${NAMES[n] ?? 'web'}-${vnet}`;
  const id = `${network}/networkSecurityGroups/${name}`;
  const rule = (rank: number, more: object): unknown => ({
    id: `${id}/securityRules/rule-${rank}`,
    name: `rule-${rank}`,
    type: 'Microsoft.Network/networkSecurityGroups/securityRules',
    properties: { ...SETTLED, ...ANY, priority: 100 + rank, access: 'Allow', direction: 'Inbound', ...more },
  });
  const securityRules = isTier
    ? [
        rule(0, { access: 'Deny', protocol: 'Tcp', destinationPortRange: '3389' }),
        rule(10, { sourceAddressPrefix: 'Internet' }),
      ]
    : Array.from({ length: 1 + random.below(8) }, (_, rank) =>
        rule(rank, { protocol: 'Tcp', destinationPortRange: random.pick(PORTS), ...sourceOf(random) }),
      );
  return resource(id, { securityRules, defaultSecurityRules: defaultRules(id) });
}

const ANY = {
  protocol: '*',
  sourcePortRange: '*',
  destinationPortRange: '*',
  sourceAddressPrefix: '*',
  destinationAddressPrefix: '*',
  sourceAddressPrefixes: [],
  destinationAddressPrefixes: [],
  sourcePortRanges: [],
  destinationPortRanges: [],
};

function sourceOf(random: Random): object {
  if (random.chance(12)) return { sourceAddressPrefix: random.pick(['*', 'Internet', '0.0.0.0/0']) };
  if (random.chance(20)) return { sourceAddressPrefix: 'VirtualNetwork' };
  const sourceAddressPrefixes = Array.from({ length: 1 + random.below(3) }, () =>
    random.chance(60) ? `10.${random.below(256)}.0.0/16` : `198.51.100.${random.below(8) * 32}/27`,
  );
  return { sourceAddressPrefix: '', sourceAddressPrefixes };
}

function defaultRules(id: string): readonly unknown[] {
  const rule = (name: string, priority: number, more: object): unknown => ({
    id: `${id}/defaultSecurityRules/${name}`,
    name,
    properties: { ...SETTLED, ...ANY, priority, direction: 'Inbound', ...more },
  });
  const network = 'VirtualNetwork';
  return [
    rule('AllowVnetInBound', 65_000, {
      access: 'Allow',
      sourceAddressPrefix: network,
      destinationAddressPrefix: network,
    }),
    rule('AllowAzureLoadBalancerInBound', 65_001, { access: 'Allow', sourceAddressPrefix: 'AzureLoadBalancer' }),
    rule('DenyAllInBound', 65_500, { access: 'Deny' }),
  ];
}

/** The machines of a service stand in the subnets of one tier. */
function serviceOf(i: number): { readonly vnet: number; readonly service: number; readonly subnet: number } {
  const vnet = Math.floor(i / INTERFACES_PER_NETWORK);
  const service = Math.floor((i % INTERFACES_PER_NETWORK) / 40);
  return { vnet, service, subnet: vnet * SUBNETS + (service % TIERS) * (SUBNETS / TIERS) + (i % (SUBNETS / TIERS)) };
}

function isPublic(i: number): boolean {
  const { service } = serviceOf(i);
  return service % TIERS === 0 && service % 3 === 0;
}

function addressOf({ network }: Place, i: number): unknown {
  const properties = {
    ipAddress: `203.0.${Math.floor(i / 256) % 256}.${i % 256}`,
    publicIPAddressVersion: 'IPv4',
    publicIPAllocationMethod: 'Static',
    idleTimeoutInMinutes: 4,
    ipConfiguration: { id: `${network}/networkInterfaces/nic-${i}/ipConfigurations/ipconfig1` },
  };
  return resource(`${network}/publicIPAddresses/pip-${i}`, properties, { sku: { name: 'Standard', tier: 'Regional' } });
}

function interfaceOf(place: Place, i: number): unknown {
  const { vnet, service, subnet } = serviceOf(i);
  const id = `${place.network}/networkInterfaces/nic-${i}`;
  const ipConfiguration = {
    id: `${id}/ipConfigurations/ipconfig1`,
    name: 'ipconfig1',
    type: 'Microsoft.Network/networkInterfaces/ipConfigurations',
    properties: {
      ...SETTLED,
      privateIPAddress: `10.${vnet % 256}.${(subnet % SUBNETS) * 16 + (Math.floor(i / 250) % 16)}.${(i % 250) + 4}`,
      privateIPAllocationMethod: 'Dynamic',
      privateIPAddressVersion: 'IPv4',
      primary: true,
      subnet: { id: subnetId(place, subnet) },
      ...(isPublic(i) ? { publicIPAddress: { id: `${place.network}/publicIPAddresses/pip-${i}` } } : {}),
    },
  };
  return resource(id, {
    ipConfigurations: [ipConfiguration],
    dnsSettings: { dnsServers: [], appliedDnsServers: [] },
    macAddress: '00-0D-3A-00-00-00',
    enableAcceleratedNetworking: true,
    enableIPForwarding: false,
    networkSecurityGroup: { id: `${place.network}/networkSecurityGroups/${NAMES[service] ?? 'web'}-${vnet}` },
    virtualMachine: { id: `${place.compute}/virtualMachines/vm-${i}` },
    nicType: 'Standard',
  });
}

function machineOf(place: Place, i: number, random: Random): unknown {
  const { vnet, service } = serviceOf(i);
  const code = random.chance(97) ? 'PowerState/running' : 'PowerState/deallocated';
  const tags = { service: `${NAMES[service] ?? 'web'}-${vnet}` };
  const properties = {
    hardwareProfile: { vmSize: SIZES[service % SIZES.length] },
    storageProfile: {
      imageReference: { publisher: 'Canonical', offer: 'ubuntu-24_04-lts', sku: 'server', version: 'latest' },
    },
    networkProfile: { networkInterfaces: [{ id: `${place.network}/networkInterfaces/nic-${i}` }] },
    extended: { instanceView: { powerState: { code, displayStatus: code.split('/')[1] } } },
  };
  return resource(`${place.compute}/virtualMachines/vm-${i}`, properties, { tags });
}
