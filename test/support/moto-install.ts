import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** A Python that can run moto, and the variables that it needs for that. */
export interface MotoPython {
  readonly python: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly version: string;
}

const OLDEST = [5, 2] as const;
const PACKAGE = 'moto[server]==5.2.5';

/** Never in the source tree, and found again by the next run. */
const CACHE = fileURLToPath(new URL('../../node_modules/.cache/', import.meta.url));
const HOME = `${CACHE}moto-5.2.5`;
const LOCK = `${CACHE}moto-5.2.5.lock`;

/** Finds a moto that is installed or was installed by an earlier run, or installs one; an `Error` says why there is none. */
export async function findMoto(): Promise<MotoPython | Error> {
  const installed = await probe('python3', {});
  if (installed !== undefined) return installed;
  return (await cached()) ?? (await locked(async () => (await cached()) ?? (await install())));
}

/** Asks this Python for its moto; undefined if it has none that is new enough and able to serve. */
async function probe(python: string, environment: Readonly<Record<string, string>>): Promise<MotoPython | undefined> {
  const script = 'import flask, flask_cors, moto, moto.server; print(moto.__version__)';
  const { code, stdout } = await run(python, ['-c', script], environment);
  const version = stdout.trim();
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isNewEnough = major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
  return code === 0 && isNewEnough ? { python, environment, version } : undefined;
}

async function cached(): Promise<MotoPython | undefined> {
  if (existsSync(`${HOME}/bin/python`)) return probe(`${HOME}/bin/python`, {});
  return existsSync(`${HOME}/site`) ? probe('python3', { PYTHONPATH: `${HOME}/site` }) : undefined;
}

/** A virtual environment if Python can make one, else a plain folder of packages. */
async function install(): Promise<MotoPython | Error> {
  const draft = `${HOME}.partial`;
  await rm(draft, { recursive: true, force: true });
  await rm(HOME, { recursive: true, force: true });
  const version = await run('python3', ['--version'], {});
  if (version.code !== 0) return new Error('there is no python3; the emulator needs Python 3.10 or newer');
  process.stderr.write(`Installing ${PACKAGE} for the emulator's tests, once …\n`);
  const venv = await run('python3', ['-m', 'venv', HOME], {});
  if (venv.code === 0) {
    const pip = await run(`${HOME}/bin/python`, ['-m', 'pip', ...PIP], {});
    return pip.code === 0 ? ready() : failed(`pip could not install ${PACKAGE}`, pip);
  }
  await rm(HOME, { recursive: true, force: true });
  const pip = await run('python3', ['-m', 'pip', ...PIP, '--target', `${draft}/site`], {});
  if (pip.code !== 0) {
    const reason = `python3 makes no virtual environment (on Debian: apt install python3-venv), and pip alone could not install ${PACKAGE}`;
    return failed(reason, { ...pip, stderr: `${venv.stdout}${venv.stderr}${pip.stderr}` });
  }
  await rename(draft, HOME);
  return ready();
}

const PIP = ['install', '--quiet', '--no-input', '--disable-pip-version-check', PACKAGE];

async function ready(): Promise<MotoPython | Error> {
  return (await cached()) ?? new Error(`${PACKAGE} was installed, but does not start`);
}

/** What is half installed would be mistaken for the whole by the next run. */
async function failed(reason: string, { stderr }: Finished): Promise<Error> {
  await rm(HOME, { recursive: true, force: true });
  const words = stderr.trim().split('\n').slice(-4).join(' | ');
  return new Error(`${reason}: ${words}`);
}

const LOCK_POLL_MS = 500;
const LOCK_STALE_MS = 10 * 60_000;

/** Does the work alone on this machine: making a folder succeeds for one of those who try. */
async function locked<T>(work: () => Promise<T>): Promise<T> {
  await mkdir(CACHE, { recursive: true });
  while (!(await taken())) await delay(LOCK_POLL_MS);
  return work().finally(() => rm(LOCK, { recursive: true, force: true }));
}

async function taken(): Promise<boolean> {
  const made = await mkdir(LOCK).then(
    () => true,
    () => false,
  );
  if (made) {
    await writeFile(`${LOCK}/pid`, String(process.pid));
    return true;
  }
  const age = await stat(LOCK).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => 0,
  );
  if (age > LOCK_STALE_MS) await rm(LOCK, { recursive: true, force: true });
  return false;
}

interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const COMMAND_TIMEOUT_MS = 8 * 60_000;

function run(
  command: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<Finished> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      // Unlike the `timeout` option, this leaves no timer behind a command that could not be started.
      signal: AbortSignal.timeout(COMMAND_TIMEOUT_MS),
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.on('error', ({ message }) => {
      resolve({ code: 127, stdout, stderr: message });
    });
    child.on('close', (code) => {
      resolve({ code: code ?? 1, stdout, stderr });
    });
  });
}
