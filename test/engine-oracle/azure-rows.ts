import {
  type AzureEstate,
  BASE_Z,
  withAdminRules,
  withoutResources,
  withResources,
  withServiceTags,
} from '../support/azure-estate.ts';
import {
  type ArmRecord,
  armResource,
  ipConfig,
  type NicOptions,
  network,
  nic,
  nsg,
  publicIp,
  refTo,
  routeTable,
  type SubnetOptions,
  vm,
} from '../support/azure-records.ts';
import { scaleSet, scaleSetInstance } from '../support/azure-services.ts';

/** One row of the oracle: an estate that differs from a base in one fact, and every endpoint judged in it. */
export interface OracleRow {
  readonly id: string;
  readonly says: string;
  readonly estate: AzureEstate;
  readonly expected: readonly string[];
}

export function z(...changes: readonly ArmRecord[]): AzureEstate {
  return withResources(BASE_Z, ...changes);
}

/** The group of BASE-Z with other rules. */
export function rules(...texts: readonly string[]): ArmRecord {
  return nsg('nsg-1', texts);
}

/** The interface of BASE-Z in other circumstances. */
export function card(options: NicOptions): ArmRecord {
  return nic('nic-1', { publicIp: 'pip-1', vm: 'vm-1', ...options });
}

/** The network of BASE-Z with other facts about its subnet. */
export function subnet(options: Partial<SubnetOptions>): ArmRecord {
  return network('vnet-1', ['10.0.0.0/16'], { app: { prefix: '10.0.1.0/24', ...options } });
}

/** Nothing but 8000, whatever the tag of the virtual network comes to mean. */
const STRICT = rules('100 allow tcp * -> 8000', '4000 deny * * -> *');

function routed(group: ArmRecord, ...routes: readonly string[]): AzureEstate {
  return z(group, subnet({ routes: 'rt-1' }), routeTable('rt-1', routes));
}

const OPEN = 'vm-1 203.0.113.10 reachable tcp 8000 world by nsg-1 100 r100';
const ALL_CLOSED = 'vm-1 203.0.113.10 blocked tcp 0-65535 world by nsg-1 65500 DenyAllInBound';
const NAT = 'nat-1 203.0.113.40 blocked tcp 0-65535 world by nat-1 accepts no inbound connections';
const BASIC = 'pip-1 Basic: open unless a network security group denies';
const PROTOCOLS = ['*', 'icmp', 'tcp', 'udp'];
const ADMIN = 'nm-1/config-1/rules-1';

/** Ports of which a deny of their own is told, beside all others, which the last default rule closes. */
function denied(rule: string): readonly string[] {
  return [
    'vm-1 203.0.113.10 blocked tcp 0-7999,8001-65535 world by nsg-1 65500 DenyAllInBound',
    `vm-1 203.0.113.10 blocked tcp 8000 world by nsg-1 ${rule}`,
  ];
}

const MEMBER = card({ nsg: 'nsg-1', asgs: ['asg-app'] });
const TO_GROUP = rules('100 allow tcp * -> 8000 at asg-app');
const BASIC_BARE = z(card({}), publicIp('pip-1', '203.0.113.10', 'Basic'));
const TWO_CONFIGS = card({
  nsg: 'nsg-1',
  publicIp: '',
  asgs: ['asg-app'],
  configs: [ipConfig('nic-1/ipconfig2', { address: '10.0.1.5', publicIp: 'pip-1' })],
});

export const DIRECT_ROWS: readonly OracleRow[] = [
  { id: 'Z01', says: 'the reference', estate: BASE_Z, expected: [OPEN] },
  {
    id: 'Z02',
    says: 'a Standard address without any group is closed',
    estate: z(card({})),
    expected: [
      'vm-1 203.0.113.10 blocked tcp 0-65535 world by pip-1 Standard: closed unless a network security group allows',
    ],
  },
  {
    id: 'Z02-near',
    says: 'a Basic address without any group is open',
    estate: BASIC_BARE,
    expected: PROTOCOLS.map((protocol) => `vm-1 203.0.113.10 reachable ${protocol} 0-65535 world by ${BASIC}`),
  },
  {
    id: 'Z04',
    says: 'a second group, on the subnet, must allow as well',
    estate: z(subnet({ nsg: 'nsg-subnet' }), nsg('nsg-subnet')),
    expected: [
      'vm-1 203.0.113.10 blocked tcp 0-7999,8001-65535 world by nsg-subnet 65500 DenyAllInBound, nsg-1 65500 DenyAllInBound',
      'vm-1 203.0.113.10 blocked tcp 8000 world by nsg-subnet 65500 DenyAllInBound',
    ],
  },
  {
    id: 'Z04-near',
    says: 'both groups allow',
    estate: z(subnet({ nsg: 'nsg-subnet' }), nsg('nsg-subnet', ['200 allow tcp Internet -> 8000-8001'])),
    expected: ['vm-1 203.0.113.10 reachable tcp 8000 world by nsg-subnet 200 r200, nsg-1 100 r100'],
  },
  {
    id: 'Z05',
    says: 'the group is on the subnet instead',
    estate: z(card({}), subnet({ nsg: 'nsg-1' })),
    expected: [OPEN],
  },
  {
    id: 'Z07',
    says: 'a later deny comes too late',
    estate: z(rules('110 deny * * -> *', '100 allow tcp * -> 8000')),
    expected: [OPEN],
  },
  {
    id: 'Z07-near',
    says: 'an earlier one does not',
    estate: z(rules('90 deny tcp * -> 8000', '100 allow tcp * -> 8000')),
    expected: denied('90 r90'),
  },
  {
    id: 'Z08',
    says: 'only the virtual network',
    estate: z(rules('100 allow tcp VirtualNetwork -> 8000')),
    expected: [ALL_CLOSED],
  },
  {
    id: 'Z10',
    says: 'only addresses that any customer of Azure can send from',
    estate: withServiceTags(z(rules('100 allow tcp AzureCloud -> 8000')), { AzureCloud: ['198.51.100.0/24'] }),
    expected: ['vm-1 203.0.113.10 reachable tcp 8000 narrow 198.51.100.0/24 provider-range by nsg-1 100 r100'],
  },
  {
    id: 'Z11',
    says: 'every protocol and port',
    estate: z(rules('100 allow * * -> *')),
    expected: PROTOCOLS.map((protocol) => `vm-1 203.0.113.10 reachable ${protocol} 0-65535 world by nsg-1 100 r100`),
  },
  {
    id: 'Z12',
    says: 'ports and sources in the plural fields',
    estate: z(rules('100 allow tcp 0.0.0.0/1,128.0.0.0/1 -> 22,8000-8010')),
    expected: ['vm-1 203.0.113.10 reachable tcp 22,8000-8010 world by nsg-1 100 r100'],
  },
  {
    id: 'Z14',
    says: 'a deny of the usual source ports, which an attacker need not use',
    estate: z(rules('90 deny tcp * sport 1024-65535 -> 8000', '100 allow tcp * -> 8000')),
    expected: ['vm-1 203.0.113.10 reachable tcp 8000 world crafted-source-port-only by nsg-1 100 r100'],
  },
  {
    id: 'Z14-near',
    says: 'a deny of all source ports',
    estate: z(rules('90 deny tcp * sport 0-65535 -> 8000', '100 allow tcp * -> 8000')),
    expected: denied('90 r90'),
  },
  {
    id: 'Z14-tag',
    says: 'a deny of the internet by its tag',
    estate: z(rules('90 deny tcp Internet -> 8000', '100 allow tcp * -> 8000')),
    expected: denied('90 r90'),
  },
  {
    id: 'Z15',
    says: 'a rule that names the public address, which groups never see',
    estate: z(rules('100 allow tcp * -> 8000 at 203.0.113.10')),
    expected: [ALL_CLOSED],
  },
  {
    id: 'Z15-near',
    says: 'a rule that names the private one',
    estate: z(rules('100 allow tcp * -> 8000 at 10.0.1.4')),
    expected: [OPEN],
  },
  {
    id: 'Z17',
    says: 'a rule for a group of applications that the interface is not in',
    estate: z(TO_GROUP, armResource('asg', 'asg-app', {})),
    expected: [ALL_CLOSED],
  },
  { id: 'Z17-near', says: '… and is in', estate: z(TO_GROUP, MEMBER), expected: [OPEN] },
  {
    id: 'Z18',
    says: 'the other ip configuration is in the group of applications',
    estate: z(TO_GROUP, TWO_CONFIGS),
    expected: [ALL_CLOSED],
  },
  {
    id: 'Z18-near',
    says: 'its own is',
    estate: z(
      TO_GROUP,
      card({
        nsg: 'nsg-1',
        publicIp: '',
        configs: [ipConfig('nic-1/ipconfig2', { address: '10.0.1.5', publicIp: 'pip-1', asgs: ['asg-app'] })],
      }),
    ),
    expected: [OPEN],
  },
  {
    id: 'Z20',
    says: 'an admin rule always allows, and the groups are not asked',
    estate: withAdminRules(z(rules('100 deny tcp * -> 8000')), 'vnet-1', ['10 AlwaysAllow tcp * -> 8000']),
    expected: [`vm-1 203.0.113.10 reachable tcp 8000 world by ${ADMIN}/admin-10 10 AlwaysAllow admin-10`],
  },
  {
    id: 'Z21',
    says: 'an admin rule allows, and the groups are asked',
    estate: withAdminRules(z(rules('100 deny tcp * -> 8000')), 'vnet-1', ['10 Allow tcp * -> 8000']),
    expected: denied('100 r100'),
  },
  {
    id: 'Z21-near',
    says: '… and allow too',
    estate: withAdminRules(BASE_Z, 'vnet-1', ['10 Allow tcp * -> 8000']),
    expected: [OPEN],
  },
  {
    id: 'Z22',
    says: 'replies are dropped',
    estate: routed(STRICT, '0.0.0.0/0 -> None'),
    expected: ['vm-1 203.0.113.10 blocked tcp 8000 world by rt-1 0.0.0.0/0 -> None'],
  },
  {
    id: 'Z22-near',
    says: 'replies are sent to the internet, as they are by default',
    estate: routed(STRICT, '0.0.0.0/0 -> Internet'),
    expected: [OPEN],
  },
  {
    id: 'Z23',
    says: 'replies are sent to an appliance, so no connection comes about',
    estate: routed(STRICT, '0.0.0.0/0 -> VirtualAppliance 10.0.0.4'),
    expected: ['vm-1 203.0.113.10 blocked tcp 8000 world by rt-1 0.0.0.0/0 -> VirtualAppliance 10.0.0.4'],
  },
  {
    id: 'Z23-udp',
    says: '… and datagrams are delivered all the same',
    estate: routed(rules('100 allow udp * -> 8000', '4000 deny * * -> *'), '0.0.0.0/0 -> VirtualAppliance 10.0.0.4'),
    expected: [
      'vm-1 203.0.113.10 reachable udp 8000 world one-way by nsg-1 100 r100',
      'vm-1 203.0.113.10 blocked tcp 0-65535 world by nsg-1 4000 r4000, rt-1 0.0.0.0/0 -> VirtualAppliance 10.0.0.4',
    ],
  },
  {
    id: 'Z24',
    says: 'the default route widens the tag of the virtual network to the world',
    estate: routed(rules(), '0.0.0.0/0 -> VirtualAppliance 10.0.0.4'),
    expected: [
      ...['*', 'icmp', 'udp'].map(
        (protocol) => `vm-1 203.0.113.10 reachable ${protocol} 0-65535 world one-way by nsg-1 65000 AllowVnetInBound`,
      ),
      'vm-1 203.0.113.10 blocked tcp 0-65535 world by rt-1 0.0.0.0/0 -> VirtualAppliance 10.0.0.4',
    ],
  },
  {
    id: 'Z24-near',
    says: 'without that route, the same group lets nobody in',
    estate: z(rules()),
    expected: [ALL_CLOSED],
  },
  {
    id: 'Z25',
    says: 'one block is routed back to the internet',
    estate: routed(STRICT, '0.0.0.0/0 -> VirtualAppliance 10.0.0.4', '8.8.8.0/24 -> Internet'),
    expected: ['vm-1 203.0.113.10 reachable tcp 8000 narrow 8.8.8.0/24 by nsg-1 100 r100'],
  },
  {
    id: 'Z25-host',
    says: 'one client is carved out of the internet',
    estate: routed(
      rules('100 allow tcp 8.8.8.8/31 -> 8000', '4000 deny * * -> *'),
      '8.8.8.8/32 -> VirtualAppliance 10.0.0.4',
    ),
    expected: ['vm-1 203.0.113.10 reachable tcp 8000 narrow 8.8.8.9/32 by nsg-1 100 r100'],
  },
  {
    id: 'Z41',
    says: 'an instance of a uniform scale set, which no list of interfaces holds',
    estate: withResources(
      withoutResources(BASE_Z, 'vm-1', 'nic-1', 'pip-1'),
      scaleSet('vmss-1'),
      ...scaleSetInstance('vmss-1/0', { address: '10.0.1.20', publicAddress: '203.0.113.20', nsg: 'nsg-1' }),
    ),
    expected: ['vmss-1/0 203.0.113.20 reachable tcp 8000 world by nsg-1 100 r100'],
  },
  {
    id: 'Z41-near',
    says: '… whose group lets nobody in',
    estate: withResources(
      withoutResources(BASE_Z, 'vm-1', 'nic-1', 'pip-1'),
      rules(),
      scaleSet('vmss-1'),
      ...scaleSetInstance('vmss-1/0', { address: '10.0.1.20', publicAddress: '203.0.113.20', nsg: 'nsg-1' }),
    ),
    expected: ['vmss-1/0 203.0.113.20 blocked tcp 0-65535 world by nsg-1 65500 DenyAllInBound'],
  },
  {
    id: 'Z42',
    says: 'a NAT gateway lets out and never in',
    estate: withResources(
      withoutResources(BASE_Z, 'pip-1'),
      nic('nic-1', { nsg: 'nsg-1', vm: 'vm-1' }),
      subnet({ properties: { natGateway: refTo('nat', 'nat-1') } }),
      armResource('nat', 'nat-1', { publicIpAddresses: [refTo('pip', 'pip-nat')] }, { sku: { name: 'Standard' } }),
      publicIp('pip-nat', '203.0.113.40', 'Standard', { natGateway: refTo('nat', 'nat-1') }),
    ),
    expected: ['vm-1 10.0.1.4 blocked tcp 8000 world by nic-1 no public address', NAT],
  },
  {
    id: 'Z42-near',
    says: 'beside an address of the machine’s own it takes nothing away',
    estate: z(
      subnet({ properties: { natGateway: refTo('nat', 'nat-1') } }),
      armResource('nat', 'nat-1', { publicIpAddresses: [refTo('pip', 'pip-nat')] }, { sku: { name: 'Standard' } }),
      publicIp('pip-nat', '203.0.113.40', 'Standard', { natGateway: refTo('nat', 'nat-1') }),
    ),
    expected: [OPEN, NAT],
  },
  {
    id: 'stopped',
    says: 'a machine that is deallocated',
    estate: z(vm('vm-1', 'deallocated')),
    expected: ['vm-1 203.0.113.10 blocked tcp 8000 world latent by vm-1 deallocated'],
  },
  {
    id: 'unattached',
    says: 'an interface of no machine, and an address of nobody',
    estate: withResources(
      withoutResources(BASE_Z, 'vm-1'),
      nic('nic-1', { publicIp: 'pip-1', nsg: 'nsg-1' }),
      publicIp('pip-2', '203.0.113.99'),
    ),
    expected: [
      'nic-1 203.0.113.10 blocked tcp 8000 world latent by nic-1 attached to nothing',
      'pip-2 203.0.113.99 blocked tcp 0-65535 world latent by pip-2 attached to nothing',
    ],
  },
];
