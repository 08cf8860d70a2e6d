import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PublishedReport } from '../../src/audit/published-schema.ts';
import { MAIN } from '../support/run-exposure.ts';

/** Takes every request and answers none. */
const server = createServer(() => undefined);
let endpoint = '';
let asked: Promise<unknown> = Promise.resolve();

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  endpoint = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

function start(args: readonly string[]) {
  asked = once(server, 'request');
  const env = {
    PATH: process.env['PATH'] ?? '',
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: 'invented',
    AWS_SECRET_ACCESS_KEY: 'invented',
    AWS_REGION: 'eu-west-1',
  };
  const child = spawn(process.execPath, [MAIN, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (part: string) => (said.stdout += part));
  child.stderr.setEncoding('utf8').on('data', (part: string) => (said.stderr += part));
  return { child, said, closed: codeOf(child) };
}

async function codeOf(child: ChildProcess): Promise<number | null> {
  await once(child, 'close');
  return child.exitCode;
}

test('the first interrupt ends in order, with a report that says so', async () => {
  const { child, said, closed } = start(['scan', '--json', '--region', 'eu-west-1']);
  await asked;
  child.kill('SIGINT');
  const code = await closed;
  const report = PublishedReport.parse(JSON.parse(said.stdout));
  expect(code).toBe(130);
  expect(report.run).toMatchObject({ complete: false, exit: { code: 130 } });
  expect(said.stderr).toContain('SIGINT');
}, 30_000);

test('SIGTERM ends likewise, with its own code', async () => {
  const { child, said, closed } = start(['scan', '--json', '--region', 'eu-west-1']);
  await asked;
  child.kill('SIGTERM');
  const code = await closed;
  expect(code).toBe(143);
  expect(PublishedReport.safeParse(JSON.parse(said.stdout)).success).toBe(true);
}, 30_000);
