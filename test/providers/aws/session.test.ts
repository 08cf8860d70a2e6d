import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import nock from 'nock';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { adviceFor } from '../../../providers/aws/credentials-advice.ts';
import { openSession } from '../../../providers/aws/session.ts';
import { readProfiles } from '../../../providers/aws/shared-config.ts';
import { CredentialsError, UsageError } from '../../../src/model/errors.ts';
import { collectAll, stubCredentials } from './fake-aws.ts';

const CONFIG = `
[default]
region = eu-central-1
[profile prod]
sso_session = corp
  region=us-west-2
[sso-session corp]
sso_start_url = https://example.com/start
[profile plain]
output = json
`;

let folder = '';
beforeEach(async () => {
  stubCredentials();
  folder = await mkdtemp(join(tmpdir(), 'exposure-session-'));
  await writeFile(join(folder, 'config'), CONFIG);
  await writeFile(join(folder, 'credentials'), '[keys]\naws_access_key_id = AKIDEXAMPLE\naws_secret_access_key = s\n');
  vi.stubEnv('AWS_CONFIG_FILE', join(folder, 'config'));
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(folder, 'credentials'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  nock.cleanAll();
  await rm(folder, { recursive: true });
});

describe('the shared files', () => {
  test('tell the profiles, their regions and which of them sign in through the browser', async () => {
    const profiles = await readProfiles(process.env);
    expect([...profiles.values()].sort((a, b) => (a.name < b.name ? -1 : 1))).toEqual([
      { name: 'default', region: 'eu-central-1', sso: false },
      { name: 'keys', sso: false },
      { name: 'plain', sso: false },
      { name: 'prod', region: 'us-west-2', sso: true },
    ]);
  });

  test('may be missing', async () => {
    expect(await readProfiles({ HOME: '/nowhere' })).toEqual(new Map());
  });
});

describe('a session', () => {
  test.for([
    ['the environment before the profile', { AWS_REGION: 'eu-west-3' }, 'prod', 'eu-west-3'],
    ['the other spelling of the environment', { AWS_DEFAULT_REGION: 'eu-west-2' }, undefined, 'eu-west-2'],
    ['the region of the named profile', {}, 'prod', 'us-west-2'],
    ['the region of the profile in the environment', { AWS_PROFILE: 'prod' }, undefined, 'us-west-2'],
    ['the region of the default profile', {}, undefined, 'eu-central-1'],
    ['the region that every account has', {}, 'plain', 'us-east-1'],
  ] as const)('is at home in %s', async ([, variables, profile, expected]) => {
    const environment = { ...process.env, ...variables };
    const session = await openSession({
      environment,
      regions: [],
      roles: [],
      ...(profile === undefined ? {} : { profile }),
    });
    session.close();
    expect(session.homeRegion).toBe(expected);
  });

  test('with a profile that is not there is a mistake, and those that are there are named', async () => {
    const opening = openSession({ environment: process.env, regions: [], roles: [], profile: 'prdo' });
    await expect(opening).rejects.toThrow(UsageError);
    await expect(opening).rejects.toHaveProperty(
      'nextStep',
      'name another with --profile (found: default, keys, plain, prod)',
    );
  });

  test('talks to AWS_ENDPOINT_URL if it is set, with keys of the shared file', async () => {
    nock.enableNetConnect('127.0.0.1');
    const seen: string[] = [];
    const server = createServer((request, response) => {
      const [, key = '', region = '', service = ''] =
        /Credential=(\w+)\/\d+\/([\w-]+)\/(\w+)/.exec(String(request.headers.authorization)) ?? [];
      seen.push(`${key} ${region} ${service}`);
      response.end(
        '<Response><GetCallerIdentityResult><Account>111122223333</Account></GetCallerIdentityResult></Response>',
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${port}`);
    vi.stubEnv('AWS_ACCESS_KEY_ID', undefined);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', undefined);
    const answers = await collectAll({ options: { profile: ['keys'], region: ['eu-west-1'] } });
    server.close();
    expect(new Set(answers.map(({ account }) => account))).toEqual(new Set(['111122223333']));
    expect([...new Set(seen)].sort()).toEqual([
      'AKIDEXAMPLE eu-west-1 ec2',
      'AKIDEXAMPLE eu-west-1 elasticloadbalancing',
      'AKIDEXAMPLE us-east-1 ec2',
      'AKIDEXAMPLE us-east-1 sts',
    ]);
  });

  test('without any credentials says so, and what to do', async () => {
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) vi.stubEnv(name, undefined);
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nowhere');
    const collecting = collectAll();
    await expect(collecting).rejects.toThrow(CredentialsError);
    await expect(collecting).rejects.toHaveProperty(
      'nextStep',
      expect.stringContaining('--profile (found: default, plain, prod)'),
    );
  });
});

describe('advice on credentials', () => {
  const prod = { name: 'prod', sso: true };
  const keys = { name: 'keys', sso: false };
  test.for([
    [
      'an expired sign-in',
      'CredentialsProviderError',
      'The SSO session has expired',
      prod,
      {},
      'aws sso login --profile prod',
    ],
    [
      'an expired sign-in of the default profile',
      'CredentialsProviderError',
      'Token is expired',
      { name: 'default', sso: true },
      {},
      'aws sso login',
    ],
    [
      'an expired token in the environment',
      'ExpiredToken',
      'expired',
      undefined,
      { AWS_SESSION_TOKEN: 't' },
      'unset AWS_ACCESS_KEY_ID',
    ],
    ['an expired token of a profile', 'ExpiredToken', 'expired', keys, {}, 'aws login --profile keys'],
    ['a wrong key', 'InvalidClientTokenId', 'no', keys, {}, 'aws configure --profile keys'],
    [
      'a profile that wants a one-time code',
      'CredentialsProviderError',
      'requires multi-factor authentication',
      keys,
      {},
      'export-credentials --profile keys',
    ],
    [
      'nothing at all',
      'CredentialsProviderError',
      'Could not load credentials from any providers',
      undefined,
      {},
      'aws configure',
    ],
  ] as const)('%s', ([, code, message, profile, environment, expected]) => {
    const session = { profiles: [], ...(profile === undefined ? {} : { profile }) };
    const advice = adviceFor({ code, message, reason: 'denied' }, { role: undefined, session, environment });
    expect(advice.nextStep).toContain(expected);
    expect(advice.message).not.toBe('');
  });
});

test('nothing of an SDK is loaded before something is collected', async () => {
  const registry = new URL('../../../providers/index.ts', import.meta.url).href;
  const script = `
    import { registerHooks } from 'node:module';
    const loaded = [];
    registerHooks({ load: (url, context, next) => { loaded.push(url); return next(url, context); } });
    const { PROVIDERS } = await import(${JSON.stringify(registry)});
    for (const provider of PROVIDERS) { provider.permissions(); provider.printCommands(); provider.recognise({ Vpcs: [] }, 'a.json'); }
    console.log(loaded.filter((url) => /@aws-sdk|@smithy/.test(url)).length, loaded.length > 10);
  `;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
  expect(stdout.trim()).toBe('0 true');
});
