import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Answer } from '../../src/collect/answer.ts';
import { type ArmServer, type ArmServerSettings, startArmServer } from '../support/arm/arm-server.ts';
import { selfMadeIdentity } from '../support/arm/certificate.ts';
import { folderSource } from '../support/arm/folder-source.ts';
import { type AzureEstate, answersOf, withAdminRules } from '../support/azure-estate.ts';
import { applicationGateway, loadBalancer } from '../support/azure-fronts.ts';
import { network, nic, nsg, publicIp, SUBSCRIPTION, vm } from '../support/azure-records.ts';
import { containerGroup, scaleSet, scaleSetInstance } from '../support/azure-services.ts';
import { endpointsIn, type PrintedReport, reportIn } from '../support/printed.ts';
import { type Ran, runExposure } from '../support/run-exposure.ts';

const GPU = { hardwareProfile: { vmSize: 'Standard_NC24ads_A100_v4' } };
const OTHER = '00000000-1111-2222-3333-777788889999';

/** Ollama with an address of its own, vLLM behind a balancer, Open WebUI behind a gateway, and containers. */
const ESTATE: AzureEstate = withAdminRules(
  {
    resources: [
      network('vnet-1', ['10.0.0.0/16'], {
        app: { prefix: '10.0.1.0/24' },
        gateway: { prefix: '10.0.2.0/24', nsg: 'nsg-gateway' },
      }),
      nsg('nsg-models', ['100 allow tcp Internet -> 8000,11434 named AllowModels']),
      nsg('nsg-inner'),
      nsg('nsg-gateway', ['100 allow tcp Internet -> 443 named AllowHttps']),
      vm('ollama-1', 'running', GPU),
      nic('nic-ollama', { publicIp: 'pip-ollama', nsg: 'nsg-models', vm: 'ollama-1' }),
      publicIp('pip-ollama', '203.0.113.10'),
      vm('vllm-1', 'running', GPU),
      nic('nic-vllm', { address: '10.0.1.5', nsg: 'nsg-models', vm: 'vllm-1' }),
      publicIp('pip-lb', '203.0.113.20'),
      loadBalancer('lb-1', {
        frontends: { front: 'pip-lb' },
        pools: { pool: ['nic-vllm'] },
        rules: { api: 'tcp 443 -> 8000' },
      }),
      vm('open-webui-1'),
      nic('nic-webui', { address: '10.0.1.6', nsg: 'nsg-inner', vm: 'open-webui-1' }),
      publicIp('pip-gateway', '203.0.113.30'),
      applicationGateway('agw-1', {
        frontends: { public: 'pip-gateway' },
        listeners: { web: 'https 443' },
        pools: { chat: ['10.0.1.6'] },
        settings: { http: 'http 8080' },
        rules: { chat: 'web -> chat http' },
      }),
      containerGroup('aci-1', { address: '203.0.113.40', ports: ['tcp 11434'], image: 'ollama/ollama:0.6' }),
      scaleSet('vllm-pool'),
      ...scaleSetInstance('vllm-pool/0', { address: '10.0.1.20', publicAddress: '203.0.113.50', nsg: 'nsg-models' }),
    ],
    actions: {},
  },
  'vnet-1',
  ['10 Deny tcp * -> 22 named DenySsh'],
);

/** Loading the SDKs takes its time on a busy machine. */
const TIMEOUT = { timeout: 60_000 };

const folder = mkdtempSync(join(tmpdir(), 'exposure-'));
const estateFolder = join(folder, 'estate');

/** The same in another subscription. */
function inOther(answers: readonly Answer[]): string {
  return linesOf(answers).replaceAll(SUBSCRIPTION, OTHER).replaceAll('203.0.113.', '198.51.100.');
}

function linesOf(answers: readonly Answer[]): string {
  return answers.map((answer) => `${JSON.stringify(answer)}\n`).join('');
}

let offline: Ran = { code: null, stdout: '', stderr: '' };
let server: ArmServer | undefined;

beforeAll(async () => {
  const answers = answersOf(ESTATE);
  mkdirSync(estateFolder);
  writeFileSync(join(estateFolder, 'first.ndjson'), linesOf(answers.slice(0, 4)));
  writeFileSync(join(estateFolder, 'rest.ndjson'), linesOf(answers.slice(4)));
  offline = await runExposure(['scan', '--from', estateFolder, '--json']);
}, TIMEOUT.timeout);

afterEach(() => server?.close());
afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function live(settings: Partial<ArmServerSettings> = {}, ...flags: readonly string[]): Promise<Ran> {
  server = await startArmServer({ source: await folderSource(estateFolder), ...settings });
  return ask('scan', {}, ...flags);
}

function ask(command: string, env: Readonly<Record<string, string>>, ...flags: readonly string[]): Promise<Ran> {
  const where = ['--cloud', 'azure', '--azure-endpoint', server?.url ?? '', '--quiet'];
  return runExposure([command, ...where, '--json', ...flags], {
    env: { EXPOSURE_AZURE_ACCESS_TOKEN: 'example', ...env },
  });
}

/** Findings without the times at which the answers came. */
function timeless({ findings }: PrintedReport): unknown {
  const text = JSON.stringify(findings).replaceAll(/"at":"[^"]+"/g, '"at":""');
  return JSON.parse(text) as unknown;
}

describe('exposure --cloud azure', TIMEOUT, () => {
  test('finds what is open in the folder', () => {
    const { findings } = reportIn(offline);
    expect(findings.map(({ name, endpoint }) => `${name ?? ''} ${endpoint.address} ${endpoint.ports}`).sort()).toEqual([
      'aci-1 203.0.113.40 11434',
      'ollama-1 203.0.113.10 11434',
      'ollama-1 203.0.113.10 8000',
      'open-webui-1 203.0.113.30 443',
      'vllm-1 203.0.113.20 443',
      'vllm-pool 203.0.113.50 11434',
      'vllm-pool 203.0.113.50 8000',
    ]);
  });

  test.for([
    ['by Resource Graph', {}],
    ['by lists, where Resource Graph is denied', { faults: [{ kind: 'denied', call: 'graph' }] }],
    ['in small pages', { pageSize: 2 }],
    ['although everything is throttled at first', { faults: [{ kind: 'throttled-bare', times: 3 }] }],
  ] as const satisfies readonly (readonly [string, Partial<ArmServerSettings>])[])(
    'finds the same live as in the folder, %s',
    async ([, settings]) => {
      const ran = await live(settings);
      expect(ran.stderr).toBe('');
      expect(timeless(reportIn(ran))).toEqual(timeless(reportIn(offline)));
      expect(ran.code).toBe(offline.code);
      expect(reportIn(ran).run.complete).toBe(true);
    },
  );

  test('judges the same endpoints live as in the folder', async () => {
    await live();
    const surface = await ask('surface', {});
    const saved = await runExposure(['surface', '--from', estateFolder, '--json']);
    expect(endpointsIn(surface)).toEqual(endpointsIn(saved));
    expect(endpointsIn(saved).length).toBeGreaterThanOrEqual(8);
  });

  test('by https, with a certificate that Node is told to trust', async () => {
    const identity = selfMadeIdentity(new Date());
    const certificate = join(folder, 'ca.pem');
    writeFileSync(certificate, identity.cert);
    server = await startArmServer({ source: await folderSource(estateFolder), identity });
    const trusted = await ask('scan', { NODE_EXTRA_CA_CERTS: certificate });
    expect(timeless(reportIn(trusted))).toEqual(timeless(reportIn(offline)));
    const distrusted = await ask('scan', {});
    expect(distrusted.code).toBeGreaterThan(1);
    expect(distrusted.stdout).not.toContain('"findings"');
  });

  test('a subscription that may not be read costs the others nothing, and is told', async () => {
    writeFileSync(join(estateFolder, 'other.ndjson'), inOther(answersOf(ESTATE)));
    const ran = await live({ forbidden: [OTHER] });
    rmSync(join(estateFolder, 'other.ndjson'));
    const report = reportIn(ran);
    const own = report.findings.filter(({ endpoint }) => endpoint.verdict === 'reachable');
    expect(timeless({ ...report, findings: own })).toEqual(timeless(reportIn(offline)));
    expect(report.run.complete).toBe(false);
    expect(new Set(report.coverage.gaps.map(({ scope }) => scope))).toEqual(new Set([OTHER]));
    expect(report.coverage.gaps.map(({ permission }) => permission)).toContain(
      'Microsoft.Network/networkInterfaces/read',
    );
  });

  test('what was saved while it was collected is judged alike', async () => {
    const saved = join(folder, 'saved.ndjson.gz');
    const ran = await live({}, '--save', saved);
    const again = await runExposure(['scan', '--from', saved, '--json']);
    expect(reportIn(again).findings).toEqual(reportIn(ran).findings);
  });

  test('without anybody to ask as, it says what to do', async () => {
    await live();
    const where = ['--cloud', 'azure', '--azure-endpoint', server?.url ?? ''];
    const nobody = await runExposure(['scan', ...where], { env: { AZURE_TOKEN_CREDENTIALS: 'EnvironmentCredential' } });
    expect(nobody.code).toBe(4);
    expect(nobody.stderr).not.toContain('    at ');
  });
});
