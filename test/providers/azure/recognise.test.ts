import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cut } from '../../../providers/azure/cut.ts';
import { recognise } from '../../../providers/azure/recognise.ts';
import { loadAnswers } from '../../../src/collect/load.ts';

const ONE = '00000000-0000-0000-0000-000000000001';
const TWO = '00000000-0000-0000-0000-000000000002';
const GROUP = `/subscriptions/${ONE}/resourceGroups/rg-1/providers`;
const NIC = `${GROUP}/Microsoft.Network/networkInterfaces/nic-1`;
const NETWORK = `${GROUP}/Microsoft.Network/virtualNetworks/vnet-1`;
const SCALE_SET = `${GROUP}/Microsoft.Compute/virtualMachineScaleSets/vmss-1`;
const POLICY = `${GROUP}/Microsoft.Network/firewallPolicies/policy-1`;
const ENDPOINT = `${GROUP}/Microsoft.Cdn/profiles/fd-1/afdEndpoints/ep-1`;
const MANAGER = `${GROUP}/Microsoft.Network/networkManagers/nm-1`;
const RULE = `${MANAGER}/securityAdminConfigurations/c-1/ruleCollections/r-1/rules/allow-web`;
const ADMIN = 'Microsoft.Network/virtualNetworks/listNetworkManagerEffectiveSecurityAdminRules';

const TYPE = 'Microsoft.Network/networkInterfaces';
const nic = { id: NIC, name: 'nic-1', type: TYPE, location: 'westeurope', properties: { ipConfigurations: [{}] } };
const rule = { id: RULE, kind: 'Custom', properties: { priority: 10, access: 'AlwaysAllow' } };

/** `type subscription resource count`, and the code of an error in the place of the count. */
function told(document: unknown, path: string): readonly string[] {
  return (recognise(document, path)?.answers ?? []).map(({ call, subscription, request, response, error }) => {
    const list = Object.values(response ?? {}).flat();
    const resource = Object.values(request ?? {}).join();
    return [call.replace('azure:', ''), subscription, resource || '-', error?.code ?? list.length].join(' ');
  });
}

const ONE_NIC = `Microsoft.Network/networkInterfaces ${ONE} - 1`;
const NO_NIC = `Microsoft.Network/networkInterfaces ${ONE} - 0`;

describe('recognising what the Azure command line prints', () => {
  test.for([
    ['what az … list prints', [nic], 'a.json', [ONE_NIC]],
    ['what REST answers', { value: [nic] }, 'a.json', [ONE_NIC]],
    ['what Resource Graph answers', { count: 1, data: [nic], skip_token: null }, 'a.json', [ONE_NIC]],
    [
      'a table of Resource Graph',
      {
        data: {
          columns: [{ name: 'type' }, { name: 'id' }, { name: 'properties' }],
          rows: [['microsoft.network/networkinterfaces', NIC.toLowerCase(), { ipConfigurations: [{}] }]],
        },
      },
      'a.json',
      [ONE_NIC],
    ],
    ['ids in any case', [{ ...nic, id: NIC.toUpperCase(), type: null }], 'a.json', [ONE_NIC]],
    ['keys in any case', [{ ID: NIC, TYPE, Properties: {}, IpConfigurations: [{}] }], 'a.json', [ONE_NIC]],
    ['settings beside the name', [{ id: NIC, type: TYPE, ipConfigurations: [{}] }], 'a.json', [ONE_NIC]],
    ['no type', [{ id: NIC, ipConfigurations: [{}] }], 'a.json', [ONE_NIC]],
    [
      'no id but a type and a subscription',
      [{ name: 'nic-1', type: TYPE.toLowerCase(), subscriptionId: TWO, properties: { ipConfigurations: [{}] } }],
      'a.json',
      [`Microsoft.Network/networkInterfaces ${TWO} - 1`],
    ],
    [
      'neither id nor type, in a file named after the command',
      [{ id: 'nic-1', ipConfigurations: [{}] }],
      `${TWO}/az-network-nic-list.json`,
      [`Microsoft.Network/networkInterfaces ${TWO} - 1`],
    ],
    [
      'pages one behind the other',
      [{ value: [nic], nextLink: 'more' }, { value: [nic] }],
      'a.json',
      [`Microsoft.Network/networkInterfaces ${ONE} - 2`],
    ],
    ['lists one behind the other', [[nic], [nic]], 'a.json', [`Microsoft.Network/networkInterfaces ${ONE} - 2`]],
    [
      'several types and subscriptions, some of which nobody reads',
      [
        nic,
        { id: `${GROUP}/Microsoft.Compute/disks/disk-1`, properties: { diskSizeGB: 1 } },
        { id: NETWORK, properties: { addressSpace: { addressPrefixes: ['10.0.0.0/16'] } } },
        { ...nic, id: NIC.replace(ONE, TWO) },
      ],
      `${ONE}/all.json`,
      [ONE_NIC, `Microsoft.Network/virtualNetworks ${ONE} - 1`, `Microsoft.Network/networkInterfaces ${TWO} - 1`],
    ],
    [
      'interfaces of a scale set, which are listed at the scale set',
      [{ id: `${SCALE_SET}/virtualMachines/0/networkInterfaces/nic-1`, type: TYPE, ipConfigurations: [{}] }],
      'nic-list.json',
      [`Microsoft.Compute/virtualMachineScaleSets/networkInterfaces ${ONE} ${SCALE_SET} 1`],
    ],
    [
      'their addresses',
      {
        value: [
          {
            id: `${SCALE_SET}/virtualMachines/0/networkInterfaces/n/ipConfigurations/i/publicIPAddresses/p`,
            properties: { ipAddress: '203.0.113.9' },
          },
        ],
      },
      'a.json',
      [`Microsoft.Compute/virtualMachineScaleSets/publicIPAddresses ${ONE} ${SCALE_SET} 1`],
    ],
    [
      'rules of a policy, which are listed at the policy',
      { value: [{ id: `${POLICY}/ruleCollectionGroups/g-1`, properties: { priority: 1 } }] },
      'a.json',
      [`Microsoft.Network/firewallPolicies/ruleCollectionGroups ${ONE} ${POLICY} 1`],
    ],
    [
      'routes of Front Door, which are listed at the endpoint',
      [{ id: `${ENDPOINT}/routes/r-1`, properties: { enabledState: 'Enabled' } }],
      'a.json',
      [`Microsoft.Cdn/profiles/afdEndpoints/routes ${ONE} ${ENDPOINT} 1`],
    ],
    [
      'service tags, as published for all',
      {
        changeNumber: 1,
        cloud: 'Public',
        values: [{ name: 'Sql', properties: { addressPrefixes: ['192.0.2.1/32'] } }],
      },
      'ServiceTags_Public_20260101.json',
      ['Microsoft.Network/locations/serviceTags unknown - 1'],
    ],
    [
      'a type of which there is nothing to read',
      [{ id: `${GROUP}/Microsoft.Network/applicationSecurityGroups/asg-1`, type: 'x', properties: null }],
      'a.json',
      [`Microsoft.Network/applicationSecurityGroups ${ONE} - 1`],
    ],
  ] as const)('%s', ([, document, path, expected]) => {
    expect(told(document, path)).toEqual(expected);
    expect(recognise(document, path)?.warnings).toEqual([]);
  });

  test.for([
    `${ONE}/Microsoft.Network/networkInterfaces.json`,
    `${ONE}/Microsoft.Network.networkInterfaces.json`,
    `${ONE}/microsoft.network.networkinterfaces.json`,
    `${ONE}/Microsoft.Network_networkInterfaces.json.gz`,
    `dumps/prod-${ONE}/networkInterfaces.json`,
    `${TWO}/${ONE}/network-interfaces.json`,
    `networkInterfaces-${ONE}.json`,
    `${ONE.toUpperCase()}/az-network-nic-list.json`,
    `${ONE}/network-nic-list.json`,
    `${ONE}/nic-list.json`,
    `${ONE}/az network nic list.json`,
    `${ONE}/az_network_nic_list_page2.json`,
    `${ONE}/nics.json`,
    `subscriptions/${ONE}/providers/Microsoft.Network/networkInterfaces.json`,
    `out/Subscriptions/${ONE}/providers/microsoft.network/networkinterfaces.json`,
  ])('an empty list is told by its path: %s', (path) => {
    for (const nothing of [[], { value: [] }, { count: 0, data: [], total_records: 0 }]) {
      expect(told(nothing, path)).toEqual([NO_NIC]);
    }
  });

  test.for([
    ['loadBalancers.json', 'Microsoft.Network/loadBalancers unknown - 0'],
    [`${ONE}/vmss-list.json`, `Microsoft.Compute/virtualMachineScaleSets ${ONE} - 0`],
    [`${ONE}/public-ip-prefix-list.json`, `Microsoft.Network/publicIPPrefixes ${ONE} - 0`],
    [`${ONE}/network-firewall-policy-list.json`, `Microsoft.Network/firewallPolicies ${ONE} - 0`],
    [`${ONE}/aks-list.json`, `Microsoft.ContainerService/managedClusters ${ONE} - 0`],
    [`${ONE}/afd-profile-list.json`, `Microsoft.Cdn/profiles ${ONE} - 0`],
    [
      `${SCALE_SET.slice(1)}/networkInterfaces.json`,
      `Microsoft.Compute/virtualMachineScaleSets/networkInterfaces ${ONE} ${SCALE_SET} 0`,
    ],
    [
      `vmss-nic-list.${encodeURIComponent(SCALE_SET)}.json`,
      `Microsoft.Compute/virtualMachineScaleSets/networkInterfaces ${ONE} ${SCALE_SET} 0`,
    ],
    [
      `${POLICY.slice(1)}/ruleCollectionGroups.json`,
      `Microsoft.Network/firewallPolicies/ruleCollectionGroups ${ONE} ${POLICY} 0`,
    ],
    [`${ENDPOINT.slice(1)}/routes.json`, `Microsoft.Cdn/profiles/afdEndpoints/routes ${ONE} ${ENDPOINT} 0`],
    [`${NETWORK.slice(1)}/listNetworkManagerEffectiveSecurityAdminRules.json`, `${ADMIN} ${ONE} ${NETWORK} 0`],
    [
      `subscriptions/${ONE}/providers/Microsoft.Network/locations/uksouth/serviceTags.json`,
      `Microsoft.Network/locations/serviceTags ${ONE} - 0`,
    ],
  ] as const)('an empty list of another kind is told by its path: %s', ([path, expected]) => {
    expect(told([], path)).toEqual([expected]);
  });

  test.for([
    [
      'the path of the request',
      { value: [rule] },
      `${NETWORK.slice(1)}/listNetworkManagerEffectiveSecurityAdminRules.json`,
    ],
    [
      'its name',
      { value: [rule] },
      `listNetworkManagerEffectiveSecurityAdminRules.${encodeURIComponent(NETWORK)}.json`,
    ],
    ['the command', [rule], `az-network-manager-list-effective-security-admin-rule/${encodeURIComponent(NETWORK)}`],
    ['a key beside the list', { virtualNetworkId: NETWORK, value: [rule], skipToken: '' }, 'a.json'],
    [
      'a key beside the list, and its name',
      { id: NETWORK, value: [rule] },
      'listNetworkManagerEffectiveSecurityAdminRules.json',
    ],
  ] as const)('the rules in force on a network are told by %s', ([, document, path]) => {
    expect(told(document, path)).toEqual([`${ADMIN} ${ONE} ${NETWORK} 1`]);
  });

  test.for([
    [
      'a name that is no id',
      [rule],
      'listNetworkManagerEffectiveSecurityAdminRules.vnet-1.json',
      /which resource.*vnet-1 is a name/,
    ],
    ['no name at all', { value: [rule] }, 'a.json', /which resource it is about: name the file after its id/],
    [
      'an empty list of nobody knows which network',
      [],
      'listNetworkManagerEffectiveSecurityAdminRules.json',
      /which resource/,
    ],
    [
      'types that nobody reads',
      [{ id: `${GROUP}/Microsoft.Compute/disks/d` }],
      'disks.json',
      /^disks.json holds what is not read of Azure: Microsoft.Compute\/disks$/,
    ],
    [
      'az resource list',
      [{ ...nic, properties: null, sku: {}, provisioningState: 'Succeeded' }],
      'all.json',
      /without their settings/,
    ],
    ['a query for names only', { data: [{ id: NIC, name: 'nic-1' }] }, 'a.json', /without their settings/],
  ] as const)('%s is named in a warning, and is no answer', ([, document, path, warning]) => {
    const recognised = recognise(document, path);
    expect(recognised?.answers).toEqual([]);
    expect(recognised?.warnings).toEqual([expect.stringMatching(warning)]);
  });

  test.for([
    ['a list of another cloud', { SecurityGroups: [] }, 'a.json'],
    ['a list that nobody named', [], 'a.json'],
    ['an empty page that nobody named', { value: [] }, `${ONE}/dump.json`],
    ['subscriptions', [{ id: ONE, name: 'Team', state: 'Enabled' }], 'az-account-list.json'],
    ['resources of another cloud', [{ kind: 'compute#instance', selfLink: 'x', id: '7' }], 'instances.json'],
    ['things of another cloud under such a name', [{ LoadBalancerArn: 'arn:…' }], 'load-balancers.json'],
    ['a template', { resources: [{ type: TYPE, properties: {} }] }, 'template.json'],
    ['an object of something else', { hello: 'world' }, 'a.json'],
    ['a text', 'Microsoft.Network', 'networkInterfaces.json'],
    ['null', null, 'networkInterfaces.json'],
  ] as const)('leaves alone %s', ([, document, path]) => {
    expect(recognise(document, path)).toBeUndefined();
  });

  test.for([
    ['a page that names the next', { value: [nic], nextLink: 'https://management.azure.com/…' }, 'a.json'],
    ['a page of the graph that names the next', { data: [nic], skip_token: 'more' }, 'a.json'],
    ['an answer that the graph cut off', { data: [nic], resultTruncated: 'true' }, 'a.json'],
    ['one resource', nic, 'nic-show.json'],
    [
      'the list of one group',
      [nic],
      `subscriptions/${ONE}/resourceGroups/rg-1/providers/Microsoft.Network/networkInterfaces.json`,
    ],
    ['a folder of one group', [nic], `subscriptions/${ONE}/resourceGroups/rg-1/nics.json`],
  ] as const)('%s is not taken to be all there is', ([, document, path]) => {
    expect(told(document, path)).toEqual([ONE_NIC, `Microsoft.Network/networkInterfaces ${ONE} - PagesMissing`]);
  });

  test('what Azure refused stays refused', () => {
    const refusal = { error: { code: 'AuthorizationFailed', message: 'no' } };
    expect(told(refusal, `${ONE}/nic-list.json`)).toEqual([
      `Microsoft.Network/networkInterfaces ${ONE} - AuthorizationFailed`,
    ]);
    expect(told(refusal, 'a.json')).toEqual([]);
  });

  test('the interfaces of one machine of a scale set are not taken to be all of it', () => {
    const path = `${SCALE_SET.slice(1)}/virtualMachines/0/networkInterfaces.json`;
    const call = `Microsoft.Compute/virtualMachineScaleSets/networkInterfaces ${ONE} ${SCALE_SET}`;
    expect(told([], path)).toEqual([`${call} 0`, `${call} PagesMissing`]);
  });

  test('resources without settings among others are missed', () => {
    expect(told([nic, { ...nic, properties: null }], 'a.json')).toEqual([
      ONE_NIC,
      `Microsoft.Network/networkInterfaces ${ONE} - SettingsMissing`,
    ]);
  });

  test('a dump has no time but the one that it tells', () => {
    const at = '2026-11-01T08:00:00Z';
    expect(recognise([nic], 'a.json')?.answers[0]?.at).toBe('1970-01-01T00:00:00Z');
    expect(recognise({ at, value: [nic] }, 'a.json')?.answers[0]?.at).toBe(at);
  });
});

describe('a folder of dumps', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'exposure-azure-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  async function load(files: Readonly<Record<string, unknown>>) {
    for (const [path, content] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), JSON.stringify(content));
    }
    const { answers, warnings } = await loadAnswers(folder, [{ recognise, cut, owns: () => true }]);
    const lines = answers.map(
      ({ call, subscription, error }) => `${call.split('/').at(-1) ?? ''} ${subscription ?? ''} ${error?.code ?? 'ok'}`,
    );
    return { answers: lines.sort(), warnings };
  }

  test('a list that does not say whose it is belongs to the subscription of its neighbours, if there is one', async () => {
    const { answers } = await load({
      'loadBalancers.json': [],
      'nics.json': [nic],
      'two/loadBalancers.json': [],
      'two/nics.json': [{ ...nic, id: NIC.replace(ONE, TWO) }],
      'both/loadBalancers.json': [],
      'both/nics.json': [nic, { ...nic, id: NIC.replace(ONE, TWO) }],
    });
    expect(answers).toEqual([
      `loadBalancers ${TWO} ok`,
      'loadBalancers unknown ok',
      'loadBalancers unknown ok',
      `networkInterfaces ${ONE} ok`,
      `networkInterfaces ${ONE} ok`,
      `networkInterfaces ${TWO} ok`,
      `networkInterfaces ${TWO} ok`,
    ]);
  });

  test('an empty list is told by what people call its resources for short', async () => {
    const { answers, warnings } = await load({
      'nics.json': [nic],
      'lbs.json': [],
      'public-ips.json': [],
      'vms.json': [],
    });
    expect(answers).toEqual([
      `loadBalancers ${ONE} ok`,
      `networkInterfaces ${ONE} ok`,
      `publicIPAddresses ${ONE} ok`,
      `virtualMachines ${ONE} ok`,
    ]);
    expect(warnings).toEqual([]);
  });

  test('single resources are missed until the list lies beside them', async () => {
    const alone = await load({ 'a.json': nic, 'b.json': { ...nic, id: `${NIC}b` } });
    expect(alone.answers).toContain(`networkInterfaces ${ONE} PagesMissing`);
    const whole = await load({ 'all.json': [nic] });
    expect(whole.answers).not.toContain(`networkInterfaces ${ONE} PagesMissing`);
  });

  test('the pages of a list in files of their own are one list', async () => {
    const { answers, warnings } = await load({
      'page1.json': { value: [nic], nextLink: 'more' },
      'page2.json': { value: [nic], nextLink: 'more' },
      'page3.json': { value: [nic] },
    });
    expect(answers).toEqual(Array(3).fill(`networkInterfaces ${ONE} ok`));
    expect(warnings).toEqual([]);
  });

  test('what cannot be used is named, and costs nothing else', async () => {
    const { answers, warnings } = await load({
      'nics.json': [nic],
      'disks.json': [{ id: `${GROUP}/Microsoft.Compute/disks/d`, properties: {} }],
      'notes.json': { hello: 'world' },
    });
    expect(answers).toEqual([`networkInterfaces ${ONE} ok`]);
    expect(warnings).toEqual([
      'disks.json holds what is not read of Azure: Microsoft.Compute/disks',
      'notes.json is no answer of a cloud that we know',
    ]);
  });
});
