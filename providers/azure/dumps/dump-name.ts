import type { ArmKind } from '../records/arm-kind.ts';
import { kindNamed } from './kind-names.ts';
import { IN_DUMPS, knownResource, pathOfCall } from './kind-of.ts';

/** What the path of a dump's file says. */
export interface DumpName {
  readonly kind?: ArmKind;
  /** The id of the resource that was asked about. */
  readonly resource?: string;
  /** A name that the path gives where the id of that resource would have to be. */
  readonly unclear?: string;
  /** In lower case. */
  readonly subscription?: string;
  /** The list is that of one resource group, or the answer is one resource. */
  readonly partial?: true;
}

/**
 * Reads what a path says of the answer in it.
 *
 * Best is a path that is the one of the request, for then nothing is left to guess:
 * `subscriptions/S/resourceGroups/G/providers/Microsoft.Network/virtualNetworks/V/listNetwork….json`. Else the names of
 * the file and its folders may stand for a type or a command of `az`, with the id of a resource behind it, in which
 * `%2F` stands for a slash: `vmss-nic-list.%2Fsubscriptions%2F….json`.
 */
export function readDumpName(path: string): DumpName {
  const text = `/${decoded(path.replace(/\.json(?:\.gz)?$/i, ''))}`.replaceAll(/\/+/g, '/');
  const start = Math.max(0, text.toLowerCase().lastIndexOf('/subscriptions/'));
  const request = text.slice(start);
  const asked = readRequest(text.slice(0, start), request) ?? readGroup(request);
  if (asked !== undefined) return asked;
  const subscription = LAST_GUID.exec(text)?.[1]?.toLowerCase();
  return { ...(subscription === undefined ? {} : { subscription }), ...readNames(text.slice(1)) };
}

/** What stands before it may be a tenant. */
const LAST_GUID = /.*([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/i;

function decoded(text: string): string {
  return text.replaceAll(/%([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

const REQUEST = /^\/subscriptions\/([^/]+)(\/resourceGroups\/[^/]+)?\/providers\/([^/]+)\/(.+)$/i;

/** `before` may name what was asked, if the rest is the id of a resource. */
function readRequest(before: string, request: string): DumpName | undefined {
  const [, subscription, group, namespace = '', rest = ''] = REQUEST.exec(request) ?? [];
  if (subscription === undefined) return undefined;
  const place = { subscription: subscription.toLowerCase() };
  const parts = rest.split('/');
  if (parts.length % 2 === 0) return { ...place, ...readId(before, request) };
  const call = [namespace, ...parts.filter((_, index) => index % 2 === 0)].join('/').toLowerCase();
  const kind = IN_DUMPS.find((each) => pathOfCall(each).toLowerCase() === call);
  if (kind === undefined) return { ...place, ...readPart(request) };
  // What is listed at a resource is all that there is of it, whatever group that is in.
  if (kind.requestField !== undefined) return { ...place, kind, resource: request.slice(0, request.lastIndexOf('/')) };
  return { ...place, kind, ...(group === undefined ? {} : { partial: true }) };
}

/** A list of something below the resource at which we would have it listed: one machine of a scale set. */
function readPart(request: string): DumpName {
  const own = knownResource(`${request}/x`);
  return own?.parent === undefined ? {} : { kind: own.kind, resource: own.parent, partial: true };
}

function readId(before: string, id: string): DumpName {
  const asked = readNames(before.replace(/[-_. ]+$/, '')).kind;
  if (asked?.requestField !== undefined) return { kind: asked, resource: id };
  const { kind, parent } = knownResource(id) ?? {};
  if (kind === undefined) return {};
  return { kind, ...(parent === undefined ? {} : { resource: parent }), partial: true };
}

/** A folder named after a resource group: whatever is in it is not all of the subscription. */
function readGroup(request: string): DumpName | undefined {
  const [, subscription, names = ''] =
    /^\/subscriptions\/([^/]+)\/resourceGroups\/[^/]+(?:\/(.+))?$/i.exec(request) ?? [];
  if (subscription === undefined) return undefined;
  return { subscription: subscription.toLowerCase(), ...readNames(names), partial: true };
}

/** How many names at the end of a path together may stand for a type: `Microsoft.Cdn/profiles/afdEndpoints/routes`. */
const MOST_NAMES = 5;

function readNames(text: string): DumpName {
  const names = text.split('/');
  for (let count = 1; count <= Math.min(MOST_NAMES, names.length); count += 1) {
    const kind = kindNamed(names.slice(-count).join('/'));
    if (kind !== undefined) return { kind };
  }
  const [file = '', folder = ''] = names.toReversed();
  for (const { index } of file.matchAll(/\./g)) {
    const kind = kindNamed(file.slice(0, index));
    if (kind?.requestField !== undefined) return { kind, unclear: file.slice(index + 1) };
  }
  const outer = kindNamed(folder);
  return outer?.requestField === undefined ? {} : { kind: outer, unclear: file };
}
