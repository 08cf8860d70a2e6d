import type { Answer } from '../../../src/collect/answer.ts';
import { GapLog } from '../../../src/convert/gap-log.ts';
import { once } from '../../../src/convert/interner.ts';
import { type Completeness, indexed, type Row, Table } from '../../../src/convert/table.ts';
import { gapName } from '../../../src/model/gap.ts';
import type { Scope } from '../../../src/model/resource.ts';
import { armKey, parentId, subscriptionOf } from '../arm-id.ts';
import type { ArmKind } from '../records/arm-kind.ts';
import { RECORDS } from '../records/index.ts';
import { UNASKED } from '../records/unasked.ts';

/**
 * Everything that was answered, over all subscriptions.
 *
 * Ids of Azure are unique in the whole world, so a thing is found by its id wherever it was listed; which subscription
 * was asked only tells what the answers can be missing.
 */
export class Estate {
  /** In lower case, sorted. */
  readonly subscriptions: readonly string[];
  readonly gaps = new GapLog(permissionOf);
  readonly collectedAt: string;
  readonly #answers: ReadonlyMap<string, ReadonlyMap<string, readonly Answer[]>>;
  readonly #tables = new Map<string, Map<string, Table<unknown>>>();
  readonly #indexes = new Map<string, ReadonlyMap<string, Row<unknown>>>();
  readonly #sorted = new Map<string, readonly Row<unknown>[]>();

  constructor(answers: Iterable<Answer>) {
    const all = [...answers];
    this.collectedAt = all.reduce((newest, { at }) => (at > newest ? at : newest), '1970-01-01T00:00:00.000Z');
    const bySubscription = Map.groupBy(all, ({ subscription }) => subscription?.toLowerCase() ?? UNTOLD);
    this.subscriptions = [...bySubscription.keys()].sort();
    this.#answers = new Map(
      [...bySubscription].map(([subscription, own]) => [subscription, Map.groupBy(own, ({ call }) => call)]),
    );
    // Failures are told even of calls on which no verdict hangs.
    for (const kind of RECORDS) for (const subscription of this.subscriptions) this.table(kind, subscription);
  }

  /** Every record of a kind, each once, sorted by id. Not for kinds that answer about another resource. */
  rows<T>(kind: ArmKind<T>): readonly Row<T>[];
  rows(kind: ArmKind): readonly Row<unknown>[] {
    return once(this.#sorted, kind.call, () =>
      [...this.#index(kind)].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row),
    );
  }

  /** The resource of this id, whatever the case of its letters. */
  find<T>(kind: ArmKind<T>, id: string | undefined): Row<T> | undefined;
  find(kind: ArmKind, id: string | undefined): Row<unknown> | undefined {
    return id === undefined ? undefined : this.#index(kind).get(armKey(id));
  }

  /** What one subscription answered to a call. */
  table<T>(kind: ArmKind<T>, subscription: string): Table<T>;
  table(kind: ArmKind, subscription: string): Table<unknown> {
    const key = subscription.toLowerCase();
    const tables = once(this.#tables, kind.call, () => new Map<string, Table<unknown>>());
    return once(tables, key, () => {
      const answers = this.#answers.get(key)?.get(kind.call) ?? [];
      return new Table(kind, scopeOf(key), answers, this.gaps);
    });
  }

  /** Whether a subscription's list of a kind is all there is; of a call that is made per resource, about this one. */
  completeness(kind: ArmKind, subscription: string, resource?: string): Completeness {
    return this.table(kind, subscription).completeness(resource);
  }

  /**
   * The name of the gap behind a resource that is referred to and was not found, or behind an action that was not
   * answered about it. The gap is noted.
   */
  missing(kind: ArmKind, id: string): string {
    const subscription = subscriptionOf(id) ?? UNTOLD;
    const { requestField } = kind;
    const asked = requestField === undefined ? undefined : kind.of === 'answer' ? id : parentId(id);
    const state = this.completeness(kind, subscription, asked);
    const scope = scopeOf(subscription);
    if (state === 'incomplete') return gapName({ call: kind.call, scope });
    if (state === 'complete') return this.gaps.unlisted(scope, kind.call, id);
    return this.gaps.absent(scope, kind.call, asked === undefined ? undefined : { id: asked });
  }

  /**
   * The name of the gap that hides a whole list; undefined if the subscription answered it in full. Of a call that is
   * made per resource, the list of this one.
   */
  unlisted(kind: ArmKind, subscription: string, resource?: string): string | undefined {
    const scope = scopeOf(subscription);
    switch (this.completeness(kind, subscription, resource)) {
      case 'complete':
        return undefined;
      case 'incomplete':
        return gapName({ call: kind.call, scope });
      case 'absent':
        return this.gaps.absent(scope, kind.call, resource === undefined ? undefined : { id: resource });
    }
  }

  #index(kind: ArmKind): ReadonlyMap<string, Row<unknown>> {
    return once(this.#indexes, kind.call, () =>
      indexed(
        this.subscriptions.flatMap((subscription) => this.table(kind, subscription).rows),
        idOf,
      ),
    );
  }
}

const UNTOLD = 'unknown';

function idOf(record: unknown): string | undefined {
  if (typeof record !== 'object' || record === null || !('id' in record)) return undefined;
  return typeof record.id === 'string' ? armKey(record.id) : undefined;
}

/** A subscription as a whole: its resources say themselves which region they are in. */
function scopeOf(subscription: string): Scope {
  return { cloud: 'azure', account: subscription, region: '' };
}

function permissionOf(call: string): string {
  const known = RECORDS.find((kind) => kind.call === call) ?? UNASKED.find((kind) => kind.call === call);
  return known?.permission ?? `${call.replace(/^azure:/, '')}/read`;
}
