import type { Scope } from './resource.ts';

/** Why we did not learn something. `absent` means that nobody asked: an offline folder lacks the answer. */
export type GapReason =
  | 'denied'
  | 'throttled'
  | 'timed-out'
  | 'malformed'
  | 'unreachable'
  | 'disabled'
  | 'failed'
  | 'cancelled'
  | 'absent';

/** Something we asked for and did not learn. What it could hide is `unknown`, never blocked. */
export interface CollectionGap {
  readonly call: string;
  readonly scope: Scope;
  readonly reason: GapReason;
  /** The permission that would close the gap, in the provider's spelling. */
  readonly permission: string;
  /** The provider's own words, for a person. */
  readonly message: string;
  /** The request of a call that is made per resource. */
  readonly request?: Readonly<Record<string, unknown>>;
}

/** A gap's name in verdicts, `call region` or `call account`: the form of `missing` in `exposure surface --json`. */
export function gapName({ call, scope }: Pick<CollectionGap, 'call' | 'scope'>): string {
  return `${call} ${scope.region === '' ? scope.account : scope.region}`;
}
