import { RECORDS } from '../../../providers/azure/records/index.ts';
import type { RawHttp } from '../loopback.ts';

/** A request of the SDK, read off the wire. */
export interface ArmCall {
  readonly what: 'list' | 'resource' | 'action' | 'names' | 'permissions' | 'graph' | 'subscriptions';
  /** As a collection spells it: `azure:Microsoft.Network/virtualNetworks`; else what it asks, in a word. */
  readonly call: string;
  /** In lower case; of Resource Graph, none. */
  readonly subscription?: string;
  /** The resource that the question is about. */
  readonly id?: string;
  /** Only what is in this resource group is asked for. */
  readonly group?: string;
  /** The one type whose names are asked for. */
  readonly type?: string;
  /** The page that is asked for; absent for the first. */
  readonly token?: string;
  readonly url: URL;
  readonly body: Readonly<Record<string, unknown>>;
}

/** An error as Resource Manager words it. */
export interface ArmError {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

const SPELLED: ReadonlyMap<string, string> = new Map(RECORDS.map(({ call }) => [call.toLowerCase(), call]));
const NOBODY: ArmError = {
  status: 401,
  code: 'AuthenticationFailed',
  message: "Authentication failed. The 'Authorization' header is missing.",
};
const NO_VERSION: ArmError = {
  status: 400,
  code: 'MissingApiVersionParameter',
  message: 'The api-version query parameter (?api-version=) is required for all requests.',
};

/** Reads a request; an error says what Resource Manager would find wrong with it. */
export function readArmCall({ method, path, headers, body }: RawHttp): ArmCall | ArmError {
  const url = new URL(path, 'http://127.0.0.1');
  if (!/^Bearer \S+/.test(headers['authorization'] ?? '')) return NOBODY;
  if (!url.searchParams.has('api-version')) return NO_VERSION;
  const shared = { url, body: bodyOf(body) };
  const segments = url.pathname
    .split('/')
    .filter((segment) => segment !== '')
    .map(decodeURIComponent);
  const where = segments.join('/').toLowerCase();
  const token = tokenIn(url, shared.body);
  const paged = token === undefined ? {} : { token };
  if (method === 'GET' && where === 'subscriptions') {
    return { what: 'subscriptions', call: 'subscriptions', ...shared, ...paged };
  }
  if (method === 'POST' && where === 'providers/microsoft.resourcegraph/resources') {
    return { what: 'graph', call: 'graph', ...shared, ...paged };
  }
  const question = namesOf(url) ?? permissionsOf(url) ?? questionOf(method, segments);
  return question === undefined ? notFound(url.pathname) : { ...question, ...shared, ...paged };
}

/** `/subscriptions/S/resources?$filter=resourceType eq 'Microsoft.Network/virtualNetworkGateways'`. */
function namesOf({ pathname, searchParams }: URL): Omit<ArmCall, 'url' | 'body'> | undefined {
  const subscription = /^\/subscriptions\/([^/]+)\/resources$/i.exec(pathname)?.[1];
  const type = /^resourceType eq '([^']+)'$/i.exec(searchParams.get('$filter') ?? '')?.[1];
  if (subscription === undefined || type === undefined) return undefined;
  return { what: 'names', call: 'names', subscription: subscription.toLowerCase(), type: spelled(`azure:${type}`) };
}

/** What the caller may do in a subscription. */
function permissionsOf({ pathname }: URL): Omit<ArmCall, 'url' | 'body'> | undefined {
  const pattern = /^\/subscriptions\/([^/]+)\/providers\/Microsoft\.Authorization\/permissions$/i;
  const subscription = pattern.exec(pathname)?.[1]?.toLowerCase();
  return subscription === undefined ? undefined : { what: 'permissions', call: 'permissions', subscription };
}

function spelled(call: string): string {
  return SPELLED.get(call.toLowerCase()) ?? call;
}

/**
 * A list ends with a type, an action with a verb behind a name:
 * `subscriptions/S[/resourceGroups/G]/providers/NAMESPACE/TYPE[/NAME/TYPE]…`.
 */
function questionOf(method: string, segments: readonly string[]): Omit<ArmCall, 'url' | 'body'> | undefined {
  const provider = segments.findIndex((segment) => segment.toLowerCase() === 'providers');
  const [first = '', subscription, second = '', group] = segments;
  if (first.toLowerCase() !== 'subscriptions' || subscription === undefined || provider < 0) return undefined;
  const [namespace = '', ...rest] = segments.slice(provider + 1);
  const inGroup = second.toLowerCase() === 'resourcegroups' && group !== undefined;
  const types = rest.filter((_, index) => index % 2 === 0);
  if (rest.length === 0 || (method !== 'GET' && method !== 'POST')) return undefined;
  const call = spelled(`azure:${[namespace, ...types].join('/')}`);
  const about = { call, subscription: subscription.toLowerCase() };
  if (rest.length % 2 === 0) {
    return method === 'GET' ? { what: 'resource', ...about, id: `/${segments.join('/')}` } : undefined;
  }
  // Locations are places and not parents: what is listed there belongs to the subscription.
  const parent =
    rest.length > 1 && rest[0]?.toLowerCase() !== 'locations' ? `/${segments.slice(0, -1).join('/')}` : undefined;
  return {
    what: method === 'GET' ? 'list' : 'action',
    ...about,
    ...(parent === undefined ? {} : { id: parent }),
    ...(inGroup && parent === undefined ? { group } : {}),
  };
}

/** A list says in its URL how to go on, an action and Resource Graph in the body. */
function tokenIn({ searchParams }: URL, body: Readonly<Record<string, unknown>>): string | undefined {
  const options = body['options'];
  const inOptions: unknown =
    typeof options === 'object' && options !== null ? Reflect.get(options, '$skipToken') : undefined;
  const tokens = [searchParams.get('$skiptoken'), body['skipToken'], inOptions];
  return tokens.find((token): token is string => typeof token === 'string' && token !== '');
}

function bodyOf(text: string): Readonly<Record<string, unknown>> {
  if (text === '') return {};
  const value: unknown = JSON.parse(text);
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function notFound(path: string): ArmError {
  return { status: 404, code: 'InvalidResourceType', message: `The resource type could not be found: ${path}` };
}
