import type { Answer } from '../../src/collect/answer.ts';
import { startReplayServer } from '../support/replay/replay-server.ts';
import { estateAnswers } from './estate.ts';
import { runExposure } from './process.ts';

export const LATENCY_MS = 50;
export const REGIONS = ['eu-west-1', 'us-east-1', 'ap-southeast-2'] as const;
/** Records of a page, as the provider hands them out. */
export const PAGE = 1000;

/** Answers of the estate that no verdict needs, so that they are not asked for. */
const UNUSED = ['DescribeEgressOnlyInternetGateways', 'DescribeCarrierGateways'];

export interface Collected {
  /** From the first request to the last answer. */
  readonly tookMs: number;
  readonly calls: number;
  /** The calls that could not be saved. */
  readonly least: number;
  /** Of the longest list. */
  readonly pages: number;
  readonly peakBytes: number;
}

/** Runs a live scan of an invented estate over loopback, from a server that adds a fixed latency to each call. */
export async function collected(interfaces: number, pageSize: number): Promise<Collected> {
  const answers = REGIONS.flatMap((region, i) => [
    ...estateAnswers({ interfaces, region, regions: REGIONS, seed: i + 1 }),
  ]);
  const server = await startReplayServer({ answers, latencyMs: LATENCY_MS, pageSize });
  try {
    const { code, stdout, stderr, peakBytes } = await runExposure(
      ['scan', '--cloud', 'aws', ...REGIONS.flatMap((region) => ['--region', region]), '--json', '--progress', 'none'],
      {
        AWS_ENDPOINT_URL: server.url,
        AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
        AWS_SECRET_ACCESS_KEY: 'example',
        AWS_REGION: REGIONS[0],
      },
    );
    if (!stdout.includes('"findings"')) throw new Error(`scan ended with ${code}: ${stderr}`);
    const first = Math.min(...server.calls.map(({ receivedMs }) => receivedMs));
    const last = Math.max(...server.calls.map(({ answeredMs }) => answeredMs));
    return {
      tookMs: last - first,
      calls: server.calls.length,
      least: leastCalls(answers, pageSize),
      pages: Math.ceil(interfaces / pageSize),
      peakBytes,
    };
  } finally {
    await server.close();
  }
}

/** Who we are, which regions there are, and of every region each list's pages; of what is asked by id one call. */
function leastCalls(answers: readonly Answer[], pageSize: number): number {
  const lists = Map.groupBy(answers, ({ call, region }) => `${region} ${call}`);
  let calls = 2;
  for (const [name, pages] of lists) {
    if (name.endsWith(':DescribeRegions') || UNUSED.some((call) => name.endsWith(call))) continue;
    const records = pages.map(({ response }) => Object.values(response ?? {})[0] as unknown);
    const count = records.reduce<number>((sum, page) => sum + (Array.isArray(page) ? page.length : 0), 0);
    calls += Math.max(1, Math.ceil(count / pageSize));
  }
  return calls;
}
