import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { GRAPH_PAGE } from '../../providers/azure/graph/queries.ts';
import { type ArmLoggedCall, startArmServer } from '../support/arm/arm-server.ts';
import { answersSource } from '../support/arm/arm-source.ts';
import { type AzureSourceSize, azureSource, sizesOf } from './azure-source.ts';
import { azureAnswers } from './estate-azure.ts';
import { run, runExposure } from './process.ts';

const LATENCY_MS = 50;
/** As the server tells it in its headers. Azure's own, 15 in five seconds, would make the benchmark a matter of minutes. */
const QUOTA = { queries: 60, windowMs: 5_000 };
const MEBIBYTE = 1024 * 1024;

/** The command sets these itself. */
const LIKE_THE_COMMAND = [
  '--import',
  new URL('./peak-memory.ts', import.meta.url).href,
  '--max-semi-space-size=2',
  '--heap-growing-percent=40',
  '--optimize-for-size',
];

/** A line of the table. */
interface CollectingRow {
  readonly what: string;
  readonly measured: string;
  readonly ratio: number;
  readonly bound: number;
}

/** Collects a large estate over loopback, from a server that adds a fixed latency to each call and counts queries. */
export async function azureCollecting({
  subscriptions,
  interfaces,
}: AzureSourceSize): Promise<readonly CollectingRow[]> {
  const { calls, peakBytes } = await collected({ subscriptions, interfaces });
  const least = leastCalls({ subscriptions, interfaces });
  const tookMs =
    Math.max(...calls.map(({ answeredMs }) => answeredMs)) - Math.min(...calls.map(({ receivedMs }) => receivedMs));
  const quota = `${QUOTA.queries} queries of Resource Graph in ${QUOTA.windowMs / 1_000} s`;
  const size = `${subscriptions} subscriptions of ${interfaces.toLocaleString('en')} interfaces`;
  return [
    {
      what: `Azure: collecting ${size} at ${LATENCY_MS} ms a call against the bound by paging and a quota of ${quota}, ${(least.ms / 1_000).toFixed(1)} s`,
      measured: `${(tookMs / 1_000).toFixed(1)} s`,
      ratio: tookMs / least.ms,
      bound: 1.3,
    },
    {
      what: `Azure: calls made against the least number, ${least.calls}`,
      measured: `${calls.length}`,
      ratio: calls.length / least.calls,
      bound: 1.05,
    },
    {
      what: 'Azure: peak memory of collecting it into a file against 512 MiB',
      measured: `${(peakBytes / MEBIBYTE).toFixed(0)} MiB`,
      ratio: peakBytes / (512 * MEBIBYTE),
      bound: 1,
    },
  ];
}

/** Scans an estate of this many machines and their interfaces, live, and tells how much memory that took. */
export async function azureScan(interfaces: number): Promise<CollectingRow> {
  const server = await startArmServer({ source: answersSource([...azureAnswers({ interfaces, subscriptions: 2 })]) });
  try {
    const { code, stdout, stderr, peakBytes, ms } = await runExposure(
      ['scan', '--cloud', 'azure', '--azure-endpoint', server.url, '--json', '--progress', 'none'],
      { EXPOSURE_AZURE_ACCESS_TOKEN: 'example' },
    );
    if (!stdout.includes('"findings"')) throw new Error(`scan ended with ${code}: ${stderr}`);
    return {
      what: `Azure: peak memory of a live \`scan\` of ${(2 * interfaces).toLocaleString('en')} resources, ${(ms / 1_000).toFixed(1)} s, against 512 MiB`,
      measured: `${(peakBytes / MEBIBYTE).toFixed(0)} MiB`,
      ratio: peakBytes / (512 * MEBIBYTE),
      bound: 1,
    };
  } finally {
    await server.close();
  }
}

async function collected(size: AzureSourceSize): Promise<{ calls: readonly ArmLoggedCall[]; peakBytes: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'exposure-bench-'));
  const server = await startArmServer({ source: azureSource(size), latencyMs: LATENCY_MS, graphQuota: QUOTA });
  try {
    const output = join(folder, 'estate.ndjson');
    const program = fileURLToPath(new URL('./azure-collect.ts', import.meta.url));
    const { code, stderr, peakBytes } = await run([...LIKE_THE_COMMAND, program, server.url, output], {
      EXPOSURE_AZURE_ACCESS_TOKEN: 'example',
    });
    if (code !== 0) throw new Error(`collect ended with ${code}: ${stderr}`);
    return { calls: server.calls, peakBytes };
  } finally {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * What cannot be saved: the list of subscriptions, their sizes, each full page; and of each subscription what may be read
 * in it, and the rules of its networks' managers.
 *
 * The queries fill one window of the quota after another. What is asked one after another is little: the subscriptions,
 * their sizes, a page, what may be read, and rules.
 */
function leastCalls({ subscriptions, interfaces }: AzureSourceSize): { readonly calls: number; readonly ms: number } {
  const { rows, perResource } = sizesOf(interfaces);
  const queries = Math.ceil(subscriptions / 1_000) + Math.ceil((subscriptions * rows) / GRAPH_PAGE);
  const windows = Math.ceil(queries / QUOTA.queries) - 1;
  const chain = 5;
  return {
    calls: 1 + queries + subscriptions * (1 + perResource),
    ms: windows * QUOTA.windowMs + chain * LATENCY_MS,
  };
}
