import { describe, expect, test } from 'vitest';
import { toInventory } from '../../../../providers/azure/convert/index.ts';
import type { Answer } from '../../../../src/collect/answer.ts';
import {
  type AzureEstate,
  answersOf,
  BASE_Z,
  refused,
  withoutResources,
  withResources,
} from '../../../support/azure-estate.ts';
import { loadBalancer } from '../../../support/azure-fronts.ts';
import { exposuresOf, judged, linesOf } from '../../../support/azure-judgement.ts';
import {
  type ArmRecord,
  armId,
  armResource,
  network,
  nic,
  nsg,
  part,
  publicIp,
  refTo,
  routeTable,
  SUBSCRIPTION,
  vm,
} from '../../../support/azure-records.ts';
import { scaleSet } from '../../../support/azure-services.ts';

/** The lines of what is not in BASE-Z. */
function added(...more: readonly ArmRecord[]): readonly string[] {
  const known = new Set(judged(BASE_Z));
  return judged(withResources(BASE_Z, ...more)).filter((line) => !known.has(line));
}

/** An address that is attached to a part of something. */
function attached(to: string, sku = 'Standard'): ArmRecord {
  return publicIp('pip-2', '203.0.113.77', sku, { ipConfiguration: { id: to } });
}

const PROVIDERS = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-1/providers`;
const NETWORK = `${PROVIDERS}/Microsoft.Network`;

/** What is refused, of all answers. */
function withRefused(estate: AzureEstate, ...types: readonly string[]): readonly Answer[] {
  return answersOf(estate).map((answer) =>
    types.some((type) => answer.call === `azure:${type}`) ? refused(answer) : answer,
  );
}

describe('a public address', () => {
  test.for([
    [
      'attached to nothing',
      [publicIp('pip-2', '203.0.113.77')],
      'pip-2 203.0.113.77 blocked tcp 0-65535 world latent by pip-2 attached to nothing',
    ],
    [
      'attached to nothing and not allocated',
      [publicIp('pip-2', undefined)],
      'pip-2 - blocked tcp 0-65535 world latent by pip-2 attached to nothing',
    ],
    [
      'of a NAT gateway, as the address tells it',
      [
        publicIp('pip-2', '203.0.113.77', 'Standard', { natGateway: refTo('nat', 'nat-1') }),
        armResource('nat', 'nat-1', {}),
      ],
      'nat-1 203.0.113.77 blocked tcp 0-65535 world by nat-1 accepts no inbound connections',
    ],
    [
      'of a NAT gateway, as the gateway tells it',
      [publicIp('pip-2', '203.0.113.77'), armResource('nat', 'nat-1', { publicIpAddresses: [refTo('pip', 'pip-2')] })],
      'nat-1 203.0.113.77 blocked tcp 0-65535 world by nat-1 accepts no inbound connections',
    ],
    [
      'of a gateway of tunnels',
      [attached(`${NETWORK}/virtualNetworkGateways/gw-1/ipConfigurations/c`)],
      'gw-1 203.0.113.77 blocked tcp 0-65535 world by gw-1 passes on only what comes out of its tunnels',
    ],
    [
      'of an interface that is not listed',
      [attached(`${NETWORK}/networkInterfaces/gone/ipConfigurations/c`)],
      'gone 203.0.113.77 unknown tcp 0-65535 world missing Microsoft.Network/networkInterfaces',
    ],
    [
      'of a load balancer that is not listed',
      [attached(`${NETWORK}/loadBalancers/gone/frontendIPConfigurations/c`)],
      'gone 203.0.113.77 unknown tcp 0-65535 world missing Microsoft.Network/loadBalancers',
    ],
    [
      'of an instance that is not listed',
      [
        attached(
          `${PROVIDERS}/Microsoft.Compute/virtualMachineScaleSets/set-1/virtualMachines/0/networkInterfaces/n/ipConfigurations/c`,
        ),
      ],
      'unknown tcp 0-65535 world missing Microsoft.Compute/virtualMachineScaleSets/networkInterfaces',
    ],
    [
      'of something that nobody knows',
      [attached(`${PROVIDERS}/Contoso.Edge/boxes/box-1/ipConfigurations/c`)],
      'box-1 203.0.113.77 unknown tcp 0-65535 world missing Contoso.Edge/boxes',
    ],
  ] as const)('%s', ([, more, expected]) => {
    expect(added(...more).join('\n')).toContain(expected);
  });

  test('of a load balancer that was read is judged with it', () => {
    const lines = added(
      publicIp('pip-2', '203.0.113.77'),
      loadBalancer('lb-1', { frontends: { front: 'pip-2' }, pools: {}, rules: {} }),
    );
    expect(lines.every((line) => line.startsWith('lb-1 '))).toBe(true);
  });

  test('that was not read may be open', () => {
    const [line] = linesOf(withRefused(BASE_Z, 'Microsoft.Network/publicIPAddresses'));
    expect(line).toContain('unknown tcp 8000 world by nsg-1 100 r100 missing Microsoft.Network/publicIPAddresses');
  });
});

describe('a list that was not read', () => {
  test.for([
    'Microsoft.Network/networkInterfaces',
    'Microsoft.Network/publicIPAddresses',
    'Microsoft.Network/loadBalancers',
    'Microsoft.Network/applicationGateways',
    'Microsoft.Network/azureFirewalls',
    'Microsoft.Network/bastionHosts',
    'Microsoft.Compute/virtualMachineScaleSets',
    'Microsoft.ContainerService/managedClusters',
    'Microsoft.ContainerInstance/containerGroups',
    'Microsoft.Cdn/profiles',
    'Microsoft.Network/frontDoors',
  ])('%s is a way in that nobody knows', (type) => {
    const found = exposuresOf(withRefused(BASE_Z, type)).filter(({ entry }) => entry.element.kind === 'collection gap');
    expect(found.map(({ entry }) => entry.ref)).toEqual([`azure:${type} ${SUBSCRIPTION}`]);
    expect(found[0]?.slices[0]).toMatchObject({ verdict: 'unknown', missing: [`azure:${type} ${SUBSCRIPTION}`] });
  });

  test('of a subscription in which nobody looked says nothing', () => {
    const found = toInventory([
      {
        call: 'azure:Microsoft.Resources/subscriptions',
        subscription: 'other',
        at: '2026-01-01T00:00:00Z',
        response: { value: [] },
      },
    ]);
    expect(found).toMatchObject({ entries: [], scopes: [] });
  });

  test('of the instances of a uniform scale set may hold anything', () => {
    const estate = withResources(BASE_Z, scaleSet('vmss-1'));
    const unread = linesOf(withRefused(estate, 'Microsoft.Compute/virtualMachineScaleSets/networkInterfaces'));
    expect(unread.filter((line) => line.includes('vmss-1') && line.includes('unknown tcp'))).toHaveLength(1);
    const flexible = withResources(BASE_Z, scaleSet('vmss-1', 'Flexible'));
    expect(linesOf(withRefused(flexible, 'Microsoft.Compute/virtualMachineScaleSets/networkInterfaces'))).toEqual(
      judged(BASE_Z),
    );
  });
});

const PRIVATE = withoutResources(withResources(BASE_Z, nic('nic-1', { nsg: 'nsg-1', vm: 'vm-1' })), 'pip-1');
const HIDDEN = 'vm-1 10.0.1.4 unknown';

describe('a private machine', () => {
  test('is not blocked for sure if a front may lead to it that nobody read', () => {
    for (const type of ['loadBalancers', 'applicationGateways', 'azureFirewalls']) {
      const lines = linesOf(withRefused(PRIVATE, `Microsoft.Network/${type}`));
      expect(
        lines.filter((line) => line.startsWith(HIDDEN) && line.endsWith(`missing Microsoft.Network/${type}`)).length,
        type,
      ).toBeGreaterThan(0);
      expect(
        lines.some((line) => line.startsWith('vm-1 10.0.1.4 blocked')),
        type,
      ).toBe(true);
    }
  });

  test('is not led to by a load balancer past a group that lets in nobody from the internet', () => {
    const closed = withResources(PRIVATE, nsg('nsg-1', ['100 allow tcp 10.0.0.0/8 -> 8000']));
    expect(
      linesOf(withRefused(closed, 'Microsoft.Network/loadBalancers')).some((line) => line.startsWith(HIDDEN)),
    ).toBe(false);
    expect(
      linesOf(withRefused(closed, 'Microsoft.Network/applicationGateways')).some((line) => line.startsWith(HIDDEN)),
    ).toBe(true);
  });

  test('is not led to by what stands in a subscription without a network of its own near it', () => {
    const far = nic('nic-far', { subnet: 'vnet-1/app', address: '10.0.1.50', vm: 'vm-1' });
    const other = '99999999-0000-0000-0000-000000000000';
    const elsewhere: Answer = {
      call: 'azure:Microsoft.Network/loadBalancers',
      subscription: other,
      at: '2026-11-01T08:00:00.000Z',
      error: { code: 'AuthorizationFailed', message: 'no' },
    };
    expect(
      linesOf([...answersOf(withResources(PRIVATE, far)), elsewhere]).some((line) => line.startsWith(HIDDEN)),
    ).toBe(false);
  });
});

describe('an appliance', () => {
  const HUB = network('vnet-1', ['10.0.0.0/16'], {
    app: { prefix: '10.0.1.0/24', routes: 'rt-1' },
    edge: { prefix: '10.0.0.0/24' },
  });
  const SPOKE = withResources(
    PRIVATE,
    HUB,
    routeTable('rt-1', ['0.0.0.0/0 -> VirtualAppliance 10.0.0.4']),
    vm('nva-1'),
    publicIp('pip-nva', '203.0.113.80'),
    nsg('nsg-open', ['100 allow tcp * -> 443']),
  );
  const card = (more: Parameters<typeof nic>[1]) =>
    nic('nic-nva', {
      subnet: 'vnet-1/edge',
      address: '10.0.0.4',
      vm: 'nva-1',
      nsg: 'nsg-open',
      properties: { enableIPForwarding: true },
      ...more,
    });
  const through = (estate: AzureEstate) => judged(estate).filter((line) => line.startsWith('vm-1 203.0.113'));

  test('that the internet reaches may pass anything on to the machines whose way out it is', () => {
    const lines = through(withResources(SPOKE, card({ publicIp: 'pip-nva' })));
    expect(lines).toEqual([
      'vm-1 203.0.113.80 unknown tcp 443 world inspected by nsg-open 100 r100, nic-nva virtual appliance: what it forwards is told nowhere',
    ]);
  });

  test('that nobody reaches passes nothing on', () => {
    expect(through(withResources(SPOKE, card({})))).toEqual([]);
    expect(
      through(
        withResources(
          SPOKE,
          card({ publicIp: 'pip-nva', nsg: 'nsg-closed' }),
          nsg('nsg-closed', ['100 deny * * -> *']),
        ),
      ),
    ).toEqual([]);
    expect(through(withResources(SPOKE, card({ publicIp: 'pip-nva' }), vm('nva-1', 'deallocated')))).toEqual([]);
    expect(
      through(withResources(SPOKE, card({ publicIp: 'pip-nva', properties: { enableIPForwarding: false } }))),
    ).toEqual([]);
  });

  test('may be reached on another interface than the one that it passes on by', () => {
    const outside = nic('nic-outside', {
      subnet: 'vnet-1/edge',
      address: '10.0.0.9',
      vm: 'nva-1',
      nsg: 'nsg-open',
      publicIp: 'pip-nva',
    });
    expect(through(withResources(SPOKE, card({}), outside))).toHaveLength(1);
  });

  test('may stand between two load balancers', () => {
    const routes = routeTable('rt-1', ['0.0.0.0/0 -> VirtualAppliance 10.0.0.100']);
    const inner = armResource('lb', 'lb-inner', {
      frontendIPConfigurations: [
        part('lbFrontend', 'lb-inner/front', {
          privateIPAddress: '10.0.0.100',
          subnet: refTo('subnet', 'vnet-1/edge'),
        }),
      ],
      backendAddressPools: [
        part('lbPool', 'lb-inner/pool', { backendIPConfigurations: [{ id: armId('ipconfig', 'nic-nva/ipconfig1') }] }),
      ],
    });
    const outer = loadBalancer('lb-outer', {
      frontends: { front: 'pip-nva' },
      pools: { pool: ['nic-nva'] },
      rules: { web: 'tcp 443 -> 443' },
    });
    const [line] = through(withResources(SPOKE, routes, card({}), inner, outer));
    expect(line).toContain('vm-1 203.0.113.80 unknown');
    expect(line).toContain('inspected');
  });

  test('leaves what is said of a machine’s own address as it was', () => {
    const own = withResources(
      SPOKE,
      nic('nic-1', { nsg: 'nsg-1', vm: 'vm-1', publicIp: 'pip-1' }),
      publicIp('pip-1', '203.0.113.10'),
      card({ publicIp: 'pip-nva' }),
    );
    const said = judged(own).filter((line) => line.startsWith('vm-1 203.0.113.10 ') && line.includes(' tcp '));
    expect(said).toEqual([
      'vm-1 203.0.113.10 blocked tcp 0-65535 world by rt-1 0.0.0.0/0 -> VirtualAppliance 10.0.0.4',
    ]);
  });
});

describe('a gateway load balancer', () => {
  test('in front of a machine’s own address sees everything first', () => {
    const config = part('ipconfig', 'nic-1/ipconfig1', {
      privateIPAddress: '10.0.1.4',
      subnet: refTo('subnet', 'vnet-1/app'),
      publicIPAddress: refTo('pip', 'pip-1'),
      gatewayLoadBalancer: { id: armId('lbFrontend', 'lb-gateway/front') },
    });
    const chained = nic('nic-1', { nsg: 'nsg-1', vm: 'vm-1', properties: { ipConfigurations: [config] } });
    expect(judged(withResources(BASE_Z, chained))).toEqual([
      'vm-1 203.0.113.10 unknown tcp 8000 world inspected by lb-gateway gateway load balancer, nsg-1 100 r100',
    ]);
  });
});
