import { type AzureEstate, BASE_Z, withoutResources, withResources } from '../support/azure-estate.ts';
import { loadBalancer } from '../support/azure-fronts.ts';
import {
  type ArmRecord,
  armResource,
  type Fields,
  nic,
  nsg,
  part,
  publicIp,
  refTo,
  routeTable,
  vm,
} from '../support/azure-records.ts';
import { type OracleRow, rules, subnet } from './azure-rows.ts';

/** A machine without a public address, open on 8000 by its group. */
export const PRIVATE: AzureEstate = withResources(
  withoutResources(BASE_Z, 'pip-1'),
  nic('nic-1', { nsg: 'nsg-1', vm: 'vm-1' }),
);

/** Z26: a Standard load balancer sends 443 to port 8000 of it. */
export const BASE_LB: AzureEstate = withResources(
  PRIVATE,
  publicIp('pip-lb', '203.0.113.20'),
  loadBalancer('lb-1', {
    frontends: { front: 'pip-lb' },
    pools: { pool: ['nic-1'] },
    rules: { web: 'tcp 443 -> 8000' },
  }),
);

function lb(...changes: readonly ArmRecord[]): AzureEstate {
  return withResources(BASE_LB, ...changes);
}

/** The balancer with other rules. */
function balancing(own: Readonly<Record<string, string>>, more: Fields = {}): ArmRecord {
  return loadBalancer('lb-1', {
    frontends: { front: 'pip-lb' },
    pools: { pool: ['nic-1'] },
    rules: own,
    ...more,
  });
}

/** The balancer with inbound NAT rules and nothing else. */
function translating(own: Readonly<Record<string, string>>, members = ['nic-1']): ArmRecord {
  return loadBalancer('lb-1', { frontends: { front: 'pip-lb' }, pools: { pool: members }, nat: own });
}

const BARE_CARD = nic('nic-1', { vm: 'vm-1' });
const DIRECT = 'vm-1 10.0.1.4 blocked tcp 8000 world by nic-1 no public address';
const OPEN = ['vm-1 203.0.113.20 reachable tcp 443->8000 world by nsg-1 100 r100', DIRECT];
const NOTHING_OPEN = 'vm-1 10.0.1.4 blocked tcp 0-65535 world by nic-1 no public address, nsg-1 65500 DenyAllInBound';
const CLOSED = ['vm-1 203.0.113.20 blocked tcp 443->8000 world by nsg-1 65500 DenyAllInBound', NOTHING_OPEN];
const SSH = rules('100 allow tcp Internet -> 22');

/** Two more machines for the pool. */
const CROWD = [2, 3].flatMap((index) => [
  vm(`vm-${index}`),
  nic(`nic-${index}`, { address: `10.0.1.${3 + index}`, nsg: 'nsg-1', vm: `vm-${index}` }),
]);

/** The ports that the balancer says its members have by the pooled rule. */
function pooled(ports: readonly number[]): ArmRecord {
  const members = ports.map((frontendPort, index) => ({
    name: `member-${index + 1}`,
    properties: {
      networkInterfaceIPConfiguration: refTo('ipconfig', `nic-${index + 1}/ipconfig1`),
      inboundNatRulesPortMapping: [{ inboundNatRuleName: 'ssh', protocol: 'Tcp', frontendPort, backendPort: 22 }],
    },
  }));
  const balancer = translating({ ssh: 'tcp 50000-50009 -> 22 to pool' }, ['nic-1', 'nic-2', 'nic-3']);
  const backendIPConfigurations = members.map(({ properties }) => properties.networkInterfaceIPConfiguration);
  const properties = typeof balancer['properties'] === 'object' ? balancer['properties'] : {};
  const pool = part('lbPool', 'lb-1/pool', { backendIPConfigurations, loadBalancerBackendAddresses: members });
  return { ...balancer, properties: { ...properties, backendAddressPools: [pool] } };
}

/** As the cloud provider of AKS writes them for a service with `loadBalancerSourceRanges`. */
const SERVICE = balancing({ service: 'tcp 443 -> 443 floating' });
const SERVICE_RULE = rules('500 allow tcp 8.8.8.0/24 -> 443 at 203.0.113.20');

const GLOBAL = loadBalancer('lb-world', {
  frontends: { front: 'pip-world' },
  pools: { pool: ['lb-1/front'] },
  rules: { web: 'tcp 443 -> 443' },
  tier: 'Global',
});

export const BALANCER_ROWS: readonly OracleRow[] = [
  { id: 'Z26', says: 'a machine without a public address behind a balancer', estate: BASE_LB, expected: OPEN },
  {
    id: 'Z27',
    says: 'its group opens the front’s port and not its own',
    estate: lb(rules('100 allow tcp * -> 443')),
    expected: [
      'vm-1 203.0.113.20 blocked tcp 443->8000 world by nsg-1 65500 DenyAllInBound',
      'vm-1 10.0.1.4 blocked tcp 443 world by nic-1 no public address',
    ],
  },
  {
    id: 'Z28',
    says: 'behind a Standard balancer nothing is open without a group',
    estate: lb(BARE_CARD),
    expected: [
      'vm-1 203.0.113.20 blocked tcp 443->8000 world by lb-1 Standard: closed unless a network security group allows',
      'vm-1 10.0.1.4 blocked tcp 0-65535 world by nic-1 no public address',
    ],
  },
  {
    id: 'Z28-near',
    says: 'behind a Basic one everything is',
    estate: lb(
      BARE_CARD,
      publicIp('pip-lb', '203.0.113.20', 'Basic'),
      balancing({ web: 'tcp 443 -> 8000' }, { sku: 'Basic' }),
    ),
    expected: [
      'vm-1 203.0.113.20 reachable tcp 443->8000 world by lb-1 Basic: open unless a network security group denies',
      'vm-1 10.0.1.4 blocked tcp 0-65535 world by nic-1 no public address',
    ],
  },
  {
    id: 'Z30',
    says: 'with a floating address the group sees the front’s own',
    estate: lb(rules('100 allow tcp * -> 443 at 203.0.113.20'), balancing({ web: 'tcp 443 -> 443 floating' })),
    expected: ['vm-1 203.0.113.20 reachable tcp 443 world by nsg-1 100 r100', NOTHING_OPEN],
  },
  {
    id: 'Z30-near',
    says: '… so a rule for the machine’s own address lets nobody in',
    estate: lb(rules('100 allow tcp * -> 443 at 10.0.1.4'), balancing({ web: 'tcp 443 -> 443 floating' })),
    expected: [
      'vm-1 203.0.113.20 blocked tcp 443 world by nsg-1 65500 DenyAllInBound',
      'vm-1 10.0.1.4 blocked tcp 443 world by nic-1 no public address',
    ],
  },
  {
    id: 'Z31',
    says: 'an inbound NAT rule leads to one machine',
    estate: lb(SSH, translating({ ssh: 'tcp 50001 -> 22 to nic-1' })),
    expected: [
      'vm-1 203.0.113.20 reachable tcp 50001->22 world by nsg-1 100 r100',
      'vm-1 10.0.1.4 blocked tcp 22 world by nic-1 no public address',
    ],
  },
  {
    id: 'Z31-near',
    says: '… whose group opens the front’s port and not its own',
    estate: lb(rules('100 allow tcp Internet -> 50001'), translating({ ssh: 'tcp 50001 -> 22 to nic-1' })),
    expected: [
      'vm-1 203.0.113.20 blocked tcp 50001->22 world by nsg-1 65500 DenyAllInBound',
      'vm-1 10.0.1.4 blocked tcp 50001 world by nic-1 no public address',
    ],
  },
  {
    id: 'Z34',
    says: 'a balancer with a private front is no way in',
    estate: lb(
      loadBalancer('lb-1', {
        frontends: { front: '10.0.1.100' },
        pools: { pool: ['nic-1'] },
        rules: { web: 'tcp 443 -> 8000' },
      }),
    ),
    expected: [DIRECT, 'pip-lb 203.0.113.20 blocked tcp 0-65535 world latent by pip-lb attached to nothing'],
  },
  {
    id: 'Z35',
    says: 'a global balancer in front of the regional one',
    estate: lb(publicIp('pip-world', '203.0.113.30'), GLOBAL),
    expected: [...OPEN.slice(0, 1), 'vm-1 203.0.113.30 reachable tcp 443->8000 world by nsg-1 100 r100', DIRECT],
  },
  {
    id: 'Z35-near',
    says: '… that sends to a port which the regional one does not take',
    estate: lb(
      publicIp('pip-world', '203.0.113.30'),
      loadBalancer('lb-world', {
        frontends: { front: 'pip-world' },
        pools: { pool: ['lb-1/front'] },
        rules: { web: 'tcp 8443 -> 8443' },
        tier: 'Global',
      }),
    ),
    expected: [
      ...OPEN.slice(0, 1),
      'lb-world/pool 203.0.113.30 blocked tcp 8443 world latent by lb-world/pool no listener on port 8443',
      DIRECT,
    ],
  },
  {
    id: 'lb-reply',
    says: 'replies of a machine behind a balancer need a way back too',
    estate: lb(
      rules('100 allow tcp * -> 8000', '4000 deny * * -> *'),
      subnet({ routes: 'rt-1' }),
      routeTable('rt-1', ['0.0.0.0/0 -> VirtualAppliance 10.0.0.4']),
    ),
    expected: [
      'vm-1 203.0.113.20 blocked tcp 443->8000 world by rt-1 0.0.0.0/0 -> VirtualAppliance 10.0.0.4',
      'vm-1 10.0.1.4 blocked tcp 8000 world by nic-1 no public address, rt-1 0.0.0.0/0 -> VirtualAppliance 10.0.0.4',
    ],
  },
  {
    id: 'lb-address',
    says: 'a pool of addresses',
    estate: lb(
      loadBalancer('lb-1', {
        frontends: { front: 'pip-lb' },
        pools: { pool: ['10.0.1.4'] },
        rules: { web: 'tcp 443 -> 8000' },
      }),
    ),
    expected: OPEN,
  },
  {
    id: 'lb-outbound',
    says: 'rules for what leaves never let anything in',
    estate: lb(
      balancing(
        {},
        {
          properties: {
            outboundRules: [
              {
                name: 'out',
                properties: {
                  protocol: 'All',
                  backendAddressPool: refTo('lbPool', 'lb-1/pool'),
                  frontendIPConfigurations: [refTo('lbFrontend', 'lb-1/front')],
                },
              },
            ],
          },
        },
      ),
    ),
    expected: ['lb-1 203.0.113.20 blocked tcp 0-65535 world latent by lb-1 no listener', DIRECT],
  },
  {
    id: 'lb-udp',
    says: 'a rule for datagrams',
    estate: lb(rules('100 allow udp * -> 8000'), balancing({ web: 'udp 443 -> 8000' })),
    expected: [
      'vm-1 203.0.113.20 reachable udp 443->8000 world by nsg-1 100 r100',
      'vm-1 10.0.1.4 blocked tcp 0-65535 world by nic-1 no public address, nsg-1 65500 DenyAllInBound',
      'vm-1 10.0.1.4 blocked udp 8000 world by nic-1 no public address',
    ],
  },
  {
    id: 'lb-source',
    says: 'the group sees the client, for a balancer is no proxy',
    estate: lb(rules('100 allow tcp VirtualNetwork,AzureLoadBalancer -> 8000')),
    expected: CLOSED,
  },
  {
    id: 'lb-client',
    says: '… so it may name clients',
    estate: lb(rules('100 allow tcp 8.8.8.0/24 -> 8000')),
    expected: [
      'vm-1 203.0.113.20 reachable tcp 443->8000 narrow 8.8.8.0/24 by nsg-1 100 r100',
      'vm-1 10.0.1.4 blocked tcp 8000 narrow 8.8.8.0/24 by nic-1 no public address',
    ],
  },
  {
    id: 'lb-stopped',
    says: 'the machine is deallocated',
    estate: lb(vm('vm-1', 'deallocated')),
    expected: [
      'vm-1 203.0.113.20 blocked tcp 443->8000 world latent by vm-1 deallocated',
      'vm-1 10.0.1.4 blocked tcp 8000 world by nic-1 no public address, vm-1 deallocated',
    ],
  },
  {
    id: 'lb-subnet',
    says: 'the group of the subnet must allow as well',
    estate: lb(subnet({ nsg: 'nsg-subnet' }), nsg('nsg-subnet')),
    expected: [
      'vm-1 203.0.113.20 blocked tcp 443->8000 world by nsg-subnet 65500 DenyAllInBound',
      'vm-1 10.0.1.4 blocked tcp 0-7999,8001-65535 world by nic-1 no public address, nsg-subnet 65500 DenyAllInBound, nsg-1 65500 DenyAllInBound',
      'vm-1 10.0.1.4 blocked tcp 8000 world by nic-1 no public address, nsg-subnet 65500 DenyAllInBound',
    ],
  },
  {
    id: 'lb-chained',
    says: 'what passes a gateway balancer is inspected there',
    estate: lb(
      loadBalancer('lb-1', {
        frontends: {},
        pools: { pool: ['nic-1'] },
        rules: { web: 'tcp 443 -> 8000' },
        properties: {
          frontendIPConfigurations: [
            {
              ...refTo('lbFrontend', 'lb-1/front'),
              name: 'front',
              properties: {
                publicIPAddress: refTo('pip', 'pip-lb'),
                gatewayLoadBalancer: refTo('lbFrontend', 'lb-gateway/front'),
              },
            },
          ],
        },
      }),
    ),
    expected: [
      'vm-1 203.0.113.20 unknown tcp 443->8000 world inspected by lb-gateway gateway load balancer, nsg-1 100 r100',
      DIRECT,
    ],
  },
  {
    id: 'Z32',
    says: 'a pooled inbound NAT rule gives each member a port, as the balancer says which',
    estate: withResources(lb(SSH, pooled([50_002, 50_000, 50_007])), ...CROWD),
    expected: [
      'vm-1 203.0.113.20 reachable tcp 50002->22 world by nsg-1 100 r100',
      'vm-2 203.0.113.20 reachable tcp 50000->22 world by nsg-1 100 r100',
      'vm-3 203.0.113.20 reachable tcp 50007->22 world by nsg-1 100 r100',
      ...[1, 2, 3].map((each) => `vm-${each} 10.0.1.${3 + each} blocked tcp 22 world by nic-${each} no public address`),
    ],
  },
  {
    id: 'Z57',
    says: 'a service of AKS is open by the group that AKS writes, and not by the subnet’s own',
    estate: lb(SERVICE, SERVICE_RULE, subnet({ nsg: 'nsg-subnet' }), nsg('nsg-subnet')),
    expected: [
      'vm-1 203.0.113.20 blocked tcp 443 world by nsg-subnet 65500 DenyAllInBound',
      'vm-1 10.0.1.4 blocked tcp 0-65535 world by nic-1 no public address, nsg-subnet 65500 DenyAllInBound, nsg-1 65500 DenyAllInBound',
    ],
  },
  {
    id: 'Z57-near',
    says: '… and by both',
    estate: lb(
      SERVICE,
      SERVICE_RULE,
      subnet({ nsg: 'nsg-subnet' }),
      nsg('nsg-subnet', ['100 allow tcp Internet -> 443']),
    ),
    expected: [
      'vm-1 203.0.113.20 reachable tcp 443 narrow 8.8.8.0/24 by nsg-subnet 100 r100, nsg-1 500 r500',
      'vm-1 10.0.1.4 blocked tcp 0-442,444-65535 world by nic-1 no public address, nsg-subnet 65500 DenyAllInBound, nsg-1 65500 DenyAllInBound',
      'vm-1 10.0.1.4 blocked tcp 443 world by nic-1 no public address, nsg-1 65500 DenyAllInBound',
    ],
  },
  {
    id: 'lb-prefix',
    says: 'a front with a block of addresses',
    estate: withResources(
      PRIVATE,
      armResource(
        'prefix',
        'prefix-1',
        { ipPrefix: '203.0.113.64/30', publicIPAddressVersion: 'IPv4' },
        { sku: { name: 'Standard', tier: 'Regional' } },
      ),
      loadBalancer('lb-1', {
        frontends: { front: 'prefix-1' },
        pools: { pool: ['nic-1'] },
        rules: { web: 'tcp 443 -> 8000' },
      }),
    ),
    expected: [
      'vm-1 203.0.113.64/30 reachable tcp 443->8000 world by nsg-1 100 r100',
      'vm-1 10.0.1.4 blocked tcp 8000 world by nic-1 no public address',
    ],
  },
];
