import nock from 'nock';
import { vi } from 'vitest';
import { collect } from '../../../providers/aws/collect.ts';
import type { CollectRequest } from '../../../providers/provider.ts';
import type { Answer } from '../../../src/collect/answer.ts';
import type { Clock } from '../../../src/collect/clock.ts';

/** One call as AWS sees it. */
export interface SeenCall {
  /** `ec2:DescribeVpcs`; `elb` and `elbv2` are told apart by their version. */
  readonly call: string;
  readonly region: string;
  readonly form: URLSearchParams;
}

/** What AWS answers: the inside of the response element, or anything else with its status. */
export type Reply =
  | string
  | { readonly status: number; readonly body: string; readonly headers?: Record<string, string> };
/** The service takes the call and never answers. */
export const SILENCE = Symbol('silence');

export type Script = (call: SeenCall, nth: number) => Reply | Error | typeof SILENCE | undefined;

/**
 * Answers every call of the real SDK, from the script or else with an empty list; nothing leaves the machine.
 *
 * It answers on the hosts of AWS itself, so that the choice of endpoint is tested too.
 */
export function fakeAws(script: Script): readonly SeenCall[] {
  const seen: SeenCall[] = [];
  const counts = new Map<string, number>();
  nock(/^https:\/\/(?:ec2|elasticloadbalancing|sts)\..*amazonaws\.com/)
    .persist()
    .post('/')
    .reply(async (request: Request) => {
      const call = seenCall(new URL(request.url).host, new URLSearchParams(await request.text()));
      seen.push(call);
      const key = `${call.call} ${call.region}`;
      const nth = (counts.get(key) ?? 0) + 1;
      counts.set(key, nth);
      const reply = script(call, nth) ?? '';
      if (reply === SILENCE) return new Promise<never>(() => undefined);
      if (reply instanceof Error) throw reply;
      return wireOf(call, reply);
    });
  return seen;
}

/** An error as the service of the call words it. */
export function awsError(status: number, code: string, message = 'no'): Reply {
  const error = `<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  // Both services' spellings in one, since each reads only its own.
  return { status, body: `<Response><Errors>${error}</Errors>${error}</Response>` };
}

/** Credentials from the environment, and no files or metadata service of the machine that runs the tests. */
export function stubCredentials(): void {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  vi.stubEnv('AWS_CONFIG_FILE', '/nowhere/config');
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nowhere/credentials');
  for (const name of ['AWS_PROFILE', 'AWS_REGION', 'AWS_DEFAULT_REGION', 'AWS_ENDPOINT_URL', 'AWS_SESSION_TOKEN']) {
    vi.stubEnv(name, undefined);
  }
}

/** Waits a hundredth of what it is asked to, so that retries and timeouts are quick and stay in their order. */
export const hurriedClock: Clock = {
  now: () => new Date('2026-11-01T08:00:00Z'),
  random: () => 0.5,
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms / 100);
      signal.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve();
      });
    }),
};

export function collectRequest(request: Partial<CollectRequest> = {}): CollectRequest {
  return {
    options: { region: ['eu-west-1'] },
    environment: process.env,
    signal: new AbortController().signal,
    timeoutMs: 1_000_000,
    concurrency: 4,
    now: hurriedClock.now,
    onProgress: () => undefined,
    ...request,
  };
}

export async function collectAll(request: Partial<CollectRequest> = {}): Promise<Answer[]> {
  return Array.fromAsync(collect(collectRequest(request), hurriedClock));
}

const ELB_VERSION_2 = '2015-12-01';

function seenCall(host: string, form: URLSearchParams): SeenCall {
  const [service = '', region = ''] = host.split('.');
  const elb = form.get('Version') === ELB_VERSION_2 ? 'elbv2' : 'elb';
  const call = `${service === 'elasticloadbalancing' ? elb : service}:${form.get('Action')}`;
  return { call, region: region === 'amazonaws' ? 'us-east-1' : region, form };
}

function wireOf({ call }: SeenCall, reply: Reply): [number, string, Record<string, string>] {
  if (typeof reply !== 'string') return [reply.status, reply.body, reply.headers ?? {}];
  const action = call.split(':')[1] ?? '';
  const inside = call.startsWith('ec2:') ? reply : `<${action}Result>${defaultOf(action, reply)}</${action}Result>`;
  return [200, `<${action}Response>${inside}</${action}Response>`, { 'content-type': 'text/xml' }];
}

function defaultOf(action: string, reply: string): string {
  if (reply !== '' || action !== 'GetCallerIdentity') return reply;
  return '<Account>111122223333</Account><Arn>arn:aws:iam::111122223333:user/auditor</Arn><UserId>AIDAEXAMPLE</UserId>';
}
