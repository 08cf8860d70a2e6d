import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { type Fault, Faults, type Reply, replyOfFault } from './faults.ts';
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

export interface RawHttp {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Listens on a free port of 127.0.0.1, reads each call, spoils it if it is to be spoiled, and has it answered. */
export async function startFront(settings: FrontSettings): Promise<LoopbackServer> {
  const faults = new Faults(settings.faults ?? []);
  const calls: LoggedCall[] = [];
  let running = 0;
  let peak = 0;
  const server = createServer((request, response) => {
    running += 1;
    peak = Math.max(peak, running);
    response.on('close', () => {
      running -= 1;
    });
    respond({ settings, faults, calls }, request, response).catch((error: unknown) => {
      send(response, { status: 500, body: Buffer.from(`this server is broken: ${String(error)}`), type: 'text/plain' });
    });
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${portOf(server)}`,
    calls,
    peak: () => peak,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server does not listen on a port');
  return address.port;
}

interface Context {
  readonly settings: FrontSettings;
  readonly faults: Faults;
  readonly calls: LoggedCall[];
}

async function respond(context: Context, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { settings, faults, calls } = context;
  const raw = await readRaw(request);
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

async function readRaw(request: IncomingMessage): Promise<RawHttp> {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  await new Promise((resolve) => request.on('end', resolve));
  const headers = Object.fromEntries(
    Object.entries(request.headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
  return {
    method: request.method ?? 'GET',
    path: request.url ?? '/',
    headers,
    body: Buffer.concat(chunks).toString('utf8'),
  };
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

const DRIPS = 20;
const DRIP_MS = 100;

async function spoil(fault: Fault | undefined, reply: Reply, response: ServerResponse): Promise<void> {
  const { body } = reply;
  const half = body.subarray(0, Math.floor(body.length / 2));
  switch (fault?.kind) {
    case 'hang':
      return;
    case 'reset':
      response.socket?.resetAndDestroy();
      return;
    case 'cut':
      send(response, { ...reply, body: half });
      return;
    case 'truncated':
      response.writeHead(reply.status, headersOf(reply));
      response.write(half, () => response.destroy());
      return;
    case 'drip':
      response.writeHead(reply.status, headersOf(reply));
      for (let drip = 0; drip < DRIPS; drip += 1) {
        response.write(body.subarray((body.length * drip) / DRIPS, (body.length * (drip + 1)) / DRIPS));
        await delay(DRIP_MS);
      }
      response.end();
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

function send(response: ServerResponse, reply: Reply): void {
  response.writeHead(reply.status, headersOf(reply));
  response.end(reply.body);
}

function headersOf({ body, type }: Reply): Record<string, string | number> {
  return { 'content-type': type ?? 'text/xml;charset=UTF-8', 'content-length': body.length };
}
