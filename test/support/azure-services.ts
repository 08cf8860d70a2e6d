import { type ArmRecord, armId, armResource, type Fields, part, refTo, type SubnetOptions } from './azure-records.ts';

/** Platform services that take connections themselves, and machines of scale sets. */

interface ContainerOptions {
  /** The public address; a private one stands in a subnet. */
  readonly address?: string;
  readonly type?: 'Public' | 'Private';
  /** `tcp 11434`. */
  readonly ports: readonly string[];
  readonly image?: string;
  readonly properties?: Fields;
}

/** A container group that runs. */
export function containerGroup(name: string, options: ContainerOptions): ArmRecord {
  const { address, type = 'Public', ports, image = 'registry.example/acme/web:1', properties } = options;
  const opened = ports.map((text) => {
    const [protocol = '', port] = text.split(' ');
    return { protocol: protocol.toUpperCase(), port: Number(port) };
  });
  return armResource('aci', name, {
    osType: 'Linux',
    provisioningState: 'Succeeded',
    containers: [
      {
        name: 'main',
        properties: {
          image,
          command: [],
          ports: opened,
          environmentVariables: [{ name: 'OLLAMA_HOST', value: '0.0.0.0' }],
          resources: { requests: { cpu: 4, memoryInGB: 16 } },
        },
      },
    ],
    ipAddress: { type, ip: address, ports: opened },
    instanceView: { state: 'Running', events: [] },
    ...(type === 'Private' ? { subnetIds: [refTo('subnet', 'vnet-1/app')] } : {}),
    ...properties,
  });
}

interface ClusterOptions {
  readonly isPrivate?: boolean;
  readonly authorized?: readonly string[];
  readonly properties?: Fields;
}

export function managedCluster(name: string, options: ClusterOptions = {}): ArmRecord {
  const { isPrivate = false, authorized, properties } = options;
  return armResource(
    'aks',
    name,
    {
      provisioningState: 'Succeeded',
      powerState: { code: 'Running' },
      kubernetesVersion: '1.33.2',
      fqdn: `${name}-dns-0a1b2c3d.hcp.westeurope.azmk8s.io`,
      nodeResourceGroup: `MC_rg-1_${name}_westeurope`,
      enableRBAC: true,
      apiServerAccessProfile: { authorizedIPRanges: authorized, enablePrivateCluster: isPrivate },
      ...properties,
    },
    { sku: { name: 'Base', tier: 'Standard' } },
  );
}

export function bastion(name: string, publicIp: string, properties: Fields = {}): ArmRecord {
  return armResource(
    'bastion',
    name,
    {
      dnsName: `bst-0a1b2c3d.bastion.azure.com`,
      ipConfigurations: [
        part('bastionConfig', `${name}/config`, {
          publicIPAddress: refTo('pip', publicIp),
          subnet: refTo('subnet', 'vnet-1/AzureBastionSubnet'),
        }),
      ],
      scaleUnits: 2,
      ...properties,
    },
    { sku: { name: 'Standard' } },
  );
}

interface FrontDoorOptions {
  /** `NAME HTTPS-PORT` of each origin, by the name of the origin. */
  readonly origins: Readonly<Record<string, { readonly host: string; readonly privateLink?: string }>>;
  readonly endpointEnabled?: boolean;
  readonly routeEnabled?: boolean;
  readonly route?: Fields;
}

/** A profile with one endpoint `chat`, one route, and one group of origins `group`. */
export function frontDoor(name: string, options: FrontDoorOptions): readonly ArmRecord[] {
  const { origins, endpointEnabled = true, routeEnabled = true, route } = options;
  const state = (enabled: boolean): string => (enabled ? 'Enabled' : 'Disabled');
  return [
    armResource(
      'cdn',
      name,
      { resourceState: 'Active', provisioningState: 'Succeeded', frontDoorId: '0a1b2c3d' },
      { sku: { name: 'Premium_AzureFrontDoor' }, kind: 'frontdoor', location: 'Global' },
    ),
    armResource(
      'afdEndpoint',
      `${name}/chat`,
      { hostName: 'chat-0a1b2c3d.z01.azurefd.net', enabledState: state(endpointEnabled) },
      { location: 'Global' },
    ),
    part('afdRoute', `${name}/chat/route`, {
      customDomains: [],
      originGroup: refTo('originGroup', `${name}/group`),
      supportedProtocols: ['Http', 'Https'],
      patternsToMatch: ['/*'],
      forwardingProtocol: 'HttpsOnly',
      linkToDefaultDomain: 'Enabled',
      httpsRedirect: 'Disabled',
      enabledState: state(routeEnabled),
      ...route,
    }),
    part('originGroup', `${name}/group`, { sessionAffinityState: 'Disabled' }),
    ...Object.entries(origins).map(([own, { host, privateLink }]) =>
      part('origin', `${name}/group/${own}`, {
        hostName: host,
        httpPort: 80,
        httpsPort: 443,
        originHostHeader: host,
        priority: 1,
        weight: 1000,
        enabledState: 'Enabled',
        ...(privateLink === undefined ? {} : { sharedPrivateLinkResource: sharedLink(privateLink) }),
      }),
    ),
  ];
}

function sharedLink(to: string): Fields {
  return {
    privateLink: { id: armId('privateLink', to) },
    privateLinkLocation: 'westeurope',
    requestMessage: 'front door',
    status: 'Approved',
  };
}

/** A private link service in front of one frontend of a load balancer: `lb-1/front`. */
export function privateLinkService(name: string, frontend: string): ArmRecord {
  return armResource('privateLink', name, {
    alias: `${name}.0a1b2c3d.westeurope.azure.privatelinkservice`,
    loadBalancerFrontendIpConfigurations: [refTo('lbFrontend', frontend)],
    ipConfigurations: [
      {
        name: 'nat-1',
        properties: { privateIPAddress: '10.0.4.5', primary: true, subnet: refTo('subnet', 'vnet-1/link') },
      },
    ],
    privateEndpointConnections: [],
  });
}

/** A scale set; `Uniform` unless it says otherwise. */
export function scaleSet(name: string, orchestrationMode = 'Uniform', properties: Fields = {}): ArmRecord {
  return armResource(
    'vmss',
    name,
    { orchestrationMode, provisioningState: 'Succeeded', ...properties },
    { sku: { name: 'Standard_NC24ads_A100_v4', tier: 'Standard', capacity: 1 } },
  );
}

interface InstanceOptions {
  readonly address: string;
  readonly publicAddress?: string;
  readonly nsg?: string;
  readonly subnet?: string;
}

/** The interface, and perhaps the public address, of an instance of a uniform scale set: `vmss-1/0`. */
export function scaleSetInstance(name: string, options: InstanceOptions): readonly ArmRecord[] {
  const { address, publicAddress, nsg, subnet = 'vnet-1/app' } = options;
  const config = `${name}/nic/ipconfig1`;
  const publicIp = armId('vmssPip', `${config}/public`);
  const sku = { name: 'Standard', tier: 'Regional' };
  return [
    part('vmssNic', `${name}/nic`, {
      ipConfigurations: [
        part('vmssConfig', config, {
          privateIPAddress: address,
          privateIPAddressVersion: 'IPv4',
          primary: true,
          subnet: refTo('subnet', subnet),
          ...(publicAddress === undefined ? {} : { publicIPAddress: { id: publicIp } }),
        }),
      ],
      networkSecurityGroup: refTo('nsg', nsg),
      virtualMachine: { id: armId('vmssVm', name) },
    }),
    ...(publicAddress === undefined
      ? []
      : [
          {
            id: publicIp,
            name: 'public',
            sku,
            properties: { ipAddress: publicAddress, publicIPAddressVersion: 'IPv4' },
          },
        ]),
  ];
}

/** Subnets that platform services stand in. */
export const PLATFORM_SUBNETS: Readonly<Record<string, SubnetOptions>> = {
  app: { prefix: '10.0.1.0/24' },
  gateway: { prefix: '10.0.2.0/24' },
  AzureFirewallSubnet: { prefix: '10.0.3.0/26' },
  link: { prefix: '10.0.4.0/24' },
  AzureBastionSubnet: { prefix: '10.0.5.0/26' },
};
