import { createServer as createHttp, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { setTimeout as delay } from 'node:timers/promises';

/** An answer as it goes out. */
export interface Reply {
  readonly status: number;
  readonly body: Buffer;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface RawHttp {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A server that listens on a free port of 127.0.0.1. */
export interface Listening {
  readonly url: string;
  /** Requests under way at once, at most. */
  readonly peak: () => number;
  readonly close: () => Promise<void>;
}

/** A private key and its certificate, as PEM. */
export interface Identity {
  readonly key: string;
  readonly cert: string;
}

export type Respond = (raw: RawHttp, response: ServerResponse) => Promise<void>;

/** Listens, and has each request answered; by https if there is somebody to be. */
export async function listen(respond: Respond, identity?: Identity): Promise<Listening> {
  let running = 0;
  let peak = 0;
  const listener: RequestListener = (request, response) => {
    running += 1;
    peak = Math.max(peak, running);
    response.on('close', () => {
      running -= 1;
    });
    readRaw(request)
      .then((raw) => respond(raw, response))
      .catch((error: unknown) => {
        send(response, {
          status: 500,
          body: Buffer.from(`this server is broken: ${String(error)}`),
          type: 'text/plain',
        });
      });
  };
  const server = identity === undefined ? createHttp(listener) : createHttps(identity, listener);
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server does not listen on a port');
  return {
    url: `${identity === undefined ? 'http' : 'https'}://127.0.0.1:${address.port}`,
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

export function send(response: ServerResponse, reply: Reply): void {
  response.writeHead(reply.status, headersOf(reply));
  response.end(reply.body);
}

/**
 * What can go wrong on the way of a good answer:
 *
 * - `cut`: half of it, as if it were all; `truncated`: half of the promised bytes, then the end
 * - `reset`: the connection breaks before any byte; `hang`: nothing, ever
 * - `drip`: all of it, over two seconds
 */
export type Spoiling = 'cut' | 'truncated' | 'reset' | 'hang' | 'drip';

const DRIPS = 20;
const DRIP_MS = 100;

export async function sendSpoiled(response: ServerResponse, reply: Reply, spoiling: Spoiling): Promise<void> {
  const { body } = reply;
  const half = body.subarray(0, Math.floor(body.length / 2));
  switch (spoiling) {
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
  }
}

function headersOf({ body, type, headers }: Reply): Record<string, string | number> {
  return { ...headers, 'content-type': type ?? 'text/xml;charset=UTF-8', 'content-length': body.length };
}

/** The page that some proxy shows in place of a service. */
export const ERROR_PAGE = '<!doctype html>\n<html lang=en>\n<title>502 Bad Gateway</title>\n<h1>Bad Gateway</h1>\n';
