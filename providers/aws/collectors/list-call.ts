import type { CollectorCall, Known, Page, PageRequest, Question } from '../../../src/collect/collector.ts';
import { decode } from '../../../src/collect/decode.ts';
import type { RecordKind } from '../../../src/collect/record-kind.ts';
import type { AwsClients } from '../session.ts';

/** The most records that a page of EC2 may hold, for the calls that have no lower limit of their own. */
export const EC2_PAGE = 1_000;
/** The most records that a page of Elastic Load Balancing may hold. */
export const ELB_PAGE = 400;

interface CallOptions {
  readonly abortSignal: AbortSignal;
}

/** An answer of either service: EC2 names its next page `NextToken`, Elastic Load Balancing `NextMarker`. */
interface Paged {
  readonly $metadata: unknown;
  readonly NextToken?: string | undefined;
  readonly NextMarker?: string | undefined;
}

/** Sends the call for one page; the token is that of either service. */
type Send = (clients: AwsClients, token: string | undefined, options: CallOptions) => Promise<Paged>;

/** A call that lists everything of its kind in a region. */
export function listCall(kind: RecordKind, send: Send): CollectorCall<AwsClients> {
  const { call, permission } = kind;
  return { call, permission, questions: () => [question({}, send)] };
}

/** A call that is made for each resource, or each batch of them, that can matter. */
export function detailCall<T>(
  kind: RecordKind,
  subjects: (known: Known) => readonly T[],
  about: (subject: T) => Question<AwsClients>,
): CollectorCall<AwsClients> {
  const { call, permission } = kind;
  return { call, permission, questions: (known) => subjects(known).map(about) };
}

/** One question, with the request as the answer is to be stamped with. */
export function question(request: Readonly<Record<string, unknown>>, send: Send): Question<AwsClients> {
  return { request, ask: (clients, page) => fetchPage(clients, page, send) };
}

async function fetchPage(clients: AwsClients, { token, signal }: PageRequest, send: Send): Promise<Page> {
  const answer = await send(clients, token, { abortSignal: signal });
  // Dates become text and fields without a value vanish, as in a file.
  const response: unknown = JSON.parse(JSON.stringify(answer));
  return { response, next: answer.NextToken ?? answer.NextMarker };
}

/** The records of a kind that earlier collectors read in this region. */
export function recordsOf<T>(kind: RecordKind<T>, known: Known): readonly T[] {
  return known(kind.call).flatMap((response) => decode(kind, response).records);
}

/** Cuts a list into batches. */
export function batchesOf<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  const batches: T[][] = [];
  for (let start = 0; start < items.length; start += size) batches.push(items.slice(start, start + size));
  return batches;
}

/** Distinct and sorted, so that the same estate is asked the same questions. */
export function distinct(ids: Iterable<string | undefined>): readonly string[] {
  return [...new Set(ids)].filter((id) => id !== undefined).sort();
}
