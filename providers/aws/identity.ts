import { z } from 'zod';
import type { Answer } from '../../src/collect/answer.ts';
import type { Runner } from '../../src/collect/runner.ts';
import { CredentialsError } from '../../src/model/errors.ts';
import { adviceFor } from './credentials-advice.ts';
import type { AwsCaller, AwsSession } from './session.ts';

/** An account, and as whom to ask in it. */
export interface AwsAccount {
  readonly id: string;
  readonly caller: AwsCaller;
}

export interface Identified {
  /** Sorted by id, each once. */
  readonly accounts: readonly AwsAccount[];
  /** For each role that could not be assumed, why. The account is read from the role's ARN. */
  readonly refused: readonly Answer[];
}

const Identity = z.object({ Account: z.string() });

type Asked = { readonly account: AwsAccount } | { readonly caller: AwsCaller; readonly answer: Answer };

/** Asks who we are, once a caller. Throws `CredentialsError` if there is nobody to ask as. */
export async function identify(
  session: AwsSession,
  runner: Runner,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Identified> {
  const asked = await Promise.all(session.callers.map((caller) => whoIs(caller, runner, session.homeRegion)));
  const accounts = new Map<string, AwsAccount>();
  const refused: Answer[] = [];
  for (const result of asked) {
    if ('account' in result) accounts.set(result.account.id, result.account);
    else refused.push(result.answer);
  }
  const first = asked.find((result) => 'answer' in result);
  const error = first?.answer.error;
  if (accounts.size === 0 && error !== undefined && error.reason !== 'cancelled') {
    const { message, nextStep } = adviceFor(error, { role: first?.caller.role, session, environment });
    throw new CredentialsError(message, nextStep);
  }
  return { accounts: [...accounts.values()].sort((a, b) => (a.id < b.id ? -1 : 1)), refused };
}

async function whoIs(caller: AwsCaller, runner: Runner, region: string): Promise<Asked> {
  const { role, sts } = caller;
  const account = role === undefined ? undefined : accountOf(role);
  const where = { region, ...(account === undefined ? {} : { account }) };
  const task = {
    call: 'sts:GetCallerIdentity',
    where,
    request: {},
    ask: async ({ signal }: { readonly signal: AbortSignal }) => ({
      response: await sts.getCallerIdentity({}, { abortSignal: signal }),
      next: undefined,
    }),
  };
  let answer: Answer | undefined;
  for await (const page of runner.askAll([task])) answer = page;
  const identity = Identity.safeParse(answer?.response);
  if (identity.success) return { account: { id: identity.data.Account, caller } };
  const error = answer?.error ?? { code: 'MalformedAnswer', message: 'the answer names no account' };
  // What this hides is the account's regions, and that is the gap to report.
  const hidden = { call: 'ec2:DescribeRegions', ...where, request: {}, at: answer?.at ?? '', error };
  return { caller, answer: hidden };
}

function accountOf(roleArn: string): string | undefined {
  return roleArn.split(':')[4];
}
