import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { toInventory } from '../../../providers/azure/convert/index.ts';
import { azure } from '../../../providers/azure/index.ts';
import { PublishedReport, PublishedSurface } from '../../../src/audit/published-schema.ts';
import type { Answer } from '../../../src/collect/answer.ts';
import { loadAnswers } from '../../../src/collect/load.ts';
import { type Ran, runExposure } from '../../support/run-exposure.ts';

let scanned: Ran = { code: null, stdout: '', stderr: '' };
let listed: Ran = { code: null, stdout: '', stderr: '' };

beforeAll(async () => {
  scanned = await runExposure(['scan', '--demo', '--cloud', 'azure', '--json', '--fail-on', 'none', '--allow-partial']);
  listed = await runExposure(['surface', '--demo', '--cloud', 'azure', '--json', '--allow-partial']);
}, 60_000);

describe('the invented estate in Azure', () => {
  test('is told as its README tells it', () => {
    const { findings, latent } = PublishedReport.parse(JSON.parse(scanned.stdout));
    expect(scanned.stderr).toBe('');
    expect(scanned.code).toBe(0);
    const told = findings.map(({ rule, severity, name, title }) => `${rule} ${severity} ${name ?? ''}: ${title}`);
    expect(told.sort()).toEqual([
      'EXP-AI-001 high comfyui-studio: ComfyUI open to some addresses on the internet, no login seen',
      'EXP-AI-001 high jupyter-research: Jupyter Server open to the internet, no login seen',
      'EXP-AI-001 high ollama-edge: Ollama open to the internet, no login seen',
      'EXP-AI-001 high ollama-lab-1: Ollama open to the internet, no login seen',
      'EXP-AI-001 high ollama-sandbox: Ollama open to the internet, no login seen',
      'EXP-AI-001 high open-webui: Open WebUI open to the internet, no login seen',
      'EXP-AI-001 low mlflow-1: MLflow tracking server open to the internet, no login seen',
      'EXP-AI-003 low agent-pilot: LangGraph server may be open to the internet: not known without azure:Microsoft.Network/routeTables 00000000-0000-0000-0000-000000000002',
      'EXP-AI-004 medium comfyui-legacy: ComfyUI open to the internet on a wide range of ports',
    ]);
    expect(latent.map(({ name }) => name)).toEqual(expect.arrayContaining(['ollama-spare', 'ray-head', 'vllm-spare']));
  });

  test.for([
    ['ollama-lab-2', 'tcp 11434', 'blocked'],
    ['ollama-lab-1', 'tcp 11434', 'reachable'],
    ['ollama-edge', 'tcp 21434', 'reachable'],
    ['mlflow-1', 'tcp 5000', 'reachable provider-range'],
    ['ray-head', 'tcp 0-65535', 'blocked'],
    ['ray-head', 'udp 0-65535', 'reachable one-way'],
    ['ollama-spare', 'tcp 11434', 'blocked latent'],
    ['shop-web-1', 'tcp 443', 'reachable'],
    ['aks-serving', 'tcp 443', 'reachable behind iam'],
    ['agent-pilot', 'tcp 2024', 'unknown'],
  ] as const)('%s, %s: %s', ([name, traffic, verdict]) => {
    const { endpoints } = PublishedSurface.parse(JSON.parse(listed.stdout));
    const own = endpoints.filter(
      ({ workload, protocol, ports }) => workload.endsWith(`/${name}`) && `${protocol} ${ports}` === traffic,
    );
    const told = own.map((each) =>
      [each.verdict, ...each.modifiers, ...each.gates.map(({ kind }) => `behind ${kind}`)].join(' '),
    );
    expect(told).toContain(verdict);
  });
});

describe('the same estate as dumps of the command line', () => {
  const forms: readonly (readonly [string, (records: unknown) => unknown])[] = [
    ['as REST prints it, in the folders of the printed commands', (records) => ({ value: records })],
    ['as az … list prints it', flattened],
  ];

  test.for(forms)('gives the same model: %s', async ([, printed]) => {
    const { answers } = await loadAnswers(fileURLToPath(azure.demo), [azure]);
    const folder = await mkdtemp(join(tmpdir(), 'exposure-demo-'));
    for (const answer of answers) {
      if (answer.response === undefined || answer.response === null) continue;
      const file = join(folder, `${pathOf(answer)}.json`);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, JSON.stringify(printed(Object.values(answer.response)[0])));
    }
    const dumped = await loadAnswers(folder, [azure]);
    await rm(folder, { recursive: true });
    expect(dumped.warnings).toEqual([]);
    const untimed = (all: readonly Answer[]) => all.map((answer) => ({ ...answer, at: '2026-11-02T09:00:00Z' }));
    const [model, expected] = [toInventory(untimed(dumped.answers)), toInventory(untimed(answers))];
    expect(model.entries).toEqual(expected.entries);
    expect(model.gaps.map(({ call, reason }) => `${call} ${reason}`)).toEqual([
      'azure:Microsoft.Network/routeTables absent',
    ]);
  });
});

/** The path of the request that an answer is to. */
function pathOf({ call, subscription = '', request = {} }: Answer): string {
  const type = call.replace('azure:', '');
  const [id] = Object.values(request);
  if (typeof id !== 'string') return `subscriptions/${subscription}/providers/${type}`;
  return `${id.slice(1)}/${type.split('/').at(-1) ?? ''}`;
}

/** Settings beside the name, at every depth. */
function flattened(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(flattened);
  if (typeof value !== 'object' || value === null) return value;
  const { properties, ...rest } = Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, flattened(item)]),
  );
  return typeof properties === 'object' && properties !== null ? { ...rest, ...properties } : rest;
}
