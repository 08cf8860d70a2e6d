import { AsyncLocalStorage } from 'node:async_hooks';
import type { PipelinePolicy, PipelineResponse } from '@azure/core-rest-pipeline';
import type { Page, PageRequest } from '../../src/collect/collector.ts';
import { parseJson } from '../../src/collect/parse-json.ts';
import { ArmError } from './arm-error.ts';
import type { ArmEndpoint } from './endpoint.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

/** A list operation of any of the SDKs. */
export interface Paged {
  byPage: (settings?: { continuationToken?: string }) => AsyncIterator<unknown>;
}

export interface RawReply {
  readonly body: JsonObject;
  readonly header: (name: string) => string | undefined;
}

/** One answer that is under way. */
interface Reading {
  readonly signal: AbortSignal;
  /** The key that must hold a list. */
  readonly list: string | undefined;
  reply?: RawReply;
}

/**
 * Reads what Azure Resource Manager wrote, where the SDKs would hand on something that they made of it.
 *
 * A collection keeps answers as the API prints them, and the SDKs flatten and rename, each generation in a way of its
 * own. So a policy next to the wire takes the body, and gives the SDK an empty list in its stead.
 */
export class RawAnswers {
  readonly #endpoint: ArmEndpoint;
  readonly #token: () => Promise<string>;
  /** A client serves many calls at once, and its later pages take no options: only the call's own context tells them. */
  readonly #current = new AsyncLocalStorage<Reading>();

  constructor(endpoint: ArmEndpoint, token: () => Promise<string>) {
    this.#endpoint = endpoint;
    this.#token = token;
  }

  /** One page of a list, the first one or the one that the token names. */
  async page(list: Paged, { token, signal }: PageRequest): Promise<Page> {
    const pages = list.byPage(token === undefined ? {} : { continuationToken: token });
    const { body } = await this.reply(() => pages.next(), { signal }, 'value');
    const next = body['nextLink'] ?? undefined;
    if (next !== undefined && typeof next !== 'string') throw ArmError.malformed(200, 'its nextLink is no text');
    return { response: body, next };
  }

  /** What one call answers. If `list` is given, the answer must have a list of that name. */
  async reply(ask: () => PromiseLike<unknown>, page: Pick<PageRequest, 'signal'>, list?: string): Promise<RawReply> {
    const reading: Reading = { signal: page.signal, list };
    await this.#current.run(reading, ask);
    if (reading.reply === undefined) throw new Error('the SDK answered without asking');
    return reading.reply;
  }

  /** To be put next to the wire: nothing that is sent or received comes between. */
  readonly policy: PipelinePolicy = {
    name: 'exposureRawAnswers',
    sendRequest: async (request, next) => {
      const { origin } = this.#endpoint;
      const goal = URL.parse(request.url)?.origin;
      if (goal !== origin) throw ArmError.foreignLink(goal, origin);
      const reading = this.#current.getStore();
      if (reading !== undefined) request.abortSignal = reading.signal;
      request.headers.set('authorization', `Bearer ${await this.#token()}`);
      const response = await next(request);
      const text = response.bodyAsText ?? '';
      if (response.status < 200 || response.status > 299) throw ArmError.refused(response);
      if (reading === undefined) return response;
      reading.reply = { body: objectIn(text, reading.list, response.status), header: headerOf(response) };
      response.headers.set('content-type', 'application/json');
      return { ...response, bodyAsText: NOTHING };
    },
  };
}

const NOTHING = '{"value":[]}';

function objectIn(text: string, list: string | undefined, status: number): JsonObject {
  if (text.trim() === '') throw ArmError.malformed(status, 'it is empty');
  const value = parseJson(text)?.value;
  if (!isObject(value)) throw ArmError.malformed(status, 'it is no JSON object');
  if (list !== undefined && !Array.isArray(value[list])) throw ArmError.malformed(status, `it has no list ${list}`);
  return value;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function headerOf({ headers }: PipelineResponse): RawReply['header'] {
  return (name) => headers.get(name);
}
