import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** What a finished process said and used. */
export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly ms: number;
  /** The most memory it ever held, in bytes. */
  readonly peakBytes: number;
}

const PEAK = /^peak-kib=(\d+)$/m;
const PRELOAD = new URL('./peak-memory.ts', import.meta.url).href;

/** Runs a Node program to its end, and measures it. */
export function run(
  arguments_: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(process.execPath, [...arguments_], {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      const peakBytes = Number(PEAK.exec(stderr)?.[1] ?? Number.NaN) * 1024;
      resolve({ code, stdout, stderr, ms: performance.now() - start, peakBytes });
    });
  });
}

/** Runs `exposure` and tells its peak memory. */
export function runExposure(
  arguments_: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Finished> {
  const main = fileURLToPath(new URL('../../src/cli/exposure.js', import.meta.url));
  return run(['--import', PRELOAD, main, ...arguments_], environment);
}
