import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterEach, describe, expect, test } from 'vitest';
import { explainFailure } from '../../../providers/azure/failures.ts';
import type { Paged } from '../../../providers/azure/raw-answers.ts';
import { type AzureSession, openSession } from '../../../providers/azure/session.ts';
import { selfMadeIdentity } from '../../support/arm/certificate.ts';
import { listen, send } from '../../support/loopback.ts';
import { armError, loopbackArm, openLoopback, type Script } from './loopback-arm.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function serve(script: Script) {
  const server = await loopbackArm(script);
  const session = await openLoopback(server.url);
  closing.push(server.close, session.close);
  return { server, session };
}

const LISTS: readonly (readonly [string, string, (session: AzureSession) => Promise<Paged>])[] = [
  [
    'network',
    '/subscriptions/s/providers/Microsoft.Network/networkInterfaces',
    async (session) => (await session.network('s')).networkInterfaces.listAll(),
  ],
  [
    'compute',
    '/subscriptions/s/providers/Microsoft.Compute/virtualMachines',
    async (session) => (await session.compute('s')).virtualMachines.listAll(),
  ],
  [
    'containerService',
    '/subscriptions/s/providers/Microsoft.ContainerService/managedClusters',
    async (session) => (await session.containerService('s')).managedClusters.list(),
  ],
  [
    'containerInstance',
    '/subscriptions/s/providers/Microsoft.ContainerInstance/containerGroups',
    async (session) => (await session.containerInstance('s')).containerGroups.list(),
  ],
  [
    'cdn',
    '/subscriptions/s/providers/Microsoft.Cdn/profiles',
    async (session) => (await session.cdn('s')).profiles.list(),
  ],
  ['subscriptions', '/subscriptions', async (session) => (await session.subscriptions()).subscriptions.list()],
];

const still = (): AbortSignal => new AbortController().signal;

describe('a page', () => {
  test.for(LISTS)('of %s is what the service wrote, and so is the next one', async ([, path, list]) => {
    // What the SDK would rename, flatten, leave out or fall over.
    const value = [
      { id: '/x', properties: { ipConfigurations: 'none', creationTime: 'soon', future: [1] }, Odd: null },
    ];
    const { server, session } = await serve(({ path: asked }, url) =>
      asked.includes('skip=1')
        ? { value }
        : { value, nextLink: `${url}${path}?api-version=2026-01-01&skip=1`, extra: 1 },
    );
    const first = await session.rawPage(await list(session), { token: undefined, signal: still() });
    const next = `${server.url}${path}?api-version=2026-01-01&skip=1`;
    expect(first).toEqual({ response: { value, nextLink: next, extra: 1 }, next });
    const second = await session.rawPage(await list(session), { token: next, signal: still() });
    expect(second).toEqual({ response: { value }, next: undefined });
    expect(server.seen.map((request) => request.path.split('?')[0])).toEqual([path, path]);
    for (const { headers } of server.seen) {
      expect(headers['authorization']).toBe('Bearer example-token');
      expect(headers['user-agent']).toMatch(/^exposure /);
    }
  });

  test('is not mixed up with others that are under way', async () => {
    const { session } = await serve(({ path }) => ({ value: [{ id: path.split('?')[0] }] }));
    const asked = Array.from({ length: 40 }, async (_, index) => {
      const subscription = `s${index % 7}`;
      const list = (await session.network(subscription)).publicIPAddresses.listAll();
      const { response } = await session.rawPage(list, { token: undefined, signal: still() });
      return [subscription, JSON.stringify(response)];
    });
    for (const [subscription, response] of await Promise.all(asked)) {
      expect(response).toContain(`/subscriptions/${subscription}/`);
    }
  });

  test('is asked for once, whatever goes wrong', async () => {
    const { server, session } = await serve(() => armError(503, 'ServerBusy'));
    for (const [, , list] of LISTS) {
      await expect(session.rawPage(await list(session), { token: undefined, signal: still() })).rejects.toThrow();
    }
    expect(server.seen).toHaveLength(LISTS.length);
  });

  test.for(LISTS)('of %s is given up when its signal says so, the next one too', async ([, path, list]) => {
    const server = await listen(() => Promise.resolve());
    const session = await openLoopback(server.url);
    closing.push(server.close, session.close);
    for (const token of [undefined, `${server.url}${path}?skip=1`]) {
      const call = new AbortController();
      const asking = session.rawPage(await list(session), { token, signal: call.signal });
      setTimeout(() => {
        call.abort();
      }, 20);
      const failure = await asking.then(() => undefined, explainFailure);
      expect(failure).toMatchObject({ reason: 'cancelled' });
    }
  });
});

describe('the access token', () => {
  test.for(LISTS)('does not follow a link elsewhere: %s', async ([, , list]) => {
    const elsewhere = await loopbackArm(() => undefined);
    closing.push(elsewhere.close);
    const { server, session } = await serve(() => undefined);
    const asking = session.rawPage(await list(session), { token: `${elsewhere.url}/more`, signal: still() });
    const failure = await asking.then(() => undefined, explainFailure);
    expect(failure).toEqual({
      reason: 'malformed',
      code: 'SentElsewhere',
      retry: 'never',
      status: 200,
      message: `the next page is said to be at ${elsewhere.url}, and the access token is for ${server.url} only`,
    });
    expect([...elsewhere.seen, ...server.seen]).toEqual([]);
  });

  test.for(LISTS)('does not follow a redirect: %s', async ([, , list]) => {
    const elsewhere = await loopbackArm(() => undefined);
    closing.push(elsewhere.close);
    const { session } = await serve(() => ({ status: 307, body: '', headers: { location: `${elsewhere.url}/x` } }));
    const asking = session.rawPage(await list(session), { token: undefined, signal: still() });
    const failure = await asking.then(() => undefined, explainFailure);
    expect(failure).toMatchObject({ code: 'SentElsewhere', retry: 'never' });
    expect(elsewhere.seen).toEqual([]);
  });

  test('does not go through a proxy on its way to loopback', async () => {
    const proxy = await loopbackArm(() => undefined);
    const server = await loopbackArm(() => undefined);
    const environment = { EXPOSURE_AZURE_ACCESS_TOKEN: 'example', HTTP_PROXY: proxy.url, HTTPS_PROXY: proxy.url };
    const session = await openLoopback(server.url, { environment });
    closing.push(proxy.close, server.close, session.close);
    const list = (await session.network('s')).networkInterfaces.listAll();
    await session.rawPage(list, { token: undefined, signal: still() });
    expect(server.seen).toHaveLength(1);
    expect(proxy.seen).toEqual([]);
  });

  test('goes to the cloud by a proxy, if one is set, and only within a tunnel', async () => {
    const asked: string[] = [];
    const proxy = createServer();
    proxy.on('connect', ({ url, headers }, socket) => {
      asked.push(`${url} ${headers.authorization ?? 'no token'}`);
      socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    closing.push(() => proxy.close());
    const environment = { EXPOSURE_AZURE_ACCESS_TOKEN: 'example', HTTPS_PROXY: `http://127.0.0.1:${portOf(proxy)}` };
    const session = await openSession({ environment, signal: still() });
    closing.push(session.close);
    for (const [, , list] of LISTS) {
      const asking = session.rawPage(await list(session), { token: undefined, signal: still() });
      expect(await asking.then(() => undefined, explainFailure)).toMatchObject({ reason: 'unreachable' });
    }
    expect(new Set(asked)).toEqual(new Set(['management.azure.com:443 no token']));
  });
});

describe('an answer that is no list', () => {
  test('is what the service wrote, with its headers', async () => {
    const body = { totalRecords: 1, data: [{ id: '/x', zones: null }], $skipToken: 'more' };
    const { server, session } = await serve(() => ({
      status: 200,
      body,
      headers: { 'x-ms-user-quota-remaining': '14' },
    }));
    const graph = await session.resourceGraph();
    const ask = () => graph.resources({ query: 'resources', options: { top: 5, skipToken: 'here' } });
    const { body: answer, header } = await session.rawReply(ask, { signal: still() }, 'data');
    expect(answer).toEqual(body);
    expect(header('X-MS-User-Quota-Remaining')).toBe('14');
    expect(header('retry-after')).toBeUndefined();
    expect(JSON.parse(server.seen[0]?.body ?? '')).toEqual({
      query: 'resources',
      options: { $top: 5, $skipToken: 'here' },
    });
  });

  test('must hold the list that is wanted', async () => {
    const { session } = await serve(() => ({ value: [] }));
    const graph = await session.resourceGraph();
    const ask = () => graph.resources({ query: 'resources' });
    await expect(session.rawAnswer(ask, { signal: still() }, 'data')).rejects.toThrow('it has no list data');
    expect(await session.rawAnswer(ask, { signal: still() })).toEqual({ value: [] });
  });

  test('may be that of an action', async () => {
    const { server, session } = await serve(() => ({ value: [{ kind: 'Custom' }], skipToken: '' }));
    const network = await session.network('s');
    const ask = () => network.listNetworkManagerEffectiveSecurityAdminRules('g', 'n', {});
    expect(await session.rawAnswer(ask, { signal: still() }, 'value')).toEqual({
      value: [{ kind: 'Custom' }],
      skipToken: '',
    });
    expect(server.seen[0]?.method).toBe('POST');
  });
});

describe('a session', () => {
  test('talks https by a certificate that the machine was told to trust', async () => {
    const identity = selfMadeIdentity(new Date());
    const server = await listen((_, response) => {
      send(response, { status: 200, body: Buffer.from('{"value":[{"id":"/x"}]}'), type: 'application/json' });
      return Promise.resolve();
    }, identity);
    const folder = await mkdtemp(join(tmpdir(), 'exposure-azure-'));
    closing.push(server.close, () => rm(folder, { recursive: true }));
    await writeFile(join(folder, 'cert.pem'), identity.cert);
    const { stdout } = await runScript(
      `const session = await openSession({ environment: { EXPOSURE_AZURE_ACCESS_TOKEN: 'x' }, endpoint: '${server.url}', signal });
       const list = (await session.network('s')).networkInterfaces.listAll();
       console.log(JSON.stringify((await session.rawPage(list, { signal })).response));
       session.close();`,
      { NODE_EXTRA_CA_CERTS: join(folder, 'cert.pem') },
    );
    expect(stdout.trim()).toBe('{"value":[{"id":"/x"}]}');
  });

  test('keeps its connections for the next call, and closes them at the end', async () => {
    const server = createServer((_, response) => response.end('{"value":[]}'));
    const ends: Promise<unknown>[] = [];
    server.on('connection', (socket) => ends.push(once(socket, 'close')));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closing.push(() => server.close());
    const session = await openLoopback(`http://127.0.0.1:${portOf(server)}`);
    for (const [, , list] of LISTS) await session.rawPage(await list(session), { token: undefined, signal: still() });
    expect(ends).toHaveLength(1);
    expect(await Promise.race([ends[0], delay(50, 'open')])).toBe('open');
    session.close();
    expect(await Promise.race([ends[0], delay(5_000, 'open')])).not.toBe('open');
  });

  test('loads of the SDK what is wanted, and when it is wanted', async () => {
    const { stdout } = await runScript(
      `const packages = () => [...new Set(loaded.flatMap((url) => /@azure\\/((?:arm|identity)[\\w-]*)/.exec(url)?.[1] ?? []))].join();
       console.log('before', packages());
       const session = await openSession({ environment: { EXPOSURE_AZURE_ACCESS_TOKEN: 'x' }, signal });
       console.log('open', packages());
       await Promise.all([session.cdn('a'), session.compute('b'), session.containerInstance('a'), session.compute('a')]);
       console.log('used', packages(), (await session.cdn('a')) === (await session.cdn('a')));
       session.close();`,
    );
    expect(stdout.trim().split('\n')).toEqual([
      'before ',
      'open ',
      'used arm-cdn,arm-compute,arm-containerinstance true',
    ]);
  });
});

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server does not listen on a port');
  return address.port;
}

test('nothing of an SDK is loaded before something is collected', async () => {
  const provider = new URL('../../../providers/azure/index.ts', import.meta.url).href;
  const { stdout } = await runScript(
    `const { azure } = await import(${JSON.stringify(provider)});
     azure.permissions();
     azure.printCommands();
     azure.recognise({ value: [] }, 'a.json');
     azure.convert([]);
     console.log(loaded.filter((url) => url.includes('/node_modules/@azure')).length, loaded.length > 10);`,
  );
  expect(stdout.trim()).toBe('0 true');
});

/** Runs lines under a Node of its own, with a list of all modules that it loads. */
async function runScript(lines: string, environment: Readonly<Record<string, string>> = {}) {
  const session = new URL('../../../providers/azure/session.ts', import.meta.url).href;
  const script = `
    import { registerHooks } from 'node:module';
    const loaded = [];
    registerHooks({ load: (url, context, next) => { loaded.push(url); return next(url, context); } });
    const { openSession } = await import(${JSON.stringify(session)});
    const { signal } = new AbortController();
    ${lines}`;
  return promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
    env: { ...process.env, ...environment },
  });
}
