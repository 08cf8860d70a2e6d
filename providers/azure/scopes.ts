import type { Answer } from '../../src/collect/answer.ts';
import type { Runner, Task } from '../../src/collect/runner.ts';
import { CredentialsError, UsageError } from '../../src/model/errors.ts';
import { subscriptionsBelow } from './management-group.ts';
import { type AllRead, readAll } from './read-all.ts';
import { subscriptions as kind, type Subscription } from './records/subscriptions.ts';
import type { AzureSession } from './session.ts';

/** What the user wants to have looked at. With nothing named, it is all that can be seen. */
export interface WantedSubscriptions {
  /** Ids, or the names that people call them by. */
  readonly subscriptions: readonly string[];
  readonly managementGroup?: string;
  /** An id, or one of the tenant's domains. */
  readonly tenant?: string;
}

interface AzureSubscription {
  /** In lower case. */
  readonly id: string;
  /** What people call it; its id, where nobody told. */
  readonly name: string;
}

/** Where to look. */
export interface SubscriptionChoice {
  /** Sorted by id, each once. */
  readonly subscriptions: readonly AzureSubscription[];
  /** What may hide further ones, and those that are switched off, in which nothing can be asked. */
  readonly answers: readonly Answer[];
}

interface Listed extends AzureSubscription {
  readonly state: string;
  /** Whose it is, and who manages it for them. */
  readonly tenants: readonly string[];
}

/**
 * Chooses the subscriptions.
 *
 * Throws `CredentialsError` if none can be seen, and `UsageError` if one that is wanted is not among them. If they cannot
 * be listed, wanted ids are taken at their word.
 */
export async function chooseSubscriptions(
  session: AzureSession,
  runner: Runner,
  wanted: WantedSubscriptions,
): Promise<SubscriptionChoice> {
  const list = await readAll(runner, listTask(session), kind);
  const error = list.gaps[0]?.error;
  if (error?.reason === 'cancelled') return { subscriptions: [], answers: list.gaps };
  if (error !== undefined && list.records.length === 0 && !canDoWithout(wanted, error)) throw session.refusal(error);
  const all = list.records.map(listed).filter(({ tenants }) => isOf(wanted.tenant, tenants));
  const isEverything = wanted.subscriptions.length === 0 && wanted.managementGroup === undefined;
  const { picked, gaps } = isEverything
    ? { picked: all, gaps: list.gaps }
    : await pick(session, runner, wanted, { all, isWhole: error === undefined });
  if (picked.length === 0 && gaps.length === 0) throw nothingSeen(wanted);
  const chosen = [...new Map(picked.map((each) => [each.id, each])).values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  return {
    subscriptions: chosen.filter((each) => !isOff(each)).map(({ id, name }) => ({ id, name })),
    answers: [...gaps, ...chosen.filter(isOff).map((each) => offAnswer(each, list))],
  };
}

function listTask(session: AzureSession): Task {
  return {
    call: kind.call,
    where: {},
    request: {},
    ask: async (page) => {
      const client = await session.subscriptions();
      return session.rawPage(client.subscriptions.list(), page);
    },
  };
}

function listed({ subscriptionId, displayName, state, tenantId, managedByTenants }: Subscription): Listed {
  const managers = managedByTenants.map((manager) => manager.tenantId);
  const tenants = [tenantId, ...managers].flatMap((tenant) => (tenant === undefined ? [] : [tenant.toLowerCase()]));
  return { id: subscriptionId.toLowerCase(), name: displayName ?? subscriptionId, state: state ?? '', tenants };
}

/** A token is for one tenant, so what is listed is of that one; a domain cannot be compared with ids. */
function isOf(tenant: string | undefined, tenants: readonly string[]): boolean {
  if (tenant === undefined || !isGuid(tenant) || tenants.length === 0) return true;
  return tenants.includes(tenant.toLowerCase());
}

function isGuid(text: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}

function canDoWithout(
  { subscriptions, managementGroup }: WantedSubscriptions,
  error: { status?: number | undefined },
): boolean {
  if (error.status === 401) return false;
  return subscriptions.every(isGuid) && (subscriptions.length > 0 || managementGroup !== undefined);
}

interface Seen {
  readonly all: readonly Listed[];
  /** No page and no record is missing. */
  readonly isWhole: boolean;
}

async function pick(session: AzureSession, runner: Runner, wanted: WantedSubscriptions, seen: Seen) {
  const { managementGroup } = wanted;
  const named = wanted.subscriptions.map((name) => find(name, seen, wanted.tenant));
  if (managementGroup === undefined) return { picked: named, gaps: [] };
  const { ids, gaps } = await subscriptionsBelow(session, runner, managementGroup);
  const below = ids.map((id) => seen.all.find((each) => each.id === id) ?? unlisted(id));
  return { picked: [...named, ...below], gaps };
}

function find(name: string, { all, isWhole }: Seen, tenant: string | undefined): Listed {
  const wanted = name.trim().toLowerCase();
  const found = all.filter((each) => each.id === wanted || each.name.toLowerCase() === wanted);
  const [one, other] = found;
  if (one !== undefined && other === undefined) return one;
  if (one === undefined && !isWhole && isGuid(wanted)) return unlisted(wanted);
  if (one === undefined) throw unknown(name, all, tenant);
  throw new UsageError(
    `there are ${found.length} subscriptions called ${JSON.stringify(name)}`,
    `name one by its id: ${sample(found)}`,
  );
}

function unlisted(id: string): Listed {
  return { id, name: id, state: '', tenants: [] };
}

function unknown(name: string, all: readonly Listed[], tenant: string | undefined): UsageError {
  const where = tenant === undefined ? '' : ` in the tenant ${tenant}`;
  const found = all.length === 0 ? 'there are none' : `found: ${sample(all)}`;
  return new UsageError(
    `no subscription ${JSON.stringify(name)} can be seen${where}`,
    `use another (${found}), or sign in where it is: az login --tenant <tenant>; if it is new: az account list --refresh`,
  );
}

const MOST_NAMED = 10;

function sample(all: readonly Listed[]): string {
  const names = all.map(({ id, name }) => (name === id ? id : `${name} (${id})`)).sort();
  const more = names.length - MOST_NAMED;
  return `${names.slice(0, MOST_NAMED).join(', ')}${more > 0 ? `, and ${more} more` : ''}`;
}

function nothingSeen({ tenant }: WantedSubscriptions): CredentialsError {
  const where = tenant === undefined ? '' : ` of the tenant ${tenant}`;
  return new CredentialsError(
    `no subscription${where} can be seen with these credentials`,
    'let them read one: az role assignment create --assignee <you> --role Reader --scope /subscriptions/<id>; or sign in elsewhere: az login --tenant <tenant>',
  );
}

/** One that warns or is past due still answers, and what is in it still runs. */
function isOff({ state }: Listed): boolean {
  return /^(?:disabled|deleted|expired)$/i.test(state);
}

function offAnswer({ id, name, state }: Listed, { at }: AllRead<unknown>): Answer {
  const message = `the subscription ${name} is ${state.toLowerCase()}`;
  const error = { code: `Subscription${state}`, message, reason: 'disabled' as const };
  return { call: kind.call, subscription: id, request: {}, at, error };
}
