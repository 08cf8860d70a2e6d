import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Credentials } from '../../../providers/azure/credentials.ts';
import { refusalAdvice, searchAdvice } from '../../../providers/azure/credentials-advice.ts';
import { armEndpoint } from '../../../providers/azure/endpoint.ts';
import { openSession, type SessionOptions } from '../../../providers/azure/session.ts';
import { CredentialsError, UsageError } from '../../../src/model/errors.ts';
import { selfMadeIdentity } from '../../support/arm/certificate.ts';
import { listen, type RawHttp, send } from '../../support/loopback.ts';
import { loopbackArm } from './loopback-arm.ts';

const VARIABLES = ['AZURE_TENANT_ID', 'AZURE_CLIENT_ID', 'AZURE_CLIENT_SECRET', 'AZURE_AUTHORITY_HOST'];

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'exposure-az-'));
  for (const name of VARIABLES) vi.stubEnv(name, undefined);
  vi.stubEnv('AZURE_TOKEN_CREDENTIALS', 'dev');
  vi.stubEnv('PATH', folder);
});
afterEach(async () => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

/** A program `az` that notes what it was asked, and does what these lines of shell do. */
async function installAz(lines: string): Promise<void> {
  const program = join(folder, 'az');
  await writeFile(program, `#!/bin/sh\necho "$@" >> '${folder}/asked'\n${lines}\n`);
  await chmod(program, 0o755);
}

async function asked(): Promise<readonly string[]> {
  return (await readFile(join(folder, 'asked'), 'utf8')).trim().split('\n');
}

/** What `az account get-access-token` prints. */
function printing(token: string, expiresOn: Date): string {
  const answer = { accessToken: token, expires_on: Math.floor(expiresOn.getTime() / 1_000), tokenType: 'Bearer' };
  return `echo '${JSON.stringify(answer)}'`;
}

function failing(...lines: readonly string[]): string {
  return `${lines.map((line) => `echo "${line.replaceAll('"', '\\"')}" >&2`).join('\n')}\nexit 1`;
}

function credentialsOf(tenant?: string, signal = new AbortController().signal): Credentials {
  const endpoint = armEndpoint(undefined, process.env);
  return new Credentials({ endpoint, environment: process.env, signal, ...(tenant === undefined ? {} : { tenant }) });
}

async function errorOf(options: Partial<SessionOptions> = {}): Promise<CredentialsError> {
  const opening = openSession({ environment: process.env, signal: new AbortController().signal, ...options });
  const error: unknown = await opening.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof CredentialsError)) throw new Error(`thrown was ${String(error)}`);
  return error;
}

const HOUR_MS = 3_600_000;

describe('the token', () => {
  test('is that of az, asked for once by however many', async () => {
    await installAz(printing('az-token', new Date(Date.now() + HOUR_MS)));
    const credentials = credentialsOf('contoso.example');
    const tokens = await Promise.all([credentials.token(), credentials.token()]);
    expect([...tokens, await credentials.token()]).toEqual(['az-token', 'az-token', 'az-token']);
    expect(await asked()).toEqual([
      'account get-access-token --output json --resource https://management.azure.com --tenant contoso.example',
    ]);
  });

  test('is that of the cloud whose authority is set', async () => {
    vi.stubEnv('AZURE_AUTHORITY_HOST', 'https://login.microsoftonline.us');
    await installAz(printing('az-token', new Date(Date.now() + HOUR_MS)));
    expect(await credentialsOf().token()).toBe('az-token');
    expect(await asked()).toEqual([
      'account get-access-token --output json --resource https://management.usgovcloudapi.net',
    ]);
  });

  test('is fetched anew before it expires, and kept while no other is to be had', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-01T08:00:00Z') });
    const credentials = credentialsOf();
    await installAz(printing('first', new Date('2026-11-01T09:00:00Z')));
    expect(await credentials.token()).toBe('first');
    await installAz(failing('out of order'));
    vi.setSystemTime(new Date('2026-11-01T08:57:00Z'));
    expect(await credentials.token()).toBe('first');
    vi.setSystemTime(new Date('2026-11-01T08:59:00Z'));
    expect(await credentials.token()).toBe('first');
    expect(await asked()).toHaveLength(2);
    await installAz(printing('second', new Date('2026-11-01T10:00:00Z')));
    vi.setSystemTime(new Date('2026-11-01T08:59:40Z'));
    expect(await credentials.token()).toBe('second');
  });

  test('that has expired is not kept', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-01T08:00:00Z') });
    const credentials = credentialsOf();
    await installAz(printing('first', new Date('2026-11-01T09:00:00Z')));
    await credentials.token();
    await installAz(failing('out of order'));
    vi.setSystemTime(new Date('2026-11-01T09:00:01Z'));
    await expect(credentials.token()).rejects.toThrow('out of order');
  });

  test('may lie ready, and nobody is then asked for one', async () => {
    await installAz(failing('nobody should ask'));
    const server = await loopbackArm(() => undefined);
    const environment = { EXPOSURE_AZURE_ACCESS_TOKEN: ' ready-token\n', EXPOSURE_AZURE_ENDPOINT: server.url };
    const session = await openSession({ environment, signal: new AbortController().signal });
    const { signal } = new AbortController();
    await session.rawPage((await session.subscriptions()).subscriptions.list(), { token: undefined, signal });
    session.close();
    await server.close();
    expect(server.seen.map(({ headers }) => headers['authorization'])).toEqual(['Bearer ready-token']);
    await expect(asked()).rejects.toThrow('ENOENT');
  });

  test.for(['two tokens', 'schl\u00fcssel'])(
    'that lies ready and is none is a mistake, and not shown',
    async (token) => {
      const environment = { EXPOSURE_AZURE_ACCESS_TOKEN: token };
      const opening = openSession({ environment, signal: new AbortController().signal });
      await expect(opening).rejects.toThrow(UsageError);
      await expect(opening).rejects.not.toThrow(token);
    },
  );

  test.for(['con toso', '--resource', 'a/b'])('of a tenant %s is a mistake', async (tenant) => {
    const opening = openSession({ environment: {}, signal: new AbortController().signal, tenant });
    await expect(opening).rejects.toThrow(UsageError);
  });

  test('is no longer searched for when the run is cancelled', async () => {
    await installAz('exec /bin/sleep 5');
    const run = new AbortController();
    const start = performance.now();
    setTimeout(() => {
      run.abort();
    }, 100);
    const session = await openSession({ environment: process.env, signal: run.signal });
    session.close();
    expect(performance.now() - start).toBeLessThan(3_000);
  });
});

describe('without credentials the next step is told', () => {
  const TRACE = 'Trace ID: 1 Correlation ID: 2 Timestamp: 2026-11-01 08:00:00Z';
  test.for([
    [
      'when az is not signed in',
      ["ERROR: Please run 'az login' to setup account."],
      undefined,
      'az is not signed in',
      'az login',
    ],
    [
      'when az is not signed in to the tenant',
      ["ERROR: Please run 'az login' to setup account."],
      'contoso.example',
      'az is not signed in',
      'az login --tenant contoso.example',
    ],
    [
      'when the sign-in has expired',
      [
        `ERROR: AADSTS70043: The refresh token has expired or is invalid. ${TRACE}`,
        'Interactive authentication is needed. Please run:',
        'az login --scope https://management.azure.com/.default',
      ],
      undefined,
      'the sign-in of az has expired (AADSTS70043: The refresh token has expired or is invalid.)',
      'az login --scope https://management.azure.com/.default',
    ],
    [
      'when the sign-in was not used for long',
      [`ERROR: AADSTS700082: The refresh token has expired due to inactivity. ${TRACE}`],
      'contoso.example',
      'the sign-in of az has expired (AADSTS700082: The refresh token has expired due to inactivity.)',
      'az login --tenant contoso.example',
    ],
    [
      'when a second factor is asked for',
      [`ERROR: AADSTS50076: Due to a configuration change you must use multi-factor authentication. ${TRACE}`],
      undefined,
      'the tenant asks for a second factor, or for something else that only a person can give (AADSTS50076: Due to',
      'az login --scope https://management.azure.com/.default',
    ],
    [
      'when there is no such tenant',
      [`ERROR: AADSTS90002: Tenant 'contoso.example' not found. ${TRACE}`],
      'contoso.example',
      "the sign-in is not one of this tenant (AADSTS90002: Tenant 'contoso.example' not found.)",
      'see which tenants there are: az account list --all --output table',
    ],
    [
      'when the sign-in is for another cloud',
      [`ERROR: AADSTS500011: The resource principal named https://management.azure.com was not found. ${TRACE}`],
      undefined,
      'the sign-in is for another cloud of Azure',
      'az cloud set --name AzureCloud && az login',
    ],
    [
      'when az fails otherwise',
      ['ERROR: Permission denied: /home/user/.azure'],
      undefined,
      'there are no usable Azure credentials',
      'unset AZURE_TOKEN_CREDENTIALS',
    ],
  ] as const)('%s', async ([, lines, tenant, message, nextStep]) => {
    vi.stubEnv('AZURE_TOKEN_CREDENTIALS', 'AzureCliCredential');
    await installAz(failing(...lines));
    const error = await errorOf(tenant === undefined ? {} : { tenant });
    expect(error.message).toContain(message);
    expect(error.nextStep).toContain(nextStep);
    expect(error.message).not.toContain('Trace ID');
  });

  test('when az is not installed', async () => {
    const error = await errorOf({ tenant: 'contoso.example' });
    expect(error.message).toMatch(
      /^there are no Azure credentials, and az is not installed \(Azure CLI could not be found/,
    );
    expect(error.nextStep).toMatch(/^install az .* az login --tenant contoso\.example; or export AZURE_TENANT_ID/);
  });

  test('when az says nothing', async () => {
    await installAz('exit 0');
    expect(await errorOf()).toMatchObject({ nextStep: 'see what it waits for: az account get-access-token' });
  });

  test('when the machine has no managed identity', async () => {
    const server = await listen((_, response) => {
      const body = Buffer.from('{"error":"invalid_request","error_description":"Identity not found"}');
      send(response, { status: 400, body, type: 'application/json' });
      return Promise.resolve();
    });
    vi.stubEnv('AZURE_POD_IDENTITY_AUTHORITY_HOST', server.url);
    vi.stubEnv('AZURE_TOKEN_CREDENTIALS', undefined);
    const error = await errorOf();
    await server.close();
    expect(error.message).toContain('this machine has no managed identity');
    expect(error.nextStep).toContain('az vm identity assign');
  });

  test('when AZURE_TOKEN_CREDENTIALS is misspelt', async () => {
    vi.stubEnv('AZURE_TOKEN_CREDENTIALS', 'cli');
    expect(await errorOf()).toMatchObject({ nextStep: 'unset AZURE_TOKEN_CREDENTIALS' });
  });

  test('in the cloud that is asked', async () => {
    await installAz(failing("Please run 'az login'"));
    const { nextStep } = await errorOf({ endpoint: 'https://management.chinacloudapi.cn' });
    expect(nextStep).toBe('az cloud set --name AzureChinaCloud && az login');
  });

  test.for([
    [
      'when the search takes too long',
      'TimeoutError',
      'no credentials were found within 30 seconds',
      'the search for Azure credentials takes too long (no credentials were found within 30 seconds)',
      'ask only the sign-in of az: export AZURE_TOKEN_CREDENTIALS=AzureCliCredential',
    ],
    [
      'when whoever issues tokens is out of reach',
      'AuthenticationError',
      'EnvironmentCredential authentication failed. Status code: 400\nMore details:\nendpoints_resolution_error: See there,',
      'whoever issues the tokens cannot be asked (endpoints_resolution_error: See there,)',
      'check the network, HTTPS_PROXY, NODE_EXTRA_CA_CERTS and AZURE_AUTHORITY_HOST',
    ],
    [
      'when nothing is known of the cause',
      'AggregateAuthenticationError',
      'ChainedTokenCredential authentication failed.\nCredentialUnavailableError: something new',
      'there are no usable Azure credentials (something new)',
      'see what is wrong with: az account get-access-token',
    ],
  ] as const)('%s', ([, name, text, message, nextStep]) => {
    const situation = { endpoint: armEndpoint(undefined, {}), environment: {} };
    expect(searchAdvice(Object.assign(new Error(text), { name }), situation)).toMatchObject({ message, nextStep });
  });
});

describe('a service principal', () => {
  const TENANT = '11111111-1111-1111-1111-111111111111';

  /** An authority of our own, by https, in a Node that trusts it. */
  async function signIn(reply: (request: RawHttp) => { readonly status: number; readonly body: object }) {
    const identity = selfMadeIdentity(new Date());
    const server = await listen((request, response) => {
      const base = `${server.url}/${TENANT}`;
      const metadata = {
        issuer: `${base}/v2.0`,
        authorization_endpoint: `${base}/authorize`,
        jwks_uri: `${base}/keys`,
        token_endpoint: `${base}/oauth2/v2.0/token`,
      };
      const { status, body } = request.path.includes('openid-configuration')
        ? { status: 200, body: metadata }
        : reply(request);
      send(response, { status, body: Buffer.from(JSON.stringify(body)), type: 'application/json' });
      return Promise.resolve();
    }, identity);
    await writeFile(join(folder, 'cert.pem'), identity.cert);
    const session = new URL('../../../providers/azure/session.ts', import.meta.url).href;
    const endpoint = await loopbackArm(() => undefined);
    const script = `
      const { openSession } = await import(${JSON.stringify(session)});
      const { signal } = new AbortController();
      const opened = await openSession({ environment: process.env, endpoint: '${endpoint.url}', signal }).catch((error) => console.log(error.name, '|', error.message, '|', error.nextStep));
      await opened?.rawPage((await opened.subscriptions()).subscriptions.list(), { signal });
      opened?.close();`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
      env: {
        ...process.env,
        AZURE_TOKEN_CREDENTIALS: 'prod',
        AZURE_TENANT_ID: TENANT,
        AZURE_CLIENT_ID: '22222222-2222-2222-2222-222222222222',
        AZURE_CLIENT_SECRET: 'example-secret',
        AZURE_AUTHORITY_HOST: server.url,
        NODE_EXTRA_CA_CERTS: join(folder, 'cert.pem'),
      },
    });
    await Promise.all([server.close(), endpoint.close()]);
    return { stdout, seen: endpoint.seen };
  }

  test('signs in at its own authority, and the token is for Resource Manager', async () => {
    const scopes: (string | null)[] = [];
    const { seen } = await signIn(({ body }) => {
      scopes.push(new URLSearchParams(body).get('scope'));
      return { status: 200, body: { token_type: 'Bearer', expires_in: 3_600, access_token: 'principal-token' } };
    });
    expect(scopes).toEqual(['https://management.azure.com/.default']);
    expect(seen.map(({ headers }) => headers['authorization'])).toEqual(['Bearer principal-token']);
  });

  test.for([
    [
      'AADSTS7000215: Invalid client secret provided.',
      'the secret of the service principal is wrong or has expired',
      'az ad app credential reset',
    ],
    [
      "AADSTS700016: Application with identifier '2' was not found in the directory.",
      'the service principal cannot sign in',
      'az ad sp show',
    ],
  ] as const)('that cannot: %s', async ([description, message, nextStep]) => {
    const body = { error: 'invalid_client', error_description: `${description} Trace ID: 1`, error_codes: [1] };
    const { stdout } = await signIn(() => ({ status: 401, body }));
    expect(stdout).toContain(`CredentialsError | ${message} (${description}) | `);
    expect(stdout).toContain(nextStep);
    expect(stdout).not.toContain('example-secret');
  });
});

describe('a refusal of the very first call', () => {
  const endpoint = armEndpoint(undefined, {});
  const B = '22222222-2222-2222-2222-222222222222';
  const MISMATCH = `The access token is from the wrong issuer 'https://sts.windows.net/1/'. It must match the tenant 'https://sts.windows.net/${B}/' associated with this subscription.`;
  test.for([
    [
      'an endpoint that is not there',
      { code: 'ENOTFOUND', message: 'no', reason: 'unreachable' },
      {},
      'check the network, HTTPS_PROXY',
    ],
    [
      'a list that fails',
      { code: 'InternalServerError', message: 'no', reason: 'failed', status: 500 },
      {},
      'name them by id with --subscription',
    ],
    [
      'a page that is none of Azure',
      { code: 'MalformedAnswer', message: 'no', reason: 'malformed', status: 200 },
      {},
      'see whether Azure Resource Manager is at https://management.azure.com (--azure-endpoint)',
    ],
    [
      'a place that has no such list',
      { code: 'Http404', message: 'no', reason: 'failed', status: 404 },
      {},
      '--azure-endpoint',
    ],
    [
      'a ready token that has expired',
      { code: 'ExpiredAuthenticationToken', message: 'no', reason: 'denied', status: 401 },
      { EXPOSURE_AZURE_ACCESS_TOKEN: 'x' },
      'export EXPOSURE_AZURE_ACCESS_TOKEN="$(az account get-access-token',
    ],
    [
      'a token of another tenant',
      { code: 'InvalidAuthenticationTokenTenant', message: MISMATCH, reason: 'denied', status: 401 },
      {},
      `az login --tenant ${B}`,
    ],
    [
      'a token that is not accepted',
      { code: 'InvalidAuthenticationToken', message: 'no', reason: 'denied', status: 401 },
      {},
      'az login',
    ],
  ] as const)('%s', ([, error, environment, expected]) => {
    const advice = refusalAdvice(error, { endpoint, environment });
    expect(advice).toBeInstanceOf(CredentialsError);
    expect(advice.message).toContain(`${error.code}: ${error.message}`);
    expect(advice.nextStep).toContain(expected);
  });
});
