import { describe, expect, test } from 'vitest';
import { toInventory } from '../../../../providers/azure/convert/index.ts';
import type { Workload } from '../../../../src/model/inventory.ts';
import { type AzureEstate, answersOf, BASE_Z, withoutResources, withResources } from '../../../support/azure-estate.ts';
import { judged, linesOf } from '../../../support/azure-judgement.ts';
import {
  type ArmRecord,
  armId,
  armResource,
  type Fields,
  nic,
  nsg,
  refTo,
  vm,
} from '../../../support/azure-records.ts';
import { scaleSet, scaleSetInstance } from '../../../support/azure-services.ts';

const BY_RULE = 'by nsg-1 100 r100';

/** The workload behind BASE-Z's public address, with other things in the estate. */
function workload(...more: readonly ArmRecord[]): Workload | undefined {
  const { entries } = toInventory(answersOf(withResources(BASE_Z, ...more)));
  const to = entries.find(({ address }) => address === '203.0.113.10')?.to;
  return to?.kind === 'workload' ? to : undefined;
}

function tracesOf(...more: readonly ArmRecord[]): readonly string[] {
  return (workload(...more)?.traces ?? []).map(({ kind, value, attribution }) => `${kind} ${value} ${attribution}`);
}

function machine(properties: Fields, more: Fields = {}): ArmRecord {
  return { ...vm('vm-1', 'running', properties), ...more };
}

describe('a machine', () => {
  test('is called as it is called, and tells its size, image and tags', () => {
    const tags = { app: 'chat', tier: 'gpu' };
    const record = machine({ hardwareProfile: { vmSize: 'Standard_NC24ads_A100_v4' } }, { tags });
    expect(workload(record)).toMatchObject({ name: 'vm-1', tags, element: { kind: 'virtual machine' } });
    expect(tracesOf(record)).toEqual([
      'name vm-1 1',
      'name app=chat 0.6',
      'name tier=gpu 0.6',
      'accelerator Standard_NC24ads_A100_v4 0.6',
      'machine-image canonical:ubuntu-24_04-lts:server 0.6',
      'name nsg-1 0.3',
      'name r100 0.3',
    ]);
  });

  test.for([
    [
      'a gallery',
      {
        id: '/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/galleries/our/images/nvidia-chat/versions/1.0.0',
      },
      'nvidia-chat',
    ],
    [
      'an image of one’s own',
      { id: '/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/images/chat' },
      'chat',
    ],
    ['a shared gallery', { sharedGalleryImageId: '/SharedGalleries/unique/Images/llm/Versions/latest' }, 'llm'],
    [
      'a community gallery',
      { communityGalleryImageId: '/CommunityGalleries/public-1/Images/gpu/Versions/1.2.3' },
      'gpu',
    ],
  ] as const)('tells the image of %s', ([, imageReference, expected]) => {
    const traces = tracesOf(machine({ storageProfile: { imageReference } }));
    expect(traces).toContain(`machine-image ${expected} 0.6`);
  });

  test('made of a bought image tells whose it was', () => {
    const plan = { publisher: 'nvidia', product: 'ngc_azure_17_11', name: 'ngc-base-version' };
    const record = machine({ storageProfile: { imageReference: { id: '/x/images/copy' } } }, { plan });
    expect(tracesOf(record)).toContain('machine-image nvidia:ngc_azure_17_11:ngc-base-version 0.6');
  });

  test('that is on no list is known by the interface', () => {
    const answers = answersOf(withoutResources(BASE_Z, 'vm-1'));
    const [entry] = toInventory(answers).entries;
    expect(entry?.to).toMatchObject({ ref: armId('vm', 'vm-1'), element: { kind: 'virtual machine' } });
    expect(linesOf(answers)).toEqual([
      `vm-1 203.0.113.10 unknown tcp 8000 world ${BY_RULE} missing Microsoft.Compute/virtualMachines`,
    ]);
  });

  test('that names an interface which does not name it is its machine all the same', () => {
    const lone = nic('nic-1', { publicIp: 'pip-1', nsg: 'nsg-1' });
    const naming = machine({ networkProfile: { networkInterfaces: [{ id: armId('nic', 'nic-1').toUpperCase() }] } });
    expect(judged(withResources(BASE_Z, lone, naming))).toEqual([
      `vm-1 203.0.113.10 reachable tcp 8000 world ${BY_RULE}`,
    ]);
  });

  test('of a scale set belongs to it', () => {
    const member = machine({ virtualMachineScaleSet: refTo('vmss', 'vmss-1') });
    const to = workload(member, scaleSet('vmss-1', 'Flexible'));
    expect(to).toMatchObject({ name: 'vm-1', owner: armId('vmss', 'vmss-1') });
    expect(tracesOf(member)).toContain('name vmss-1 0.6');
  });

  test('of a uniform scale set is known by its set', () => {
    const estate = withResources(
      BASE_Z,
      scaleSet('vmss-1'),
      ...scaleSetInstance('vmss-1/0', { address: '10.0.1.9', publicAddress: '203.0.113.41', nsg: 'nsg-1' }),
    );
    const to = toInventory(answersOf(estate)).entries.find(({ address }) => address === '203.0.113.41')?.to;
    expect(to).toMatchObject({ name: 'vmss-1', owner: armId('vmss', 'vmss-1'), ref: armId('vmssVm', 'vmss-1/0') });
    expect(to?.traces.map(({ kind, value }) => `${kind} ${value}`)).toContain('accelerator Standard_NC24ads_A100_v4');
  });
});

describe('an interface', () => {
  test('that nothing has answers nobody for now', () => {
    const lone = nic('nic-1', { publicIp: 'pip-1', nsg: 'nsg-1' });
    const estate = withoutResources(withResources(BASE_Z, lone), 'vm-1');
    expect(judged(estate)).toEqual(['nic-1 203.0.113.10 blocked tcp 8000 world latent by nic-1 attached to nothing']);
  });

  test('of a private endpoint is no way in', () => {
    const endpoint = nic('nic-pe', {
      address: '10.0.1.30',
      properties: { privateEndpoint: { id: '/x/privateEndpoints/pe' } },
    });
    expect(judged(withResources(BASE_Z, endpoint))).toEqual(judged(BASE_Z));
  });

  test('in an application security group tells the group’s name', () => {
    const member = nic('nic-1', { publicIp: 'pip-1', nsg: 'nsg-1', vm: 'vm-1', asgs: ['asg-ollama'] });
    expect(tracesOf(member, armResource('asg', 'asg-ollama', {}))).toContain('name asg-ollama 0.3');
  });

  test('tells the groups of its subnet as well', () => {
    const [network] = BASE_Z.resources.filter(({ id }) => id.endsWith('/vnet-1'));
    const guarded: ArmRecord = {
      ...network,
      id: network?.id ?? '',
      properties: {
        addressSpace: { addressPrefixes: ['10.0.0.0/16'] },
        subnets: [
          {
            id: armId('subnet', 'vnet-1/app'),
            properties: { addressPrefix: '10.0.1.0/24', networkSecurityGroup: refTo('nsg', 'nsg-models') },
          },
        ],
      },
    };
    expect(tracesOf(guarded, nsg('nsg-models', ['100 allow tcp * -> * named AllowOllama']))).toEqual(
      expect.arrayContaining(['name nsg-models 0.3', 'name AllowOllama 0.3']),
    );
  });
});

describe('power', () => {
  const OFF = (state: string): string => `vm-1 203.0.113.10 blocked tcp 8000 world latent by vm-1 ${state}`;
  const ON = `vm-1 203.0.113.10 reachable tcp 8000 world ${BY_RULE}`;
  const at = (properties: Fields): AzureEstate =>
    withResources(BASE_Z, machine({ extended: undefined, ...properties }));

  test.for([
    [
      'as Resource Manager tells it',
      { instanceView: { statuses: [{ code: 'ProvisioningState/succeeded' }, { code: 'PowerState/deallocated' }] } },
      OFF('deallocated'),
    ],
    [
      'as Resource Graph tells it',
      { extended: { instanceView: { powerState: { code: 'PowerState/stopped' } } } },
      OFF('stopped'),
    ],
    ['as the command line prints it', { powerState: 'VM deallocated' }, OFF('deallocated')],
    ['on the way up', { powerState: 'VM starting' }, ON],
    ['on the way down', { powerState: 'VM deallocating' }, ON],
    ['not told', {}, ON],
  ] as const)('%s', ([, properties, expected]) => {
    expect(judged(at(properties))).toEqual([expected]);
  });
});
