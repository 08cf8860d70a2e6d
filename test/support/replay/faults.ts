import { ERROR_PAGE, type Reply, type Spoiling } from '../loopback.ts';
import type { WireCall } from './wire-call.ts';
import { errorXml } from './wire-xml.ts';

/**
 * What goes wrong:
 *
 * - `denied`, `unauthenticated`, `throttled`, `server-error`, `disabled-region`: the service's own error
 * - `html`: a page of some proxy with status 500; `html-200`: the same as if all were well
 * - `empty`: status 200 and nothing
 * - `repeated-token`: every page names the same next one; `lost-token`: later pages are refused
 */
export type FaultKind =
  | 'denied'
  | 'unauthenticated'
  | 'throttled'
  | 'server-error'
  | 'disabled-region'
  | 'html'
  | 'html-200'
  | 'empty'
  | 'repeated-token'
  | 'lost-token'
  | Spoiling;

/** A fault, and which calls it befalls. */
export interface Fault {
  readonly kind: FaultKind;
  /** `ec2:DescribeSubnets`, or a service: `ec2`. Absent: all. */
  readonly call?: string;
  readonly region?: string;
  readonly account?: string;
  /** So many times, and then no more. Absent: always. */
  readonly times?: number;
}

/** Which fault, if any, befalls each call. */
export class Faults {
  readonly #left: { readonly fault: Fault; times: number }[];

  constructor(faults: readonly Fault[]) {
    this.#left = faults.map((fault) => ({ fault, times: fault.times ?? Number.POSITIVE_INFINITY }));
  }

  next(call: WireCall): Fault | undefined {
    const entry = this.#left.find(({ fault, times }) => times > 0 && befalls(fault, call));
    if (entry === undefined) return undefined;
    entry.times -= 1;
    return entry.fault;
  }
}

function befalls({ call, region, account, kind }: Fault, wire: WireCall): boolean {
  if (kind === 'lost-token' && wire.token === undefined) return false;
  return (
    (call === undefined || call === wire.call || call === wire.operation.service) &&
    (region === undefined || region === wire.region) &&
    (account === undefined || account === wire.account)
  );
}

/** The reply of a fault that needs no answer to spoil; undefined if it spoils one. */
export function replyOfFault({ kind }: Fault, { operation }: WireCall): Reply | undefined {
  const { service, action } = operation;
  const isEc2 = service === 'ec2';
  const error = (status: number, code: string, message: string): Reply => ({
    status,
    body: errorXml(service, code, message),
  });
  switch (kind) {
    case 'denied':
      return denied(call(service, action), isEc2 ? 'UnauthorizedOperation' : 'AccessDenied', error);
    case 'unauthenticated':
      return isEc2
        ? error(401, 'AuthFailure', 'AWS was not able to validate the provided access credentials')
        : error(403, 'InvalidClientTokenId', 'The security token included in the request is invalid.');
    case 'throttled':
      return isEc2
        ? error(503, 'RequestLimitExceeded', 'Request limit exceeded.')
        : error(400, 'Throttling', 'Rate exceeded');
    case 'server-error':
      return error(500, isEc2 ? 'InternalError' : 'InternalFailure', 'An internal error has occurred');
    case 'disabled-region':
      return error(401, 'OptInRequired', 'You are not subscribed to this service.');
    case 'html':
      return { status: 500, body: Buffer.from(ERROR_PAGE), type: 'text/html' };
    case 'html-200':
      return { status: 200, body: Buffer.from(ERROR_PAGE), type: 'text/html' };
    case 'empty':
      return { status: 200, body: Buffer.alloc(0) };
    case 'lost-token':
      return error(400, 'InvalidNextToken', 'The token is invalid.');
    case 'cut':
    case 'truncated':
    case 'reset':
    case 'drip':
    case 'hang':
    case 'repeated-token':
      return undefined;
  }
}

/** What a service says to a caller without the permission. */
export function denied(
  permission: string,
  code: string,
  error: (status: number, code: string, message: string) => Reply,
): Reply {
  return error(
    403,
    code,
    `You are not authorized to perform this operation. User is not authorized to perform: ${permission}`,
  );
}

function call(service: string, action: string): string {
  return `${service === 'ec2' || service === 'sts' ? service : 'elasticloadbalancing'}:${action}`;
}
