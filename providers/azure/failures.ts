import { z } from 'zod';
import type { Failure } from '../../src/collect/failure.ts';
import { ArmError } from './arm-error.ts';
import { type ArmMessage, armMessage } from './arm-message.ts';
import { plainText } from './plain-text.ts';

/**
 * Nothing can be there: the subscription does not use this part of Azure, its cloud does not have it, or it is off.
 *
 * A version of the API that a place does not know (`NoRegisteredProviderFound`, `InvalidResourceType`) is none of these:
 * what it would have told may well exist.
 */
const DISABLED = new Set([
  'MissingSubscriptionRegistration',
  'MissingRegistrationForResourceProvider',
  'SubscriptionNotRegistered',
  'InvalidResourceNamespace',
  'DisabledSubscription',
  'SubscriptionDisabled',
  'ReadOnlyDisabledSubscription',
]);

/** A subscription that one may not see is said not to be there. */
const DENIED =
  /^(?:(?:Linked)?AuthorizationFailed|\w*AuthenticationToken\w*|AuthenticationFailed\w*|AccessDenied|Forbidden|SubscriptionNotFound)$/;

const THROTTLED = /^(?:TooManyRequests|RateLimiting|\w*RequestsThrottled\w*)$/;

/** How the identity library calls its errors. */
const NO_CREDENTIALS = new Set([
  'AggregateAuthenticationError',
  'AuthenticationError',
  'AuthenticationRequiredError',
  'CredentialUnavailableError',
  'ClientAuthError',
]);

/** Reads an error of a client, or of the search for credentials: what gap it makes, and whether to ask again. */
export function explainFailure(error: unknown): Failure {
  return error instanceof ArmError ? answered(error) : unanswered(error);
}

/** Azure answered, though not with what was asked. */
function answered({ message, facts }: ArmError): Failure {
  const { kind, status, body = '', header } = facts;
  const said = kind === 'refused' ? armMessage(body) : undefined;
  const waitMs = header === undefined ? undefined : waitIn(header, status);
  return {
    ...meaningOf(facts, said, waitMs),
    code: said?.code ?? CODES[kind] ?? `Http${status}`,
    message: said?.message ?? message,
    status,
    ...(waitMs === undefined ? {} : { retryAfterMs: waitMs }),
  };
}

/** Our own words, where the service had none. */
const CODES: Readonly<Partial<Record<ArmError['facts']['kind'], string>>> = {
  malformed: 'MalformedAnswer',
  elsewhere: 'SentElsewhere',
};

type Meaning = Pick<Failure, 'reason' | 'retry'>;

function meaningOf(
  { kind, status }: ArmError['facts'],
  said: ArmMessage | undefined,
  waitMs: number | undefined,
): Meaning {
  if (kind === 'elsewhere') return { reason: 'malformed', retry: 'never' };
  if (kind === 'malformed') return { reason: 'malformed', retry: 'transient' };
  const code = said?.code ?? '';
  if (THROTTLED.test(code) || status === 429) return { reason: 'throttled', retry: 'throttled' };
  if (DISABLED.has(code)) return { reason: 'disabled', retry: 'never' };
  if (DENIED.test(code) || status === 401 || status === 403) return { reason: 'denied', retry: 'never' };
  if (status === 408) return { reason: 'timed-out', retry: 'transient' };
  if (status >= 500) return { reason: said === undefined ? 'malformed' : 'failed', retry: 'transient' };
  if (said === undefined) return { reason: 'malformed', retry: 'transient' };
  // Something is changing what we asked about, and the service says how long that takes.
  return { reason: 'failed', retry: status === 409 && waitMs !== undefined ? 'transient' : 'never' };
}

const Caught = z.object({
  name: z.string().catch('Error'),
  message: z.string().catch(''),
  code: z.string().optional().catch(undefined),
});

/** No answer came, or not the whole of one, or nobody was found to ask as. */
function unanswered(error: unknown): Failure {
  const caught = Caught.safeParse(error);
  const { name, message, code } = caught.success ? caught.data : { name: 'Error', message: '', code: undefined };
  const said = plainText(message);
  if (NO_CREDENTIALS.has(name)) {
    return { reason: 'denied', code: /AADSTS\d+/.exec(message)?.[0] ?? name, message: said, retry: 'never' };
  }
  if (name === 'AbortError') return { reason: 'cancelled', code: name, message: said, retry: 'never' };
  if (name === 'TimeoutError') return { reason: 'timed-out', code: name, message: said, retry: 'transient' };
  if (name !== 'RestError') return { reason: 'failed', code: name, message: said, retry: 'never' };
  if (code === 'PARSE_ERROR') {
    return { reason: 'malformed', code: 'MalformedAnswer', message: said, retry: 'transient' };
  }
  return { reason: 'unreachable', code: code ?? 'RequestFailed', message: said, retry: 'transient' };
}

/** Seconds, or a date, which is compared with the service's own clock; Resource Graph tells hours, minutes and seconds. */
function waitIn(header: (name: string) => string | undefined, status: number): number | undefined {
  const value = header('retry-after') ?? '';
  if (/^\d+$/.test(value)) return Number(value) * 1_000;
  const waitMs = Date.parse(value) - Date.parse(header('date') ?? '');
  if (!Number.isNaN(waitMs)) return Math.max(0, waitMs);
  return status === 429 ? spanMs(header('x-ms-user-quota-resets-after') ?? '') : undefined;
}

/** Milliseconds of `hh:mm:ss`, as .NET writes a span of time; undefined if it is none. */
export function spanMs(text: string): number | undefined {
  const [, hours, minutes, seconds] = /^(\d+):(\d{2}):(\d{2}(?:\.\d+)?)$/.exec(text.trim()) ?? [];
  if (hours === undefined) return undefined;
  return ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1_000;
}
