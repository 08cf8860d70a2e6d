import { BASE_Z, withAdminRules, withResources, withServiceTags } from '../support/azure-estate.ts';
import {
  type ArmRecord,
  armId,
  armResource,
  type Fields,
  ipConfig,
  network,
  nic,
  nsg,
  part,
  publicIp,
  refTo,
  routeTable,
  vm,
} from '../support/azure-records.ts';
import { scaleSet } from '../support/azure-services.ts';
import { card, type OracleRow, rules, subnet, z } from './azure-rows.ts';

const OPEN = 'vm-1 203.0.113.10 reachable tcp 8000 world by nsg-1 100 r100';
const ALL_CLOSED = 'vm-1 203.0.113.10 blocked tcp 0-65535 world by nsg-1 65500 DenyAllInBound';
const ADMIN = 'nm-1/config-1/rules-1';

/** The same record, as somebody else might have spelled its ids. */
function shouted(record: ArmRecord): ArmRecord {
  const text = JSON.stringify(record).replaceAll(/"\/subscriptions\/[^"]+"/g, (id) => id.toUpperCase());
  const copy: ArmRecord = JSON.parse(text) as ArmRecord;
  return { ...copy, id: record.id };
}

/** Settings beside the name, as the command line prints them. */
function flattened(record: ArmRecord): ArmRecord {
  const { properties, ...own } = record;
  return { ...(typeof properties === 'object' ? properties : {}), ...own };
}

const V6_CARD = card({ nsg: 'nsg-1', address: '2001:db8:0:1::4' });
const V6 = [
  V6_CARD,
  publicIp('pip-1', '2001:db8::10'),
  subnet({ properties: { addressPrefixes: ['10.0.1.0/24', '2001:db8:0:1::/64'] } }),
];
const V6_OPEN = 'vm-1 2001:db8::10 reachable tcp 8000 world by nsg-1 100 r100';

/** A gateway to other networks in the network of BASE-Z. */
function gateway(properties: Fields): ArmRecord {
  return armResource('gateway', 'vpn-1', {
    gatewayType: 'Vpn',
    vpnType: 'RouteBased',
    ipConfigurations: [
      part('gatewayConfig', 'vpn-1/config', {
        subnet: refTo('subnet', 'vnet-1/GatewaySubnet'),
        publicIPAddress: refTo('pip', 'pip-vpn'),
      }),
    ],
    ...properties,
  });
}

function withGateway(properties: Fields, routes?: ArmRecord) {
  return z(
    network('vnet-1', ['10.0.0.0/16'], {
      app: { prefix: '10.0.1.0/24', ...(routes === undefined ? {} : { routes: 'rt-1' }) },
      GatewaySubnet: { prefix: '10.0.255.0/27' },
    }),
    gateway(properties),
    publicIp('pip-vpn', '203.0.113.50'),
    ...(routes === undefined ? [] : [routes]),
  );
}

const VPN = 'vpn-1 203.0.113.50 blocked tcp 0-65535 world by vpn-1 passes on only what comes out of its tunnels';
const PAST_ADMIN = 'vnet-1 no security admin rule matches, ';
const FOREIGN =
  'nsg-far rules could not be read missing Microsoft.Network/networkSecurityGroups 00000000-1111-2222-3333-777788889999';

export const TRAP_ROWS: readonly OracleRow[] = [
  {
    id: 'case',
    says: 'ids in other letters name the same things',
    estate: z(shouted(card({ nsg: 'nsg-1' })), shouted(subnet({})), shouted(publicIp('pip-1', '203.0.113.10'))),
    expected: [OPEN],
  },
  {
    id: 'flat',
    says: 'settings beside the name, as the command line prints them',
    estate: z(flattened(rules('100 allow tcp * -> 8000')), flattened(publicIp('pip-1', '203.0.113.10'))),
    expected: [OPEN],
  },
  {
    id: 'words',
    says: 'words in other letters mean the same',
    estate: z(
      nsg('nsg-1', [], {
        securityRules: [
          part('rule', 'nsg-1/r100', {
            priority: 100,
            direction: 'inbound',
            access: 'ALLOW',
            protocol: 'TCP',
            sourceAddressPrefixes: ['INTERNET'],
            sourcePortRanges: ['*'],
            destinationAddressPrefix: 'virtualnetwork',
            destinationPortRanges: ['8000'],
          }),
        ],
      }),
    ),
    expected: [OPEN],
  },
  {
    id: 'order',
    says: 'rules are read by priority, in whatever order they are listed',
    estate: z(rules('300 deny * * -> *', '200 allow tcp * -> 8000', '100 deny tcp 8.8.8.0/24 -> 8000')),
    expected: ['vm-1 203.0.113.10 reachable tcp 8000 world by nsg-1 200 r200'],
  },
  {
    id: 'both',
    says: 'of two groups, what both allow',
    estate: z(
      rules('100 allow tcp * -> 8003-8010'),
      subnet({ nsg: 'nsg-subnet' }),
      nsg('nsg-subnet', ['100 allow tcp * -> 8000-8005']),
    ),
    expected: ['vm-1 203.0.113.10 reachable tcp 8003-8005 world by nsg-subnet 100 r100, nsg-1 100 r100'],
  },
  {
    id: 'outbound',
    says: 'rules for what leaves do not bind replies',
    estate: z(rules('100 allow tcp * -> 8000', 'out 100 deny * * -> * named DenyOut')),
    expected: [OPEN],
  },
  {
    id: 'probes',
    says: 'the load balancer’s probes are no clients',
    estate: z(rules('100 allow tcp AzureLoadBalancer -> 8000')),
    expected: [ALL_CLOSED],
  },
  {
    id: 'private',
    says: 'private sources alone',
    estate: z(rules('100 allow tcp 10.0.0.0/8,172.16.0.0/12,192.168.0.0/16 -> 8000')),
    expected: [ALL_CLOSED],
  },
  {
    id: 'public-tag',
    says: 'only what Front Door sends, which anybody can have it send',
    estate: withServiceTags(z(rules('100 allow tcp AzureFrontDoor.Backend -> 8000')), {
      'AzureFrontDoor.Backend': ['198.51.100.0/25'],
    }),
    expected: ['vm-1 203.0.113.10 reachable tcp 8000 narrow 198.51.100.0/25 provider-range by nsg-1 100 r100'],
  },
  {
    id: 'tag-and-more',
    says: 'a provider’s range beside one of one’s own is no more than that range',
    estate: withServiceTags(z(rules('100 allow tcp AzureCloud -> 8000', '110 allow tcp 192.0.2.0/24 -> 8000')), {
      AzureCloud: ['198.51.100.0/24'],
    }),
    expected: [
      'vm-1 203.0.113.10 reachable tcp 8000 narrow 192.0.2.0/24 198.51.100.0/24 by nsg-1 100 r100, nsg-1 110 r110',
    ],
  },
  {
    id: 'ping',
    says: 'only ICMP, which has no ports',
    estate: z(rules('100 allow icmp * -> *')),
    expected: ['vm-1 203.0.113.10 reachable icmp 0-65535 world by nsg-1 100 r100', ALL_CLOSED],
  },
  {
    id: 'v6',
    says: 'an interface with an IPv6 address, which `*` speaks of too',
    estate: z(...V6),
    expected: [V6_OPEN],
  },
  {
    id: 'v6-literal',
    says: 'an allow of every IPv4 address says nothing of IPv6',
    estate: z(...V6, rules('100 allow tcp 0.0.0.0/0 -> 8000')),
    expected: ['vm-1 2001:db8::10 blocked tcp 0-65535 world by nsg-1 65500 DenyAllInBound'],
  },
  {
    id: 'v6-own',
    says: 'an allow of every IPv6 address does',
    estate: z(...V6, rules('100 allow tcp ::/0 -> 8000')),
    expected: [V6_OPEN],
  },
  {
    id: 'v6-beside',
    says: 'both families on one interface, each on an ip configuration of its own',
    estate: z(
      card({
        nsg: 'nsg-1',
        configs: [ipConfig('nic-1/ipconfig2', { address: '2001:db8:0:1::4', publicIp: 'pip-6' })],
      }),
      publicIp('pip-6', '2001:db8::10'),
      rules('100 allow tcp Internet -> 8000'),
    ),
    expected: [V6_OPEN, OPEN],
  },
  {
    id: 'v2',
    says: 'the second generation of Standard addresses is closed as well',
    estate: z(card({}), publicIp('pip-1', '203.0.113.10', 'StandardV2')),
    expected: [
      'vm-1 203.0.113.10 blocked tcp 0-65535 world by pip-1 Standard: closed unless a network security group allows',
    ],
  },
  {
    id: 'basic-nsg',
    says: 'a group closes a Basic address like any other',
    estate: z(rules(), publicIp('pip-1', '203.0.113.10', 'Basic')),
    expected: [ALL_CLOSED],
  },
  {
    id: 'basic-nsg-open',
    says: '… and opens it',
    estate: z(publicIp('pip-1', '203.0.113.10', 'Basic')),
    expected: [OPEN],
  },
  {
    id: 'admin-deny',
    says: 'an admin rule denies, whatever the groups say',
    estate: withAdminRules(BASE_Z, 'vnet-1', ['10 Deny tcp * -> 8000']),
    expected: [`vm-1 203.0.113.10 blocked tcp 8000 world by ${ADMIN}/admin-10 10 Deny admin-10`],
  },
  {
    id: 'admin-deny-other',
    says: '… and denies something else',
    estate: withAdminRules(BASE_Z, 'vnet-1', ['10 Deny tcp * -> 22']),
    expected: [OPEN.replace('by ', `by ${PAST_ADMIN}`)],
  },
  {
    id: 'admin-order',
    says: 'an admin rule that always allows comes before one that denies',
    estate: withAdminRules(z(rules('100 deny * * -> *')), 'vnet-1', [
      '20 Deny tcp * -> 8000',
      '10 AlwaysAllow tcp 8.8.8.0/24 -> 8000',
    ]),
    expected: [`vm-1 203.0.113.10 reachable tcp 8000 narrow 8.8.8.0/24 by ${ADMIN}/admin-10 10 AlwaysAllow admin-10`],
  },
  {
    id: 'admin-exception',
    says: 'an admin rule that allows spares its traffic the later ones that deny',
    estate: withAdminRules(BASE_Z, 'vnet-1', ['20 Deny tcp * -> 8000', '10 Allow tcp 8.8.8.0/24 -> 8000']),
    expected: [
      `vm-1 203.0.113.10 reachable tcp 8000 narrow 8.8.8.0/24 by ${ADMIN}/admin-10 10 Allow admin-10, nsg-1 100 r100`,
    ],
  },
  {
    id: 'admin-elsewhere',
    says: 'an admin rule for another destination',
    estate: withAdminRules(z(rules('100 deny tcp * -> 8000')), 'vnet-1', [
      '10 AlwaysAllow tcp * -> 8000 at 10.0.9.0/24',
    ]),
    expected: [
      'vm-1 203.0.113.10 blocked tcp 0-7999,8001-65535 world by nsg-1 65500 DenyAllInBound',
      'vm-1 203.0.113.10 blocked tcp 8000 world by nsg-1 100 r100',
    ],
  },
  {
    id: 'bgp',
    says: 'a gateway that learns routes may have learned a default route',
    estate: withGateway({ enableBgp: true }),
    expected: [
      'vm-1 203.0.113.10 unknown tcp 8000 world by nsg-1 100 r100 missing Microsoft.Network/networkInterfaces/effectiveRouteTable',
      VPN,
    ],
  },
  {
    id: 'bgp-off',
    says: '… and is not told to the subnet',
    estate: withGateway({ enableBgp: true }, routeTable('rt-1', [], { disableBgpRoutePropagation: true })),
    expected: [OPEN, VPN],
  },
  {
    id: 'bgp-own-default',
    says: '… and a default route of one’s own goes first',
    estate: withGateway({ enableBgp: true }, routeTable('rt-1', ['0.0.0.0/0 -> Internet'])),
    expected: [OPEN, VPN],
  },
  {
    id: 'no-bgp',
    says: 'a gateway that learns nothing',
    estate: withGateway({ enableBgp: false }),
    expected: [OPEN, VPN],
  },
  {
    id: 'dynamic',
    says: 'an address that is not allocated',
    estate: z(publicIp('pip-1', undefined, 'Basic')),
    expected: ['vm-1 - blocked tcp 8000 world latent by nic-1 public address not allocated'],
  },
  {
    id: 'allocated',
    says: 'a machine that is stopped and keeps its place',
    estate: z(vm('vm-1', 'stopped')),
    expected: ['vm-1 203.0.113.10 blocked tcp 8000 world latent by vm-1 stopped'],
  },
  {
    id: 'list-view',
    says: 'a power state as Resource Manager tells it',
    estate: z(
      vm('vm-1', 'running', {
        extended: undefined,
        instanceView: { statuses: [{ code: 'ProvisioningState/succeeded' }, { code: 'PowerState/running' }] },
      }),
    ),
    expected: [OPEN],
  },
  {
    id: 'two-addresses',
    says: 'two addresses of one interface',
    estate: z(
      card({ nsg: 'nsg-1', configs: [ipConfig('nic-1/ipconfig2', { address: '10.0.1.5', publicIp: 'pip-2' })] }),
      publicIp('pip-2', '203.0.113.11'),
    ),
    expected: [OPEN, OPEN.replace('203.0.113.10', '203.0.113.11')],
  },
  {
    id: 'two-cards',
    says: 'two interfaces, of which one is open',
    estate: z(
      rules(),
      nic('nic-2', { address: '10.0.1.6', publicIp: 'pip-2', nsg: 'nsg-2', vm: 'vm-1' }),
      publicIp('pip-2', '203.0.113.11'),
      nsg('nsg-2', ['100 allow tcp * -> 8000']),
    ),
    expected: [ALL_CLOSED, 'vm-1 203.0.113.11 reachable tcp 8000 world by nsg-2 100 r100'],
  },
  {
    id: 'flexible',
    says: 'a machine of a flexible scale set is listed like any other',
    estate: z(
      vm('vm-1', 'running', { virtualMachineScaleSet: refTo('vmss', 'vmss-1') }),
      scaleSet('vmss-1', 'Flexible'),
    ),
    expected: [OPEN],
  },
  {
    id: 'inner-appliance',
    says: 'routes to other networks say nothing about clients',
    estate: z(subnet({ routes: 'rt-1' }), routeTable('rt-1', ['10.0.0.0/8 -> VirtualAppliance 10.0.0.4'])),
    expected: [OPEN],
  },
  {
    id: 'foreign-group',
    says: 'a group of a subscription that was not asked',
    estate: withResources(
      BASE_Z,
      card({ nsg: armId('nsg', 'nsg-far', { subscription: '00000000-1111-2222-3333-777788889999' }) }),
    ),
    expected: ['*', 'icmp', 'tcp', 'udp'].map(
      (each) => `vm-1 203.0.113.10 unknown ${each} 0-65535 world by ${FOREIGN}`,
    ),
  },
  {
    id: 'admin-bare',
    says: 'no document says what an admin rule that always allows does for a Standard address without any group',
    estate: withAdminRules(z(card({})), 'vnet-1', ['10 AlwaysAllow tcp * -> 8000']),
    expected: [
      `vm-1 203.0.113.10 unknown tcp 8000 world by ${ADMIN}/admin-10 10 AlwaysAllow admin-10 missing Microsoft.Network/networkInterfaces/effectiveNetworkSecurityGroups`,
    ],
  },
  {
    id: 'v6-deny',
    says: 'a deny of every IPv4 address is taken to speak of IPv6 as well',
    estate: z(...V6, rules('90 deny tcp 0.0.0.0/0 -> 8000', '100 allow tcp * -> 8000')),
    expected: [
      'vm-1 2001:db8::10 blocked tcp 0-7999,8001-65535 world by nsg-1 65500 DenyAllInBound',
      'vm-1 2001:db8::10 blocked tcp 8000 world by nsg-1 90 r90',
    ],
  },
  {
    id: 'unknown-tag',
    says: 'a service that nobody told the ranges of',
    estate: z(rules('100 allow tcp NoSuchService -> 8000')),
    expected: [
      'vm-1 203.0.113.10 unknown tcp 8000 world by nsg-1 100 r100 missing Microsoft.Network/locations/serviceTags',
    ],
  },
  {
    id: 'all-protocols',
    says: 'every protocol at one port is the two that have ports',
    estate: z(rules('100 allow * * -> 8000')),
    expected: [OPEN, OPEN.replace('tcp', 'udp')],
  },
  {
    id: 'no-power-state',
    says: 'a machine whose power state was not told may well run',
    estate: z(vm('vm-1', 'running', { extended: undefined })),
    expected: [OPEN],
  },
];
