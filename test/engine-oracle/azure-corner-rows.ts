import { BASE_Z, withAdminRules, withoutResources, withResources } from '../support/azure-estate.ts';
import { applicationGateway, azureFirewall, firewallPolicy, loadBalancer, ruleGroup } from '../support/azure-fronts.ts';
import {
  type ArmRecord,
  armId,
  armResource,
  type Fields,
  network,
  nic,
  nsg,
  part,
  publicIp,
  refTo,
  routeTable,
  vm,
} from '../support/azure-records.ts';
import { PLATFORM_SUBNETS, scaleSet, scaleSetInstance } from '../support/azure-services.ts';
import { BASE_LB, PRIVATE } from './azure-balancer-rows.ts';
import { BASE_AGW } from './azure-gateway-rows.ts';
import { type OracleRow, rules, subnet, z } from './azure-rows.ts';

const OPEN = 'vm-1 203.0.113.10 reachable tcp 8000 world by nsg-1 100 r100';
const DIRECT = 'vm-1 10.0.1.4 blocked tcp 8000 world by nic-1 no public address';
const VM_CLOSED = 'vm-1 10.0.1.4 blocked tcp 0-65535 world by nic-1 no public address, nsg-1 65500 DenyAllInBound';
const STRICT = rules('100 allow tcp * -> 8000', '4000 deny * * -> *');
const OTHER = '00000000-1111-2222-3333-777788889999';

/** The record with other settings. */
function changed(record: ArmRecord, properties: Fields): ArmRecord {
  const own = typeof record['properties'] === 'object' ? record['properties'] : {};
  return { ...record, properties: { ...own, ...properties } };
}

/** The balancer of Z26 with a pool that its document alone tells of. */
function pooled(address: Fields): ArmRecord {
  const balancer = loadBalancer('lb-1', { frontends: { front: 'pip-lb' }, rules: { web: 'tcp 443 -> 8000' } });
  const members = [{ name: 'member-1', properties: address }];
  return changed(balancer, {
    backendAddressPools: [part('lbPool', 'lb-1/pool', { loadBalancerBackendAddresses: members })],
  });
}

/** The balancer of Z26. */
const BALANCER = loadBalancer('lb-1', {
  frontends: { front: 'pip-lb' },
  pools: { pool: ['nic-1'] },
  rules: { web: 'tcp 443 -> 8000' },
});

/** A listener of the kind that passes TCP on. */
function tcpGateway(): ArmRecord {
  const gateway = applicationGateway('agw-1', {
    frontends: { public: 'pip-gw' },
    listeners: {},
    pools: { chat: ['10.0.1.4'] },
  });
  const at = (path: string): { readonly id: string } => ({ id: `${gateway.id}/${path}` });
  const listener = {
    frontendIPConfiguration: at('frontendIPConfigurations/public'),
    frontendPort: at('frontendPorts/port-5432'),
    protocol: 'Tcp',
  };
  const rule = {
    ruleType: 'Basic',
    priority: 10,
    listener: at('listeners/tcp'),
    backendAddressPool: at('backendAddressPools/chat'),
    backendSettings: at('backendSettingsCollection/tcp'),
  };
  return changed(gateway, {
    frontendPorts: [{ ...at('frontendPorts/port-5432'), name: 'port-5432', properties: { port: 5432 } }],
    listeners: [{ ...at('listeners/tcp'), name: 'tcp', properties: listener }],
    backendSettingsCollection: [
      { ...at('backendSettingsCollection/tcp'), name: 'tcp', properties: { port: 8000, protocol: 'Tcp' } },
    ],
    routingRules: [{ ...at('routingRules/tcp'), name: 'tcp', properties: rule }],
  });
}

const FIREWALLED = withResources(
  PRIVATE,
  rules(),
  network('vnet-1', ['10.0.0.0/16'], PLATFORM_SUBNETS),
  publicIp('pip-fw', '203.0.113.20'),
);

function dnatTo(target: string): ArmRecord {
  return azureFirewall('fw-1', {
    publicIps: ['pip-fw'],
    nat: { web: [`chat tcp * -> 203.0.113.20:443 to ${target}`] },
  });
}

const THROUGH_FIREWALL = 'vm-1 203.0.113.20 reachable tcp 443->8000 world by nsg-1 65000 AllowVnetInBound';

/** An instance of a scale set that has a port of a pool for inbound NAT. */
const INSTANCE = scaleSetInstance('vmss-1/0', { address: '10.0.1.20', nsg: 'nsg-1' });
const NAT_POOL = changed(loadBalancer('lb-1', { frontends: { front: 'pip-lb' } }), {
  inboundNatPools: [
    part('lbNatPool', 'lb-1/ssh', {
      protocol: 'Tcp',
      frontendPortRangeStart: 50_000,
      frontendPortRangeEnd: 50_119,
      backendPort: 22,
      frontendIPConfiguration: refTo('lbFrontend', 'lb-1/front'),
    }),
  ],
  inboundNatRules: [
    part('lbNatRule', 'lb-1/ssh.0', {
      protocol: 'Tcp',
      frontendPort: 50_003,
      backendPort: 22,
      frontendIPConfiguration: refTo('lbFrontend', 'lb-1/front'),
      backendIPConfiguration: { id: armId('vmssConfig', 'vmss-1/0/nic/ipconfig1') },
    }),
  ],
});

const FAR_ADDRESS = { ...publicIp('pip-far', '203.0.113.11'), id: armId('pip', 'pip-far', { subscription: OTHER }) };
const FAR_CARD = nic('nic-1', { nsg: 'nsg-1', vm: 'vm-1', publicIp: FAR_ADDRESS.id });

export const CORNER_ROWS: readonly OracleRow[] = [
  {
    id: 'nic-side',
    says: 'a pool whose members only their interfaces name',
    estate: withResources(
      BASE_LB,
      loadBalancer('lb-1', { frontends: { front: 'pip-lb' }, pools: { pool: [] }, rules: { web: 'tcp 443 -> 8000' } }),
      changed(nic('nic-1', { nsg: 'nsg-1', vm: 'vm-1' }), {
        ipConfigurations: [
          part('ipconfig', 'nic-1/ipconfig1', {
            privateIPAddress: '10.0.1.4',
            subnet: refTo('subnet', 'vnet-1/app'),
            loadBalancerBackendAddressPools: [{ id: armId('lbPool', 'lb-1/pool').toUpperCase() }],
          }),
        ],
      }),
    ),
    expected: ['vm-1 203.0.113.20 reachable tcp 443->8000 world by nsg-1 100 r100', DIRECT],
  },
  {
    id: 'member-down',
    says: 'a member that was taken out by hand',
    estate: withResources(
      BASE_LB,
      pooled({ ipAddress: '10.0.1.4', virtualNetwork: refTo('vnet', 'vnet-1'), adminState: 'Down' }),
    ),
    expected: ['lb-1/pool 203.0.113.20 blocked tcp 443->8000 world latent by lb-1/pool no backend', DIRECT],
  },
  {
    id: 'member-unknown',
    says: 'a member at an address that no interface has',
    estate: withResources(BASE_LB, pooled({ ipAddress: '10.0.1.77', virtualNetwork: refTo('vnet', 'vnet-1') })),
    expected: [
      'lb-1/pool#10.0.1.77 203.0.113.20 unknown tcp 443->8000 world missing Microsoft.Network/networkInterfaces',
      DIRECT,
    ],
  },
  {
    id: 'nat-pool',
    says: 'an instance of a uniform scale set behind a pool of ports',
    estate: withResources(
      withoutResources(BASE_Z, 'vm-1', 'nic-1', 'pip-1'),
      publicIp('pip-lb', '203.0.113.20'),
      rules('100 allow tcp * -> 22'),
      scaleSet('vmss-1'),
      ...INSTANCE,
      NAT_POOL,
    ),
    expected: [
      'vmss-1/0 10.0.1.20 blocked tcp 22 world by vmss-1/0/nic no public address',
      'vmss-1/0 203.0.113.20 reachable tcp 50003->22 world by nsg-1 100 r100',
    ],
  },
  {
    id: 'agw-tcp',
    says: 'a gateway that passes TCP on',
    estate: withResources(BASE_AGW, tcpGateway(), nsg('nsg-gw', ['100 allow tcp Internet -> 5432'])),
    expected: [
      'vm-1 203.0.113.20 reachable tcp 5432->8000 world by nsg-gw 100 r100, nsg-1 65000 AllowVnetInBound',
      VM_CLOSED,
    ],
  },
  {
    id: 'agw-route',
    says: 'a gateway whose replies are sent to an appliance',
    estate: withResources(
      BASE_AGW,
      network('vnet-1', ['10.0.0.0/16'], {
        ...PLATFORM_SUBNETS,
        gateway: { prefix: '10.0.2.0/24', nsg: 'nsg-gw', routes: 'rt-1' },
      }),
      routeTable('rt-1', ['0.0.0.0/0 -> VirtualAppliance 10.0.0.4']),
    ),
    expected: [
      'vm-1 203.0.113.20 blocked tcp 443->8000 world by rt-1 0.0.0.0/0 -> VirtualAppliance 10.0.0.4',
      VM_CLOSED,
    ],
  },
  {
    id: 'fw-balancer',
    says: 'a firewall in front of an inner balancer',
    estate: withResources(
      FIREWALLED,
      dnatTo('10.0.1.100:443'),
      loadBalancer('lb-1', {
        frontends: { front: '10.0.1.100' },
        pools: { pool: ['nic-1'] },
        rules: { web: 'tcp 443 -> 8000' },
      }),
    ),
    expected: [THROUGH_FIREWALL, VM_CLOSED],
  },
  {
    id: 'fw-gateway',
    says: 'a firewall in front of an inner gateway',
    estate: withResources(
      FIREWALLED,
      dnatTo('10.0.2.10:443'),
      applicationGateway('agw-1', {
        frontends: { private: '10.0.2.10' },
        listeners: { web: 'https 443 at private' },
        pools: { chat: ['10.0.1.4'] },
        settings: { http: 'http 8000' },
        rules: { route: 'web -> chat http' },
      }),
    ),
    expected: [THROUGH_FIREWALL, VM_CLOSED],
  },
  {
    id: 'fw-elsewhere',
    says: 'a rule for an address that is not the firewall’s',
    estate: withResources(
      FIREWALLED,
      azureFirewall('fw-1', {
        publicIps: ['pip-fw'],
        nat: { web: ['chat tcp * -> 203.0.113.99:443 to 10.0.1.4:8000'] },
      }),
    ),
    expected: ['fw-1 203.0.113.20 blocked tcp 0-65535 world by fw-1 no DNAT rule', VM_CLOSED],
  },
  {
    id: 'fw-hub',
    says: 'a firewall in a virtual hub, which tells its addresses itself',
    estate: withResources(
      withoutResources(FIREWALLED, 'pip-fw'),
      rules('100 allow tcp * -> 8000'),
      changed(azureFirewall('fw-1', { policy: 'policy-1' }), {
        ipConfigurations: undefined,
        hubIPAddresses: { publicIPs: { count: 1, addresses: [{ address: '203.0.113.20' }] } },
        virtualHub: { id: armId('Microsoft.Network/virtualHubs', 'hub-1') },
      }),
      {
        id: armId('Microsoft.Network/virtualHubs', 'hub-1'),
        name: 'hub-1',
        location: 'westeurope',
        properties: { addressPrefix: '10.100.0.0/23' },
      },
      firewallPolicy('policy-1'),
      ruleGroup('policy-1/group-1', 100, { web: ['chat tcp * -> 203.0.113.20:443 to 10.0.1.4:8000'] }),
    ),
    expected: ['vm-1 203.0.113.20 reachable tcp 443->8000 world by nsg-1 100 r100', DIRECT],
  },
  {
    id: 'nva',
    says: 'an appliance of one’s own may translate, and nobody tells whether it does',
    estate: withResources(
      PRIVATE,
      network('vnet-1', ['10.0.0.0/16'], {
        app: { prefix: '10.0.1.0/24', routes: 'rt-1' },
        edge: { prefix: '10.0.9.0/24' },
      }),
      routeTable('rt-1', ['0.0.0.0/0 -> VirtualAppliance 10.0.9.4']),
      STRICT,
      vm('nva-1'),
      nic('nic-nva', {
        subnet: 'vnet-1/edge',
        address: '10.0.9.4',
        publicIp: 'pip-nva',
        nsg: 'nsg-nva',
        vm: 'nva-1',
        properties: { enableIPForwarding: true },
      }),
      publicIp('pip-nva', '203.0.113.70'),
      nsg('nsg-nva', ['100 allow tcp Internet -> 443']),
    ),
    expected: [
      'vm-1 10.0.1.4 blocked tcp 8000 world by nic-1 no public address, rt-1 0.0.0.0/0 -> VirtualAppliance 10.0.9.4',
      'vm-1 203.0.113.70 unknown tcp 443 world inspected by nsg-nva 100 r100, nic-nva virtual appliance: what it forwards is told nowhere',
      'nva-1 203.0.113.70 reachable tcp 443 world by nsg-nva 100 r100',
    ],
  },
  {
    id: 'far-address',
    says: 'an address of another subscription that was asked too',
    estate: withResources(withoutResources(BASE_Z, 'pip-1'), FAR_CARD, FAR_ADDRESS),
    expected: [OPEN.replace('203.0.113.10', '203.0.113.11')],
  },
  {
    id: 'far-address-unread',
    says: '… and was not',
    estate: withResources(withoutResources(BASE_Z, 'pip-1'), FAR_CARD),
    expected: [`vm-1 - unknown tcp 8000 world by nsg-1 100 r100 missing Microsoft.Network/publicIPAddresses ${OTHER}`],
  },
  {
    id: 'halves',
    says: 'two routes that together are a default route',
    estate: z(
      STRICT,
      subnet({ routes: 'rt-1' }),
      routeTable('rt-1', ['0.0.0.0/1 -> VirtualAppliance 10.0.0.4', '128.0.0.0/1 -> VirtualAppliance 10.0.0.4']),
    ),
    expected: [
      'vm-1 203.0.113.10 blocked tcp 8000 world by rt-1 0.0.0.0/1 -> VirtualAppliance 10.0.0.4, rt-1 128.0.0.0/1 -> VirtualAppliance 10.0.0.4',
    ],
  },
  {
    id: 'remote-gateway',
    says: 'a gateway of a peered network that this one uses may have told it a default route',
    estate: z(
      network(
        'vnet-1',
        ['10.0.0.0/16'],
        { app: { prefix: '10.0.1.0/24' } },
        {
          virtualNetworkPeerings: [
            part('peering', 'vnet-1/hub', {
              peeringState: 'Connected',
              allowVirtualNetworkAccess: true,
              useRemoteGateways: true,
              remoteVirtualNetwork: refTo('vnet', 'vnet-hub'),
              remoteAddressSpace: { addressPrefixes: ['10.100.0.0/16'] },
            }),
          ],
        },
      ),
      network('vnet-hub', ['10.100.0.0/16'], { GatewaySubnet: { prefix: '10.100.255.0/27' } }),
      armResource('gateway', 'er-1', {
        gatewayType: 'ExpressRoute',
        ipConfigurations: [part('gatewayConfig', 'er-1/config', { subnet: refTo('subnet', 'vnet-hub/GatewaySubnet') })],
      }),
    ),
    expected: [
      'vm-1 203.0.113.10 unknown tcp 8000 world by nsg-1 100 r100 missing Microsoft.Network/networkInterfaces/effectiveRouteTable',
    ],
  },
  {
    id: 'lb-size-untold',
    says: 'a balancer that does not tell its SKU has that of its public address',
    estate: withResources(BASE_LB, nic('nic-1', { vm: 'vm-1' }), { ...BALANCER, sku: null }),
    expected: [
      'vm-1 203.0.113.20 blocked tcp 443->8000 world by lb-1 Standard: closed unless a network security group allows',
      'vm-1 10.0.1.4 blocked tcp 0-65535 world by nic-1 no public address',
    ],
  },
  {
    id: 'lb-size-untold-basic',
    says: '… which may be a Basic one',
    estate: withResources(BASE_LB, nic('nic-1', { vm: 'vm-1' }), publicIp('pip-lb', '203.0.113.20', 'Basic'), {
      ...BALANCER,
      sku: null,
    }),
    expected: [
      'vm-1 203.0.113.20 reachable tcp 443->8000 world by lb-1 Basic: open unless a network security group denies',
      'vm-1 10.0.1.4 blocked tcp 0-65535 world by nic-1 no public address',
    ],
  },
  {
    id: 'lb-told-by-address',
    says: 'the address tells which balancer it belongs to, and the balancer does not name it',
    estate: withResources(
      BASE_LB,
      publicIp('pip-lb', '203.0.113.20', 'Standard', { ipConfiguration: refTo('lbFrontend', 'lb-1/front') }),
      changed(BALANCER, { frontendIPConfigurations: [part('lbFrontend', 'lb-1/front', {})] }),
    ),
    expected: ['vm-1 203.0.113.20 reachable tcp 443->8000 world by nsg-1 100 r100', DIRECT],
  },
  {
    id: 'admin-half',
    says: 'an admin rule that denies half of the internet',
    estate: withAdminRules(z(rules('100 allow tcp 8.8.8.0/24,198.51.100.0/24 -> 8000')), 'vnet-1', [
      '10 Deny tcp 0.0.0.0/1 -> 8000',
    ]),
    expected: [
      'vm-1 203.0.113.10 reachable tcp 8000 narrow 198.51.100.0/24 by vnet-1 no security admin rule matches, nsg-1 100 r100',
    ],
  },
];
