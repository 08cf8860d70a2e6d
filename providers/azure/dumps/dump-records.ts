import { z } from 'zod';
import { UNTOLD } from '../../../src/collect/adopt-scopes.ts';
import { parseArmId, subscriptionOf } from '../arm-id.ts';
import type { ArmKind } from '../records/arm-kind.ts';
import { securityAdminRules } from '../records/security-admin-rules.ts';
import { serviceTags } from '../records/service-tags.ts';
import type { DumpName } from './dump-name.ts';
import type { DumpPage } from './dump-pages.ts';
import { kindOfType, knownResource } from './kind-of.ts';

/** What a record is of, and where it is from. */
export interface Kindred {
  readonly of: 'kind';
  readonly kind: ArmKind;
  readonly subscription: string;
  /** The resource that was asked about, where the call is made per resource. */
  readonly resource?: string;
}

/** A record of Azure of which nothing is read, by its type. */
interface Unread {
  readonly of: 'azure';
  readonly type: string;
}

/** A record of something else. */
interface Foreign {
  readonly of: 'nothing';
}

const Named = z.object({
  id: z.string().optional(),
  type: z.string().optional(),
  subscriptionId: z.string().optional(),
});

/** Says what a record of a dump is: its id tells best, then its type, and last the name of the file. */
export function kindredOf(record: unknown, page: DumpPage, name: DumpName): Kindred | Unread | Foreign {
  if (isTag(record, page)) return kindred(serviceTags, subscriptionBeside(page) ?? name.subscription, undefined);
  const { data: named } = Named.safeParse(withPlainKeys(record));
  if (named === undefined) return { of: 'nothing' };
  const subscription = subscriptionOf(named.id ?? '') ?? named.subscriptionId?.toLowerCase() ?? name.subscription;
  const asked = name.resource ?? askedBeside(page, named.id);
  if (name.kind?.of === 'answer' && asked !== undefined) {
    return kindred(name.kind, subscriptionOf(asked) ?? subscription, asked);
  }
  const { kind, parent } = knownOf(named, name) ?? ruleInForce(named, asked) ?? {};
  if (kind === undefined) return foreignOr(named);
  if (kind.requestField === undefined) return kindred(kind, subscription, undefined);
  const resource = parent ?? asked;
  return resource === undefined ? { of: 'azure', type: kind.type } : kindred(kind, subscription, resource);
}

function kindred(kind: ArmKind, subscription: string | undefined, resource: string | undefined): Kindred {
  const place = { subscription: subscription ?? UNTOLD, ...(resource === undefined ? {} : { resource }) };
  return { of: 'kind', kind, ...place };
}

/** A file may be named after what it holds, and its records then need no type. */
function knownOf({ id = '', type = '' }: z.output<typeof Named>, name: DumpName) {
  const byId = knownResource(id);
  if (byId !== undefined) return byId;
  const isUntold = id !== '' && parseArmId(id) === undefined && !isType(type);
  const kind = kindOfType(type) ?? (isUntold ? name.kind : undefined);
  return kind === undefined || kind.of === 'answer' ? undefined : { kind, parent: undefined };
}

/** The rules that an action lists have a type of their own, under the network manager that made them. */
export function isRuleOfManager(type: string): boolean {
  return /\/networkManagers\/securityAdminConfigurations\/ruleCollections\/rules$/i.test(type);
}

/** Such a rule with the id of a network beside it is in force there. */
function ruleInForce({ id = '' }: z.output<typeof Named>, asked: string | undefined) {
  if (asked === undefined || !isRuleOfManager(parseArmId(id)?.type ?? '')) return undefined;
  const type = parseArmId(asked)?.type.toLowerCase();
  return type === securityAdminRules.type.toLowerCase() ? { kind: securityAdminRules, parent: asked } : undefined;
}

function foreignOr({ id = '', type = '' }: z.output<typeof Named>): Unread | Foreign {
  const told = parseArmId(id)?.type ?? (isType(type) ? type : undefined);
  return told === undefined ? { of: 'nothing' } : { of: 'azure', type: told };
}

function isType(type: string): boolean {
  return /^[a-z][\w-]*\.[\w.-]+\/\w/i.test(type);
}

/** Keys are found whatever their case, as in the records themselves. */
function withPlainKeys(record: unknown): unknown {
  if (typeof record !== 'object' || record === null || Array.isArray(record)) return record;
  const wanted = new Map([
    ['id', 'id'],
    ['type', 'type'],
    ['subscriptionid', 'subscriptionId'],
  ]);
  const found = Object.entries(record).flatMap(([key, value]: [string, unknown]) => {
    const plain = wanted.get(key.toLowerCase());
    return plain === undefined || typeof value !== 'string' ? [] : [[plain, value] as const];
  });
  return Object.fromEntries(found);
}

/** The id of the resource that was asked about may have been put beside the list. */
function askedBeside({ beside }: DumpPage, own: string | undefined): string | undefined {
  const ids = ['id', 'resourceId', 'virtualNetworkId'].map((key) => beside[key]);
  return ids.find((id): id is string => typeof id === 'string' && id !== own && parseArmId(id) !== undefined);
}

const Tag = z.object({ name: z.string(), properties: z.object({ addressPrefixes: z.array(z.string()) }) });

/** A service tag has no id of a resource. The published list of them has the same form as the answer. */
function isTag(record: unknown, { list }: DumpPage): boolean {
  return list === serviceTags.list && Tag.safeParse(record).success;
}

function subscriptionBeside({ beside }: DumpPage): string | undefined {
  const { id } = beside;
  return typeof id === 'string' ? subscriptionOf(id) : undefined;
}
