import { describe, expect, test } from 'vitest';
import {
  type AzureEstate,
  answersOf,
  BASE_Z,
  refused,
  withoutResources,
  withResources,
} from '../../../support/azure-estate.ts';
import { loadBalancer } from '../../../support/azure-fronts.ts';
import { judged, linesOf } from '../../../support/azure-judgement.ts';
import {
  type ArmRecord,
  type Fields,
  network,
  nic,
  nsg,
  part,
  publicIp,
  refTo,
  vm,
} from '../../../support/azure-records.ts';
import { scaleSet } from '../../../support/azure-services.ts';

type BalancerOptions = Partial<Parameters<typeof loadBalancer>[1]>;

function balancer(options: BalancerOptions): ArmRecord {
  return loadBalancer('lb-1', { frontends: { front: 'pip-lb' }, ...options });
}

/** Machines that let SSH in; `nic-1` is 10.0.1.4, `nic-2` 10.0.1.5 and so on. */
function crowd(count: number): readonly ArmRecord[] {
  return Array.from({ length: count }, (_, index) => index + 1).flatMap((number) => [
    vm(`vm-${number}`),
    nic(`nic-${number}`, { address: `10.0.1.${number + 3}`, nsg: 'nsg-1', vm: `vm-${number}` }),
  ]);
}

function estate(...more: readonly ArmRecord[]): AzureEstate {
  const base = withResources(withoutResources(BASE_Z, 'pip-1', 'nic-1', 'vm-1'), ...crowd(3));
  return withResources(
    base,
    nsg('nsg-1', ['100 allow tcp Internet -> 22']),
    publicIp('pip-lb', '203.0.113.20'),
    ...more,
  );
}

/** What is told of the balancer, without its address and the rule that lets in. */
function told(lines: readonly string[]): readonly string[] {
  return lines
    .filter((line) => line.includes(' 203.0.113.20 '))
    .map((line) => line.replace(' 203.0.113.20', '').replace(' world by nsg-1 100 r100', ''))
    .sort();
}

const THREE = ['nic-1', 'nic-2', 'nic-3'];

/** The pool with the ports that the platform gave to the members of rule `ssh`. */
function mappedPool(...ports: readonly (number | undefined)[]): Fields {
  const addresses = THREE.map((name, index) => ({
    name,
    properties: {
      networkInterfaceIPConfiguration: refTo('ipconfig', `${name}/ipconfig1`),
      inboundNatRulesPortMapping:
        ports[index] === undefined ? [] : [{ inboundNatRuleName: 'ssh', frontendPort: ports[index], backendPort: 22 }],
    },
  }));
  return { backendAddressPools: [part('lbPool', 'lb-1/pool', { loadBalancerBackendAddresses: addresses })] };
}

const POOLED = { ssh: 'tcp 50000-50009 -> 22 to pool' };

describe('inbound NAT to the members of a pool', () => {
  test.for<readonly [string, BalancerOptions, readonly string[]]>([
    [
      'ports in the order of the members, where nothing tells',
      { pools: { pool: THREE }, nat: POOLED },
      ['vm-1 reachable tcp 50000->22', 'vm-2 reachable tcp 50001->22', 'vm-3 reachable tcp 50002->22'],
    ],
    [
      'ports as the members tell them',
      { nat: POOLED, properties: mappedPool(50_007, 50_000, 50_004) },
      ['vm-1 reachable tcp 50007->22', 'vm-2 reachable tcp 50000->22', 'vm-3 reachable tcp 50004->22'],
    ],
    [
      'a port that is given to nobody else, to whom nothing tells one',
      { nat: POOLED, properties: mappedPool(50_001, undefined, 50_000) },
      ['vm-1 reachable tcp 50001->22', 'vm-2 reachable tcp 50002->22', 'vm-3 reachable tcp 50000->22'],
    ],
    [
      'as many members as there are ports',
      { pools: { pool: THREE }, nat: { ssh: 'tcp 50000-50001 -> 22 to pool' } },
      ['vm-1 reachable tcp 50000->22', 'vm-2 reachable tcp 50001->22'],
    ],
    [
      'no member',
      { pools: { pool: [] }, nat: POOLED },
      ['lb-1/pool blocked tcp 50000-50009->22 world latent by lb-1/pool no backend'],
    ],
  ])('%s', ([, options, expected]) => {
    expect(told(judged(estate(balancer(options))))).toEqual(expected);
  });
});

describe('inbound NAT to one machine', () => {
  test.for<readonly [string, BalancerOptions, readonly string[]]>([
    ['the rule names it', { nat: { ssh: 'tcp 50001 -> 22 to nic-2' } }, ['vm-2 reachable tcp 50001->22']],
    [
      'nobody is behind it',
      {
        properties: {
          inboundNatRules: [
            part('lbNatRule', 'lb-1/ssh', {
              protocol: 'Tcp',
              frontendPort: 50_001,
              backendPort: 22,
              frontendIPConfiguration: refTo('lbFrontend', 'lb-1/front'),
            }),
          ],
        },
      },
      ['lb-1/ssh blocked tcp 50001->22 world latent by lb-1/ssh no backend'],
    ],
  ])('%s', ([, options, expected]) => {
    expect(told(judged(estate(balancer(options))))).toEqual(expected);
  });
});

const PORTS_FOR_SET: Fields = {
  inboundNatPools: [
    part('lbNatPool', 'lb-1/ports', {
      protocol: 'Tcp',
      frontendPortRangeStart: 50_000,
      frontendPortRangeEnd: 50_119,
      backendPort: 22,
      frontendIPConfiguration: refTo('lbFrontend', 'lb-1/front'),
    }),
  ],
};

/** The interface of an instance of `vmss-1`, which names the rule that the platform made for it. */
function instance(number: number): ArmRecord {
  return part('vmssNic', `vmss-1/${number}/nic`, {
    networkSecurityGroup: refTo('nsg', 'nsg-1'),
    virtualMachine: refTo('vmssVm', `vmss-1/${number}`),
    ipConfigurations: [
      part('vmssConfig', `vmss-1/${number}/nic/ipconfig1`, {
        privateIPAddress: `10.0.1.${20 + number}`,
        subnet: refTo('subnet', 'vnet-1/app'),
        loadBalancerInboundNatRules: [refTo('lbNatRule', `lb-1/ports.${number}`)],
      }),
    ],
  });
}

const SET = scaleSet('vmss-1', 'Uniform', {
  virtualMachineProfile: {
    networkProfile: {
      networkInterfaceConfigurations: [
        {
          name: 'nic',
          properties: {
            ipConfigurations: [
              { name: 'ipconfig1', properties: { loadBalancerInboundNatPools: [refTo('lbNatPool', 'lb-1/ports')] } },
            ],
          },
        },
      ],
    },
  },
});

function madeRule(number: number, port: number): ArmRecord {
  return part('lbNatRule', `lb-1/ports.${number}`, {
    protocol: 'Tcp',
    frontendPort: port,
    backendPort: 22,
    frontendIPConfiguration: refTo('lbFrontend', 'lb-1/front'),
    backendIPConfiguration: refTo('vmssConfig', `vmss-1/${number}/nic/ipconfig1`),
  });
}

describe('ports for the instances of a scale set', () => {
  test('as the rules tell that the platform made', () => {
    const made = { ...PORTS_FOR_SET, inboundNatRules: [madeRule(0, 50_004), madeRule(3, 50_001)] };
    expect(told(judged(estate(SET, instance(0), instance(3), balancer({ properties: made }))))).toEqual([
      'vmss-1/0 reachable tcp 50004->22',
      'vmss-1/3 reachable tcp 50001->22',
    ]);
  });

  test('in the order of the instances where no rule tells, past the ports that are taken', () => {
    const made = { ...PORTS_FOR_SET, inboundNatRules: [madeRule(0, 50_000)] };
    const all = [instance(10), instance(0), instance(2)];
    expect(told(judged(estate(SET, ...all, balancer({ properties: made }))))).toEqual([
      'vmss-1/0 reachable tcp 50000->22',
      'vmss-1/10 reachable tcp 50002->22',
      'vmss-1/2 reachable tcp 50001->22',
    ]);
  });

  test('of a set whose interfaces were not read may be any of them', () => {
    const answers = answersOf(estate(SET, instance(0), balancer({ properties: PORTS_FOR_SET }))).map((answer) =>
      answer.call.endsWith('virtualMachineScaleSets/networkInterfaces') ? refused(answer) : answer,
    );
    expect(told(linesOf(answers))).toEqual([
      'vmss-1 unknown tcp 50000-50119->22 world missing Microsoft.Compute/virtualMachineScaleSets/networkInterfaces',
    ]);
  });

  test('that no set uses', () => {
    expect(told(judged(estate(balancer({ properties: PORTS_FOR_SET }))))).toEqual([
      'lb-1/ports blocked tcp 50000-50119->22 world latent by lb-1/ports no backend',
    ]);
  });
});

describe('a network of which the reply route is known', () => {
  test('lets nobody in by a NAT rule where replies are dropped', () => {
    const routes = {
      ...part('routes', 'rt-1', {
        routes: [{ name: 'r', properties: { addressPrefix: '0.0.0.0/0', nextHopType: 'None' } }],
      }),
      location: 'westeurope',
    };
    const vnet = network('vnet-1', ['10.0.0.0/16'], { app: { prefix: '10.0.1.0/24', routes: 'rt-1' } });
    const all = estate(routes, vnet, balancer({ nat: { ssh: 'tcp 50001 -> 22 to nic-1' } }));
    expect(told(judged(all))).toEqual(['vm-1 blocked tcp 50001->22 world by rt-1 0.0.0.0/0 -> None']);
  });
});
