/** One resource of each kind as REST prints it, by call, with the fields that tell one form of printing from another. */
const SUBSCRIPTION = '/subscriptions/00000000-0000-0000-0000-000000000001';
const GROUP = `${SUBSCRIPTION}/resourceGroups/rg-1/providers`;

function ref(path: string) {
  return { id: `${GROUP}/${path}` };
}

function resource(path: string, properties: object, own: object = {}) {
  const name = path.split('/').at(-1) ?? '';
  return { ...ref(path), name, location: 'westeurope', tags: { Team: 'Lab' }, ...own, properties };
}

function part(path: string, properties: object) {
  return { ...ref(path), name: path.split('/').at(-1) ?? '', properties };
}

const NETWORK = 'Microsoft.Network';
const PIP = ref(`${NETWORK}/publicIPAddresses/pip-1`);
const SUBNET = ref(`${NETWORK}/virtualNetworks/vnet-1/subnets/app`);
const RULE = {
  priority: 100,
  direction: 'Inbound',
  access: 'Allow',
  protocol: 'Tcp',
  sourceAddressPrefix: '',
  sourceAddressPrefixes: ['192.0.2.0/24', 'Internet'],
  sourcePortRange: '*',
  destinationAddressPrefix: '*',
  destinationPortRange: '8000',
  destinationPortRanges: [],
};
const NIC = {
  ipConfigurations: [
    part(`${NETWORK}/networkInterfaces/nic-1/ipConfigurations/a`, {
      privateIPAddress: '10.0.1.4',
      privateIPAddressVersion: 'IPv4',
      primary: true,
      subnet: SUBNET,
      publicIPAddress: PIP,
      applicationSecurityGroups: [ref(`${NETWORK}/applicationSecurityGroups/asg-1`)],
      loadBalancerBackendAddressPools: [ref(`${NETWORK}/loadBalancers/lb-1/backendAddressPools/pool`)],
    }),
  ],
  networkSecurityGroup: ref(`${NETWORK}/networkSecurityGroups/nsg-1`),
  enableIPForwarding: false,
};
const ADDRESS = {
  ipAddress: '203.0.113.7',
  publicIPAddressVersion: 'IPv4',
  publicIPAllocationMethod: 'Static',
  dnsSettings: { domainNameLabel: 'web', fqdn: 'web.example' },
};
const FRONTEND = ref(`${NETWORK}/loadBalancers/lb-1/frontendIPConfigurations/front`);
const FRONT_DOOR = 'Microsoft.Cdn/profiles/fd-1';
const AGW = `${NETWORK}/applicationGateways/agw-1`;

export const EXAMPLES: Readonly<Record<string, object>> = {
  'Microsoft.Network/networkInterfaces': resource(`${NETWORK}/networkInterfaces/nic-1`, NIC),
  'Microsoft.Compute/virtualMachineScaleSets/networkInterfaces': resource(
    'Microsoft.Compute/virtualMachineScaleSets/vmss-1/virtualMachines/0/networkInterfaces/nic-1',
    NIC,
  ),
  'Microsoft.Network/publicIPAddresses': resource(`${NETWORK}/publicIPAddresses/pip-1`, ADDRESS, {
    sku: { name: 'Standard', tier: 'Regional' },
  }),
  'Microsoft.Compute/virtualMachineScaleSets/publicIPAddresses': resource(
    'Microsoft.Compute/virtualMachineScaleSets/vmss-1/virtualMachines/0/networkInterfaces/n/ipConfigurations/i/publicIPAddresses/p',
    ADDRESS,
  ),
  'Microsoft.Network/publicIPPrefixes': resource(`${NETWORK}/publicIPPrefixes/prefix-1`, {
    ipPrefix: '203.0.113.0/28',
    publicIPAddressVersion: 'IPv4',
    loadBalancerFrontendIpConfiguration: FRONTEND,
  }),
  'Microsoft.Network/virtualNetworks': resource(`${NETWORK}/virtualNetworks/vnet-1`, {
    addressSpace: { addressPrefixes: ['10.0.0.0/16'] },
    subnets: [
      part(`${NETWORK}/virtualNetworks/vnet-1/subnets/app`, {
        addressPrefix: '10.0.1.0/24',
        routeTable: ref(`${NETWORK}/routeTables/rt-1`),
        delegations: [part('x/delegations/d', { serviceName: 'Microsoft.Web/serverFarms' })],
      }),
    ],
    virtualNetworkPeerings: [
      part(`${NETWORK}/virtualNetworks/vnet-1/virtualNetworkPeerings/hub`, {
        peeringState: 'Connected',
        allowVirtualNetworkAccess: true,
        remoteVirtualNetwork: ref(`${NETWORK}/virtualNetworks/hub`),
        remoteAddressSpace: { addressPrefixes: ['10.1.0.0/16'] },
      }),
    ],
  }),
  'Microsoft.Network/virtualNetworks/listNetworkManagerEffectiveSecurityAdminRules': {
    ...part(`${NETWORK}/networkManagers/nm/securityAdminConfigurations/c/ruleCollections/r/rules/allow`, {
      access: 'AlwaysAllow',
      direction: 'Inbound',
      priority: 10,
      protocol: 'Tcp',
      sources: [{ addressPrefix: '*', addressPrefixType: 'IPPrefix' }],
      destinationPortRanges: ['443'],
    }),
    kind: 'Custom',
  },
  'Microsoft.Network/locations/serviceTags': {
    id: 'Sql',
    name: 'Sql',
    properties: { region: '', systemService: 'AzureSQL', addressPrefixes: ['192.0.2.0/24', '2001:db8::/48'] },
  },
  'Microsoft.Network/networkSecurityGroups': resource(`${NETWORK}/networkSecurityGroups/nsg-1`, {
    securityRules: [part(`${NETWORK}/networkSecurityGroups/nsg-1/securityRules/AllowWeb`, RULE)],
    defaultSecurityRules: [part(`${NETWORK}/networkSecurityGroups/nsg-1/defaultSecurityRules/DenyAllInBound`, RULE)],
  }),
  'Microsoft.Network/applicationSecurityGroups': resource(`${NETWORK}/applicationSecurityGroups/asg-1`, {}),
  'Microsoft.Network/routeTables': resource(`${NETWORK}/routeTables/rt-1`, {
    disableBgpRoutePropagation: true,
    routes: [
      part(`${NETWORK}/routeTables/rt-1/routes/default`, {
        addressPrefix: '0.0.0.0/0',
        nextHopType: 'VirtualAppliance',
        nextHopIpAddress: '10.0.0.4',
      }),
    ],
  }),
  'Microsoft.Network/virtualNetworkGateways': resource(`${NETWORK}/virtualNetworkGateways/gw-1`, {
    gatewayType: 'Vpn',
    enableBgp: true,
    ipConfigurations: [part(`${NETWORK}/virtualNetworkGateways/gw-1/ipConfigurations/i`, { subnet: SUBNET })],
  }),
  'Microsoft.Network/localNetworkGateways': resource(`${NETWORK}/localNetworkGateways/office`, {
    localNetworkAddressSpace: { addressPrefixes: ['192.0.2.0/24'] },
  }),
  'Microsoft.Network/natGateways': resource(`${NETWORK}/natGateways/nat-1`, { publicIpAddresses: [PIP] }),
  'Microsoft.Compute/virtualMachines': resource('Microsoft.Compute/virtualMachines/vm-1', {
    hardwareProfile: { vmSize: 'Standard_NC4as_T4_v3' },
    storageProfile: { imageReference: { publisher: 'canonical', offer: 'ubuntu', sku: '24_04' } },
    networkProfile: { networkInterfaces: [ref(`${NETWORK}/networkInterfaces/nic-1`)] },
    instanceView: { statuses: [{ code: 'PowerState/running' }] },
  }),
  'Microsoft.Compute/virtualMachineScaleSets': resource('Microsoft.Compute/virtualMachineScaleSets/vmss-1', {
    orchestrationMode: 'Uniform',
    virtualMachineProfile: {
      networkProfile: {
        networkInterfaceConfigurations: [
          { name: 'nic', properties: { ipConfigurations: [{ name: 'i', properties: { subnet: SUBNET } }] } },
        ],
      },
    },
  }),
  'Microsoft.Network/loadBalancers': resource(
    `${NETWORK}/loadBalancers/lb-1`,
    {
      frontendIPConfigurations: [
        part(`${NETWORK}/loadBalancers/lb-1/frontendIPConfigurations/f`, { publicIPAddress: PIP }),
      ],
      backendAddressPools: [
        part(`${NETWORK}/loadBalancers/lb-1/backendAddressPools/pool`, {
          loadBalancerBackendAddresses: [{ name: 'a', properties: { ipAddress: '10.0.1.4', adminState: 'None' } }],
        }),
      ],
      loadBalancingRules: [
        part(`${NETWORK}/loadBalancers/lb-1/loadBalancingRules/web`, {
          frontendIPConfiguration: FRONTEND,
          protocol: 'Tcp',
          frontendPort: 443,
          backendPort: 8000,
          enableFloatingIP: false,
        }),
      ],
      inboundNatRules: [
        part(`${NETWORK}/loadBalancers/lb-1/inboundNatRules/ssh`, { frontendPortRangeStart: 50_000, backendPort: 22 }),
      ],
    },
    { sku: { name: 'Standard', tier: 'Regional' } },
  ),
  'Microsoft.Network/applicationGateways': resource(AGW, {
    gatewayIPConfigurations: [part(`${AGW}/gatewayIPConfigurations/g`, { subnet: SUBNET })],
    frontendIPConfigurations: [part(`${AGW}/frontendIPConfigurations/f`, { publicIPAddress: PIP })],
    frontendPorts: [part(`${AGW}/frontendPorts/p`, { port: 443 })],
    httpListeners: [part(`${AGW}/httpListeners/l`, { protocol: 'Https', frontendPort: ref(`${AGW}/frontendPorts/p`) })],
    backendAddressPools: [part(`${AGW}/backendAddressPools/b`, { backendAddresses: [{ ipAddress: '10.0.1.4' }] })],
    backendHttpSettingsCollection: [part(`${AGW}/backendHttpSettingsCollection/s`, { port: 8000, protocol: 'Http' })],
    requestRoutingRules: [part(`${AGW}/requestRoutingRules/r`, { httpListener: ref(`${AGW}/httpListeners/l`) })],
  }),
  'Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies': resource(`${NETWORK}/waf/waf-1`, {
    policySettings: { state: 'Enabled', mode: 'Prevention' },
    customRules: [
      {
        name: 'office',
        priority: 1,
        action: 'Block',
        matchConditions: [
          {
            matchVariables: [{ variableName: 'RemoteAddr' }],
            operator: 'IPMatch',
            negationConditon: true,
            matchValues: ['192.0.2.0/24'],
          },
        ],
      },
    ],
  }),
  'Microsoft.Network/azureFirewalls': resource(`${NETWORK}/azureFirewalls/fw-1`, {
    ipConfigurations: [
      part(`${NETWORK}/azureFirewalls/fw-1/x/i`, { privateIPAddress: '10.0.0.4', publicIPAddress: PIP }),
    ],
    natRuleCollections: [
      part(`${NETWORK}/azureFirewalls/fw-1/natRuleCollections/n`, {
        priority: 100,
        rules: [{ name: 'web', protocols: ['TCP'], destinationPorts: ['443'], translatedAddress: '10.0.1.4' }],
      }),
    ],
  }),
  'Microsoft.Network/virtualHubs': resource(`${NETWORK}/virtualHubs/hub-1`, { addressPrefix: '10.9.0.0/24' }),
  'Microsoft.Network/firewallPolicies': resource(`${NETWORK}/firewallPolicies/p-1`, {
    basePolicy: ref(`${NETWORK}/firewallPolicies/base`),
  }),
  'Microsoft.Network/firewallPolicies/ruleCollectionGroups': resource(
    `${NETWORK}/firewallPolicies/p-1/ruleCollectionGroups/g`,
    {
      priority: 100,
      ruleCollections: [
        {
          ruleCollectionType: 'FirewallPolicyNatRuleCollection',
          name: 'n',
          priority: 100,
          rules: [{ ruleType: 'NatRule', name: 'web', ipProtocols: ['TCP'], translatedPort: '8000' }],
        },
      ],
    },
  ),
  'Microsoft.Network/ipGroups': resource(`${NETWORK}/ipGroups/office`, { ipAddresses: ['192.0.2.0/24'] }),
  'Microsoft.Network/bastionHosts': resource(`${NETWORK}/bastionHosts/b-1`, {
    dnsName: 'bst.example',
    ipConfigurations: [part(`${NETWORK}/bastionHosts/b-1/x/i`, { subnet: SUBNET, publicIPAddress: PIP })],
    enableShareableLink: true,
  }),
  'Microsoft.Network/privateLinkServices': resource(`${NETWORK}/privateLinkServices/pls-1`, {
    loadBalancerFrontendIpConfigurations: [FRONTEND],
    ipConfigurations: [part(`${NETWORK}/privateLinkServices/pls-1/ipConfigurations/i`, { subnet: SUBNET })],
    privateEndpointConnections: [
      part(`${NETWORK}/privateLinkServices/pls-1/privateEndpointConnections/c`, {
        privateLinkServiceConnectionState: { status: 'Approved' },
      }),
    ],
  }),
  'Microsoft.Cdn/profiles': resource(
    FRONT_DOOR,
    { resourceState: 'Active' },
    { sku: { name: 'Premium_AzureFrontDoor' } },
  ),
  'Microsoft.Cdn/profiles/afdEndpoints': resource(`${FRONT_DOOR}/afdEndpoints/ep`, {
    hostName: 'ep.example',
    enabledState: 'Enabled',
  }),
  'Microsoft.Cdn/profiles/afdEndpoints/routes': resource(`${FRONT_DOOR}/afdEndpoints/ep/routes/r`, {
    enabledState: 'Enabled',
    supportedProtocols: ['Https'],
    originGroup: ref(`${FRONT_DOOR}/originGroups/og`),
  }),
  'Microsoft.Cdn/profiles/originGroups': resource(`${FRONT_DOOR}/originGroups/og`, {}),
  'Microsoft.Cdn/profiles/originGroups/origins': resource(`${FRONT_DOOR}/originGroups/og/origins/o`, {
    hostName: 'origin.example',
    httpsPort: 443,
    sharedPrivateLinkResource: { privateLink: ref(`${NETWORK}/privateLinkServices/pls-1`), status: 'Approved' },
  }),
  'Microsoft.Cdn/profiles/securityPolicies': resource(`${FRONT_DOOR}/securityPolicies/s`, {
    parameters: {
      type: 'WebApplicationFirewall',
      associations: [{ domains: [{ id: '/d', isActive: true }], patternsToMatch: ['/*'] }],
    },
  }),
  'Microsoft.Cdn/profiles/customDomains': resource(`${FRONT_DOOR}/customDomains/d`, { hostName: 'www.example' }),
  'Microsoft.Cdn/profiles/ruleSets/rules': resource(`${FRONT_DOOR}/ruleSets/s/rules/r`, {
    order: 1,
    actions: [
      { name: 'RouteConfigurationOverride', parameters: { originGroupOverride: { originGroup: { id: '/og' } } } },
    ],
  }),
  'Microsoft.Network/frontDoorWebApplicationFirewallPolicies': resource(
    `${NETWORK}/frontDoorWebApplicationFirewallPolicies/w`,
    {
      policySettings: { enabledState: 'Enabled', mode: 'Prevention' },
      customRules: {
        rules: [
          {
            name: 'office',
            priority: 1,
            action: 'Block',
            matchConditions: [{ matchVariable: 'RemoteAddr', operator: 'IPMatch', matchValue: ['192.0.2.0/24'] }],
          },
        ],
      },
    },
  ),
  'Microsoft.Network/frontDoors': resource(`${NETWORK}/frontDoors/old`, {
    enabledState: 'Enabled',
    frontendEndpoints: [part(`${NETWORK}/frontDoors/old/frontendEndpoints/f`, { hostName: 'old.example' })],
    backendPools: [
      part(`${NETWORK}/frontDoors/old/backendPools/b`, { backends: [{ address: 'origin.example', httpsPort: 443 }] }),
    ],
    routingRules: [
      part(`${NETWORK}/frontDoors/old/routingRules/r`, { enabledState: 'Enabled', acceptedProtocols: ['Https'] }),
    ],
  }),
  'Microsoft.ContainerService/managedClusters': resource('Microsoft.ContainerService/managedClusters/aks-1', {
    fqdn: 'aks-1.example',
    apiServerAccessProfile: { authorizedIPRanges: ['192.0.2.0/24'], enablePrivateCluster: false },
    agentPoolProfiles: [{ name: 'gpu', vmSize: 'Standard_NC4as_T4_v3', count: 1 }],
  }),
  'Microsoft.Resources/subscriptions': {
    id: SUBSCRIPTION,
    subscriptionId: '00000000-0000-0000-0000-000000000001',
    displayName: 'Lab',
    state: 'Enabled',
    managedByTenants: [{ tenantId: '00000000-0000-0000-0000-00000000000a' }],
  },
  'Microsoft.ContainerInstance/containerGroups': resource('Microsoft.ContainerInstance/containerGroups/ollama', {
    containers: [
      {
        name: 'ollama',
        properties: {
          image: 'ollama/ollama:latest',
          ports: [{ port: 11_434, protocol: 'TCP' }],
          environmentVariables: [{ name: 'OLLAMA_HOST', value: '0.0.0.0' }],
        },
      },
    ],
    ipAddress: { type: 'Public', ip: '203.0.113.9', ports: [{ port: 11_434, protocol: 'TCP' }] },
  }),
};
