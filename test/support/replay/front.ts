import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { listen, type RawHttp, type Reply, send, sendSpoiled } from '../loopback.ts';
import { type Fault, Faults, replyOfFault } from './faults.ts';
import { readWireCall, type WireCall } from './wire-call.ts';
import { errorXml } from './wire-xml.ts';

/** One request that came in, for tests and benchmarks to read. */
interface LoggedCall {
  readonly call: string;
  readonly account: string;
  readonly region: string;
  readonly request: Readonly<Record<string, unknown>>;
  /** The page that was asked for; absent for the first. */
  readonly token?: string;
  readonly pageSize?: number;
  readonly fault?: Fault['kind'];
  readonly status: number;
  /** When the request was read and when its answer went out, on the clock of `performance.now`. */
  readonly receivedMs: number;
  readonly answeredMs: number;
}

/** A server on loopback that speaks the query protocols of AWS. */
export interface LoopbackServer {
  /** For `AWS_ENDPOINT_URL`. */
  readonly url: string;
  /** Every request, in the order in which they were answered. */
  readonly calls: readonly LoggedCall[];
  /** Requests under way at once, at most. */
  readonly peak: () => number;
  readonly close: () => Promise<void>;
}

export interface FrontSettings {
  readonly handle: (call: WireCall, raw: RawHttp) => Reply | Promise<Reply>;
  readonly ownAccount: string;
  readonly latencyMs?: number | undefined;
  readonly faults?: readonly Fault[] | undefined;
  /** Where a request goes that is none of the services we speak for. */
  readonly elsewhere?: (raw: RawHttp) => Promise<Reply>;
}

/** Listens on a free port of 127.0.0.1, reads each call, spoils it if it is to be spoiled, and has it answered. */
export async function startFront(settings: FrontSettings): Promise<LoopbackServer> {
  const context: Context = { settings, faults: new Faults(settings.faults ?? []), calls: [] };
  const listening = await listen((raw, response) => respond(context, raw, response));
  return { ...listening, calls: context.calls };
}

interface Context {
  readonly settings: FrontSettings;
  readonly faults: Faults;
  readonly calls: LoggedCall[];
}

async function respond(context: Context, raw: RawHttp, response: ServerResponse): Promise<void> {
  const { settings, faults, calls } = context;
  const receivedMs = performance.now();
  const call = readWireCall({
    authorization: raw.headers['authorization'] ?? '',
    body: raw.body,
    ownAccount: settings.ownAccount,
  });
  if (typeof call === 'string') {
    const reply = await settings.elsewhere?.(raw);
    send(response, reply ?? { status: 400, body: errorXml('ec2', 'InvalidAction', call) });
    return;
  }
  const fault = faults.next(call);
  const [reply] = await Promise.all([answer(context, call, raw, fault), pause(settings.latencyMs)]);
  const { account, region, token, pageSize } = call;
  calls.push({
    call: call.call,
    account,
    region,
    request: call.request,
    status: reply.status,
    receivedMs,
    answeredMs: performance.now(),
    ...(token === undefined ? {} : { token }),
    ...(pageSize === undefined ? {} : { pageSize }),
    ...(fault === undefined ? {} : { fault: fault.kind }),
  });
  await spoil(fault, reply, response);
}

async function pause(latencyMs: number | undefined): Promise<void> {
  if (latencyMs !== undefined && latencyMs > 0) await delay(latencyMs);
}

/** The token that a torn chain of pages repeats. */
const SAME_TOKEN = 'c2FtZQ==';

async function answer({ settings }: Context, call: WireCall, raw: RawHttp, fault: Fault | undefined): Promise<Reply> {
  const own = fault === undefined ? undefined : replyOfFault(fault, call);
  if (own !== undefined) return own;
  const { token, ...first } = call;
  const reply = await settings.handle(token === SAME_TOKEN ? first : call, raw);
  if (fault?.kind !== 'repeated-token') return reply;
  const text = reply.body.toString('utf8').replaceAll(/<(nextToken|NextMarker)>[^<]*</g, `<$1>${SAME_TOKEN}<`);
  return { ...reply, body: Buffer.from(text) };
}

async function spoil(fault: Fault | undefined, reply: Reply, response: ServerResponse): Promise<void> {
  switch (fault?.kind) {
    case 'hang':
    case 'reset':
    case 'cut':
    case 'truncated':
    case 'drip':
      await sendSpoiled(response, reply, fault.kind);
      return;
    case undefined:
    case 'denied':
    case 'unauthenticated':
    case 'throttled':
    case 'server-error':
    case 'disabled-region':
    case 'html':
    case 'html-200':
    case 'empty':
    case 'repeated-token':
    case 'lost-token':
      send(response, reply);
  }
}
