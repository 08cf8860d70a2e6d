import type { Answer } from '../../../src/collect/answer.ts';
import { decode } from '../../../src/collect/decode.ts';
import type { Evidence } from '../../../src/model/resource.ts';
import { armKey, subscriptionOf } from '../arm-id.ts';
import type { ArmKind } from '../records/arm-kind.ts';
import { RECORDS } from '../records/index.ts';
import { Memo } from './memo.ts';

/** A record, and the answer that it was read from. */
export interface Row<T> {
  readonly record: T;
  readonly evidence: Evidence;
}

/** What was answered to one call, or to one call about one resource. */
export interface Heard<T> {
  readonly rows: readonly Row<T>[];
  /** Nobody asked, or an answer or a record failed: what is not here may still exist. */
  readonly isCut: boolean;
}

/** The raw answers of a collection, decoded when they are first looked at. */
export class Estate {
  /** Of whom something was asked, in lower case. */
  readonly subscriptions: readonly string[];
  readonly #answers: ReadonlyMap<string, readonly Answer[]>;
  readonly #heard = new Memo<Heard<unknown>>();
  readonly #byId = new Memo<ReadonlyMap<string, Row<unknown>>>();
  readonly #regions = new Memo<ReadonlyMap<string, string>>();
  readonly #evidence = new Memo<ReadonlyMap<string, readonly Evidence[]>>();

  constructor(answers: readonly Answer[]) {
    this.#answers = Map.groupBy(answers, ({ call }) => call);
    this.subscriptions = [...new Set(answers.map(subscriptionIn))].sort();
  }

  /** Every record of a kind; of several copies of one the newest. */
  rows<T>(kind: ArmKind<T>): readonly Row<T>[];
  rows(kind: ArmKind): readonly Row<unknown>[] {
    return [...this.#index(kind).values()];
  }

  /** The resource of this id, whatever the case of its letters. */
  find<T>(kind: ArmKind<T>, id: string | undefined): Row<T> | undefined;
  find(kind: ArmKind, id: string | undefined): Row<unknown> | undefined {
    return id === undefined ? undefined : this.#index(kind).get(armKey(id));
  }

  /** What a subscription answered; of a call that is made per resource, about this one. */
  heard<T>(kind: ArmKind<T>, subscription: string, resource?: string): Heard<T>;
  heard(kind: ArmKind, subscription: string, resource?: string): Heard<unknown> {
    const about = armKey(resource ?? '');
    return this.#heard.of(this, `${kind.call} ${subscription} ${about}`, () => {
      const asked = this.#asked(kind).filter((answer) => subscriptionIn(answer) === subscription.toLowerCase());
      return read(kind, resource === undefined ? asked : asked.filter((answer) => resourceIn(answer) === about));
    });
  }

  /** Whether a list may lack something: nobody asked a resource's subscription for it, or some of the answer failed. */
  isCut(kind: ArmKind, id: string, resource?: string): boolean {
    return this.heard(kind, subscriptionOf(id) ?? 'unknown', resource).isCut;
  }

  isAsked(kind: ArmKind, subscription: string): boolean {
    return this.#asked(kind).some((answer) => subscriptionIn(answer) === subscription);
  }

  /** The name of the gap that hides what a call would tell of a resource's subscription. */
  gap({ call }: Pick<ArmKind, 'call'>, id: string): string {
    return `${call} ${subscriptionOf(id) ?? 'unknown'}`;
  }

  /** Whether a name is that of a gap: of a call of which some answer is missing, for a subscription or one of its resources. */
  isGap(name: string): boolean {
    const [call, subscription = ''] = name.split(' ');
    const kind = RECORDS.find((known) => known.call === call);
    if (kind === undefined) return false;
    const parent = RECORDS.find(({ type }) => `${type}/` === kind.type.slice(0, kind.type.lastIndexOf('/') + 1));
    const ids =
      parent === undefined || kind.requestField === undefined
        ? []
        : this.rows(parent).map(({ record }) => idOf(record) ?? '');
    const own = ids.filter((id) => subscriptionOf(id) === subscription);
    return this.heard(kind, subscription).isCut || own.some((id) => this.isCut(kind, id, id));
  }

  /** The answers that tell of an element: of the resource of this id, or of the one that it is a part of. */
  evidencesOf(ref: string): readonly Evidence[] {
    const index = this.#evidence.of(this, '', () => this.#evidenceIndex());
    return (
      lineage(ref)
        .map((id) => index.get(id))
        .find((known) => known !== undefined) ?? []
    );
  }

  /** The region of a resource, as its own document tells, or that of the resource which it is a part of. */
  regionsOf(ref: string): readonly string[] {
    const index = this.#regions.of(this, '', () => {
      const rows = RECORDS.flatMap((kind) =>
        this.rows(kind).map(({ record }) => [idOf(record) ?? '', locationIn(record)]),
      );
      return new Map(rows.flatMap(([id = '', location]) => (location === undefined ? [] : [[id, location]])));
    });
    const [own, ...around] = lineage(ref).map((id) => index.get(id));
    const told = [own ?? 'global', ...around.filter((region) => region !== undefined).slice(0, 1)];
    return told.map((region) => region.toLowerCase().replaceAll(' ', ''));
  }

  #asked({ call }: ArmKind): readonly Answer[] {
    return this.#answers.get(call) ?? [];
  }

  #index(kind: ArmKind): ReadonlyMap<string, Row<unknown>> {
    return this.#byId.of(this, kind.call, () => {
      const rows = read(kind, this.#asked(kind)).rows.map((row) => [idOf(row.record), row] as const);
      const named = rows.filter((pair): pair is [string, Row<unknown>] => pair[0] !== undefined);
      return new Map(named.toSorted(([, a], [, b]) => (isNewer(a, b) ? 1 : -1)));
    });
  }

  #evidenceIndex(): ReadonlyMap<string, readonly Evidence[]> {
    const index = new Map<string, Evidence[]>();
    const note = (id: string, evidence: Evidence): void => {
      index.set(id, [...(index.get(id) ?? []), evidence]);
    };
    for (const kind of RECORDS) {
      if (kind.of === 'answer') {
        for (const answer of this.#asked(kind)) note(resourceIn(answer), evidenceIn(answer));
      }
      const rows = kind.of === 'answer' ? read(kind, this.#asked(kind)).rows : this.rows(kind);
      for (const { record, evidence } of rows) note(idOf(record) ?? '', evidence);
    }
    return index;
  }
}

function read(kind: ArmKind, answers: readonly Answer[]): Heard<unknown> {
  const rows: Row<unknown>[] = [];
  let isCut = answers.length === 0;
  for (const answer of answers) {
    isCut ||= answer.error !== undefined;
    if (answer.error !== undefined) continue;
    const { records, rejected } = decode(kind, answer.response);
    isCut ||= rejected.length > 0;
    const evidence = evidenceIn(answer);
    for (const record of records) rows.push({ record, evidence });
  }
  return { rows, isCut };
}

function evidenceIn(answer: Answer): Evidence {
  return { call: answer.call, scope: subscriptionIn(answer), at: answer.at };
}

function subscriptionIn({ subscription }: Answer): string {
  return subscription?.toLowerCase() ?? 'unknown';
}

function resourceIn({ request }: Answer): string {
  const id = request?.['id'];
  return typeof id === 'string' ? armKey(id) : '';
}

function idOf(record: unknown): string | undefined {
  if (typeof record !== 'object' || record === null || !('id' in record)) return undefined;
  return typeof record.id === 'string' ? armKey(record.id) : undefined;
}

function isNewer(a: Row<unknown>, b: Row<unknown>): boolean {
  if (a.evidence.at !== b.evidence.at) return a.evidence.at > b.evidence.at;
  return JSON.stringify(a.record) > JSON.stringify(b.record);
}

function locationIn(record: unknown): string | undefined {
  if (typeof record !== 'object' || record === null || !('location' in record)) return undefined;
  return typeof record.location === 'string' ? record.location : undefined;
}

/** An id, and the ids that it begins with, longest first. */
function lineage(ref: string): readonly string[] {
  const parts = armKey(ref).split('/');
  return parts.map((_, index) => parts.slice(0, parts.length - index).join('/'));
}
