/** A resource as Resource Manager prints it: the tests write only the fields that matter. */
export interface ArmRecord extends Readonly<Record<string, unknown>> {
  readonly id: string;
}

export type Fields = Readonly<Record<string, unknown>>;

export const SUBSCRIPTION = '00000000-1111-2222-3333-444455556666';
const LOCATION = 'westeurope';

/** Short words for the types that tests name often. */
const TYPES = {
  nic: 'Microsoft.Network/networkInterfaces',
  ipconfig: 'Microsoft.Network/networkInterfaces/ipConfigurations',
  pip: 'Microsoft.Network/publicIPAddresses',
  prefix: 'Microsoft.Network/publicIPPrefixes',
  vnet: 'Microsoft.Network/virtualNetworks',
  subnet: 'Microsoft.Network/virtualNetworks/subnets',
  peering: 'Microsoft.Network/virtualNetworks/virtualNetworkPeerings',
  nsg: 'Microsoft.Network/networkSecurityGroups',
  rule: 'Microsoft.Network/networkSecurityGroups/securityRules',
  defaultRule: 'Microsoft.Network/networkSecurityGroups/defaultSecurityRules',
  asg: 'Microsoft.Network/applicationSecurityGroups',
  routes: 'Microsoft.Network/routeTables',
  route: 'Microsoft.Network/routeTables/routes',
  nat: 'Microsoft.Network/natGateways',
  gateway: 'Microsoft.Network/virtualNetworkGateways',
  localGateway: 'Microsoft.Network/localNetworkGateways',
  vm: 'Microsoft.Compute/virtualMachines',
  vmss: 'Microsoft.Compute/virtualMachineScaleSets',
  vmssVm: 'Microsoft.Compute/virtualMachineScaleSets/virtualMachines',
  vmssNic: 'Microsoft.Compute/virtualMachineScaleSets/virtualMachines/networkInterfaces',
  vmssConfig: 'Microsoft.Compute/virtualMachineScaleSets/virtualMachines/networkInterfaces/ipConfigurations',
  vmssPip:
    'Microsoft.Compute/virtualMachineScaleSets/virtualMachines/networkInterfaces/ipConfigurations/publicIPAddresses',
  lb: 'Microsoft.Network/loadBalancers',
  lbFrontend: 'Microsoft.Network/loadBalancers/frontendIPConfigurations',
  lbPool: 'Microsoft.Network/loadBalancers/backendAddressPools',
  lbRule: 'Microsoft.Network/loadBalancers/loadBalancingRules',
  lbNatRule: 'Microsoft.Network/loadBalancers/inboundNatRules',
  lbNatPool: 'Microsoft.Network/loadBalancers/inboundNatPools',
  agw: 'Microsoft.Network/applicationGateways',
  agwIp: 'Microsoft.Network/applicationGateways/gatewayIPConfigurations',
  agwFrontend: 'Microsoft.Network/applicationGateways/frontendIPConfigurations',
  agwPort: 'Microsoft.Network/applicationGateways/frontendPorts',
  agwPool: 'Microsoft.Network/applicationGateways/backendAddressPools',
  agwSettings: 'Microsoft.Network/applicationGateways/backendHttpSettingsCollection',
  agwListener: 'Microsoft.Network/applicationGateways/httpListeners',
  agwRule: 'Microsoft.Network/applicationGateways/requestRoutingRules',
  agwPaths: 'Microsoft.Network/applicationGateways/urlPathMaps',
  agwPath: 'Microsoft.Network/applicationGateways/urlPathMaps/pathRules',
  agwRedirect: 'Microsoft.Network/applicationGateways/redirectConfigurations',
  agwSsl: 'Microsoft.Network/applicationGateways/sslProfiles',
  firewallConfig: 'Microsoft.Network/azureFirewalls/azureFirewallIpConfigurations',
  bastionConfig: 'Microsoft.Network/bastionHosts/bastionHostIpConfigurations',
  gatewayConfig: 'Microsoft.Network/virtualNetworkGateways/ipConfigurations',
  wafPolicy: 'Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies',
  firewall: 'Microsoft.Network/azureFirewalls',
  policy: 'Microsoft.Network/firewallPolicies',
  ruleGroup: 'Microsoft.Network/firewallPolicies/ruleCollectionGroups',
  ipGroup: 'Microsoft.Network/ipGroups',
  bastion: 'Microsoft.Network/bastionHosts',
  privateLink: 'Microsoft.Network/privateLinkServices',
  aci: 'Microsoft.ContainerInstance/containerGroups',
  aks: 'Microsoft.ContainerService/managedClusters',
  cdn: 'Microsoft.Cdn/profiles',
  afdEndpoint: 'Microsoft.Cdn/profiles/afdEndpoints',
  afdRoute: 'Microsoft.Cdn/profiles/afdEndpoints/routes',
  originGroup: 'Microsoft.Cdn/profiles/originGroups',
  origin: 'Microsoft.Cdn/profiles/originGroups/origins',
} as const satisfies Readonly<Record<string, string>>;

export type ShortType = keyof typeof TYPES;

export interface Place {
  readonly subscription?: string;
  readonly group?: string;
}

/** The id of a resource: `armId('subnet', 'vnet-1/app')`. What is an id already, is one. */
export function armId(type: ShortType | `${string}/${string}`, name: string, place: Place = {}): string {
  if (name.startsWith('/')) return name;
  const full = isShort(type) ? TYPES[type] : type;
  const [namespace = '', ...types] = full.split('/');
  const names = name.split('/');
  const path = types.map((each, index) => `${each}/${names[index] ?? ''}`).join('/');
  const { subscription = SUBSCRIPTION, group = 'rg-1' } = place;
  return `/subscriptions/${subscription}/resourceGroups/${group}/providers/${namespace}/${path}`;
}

function isShort(type: string): type is ShortType {
  return Object.hasOwn(TYPES, type);
}

/** `{ id }` of a resource, or nothing for none. */
export function refTo(type: ShortType, name: string | undefined): { readonly id: string } | undefined {
  return name === undefined ? undefined : { id: armId(type, name) };
}

/** A part of a resource, or one that has nothing but a name and settings. */
export function part(type: ShortType, name: string, properties: Fields): ArmRecord {
  const id = armId(type, name);
  return { id, name: id.split('/').at(-1), properties };
}

/** A resource of its own. `more` are fields beside its settings. */
export function armResource(type: ShortType, name: string, properties: Fields, more: Fields = {}): ArmRecord {
  return { ...part(type, name, properties), type: TYPES[type], location: LOCATION, tags: {}, ...more };
}

export interface IpConfigOptions {
  readonly subnet?: string;
  readonly address?: string;
  readonly publicIp?: string;
  readonly asgs?: readonly string[];
}

/** One ip configuration: `ipConfig('nic-1/ipconfig1', { address: '10.0.1.4', publicIp: 'pip-1' })`. */
export function ipConfig(name: string, options: IpConfigOptions = {}, type: ShortType = 'ipconfig'): ArmRecord {
  const { subnet = 'vnet-1/app', address = '10.0.1.4', publicIp, asgs = [] } = options;
  return part(type, name, {
    privateIPAddress: address,
    privateIPAddressVersion: address.includes(':') ? 'IPv6' : 'IPv4',
    privateIPAllocationMethod: 'Dynamic',
    primary: name.endsWith('1'),
    subnet: refTo('subnet', subnet),
    publicIPAddress: refTo('pip', publicIp === '' ? undefined : publicIp),
    applicationSecurityGroups: asgs.map((asg) => refTo('asg', asg)),
  });
}

export interface NicOptions extends IpConfigOptions {
  readonly nsg?: string;
  readonly vm?: string;
  /** More ip configurations than the first. */
  readonly configs?: readonly ArmRecord[];
  readonly properties?: Fields;
}

/** A network interface with one ip configuration, `NAME/ipconfig1`. */
export function nic(name: string, options: NicOptions = {}): ArmRecord {
  const { nsg, vm, configs = [], properties = {} } = options;
  return armResource('nic', name, {
    ipConfigurations: [ipConfig(`${name}/ipconfig1`, options), ...configs],
    networkSecurityGroup: refTo('nsg', nsg),
    virtualMachine: refTo('vm', vm),
    enableIPForwarding: false,
    ...properties,
  });
}

/** A public address; `Standard` unless it says otherwise. Without an address it is not allocated. */
export function publicIp(name: string, address: string | undefined, sku = 'Standard', more: Fields = {}): ArmRecord {
  const isDynamic = sku === 'Basic' && address === undefined;
  return armResource(
    'pip',
    name,
    {
      ipAddress: address,
      publicIPAddressVersion: address?.includes(':') === true ? 'IPv6' : 'IPv4',
      publicIPAllocationMethod: isDynamic ? 'Dynamic' : 'Static',
      idleTimeoutInMinutes: 4,
      ...more,
    },
    { sku: { name: sku, tier: 'Regional' } },
  );
}

export interface SubnetOptions {
  readonly prefix: string;
  readonly nsg?: string;
  readonly routes?: string;
  readonly properties?: Fields;
}

/** A virtual network: `network('vnet-1', ['10.0.0.0/16'], { app: { prefix: '10.0.1.0/24' } })`. */
export function network(
  name: string,
  prefixes: readonly string[],
  subnets: Readonly<Record<string, SubnetOptions>>,
  properties: Fields = {},
): ArmRecord {
  return armResource('vnet', name, {
    addressSpace: { addressPrefixes: prefixes },
    subnets: Object.entries(subnets).map(([own, { prefix, nsg, routes, properties: more }]) =>
      part('subnet', `${name}/${own}`, {
        addressPrefix: prefix,
        networkSecurityGroup: refTo('nsg', nsg),
        routeTable: refTo('routes', routes),
        ...more,
      }),
    ),
    virtualNetworkPeerings: [],
    ...properties,
  });
}

/**
 * A network security group by its rules, with the default rules that Azure always adds:
 * `PRIORITY ACCESS PROTOCOL SOURCES [sport PORTS] -> PORTS [at DESTINATIONS] [named NAME]`, before which `out` may stand.
 * What starts with `asg-` is an application security group. Several of a thing go into the plural field.
 */
export function nsg(name: string, rules: readonly string[] = [], more: Fields = {}): ArmRecord {
  return armResource('nsg', name, {
    securityRules: rules.map((text) => securityRule(name, text)),
    defaultSecurityRules: DEFAULT_RULES.map((text) => securityRule(name, text, 'defaultRule')),
    ...more,
  });
}

const DEFAULT_RULES = [
  '65000 allow * VirtualNetwork -> * at VirtualNetwork named AllowVnetInBound',
  '65001 allow * AzureLoadBalancer -> * named AllowAzureLoadBalancerInBound',
  '65500 deny * * -> * named DenyAllInBound',
  'out 65000 allow * VirtualNetwork -> * at VirtualNetwork named AllowVnetOutBound',
  'out 65001 allow * * -> * at Internet named AllowInternetOutBound',
  'out 65500 deny * * -> * named DenyAllOutBound',
];

const RULE = /^(out )?(\d+) (allow|deny) (\S+) (\S+)(?: sport (\S+))? -> (\S+)(?: at (\S+))?(?: named (\S+))?$/;

/** One rule; without a name it is called `r100` after its priority. */
export function securityRule(group: string, text: string, type: ShortType = 'rule'): ArmRecord {
  const match = RULE.exec(text);
  if (match === null) throw new Error(`not a rule: ${text}`);
  const [, out, priority, access, protocol = '', sources = '', sports = '*', ports = '', at = '*', name] = match;
  return part(type, `${group}/${name ?? `r${priority ?? ''}`}`, {
    priority: Number(priority),
    direction: out === undefined ? 'Inbound' : 'Outbound',
    access: access === 'allow' ? 'Allow' : 'Deny',
    protocol: protocol === '*' ? '*' : `${protocol.charAt(0).toUpperCase()}${protocol.slice(1)}`,
    ...addresses('source', sources),
    ...portsIn('sourcePortRange', sports),
    ...addresses('destination', at),
    ...portsIn('destinationPortRange', ports),
  });
}

function addresses(side: 'source' | 'destination', text: string): Fields {
  const parts = text.split(',');
  if (parts.every((each) => each.startsWith('asg-'))) {
    return { [`${side}ApplicationSecurityGroups`]: parts.map((each) => refTo('asg', each)) };
  }
  const field = `${side}AddressPrefix`;
  return parts.length === 1 ? { [field]: text, [`${field}es`]: [] } : { [`${field}es`]: parts };
}

function portsIn(field: string, text: string): Fields {
  const parts = text.split(',');
  return parts.length === 1 ? { [field]: text, [`${field}s`]: [] } : { [`${field}s`]: parts };
}

/** A route table: `routeTable('rt-1', ['0.0.0.0/0 -> VirtualAppliance 10.0.0.4'])`. */
export function routeTable(name: string, routes: readonly string[], more: Fields = {}): ArmRecord {
  return armResource('routes', name, {
    routes: routes.map((text, index) => {
      const [addressPrefix, next = ''] = text.split(' -> ');
      const [nextHopType, nextHopIpAddress] = next.split(' ');
      return part('route', `${name}/route-${index + 1}`, { addressPrefix, nextHopType, nextHopIpAddress });
    }),
    disableBgpRoutePropagation: false,
    ...more,
  });
}

/** A virtual machine, running unless it says otherwise, as Resource Graph tells of it. */
export function vm(name: string, power = 'running', properties: Fields = {}): ArmRecord {
  const instanceView = { powerState: { code: `PowerState/${power}`, displayStatus: `VM ${power}` } };
  return armResource('vm', name, {
    hardwareProfile: { vmSize: 'Standard_D4s_v5' },
    storageProfile: { imageReference: { publisher: 'canonical', offer: 'ubuntu-24_04-lts', sku: 'server' } },
    extended: { instanceView },
    ...properties,
  });
}
