import type { Answer } from '../../../src/collect/answer.ts';
import type { Reply } from '../loopback.ts';
import { EstateShelf } from './estate-shelf.ts';
import type { Fault } from './faults.ts';
import { type LoopbackServer, startFront } from './front.ts';
import { accessKeyFor, type WireCall } from './wire-call.ts';
import { errorXml, responseXml } from './wire-xml.ts';

export interface ReplaySettings {
  readonly answers: readonly Answer[];
  /** Added to each call. */
  readonly latencyMs?: number;
  readonly faults?: readonly Fault[];
  /** The most records of a page, for paging in a small estate. */
  readonly pageSize?: number;
}

/**
 * Serves an estate to the real SDK over the wire protocols of EC2, both kinds of Elastic Load Balancing, and STS.
 *
 * The region is the one that the request is signed for. The account is that of the access key (`accessKeyFor`), as
 * AssumeRole hands it out here, or else the first account of the estate. A call without an answer is denied. The pages are
 * written before anyone asks, so that a benchmark measures who asks and not who answers.
 */
export function startReplayServer({ answers, latencyMs, faults, pageSize }: ReplaySettings): Promise<LoopbackServer> {
  const accounts = accountsOf(answers);
  const ownAccount = accounts[0] ?? '111122223333';
  const shelf = new EstateShelf(answers, ownAccount, pageSize);
  shelf.warm();
  return startFront({
    ownAccount,
    latencyMs,
    faults,
    handle: (call) => identityReply(call, accounts) ?? shelf.reply(call),
  });
}

/** What STS says; undefined for any other service. */
function identityReply(call: WireCall, accounts: readonly string[]): Reply | undefined {
  const { operation, account, request } = call;
  if (operation.service !== 'sts') return undefined;
  switch (operation.action) {
    case 'GetCallerIdentity': {
      const identity = {
        UserId: 'AROAEXAMPLE',
        Account: account,
        Arn: `arn:aws:sts::${account}:assumed-role/audit/exposure`,
      };
      return { status: 200, body: responseXml(operation, identity) };
    }
    case 'AssumeRole': {
      const role = typeof request['RoleArn'] === 'string' ? request['RoleArn'] : '';
      const target = /^arn:aws[\w-]*:iam::(\d{12}):role\//.exec(role)?.[1];
      if (target === undefined || !accounts.includes(target)) break;
      const credentials = {
        AccessKeyId: accessKeyFor(target),
        SecretAccessKey: 'example',
        SessionToken: `session-of-${target}`,
        Expiration: '2099-01-01T00:00:00Z',
      };
      const user = { AssumedRoleId: 'AROAEXAMPLE:exposure', Arn: `${role}/exposure` };
      return { status: 200, body: responseXml(operation, { Credentials: credentials, AssumedRoleUser: user }) };
    }
  }
  const message = `User is not authorized to perform: sts:${operation.action}`;
  return { status: 403, body: errorXml('sts', 'AccessDenied', message) };
}

function accountsOf(answers: readonly Answer[]): readonly string[] {
  return [...new Set(answers.flatMap(({ account }) => (account === undefined ? [] : [account])))].sort();
}
