import { type ArmRecord, armId, armResource, type Fields, part, refTo } from './azure-records.ts';

/** What stands in front of machines, in the shape of Resource Manager. */

type Keyed<T> = Readonly<Record<string, T>>;

interface LoadBalancerOptions {
  /** `pip-…` or `prefix-…` by name, or a private address; `front` alone if nothing is said. */
  readonly frontends: Keyed<string>;
  /** Interfaces by name, addresses of `vnet-1`, or frontends of other balancers: `lb-2/front`. */
  readonly pools?: Keyed<readonly string[]>;
  /** `PROTOCOL PORT -> PORT [floating] [at FRONTEND] [to POOL]`; without, the frontend `front` and the pool `pool`. */
  readonly rules?: Keyed<string>;
  /** `PROTOCOL PORT[-PORT] -> PORT [floating] [at FRONTEND] to INTERFACE|POOL`. */
  readonly nat?: Keyed<string>;
  readonly sku?: string;
  readonly tier?: string;
  readonly properties?: Fields;
}

export function loadBalancer(name: string, options: LoadBalancerOptions): ArmRecord {
  const { frontends, pools = {}, rules = {}, nat = {}, sku = 'Standard', tier = 'Regional', properties } = options;
  return armResource(
    'lb',
    name,
    {
      frontendIPConfigurations: Object.entries(frontends).map(([own, to]) => frontend(`${name}/${own}`, to)),
      backendAddressPools: Object.entries(pools).map(([own, members]) => pool(`${name}/${own}`, members)),
      loadBalancingRules: Object.entries(rules).map(([own, text]) =>
        part('lbRule', `${name}/${own}`, balancingRule(name, text)),
      ),
      inboundNatRules: Object.entries(nat).map(([own, text]) =>
        part('lbNatRule', `${name}/${own}`, natRule(name, text)),
      ),
      probes: [],
      outboundRules: [],
      inboundNatPools: [],
      ...properties,
    },
    { sku: { name: sku, tier } },
  );
}

function frontend(name: string, to: string): ArmRecord {
  if (to.startsWith('prefix-')) return part('lbFrontend', name, { publicIPPrefix: refTo('prefix', to) });
  if (!isAddress(to)) return part('lbFrontend', name, { publicIPAddress: refTo('pip', to) });
  return part('lbFrontend', name, {
    privateIPAddress: to,
    privateIPAllocationMethod: 'Static',
    subnet: refTo('subnet', 'vnet-1/app'),
  });
}

function pool(name: string, members: readonly string[]): ArmRecord {
  const configs = members.filter((member) => !isAddress(member) && !member.includes('/'));
  const own = configs.map((member) => ({ id: armId('ipconfig', `${member}/ipconfig1`) }));
  return part('lbPool', name, {
    backendIPConfigurations: own,
    loadBalancerBackendAddresses: members.map((member, index) => ({
      name: `member-${index + 1}`,
      properties: backendAddress(member),
    })),
  });
}

function backendAddress(member: string): Fields {
  if (isAddress(member)) return { ipAddress: member, virtualNetwork: refTo('vnet', 'vnet-1'), adminState: 'None' };
  if (member.includes('/')) return { loadBalancerFrontendIPConfiguration: refTo('lbFrontend', member) };
  return { networkInterfaceIPConfiguration: refTo('ipconfig', `${member}/ipconfig1`), adminState: 'None' };
}

const FORWARD = /^(\S+) (\d+)(?:-(\d+))? -> (\d+)( floating)?(?: at (\S+))?(?: to (\S+))?$/;

function forwarding(text: string): readonly (string | undefined)[] {
  const match = FORWARD.exec(text);
  if (match === null) throw new Error(`forwards nothing: ${text}`);
  return match.slice(1);
}

function balancingRule(balancer: string, text: string): Fields {
  const [protocol = '', port, , backendPort, floating, at = 'front', to = 'pool'] = forwarding(text);
  return {
    protocol: protocolWord(protocol),
    frontendPort: Number(port),
    backendPort: Number(backendPort),
    enableFloatingIP: floating !== undefined,
    frontendIPConfiguration: refTo('lbFrontend', `${balancer}/${at}`),
    backendAddressPool: refTo('lbPool', `${balancer}/${to}`),
    backendAddressPools: [refTo('lbPool', `${balancer}/${to}`)],
    loadDistribution: 'Default',
  };
}

function natRule(balancer: string, text: string): Fields {
  const [protocol = '', port, last, backendPort, floating, at = 'front', to = ''] = forwarding(text);
  const shared = {
    protocol: protocolWord(protocol),
    backendPort: Number(backendPort),
    enableFloatingIP: floating !== undefined,
    frontendIPConfiguration: refTo('lbFrontend', `${balancer}/${at}`),
  };
  if (last === undefined) {
    return { ...shared, frontendPort: Number(port), backendIPConfiguration: refTo('ipconfig', `${to}/ipconfig1`) };
  }
  return {
    ...shared,
    frontendPort: 0,
    frontendPortRangeStart: Number(port),
    frontendPortRangeEnd: Number(last),
    backendAddressPool: refTo('lbPool', `${balancer}/${to}`),
  };
}

function protocolWord(protocol: string): string {
  return `${protocol.charAt(0).toUpperCase()}${protocol.slice(1)}`;
}

function isAddress(text: string): boolean {
  return /^[\d.]+$/.test(text) || text.includes(':');
}

interface GatewayOptions {
  /** `pip-…` by name, or a private address. */
  readonly frontends: Keyed<string>;
  readonly subnet?: string;
  /** `PROTOCOL PORT [HOSTS] [at FRONTEND]`; without, the frontend `public`. */
  readonly listeners: Keyed<string>;
  /** Addresses, host names, or interfaces by name. */
  readonly pools?: Keyed<readonly string[]>;
  /** `PROTOCOL PORT`. */
  readonly settings?: Keyed<string>;
  /** `LISTENER -> POOL SETTINGS`, `LISTENER -> paths MAP` or `LISTENER -> redirect TARGET`. */
  readonly rules?: Keyed<string>;
  /** `default -> POOL SETTINGS` and `/path/* -> POOL SETTINGS`. */
  readonly paths?: Keyed<readonly string[]>;
  /** Where a redirect leads, by its name: another listener, or a URL. */
  readonly redirects?: Keyed<string>;
  readonly sku?: string;
  readonly properties?: Fields;
  /** More settings of a listener or a rule, by name. */
  readonly extra?: Keyed<Fields>;
}

export function applicationGateway(name: string, options: GatewayOptions): ArmRecord {
  const { frontends, subnet = 'vnet-1/gateway', listeners, pools = {}, settings = {}, extra = {} } = options;
  const { rules = {}, paths = {}, redirects = {}, sku = 'Standard_v2', properties } = options;
  const ports = new Set(Object.values(listeners).map((text) => text.split(' ')[1] ?? ''));
  return armResource('agw', name, {
    sku: { name: sku, tier: sku, capacity: 2 },
    operationalState: 'Running',
    gatewayIPConfigurations: [part('agwIp', `${name}/gateway-ip`, { subnet: refTo('subnet', subnet) })],
    frontendIPConfigurations: Object.entries(frontends).map(([own, to]) =>
      part('agwFrontend', `${name}/${own}`, gatewayFrontend(to, subnet)),
    ),
    frontendPorts: [...ports].map((port) => part('agwPort', `${name}/port-${port}`, { port: Number(port) })),
    httpListeners: Object.entries(listeners).map(([own, text]) =>
      part('agwListener', `${name}/${own}`, { ...gatewayListener(name, text), ...extra[own] }),
    ),
    backendAddressPools: Object.entries(pools).map(([own, members]) =>
      part('agwPool', `${name}/${own}`, gatewayPool(members)),
    ),
    backendHttpSettingsCollection: Object.entries(settings).map(([own, text]) => {
      const [protocol = '', port] = text.split(' ');
      return part('agwSettings', `${name}/${own}`, { port: Number(port), protocol: protocolWord(protocol) });
    }),
    requestRoutingRules: Object.entries(rules).map(([own, text], index) =>
      part('agwRule', `${name}/${own}`, { priority: (index + 1) * 10, ...gatewayRule(name, text), ...extra[own] }),
    ),
    urlPathMaps: Object.entries(paths).map(([own, lines]) => pathMap(name, own, lines)),
    redirectConfigurations: Object.entries(redirects).map(([own, to]) =>
      part('agwRedirect', `${name}/${own}`, {
        redirectType: 'Permanent',
        ...(to.includes('://') ? { targetUrl: to } : { targetListener: refTo('agwListener', `${name}/${to}`) }),
      }),
    ),
    ...properties,
  });
}

function gatewayFrontend(to: string, subnet: string): Fields {
  return isAddress(to)
    ? { privateIPAddress: to, privateIPAllocationMethod: 'Static', subnet: refTo('subnet', subnet) }
    : { publicIPAddress: refTo('pip', to), privateIPAllocationMethod: 'Dynamic' };
}

function gatewayListener(gateway: string, text: string): Fields {
  const [, protocol = '', port, hosts, at = 'public'] =
    /^(\S+) (\d+)(?: (?!at )(\S+))?(?: at (\S+))?$/.exec(text) ?? [];
  return {
    protocol: protocolWord(protocol),
    frontendPort: refTo('agwPort', `${gateway}/port-${port ?? ''}`),
    frontendIPConfiguration: refTo('agwFrontend', `${gateway}/${at}`),
    hostNames: hosts === undefined ? [] : hosts.split(','),
    requireServerNameIndication: false,
  };
}

function gatewayPool(members: readonly string[]): Fields {
  const named = members.filter((member) => isAddress(member) || member.includes('.'));
  const configs = members.filter((member) => !named.includes(member));
  return {
    backendAddresses: named.map((member) => (isAddress(member) ? { ipAddress: member } : { fqdn: member })),
    backendIPConfigurations: configs.map((member) => refTo('ipconfig', `${member}/ipconfig1`)),
  };
}

function gatewayRule(gateway: string, text: string): Fields {
  const [listener = '', target = ''] = text.split(' -> ');
  const shared = { ruleType: 'Basic', httpListener: refTo('agwListener', `${gateway}/${listener}`) };
  return { ...shared, ...gatewayTarget(gateway, target) };
}

function gatewayTarget(gateway: string, text: string): Fields {
  const [first = '', second = ''] = text.split(' ');
  if (first === 'paths') {
    return { ruleType: 'PathBasedRouting', urlPathMap: refTo('agwPaths', `${gateway}/${second}`) };
  }
  if (first === 'redirect') return { redirectConfiguration: refTo('agwRedirect', `${gateway}/${second}`) };
  return {
    backendAddressPool: refTo('agwPool', `${gateway}/${first}`),
    backendHttpSettings: refTo('agwSettings', `${gateway}/${second}`),
  };
}

function pathMap(gateway: string, name: string, lines: readonly string[]): ArmRecord {
  const rules: ArmRecord[] = [];
  let defaults: Fields = {};
  for (const line of lines) {
    const [paths = '', text = ''] = line.split(' -> ');
    const target = gatewayTarget(gateway, text);
    if (paths === 'default') {
      const { backendAddressPool, backendHttpSettings, redirectConfiguration } = target;
      defaults = {
        defaultBackendAddressPool: backendAddressPool,
        defaultBackendHttpSettings: backendHttpSettings,
        defaultRedirectConfiguration: redirectConfiguration,
      };
    } else {
      const own = `${gateway}/${name}/path-${rules.length + 1}`;
      rules.push(part('agwPath', own, { paths: paths.split(','), ...target }));
    }
  }
  return part('agwPaths', `${gateway}/${name}`, { ...defaults, pathRules: rules });
}

interface FirewallOptions {
  readonly publicIps?: readonly string[];
  /** Classic rules, by collection. */
  readonly nat?: Keyed<readonly string[]>;
  readonly policy?: string;
  readonly properties?: Fields;
}

/** A firewall of `vnet-1`. DNAT rules: `NAME tcp SOURCES -> ADDRESSES:PORTS to ADDRESS:PORT`; `ipg-…` is an IP group. */
export function azureFirewall(name: string, options: FirewallOptions): ArmRecord {
  const { publicIps = [], nat = {}, policy, properties } = options;
  return armResource('firewall', name, {
    sku: { name: 'AZFW_VNet', tier: 'Standard' },
    ipConfigurations: publicIps.map((publicIp, index) =>
      part('firewallConfig', `${name}/config-${index + 1}`, {
        publicIPAddress: refTo('pip', publicIp),
        privateIPAddress: '10.0.3.4',
        ...(index === 0 ? { subnet: refTo('subnet', 'vnet-1/AzureFirewallSubnet') } : {}),
      }),
    ),
    natRuleCollections: Object.entries(nat).map(([own, rules], index) => ({
      id: `${armId('firewall', name)}/azureFirewallNatRuleCollections/${own}`,
      name: own,
      properties: {
        priority: (index + 1) * 100,
        action: { type: 'Dnat' },
        rules: rules.map((text) => {
          const { ipProtocols, ...rule } = dnatRule(text);
          return { ...rule, protocols: ipProtocols };
        }),
      },
    })),
    firewallPolicy: refTo('policy', policy),
    ...properties,
  });
}

export function firewallPolicy(name: string, base?: string): ArmRecord {
  return armResource('policy', name, { basePolicy: refTo('policy', base), sku: { tier: 'Standard' } });
}

/** Rule collections of a policy: `ruleGroup('policy-1/group-1', 100, { web: ['…'] })`. */
export function ruleGroup(name: string, priority: number, collections: Keyed<readonly string[]>): ArmRecord {
  return part('ruleGroup', name, {
    priority,
    ruleCollections: Object.entries(collections).map(([own, rules], index) => ({
      ruleCollectionType: 'FirewallPolicyNatRuleCollection',
      name: own,
      priority: (index + 1) * 100,
      action: { type: 'DNAT' },
      rules: rules.map((text) => ({ ruleType: 'NatRule', ...dnatRule(text) })),
    })),
  });
}

const DNAT = /^(\S+) (\S+) (\S+) -> (\S+):([\d,*-]+) to (\S+):(\d+)$/;

function dnatRule(text: string): Fields {
  const match = DNAT.exec(text);
  if (match === null) throw new Error(`not a DNAT rule: ${text}`);
  const [, name, protocols = '', sources = '', addresses = '', ports = '', target = '', port] = match;
  const groups = sources.split(',').filter((source) => source.startsWith('ipg-'));
  return {
    name,
    ipProtocols: protocols.toUpperCase().split(','),
    sourceAddresses: sources.split(',').filter((source) => !source.startsWith('ipg-')),
    sourceIpGroups: groups.map((group) => armId('ipGroup', group)),
    destinationAddresses: addresses.split(','),
    destinationPorts: ports.split(','),
    ...(isAddress(target) ? { translatedAddress: target } : { translatedFqdn: target }),
    translatedPort: port,
  };
}

export function ipGroup(name: string, addresses: readonly string[]): ArmRecord {
  return armResource('ipGroup', name, { ipAddresses: addresses });
}
