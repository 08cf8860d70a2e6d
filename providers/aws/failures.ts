import { z } from 'zod';
import type { Failure } from '../../src/collect/failure.ts';

const THROTTLED = new Set([
  'RequestLimitExceeded',
  'Throttling',
  'ThrottlingException',
  'ThrottledException',
  'RequestThrottled',
  'RequestThrottledException',
  'TooManyRequestsException',
  'EC2ThrottledException',
  'PriorRequestNotComplete',
  'BandwidthLimitExceeded',
  'SlowDown',
]);

/** EC2 says `UnauthorizedOperation`, Elastic Load Balancing `AccessDenied`; the others are about the credentials. */
const DENIED = new Set([
  'UnauthorizedOperation',
  'AccessDenied',
  'AccessDeniedException',
  'AuthFailure',
  'UnrecognizedClientException',
  'InvalidClientTokenId',
  'SignatureDoesNotMatch',
  'ExpiredToken',
  'ExpiredTokenException',
  'RequestExpired',
  'CredentialsProviderError',
  'TokenProviderError',
]);

/** The SDK learns the service's time from these answers, so a second attempt is signed with the right one. */
const SKEWED = new Set(['RequestTimeTooSkewed', 'RequestInTheFuture']);

const DISABLED = new Set(['OptInRequired', 'RegionDisabledException', 'SubscriptionRequiredException']);

/** What Node says of a connection that could not be made, or that broke. */
const NETWORK = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'EPIPE',
  'ERR_SOCKET_CONNECTION_TIMEOUT',
]);

const Caught = z.object({
  name: z.string().catch('Error'),
  message: z.string().catch(''),
  code: z.unknown().optional(),
  $metadata: z.object({ httpStatusCode: z.number().optional() }).optional().catch(undefined),
  $response: z
    .object({ statusCode: z.number().optional(), headers: z.record(z.string(), z.unknown()).optional() })
    .optional()
    .catch(undefined),
});

interface Facts {
  readonly code: string;
  readonly message: string;
  readonly status: number | undefined;
  readonly retryAfterMs: number | undefined;
  /** The error has the service's own code, so the body was understood. */
  readonly understood: boolean;
  readonly network: boolean;
}

/** Reads an error of the AWS SDK: what kind of gap it makes, and whether to ask again. */
export function explainFailure(error: unknown): Failure {
  const facts = factsOf(error);
  const { code, message, status, retryAfterMs } = facts;
  return {
    ...kindOf(facts),
    code,
    message,
    ...(status === undefined ? {} : { status }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}

function kindOf({ code, status, understood, network }: Facts): Pick<Failure, 'reason' | 'retry'> {
  if (THROTTLED.has(code) || status === 429) return { reason: 'throttled', retry: 'throttled' };
  if (DISABLED.has(code)) return { reason: 'disabled', retry: 'never' };
  if (SKEWED.has(code)) return { reason: 'denied', retry: 'transient' };
  if (DENIED.has(code)) return { reason: 'denied', retry: 'never' };
  if (network) return { reason: 'unreachable', retry: 'transient' };
  if (status !== undefined && status >= 500) {
    return { reason: understood ? 'failed' : 'malformed', retry: 'transient' };
  }
  if (status === 401 || status === 403) return { reason: 'denied', retry: 'never' };
  if (!understood && status !== undefined) return { reason: 'malformed', retry: 'transient' };
  return { reason: 'failed', retry: 'never' };
}

function factsOf(error: unknown): Facts {
  const caught = Caught.safeParse(error);
  const { name, message, code, $metadata, $response } = caught.success ? caught.data : NOTHING;
  const status = $metadata?.httpStatusCode ?? $response?.statusCode;
  const broken = [code, name].find((word) => typeof word === 'string' && NETWORK.has(word));
  // A connection that breaks after the status line has brought an answer, though not a whole one.
  const network = status === undefined && (broken !== undefined || name === 'TimeoutError');
  const understood = !UNREADABLE.has(name);
  return {
    code: network && typeof broken === 'string' ? broken : codeOf(name, understood, status),
    message: messageOf(plainMessage(message), understood, status),
    status,
    retryAfterMs: retryAfterOf($response?.headers),
    understood,
    network,
  };
}

const NOTHING: z.output<typeof Caught> = { name: 'Error', message: '' };

/** Names of errors that the SDK makes when it cannot read a body. */
const UNREADABLE = new Set(['Error', 'SyntaxError', 'TypeError', 'Unknown', 'UnknownError', 'MalformedAnswer']);

/** Our own word where the service gave none. */
function codeOf(name: string, understood: boolean, status: number | undefined): string {
  if (understood || status === undefined) return name;
  return status < 300 ? 'MalformedAnswer' : `Http${status}`;
}

function messageOf(plain: string, understood: boolean, status: number | undefined): string {
  return understood || status === undefined ? plain : `HTTP ${status} without a readable answer (${plain})`;
}

/** The first line, without what AWS encodes behind it: the canonical request of a bad signature holds a session token. */
function plainMessage(message: string): string {
  const [line = ''] = message.split('\n');
  return line
    .replace(/\s*Encoded authorization failure message:.*$/, '')
    .replaceAll(/\b(?:AKIA|ASIA)[A-Z0-9]{12,}\b/g, '(an access key)')
    .slice(0, 500);
}

/** Seconds, or a date, which is compared with the service's own clock and not with ours. */
function retryAfterOf(headers: Readonly<Record<string, unknown>> | undefined): number | undefined {
  const value = headers?.['retry-after'];
  if (typeof value !== 'string') return undefined;
  if (/^\d+$/.test(value)) return Number(value) * 1_000;
  const waitMs = Date.parse(value) - Date.parse(String(headers?.['date']));
  return Number.isNaN(waitMs) ? undefined : Math.max(0, waitMs);
}
