import { ERROR_PAGE, type Reply, type Spoiling } from '../loopback.ts';
import type { ArmCall, ArmError } from './arm-call.ts';

/**
 * What goes wrong:
 *
 * - `denied`, `unauthenticated`, `server-error`, `not-registered`: the service's own error
 * - `throttled`: with the time to wait in `Retry-After`; `throttled-bare`: without
 * - `html`: a page of some proxy with status 502; `html-200`: the same as if all were well
 * - `empty`: status 200 and nothing; `no-list`: an object without records
 * - `repeated-link`: every page names the same next one; `lost-link`: later pages are refused
 * - `foreign-link`: the next page is said to be on another host
 */
export type ArmFaultKind =
  | 'denied'
  | 'unauthenticated'
  | 'throttled'
  | 'throttled-bare'
  | 'server-error'
  | 'not-registered'
  | 'html'
  | 'html-200'
  | 'empty'
  | 'no-list'
  | 'repeated-link'
  | 'lost-link'
  | 'foreign-link'
  | Spoiling;

/** A fault, and which calls it befalls. */
export interface ArmFault {
  readonly kind: ArmFaultKind;
  /** `azure:Microsoft.Network/routeTables`, `graph` or `subscriptions`. Absent: all. */
  readonly call?: string;
  /** Calls about this one; Resource Graph is asked about several at once, and is none's. */
  readonly subscription?: string;
  /** So many times, and then no more. Absent: always. */
  readonly times?: number;
}

/** Which fault, if any, befalls each call. */
export class ArmFaults {
  readonly #left: { readonly fault: ArmFault; times: number }[];

  constructor(faults: readonly ArmFault[]) {
    this.#left = faults.map((fault) => ({ fault, times: fault.times ?? Number.POSITIVE_INFINITY }));
  }

  next(call: ArmCall): ArmFault | undefined {
    const entry = this.#left.find(({ fault, times }) => times > 0 && befalls(fault, call));
    if (entry === undefined) return undefined;
    entry.times -= 1;
    return entry.fault;
  }
}

function befalls({ kind, call, subscription }: ArmFault, asked: ArmCall): boolean {
  if (kind === 'lost-link' && asked.token === undefined) return false;
  if (call !== undefined && call !== asked.call) return false;
  return subscription === undefined || subscription.toLowerCase() === asked.subscription;
}

/** The reply of a fault that needs no answer to spoil; undefined if it spoils one. */
export function replyOfFault({ kind }: ArmFault, call: ArmCall): Reply | undefined {
  switch (kind) {
    case 'denied':
      return errorReply(notAllowed(call));
    case 'unauthenticated':
      return errorReply({ status: 401, code: 'InvalidAuthenticationToken', message: 'The access token is invalid.' });
    case 'throttled':
      return errorReply(THROTTLED, { 'retry-after': '1' });
    case 'throttled-bare':
      return errorReply(THROTTLED);
    case 'server-error':
      return errorReply({ status: 500, code: 'InternalServerError', message: 'An error occurred.' });
    case 'not-registered': {
      const message = "The subscription is not registered to use namespace 'Microsoft.Network'.";
      return errorReply({ status: 409, code: 'MissingSubscriptionRegistration', message });
    }
    case 'html':
      return { status: 502, body: Buffer.from(ERROR_PAGE), type: 'text/html' };
    case 'html-200':
      return { status: 200, body: Buffer.from(ERROR_PAGE), type: 'text/html' };
    case 'empty':
      return { status: 200, body: Buffer.alloc(0), type: JSON_TYPE };
    case 'no-list':
      return { status: 200, body: Buffer.from('{}'), type: JSON_TYPE };
    case 'lost-link':
      return errorReply({ status: 400, code: 'InvalidSkipToken', message: 'The skip token is invalid.' });
    case 'repeated-link':
    case 'foreign-link':
    case 'cut':
    case 'truncated':
    case 'reset':
    case 'drip':
    case 'hang':
      return undefined;
  }
}

const THROTTLED: ArmError = {
  status: 429,
  code: 'TooManyRequests',
  message: 'The request is being throttled as the limit has been reached.',
};

export const JSON_TYPE = 'application/json; charset=utf-8';

export function errorReply({ status, code, message }: ArmError, headers: Readonly<Record<string, string>> = {}): Reply {
  return { status, body: Buffer.from(JSON.stringify({ error: { code, message } })), type: JSON_TYPE, headers };
}

/** What Resource Manager says to a caller without the permission. */
export function notAllowed({ call, what, subscription = '', id }: ArmCall): ArmError {
  const action = `${call.replace(/^azure:/, '')}/${what === 'action' ? 'action' : 'read'}`;
  const scope = id ?? `/subscriptions/${subscription}`;
  const who = "The client 'exposure' with object id '00000000-0000-0000-0000-000000000009'";
  const message = `${who} does not have authorization to perform action '${action}' over scope '${scope}' or the scope is invalid.`;
  return { status: 403, code: 'AuthorizationFailed', message };
}
