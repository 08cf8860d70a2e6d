import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { PublishedReport, PublishedSurface } from '../../src/audit/published-schema.ts';
import { MAIN, type Ran, runExposure } from '../support/run-exposure.ts';

const folder = mkdtempSync(join(tmpdir(), 'exposure-'));
const collection = join(folder, 'estate.ndjson');
const reportFile = join(folder, 'report.json');
const ErrorDocument = z.strictObject({
  error: z.strictObject({ kind: z.string(), exit: z.int(), message: z.string(), nextStep: z.string() }),
});
const ProofsDocument = z.object({ proofs: z.array(z.unknown()) });
const FailuresDocument = z.object({ failures: z.array(z.unknown()) });

let demo: Ran = { code: null, stdout: '', stderr: '' };

beforeAll(async () => {
  demo = await runExposure(['scan', '--demo', '--json', '--save', collection]);
  writeFileSync(reportFile, demo.stdout);
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('scan --demo', () => {
  test('prints one document that the published schema accepts, and nothing else', () => {
    const report = PublishedReport.parse(JSON.parse(demo.stdout));
    expect(demo.code).toBe(3);
    expect(demo.stderr).toBe('');
    expect(report.run).toMatchObject({ complete: false, exit: { code: 3 } });
  });

  test.for([
    [
      'aws',
      [
        'EXP-AI-001 high comfyui-1: ComfyUI open to some addresses on the internet, no login seen',
        'EXP-AI-001 high gpu-lab-1: Ollama open to the internet, no login seen',
        'EXP-AI-001 high jupyter-research: Jupyter Server open to the internet, no login seen',
        'EXP-AI-001 medium vllm-a: vLLM open to the internet, no login seen',
        'EXP-AI-002 info chat-1: LibreChat on the internet, behind a login',
        'EXP-AI-003 low agent-pilot: LangGraph server may be open to the internet: not known without ec2:DescribeNetworkAcls us-east-1',
        'EXP-AI-004 high ray-head: Ray cluster open to the internet on a wide range of ports',
      ],
      ['ollama-spare: route table', 'open-webui-trial: network ACL', 'ray-dashboard: instance'],
    ],
    [
      'azure',
      [
        'EXP-AI-001 high comfyui-studio: ComfyUI open to some addresses on the internet, no login seen',
        'EXP-AI-001 high jupyter-research: Jupyter Server open to the internet, no login seen',
        'EXP-AI-001 high ollama-edge: Ollama open to the internet, no login seen',
        'EXP-AI-001 high ollama-lab-1: Ollama open to the internet, no login seen',
        'EXP-AI-001 high ollama-sandbox: Ollama open to the internet, no login seen',
        'EXP-AI-001 high open-webui: Open WebUI open to the internet, no login seen',
        'EXP-AI-001 low mlflow-1: MLflow tracking server open to the internet, no login seen',
        'EXP-AI-003 low agent-pilot: LangGraph server may be open to the internet: not known without azure:Microsoft.Network/routeTables 00000000-0000-0000-0000-000000000002',
        'EXP-AI-004 medium comfyui-legacy: ComfyUI open to the internet on a wide range of ports',
      ],
      [
        'ollama-edge: network interface',
        'ollama-spare: virtual machine',
        'open-webui: container group',
        'ray-head: route table',
        'vllm-batch: container group',
        'vllm-spare: public IP address',
      ],
    ],
  ] as const)('tells the story of the invented estate on %s', ([cloud, expected, oneChangeAway]) => {
    const { findings, latent } = PublishedReport.parse(JSON.parse(demo.stdout));
    const told = findings
      .filter(({ endpoint }) => endpoint.cloud === cloud)
      .map(({ rule, severity, name, title }) => `${rule} ${severity} ${name ?? ''}: ${title}`);
    expect(told.sort()).toEqual(expected);
    const spared = latent.filter(({ endpoint }) => endpoint.cloud === cloud);
    expect(spared.map(({ name, blocker }) => `${name ?? ''}: ${blocker.kind}`).sort()).toEqual(oneChangeAway);
  });

  test('the same answers give the same bytes, from the demo or from its saved collection', async () => {
    const again = await runExposure(['scan', '--from', collection, '--json']);
    expect(again.stdout).toBe(demo.stdout);
  });

  test('the text for people holds a card a finding and the coverage', async () => {
    const { stdout, code } = await runExposure(['scan', '--demo']);
    const { findings } = PublishedReport.parse(JSON.parse(demo.stdout));
    expect(code).toBe(3);
    expect(stdout).not.toContain('\u001b');
    for (const { title } of findings) expect(stdout).toContain(title);
    expect(stdout).toContain('ec2:DescribeNetworkAcls in 111122223333/us-east-1: denied');
  });

  test('colour is there if it is asked for, and not if it is refused', async () => {
    const forced = await runExposure(['scan', '--demo'], { env: { FORCE_COLOR: '1' } });
    expect(forced.stdout).toContain('\u001b[');
    const refused = await runExposure(['scan', '--demo', '--no-color'], { env: { FORCE_COLOR: '1' } });
    expect(refused.stdout).not.toContain('\u001b');
  });
});

describe('exit codes', () => {
  test.for([
    ['nothing that severe, but not all seen', ['--fail-on', 'none'], 5],
    ['not all seen, and that is allowed', ['--fail-on', 'none', '--allow-partial'], 0],
    ['findings, whatever is allowed', ['--allow-partial'], 3],
  ] as const)('%s', async ([, flags, code]) => {
    const ran = await runExposure(['scan', '--from', collection, '--json', ...flags]);
    expect(ran.code).toBe(code);
    expect(PublishedReport.parse(JSON.parse(ran.stdout)).run.exit.code).toBe(code);
  });

  test('a variable stands in for a flag', async () => {
    const env = { EXPOSURE_FAIL_ON: 'none', EXPOSURE_ALLOW_PARTIAL: 'true', EXPOSURE_FROM: collection };
    expect((await runExposure(['scan'], { env })).code).toBe(0);
  });

  test('what is hidden is still counted', async () => {
    const ran = await runExposure(['scan', '--demo', '--json', '--min-severity', 'critical']);
    const shown = PublishedReport.parse(JSON.parse(ran.stdout));
    const all = PublishedReport.parse(JSON.parse(demo.stdout));
    expect(ran.code).toBe(3);
    expect(shown.summary).toEqual(all.summary);
    expect(shown.findings).toEqual(all.findings.filter(({ severity }) => severity === 'critical'));
  });
});

describe('mistakes', () => {
  const cut = join(folder, 'cut.ndjson');
  beforeAll(() => {
    writeFileSync(cut, readFileSync(collection));
    truncateSync(cut, 5000);
  });

  test.for([
    ['a flag that there is not', ['scan', '--bogus'], 2, '--bogus'],
    ['a value that there is not', ['scan', '--demo', '--fail-on', 'awful'], 2, 'fail-on'],
    ['a number that is none', ['scan', '--demo', '--concurrency', 'many'], 2, 'concurrency'],
    ['a duration that is none', ['scan', '--timeout', 'soon'], 2, 'timeout'],
    ['a cloud that we do not know', ['scan', '--demo', '--cloud', 'nimbus'], 2, 'nimbus'],
    ['a file that there is not', ['scan', '--from', join(folder, 'nowhere')], 2, 'nowhere'],
    ['a collection that was cut off', ['scan', '--from', cut], 2, 'cut.ndjson'],
    ['two sources', ['scan', '--demo', '--from', collection], 2, 'exclude'],
    ['a command that there is not', ['scna'], 2, 'exposure scan'],
    ['a document that there is not', ['schema', 'poem'], 2, 'poem'],
    ['a collection without a name', ['collect'], 2, '-o'],
    ['a thing that is not there', ['explain', '192.0.2.250', '--demo'], 2, '192.0.2.250'],
    ['nobody to ask as', ['scan'], 4, 'credentials'],
  ] as const)('%s', async ([, args, code, mentioned]) => {
    const env = { HOME: folder, AWS_REGION: 'eu-west-1' };
    const ran = await runExposure(args, { env });
    expect(ran.stderr).toContain(mentioned);
    expect(ran.stderr).toMatch(/(?:^|\n)Error: .+\n(?:.*\n)*Next: {2}.+\n$/);
    expect([ran.code, ran.stdout]).toEqual([code, '']);
    const asJson = await runExposure([...args, '--json'], { env });
    const { error } = ErrorDocument.parse(JSON.parse(asJson.stdout));
    expect(asJson.code).toBe(code);
    expect(error.exit).toBe(code);
    expect(error.nextStep).not.toBe('');
    expect(error.message).not.toContain('    at ');
  });
});

describe('the other commands', () => {
  test('surface prints the published document', async () => {
    const { stdout, code } = await runExposure(['surface', '--demo', '--json']);
    const { endpoints } = PublishedSurface.parse(JSON.parse(stdout));
    expect(code).toBe(5);
    expect(new Set(endpoints.map(({ verdict }) => verdict))).toEqual(new Set(['reachable', 'blocked', 'unknown']));
    expect(endpoints.some(({ workload }) => workload === endpoints[0]?.entry)).toBe(false);
  });

  test('a file gets the result, and stdout nothing', async () => {
    const path = join(folder, 'surface.json');
    const { stdout } = await runExposure(['surface', '--demo', '--json', '-o', path]);
    expect(stdout).toBe('');
    expect(PublishedSurface.parse(JSON.parse(readFileSync(path, 'utf8'))).endpoints.length).toBeGreaterThan(10);
  });

  test('explain shows the proof of a finding by the start of its fingerprint', async () => {
    const [finding] = PublishedReport.parse(JSON.parse(demo.stdout)).findings;
    const { stdout, code } = await runExposure([
      'explain',
      finding?.fingerprint.slice(0, 13) ?? '',
      '--demo',
      '--json',
    ]);
    expect(code).toBe(0);
    expect(ProofsDocument.parse(JSON.parse(stdout)).proofs[0]).toMatchObject({
      proof: finding?.proof,
      finding: { rule: finding?.rule },
    });
  });

  test.for(['203.0.113.10:11434', '[2001:db8:20:2::40]:8888', 'i-0de00000000000001', 'bastion'])(
    'explain %s shows each hop',
    async (what) => {
      const { stdout, code } = await runExposure(['explain', what, '--demo']);
      expect(code).toBe(0);
      expect(stdout).toMatch(/REACHABLE: tcp/);
      expect(stdout).toMatch(/ 1\. \w+ +\w+/);
      expect(stdout).toContain('security group');
    },
  );

  test('permissions prints a policy, schema a schema', async () => {
    const policy = await runExposure(['permissions', '--cloud', 'aws']);
    expect(JSON.parse(policy.stdout)).toHaveProperty('Statement');
    const schema = await runExposure(['schema', 'report']);
    expect(JSON.parse(schema.stdout)).toHaveProperty('$schema');
  });

  test('collect can print the commands to run elsewhere', async () => {
    const { stdout, code } = await runExposure(['collect', '--print-commands']);
    expect(code).toBe(0);
    expect(stdout).toContain('aws ec2 describe-instances');
    expect(stdout).toContain('az rest');
    const shells = spawnSync('sh', ['-n'], { input: stdout, encoding: 'utf8' });
    expect(shells).toMatchObject({ status: 0, stderr: '' });
  });

  test('whoever stops reading is no error', () => {
    const script = `"${process.execPath}" "${MAIN}" surface --demo --json | head -c 20`;
    const { stdout, stderr } = spawnSync('sh', ['-c', script], { encoding: 'utf8' });
    expect(stdout).toBe('{\n  "schemaVersion":');
    expect(stderr).not.toMatch(/EPIPE|Error/);
  });
});

describe('verify', () => {
  test('every proof of the demo holds, from a report, from stdin or afresh', async () => {
    const runs = await Promise.all([
      runExposure(['verify', reportFile, '--from', collection]),
      runExposure(['verify', '-', '--demo'], { stdin: demo.stdout }),
      runExposure(['verify', '--demo']),
    ]);
    for (const { code, stdout } of runs) {
      expect(stdout).toMatch(/^\d+ proofs checked, 0 do not hold\n$/);
      expect(code).toBe(0);
    }
  });

  test.for([
    ['a rule that there is not', (text: string) => text.replaceAll(/sgr-0de0+1\b/g, 'sgr-0de00000000009999')],
    ['a claim wider than its proof', (text: string) => text.replace('"ports": "11434"', '"ports": "11434-11435"')],
  ] as const)('a report with %s does not hold', async ([, change]) => {
    const stdin = change(demo.stdout);
    expect(stdin).not.toBe(demo.stdout);
    const { code, stdout } = await runExposure(['verify', '-', '--demo', '--json'], { stdin });
    expect(code).toBe(3);
    expect(FailuresDocument.parse(JSON.parse(stdout)).failures.length).toBeGreaterThan(0);
  });

  test('something else than a report is a mistake', async () => {
    expect((await runExposure(['verify', '-', '--demo'], { stdin: '{}' })).code).toBe(2);
  });
});
