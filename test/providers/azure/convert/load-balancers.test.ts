import { describe, expect, test } from 'vitest';
import { toInventory } from '../../../../providers/azure/convert/index.ts';
import type { Answer } from '../../../../src/collect/answer.ts';
import { evaluate } from '../../../../src/engine/evaluate.ts';
import { elementIn } from '../../../../src/model/own-element.ts';
import {
  type AzureEstate,
  answersOf,
  BASE_Z,
  refused,
  withoutResources,
  withResources,
} from '../../../support/azure-estate.ts';
import { loadBalancer } from '../../../support/azure-fronts.ts';
import { linesOf } from '../../../support/azure-judgement.ts';
import {
  type ArmRecord,
  armId,
  type Fields,
  ipConfig,
  network,
  nic,
  nsg,
  part,
  publicIp,
  refTo,
  vm,
} from '../../../support/azure-records.ts';
import { scaleSet, scaleSetInstance } from '../../../support/azure-services.ts';

type BalancerOptions = Partial<Parameters<typeof loadBalancer>[1]>;

/** Machines without public addresses, open on 8000 by their group; `nic-1` is 10.0.1.4, `nic-2` 10.0.1.5 and so on. */
function machines(count: number): readonly ArmRecord[] {
  return Array.from({ length: count }, (_, index) => index + 1).flatMap((number) => [
    vm(`vm-${number}`),
    nic(`nic-${number}`, { address: `10.0.1.${number + 3}`, nsg: 'nsg-1', vm: `vm-${number}` }),
  ]);
}

/** `lb-1` at 203.0.113.20: 443 to port 8000 of the pool, which holds `nic-1`. */
function balancer(options: BalancerOptions = {}): ArmRecord {
  return loadBalancer('lb-1', {
    frontends: { front: 'pip-lb' },
    pools: { pool: ['nic-1'] },
    rules: { web: 'tcp 443 -> 8000' },
    ...options,
  });
}

const BASE = withResources(
  withoutResources(BASE_Z, 'pip-1'),
  ...machines(1),
  publicIp('pip-lb', '203.0.113.20'),
  balancer(),
);

function estate(...changes: readonly ArmRecord[]): AzureEstate {
  return withResources(BASE, ...changes);
}

/** What is told of everything but machines that stand there without a public address. */
function behindFronts(answers: Iterable<Answer>): readonly string[] {
  return linesOf(answers).filter((line) => !line.includes(' no public address'));
}

function judgedFronts(of: AzureEstate): readonly string[] {
  return behindFronts(answersOf(of));
}

const OPEN = 'vm-1 203.0.113.20 reachable tcp 443->8000 world by nsg-1 100 r100';

/** A pool as one side of the link tells of it. */
function pool(properties: Fields): Fields {
  return { backendAddressPools: [part('lbPool', 'lb-1/pool', properties)] };
}

function member(properties: Fields): Fields {
  return { name: 'member', properties };
}

const OF_NIC = refTo('ipconfig', 'nic-1/ipconfig1');

describe('the members of a pool', () => {
  test.for<readonly [string, readonly ArmRecord[], readonly string[]]>([
    ['told by the pool alone', [balancer({ properties: pool({ backendIPConfigurations: [OF_NIC] }) })], [OPEN]],
    [
      'told by the interface alone',
      [
        nic('nic-1', {
          vm: 'vm-1',
          nsg: 'nsg-1',
          configs: [],
          properties: {
            ipConfigurations: [
              {
                ...ipConfig('nic-1/ipconfig1'),
                properties: {
                  privateIPAddress: '10.0.1.4',
                  subnet: refTo('subnet', 'vnet-1/app'),
                  loadBalancerBackendAddressPools: [refTo('lbPool', 'lb-1/pool')],
                },
              },
            ],
          },
        }),
        balancer({ properties: pool({}) }),
      ],
      [OPEN],
    ],
    [
      'an address in a subnet',
      [
        balancer({
          properties: pool({
            loadBalancerBackendAddresses: [member({ ipAddress: '10.0.1.4', subnet: refTo('subnet', 'vnet-1/app') })],
          }),
        }),
      ],
      [OPEN],
    ],
    [
      'an address in the network of the pool',
      [
        balancer({
          properties: pool({
            virtualNetwork: refTo('vnet', 'vnet-1'),
            loadBalancerBackendAddresses: [member({ ipAddress: '10.0.1.4' })],
          }),
        }),
      ],
      [OPEN],
    ],
    [
      'one that is put down by hand gets nothing, though the interface names the pool',
      [
        balancer({
          properties: pool({
            backendIPConfigurations: [OF_NIC],
            loadBalancerBackendAddresses: [member({ networkInterfaceIPConfiguration: OF_NIC, adminState: 'Down' })],
          }),
        }),
      ],
      ['lb-1/pool 203.0.113.20 blocked tcp 443->8000 world latent by lb-1/pool no backend'],
    ],
    [
      'nobody',
      [balancer({ pools: { pool: [] } })],
      ['lb-1/pool 203.0.113.20 blocked tcp 443->8000 world latent by lb-1/pool no backend'],
    ],
    [
      'in two pools of one rule, each once',
      [
        ...machines(2),
        balancer({
          pools: { pool: ['nic-1'], other: ['nic-2'] },
          properties: {
            loadBalancingRules: [
              part('lbRule', 'lb-1/web', {
                protocol: 'Tcp',
                frontendPort: 443,
                backendPort: 8000,
                frontendIPConfiguration: refTo('lbFrontend', 'lb-1/front'),
                backendAddressPool: refTo('lbPool', 'lb-1/pool'),
                backendAddressPools: [refTo('lbPool', 'lb-1/pool'), refTo('lbPool', 'lb-1/other')],
              }),
            ],
          },
        }),
      ],
      [OPEN, OPEN.replace('vm-1', 'vm-2')],
    ],
    [
      'an address that nothing has which was read',
      [balancer({ pools: { pool: ['10.0.1.77'] } })],
      ['lb-1/pool#10.0.1.77 203.0.113.20 unknown tcp 443->8000 world missing Microsoft.Network/networkInterfaces'],
    ],
    [
      'an instance of a uniform scale set',
      [
        scaleSet('vmss-1'),
        ...scaleSetInstance('vmss-1/0', { address: '10.0.1.20', nsg: 'nsg-1' }),
        balancer({
          properties: pool({ backendIPConfigurations: [refTo('vmssConfig', 'vmss-1/0/nic/ipconfig1')] }),
        }),
      ],
      ['vmss-1/0 203.0.113.20 reachable tcp 443->8000 world by nsg-1 100 r100'],
    ],
  ])('%s', ([, changes, expected]) => {
    expect(judgedFronts(estate(...changes))).toEqual(expected);
  });
});

const PREFIX_V6 = network('vnet-1', ['10.0.0.0/16', '2001:db8:1::/48'], {
  app: { prefix: '10.0.1.0/24', properties: { addressPrefixes: ['10.0.1.0/24', '2001:db8:1:1::/64'] } },
});

describe('the rules of a frontend', () => {
  test.for<readonly [string, readonly ArmRecord[], readonly string[]]>([
    [
      'every port of TCP and UDP, each passed on as it is',
      [nsg('nsg-1', ['100 allow * Internet -> 5000-5001']), balancer({ rules: { all: 'all 0 -> 0' } })],
      [
        'vm-1 203.0.113.20 reachable tcp 5000-5001 world by nsg-1 100 r100',
        'vm-1 203.0.113.20 reachable udp 5000-5001 world by nsg-1 100 r100',
      ],
    ],
    [
      'a floating address keeps the frontend’s port, whatever the rule says of the backend’s',
      [
        nsg('nsg-1', ['100 allow tcp Internet -> 443 at 203.0.113.20']),
        balancer({ rules: { web: 'tcp 443 -> 8443 floating' } }),
      ],
      ['vm-1 203.0.113.20 reachable tcp 443 world by nsg-1 100 r100'],
    ],
    [
      'of two floating frontends a group admits one',
      [
        nsg('nsg-1', ['100 allow tcp Internet -> 443 at 203.0.113.21']),
        publicIp('pip-two', '203.0.113.21'),
        balancer({
          frontends: { front: 'pip-lb', two: 'pip-two' },
          rules: { web: 'tcp 443 -> 443 floating', other: 'tcp 443 -> 443 floating at two' },
        }),
      ],
      [
        'vm-1 203.0.113.20 blocked tcp 443 world by nsg-1 65500 DenyAllInBound',
        'vm-1 203.0.113.21 reachable tcp 443 world by nsg-1 100 r100',
      ],
    ],
    [
      'a block of addresses is one way in',
      [
        publicIp('pip-lb', '203.0.113.20'),
        {
          ...part('prefix', 'prefix-1', { ipPrefix: '203.0.113.64/30', publicIPAddressVersion: 'IPv4' }),
          location: 'westeurope',
        },
        balancer({ frontends: { front: 'prefix-1' } }),
      ],
      [
        'vm-1 203.0.113.64/30 reachable tcp 443->8000 world by nsg-1 100 r100',
        'pip-lb 203.0.113.20 blocked tcp 0-65535 world latent by pip-lb attached to nothing',
      ],
    ],
    [
      'an IPv6 frontend reaches IPv6 addresses',
      [
        PREFIX_V6,
        publicIp('pip-lb', '2001:db8::20'),
        nic('nic-1', { address: '2001:db8:1:1::4', nsg: 'nsg-1', vm: 'vm-1' }),
      ],
      ['vm-1 2001:db8::20 reachable tcp 443->8000 world by nsg-1 100 r100'],
    ],
    [
      'a frontend without any rule',
      [balancer({ rules: {} })],
      ['lb-1 203.0.113.20 blocked tcp 0-65535 world latent by lb-1 no listener'],
    ],
    [
      'an address that is not allocated',
      [publicIp('pip-lb', undefined, 'Basic'), balancer({ sku: 'Basic' })],
      ['vm-1 pip-lb blocked tcp 443->8000 world latent by lb-1 public address not allocated'],
    ],
  ])('%s', ([, changes, expected]) => {
    expect(judgedFronts(estate(...changes)).toSorted()).toEqual([...expected].sort());
  });
});

const WORLD = loadBalancer('lb-world', {
  frontends: { front: 'pip-world' },
  pools: { pool: ['lb-1/front'] },
  rules: { web: 'tcp 443 -> 443' },
  tier: 'Global',
});

describe('a balancer of balancers', () => {
  test('ends at the very front that the regional one has', () => {
    const { entries } = toInventory(answersOf(estate(publicIp('pip-world', '203.0.113.30'), WORLD)));
    const [world] = entries.filter(({ address }) => address === '203.0.113.30');
    const [regional] = entries.filter(({ address }) => address === '203.0.113.20');
    const to = world?.to.kind === 'frontend' ? world.to.listeners[0]?.rules[0]?.legs[0]?.to : undefined;
    expect(to).toBe(regional?.to);
  });

  test('cannot tell where a regional one that was not read leads', () => {
    const apart = withoutResources(estate(publicIp('pip-world', '203.0.113.30'), WORLD), 'lb-1');
    expect(judgedFronts(apart).filter((line) => line.includes('203.0.113.30'))).toEqual([
      'lb-1 203.0.113.30 unknown tcp 443 world missing Microsoft.Network/loadBalancers',
    ]);
  });
});

describe('a balancer of which something was not read', () => {
  const answers = answersOf(estate());

  /** The answers with one call refused. */
  function without(call: string): readonly Answer[] {
    return answers.map((answer) => (answer.call === `azure:Microsoft.Network/${call}` ? refused(answer) : answer));
  }

  test.for<readonly [string, string, readonly string[]]>([
    [
      'its address',
      'publicIPAddresses',
      ['vm-1 pip-lb unknown tcp 443->8000 world by nsg-1 100 r100 missing Microsoft.Network/publicIPAddresses'],
    ],
    [
      'the interfaces behind it',
      'networkInterfaces',
      ['nic-1 203.0.113.20 unknown tcp 443->8000 world missing Microsoft.Network/networkInterfaces'],
    ],
    [
      'the groups before them',
      'networkSecurityGroups',
      [
        'vm-1 203.0.113.20 unknown tcp 443->8000 world by nsg-1 rules could not be read missing Microsoft.Network/networkSecurityGroups',
      ],
    ],
  ])('%s', ([, call, expected]) => {
    expect(behindFronts(without(call)).filter((line) => line.includes(' tcp 443'))).toEqual(expected);
  });

  test('the interfaces behind an empty pool', () => {
    const empty = answersOf(estate(balancer({ pools: { pool: [] } }))).map((answer) =>
      answer.call.endsWith('/networkInterfaces') ? refused(answer) : answer,
    );
    expect(behindFronts(empty).filter((line) => line.includes(' tcp 443'))).toEqual([
      'lb-1/pool 203.0.113.20 unknown tcp 443->8000 world missing Microsoft.Network/networkInterfaces',
    ]);
  });

  test('the balancer itself, which an interface names', () => {
    const named = answersOf(estate()).map((answer) =>
      answer.call.endsWith('/loadBalancers') ? refused(answer) : answer,
    );
    expect(behindFronts(named).filter((line) => line.startsWith('vm-1'))).toEqual([
      'vm-1 10.0.1.4 unknown tcp 8000 world by nsg-1 100 r100 missing Microsoft.Network/loadBalancers',
    ]);
  });
});

test('an instance of a scale set that was not read stays a member of its set', () => {
  const named = balancer({
    properties: pool({ backendIPConfigurations: [refTo('vmssConfig', 'vmss-1/7/nic/ipconfig1')] }),
  });
  const { exposures } = evaluate(toInventory(answersOf(estate(scaleSet('vmss-1'), named))));
  const [exposure] = exposures.filter(({ entry }) => entry.address === '203.0.113.20');
  const target = exposure?.target.kind === 'workload' ? exposure.target : undefined;
  expect(target?.ref).toBe(armId('vmssVm', 'vmss-1/7'));
  expect(target?.owner).toBe(armId('vmss', 'vmss-1'));
  expect(exposure?.slices.map(({ verdict }) => verdict)).toEqual(['unknown']);
});

describe('what the engine is told of a balancer', () => {
  test('names what decides about a chained frontend by the balancer that it is chained to', () => {
    const chained = balancer({
      properties: {
        frontendIPConfigurations: [
          part('lbFrontend', 'lb-1/front', {
            publicIPAddress: refTo('pip', 'pip-lb'),
            gatewayLoadBalancer: refTo('lbFrontend', 'lb-gateway/front'),
          }),
        ],
      },
    });
    const { exposures } = evaluate(toInventory(answersOf(estate(chained))));
    const [exposure] = exposures.filter(({ entry }) => entry.address === '203.0.113.20');
    const deciding = exposure?.slices.flatMap((slice) =>
      slice.deciding.map(({ element }) => elementIn(exposure, element).ref),
    );
    expect(deciding).toContain(armId('lb', 'lb-gateway'));
  });

  test('shares paths between members that are guarded alike', () => {
    const crowd = Array.from({ length: 40 }, (_, index) => `nic-${index + 1}`);
    const many = estate(...machines(40), balancer({ pools: { pool: crowd } }));
    const { entries } = toInventory(answersOf(many));
    const [entry] = entries.filter(({ address }) => address === '203.0.113.20');
    const legs = entry?.to.kind === 'frontend' ? (entry.to.listeners[0]?.rules[0]?.legs ?? []) : [];
    const filters = legs.flatMap(({ ways }) =>
      ways.flatMap(({ path }) => path.stages.filter(({ kind }) => kind === 'filter')),
    );
    expect(legs).toHaveLength(40);
    expect(new Set(filters).size).toBe(1);
  });
});
