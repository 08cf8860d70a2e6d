/**
 * The benchmark: ratios measured in one run, as a table. `--write` puts it into src/README.md.
 *
 * Nothing here fails on a slow machine; what is over its bound is marked, for a person to look at.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { azureCollecting, azureScan } from './azure-collecting.ts';
import { collected, LATENCY_MS, PAGE, REGIONS } from './collecting.ts';
import { ESTATES } from './estates.ts';
import { run, runExposure } from './process.ts';
import { median } from './timing.ts';

/** One line of the table. */
interface Row {
  readonly what: string;
  readonly measured: string;
  readonly ratio: number;
  readonly bound?: number;
}

interface Evaluated {
  readonly interfaces: number;
  readonly slices: number;
  readonly parseMs: number;
  readonly convertMs: number;
  readonly evaluateMs: number;
}

const RESOURCES = 50_000;
const MEBIBYTE = 1024 * 1024;

const { values } = parseArgs({ options: { write: { type: 'boolean' }, quick: { type: 'boolean' } } });
const folder = mkdtempSync(join(tmpdir(), 'exposure-bench-'));
try {
  const rows: Row[] = [];
  for (const cloud of ['aws', 'azure'] as const) rows.push(...(await evaluation(cloud)), ...(await replay(cloud)));
  rows.push(...(await collection()), ...(await azureCollecting({ subscriptions: 200, interfaces: 2_000 })));
  rows.push(await azureScan(RESOURCES / 2));
  rows.push(...(await coldStart()));
  const table = render(rows);
  console.log(table);
  if (values.write === true) writeTable(table);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

type Cloud = keyof typeof ESTATES;

async function evaluation(cloud: Cloud): Promise<readonly Row[]> {
  const small = await evaluated(cloud, 100_000);
  const large = await evaluated(cloud, values.quick === true ? 200_000 : 1_000_000);
  const { name } = ESTATES[cloud].provider;
  const parse = `JSON.parse of the same records, ${ms(small.parseMs)}`;
  const sizes = `${large.interfaces.toLocaleString('en')} interfaces against ${small.interfaces.toLocaleString('en')}`;
  return [
    {
      what: `${name}: evaluating 100,000 interfaces (${small.slices.toLocaleString('en')} different ones) against ${parse}`,
      measured: ms(small.evaluateMs),
      ratio: small.evaluateMs / small.parseMs,
      bound: 0.5,
    },
    {
      what: `${name}: converting them against ${parse}`,
      measured: ms(small.convertMs),
      ratio: small.convertMs / small.parseMs,
    },
    {
      what: `${name}: evaluating ${sizes}`,
      measured: ms(large.evaluateMs),
      ratio: large.evaluateMs / small.evaluateMs,
      bound: (1.1 * large.interfaces) / small.interfaces,
    },
  ];
}

async function evaluated(cloud: Cloud, interfaces: number): Promise<Evaluated> {
  const program = new URL('./evaluate.ts', import.meta.url).pathname;
  const memory = ['--expose-gc', '--max-old-space-size=16384'];
  const { code, stdout, stderr } = await run([...memory, program, `${interfaces}`, cloud]);
  if (code !== 0) throw new Error(`evaluate.ts ${interfaces} ${cloud} ended with ${code}: ${stderr}`);
  return JSON.parse(stdout) as Evaluated;
}

async function replay(cloud: Cloud): Promise<readonly Row[]> {
  const file = join(folder, 'estate.ndjson');
  const { provider, answersOf } = ESTATES[cloud];
  const lines = [...answersOf(RESOURCES / 2)].map((answer) => `${JSON.stringify(answer)}\n`);
  writeFileSync(file, lines.join(''));
  const { code, stdout, stderr, peakBytes, ms: took } = await runExposure(['surface', '--from', file, '--json']);
  if (!stdout.includes('"endpoints"')) throw new Error(`surface ended with ${code}: ${stderr}`);
  return [
    {
      what: `${provider.name}: peak memory of \`surface --from\`, ${RESOURCES.toLocaleString('en')} resources, ${ms(took)}, against 512 MiB`,
      measured: mebibytes(peakBytes),
      ratio: peakBytes / (512 * MEBIBYTE),
      bound: 1,
    },
  ];
}

/** Collecting over loopback from a server that adds a fixed latency to each call. */
async function collection(): Promise<readonly Row[]> {
  const paced = await collected(300, PAGE / 100);
  const large = await collected(Math.floor(RESOURCES / 2 / REGIONS.length), PAGE);
  // Who we are, which regions there are, the longest chain of pages, for a page names the next one, and the images
  // of what was on them.
  const chain = 2 + paced.pages + 1;
  return [
    {
      what: `Collecting ${REGIONS.length} regions at ${LATENCY_MS} ms a call against the longest chain of ${chain} calls`,
      measured: ms(paced.tookMs),
      ratio: paced.tookMs / (chain * LATENCY_MS),
      bound: 1.3,
    },
    {
      what: `Calls made against the least number of pages, ${large.least}`,
      measured: `${large.calls}`,
      ratio: large.calls / large.least,
      bound: 1.05,
    },
    {
      what: `Peak memory of a live \`scan\` of ${RESOURCES.toLocaleString('en')} resources, ${ms(large.tookMs)} of collecting, against 512 MiB`,
      measured: mebibytes(large.peakBytes),
      ratio: large.peakBytes / (512 * MEBIBYTE),
      bound: 1,
    },
  ];
}

async function coldStart(): Promise<readonly Row[]> {
  const bare: number[] = [];
  const help: number[] = [];
  const main = new URL('../../src/cli/exposure.js', import.meta.url).pathname;
  for (let i = 0; i < 15; i += 1) {
    bare.push((await run(['-e', '0'])).ms);
    help.push((await run([main, '--help'])).ms);
  }
  return [
    {
      what: `\`exposure --help\` against bare node, ${ms(median(bare))}`,
      measured: ms(median(help)),
      ratio: median(help) / median(bare),
      bound: 2.5,
    },
  ];
}

function render(rows: readonly Row[]): string {
  const lines = rows.map(({ what, measured, ratio, bound }) => {
    const within = bound === undefined ? '' : `${bound}${ratio > bound ? ' **over**' : ''}`;
    return `| ${what} | ${measured} | ${ratio.toFixed(2)} | ${within} |`;
  });
  return ['| What | Measured | Ratio | Bound |', '| --- | --- | --- | --- |', ...lines].join('\n');
}

function writeTable(table: string): void {
  const file = new URL('../../src/README.md', import.meta.url);
  const [head, tail] = [/^[\s\S]*<!-- bench:begin -->/, /<!-- bench:end -->[\s\S]*$/].map(
    (part) => part.exec(readFileSync(file, 'utf8'))?.[0] ?? '',
  );
  writeFileSync(file, `${head}\n\n${table}\n\n${tail}`);
}

function ms(value: number): string {
  return value >= 10_000 ? `${(value / 1000).toFixed(1)} s` : `${value.toFixed(0)} ms`;
}

function mebibytes(bytes: number): string {
  return `${(bytes / MEBIBYTE).toFixed(0)} MiB`;
}
