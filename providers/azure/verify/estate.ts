import type { Answer } from '../../../src/collect/answer.ts';
import { decode } from '../../../src/collect/decode.ts';
import type { Evidence } from '../../../src/model/resource.ts';
import { Memo } from '../../../src/verify/memo.ts';
import { armKey, subscriptionOf } from '../arm-id.ts';
import type { ArmKind } from '../records/arm-kind.ts';
import { RECORDS } from '../records/index.ts';

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
  readonly #told = new Memo<ReadonlyMap<string, Told>>();

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
    return this.#nearest(ref, ({ evidences }) => (evidences.length > 0 ? evidences : undefined)) ?? [];
  }

  /** The region of a resource, as its own document tells, or that of the resource which it is a part of. */
  regionOf(ref: string): string {
    const told = this.#nearest(ref, ({ location }) => location) ?? 'global';
    return told.toLowerCase().replaceAll(' ', '');
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

  /** What is told of the longest id that an id begins with and of which it is told. */
  #nearest<T>(ref: string, tell: (told: Told) => T | undefined): T | undefined {
    const index = this.#told.of(this, '', () => this.#tell());
    const parts = armKey(ref).split('/');
    const ids = parts.map((_, at) => parts.slice(0, parts.length - at).join('/'));
    return ids.map((id) => tell(index.get(id) ?? NOTHING)).find((found) => found !== undefined);
  }

  #tell(): ReadonlyMap<string, Told> {
    const index = new Map<string, Told>();
    const note = (id: string, evidence: Evidence, location?: string): void => {
      const known = index.get(id) ?? NOTHING;
      index.set(id, { evidences: [...known.evidences, evidence], location: known.location ?? location });
    };
    for (const kind of RECORDS) {
      const isAnswer = kind.of === 'answer';
      if (isAnswer) for (const answer of this.#asked(kind)) note(resourceIn(answer), evidenceIn(answer));
      const rows = isAnswer ? read(kind, this.#asked(kind)).rows : this.rows(kind);
      for (const { record, evidence } of rows) note(idOf(record) ?? '', evidence, textAt(record, 'location'));
    }
    return index;
  }
}

/** What the answers tell of an id whatever its kind. */
interface Told {
  readonly evidences: readonly Evidence[];
  readonly location: string | undefined;
}

const NOTHING: Told = { evidences: [], location: undefined };

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
  const id = textAt(record, 'id');
  return id === undefined ? undefined : armKey(id);
}

function textAt(record: unknown, field: string): string | undefined {
  if (typeof record !== 'object' || record === null) return undefined;
  const value: unknown = Reflect.get(record, field);
  return typeof value === 'string' ? value : undefined;
}

function isNewer(a: Row<unknown>, b: Row<unknown>): boolean {
  if (a.evidence.at !== b.evidence.at) return a.evidence.at > b.evidence.at;
  return JSON.stringify(a.record) > JSON.stringify(b.record);
}
