import { get } from 'node:https';
import { afterEach, describe, expect, test } from 'vitest';
import type { Answer } from '../../../src/collect/answer.ts';
import { answersOf, BASE_Z, refused, withAdminRules, withResources, withServiceTags } from '../azure-estate.ts';
import { firewallPolicy, ruleGroup } from '../azure-fronts.ts';
import { armId, nic, nsg, SUBSCRIPTION, vm } from '../azure-records.ts';
import { containerGroup, frontDoor, managedCluster, scaleSet, scaleSetInstance } from '../azure-services.ts';
import { armClients } from './arm-clients.ts';
import { type ArmServer, type ArmServerSettings, startArmServer } from './arm-server.ts';
import { type ArmSource, answersSource } from './arm-source.ts';
import { selfMadeIdentity } from './certificate.ts';
import type { ArmFaultKind } from './faults.ts';

const ADMIN = ['10 AlwaysAllow tcp * -> 8000', '20 Deny tcp * -> 22', '30 Allow udp * -> 53'];
const ESTATE = withServiceTags(
  withAdminRules(
    withResources(
      BASE_Z,
      ...[2, 3, 4, 5].map((index) => nic(`nic-${index}`, { address: `10.0.1.${3 + index}` })),
      vm('vm-2', 'deallocated'),
      firewallPolicy('policy-1'),
      ruleGroup('policy-1/group-1', 100, { web: ['dnat tcp * -> 203.0.113.9:443 to 10.0.1.4:8000'] }),
      containerGroup('aci-1', { address: '203.0.113.90', ports: ['tcp 11434'] }),
      managedCluster('aks-1'),
      ...frontDoor('afd-1', { origins: { web: { host: 'chat.example.com' } } }),
      scaleSet('vmss-1'),
      ...scaleSetInstance('vmss-1/0', { address: '10.0.1.20', publicAddress: '203.0.113.20' }),
    ),
    'vnet-1',
    ADMIN,
  ),
  { AzureCloud: ['198.51.100.0/24'] },
);
const ANSWERS = answersOf(ESTATE);
const OTHER = '00000000-1111-2222-3333-777788889999';

let server: ArmServer | undefined;
afterEach(() => server?.close());

async function serve(settings: Partial<ArmServerSettings> = {}) {
  server = await startArmServer({ source: answersSource(ANSWERS), ...settings });
  return armClients(server.url, SUBSCRIPTION);
}

async function names(items: AsyncIterable<{ name?: string }>): Promise<readonly string[]> {
  const found = await Array.fromAsync(items);
  return found.map(({ name }) => name ?? '');
}

describe('the real SDKs are answered', () => {
  test('lists of a subscription, page by page', async () => {
    const { network } = await serve({ pageSize: 2 });
    expect(await names(network.networkInterfaces.listAll())).toEqual(['nic-1', 'nic-2', 'nic-3', 'nic-4', 'nic-5']);
    expect(server?.calls.map(({ token, ...call }) => ({ ...call, paged: token !== undefined }))).toMatchObject(
      [false, true, true].map((paged) => ({
        method: 'GET',
        call: 'azure:Microsoft.Network/networkInterfaces',
        subscription: SUBSCRIPTION,
        status: 200,
        paged,
      })),
    );
  });

  test('lists of other services', async () => {
    const { compute, containers, clusters, subscriptions, network } = await serve();
    expect(await names(compute.virtualMachines.listAll({ statusOnly: 'true' }))).toEqual(['vm-1', 'vm-2']);
    expect(await names(containers.containerGroups.list())).toEqual(['aci-1']);
    expect(await names(clusters.managedClusters.list())).toEqual(['aks-1']);
    expect(await Array.fromAsync(subscriptions.subscriptions.list())).toMatchObject([{ subscriptionId: SUBSCRIPTION }]);
    const tags = await network.serviceTags.list('westeurope');
    expect(tags.values?.map(({ name }) => name)).toEqual(['AzureCloud']);
  });

  test('lists of one parent', async () => {
    const { network, cdn } = await serve();
    expect(await names(network.firewallPolicyRuleCollectionGroups.list('rg-1', 'policy-1'))).toEqual(['group-1']);
    expect(await names(cdn.afdEndpoints.listByProfile('rg-1', 'afd-1'))).toEqual(['chat']);
    expect(await names(cdn.routes.listByEndpoint('rg-1', 'afd-1', 'chat'))).toEqual(['route']);
    expect(await names(cdn.afdOrigins.listByOriginGroup('rg-1', 'afd-1', 'group'))).toEqual(['web']);
    const ofSet = network.networkInterfaces.listVirtualMachineScaleSetNetworkInterfaces('rg-1', 'vmss-1');
    expect(await names(ofSet)).toEqual(['nic']);
    const addresses = network.publicIPAddresses.listVirtualMachineScaleSetPublicIPAddresses('rg-1', 'vmss-1');
    expect(await Array.fromAsync(addresses)).toMatchObject([{ ipAddress: '203.0.113.20' }]);
  });

  test('what is listed one resource group at a time', async () => {
    const gateway = { id: armId('gateway', 'vpn-1'), name: 'vpn-1', properties: {} };
    const answers = answersOf(withResources(BASE_Z, gateway));
    const { network } = await serve({ source: answersSource(answers) });
    expect(await names(network.virtualNetworkGateways.list('RG-1'))).toEqual(['vpn-1']);
    expect(await names(network.virtualNetworkGateways.list('rg-other'))).toEqual([]);
  });

  test('what there is of a type by name, one resource whole, and what the caller may do', async () => {
    await serve();
    const ask = async (path: string): Promise<unknown> => {
      const response = await fetch(`${server?.url ?? ''}${path}`, { headers: { authorization: 'Bearer example' } });
      return { status: response.status, ...((await response.json()) as object) };
    };
    const filter = encodeURIComponent("resourceType eq 'microsoft.network/networksecuritygroups'");
    const { id } = nsg('nsg-1');
    expect(await ask(`/subscriptions/${SUBSCRIPTION}/resources?api-version=1&$filter=${filter}`)).toEqual({
      status: 200,
      value: [{ id, name: 'nsg-1', type: 'Microsoft.Network/networkSecurityGroups', location: 'westeurope' }],
    });
    expect(await ask(`${id.toLowerCase()}?api-version=1`)).toMatchObject({ status: 200, id, properties: {} });
    expect(
      await ask(`/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Authorization/permissions?api-version=1`),
    ).toMatchObject({ value: [{ actions: ['*/read', '*/action'], notActions: [] }] });
    expect(await ask(`${id}-other?api-version=1`)).toMatchObject({ status: 404, error: { code: 'ResourceNotFound' } });
  });

  test('an action in pages, which its answers name in the body', async () => {
    const { network } = await serve({ pageSize: 2 });
    const ask = (skipToken?: string) =>
      network.listNetworkManagerEffectiveSecurityAdminRules(
        'rg-1',
        'vnet-1',
        skipToken === undefined ? {} : { skipToken },
      );
    const first = await ask();
    const second = await ask(first.skipToken);
    expect([...(first.value ?? []), ...(second.value ?? [])].map(({ id }) => id?.split('/').at(-1))).toEqual([
      'admin-10',
      'admin-20',
      'admin-30',
    ]);
    expect(second.skipToken).toBeUndefined();
  });

  test('by https too, with a certificate that it made itself', async () => {
    const identity = selfMadeIdentity(new Date());
    await serve({ identity });
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const headers = { authorization: 'Bearer example' };
      const path = `${server?.url ?? ''}/subscriptions?api-version=2022-12-01`;
      get(path, { ca: identity.cert, headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      }).on('error', reject);
    });
    expect(status).toBe(200);
  });

  test('latency is added to each call', async () => {
    const { network } = await serve({ latencyMs: 80 });
    const started = performance.now();
    await names(network.routeTables.listAll());
    expect(performance.now() - started).toBeGreaterThanOrEqual(79);
  });
});

describe('Resource Graph', () => {
  const NICS =
    "resources | where type in~ ('microsoft.network/networkinterfaces', 'microsoft.compute/virtualmachines')";

  async function ask(query: string, options: Record<string, unknown> = {}, subscriptions = [SUBSCRIPTION]) {
    if (server === undefined) throw new Error('serve first');
    const { graph } = await armClients(server.url, SUBSCRIPTION);
    return graph.resources({ query, subscriptions, options: { resultFormat: 'objectArray', ...options } });
  }

  test('lists by type, in order, in pages, with types in lower case', async () => {
    await serve();
    const query = `${NICS} | project id, name, type, subscriptionId, properties | order by id asc`;
    const first = await ask(query, { $top: 4, top: 4 });
    expect(first).toMatchObject({ totalRecords: 7, count: 4, resultTruncated: 'false' });
    const rest = await ask(query, { top: 4, skipToken: first.skipToken });
    const rows: unknown[] = [first.data, rest.data].flat();
    expect(rows).toMatchObject([
      ...['vm-1', 'vm-2'].map((name) => ({ name, type: 'microsoft.compute/virtualmachines' })),
      ...[1, 2, 3, 4, 5].map((index) => ({ name: `nic-${index}`, type: 'microsoft.network/networkinterfaces' })),
    ]);
    expect(rows[0]).toMatchObject({ subscriptionId: SUBSCRIPTION, properties: { extended: {} } });
    expect(rest.skipToken).toBeUndefined();
  });

  test('counts', async () => {
    await serve();
    expect((await ask(`${NICS} | summarize rows = count() by subscriptionId`)).data).toEqual([
      { subscriptionId: SUBSCRIPTION, rows: 7 },
    ]);
  });

  test('cuts by a hash into parts that make up the whole', async () => {
    await serve();
    const parts = await Promise.all(
      [0, 1, 2].map((part) => ask(`${NICS} | where hash(tolower(id)) % 3 == ${part} | project name`)),
    );
    const rows: unknown[] = parts.flatMap(({ data }) => data as unknown[]);
    expect(rows).toHaveLength(7);
    expect(new Set(rows.map((row) => JSON.stringify(row)))).toHaveLength(7);
  });

  test('tells subscriptions', async () => {
    await serve();
    const query = "resourcecontainers | where type =~ 'microsoft.resources/subscriptions'";
    expect((await ask(query)).data).toMatchObject([{ subscriptionId: SUBSCRIPTION }]);
  });

  test('refuses what it does not understand', async () => {
    await serve();
    await expect(ask('resources | mv-expand properties')).rejects.toMatchObject({ statusCode: 400 });
  });

  test('refuses an answer that is too large, and says so in the details', async () => {
    await serve({ graphMaxBytes: 2_000 });
    const refusal = await ask(`${NICS} | project id, properties`).catch((error: unknown) => error);
    expect(JSON.stringify(refusal)).toContain('ResponsePayloadTooLarge');
  });

  test('leaves out what may not be read, without a word', async () => {
    const theirs = ANSWERS.map((answer) => ({ ...answer, subscription: OTHER }));
    await serve({ source: answersSource([...ANSWERS, ...theirs]), forbidden: [OTHER] });
    const { totalRecords } = await ask(NICS, {}, [SUBSCRIPTION, OTHER]);
    expect(totalRecords).toBe(7);
    await expect(ask(NICS, {}, [OTHER])).rejects.toMatchObject({ statusCode: 403 });
  });

  test('keeps a quota', async () => {
    await serve({ graphQuota: { queries: 2, windowMs: 60_000 } });
    const headers: (string | undefined)[][] = [];
    const { graph } = await armClients(server?.url ?? '', SUBSCRIPTION);
    const onResponse = ({ headers: found }: { headers: { get: (name: string) => string | undefined } }): void => {
      headers.push(['x-ms-user-quota-remaining', 'retry-after'].map((name) => found.get(name)));
      expect(found.get('x-ms-user-quota-resets-after')).toMatch(/^00:0[01]:\d\d$/);
    };
    const query = (): Promise<unknown> =>
      graph.resources({ query: NICS, subscriptions: [SUBSCRIPTION] }, { onResponse });
    await query();
    await query();
    await expect(query()).rejects.toMatchObject({ statusCode: 429 });
    expect(headers).toEqual([
      ['1', undefined],
      ['0', undefined],
      ['0', '60'],
    ]);
  });
});

describe('errors and faults come out as on Azure', () => {
  const NSGS = 'azure:Microsoft.Network/networkSecurityGroups';
  const isAboutNsgs = ({ call }: Answer): boolean => call === NSGS;

  test('an error of the estate is answered as that error', async () => {
    const answers = ANSWERS.map((answer) => (isAboutNsgs(answer) ? refused(answer, 'AuthorizationFailed') : answer));
    const { network } = await serve({ source: answersSource(answers) });
    const listing = names(network.networkSecurityGroups.listAll());
    await expect(listing).rejects.toMatchObject({ statusCode: 403, code: 'AuthorizationFailed' });
  });

  test('an error after some records comes with the page after them', async () => {
    const answers = ANSWERS.flatMap((answer) => (isAboutNsgs(answer) ? [answer, refused(answer)] : [answer]));
    const { network } = await serve({ source: answersSource(answers) });
    const pages = network.networkSecurityGroups.listAll().byPage();
    expect(await pages.next()).toMatchObject({ done: false });
    await expect(pages.next()).rejects.toMatchObject({ statusCode: 403 });
  });

  test('a call without an answer is denied', async () => {
    const { network } = await serve({ source: answersSource(ANSWERS.filter((answer) => !isAboutNsgs(answer))) });
    const listing = names(network.networkSecurityGroups.listAll());
    await expect(listing).rejects.toMatchObject({ statusCode: 403, code: 'AuthorizationFailed' });
  });

  test('another subscription is not found', async () => {
    await serve();
    const { network } = await armClients(server?.url ?? '', OTHER);
    await expect(names(network.routeTables.listAll())).rejects.toMatchObject({ code: 'SubscriptionNotFound' });
  });

  test.for([
    ['denied', { statusCode: 403, code: 'AuthorizationFailed' }],
    ['unauthenticated', { statusCode: 401, code: 'InvalidAuthenticationToken' }],
    ['throttled', { statusCode: 429, code: 'TooManyRequests' }],
    ['throttled-bare', { statusCode: 429 }],
    ['server-error', { statusCode: 500 }],
    ['not-registered', { statusCode: 409, code: 'MissingSubscriptionRegistration' }],
    ['html', { statusCode: 502 }],
    ['html-200', {}],
    ['empty', {}],
    ['no-list', {}],
    ['cut', {}],
    ['truncated', {}],
    ['reset', { code: 'ECONNRESET' }],
  ] as const satisfies readonly (readonly [ArmFaultKind, object])[])('%s', async ([kind, error]) => {
    const { network } = await serve({ faults: [{ kind, call: NSGS }] });
    await expect(names(network.networkSecurityGroups.listAll())).rejects.toMatchObject(error);
    expect(server?.calls).toMatchObject([{ call: NSGS, fault: kind }]);
    expect(await names(network.routeTables.listAll())).toEqual([]);
  });

  test('a slow drip arrives', async () => {
    const { network } = await serve({ faults: [{ kind: 'drip' }] });
    expect(await names(network.networkSecurityGroups.listAll())).toEqual(['nsg-1']);
  });

  test('a fault of so many times is over then, and is of one subscription', async () => {
    const faults = [
      { kind: 'server-error', subscription: SUBSCRIPTION, times: 1 },
      { kind: 'denied', subscription: OTHER },
    ] as const;
    const { network } = await serve({ faults });
    await expect(names(network.routeTables.listAll())).rejects.toMatchObject({ statusCode: 500 });
    expect(await names(network.routeTables.listAll())).toEqual([]);
  });

  test('torn chains: the same page for ever, one that leads nowhere, one that leads elsewhere', async () => {
    const pagesOf = async (kind: ArmFaultKind) => {
      await server?.close();
      const { network } = await serve({ pageSize: 2, faults: [{ kind }] });
      return network.networkInterfaces.listAll().byPage();
    };
    const repeated = await pagesOf('repeated-link');
    const first = await repeated.next();
    expect(await repeated.next()).toEqual(first);
    expect(await repeated.next()).toEqual(first);
    const lost = await pagesOf('lost-link');
    await lost.next();
    await expect(lost.next()).rejects.toMatchObject({ statusCode: 400 });
    const foreign = (await (await pagesOf('foreign-link')).next()).value as { continuationToken?: string };
    expect(foreign.continuationToken).toMatch(/^http:\/\/management\.elsewhere\.example\/subscriptions\//);
  });
});

test('a large estate is served without being there all at once', async () => {
  let made = 0;
  const source: ArmSource = {
    subscriptions: [SUBSCRIPTION, OTHER],
    shelf: (call, subscription) => {
      if (call !== 'azure:Microsoft.Network/networkInterfaces') return undefined;
      const at = (index: number): unknown => {
        made += 1;
        return { ...nic(`nic-${index}`), id: armId('nic', `nic-${index}`, { subscription }) };
      };
      return { records: { length: 100_000, at } };
    },
  };
  const { graph } = await serve({ source });
  const query = "resources | where type in~ ('microsoft.network/networkinterfaces') | project id | order by id asc";
  const page = await graph.resources({ query, subscriptions: [OTHER, SUBSCRIPTION], options: { top: 1000 } });
  expect(page).toMatchObject({ totalRecords: 200_000, count: 1000 });
  expect(made).toBeLessThanOrEqual(1001);
});

test('an NSG is served as it was written', async () => {
  const { network } = await serve();
  const [group] = await Array.fromAsync(network.networkSecurityGroups.listAll());
  expect(group?.securityRules).toMatchObject([{ priority: 100, access: 'Allow', destinationPortRange: '8000' }]);
  expect(group?.id).toBe(nsg('nsg-1').id);
});
