import { describe, expect, test } from 'vitest';
import { type AzureEstate, answersOf, withResources } from '../../../support/azure-estate.ts';
import { exposuresOf, judged } from '../../../support/azure-judgement.ts';
import { type ArmRecord, network, nsg, publicIp } from '../../../support/azure-records.ts';
import { bastion, containerGroup, managedCluster, PLATFORM_SUBNETS } from '../../../support/azure-services.ts';

const EMPTY: AzureEstate = { resources: [], actions: {} };

function of(...records: readonly ArmRecord[]): readonly string[] {
  return judged(withResources(EMPTY, ...records));
}

const API = 'aks-1 aks-1-dns-0a1b2c3d.hcp.westeurope.azmk8s.io';

describe('the API server of a Kubernetes cluster', () => {
  test.for([
    ['is open to everyone who can log in', {}, 'reachable tcp 443 world gate iam by aks-1 no authorized IP ranges'],
    [
      'is open to everyone if its list is empty',
      { authorized: [] },
      'reachable tcp 443 world gate iam by aks-1 no authorized IP ranges',
    ],
    [
      'admits those on its list',
      { authorized: ['8.8.8.8', '1.1.1.0/24'] },
      'reachable tcp 443 narrow 1.1.1.0/24 8.8.8.8/32 gate iam by aks-1 authorized IP ranges',
    ],
    [
      'admits nobody if its list names only itself',
      { authorized: ['0.0.0.0/32'] },
      'blocked tcp 443 world gate iam by aks-1 authorized IP ranges',
    ],
    ['is private if it says so', { isPrivate: true }, 'blocked tcp 443 world gate iam by aks-1 private cluster'],
    [
      'can be closed to the internet',
      { properties: { publicNetworkAccess: 'Disabled' } },
      'blocked tcp 443 world gate iam by aks-1 public network access disabled',
    ],
    [
      'does not answer while the cluster is stopped',
      { properties: { powerState: { code: 'Stopped' } } },
      'blocked tcp 443 world latent gate iam by aks-1 stopped',
    ],
  ] as const)('%s', ([, options, expected]) => {
    expect(of(managedCluster('aks-1', options))).toEqual([`${API} ${expected}`]);
  });
});

describe('a bastion', () => {
  const around = [publicIp('pip-1', '203.0.113.10'), network('vnet-1', ['10.0.0.0/16'], PLATFORM_SUBNETS)];

  test.for([
    ['asks for an account of Azure', {}, 'bastion-1 203.0.113.10 reachable tcp 443 world gate iam'],
    [
      'asks for a link, which anyone may hold, where links can be shared',
      { enableShareableLink: true },
      'bastion-1 203.0.113.10 reachable tcp 443 world gate key weak',
    ],
    [
      'is out of reach if it is private only',
      { enablePrivateOnlyBastion: true },
      'bastion-1 bst-0a1b2c3d.bastion.azure.com blocked tcp 443 world gate iam by bastion-1 no public address',
    ],
    [
      'admits those on its list, if it has one',
      { networkAcls: { ipRules: [{ addressPrefix: '8.8.8.0/24' }] } },
      'bastion-1 203.0.113.10 reachable tcp 443 narrow 8.8.8.0/24 gate iam by bastion-1 network ACL',
    ],
  ] as const)('%s', ([, properties, expected]) => {
    const lines = of(...around, bastion('bastion-1', 'pip-1', properties));
    expect(lines.filter((line) => line.startsWith('bastion-1'))).toEqual([expected]);
  });

  test('of the developer tier is entered by its name, at an address that is not its own', () => {
    const shared = { ...bastion('bastion-1', 'pip-1', { ipConfigurations: [] }), sku: { name: 'Developer' } };
    expect(of(...around.slice(1), shared)).toEqual([
      'bastion-1 bst-0a1b2c3d.bastion.azure.com reachable tcp 443 world gate iam',
    ]);
  });

  test('is guarded by the group of its subnet', () => {
    const subnets = { ...PLATFORM_SUBNETS, AzureBastionSubnet: { prefix: '10.0.5.0/26', nsg: 'nsg-bastion' } };
    const guarded = (rules: readonly string[]): readonly string[] =>
      of(
        publicIp('pip-1', '203.0.113.10'),
        network('vnet-1', ['10.0.0.0/16'], subnets),
        nsg('nsg-bastion', rules),
        bastion('bastion-1', 'pip-1'),
      );
    expect(guarded(['100 allow tcp 8.8.8.0/24 -> 443'])).toEqual([
      'bastion-1 203.0.113.10 reachable tcp 443 narrow 8.8.8.0/24 gate iam by nsg-bastion 100 r100',
    ]);
    expect(guarded([])).toEqual([
      'bastion-1 203.0.113.10 blocked tcp 443 world gate iam by nsg-bastion 65500 DenyAllInBound',
    ]);
  });
});

describe('a container group', () => {
  test.for([
    [
      'opens its ports to everyone',
      containerGroup('aci-1', { address: '203.0.113.30', ports: ['tcp 11434', 'udp 53'] }),
      [
        'aci-1 203.0.113.30 reachable tcp 11434 world by aci-1 tcp 11434',
        'aci-1 203.0.113.30 reachable udp 53 world by aci-1 udp 53',
      ],
    ],
    [
      'is out of reach in a network',
      containerGroup('aci-1', { type: 'Private', address: '10.0.1.9', ports: ['tcp 11434'] }),
      ['aci-1 10.0.1.9 blocked tcp 11434 world by aci-1 no public address'],
    ],
    [
      'does not answer once it has ended',
      containerGroup('aci-1', {
        address: '203.0.113.30',
        ports: ['tcp 80'],
        properties: { instanceView: { state: 'Stopped' } },
      }),
      ['aci-1 203.0.113.30 blocked tcp 80 world latent by aci-1 stopped'],
    ],
    [
      'answers as far as anyone tells',
      containerGroup('aci-1', { address: '203.0.113.30', ports: ['tcp 80'], properties: { instanceView: undefined } }),
      ['aci-1 203.0.113.30 reachable tcp 80 world by aci-1 tcp 80'],
    ],
    ['has no row without an address', containerGroup('aci-1', { ports: [], properties: { ipAddress: undefined } }), []],
  ] as const)('%s', ([, group, expected]) => {
    expect(of(group)).toEqual(expected);
  });

  const both = containerGroup('aci-1', {
    address: '203.0.113.30',
    ports: ['tcp 80', 'tcp 11434'],
    properties: {
      containers: [
        {
          name: 'web',
          properties: { image: 'registry.example/acme/web:1', ports: [{ protocol: 'TCP', port: 80 }] },
        },
        {
          name: 'model',
          properties: {
            image: 'registry.example/mirror/ollama/ollama:1',
            command: ['ollama', 'serve', '--api-key', 'hunter2'],
            ports: [{ port: 11434 }],
            environmentVariables: [
              { name: 'OLLAMA_HOST', value: 'hunter3' },
              { name: 'HF_TOKEN', secureValue: 'hunter4' },
            ],
            resources: { requests: { cpu: 4, memoryInGB: 16, gpu: { count: 1, sku: 'V100' } } },
          },
        },
      ],
    },
  });

  test('tells each port of the container that lists it', () => {
    const exposures = exposuresOf(answersOf(withResources(EMPTY, both)));
    const told = exposures.map(({ target, slices }) => [
      target.kind === 'workload' ? target.name : undefined,
      slices.map(({ ports }) => ports).flat(),
      target.traces.filter(({ kind }) => kind === 'image').map(({ value, attribution }) => `${value} ${attribution}`),
    ]);
    expect(told).toEqual([
      ['aci-1/web', [[80, 80]], ['registry.example/acme/web:1 1']],
      ['aci-1/model', [[11434, 11434]], ['registry.example/mirror/ollama/ollama:1 1']],
    ]);
  });

  test('tells what runs in a container, and no value of a variable and no secret', () => {
    const exposures = exposuresOf(answersOf(withResources(EMPTY, both)));
    const model = exposures.find(({ target }) => target.kind === 'workload' && target.name === 'aci-1/model');
    const traces = model?.target.traces.map(({ kind, value }) => `${kind} ${value}`);
    expect(traces).toEqual([
      'name aci-1/model',
      'image registry.example/mirror/ollama/ollama:1',
      'command ollama serve --api-key …',
      'env-name HF_TOKEN',
      'env-name OLLAMA_HOST',
      'accelerator gpu',
    ]);
    const told = JSON.stringify(exposures, (_, value: unknown) => (typeof value === 'bigint' ? `${value}` : value));
    expect(told).not.toContain('hunter');
  });
});
