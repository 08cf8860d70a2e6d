import type { Answer } from '../../../src/collect/answer.ts';
import { gapName } from '../../../src/model/gap.ts';
import type { Evidence, Scope } from '../../../src/model/resource.ts';
import type { About, Row, Source } from './source.ts';

/**
 * The raw answers that bear on one scope: its own first, then those of other accounts in its region, because a
 * shared network is described by its owner.
 *
 * Nothing is inferred here: which record matters and what it means is the business of each check.
 */
export class Estate {
  readonly scope: Scope;
  /** The proof's own account first. */
  readonly accounts: readonly string[];
  readonly #answers: ReadonlyMap<string, readonly Answer[]>;

  constructor(answers: readonly Answer[], scope: Scope) {
    this.scope = scope;
    const near = answers.filter(({ region = 'unknown' }) => region === scope.region);
    this.#answers = Map.groupBy(near, ({ call, account }) => keyOf(call, account ?? 'unknown'));
    const others = near.map(({ account = 'unknown' }) => account).filter((account) => account !== scope.account);
    this.accounts = [scope.account, ...new Set(others)];
  }

  answersTo(call: string, account: string): readonly Answer[] {
    return this.#answers.get(keyOf(call, account)) ?? [];
  }

  /** Every record of a kind, the proof's own account first, and of one account the newest first. */
  rows<T>(source: Source<T>, about: About = {}): readonly Row<T>[] {
    return source.rows(this, about);
  }

  /** The record whose field has this value. */
  find<T>(source: Source<T>, field: keyof T & string, value: string | undefined): Row<T> | undefined {
    return value === undefined ? undefined : source.find(this, field, value);
  }

  /** Whether records of this kind may exist that the answers do not show. */
  isIncomplete(source: Pick<Source<unknown>, 'isIncomplete'>, about: About = {}): boolean {
    return source.isIncomplete(this, about);
  }

  /** The account near this one that answered in full about a resource. */
  knows(source: Pick<Source<unknown>, 'isIncomplete'>, resource: string): string | undefined {
    return this.accounts.find((account) => !source.isIncomplete(this, { resource, account }));
  }

  /** The name of the gap that a missing answer of this kind leaves. */
  gap({ call }: { readonly call: string }): string {
    return gapName({ call, scope: this.scope });
  }

  /** Whether a gap of this name exists: in some account the call failed, or was never made. */
  hasGap(name: string): boolean {
    const [call = '', region] = name.split(' ');
    const failed = (account: string): boolean => {
      const answers = this.answersTo(call, account);
      return answers.length === 0 || answers.some(({ error }) => error !== undefined);
    };
    return region === this.scope.region && this.accounts.some(failed);
  }

  /** Whether a call was answered, without an error, at this very time. */
  hasAnswer({ call, scope, at }: Evidence): boolean {
    const [account = '', region] = scope.split('/');
    const answers = this.answersTo(call, account);
    return region === this.scope.region && answers.some((answer) => answer.at === at && answer.error === undefined);
  }
}

function keyOf(call: string, account: string): string {
  return `${account} ${call}`;
}
