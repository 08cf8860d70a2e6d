import { z } from 'zod';

/**
 * Refuses a successful answer that is no answer of the service.
 *
 * The SDK reads an empty body, or a web page of some proxy, as a list with nothing in it. That would hide an estate.
 */
export function checkRoot<Args, Result extends { response: unknown }>(next: (args: Args) => Promise<Result>) {
  return async (args: Args): Promise<Result> => {
    const result = await next(args);
    const { response } = result;
    if (!isReply(response) || response.statusCode >= 300) return result;
    response.body = await whole(response.body);
    const root = rootOf(response.body);
    if (root?.endsWith('Response') === true) return result;
    throw new MalformedAnswer(root, response.statusCode);
  };
}

class MalformedAnswer extends Error {
  override readonly name = 'MalformedAnswer';
  readonly $metadata: { readonly httpStatusCode: number };

  constructor(root: string | undefined, status: number) {
    super(root === undefined ? 'the answer is empty or no XML' : `the answer is <${root}>, not one of the service`);
    this.$metadata = { httpStatusCode: status };
  }
}

const Reply = z.object({ statusCode: z.number(), body: z.custom<AsyncIterable<Uint8Array>>(isAsyncIterable) });

interface Reply {
  readonly statusCode: number;
  body: AsyncIterable<Uint8Array> | Uint8Array;
}

function isReply(response: unknown): response is Reply {
  return Reply.safeParse(response).success;
}

function isAsyncIterable(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

async function whole(body: AsyncIterable<Uint8Array> | Uint8Array): Promise<Uint8Array> {
  if (body instanceof Uint8Array) return body;
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** The name of the first element, behind a byte order mark, a declaration and comments. */
function rootOf(body: Uint8Array): string | undefined {
  const start = Buffer.from(body.buffer, body.byteOffset, Math.min(body.byteLength, 2_000)).toString('utf8');
  return /^\uFEFF?\s*(?:<[?!][^>]*>\s*)*<(?:[\w.-]+:)?([\w.-]+)/.exec(start)?.[1];
}
