import type { Answer } from '../../src/collect/answer.ts';
import { askScope } from '../../src/collect/ask-scope.ts';
import { type Clock, systemClock } from '../../src/collect/clock.ts';
import { closing } from '../../src/collect/closing.ts';
import { merge } from '../../src/collect/merge.ts';
import { Runner } from '../../src/collect/runner.ts';
import { splitAnswer } from '../../src/collect/split-answer.ts';
import type { CollectRequest } from '../provider.ts';
import { COLLECTORS } from './collectors/index.ts';
import { cut } from './cut.ts';
import { explainFailure } from './failures.ts';
import { type AwsAccount, identify } from './identity.ts';
import { rateOf } from './rates.ts';
import { chooseRegions } from './scopes.ts';
import { type AwsSession, openSession } from './session.ts';

/** Accounts under way at a time; each has its own limits. */
const ACCOUNTS_AT_ONCE = 8;
/** More than there are regions: they do not share limits, so nothing is gained by holding one back. */
const REGIONS_AT_ONCE = 64;

/** Asks AWS: who we are, which regions there are, and then every collector's question of each. */
export async function* collect(
  request: CollectRequest,
  clock: Clock = systemClock(request.now),
): AsyncGenerator<Answer> {
  const { options, environment, signal, timeoutMs, concurrency, onProgress } = request;
  const wanted = options['region'] ?? [];
  const [profile] = options['profile'] ?? [];
  const session = await openSession({
    roles: options['assume-role'] ?? [],
    regions: wanted,
    environment,
    ...(profile === undefined ? {} : { profile }),
  });
  const explain = explainFailure;
  const runner = new Runner({ clock, signal, timeoutMs, concurrency, rateOf, explain, onProgress });
  const close = (): void => {
    runner.close();
    session.close();
  };
  yield* closing(collectAccounts({ runner, session, wanted, clock }, environment), close);
}

interface Run {
  readonly runner: Runner;
  readonly session: AwsSession;
  readonly wanted: readonly string[];
  readonly clock: Clock;
}

async function* collectAccounts(run: Run, environment: CollectRequest['environment']): AsyncGenerator<Answer> {
  const { accounts, refused } = await identify(run.session, run.runner, environment);
  yield* refused;
  const streams = accounts.map((account) => collectAccount(account, run));
  yield* merge(streams, ACCOUNTS_AT_ONCE);
}

async function* collectAccount(account: AwsAccount, run: Run): AsyncGenerator<Answer> {
  const { runner, session, wanted } = run;
  const { regions, disabled, answers } = await chooseRegions(account, runner, wanted, session.homeRegion);
  yield* answers.flatMap(splitAnswer);
  for (const region of disabled) yield* notEnabled(account, region, run.clock);
  const streams = regions.map((region) =>
    askScope({
      runner,
      collectors: COLLECTORS,
      where: { account: account.id, region },
      client: account.caller.clients(region),
      cut: (answer) => splitAnswer(cut(answer)),
    }),
  );
  yield* merge(streams, REGIONS_AT_ONCE);
}

/** A region that the account has not enabled cannot be asked, and each question about it says so. */
function* notEnabled({ id }: AwsAccount, region: string, clock: Clock): Generator<Answer> {
  const error = {
    code: 'OptInRequired',
    message: `${region} is not enabled in this account`,
    reason: 'disabled' as const,
  };
  const at = clock.now().toISOString();
  for (const { after, calls } of COLLECTORS) {
    if (after.length > 0) continue;
    for (const { call } of calls) yield { call, account: id, region, request: {}, at, error };
  }
}
