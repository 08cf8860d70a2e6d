import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { printCommands } from '../../../providers/azure/commands.ts';
import { cut } from '../../../providers/azure/cut.ts';
import { IN_DUMPS } from '../../../providers/azure/dumps/kind-of.ts';
import { recognise } from '../../../providers/azure/recognise.ts';
import { loadAnswers } from '../../../src/collect/load.ts';

const ONE = '00000000-0000-0000-0000-000000000001';
const TWO = '00000000-0000-0000-0000-000000000002';
const SUBSCRIPTION = `/subscriptions/${ONE}`;
const GROUP = `${SUBSCRIPTION}/resourceGroups/rg-1/providers`;
const NETWORK = `${GROUP}/Microsoft.Network/virtualNetworks/vnet-1`;
const POLICY = `${GROUP}/Microsoft.Network/firewallPolicies/policy-1`;
const UNIFORM = `${GROUP}/Microsoft.Compute/virtualMachineScaleSets/uniform-1`;
const FLEXIBLE = `${GROUP}/Microsoft.Compute/virtualMachineScaleSets/flexible-1`;
const PROFILE = `${GROUP}/Microsoft.Cdn/profiles/fd-1`;
const OTHER = `${GROUP}/Microsoft.Cdn/profiles/cdn-1`;
const GATEWAY = `${GROUP}/Microsoft.Network/virtualNetworkGateways/gw-1`;
const ADMIN = 'listNetworkManagerEffectiveSecurityAdminRules';

function nic(name: string) {
  return { id: `${GROUP}/Microsoft.Network/networkInterfaces/${name}`, name, properties: { ipConfigurations: [{}] } };
}

/** What the cloud answers, by the path of the request; `#2` is the second page. Everything else is an empty list. */
const CLOUD: Readonly<Record<string, unknown>> = {
  [`${SUBSCRIPTION}/providers/Microsoft.Network/networkInterfaces`]: {
    nextLink: `https://management.azure.com${SUBSCRIPTION}/providers/Microsoft.Network/networkInterfaces?x=1&page=2`,
    value: [nic('nic-1'), nic('nic-2')],
  },
  [`${SUBSCRIPTION}/providers/Microsoft.Network/networkInterfaces#2`]: { value: [nic('nic-3')] },
  [`${SUBSCRIPTION}/providers/Microsoft.Network/virtualNetworks`]: {
    value: [{ id: NETWORK, properties: { subnets: [{ id: `${NETWORK}/subnets/a`, properties: {} }] } }],
  },
  [`${NETWORK}/${ADMIN}`]: { skipToken: 'more', value: [{ id: '/rules/a', kind: 'Custom', properties: {} }] },
  [`${NETWORK}/${ADMIN}#2`]: { value: [{ id: '/rules/b', kind: 'Custom', properties: {} }] },
  [`${SUBSCRIPTION}/providers/Microsoft.Network/firewallPolicies`]: { value: [{ id: POLICY, properties: { a: 1 } }] },
  [`${SUBSCRIPTION}/providers/Microsoft.Compute/virtualMachineScaleSets`]: {
    value: [
      { id: FLEXIBLE, properties: { orchestrationMode: 'Flexible' } },
      { id: UNIFORM, properties: { orchestrationMode: 'Uniform' } },
    ],
  },
  [`${SUBSCRIPTION}/providers/Microsoft.Cdn/profiles`]: {
    value: [
      { id: PROFILE, properties: { a: 1 }, sku: { name: 'Standard_AzureFrontDoor' } },
      { id: OTHER, properties: { a: 1 }, sku: { name: 'Standard_Microsoft' } },
    ],
  },
  [`${PROFILE}/afdEndpoints`]: { value: [{ id: `${PROFILE}/afdEndpoints/ep-1`, properties: { a: 1 } }] },
  [`${PROFILE}/originGroups`]: { value: [{ id: `${PROFILE}/originGroups/og-1`, properties: {} }] },
  [`${PROFILE}/ruleSets`]: { value: [{ id: `${PROFILE}/ruleSets/rs-1`, properties: {} }] },
  [`${SUBSCRIPTION}/resources#virtualNetworkGateways`]: { value: [{ id: GATEWAY, name: 'gw-1' }] },
  [GATEWAY]: { id: GATEWAY, name: 'gw-1', properties: { gatewayType: 'Vpn' } },
  [`${SUBSCRIPTION}/providers/Microsoft.Network/locations/westeurope/serviceTags`]: {
    cloud: 'Public',
    values: [{ id: 'Sql', name: 'Sql', properties: { addressPrefixes: ['192.0.2.0/24'] } }],
  },
};

/** Calls that fail, and what az says. */
const FAILURES: Readonly<Record<string, string>> = {
  [`${SUBSCRIPTION}/providers/Microsoft.Network/networkSecurityGroups`]:
    'Forbidden({"error":{"code":"AuthorizationFailed"}})',
  [`${SUBSCRIPTION}/providers/Microsoft.Network/routeTables#2`]: 'Service Unavailable',
  [`${SUBSCRIPTION}/providers/Microsoft.Network/frontDoors`]:
    'Conflict({"error":{"code":"MissingSubscriptionRegistration"}})',
};

const TORN = {
  [`${SUBSCRIPTION}/providers/Microsoft.Network/routeTables`]: {
    nextLink: `https://management.azure.com${SUBSCRIPTION}/providers/Microsoft.Network/routeTables?page=2`,
    value: [],
  },
};

/** Stands in for the command line, and prints like it: JSON with two blanks a level. */
const FAKE_AZ = `#!/bin/sh
echo "$*" >> "$CLOUD/log"
case "$*" in
  "account list-locations"*) printf 'westeurope\\r\\n'; exit ;;
  "account list"*) printf '${ONE}\\n${TWO}\\n'; exit ;;
esac
[ "$1 $2 $4" = "rest --method --url" ] || exit 2
path="\${5#https://management.azure.com}"; path="\${path%%\\?*}"
case "$*" in
  *page=2*|*skipToken*) path="$path#2" ;;
  *resourceType*virtualNetworkGateways*) path="$path#virtualNetworkGateways" ;;
esac
file="$CLOUD$path.json"
if [ -f "$file.error" ]; then cat "$file.error" >&2; exit 1; fi
if [ -f "$file" ]; then cat "$file"; else printf '{\\n  "value": []\\n}\\n'; fi
`;

let folder = '';
let ran: { readonly stderr: string; readonly log: readonly string[] } = { stderr: '', log: [] };
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'exposure-commands-'));
  const answers = Object.entries({ ...CLOUD, ...TORN }).map(
    ([path, body]) => [path, JSON.stringify(body, null, 2)] as const,
  );
  const failures = Object.entries(FAILURES).map(
    ([path, message]) => [`${path}.json.error`, `ERROR: ${message}`] as const,
  );
  for (const [path, text] of [...answers.map(([path, text]) => [`${path}.json`, text] as const), ...failures]) {
    await mkdir(dirname(join(folder, 'cloud', path)), { recursive: true });
    await writeFile(join(folder, 'cloud', path), `${text}\n`);
  }
  ran = await run();
}, 60_000);
afterAll(async () => {
  await rm(folder, { recursive: true });
});

describe('the printed commands', () => {
  test('make a folder that is read back, each call with its subscription and resource', async () => {
    const { stderr } = ran;
    const { answers, warnings } = await loadAnswers(join(folder, 'out'), [{ recognise, cut, owns: () => true }]);
    expect(warnings).toEqual([]);
    expect(answers.filter(({ error }) => error !== undefined)).toEqual([]);
    expect(stderr).toContain(`not read: ${SUBSCRIPTION}/providers/Microsoft.Network/networkSecurityGroups`);
    expect(stderr).toContain('AuthorizationFailed');
    // A list of which a page is missing is none.
    expect(stderr).toContain(`not read: ${SUBSCRIPTION}/providers/Microsoft.Network/routeTables`);
    const here = answers.filter(({ subscription }) => subscription === ONE);
    const calls = new Set(here.map(({ call }) => call));
    const expected = IN_DUMPS.map(({ call }) => call).filter(
      (call) => !/networkSecurityGroups$|routeTables$/.test(call),
    );
    expect([...calls].sort()).toEqual(expected.sort());
    const asked = here.flatMap(({ call, request = {} }) =>
      Object.values(request).map((id) => `${call.split('/').at(-1) ?? ''} ${String(id).replace(GROUP, '')}`),
    );
    expect(asked.sort()).toEqual([
      'afdEndpoints /Microsoft.Cdn/profiles/fd-1',
      'customDomains /Microsoft.Cdn/profiles/fd-1',
      `${ADMIN} /Microsoft.Network/virtualNetworks/vnet-1`,
      'networkInterfaces /Microsoft.Compute/virtualMachineScaleSets/uniform-1',
      'originGroups /Microsoft.Cdn/profiles/fd-1',
      'origins /Microsoft.Cdn/profiles/fd-1/originGroups/og-1',
      'publicIPAddresses /Microsoft.Compute/virtualMachineScaleSets/uniform-1',
      'routes /Microsoft.Cdn/profiles/fd-1/afdEndpoints/ep-1',
      'ruleCollectionGroups /Microsoft.Network/firewallPolicies/policy-1',
      'rules /Microsoft.Cdn/profiles/fd-1/ruleSets/rs-1',
      'securityPolicies /Microsoft.Cdn/profiles/fd-1',
    ]);
  });

  test('read all pages, and what can only be read one by one', async () => {
    const { answers } = await loadAnswers(join(folder, 'out'), [{ recognise, cut, owns: () => true }]);
    const count = (call: string) =>
      answers
        .filter((answer) => answer.subscription === ONE && answer.call.endsWith(call))
        .map(({ response }) => Object.values(response ?? {}).flat().length);
    expect(count('azure:Microsoft.Network/networkInterfaces')).toEqual([3]);
    expect(count(ADMIN)).toEqual([2]);
    expect(count('virtualNetworkGateways')).toEqual([1]);
    expect(count('localNetworkGateways')).toEqual([0]);
    // The namespace is not registered, so there is nothing of it.
    expect(count('/frontDoors')).toEqual([0]);
  });

  test('ask for service tags once, and leave nothing behind', async () => {
    const { log } = ran;
    expect(log.filter((line) => line.includes('serviceTags'))).toHaveLength(1);
    const names = await readdir(join(folder, 'out'));
    expect(names).toEqual(['subscriptions']);
  });

  test('never change anything: every command reads, and the one action lists', () => {
    const { log } = ran;
    const verbs = new Set(
      log.map((line) =>
        line
          .split(' ')
          .slice(0, line.startsWith('rest') ? 3 : 2)
          .join(' '),
      ),
    );
    expect([...verbs].sort()).toEqual([
      'account list',
      'account list-locations',
      'rest --method get',
      'rest --method post',
    ]);
    const posts = log.filter((line) => line.includes('--method post'));
    expect(posts.every((line) => line.includes(`/${ADMIN}?`))).toBe(true);
    expect(
      log.filter((line) => line.startsWith('rest')).every((line) => /--url \S+[?&](?:api-version|x|page)=/.test(line)),
    ).toBe(true);
  });
});

async function run(): Promise<{ readonly stderr: string; readonly log: readonly string[] }> {
  const script = join(folder, 'collect.sh');
  await writeFile(join(folder, 'az'), FAKE_AZ);
  await chmod(join(folder, 'az'), 0o755);
  await writeFile(script, `${printCommands().join('\n')}\n`);
  const PATH = `${folder}:${process.env['PATH'] ?? ''}`;
  const CLOUD = join(folder, 'cloud');
  const { stderr } = await promisify(execFile)('sh', [script, join(folder, 'out')], { env: { PATH, CLOUD } });
  return { stderr, log: (await readFile(join(CLOUD, 'log'), 'utf8')).trim().split('\n') };
}
