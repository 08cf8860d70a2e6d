import { z } from 'zod';
import { UNTOLD } from '../../src/collect/adopt-scopes.ts';
import type { Answer } from '../../src/collect/answer.ts';
import type { Recognised } from '../../src/collect/load.ts';
import { PAGES_MISSING } from '../../src/collect/open-pages.ts';
import { subscriptionOf } from './arm-id.ts';
import { isBare } from './dumps/bare-records.ts';
import { type DumpName, readDumpName } from './dumps/dump-name.ts';
import { type DumpPage, pagesOf } from './dumps/dump-pages.ts';
import { isRuleOfManager, type Kindred, kindredOf } from './dumps/dump-records.ts';
import type { ArmKind } from './records/arm-kind.ts';

/** A dump says nothing of when it was made, and the same folder must always give the same answers. */
const NO_TIME = '1970-01-01T00:00:00Z';

/**
 * Reads what `az … list`, `az rest`, `az graph query` and `az … show` print: resources of any types, of any number of
 * subscriptions, with their settings beside their names or under `properties`.
 *
 * A resource's id says its type, its subscription and where it is listed, so most dumps need no name. Only an empty list
 * and the answer of an action have to be told by the path, which `readDumpName` reads.
 */
export function recognise(document: unknown, path: string): Recognised | undefined {
  const pages = pagesOf(document);
  if (pages === undefined) return undefined;
  const name = readDumpName(path);
  const refused = refusalOf(pages, name);
  if (refused !== undefined) return { answers: [refused], warnings: [] };
  const { groups, foreign, unread } = sorted(pages, name);
  if (foreign && groups.length === 0) return undefined;
  const answers = groups.flatMap((group) => answersOf(group, pages, name));
  if (answers.length > 0) return { answers, warnings: [] };
  const why = reasonOf(pages, name, { groups, unread });
  return why === undefined ? undefined : { answers, warnings: [`${path} ${why}`] };
}

const Refusal = z.object({ error: z.object({ code: z.string(), message: z.string().default('') }) });

/** What Azure answers when it does not answer. Only the path says what was asked. */
function refusalOf([page]: readonly DumpPage[], { kind, subscription, resource }: DumpName): Answer | undefined {
  const { data: refusal } = Refusal.safeParse(page?.records[0]);
  if (page?.isSingle !== true || refusal === undefined || kind === undefined) return undefined;
  const place = { call: kind.call, subscription: subscription ?? UNTOLD, request: requestOf(kind, resource) };
  return { ...place, at: NO_TIME, error: refusal.error };
}

function requestOf({ requestField }: ArmKind, resource: string | undefined): Readonly<Record<string, string>> {
  return requestField === undefined || resource === undefined ? {} : { [requestField]: resource };
}

/** Records of one call, one subscription and, where the call is made per resource, one resource. */
interface Group {
  readonly kind: ArmKind;
  readonly subscription: string;
  readonly resource?: string;
  readonly records: unknown[];
  /** Records without settings. */
  bare: number;
}

interface Sorted {
  readonly groups: readonly Group[];
  /** Types of Azure of which nothing is read. */
  readonly unread: readonly string[];
  /** Some of it is nothing of Azure. */
  readonly foreign: boolean;
}

function sorted(pages: readonly DumpPage[], name: DumpName): Sorted {
  const groups = new Map<string, Group>();
  const unread = new Set<string>();
  let foreign = false;
  for (const page of pages) {
    for (const record of page.records) {
      const kindred = kindredOf(record, page, name);
      if (kindred.of === 'kind') add(groups, kindred, record);
      else if (kindred.of === 'azure') unread.add(kindred.type);
      else foreign = true;
    }
  }
  if (groups.size === 0 && unread.size === 0 && !foreign) {
    const nothing = ofNothing(pages, name);
    if (nothing !== undefined) groups.set('', nothing);
  }
  return { groups: [...groups.values()], unread: [...unread].sort(), foreign };
}

function add(groups: Map<string, Group>, { kind, subscription, resource }: Kindred, record: unknown): void {
  const key = [kind.call, subscription, resource?.toLowerCase() ?? ''].join('\n');
  const group = groups.get(key) ?? groupOf(kind, subscription, resource);
  groups.set(key, group);
  if (isBare(kind, record)) group.bare += 1;
  else group.records.push(record);
}

function groupOf(kind: ArmKind, subscription: string | undefined, resource: string | undefined): Group {
  const place = { kind, subscription: subscription ?? UNTOLD, ...(resource === undefined ? {} : { resource }) };
  return { ...place, records: [], bare: 0 };
}

/** An empty list says `none` of what its path names, and nothing if it names nothing. */
function ofNothing(pages: readonly DumpPage[], { kind, resource, subscription }: DumpName): Group | undefined {
  const beside = pages.map((page) => page.beside['id']).find((id) => typeof id === 'string');
  if (kind === undefined || pages.every(({ isSingle }) => isSingle)) return undefined;
  if (kind.requestField === undefined) return groupOf(kind, subscription, undefined);
  const asked = resource ?? beside;
  return asked === undefined ? undefined : groupOf(kind, subscriptionOf(asked) ?? subscription, asked);
}

function answersOf(group: Group, pages: readonly DumpPage[], name: DumpName): readonly Answer[] {
  const { kind, subscription, resource, records, bare } = group;
  if (bare > 0 && records.length === 0) return [];
  const stamp = { call: kind.call, subscription, request: requestOf(kind, resource), at: timeOf(pages) };
  const error = whyIncomplete(pages, name, bare);
  return [{ ...stamp, response: { [kind.list]: records } }, ...(error === undefined ? [] : [{ ...stamp, error }])];
}

const Time = z.object({ at: z.iso.datetime() });

function timeOf(pages: readonly DumpPage[]): string {
  const times = pages.flatMap(({ beside }) => Time.safeParse(beside).data?.at ?? []);
  return times.sort().at(-1) ?? NO_TIME;
}

function whyIncomplete(pages: readonly DumpPage[], name: DumpName, bare: number): Answer['error'] {
  if (bare > 0) return { code: 'SettingsMissing', message: `${bare} resources are there without their settings` };
  const code = PAGES_MISSING;
  if (pages.at(-1)?.hasNext === true) return { code, message: 'the dump ends at a page that others follow' };
  if (pages.every(({ isSingle }) => isSingle)) return { code, message: 'the dump is one resource, and not a list' };
  if (name.partial === true) return { code, message: 'the dump is the list of a part of the subscription' };
  return undefined;
}

function reasonOf(pages: readonly DumpPage[], name: DumpName, { groups, unread }: Omit<Sorted, 'foreign'>) {
  if (groups.some(({ bare }) => bare > 0)) return 'lists resources without their settings: list each type by itself';
  const { kind, unclear } = name;
  const isAsked = kind?.requestField !== undefined;
  if (isAsked || unread.some(isRuleOfManager)) return `does not tell which resource it is about${hintOf(unclear)}`;
  if (unread.length > 0) return `holds what is not read of Azure: ${unread.join(', ')}`;
  return kind !== undefined && pages.every(({ isSingle }) => isSingle) ? 'holds no resource' : undefined;
}

function hintOf(unclear: string | undefined): string {
  const where = unclear === undefined ? '' : ` (${unclear} is a name and no id)`;
  return `${where}: name the file after its id, with %2F for a slash`;
}
