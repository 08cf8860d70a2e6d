import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { findMoto, type MotoPython } from './moto-install.ts';

/** A running moto: an emulator of AWS on loopback. */
export interface Moto {
  /** For `AWS_ENDPOINT_URL`. */
  readonly url: string;
  readonly version: string;
  readonly stop: () => Promise<void>;
}

/** Starts moto on a free port of 127.0.0.1 and waits until it answers; an `Error` says why it cannot be had. */
export async function startMoto(): Promise<Moto | Error> {
  const found = await findMoto();
  if (found instanceof Error) return found;
  const child = spawnMoto(found);
  const port = await portOf(child);
  if (port instanceof Error) return port;
  const url = `http://127.0.0.1:${port}`;
  const failure = await untilAnswering(url);
  if (failure !== undefined) child.kill();
  return failure ?? { url, version: found.version, stop: () => stop(child) };
}

/** Serves on a port that the system chooses, and ends with us: it reads from us until there is nobody to read from. */
const SCRIPT = `
import os, sys, threading
def follow():
    sys.stdin.read()
    os._exit(0)
threading.Thread(target=follow, daemon=True).start()
from moto.server import main
main(["-H", "127.0.0.1", "-p", "0"])
`;

function spawnMoto({ python, environment }: MotoPython): ChildProcess {
  return spawn(python, ['-u', '-c', SCRIPT], {
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...environment },
    stdio: ['pipe', 'ignore', 'pipe'],
  });
}

const START_TIMEOUT_MS = 60_000;

/** It prints its address once it listens, and then a line for each request, which nobody reads. */
function portOf(child: ChildProcess): Promise<number | Error> {
  return new Promise((resolve) => {
    let log = '';
    const give = (result: number | Error): void => {
      clearTimeout(timer);
      resolve(result);
    };
    const timer = setTimeout(() => {
      child.kill();
      give(new Error(`moto did not start within ${START_TIMEOUT_MS / 1_000} seconds: ${log}`));
    }, START_TIMEOUT_MS);
    child.on('error', give);
    child.on('exit', () => {
      give(new Error(`moto ended at once: ${log.trim().split('\n').slice(-3).join(' | ')}`));
    });
    child.stderr?.on('data', (chunk: Buffer) => {
      if (log.length < 10_000) log += chunk.toString();
      const port = /Running on http:\/\/127\.0\.0\.1:(\d+)/.exec(log)?.[1];
      if (port !== undefined) give(Number(port));
    });
  });
}

const ANSWER_ATTEMPTS = 100;
const ANSWER_POLL_MS = 100;

async function untilAnswering(url: string): Promise<Error | undefined> {
  for (let attempt = 0; attempt < ANSWER_ATTEMPTS; attempt += 1) {
    const status = await fetch(`${url}/moto-api/data.json`).then(
      (response) => response.status,
      () => 0,
    );
    if (status === 200) return undefined;
    await delay(ANSWER_POLL_MS);
  }
  return new Error(`moto at ${url} does not answer`);
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => {
      resolve();
    });
    child.kill('SIGKILL');
  });
}
