import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { RECORDS } from '../../../providers/azure/records/index.ts';
import { type Identity, type Listening, listen, type RawHttp, type Reply, send, sendSpoiled } from '../loopback.ts';
import { type ArmCall, readArmCall } from './arm-call.ts';
import { type ArmShelf, type ArmSource, listOfCall } from './arm-source.ts';
import { type ArmFault, ArmFaults, errorReply, JSON_TYPE, notAllowed, replyOfFault } from './faults.ts';
import { Graph, TENANT } from './graph.ts';
import { offsetOf, tokenOf } from './page-token.ts';
import { Quota, type QuotaSettings } from './quota.ts';

/** One request that came in, for tests and benchmarks to read. */
export interface ArmLoggedCall {
  readonly method: string;
  readonly path: string;
  /** As a collection spells it, or `graph`, `subscriptions`, `names`, `permissions`. */
  readonly call: string;
  readonly subscription?: string;
  readonly id?: string;
  /** The page that was asked for; absent for the first. */
  readonly token?: string;
  /** What Resource Graph was asked. */
  readonly query?: string;
  readonly fault?: ArmFault['kind'];
  readonly status: number;
  /** When the request was read and when its answer went out, on the clock of `performance.now`. */
  readonly receivedMs: number;
  readonly answeredMs: number;
}

/** A server on loopback that speaks for Azure Resource Manager. */
export interface ArmServer extends Listening {
  /** Every request, in the order in which they were answered. */
  readonly calls: readonly ArmLoggedCall[];
}

export interface ArmServerSettings {
  readonly source: ArmSource;
  /** Added to each call. */
  readonly latencyMs?: number;
  readonly faults?: readonly ArmFault[];
  /** The most records of a page, for paging in a small estate. */
  readonly pageSize?: number;
  /** How many queries of Resource Graph are answered in a window of time; absent, all, and no word of it. */
  readonly graphQuota?: QuotaSettings;
  /** The largest answer of Resource Graph. */
  readonly graphMaxBytes?: number;
  /** Subscriptions that are listed and of which nothing may be read. */
  readonly forbidden?: readonly string[];
  /** Speaks https. */
  readonly identity?: Identity;
}

const GRAPH_MAX_BYTES = 16 * 1024 * 1024;
const PAGE_SIZE = 1000;

/**
 * Serves an estate to the real SDKs: lists, lists per parent, actions, Resource Graph and the list of subscriptions.
 *
 * Who asks may read what the source holds: a question without an answer is denied, as by Azure.
 */
export async function startArmServer(settings: ArmServerSettings): Promise<ArmServer> {
  const { source, forbidden = [], pageSize = PAGE_SIZE, graphMaxBytes = GRAPH_MAX_BYTES } = settings;
  const hidden = new Set(forbidden.map((id) => id.toLowerCase()));
  const graph = new Graph(source, { forbidden: hidden, pageSize, maxBytes: graphMaxBytes });
  const context: Context = {
    settings,
    graph,
    hidden,
    pageSize,
    faults: new ArmFaults(settings.faults ?? []),
    quota: settings.graphQuota === undefined ? undefined : new Quota(settings.graphQuota),
    calls: [],
  };
  const listening = await listen((raw, response) => respond(context, raw, response), settings.identity);
  return { ...listening, calls: context.calls };
}

interface Context {
  readonly settings: ArmServerSettings;
  readonly graph: Graph;
  readonly hidden: ReadonlySet<string>;
  readonly pageSize: number;
  readonly faults: ArmFaults;
  readonly quota: Quota | undefined;
  readonly calls: ArmLoggedCall[];
}

async function respond(context: Context, raw: RawHttp, response: ServerResponse): Promise<void> {
  const receivedMs = performance.now();
  const call = readArmCall(raw);
  if ('status' in call) {
    send(response, errorReply(call));
    context.calls.push({ ...told(raw), call: 'unknown', status: call.status, receivedMs, answeredMs: receivedMs });
    return;
  }
  const fault = context.faults.next(call);
  const { latencyMs = 0 } = context.settings;
  if (latencyMs > 0) await delay(latencyMs);
  const reply = answer(context, call, raw, fault);
  const { subscription, id, token, body } = call;
  context.calls.push({
    ...told(raw),
    call: call.call,
    ...(subscription === undefined ? {} : { subscription }),
    ...(id === undefined ? {} : { id }),
    ...(token === undefined ? {} : { token }),
    ...(typeof body['query'] === 'string' ? { query: body['query'] } : {}),
    ...(fault === undefined ? {} : { fault: fault.kind }),
    status: reply.status,
    receivedMs,
    answeredMs: performance.now(),
  });
  await sendOrSpoil(response, reply, fault);
}

function told({ method, path }: RawHttp): Pick<ArmLoggedCall, 'method' | 'path'> {
  return { method, path };
}

async function sendOrSpoil(response: ServerResponse, reply: Reply, fault: ArmFault | undefined): Promise<void> {
  const kind = fault?.kind;
  if (kind === 'cut' || kind === 'truncated' || kind === 'reset' || kind === 'hang' || kind === 'drip') {
    await sendSpoiled(response, reply, kind);
  } else {
    send(response, reply);
  }
}

/** The token that a torn chain of pages repeats. */
const SAME_TOKEN = 'c2FtZQ';

function answer(context: Context, call: ArmCall, raw: RawHttp, fault: ArmFault | undefined): Reply {
  const quota = call.what === 'graph' ? context.quota?.take(performance.now()) : undefined;
  if (quota?.isOver === true) return { ...quotaReply(), headers: quota.headers };
  const own = fault === undefined ? undefined : replyOfFault(fault, call);
  if (own !== undefined) return own;
  const { token, ...first } = call;
  const reply = answerSoundly(context, token === SAME_TOKEN ? first : call, raw);
  const torn = fault === undefined ? reply : tornReply(reply, fault.kind);
  return quota === undefined ? torn : { ...torn, headers: { ...torn.headers, ...quota.headers } };
}

function quotaReply(): Reply {
  return errorReply({ status: 429, code: 'RateLimiting', message: 'Please provide below info: rate limited.' });
}

function tornReply(reply: Reply, kind: ArmFault['kind']): Reply {
  if (kind !== 'repeated-link' && kind !== 'foreign-link') return reply;
  const text = reply.body.toString('utf8');
  const torn =
    kind === 'foreign-link'
      ? text.replace(/("nextLink":"https?:\/\/)[^/"]+/, '$1management.elsewhere.example')
      : text.replace(/(skiptoken=|"\$?skipToken":")[\w-]+/gi, `$1${SAME_TOKEN}`);
  return { ...reply, body: Buffer.from(torn) };
}

function answerSoundly(context: Context, call: ArmCall, raw: RawHttp): Reply {
  switch (call.what) {
    case 'subscriptions':
      return page(context, call, raw, subscriptionShelf(context.settings.source));
    case 'graph':
      return context.graph.reply(call);
    case 'permissions':
      return page(context, call, raw, permissionsShelf(context, call));
    case 'names':
      return page(context, call, raw, namesShelf(context, call));
    case 'resource':
      return oneResource(context, call);
    case 'list':
    case 'action':
      return page(context, call, raw, shelfOf(context, call));
  }
}

function shelfOf({ settings, hidden }: Context, call: ArmCall): ArmShelf | undefined {
  const { subscription = '', id, group } = call;
  if (hidden.has(subscription)) return undefined;
  const shelf = settings.source.shelf(call.call, subscription, id);
  if (shelf === undefined || group === undefined) return shelf;
  const within = `/resourcegroups/${group.toLowerCase()}/`;
  const { records } = shelf;
  const own = Array.from({ length: records.length }, (_, index) => records.at(index)).filter((record) =>
    JSON.stringify(record).toLowerCase().includes(within),
  );
  return { ...shelf, records: { length: own.length, at: (index) => own[index] } };
}

/** What is denied is denied by name; of a subscription that the caller may not read at all nothing is said. */
function permissionsShelf({ settings, hidden }: Context, { subscription = '' }: ArmCall): ArmShelf {
  if (hidden.has(subscription)) return EMPTY;
  const refused = RECORDS.filter(({ call, requestField }) => {
    const shelf = requestField === undefined ? settings.source.shelf(call, subscription) : EMPTY;
    return shelf === undefined || shelf.error !== undefined;
  });
  const notActions = refused.map(({ type }) => `${type}/read`);
  const permission = { actions: ['*/read', '*/action'], notActions, dataActions: [], notDataActions: [] };
  return { records: { length: 1, at: () => permission } };
}

const EMPTY: ArmShelf = { records: { length: 0, at: () => undefined } };

/** The list of all resources shows what the caller may read, and of that the names alone. */
function namesShelf({ settings, hidden }: Context, { subscription = '', type = '' }: ArmCall): ArmShelf | undefined {
  if (hidden.has(subscription)) return undefined;
  const shelf = settings.source.shelf(type, subscription);
  if (shelf === undefined || shelf.error !== undefined) return EMPTY;
  const { records } = shelf;
  return { records: { length: records.length, at: (index) => nameOf(records.at(index), type) } };
}

function nameOf(record: unknown, type: string): unknown {
  const { id, name, location } = typeof record === 'object' && record !== null ? fieldsOf(record) : {};
  return { id, name, type: type.replace('azure:', ''), location };
}

function oneResource({ settings, hidden }: Context, call: ArmCall): Reply {
  const { subscription = '', id = '' } = call;
  const shelf = hidden.has(subscription) ? undefined : settings.source.shelf(call.call, subscription);
  if (shelf === undefined || shelf.error !== undefined) return errorReply(notAllowed(call));
  for (let index = 0; index < shelf.records.length; index += 1) {
    const record = shelf.records.at(index);
    if (typeof record !== 'object' || record === null) continue;
    const own = fieldsOf(record)['id'];
    if (typeof own !== 'string' || own.toLowerCase() !== id.toLowerCase()) continue;
    return { status: 200, body: Buffer.from(JSON.stringify(record)), type: JSON_TYPE };
  }
  return errorReply({ status: 404, code: 'ResourceNotFound', message: `The Resource '${id}' was not found.` });
}

function fieldsOf(record: object): Readonly<Record<string, unknown>> {
  return { ...record };
}

function subscriptionShelf({ subscriptions }: ArmSource): ArmShelf {
  const at = (index: number): unknown => {
    const subscriptionId = subscriptions[index] ?? '';
    return {
      id: `/subscriptions/${subscriptionId}`,
      subscriptionId,
      tenantId: TENANT,
      displayName: `subscription ${subscriptionId.slice(-4)}`,
      state: 'Enabled',
    };
  };
  return { records: { length: subscriptions.length, at } };
}

function page(context: Context, call: ArmCall, raw: RawHttp, shelf: ArmShelf | undefined): Reply {
  const { subscription, what, token } = call;
  if (subscription !== undefined && !context.settings.source.subscriptions.includes(subscription)) {
    const message = `The subscription '${subscription}' could not be found.`;
    return errorReply({ status: 404, code: 'SubscriptionNotFound', message });
  }
  if (shelf === undefined) return errorReply(notAllowed(call));
  const offset = token === undefined ? 0 : offsetOf(token, `${call.call} ${call.id ?? ''}`);
  if (offset === undefined) {
    return errorReply({ status: 400, code: 'InvalidSkipToken', message: 'The skip token is invalid.' });
  }
  const { records, error } = shelf;
  if (error !== undefined && offset >= records.length) {
    const { code, message, status = 500 } = error;
    return errorReply({ status, code, message });
  }
  const end = Math.min(offset + context.pageSize, records.length);
  const value = Array.from({ length: end - offset }, (_, index) => records.at(offset + index));
  const next = end < records.length || error !== undefined ? tokenOf(end, `${call.call} ${call.id ?? ''}`) : undefined;
  const more =
    next === undefined ? {} : what === 'action' ? { skipToken: next } : { nextLink: linkTo(context, call, raw, next) };
  const body = Buffer.from(JSON.stringify({ [listOfCall(call.call)]: value, ...more }));
  return { status: 200, body, type: JSON_TYPE };
}

/** Absolute, by the host that the caller knows us under. */
function linkTo({ settings }: Context, { url }: ArmCall, { headers }: RawHttp, token: string): string {
  const link = new URL(url);
  link.searchParams.set('$skiptoken', token);
  const protocol = settings.identity === undefined ? 'http' : 'https';
  return `${protocol}://${headers['host'] ?? ''}${link.pathname}${link.search}`;
}
