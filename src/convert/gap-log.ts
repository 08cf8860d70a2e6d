import type { Answer } from '../collect/answer.ts';
import { type CollectionGap, type GapReason, gapName } from '../model/gap.ts';
import { type Scope, scopeName } from '../model/resource.ts';

/** Everything that was not learned, each once, whatever the order in which it came up. */
export class GapLog {
  readonly #gaps = new Map<string, CollectionGap>();
  readonly #permissionOf: (call: string) => string;

  /** Told which permission a call needs, in the provider's spelling. */
  constructor(permissionOf: (call: string) => string) {
    this.#permissionOf = permissionOf;
  }

  /** A call that failed. */
  failed(scope: Scope, { call, request, error }: Answer): void {
    if (error === undefined) return;
    this.#add({ call, scope, reason: reasonOf(error), message: `${error.code}: ${error.message}`, request });
  }

  /** Records of an answer that could not be read. */
  malformed(scope: Scope, { call, request }: Answer, rejected: readonly string[]): void {
    for (const message of rejected) this.#add({ call, scope, reason: 'malformed', message, request });
  }

  /** A call that nobody made, though something depends on it. Answers the gap's name. */
  absent(scope: Scope, call: string, request?: Readonly<Record<string, unknown>>): string {
    const message = 'The collection holds no answer to this call.';
    this.#add({ call, scope, reason: 'absent', message, request });
    return gapName({ call, scope });
  }

  /** Something that the answers speak of and do not hold: another account owns it, or it is newer than they are. */
  unlisted(scope: Scope, call: string, what: string): string {
    this.#add({ call, scope, reason: 'absent', message: `The answers to this call do not hold ${what}.` });
    return gapName({ call, scope });
  }

  /** Sorted by scope, call, request and reason. */
  sorted(): readonly CollectionGap[] {
    return [...this.#gaps].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, gap]) => gap);
  }

  #add({
    request,
    ...gap
  }: Omit<CollectionGap, 'permission' | 'request'> & { request?: CollectionGap['request'] | undefined }): void {
    const asked = request !== undefined && Object.keys(request).length > 0 ? { request } : {};
    const key = [scopeName(gap.scope), gap.call, JSON.stringify(request ?? {}), gap.reason, gap.message].join('\n');
    this.#gaps.set(key, { ...gap, permission: this.#permissionOf(gap.call), ...asked });
  }
}

/** Codes as the clouds and Node spell them, tried in order. */
const REASONS: readonly (readonly [RegExp, GapReason])[] = [
  [/OptInRequired|RegionDisabled/i, 'disabled'],
  [/Throttl|TooManyRequests|RequestLimitExceeded|SlowDown|RateExceeded/i, 'throttled'],
  [/Timeout|TimedOut|ETIMEDOUT/i, 'timed-out'],
  [/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ENETUNREACH|NetworkingError/i, 'unreachable'],
  [/Abort|Cancel/i, 'cancelled'],
  [
    /AccessDenied|Unauthorized|NotAuthorized|AuthorizationFailed|Forbidden|AuthFailure|InvalidClientTokenId|ExpiredToken|InvalidAuthenticationToken/i,
    'denied',
  ],
];

/** Who collected may have said why; a saved answer of another tool has only a code and a status. */
function reasonOf({ reason, code, status }: NonNullable<Answer['error']>): GapReason {
  const known = reason ?? REASONS.find(([pattern]) => pattern.test(code))?.[1];
  if (known !== undefined) return known;
  if (status === 401 || status === 403) return 'denied';
  return status === 429 ? 'throttled' : 'failed';
}
