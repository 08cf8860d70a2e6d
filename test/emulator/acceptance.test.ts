import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AcceptanceEstate, seedAcceptance } from '../support/acceptance-estate.ts';
import { type Lab, openLab } from '../support/aws-lab.ts';
import { describeWithEmulator, exposureIn } from '../support/emulator.ts';
import { documentIn, endpointsIn, type PrintedReport, reportIn } from '../support/printed.ts';
import { blockPublicAccessOff, startAwsProxy } from '../support/replay/aws-proxy.ts';
import type { LoopbackServer } from '../support/replay/front.ts';
import { runExposure } from '../support/run-exposure.ts';

const REGION = 'us-east-1';
const QUIET_REGION = 'eu-west-1';
const LIVE = ['--cloud', 'aws', '--region', REGION, '--region', QUIET_REGION];
const SCAN = ['scan', ...LIVE, '--json', '--fail-on', 'none'];

describeWithEmulator('an estate with three exposed AI services, and four that only look like it', (url) => {
  let lab: Lab;
  let estate: AcceptanceEstate;
  /**
   * The emulator knows nothing of Block Public Access, so a proxy in front of it answers the two calls as AWS does for an
   * account that never turned it on. All else is the emulator's.
   */
  let whole: LoopbackServer;
  let folder: string;

  beforeAll(async () => {
    lab = await openLab(url, '111122223333', REGION);
    estate = await seedAcceptance(lab, QUIET_REGION);
    whole = await startAwsProxy({ upstream: url, supply: blockPublicAccessOff });
    folder = await mkdtemp(join(tmpdir(), 'exposure-acceptance-'));
  });
  afterAll(async () => {
    await whole.close();
    await rm(folder, { recursive: true });
  });

  function exposed(): readonly string[] {
    return [estate.ollama, estate.vllm, estate.jupyter].map(({ instanceId }) => instanceId).sort();
  }

  function workloadsIn({ findings }: PrintedReport): readonly string[] {
    return [...new Set(findings.map(({ endpoint }) => endpoint.workload))].sort();
  }

  describe('scan', () => {
    let report: PrintedReport;
    let code: number | null;
    beforeAll(async () => {
      const printed = await exposureIn(lab, whole.url, SCAN);
      code = printed.code;
      report = reportIn(printed);
    });

    test('asks everything it needs and gets it', () => {
      expect(report.coverage.gaps).toEqual([]);
      expect(report.run.exit).toMatchObject({ code: 0 });
      expect(code).toBe(0);
    });

    test('reports the three, and none of the look-alikes', () => {
      expect(workloadsIn(report)).toEqual(exposed());
      expect(report.findings.map(({ endpoint }) => endpoint.verdict)).toEqual(report.findings.map(() => 'reachable'));
    });

    function findingOf(workload: string) {
      return report.findings.find(({ endpoint }) => endpoint.workload === workload);
    }

    test('Ollama: open to the world on its port, by the rule that says so', () => {
      const finding = findingOf(estate.ollama.instanceId);
      expect(finding).toMatchObject({
        name: 'ollama',
        endpoint: { ports: '11434', protocol: 'tcp', family: 'ipv4', audience: { class: 'world' } },
        classification: { product: { id: 'ollama' } },
      });
      expect(finding?.endpoint.deciding.map(({ rule }) => rule)).toContainEqual(expect.stringMatching(/^sgr-/));
    });

    test('Jupyter: open to the world by IPv6 alone', () => {
      expect(findingOf(estate.jupyter.instanceId)?.endpoint).toMatchObject({
        address: estate.jupyter.ipv6,
        family: 'ipv6',
        ports: '8888',
        audience: { class: 'world' },
      });
    });

    test('vLLM: private, and open through its load balancer', () => {
      const finding = findingOf(estate.vllm.instanceId);
      expect(finding?.endpoint).toMatchObject({ entry: estate.vllmBalancer, ports: '80', targetPorts: '8000' });
      const kinds = finding?.proof.hops.map(({ element }) => element.kind);
      expect(kinds).toEqual(
        expect.arrayContaining(['internet gateway', 'network ACL', 'security group', 'listener', 'target group']),
      );
    });

    test('says of each look-alike what closes it, and of the web server that it is open and no AI', async () => {
      const printed = await exposureIn(lab, whole.url, ['surface', ...LIVE, '--json']);
      const endpoints = endpointsIn(printed);
      const { noRoute, walled, internal, internalBalancer, web } = estate.lookAlikes;
      const rowsOf = (id: string) => endpoints.filter(({ entry, workload }) => entry === id || workload === id);
      const verdicts = (id: string) => [...new Set(rowsOf(id).map(({ verdict }) => verdict))];
      expect(verdicts(noRoute.instanceId)).toEqual(['blocked']);
      expect(rowsOf(noRoute.instanceId).flatMap(({ deciding }) => deciding)).toContainEqual(
        expect.objectContaining({ rule: 'no route' }),
      );
      expect(verdicts(walled.instanceId)).toEqual(['blocked']);
      expect(rowsOf(walled.instanceId).flatMap(({ deciding }) => deciding)).toContainEqual(
        expect.objectContaining({ element: expect.stringMatching(/^acl-/) as string, rule: '90' }),
      );
      expect(verdicts(internal.instanceId)).toEqual(['blocked']);
      expect(verdicts(internalBalancer)).toEqual(['blocked']);
      expect(rowsOf(web.instanceId)).toContainEqual(
        expect.objectContaining({ ports: '8000', verdict: 'reachable', targetPorts: '8000' }),
      );
    });
  });

  test('with plain moto, which fails the Block Public Access calls, the same three are unknown and it says why', async () => {
    const { code, ...printed } = await exposureIn(lab, url, SCAN);
    const report = reportIn({ code, ...printed });
    expect(code).toBe(5);
    expect(workloadsIn(report)).toEqual(exposed());
    for (const { endpoint } of report.findings) {
      expect(endpoint).toMatchObject({ verdict: 'unknown' });
      expect(endpoint.missing).toContain(`ec2:DescribeVpcBlockPublicAccessOptions ${REGION}`);
    }
    expect(report.coverage.gaps).toContainEqual(
      expect.objectContaining({
        call: 'ec2:DescribeVpcBlockPublicAccessOptions',
        scope: `111122223333/${REGION}`,
        permission: 'ec2:DescribeVpcBlockPublicAccessOptions',
      }),
    );
  });

  describe('a saved collection', () => {
    const file = (name: string) => join(folder, name);
    beforeAll(async () => {
      const collected = await exposureIn(lab, whole.url, ['collect', ...LIVE, '-o', file('estate.ndjson.gz')]);
      expect(collected).toMatchObject({ code: 0 });
    });

    const replay = (name: string) =>
      runExposure(['scan', '--from', file(name), '--json', '--fail-on', 'none', '--quiet']);

    test('is judged the same each time, to the byte', async () => {
      const [first, second] = [await replay('estate.ndjson.gz'), await replay('estate.ndjson.gz')];
      expect(workloadsIn(reportIn(first))).toEqual(exposed());
      expect(second.stdout).toBe(first.stdout);
    });

    test('is judged as the live run that saved it, to the byte', async () => {
      const live = await exposureIn(lab, whole.url, [...SCAN, '--save', file('saved.ndjson')]);
      const replayed = await replay('saved.ndjson');
      expect(replayed.code).toBe(live.code);
      expect(replayed.stdout).toBe(live.stdout);
    });

    test('bears out every proof of its report, and refuses one that was tampered with', async () => {
      const report = await replay('estate.ndjson.gz');
      await writeFile(file('report.json'), report.stdout);
      const verify = (name: string) =>
        runExposure(['verify', file(name), '--from', file('estate.ndjson.gz'), '--json', '--quiet']);
      const honest = await verify('report.json');
      expect(documentIn(honest)).toMatchObject({ checked: reportIn(report).findings.length, failures: [] });
      expect(honest.code).toBe(0);
      const text = await readFile(file('report.json'), 'utf8');
      const rule = /"sgr-[0-9a-f]+"/.exec(text)?.[0] ?? '';
      expect(rule).not.toBe('');
      const forgeries = {
        'rule.json': text.replaceAll(rule, '"sgr-00000000000000000"'),
        'audience.json': text.replaceAll('"0.0.0.0/0"', '"198.51.100.0/24"'),
        'port.json': text.replaceAll('"11434"', '"11435"'),
        'verdict.json': text.replaceAll('"verdict": "reachable"', '"verdict": "unknown"'),
      };
      for (const [name, forged] of Object.entries(forgeries)) {
        expect(forged, name).not.toBe(text);
        await writeFile(file(name), forged);
        expect(await verify(name), name).toMatchObject({ code: 3 });
      }
    });

    test('explains a finding hop by hop', async () => {
      const args = ['explain', estate.ollama.instanceId, '--from', file('estate.ndjson.gz'), '--quiet'];
      const { code, stdout } = await runExposure(args);
      expect(code).toBe(0);
      for (const word of ['11434', 'igw-', 'acl-', 'sgr-', '0.0.0.0/0 -> igw-']) expect(stdout).toContain(word);
    });
  });

  describe('where the network ACLs of one region may not be read', () => {
    async function scanDenied(region: string) {
      const proxy = await startAwsProxy({
        upstream: url,
        supply: blockPublicAccessOff,
        faults: [{ kind: 'denied', call: 'ec2:DescribeNetworkAcls', region }],
      });
      const printed = await exposureIn(lab, proxy.url, SCAN).finally(() => proxy.close());
      return { code: printed.code, report: reportIn(printed) };
    }

    test('what they could have closed there is unknown, and the permission is named', async () => {
      const { code, report } = await scanDenied(REGION);
      expect(code).toBe(5);
      expect(workloadsIn(report)).toEqual([...exposed(), estate.lookAlikes.walled.instanceId].sort());
      for (const { endpoint } of report.findings) {
        expect(endpoint).toMatchObject({ verdict: 'unknown', missing: [`ec2:DescribeNetworkAcls ${REGION}`] });
      }
      expect(report.coverage.gaps).toMatchObject([
        { call: 'ec2:DescribeNetworkAcls', reason: 'denied', permission: 'ec2:DescribeNetworkAcls' },
      ]);
    });

    test('in the other region nothing changes but the coverage', async () => {
      const { code, report } = await scanDenied(QUIET_REGION);
      expect(code).toBe(5);
      expect(workloadsIn(report)).toEqual(exposed());
      expect(report.findings.map(({ endpoint }) => endpoint.verdict)).toEqual(report.findings.map(() => 'reachable'));
      expect(report.coverage.gaps).toMatchObject([
        { call: 'ec2:DescribeNetworkAcls', scope: `111122223333/${QUIET_REGION}` },
      ]);
    });
  });
});
