import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { DETAILS } from '../../../providers/azure/collectors/index.ts';
import { LIST_OPERATIONS } from '../../../providers/azure/collectors/list-operations.ts';
import { LISTED, LISTS } from '../../../providers/azure/collectors/lists.ts';
import { COLUMNS } from '../../../providers/azure/graph/queries.ts';
import { RECORDS } from '../../../providers/azure/records/index.ts';
import { answersOf, BASE_Z, withAdminRules, withResources } from '../../support/azure-estate.ts';
import { firewallPolicy, ruleGroup } from '../../support/azure-fronts.ts';
import { armResource, network } from '../../support/azure-records.ts';
import { frontDoor, scaleSet, scaleSetInstance } from '../../support/azure-services.ts';
import { collectFrom, failuresOf, idsOf, made } from './collect-arm.ts';
import { armError, loopbackArm, openLoopback } from './loopback-arm.ts';

const Fields = z.record(z.string(), z.unknown());

const collectors = [...LISTS, ...DETAILS];
const calls = collectors.flatMap((collector) => collector.calls);

describe('the collectors of Azure', () => {
  test('have ids of their own, and build on collectors that exist', () => {
    const ids = collectors.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { after, question } of collectors) {
      expect(ids).toEqual(expect.arrayContaining([...after]));
      expect(question).toMatch(/\?$/);
    }
  });

  test('ask for every kind that can be read, each in one place', () => {
    // Subscriptions are listed before, and service tags are asked for once for all of them.
    const elsewhere = ['azure:Microsoft.Resources/subscriptions', 'azure:Microsoft.Network/locations/serviceTags'];
    const asked = calls.map(({ call }) => call);
    expect(new Set(asked).size).toBe(asked.length);
    expect([...asked, ...elsewhere].sort()).toEqual(expect.arrayContaining(RECORDS.map(({ call }) => call).sort()));
  });

  test('know how Resource Manager lists each type that Resource Graph holds', () => {
    expect(LISTED.map(({ type }) => type).filter((type) => !LIST_OPERATIONS.has(type))).toEqual([]);
  });
});

describe('listing machines', () => {
  test('does without their state if Azure refuses to tell it', async () => {
    const machine = { id: '/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/m' };
    const picky = await loopbackArm(({ path }) =>
      path.includes('expand') ? armError(400, 'InvalidParameter') : { value: [machine] },
    );
    const session = await openLoopback(picky.url);
    const list = LIST_OPERATIONS.get('Microsoft.Compute/virtualMachines');
    const page = await list?.({ session, subscription: 's' }, { token: undefined, signal: AbortSignal.timeout(5_000) });
    expect(page?.response).toEqual({ value: [machine] });
    expect(picky.seen).toHaveLength(2);
    session.close();
    await picky.close();
  });
});

describe('listing gateways', () => {
  test('reads gateways only, also where the filter is not heeded', async () => {
    const gateway = { id: `${GROUP}/Microsoft.Network/virtualNetworkGateways/vpn-1` };
    const all = [gateway, { id: `${GROUP}/Microsoft.Network/localNetworkGateways/office` }, { id: `${GROUP}/a.b/c/d` }];
    const careless = await loopbackArm(({ path }) => (path.includes('/resources?') ? { value: all } : gateway));
    const session = await openLoopback(careless.url);
    const list = LIST_OPERATIONS.get('Microsoft.Network/virtualNetworkGateways');
    const scope = { session, subscription: 's' };
    const names = await list?.(scope, { token: undefined, signal: AbortSignal.timeout(5_000) });
    const last = await list?.(scope, { token: names?.next, signal: AbortSignal.timeout(5_000) });
    expect(last).toEqual({ response: { value: [gateway] }, next: undefined });
    expect(careless.seen).toHaveLength(2);
    session.close();
    await careless.close();
  });
});

const GROUP = '/subscriptions/s/resourceGroups/g/providers';

describe('the columns that Resource Graph is asked for', () => {
  test.for(LISTED.map((kind) => [kind.type, kind] as const))('hold all that is read of %s', ([, { record }]) => {
    const read: unknown = record.parse({
      id: '/x',
      ...Object.fromEntries(OTHER_FIELDS.map((name) => [name, undefined])),
    });
    expect(Object.keys(Fields.parse(read)).filter((name) => !COLUMNS.includes(name))).toEqual([]);
  });
});

/** All that Resource Manager writes beside the settings of some resource. */
const OTHER_FIELDS = [
  ...['name', 'type', 'location', 'tags', 'sku', 'kind', 'plan', 'identity', 'properties', 'zones', 'etag'],
  ...['managedBy', 'extendedLocation', 'apiVersion', 'systemData', 'placement'],
];

describe('asking for what no list holds', () => {
  test('uniform scale sets are asked for the interfaces and addresses of their instances, flexible ones are not', async () => {
    const estate = withResources(
      BASE_Z,
      scaleSet('uniform'),
      scaleSet('flexible', 'Flexible'),
      ...scaleSetInstance('uniform/0', { address: '10.0.1.9', publicAddress: '203.0.113.77' }),
    );
    const { answers, calls: seen } = await collectFrom(answersOf(estate));
    expect(failuresOf(answers)).toEqual([]);
    expect(made(seen)).toMatchObject({
      'Microsoft.Compute/virtualMachineScaleSets/networkInterfaces uniform': 1,
      'Microsoft.Compute/virtualMachineScaleSets/publicIPAddresses uniform': 1,
    });
    expect(seen.filter(({ id }) => id?.endsWith('/flexible'))).toEqual([]);
    const details = answers.filter(({ call }) => call.startsWith('azure:Microsoft.Compute/virtualMachineScaleSets/'));
    expect(details.map((answer) => idsOf(answer).length)).toEqual([1, 1]);
    expect(details.map(({ request }) => request?.['id'])).toEqual(Array(2).fill(expect.stringMatching(/\/uniform$/)));
  });

  test('each network is asked for the rules of its manager, page by page', async () => {
    const rules = Array.from({ length: 5 }, (_, n) => `${n + 1} Deny tcp * -> ${n + 1}`);
    const estate = withAdminRules(withResources(BASE_Z, network('vnet-2', ['10.1.0.0/16'], {})), 'vnet-1', rules);
    const { answers, calls: seen } = await collectFrom(answersOf(estate), { pageSize: 2 });
    const pages = answers.filter(({ call }) => call.endsWith('/listNetworkManagerEffectiveSecurityAdminRules'));
    const sizes = pages.map((page) => `${String(page.request?.['id']).split('/').at(-1)} ${idsOf(page).length}`);
    expect(sizes.sort()).toEqual(['vnet-1 1', 'vnet-1 2', 'vnet-1 2', 'vnet-2 0']);
    const asked = seen.filter(({ call }) => call.endsWith('SecurityAdminRules'));
    expect(asked.map(({ method }) => method)).toEqual(Array(4).fill('POST'));
  });

  test('each firewall policy is asked for its rules', async () => {
    const estate = withResources(
      BASE_Z,
      firewallPolicy('policy-1'),
      firewallPolicy('policy-2', 'policy-1'),
      ruleGroup('policy-1/web', 100, {}),
    );
    const { answers, calls: seen } = await collectFrom(answersOf(estate));
    expect(failuresOf(answers)).toEqual([]);
    expect(made(seen)).toMatchObject({
      'Microsoft.Network/firewallPolicies/ruleCollectionGroups policy-1': 1,
      'Microsoft.Network/firewallPolicies/ruleCollectionGroups policy-2': 1,
    });
  });

  test('Front Door is asked for what is in it, and a content delivery network is not', async () => {
    const door = frontDoor('door', { origins: { web: { host: 'web.example.com' } } });
    const plain = armResource('cdn', 'plain', {}, { sku: { name: 'Standard_Microsoft' } });
    const { answers, calls: seen } = await collectFrom(answersOf(withResources(BASE_Z, ...door, plain)));
    expect(failuresOf(answers)).toEqual([]);
    const asked = seen.filter(({ call, id }) => call.startsWith('azure:Microsoft.Cdn/') && id !== undefined);
    expect(asked.filter(({ id }) => id?.includes('/plain'))).toEqual([]);
    const types = new Set(asked.map(({ call }) => call.replace('azure:Microsoft.Cdn/profiles/', '')));
    for (const type of ['afdEndpoints', 'afdEndpoints/routes', 'originGroups', 'originGroups/origins']) {
      expect(types).toContain(type);
    }
    expect(asked.length).toBe(new Set(asked.map(({ call, id }) => `${call} ${id}`)).size);
  });

  test('nothing is asked about what could not be read', async () => {
    const faults = [
      { kind: 'denied', call: 'graph' },
      { kind: 'denied', call: 'azure:Microsoft.Network/virtualNetworks' },
    ] as const;
    const { answers, calls: seen } = await collectFrom(answersOf(BASE_Z), { faults });
    expect(failuresOf(answers)).toEqual(['Microsoft.Network/virtualNetworks AuthorizationFailed']);
    expect(seen.filter(({ method, call }) => method === 'POST' && call !== 'graph')).toEqual([]);
  });

  test('a question about one resource that fails is a gap of that one', async () => {
    const call = 'azure:Microsoft.Network/virtualNetworks/listNetworkManagerEffectiveSecurityAdminRules';
    const estate = withResources(BASE_Z, network('vnet-2', ['10.1.0.0/16'], {}));
    const { answers } = await collectFrom(answersOf(estate), { faults: [{ kind: 'denied', call, times: 1 }] });
    const own = answers.filter((answer) => answer.call === call);
    expect(own.map(({ error }) => error?.reason ?? 'ok').sort()).toEqual(['denied', 'ok']);
    expect(new Set(own.map(({ request }) => request?.['id'])).size).toBe(2);
  });
});
