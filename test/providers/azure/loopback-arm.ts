import { explainFailure } from '../../../providers/azure/failures.ts';
import { rateOf } from '../../../providers/azure/rates.ts';
import { type AzureSession, openSession, type SessionOptions } from '../../../providers/azure/session.ts';
import { systemClock } from '../../../src/collect/clock.ts';
import { Runner } from '../../../src/collect/runner.ts';
import { type Listening, listen, type RawHttp, type Reply, send } from '../../support/loopback.ts';

/** What is answered to a request: an object as JSON, a text as it stands, or a whole reply. */
export type Script = (request: RawHttp, url: string) => object | string | Scripted | undefined;

export interface Scripted {
  readonly status: number;
  readonly body?: object | string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface LoopbackArm extends Listening {
  readonly seen: readonly RawHttp[];
}

/** A server that answers by a script, and with an empty list where that says nothing. */
export async function loopbackArm(script: Script): Promise<LoopbackArm> {
  const seen: RawHttp[] = [];
  let url = '';
  const listening = await listen((raw, response) => {
    seen.push(raw);
    send(response, replyOf(script(raw, url) ?? { value: [] }));
    return Promise.resolve();
  });
  ({ url } = listening);
  return { ...listening, seen };
}

export function armError(status: number, code: string, message = 'no', details: readonly object[] = []): Scripted {
  return { status, body: { error: { code, message, details } } };
}

/** A session with a ready token. */
export async function openLoopback(url: string, options: Partial<SessionOptions> = {}): Promise<AzureSession> {
  const environment = { EXPOSURE_AZURE_ACCESS_TOKEN: 'example-token' };
  return openSession({ environment, endpoint: url, signal: new AbortController().signal, ...options });
}

/** A runner that hardly waits between attempts. */
export function hastyRunner(signal = new AbortController().signal): Runner {
  const { sleep } = systemClock(() => NOW);
  const clock = { now: () => NOW, random: () => 0, sleep: (ms: number, stop: AbortSignal) => sleep(ms / 10, stop) };
  const onProgress = (): void => undefined;
  return new Runner({ clock, signal, timeoutMs: 600_000, concurrency: 4, rateOf, explain: explainFailure, onProgress });
}

export const NOW = new Date('2026-11-01T08:00:00.000Z');

function replyOf(answer: object | string): Reply {
  const { status, body, headers } = isScripted(answer) ? answer : { status: 200, body: answer, headers: {} };
  const text = typeof body === 'string' ? body : JSON.stringify(body ?? '');
  return {
    status,
    body: Buffer.from(text),
    type: typeof body === 'string' ? 'text/html' : 'application/json; charset=utf-8',
    ...(headers === undefined ? {} : { headers }),
  };
}

function isScripted(answer: object | string): answer is Scripted {
  return typeof answer === 'object' && 'status' in answer && typeof answer.status === 'number';
}
