import type { NormalizedSchema } from '@smithy/core/schema';
import type { Answer } from '../../../src/collect/answer.ts';
import type { Reply } from '../loopback.ts';
import { denied } from './faults.ts';
import { operationOfCall, type Service } from './operations.ts';
import type { WireCall } from './wire-call.ts';
import { errorXml, responseXml } from './wire-xml.ts';

/**
 * An estate's answers, ready to be served page by page.
 *
 * What was answered is answered again, also to a question that is put a little differently: by other ids, in other
 * batches, with other pages. A page that was written once is kept.
 */
export class EstateShelf {
  readonly #answers = new Map<string, Answer[]>();
  readonly #selections = new Map<string, Selection>();
  readonly #pages = new Map<string, Page>();
  readonly #ownAccount: string;
  readonly #pageSize: number;

  /** No page holds more than `pageSize` records, whatever is asked. */
  constructor(answers: Iterable<Answer>, ownAccount: string, pageSize = Number.POSITIVE_INFINITY) {
    this.#ownAccount = ownAccount;
    this.#pageSize = pageSize;
    for (const answer of answers) {
      const key = this.#keyOf(answer.call, answer.account, answer.region);
      const list = this.#answers.get(key);
      if (list === undefined) this.#answers.set(key, [answer]);
      else list.push(answer);
    }
  }

  /** Writes every page that a caller will get who asks for pages as large as they may be. */
  warm(): void {
    for (const answers of this.#answers.values()) {
      for (const { call, account = this.#ownAccount, region = '', request = {} } of answers) {
        const operation = operationOfCall(call);
        if (operation === undefined) throw new Error(`the SDK has no call ${call}`);
        let next: WireCall | undefined = { operation, call, account, region, request };
        while (next !== undefined) {
          const { more } = this.#turn(next);
          next = more === undefined ? undefined : { ...next, token: more };
        }
      }
    }
  }

  reply(call: WireCall): Reply {
    return this.#turn(call).reply;
  }

  /** The page that a call asks for, and the token of the next one. */
  #turn(call: WireCall): Page {
    const { operation, pageSize, token } = call;
    const limit = LIMITS[call.call] ?? LIMITS[operation.service];
    if (pageSize !== undefined && limit !== undefined && (pageSize < limit[0] || pageSize > limit[1])) {
      const message = `${pageSize} is not between ${limit.join(' and ')}`;
      return { reply: error(operation.service, 400, 'InvalidParameterValue', message) };
    }
    const selectionKey = `${call.call} ${call.account} ${call.region} ${canonical(withoutFlags(call.request))}`;
    const size = Math.min(pageSize ?? limit?.[1] ?? Number.POSITIVE_INFINITY, this.#pageSize);
    const offset = token === undefined ? 0 : offsetOf(token, call.call);
    if (offset === undefined) {
      return { reply: error(operation.service, 400, 'InvalidNextToken', 'The token is invalid.') };
    }
    const pageKey = `${selectionKey} ${size} ${offset}`;
    const page = this.#pages.get(pageKey) ?? this.#page(call, selectionKey, { size, offset });
    this.#pages.set(pageKey, page);
    return page;
  }

  #keyOf(call: string, account: string | undefined, region: string | undefined): string {
    return `${call} ${account ?? this.#ownAccount} ${region ?? ''}`;
  }

  #page(call: WireCall, selectionKey: string, { size, offset }: { size: number; offset: number }): Page {
    const { operation } = call;
    const selection = this.#selections.get(selectionKey) ?? this.#select(call);
    this.#selections.set(selectionKey, selection);
    const { list, records, rest, failure } = selection;
    if (failure !== undefined && offset >= records.length) return { reply: failure };
    if (list === undefined) return { reply: { status: 200, body: responseXml(operation, rest) } };
    const slice = records.slice(offset, offset + size);
    const end = offset + slice.length;
    const isLast = (end >= records.length && failure === undefined) || selection.tokenName === undefined;
    const more = isLast ? undefined : tokenOf(end, call.call);
    const next = selection.tokenName === undefined || isLast ? {} : { [selection.tokenName]: more };
    const reply = { status: 200, body: responseXml(operation, { ...rest, [list]: slice, ...next }) };
    return more === undefined ? { reply } : { reply, more };
  }

  #select(call: WireCall): Selection {
    const { call: name, account, region, operation } = call;
    const all = this.#answers.get(`${name} ${account} ${region}`) ?? this.#answers.get(`${name} ${account} `) ?? [];
    const wanted = withoutFlags(call.request);
    const exact = all.filter(({ request }) => canonical(withoutFlags(request ?? {})) === canonical(wanted));
    const chosen = exact.length > 0 ? exact : all.filter(({ request }) => agree(wanted, request ?? {}));
    if (chosen.length === 0) return { records: [], rest: {}, failure: notAllowed(call) };
    const selection = selectionOf(operation.output, chosen);
    const narrowed = exact.length > 0 ? selection : narrow(selection, wanted);
    const failed = chosen.find(({ response }) => response === undefined)?.error;
    return failed === undefined ? narrowed : { ...narrowed, failure: replyOfError(operation.service, failed) };
  }
}

interface Page {
  readonly reply: Reply;
  /** The token of the next page. */
  readonly more?: string;
}

/** All records that answer one question. */
interface Selection {
  /** The member of the answer that is a list, and is cut into pages; absent if there is none. */
  readonly list?: string;
  readonly tokenName?: string;
  readonly records: readonly unknown[];
  /** The other members. */
  readonly rest: Readonly<Record<string, unknown>>;
  /** Comes instead of the page after the last record. */
  readonly failure?: Reply;
}

/** What a page may hold, in the words of the API reference; a service's own limits stand for its other calls. */
const LIMITS: Readonly<Record<string, readonly [number, number]>> = {
  ec2: [5, 1_000],
  elb: [1, 400],
  elbv2: [1, 400],
  'ec2:DescribeRouteTables': [5, 100],
  'ec2:DescribeEgressOnlyInternetGateways': [5, 255],
  'ec2:DescribeManagedPrefixLists': [1, 100],
  'ec2:GetManagedPrefixListEntries': [1, 100],
};

function selectionOf(output: NormalizedSchema, answers: readonly Answer[]): Selection {
  const members = [...output.structIterator()];
  const list = members.find(([, schema]) => schema.isListSchema())?.[0];
  const tokenName = members.map(([name]) => name).find((name) => name === 'NextToken' || name === 'NextMarker');
  const responses = answers.flatMap(({ response }) => (isObject(response) ? [response] : []));
  const rest: Record<string, unknown> = {};
  for (const [name, schema] of members) {
    if (name === tokenName || name === list) continue;
    const values = responses.flatMap((response) => response[name] ?? []);
    if (values.length > 0) rest[name] = schema.isListSchema() ? values : values[0];
  }
  const records = list === undefined ? [] : responses.flatMap((response) => response[list] ?? []);
  const paged = { ...(list === undefined ? {} : { list }), ...(tokenName === undefined ? {} : { tokenName }) };
  return { ...paged, records, rest };
}

/** Whether an answer to one request can serve another: they speak of the same single resource, if they do of one. */
function agree(wanted: Fields, answered: Fields): boolean {
  const names = new Set([...Object.keys(wanted), ...Object.keys(answered)]);
  return [...names].every((name) => {
    const [ours, theirs] = [wanted[name], answered[name]];
    const single = typeof ours === 'string' || typeof theirs === 'string';
    return !single || ours === theirs;
  });
}

/** Keeps the records that a request's ids and filters speak of. */
function narrow(selection: Selection, wanted: Fields): Selection {
  const conditions = Object.entries(wanted).flatMap(([name, value]) => {
    if (typeof value === 'string') return [];
    if (name === 'Filters' && Array.isArray(value)) return value.map(conditionOfFilter);
    if (Array.isArray(value)) return [{ field: name.replace(/s$/, ''), values: new Set<unknown>(value) }];
    throw new Error(`the replay server cannot narrow an answer by ${name}`);
  });
  const records = selection.records.filter((record) =>
    conditions.every(({ field, values }) => isObject(record) && values.has(record[field])),
  );
  return { ...selection, records };
}

/** `image-id` is the field `ImageId`. */
function conditionOfFilter(filter: unknown): { readonly field: string; readonly values: ReadonlySet<unknown> } {
  if (!isObject(filter)) throw new Error('a filter is an object');
  const { Name, Values } = filter;
  if (typeof Name !== 'string' || !Array.isArray(Values)) throw new Error('a filter has a name and values');
  const words = Name.split('-').map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`);
  return { field: words.join(''), values: new Set<unknown>(Values) };
}

function notAllowed({ operation: { service, action } }: WireCall): Reply {
  const permission = `${service === 'ec2' ? 'ec2' : 'elasticloadbalancing'}:${action}`;
  const code = service === 'ec2' ? 'UnauthorizedOperation' : 'AccessDenied';
  return denied(permission, code, (status, name, message) => error(service, status, name, message));
}

const STATUS_OF_REASON: Readonly<Record<string, number>> = { denied: 403, throttled: 503, disabled: 401 };

function replyOfError(service: Service, { status, code, message, reason }: NonNullable<Answer['error']>): Reply {
  return error(service, status ?? STATUS_OF_REASON[reason ?? ''] ?? 500, code, message);
}

function error(service: Service, status: number, code: string, message: string): Reply {
  return { status, body: errorXml(service, code, message) };
}

/** A token says where to go on, and to which call it belongs. */
function tokenOf(offset: number, call: string): string {
  return Buffer.from(`${offset} ${call}`).toString('base64url');
}

function offsetOf(token: string, call: string): number | undefined {
  const [offset, owner] = Buffer.from(token, 'base64url').toString('utf8').split(' ');
  return owner === call && offset !== undefined && /^\d+$/.test(offset) ? Number(offset) : undefined;
}

type Fields = Readonly<Record<string, unknown>>;

/** `DryRun`, `IncludeDeprecated` and their like choose nothing that an estate would hold twice. */
function withoutFlags(request: Fields): Fields {
  return Object.fromEntries(Object.entries(request).filter(([, value]) => typeof value !== 'boolean'));
}

/** The same text for the same value, whatever the order of its keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    isObject(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
  );
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
