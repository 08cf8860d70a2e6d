import { describe, expect, test } from 'vitest';
import { collect } from '../../../providers/azure/collect.ts';
import type { Answer } from '../../../src/collect/answer.ts';
import { startArmServer } from '../../support/arm/arm-server.ts';
import { answersSource } from '../../support/arm/arm-source.ts';
import { type AzureEstate, answersOf, BASE_Z, refused, withResources } from '../../support/azure-estate.ts';
import { loadBalancer } from '../../support/azure-fronts.ts';
import { armId, armResource, nsg, routeTable, SUBSCRIPTION } from '../../support/azure-records.ts';
import { hastyClock } from '../../support/collect-request.ts';
import {
  armRequest,
  collectFrom,
  failuresOf,
  inSubscription,
  LISTED_CALLS,
  made,
  other,
  recordsBy,
} from './collect-arm.ts';

const ADMIN_RULES = 'Microsoft.Network/virtualNetworks/listNetworkManagerEffectiveSecurityAdminRules';
const SECOND = other('7777');
const THIRD = other('8888');

const estate = withResources(
  BASE_Z,
  loadBalancer('lb-1', { frontends: { front: 'pip-1' } }),
  routeTable('table-1', ['0.0.0.0/0 -> Internet']),
  armResource('gateway', 'vpn-1', { gatewayType: 'Vpn' }),
);

/** The same in each of these subscriptions. */
function estateIn(...subscriptions: readonly string[]): AzureEstate {
  const resources = subscriptions.flatMap((subscription) => inSubscription(subscription, BASE_Z.resources));
  return { resources: [...BASE_Z.resources, ...resources], actions: {} };
}

describe('collecting from Azure', () => {
  test('asks Resource Graph for all lists at once, what may be read, and nothing twice', async () => {
    const { answers, calls } = await collectFrom(answersOf(estate));
    expect(made(calls)).toEqual({ subscriptions: 1, graph: 2, permissions: 1, [`${ADMIN_RULES} vnet-1`]: 1 });
    expect(failuresOf(answers)).toEqual([]);
    const asked = answers.map(({ call, subscription, request }) => JSON.stringify([call, subscription, request]));
    expect(new Set(asked).size).toBe(asked.length);
  });

  test('answers each kind for each subscription, also where there is none', async () => {
    const { answers } = await collectFrom(answersOf(estateIn(SECOND)));
    const expected = [SUBSCRIPTION, SECOND].flatMap((subscription) =>
      LISTED_CALLS.map((call) => `${call} ${subscription}`),
    );
    const lists = answers.filter(({ request }) => request?.['id'] === undefined);
    const named = new Set(lists.map(({ call, subscription }) => `${call} ${subscription}`));
    expect([...named].sort()).toEqual(expected.sort());
  });

  test('hands out what the lists of Resource Manager would give', async () => {
    const source = answersOf(estate);
    const graph = await collectFrom(source);
    const lists = await collectFrom(source, { faults: [{ kind: 'denied', call: 'graph' }] });
    expect(failuresOf(lists.answers)).toEqual([]);
    expect(recordsBy(lists.answers)).toEqual(recordsBy(graph.answers));
    expect(contentOf(graph.answers)).toEqual(contentOf(lists.answers));
  });

  test('keeps the fields we read, and the scope and time of each answer', async () => {
    const { answers } = await collectFrom(answersOf(BASE_Z));
    const machines = answers.find(({ call }) => call === 'azure:Microsoft.Compute/virtualMachines');
    expect(machines).toMatchObject({ subscription: SUBSCRIPTION, request: {} });
    expect(machines?.at).toMatch(/^\d{4}-\d\d-\d\dT/);
    expect(JSON.stringify(machines)).not.toMatch(/provisioningState|etag|subscriptionId/);
  });

  test('asks only for the subscriptions that were named', async () => {
    const options = { subscription: [SECOND] };
    const server = await startArmServer({ source: answersSource(answersOf(estateIn(SECOND, THIRD))) });
    const request = armRequest(server.url, { options: { ...options, 'azure-endpoint': [server.url] } });
    const answers = await Array.fromAsync(collect(request, hastyClock()));
    await server.close();
    expect(new Set(answers.map(({ subscription }) => subscription))).toEqual(new Set([SECOND]));
  });
});

describe('what Resource Graph does not say', () => {
  test('a subscription that nothing may be read of is a gap for each list, and costs the others nothing', async () => {
    const { answers } = await collectFrom(answersOf(estateIn(SECOND)), { forbidden: [SECOND] });
    const failed = answers.filter(({ error }) => error !== undefined);
    expect(new Set(failed.map(({ subscription }) => subscription))).toEqual(new Set([SECOND]));
    expect(failed.map(({ call }) => call).sort()).toEqual([...LISTED_CALLS, ...GATEWAYS].sort().filter(isFirst));
    expect(failed.every(({ error }) => error?.reason === 'denied')).toBe(true);
    expect(recordsBy(answers)[`Microsoft.Network/networkInterfaces ${SUBSCRIPTION}`]).toHaveLength(1);
  });

  test('an empty subscription whose lists may be read is known to be empty, at the price of one call', async () => {
    const empty = answersOf({ resources: [armResource('vm', 'vm-9', {})], actions: {} })
      .filter(({ call }) => call !== 'azure:Microsoft.Compute/virtualMachines')
      .map((answer) => ({ ...answer, subscription: SECOND }));
    const machines = {
      call: 'azure:Microsoft.Compute/virtualMachines',
      subscription: SECOND,
      at: '',
      response: { value: [] },
    };
    const { answers, calls } = await collectFrom([...answersOf(BASE_Z), ...empty, machines]);
    expect(calls.filter(({ subscription }) => subscription === SECOND).map(({ call }) => call)).toEqual([
      'permissions',
    ]);
    const own = answers.filter(({ subscription }) => subscription === SECOND);
    expect(own.map(({ call }) => call).sort()).toEqual([...LISTED_CALLS].sort());
    expect(own.map(({ response }) => response)).toEqual(LISTED_CALLS.map(() => ({ value: [] })));
  });

  test('a type that one may not read is a gap, though the graph just shows none of it', async () => {
    const answers = answersOf(BASE_Z).map((answer) =>
      answer.call === 'azure:Microsoft.Network/networkSecurityGroups' ? refused(answer) : answer,
    );
    const { answers: collected, calls } = await collectFrom(answers);
    expect(failuresOf(collected)).toEqual(['Microsoft.Network/networkSecurityGroups AuthorizationFailed']);
    expect(made(calls)).toMatchObject({ permissions: 1, 'Microsoft.Network/networkSecurityGroups': 1 });
  });

  test.for(['denied', 'server-error', 'html-200'] as const)(
    'where nobody tells what may be read (%s), only lists without a row are asked for once more',
    async (kind) => {
      const faults = [
        { kind, call: 'permissions' },
        { kind, call: 'azure:Microsoft.Authorization/permissions' },
      ];
      const { answers, calls } = await collectFrom(answersOf(BASE_Z), { faults });
      expect(failuresOf(answers)).toEqual([]);
      const shown = ['networkInterfaces', 'publicIPAddresses', 'virtualNetworks', 'networkSecurityGroups'];
      const listed = calls.filter(({ method, call }) => method === 'GET' && LISTED_CALLS.includes(call));
      expect(listed.filter(({ call }) => shown.some((type) => call.endsWith(`/${type}`)))).toEqual([]);
      expect(listed.length).toBe(LISTED_CALLS.length - shown.length - 1 - GATEWAYS.length);
    },
  );
});

const GATEWAYS = ['azure:Microsoft.Network/virtualNetworkGateways', 'azure:Microsoft.Network/localNetworkGateways'];

function isFirst(name: string, index: number, all: readonly string[]): boolean {
  return all.indexOf(name) === index;
}

/** Records as they were kept, each once; only the case of types is Resource Graph's own. */
function contentOf(answers: readonly Answer[]): readonly string[] {
  const lists = answers.filter(({ request }) => request?.['id'] === undefined);
  const records = lists.flatMap(({ call, response }) => {
    const { value = [] } = (response ?? {}) as { value?: readonly object[] };
    return value.map((record) => `${call} ${JSON.stringify({ ...record, type: undefined })}`);
  });
  return records.map((record) => record.replaceAll(/,"(?:extended|instanceView)":.*$/g, '')).sort();
}

describe('while collecting', () => {
  test('a cancelled run keeps what was read, and says what was not', async () => {
    const stop = new AbortController();
    const server = await startArmServer({ source: answersSource(answersOf(estateIn(SECOND))), latencyMs: 20 });
    const answers: Answer[] = [];
    for await (const answer of collect(armRequest(server.url, { signal: stop.signal }))) {
      answers.push(answer);
      stop.abort();
    }
    await server.close();
    const reasons = new Set(answers.map(({ error }) => error?.reason));
    expect(reasons).toEqual(new Set([undefined, 'cancelled']));
  });

  test('a run whose time is up before anything was told says so of every list', async () => {
    const faults = [{ kind: 'hang', call: 'graph' }] as const;
    const { answers } = await collectFrom(answersOf(BASE_Z), { faults, request: { timeoutMs: 10_000 } });
    const late = answers.filter(({ error }) => error?.code === 'DeadlineExceeded').map(({ call }) => call);
    expect([...late].sort()).toEqual([...LISTED_CALLS].sort());
  });

  test('a reader who leaves ends the run', async () => {
    const server = await startArmServer({ source: answersSource(answersOf(estateIn(SECOND))), latencyMs: 5 });
    for await (const answer of collect(armRequest(server.url))) {
      expect(answer.error).toBeUndefined();
      break;
    }
    const { length } = server.calls;
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(server.calls.length).toBeLessThanOrEqual(length + 1);
    await server.close();
  });
});

describe('service tags', () => {
  const tagged = (source: string): AzureEstate =>
    withResources(BASE_Z, nsg('nsg-1', [`100 allow tcp ${source} -> 8000`]));

  test.for([
    ['a rule that names a service', tagged('AzureCloud'), 1],
    [
      'a route that names a service',
      withResources(BASE_Z, routeTable('table-1', ['Storage.WestEurope -> Internet'])),
      1,
    ],
    ['no such rule', BASE_Z, 0],
    ['a rule that names the internet', tagged('Internet'), 0],
    ['a rule that names the network', tagged('VirtualNetwork'), 0],
    ['a rule that names addresses', tagged('198.51.100.0/24'), 0],
    ['a rule that names IPv6 addresses', tagged('2001:db8::/32'), 0],
  ] as const)('for %s', async ([, source, times]) => {
    const { answers, calls } = await collectFrom(answersOf(source));
    expect(calls.filter(({ call }) => call.endsWith('/serviceTags'))).toHaveLength(times);
    expect(failuresOf(answers)).toEqual([]);
    const requests = answers.filter(({ call }) => call.endsWith('/serviceTags')).map(({ request }) => request);
    expect(requests).toEqual(times === 0 ? [] : [{ location: 'westeurope' }]);
  });

  test('are asked for once, of whichever subscription answers', async () => {
    const both = tagged('AzureCloud');
    const source = answersOf({
      resources: [...both.resources, ...inSubscription(SECOND, both.resources)],
      actions: {},
    });
    const faults = [{ kind: 'denied', call: TAGS, times: 1 }] as const;
    const { answers, calls } = await collectFrom(source, { faults });
    expect(calls.filter(({ call }) => call === TAGS).map(({ status }) => status)).toEqual([403, 200]);
    expect(failuresOf(answers)).toEqual([]);
  });

  test('are a gap, once, where nobody may ask for them', async () => {
    const { answers } = await collectFrom(answersOf(tagged('AzureCloud')), {
      faults: [{ kind: 'denied', call: TAGS }],
    });
    expect(failuresOf(answers)).toEqual(['Microsoft.Network/locations/serviceTags AuthorizationFailed']);
  });
});

const TAGS = 'azure:Microsoft.Network/locations/serviceTags';

describe('the gateways, which Resource Manager lists by resource group only', () => {
  const denied = { kind: 'denied', call: 'graph' } as const;

  test('are read by name where Resource Graph does not answer', async () => {
    const gateways = withResources(estate, armResource('gateway', 'vpn-2', { gatewayType: 'Vpn' }));
    const { answers, calls } = await collectFrom(answersOf(gateways), { faults: [denied] });
    const ids = recordsBy(answers)[`Microsoft.Network/virtualNetworkGateways ${SUBSCRIPTION}`];
    expect(ids).toEqual(['vpn-1', 'vpn-2'].map((name) => armId('gateway', name).toLowerCase()));
    expect(made(calls)).toMatchObject({
      names: GATEWAYS.length,
      'Microsoft.Network/virtualNetworkGateways vpn-1': 1,
      'Microsoft.Network/virtualNetworkGateways vpn-2': 1,
    });
  });

  test('are a gap if their names may not be listed', async () => {
    const { answers } = await collectFrom(answersOf(estate), { faults: [denied, { kind: 'denied', call: 'names' }] });
    expect(failuresOf(answers)).toEqual([
      'Microsoft.Network/localNetworkGateways AuthorizationFailed',
      'Microsoft.Network/virtualNetworkGateways AuthorizationFailed',
    ]);
  });
});
