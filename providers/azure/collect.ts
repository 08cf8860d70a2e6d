import type { Answer } from '../../src/collect/answer.ts';
import { askScope } from '../../src/collect/ask-scope.ts';
import { type Clock, systemClock } from '../../src/collect/clock.ts';
import { closing } from '../../src/collect/closing.ts';
import type { Known } from '../../src/collect/collector.ts';
import { merge } from '../../src/collect/merge.ts';
import { Runner } from '../../src/collect/runner.ts';
import { splitAnswer } from '../../src/collect/split-answer.ts';
import type { CollectRequest } from '../provider.ts';
import type { AzureScope } from './collectors/azure-scope.ts';
import { DETAILS } from './collectors/index.ts';
import { collectorOf, LISTED, LISTS } from './collectors/lists.ts';
import { serviceTagsTask, TagSearch } from './collectors/service-tags.ts';
import { cut } from './cut.ts';
import { explainFailure } from './failures.ts';
import type { GraphReading } from './graph/ledger.ts';
import { ResourceGraph } from './graph/resource-graph.ts';
import { rateOf } from './rates.ts';
import { readRights } from './read-rights.ts';
import type { ArmKind } from './records/arm-kind.ts';
import { chooseSubscriptions, type WantedSubscriptions } from './scopes.ts';
import { type AzureSession, openSession } from './session.ts';

/** Subscriptions that Resource Manager is asked about at a time; each has its own limits. */
const SUBSCRIPTIONS_AT_ONCE = 16;

/**
 * Asks Azure: which subscriptions there are, what is in them, and then what no list holds.
 *
 * Resource Graph tells most of it, for all subscriptions at once. Where it does not answer, or cannot be trusted to show
 * all there is, Resource Manager is asked for the lists of each subscription. Resource Manager alone knows what the
 * instances of uniform scale sets have, which rules of Virtual Network Manager are in force, and what is inside firewall
 * policies and Front Door.
 */
export async function* collect(
  request: CollectRequest,
  clock: Clock = systemClock(request.now),
): AsyncGenerator<Answer> {
  const { options, environment, signal, timeoutMs, concurrency, onProgress } = request;
  const [tenant] = options['tenant'] ?? [];
  const [endpoint] = options['azure-endpoint'] ?? [];
  const [managementGroup] = options['management-group'] ?? [];
  const session = await openSession({
    environment,
    signal,
    ...(tenant === undefined ? {} : { tenant }),
    ...(endpoint === undefined ? {} : { endpoint }),
  });
  const explain = explainFailure;
  const runner = new Runner({ clock, signal, timeoutMs, concurrency, rateOf, explain, onProgress });
  const wanted = {
    subscriptions: options['subscription'] ?? [],
    ...(managementGroup === undefined ? {} : { managementGroup }),
    ...(tenant === undefined ? {} : { tenant }),
  };
  const close = (): void => {
    runner.close();
    session.close();
  };
  yield* closing(collectAll({ runner, session, clock, atOnce: concurrency }, wanted), close);
}

interface Run {
  readonly runner: Runner;
  readonly session: AzureSession;
  readonly clock: Clock;
  /** Chains of pages that Resource Graph is asked for side by side. */
  readonly atOnce: number;
}

async function* collectAll(run: Run, wanted: WantedSubscriptions): AsyncGenerator<Answer> {
  const { subscriptions, answers } = await chooseSubscriptions(run.session, run.runner, wanted);
  yield* answers.flatMap(splitAnswer);
  const tags = new TagSearch();
  const resources = collectResources(
    run,
    subscriptions.map(({ id }) => id),
  );
  yield* merge([watched(resources, tags), collectTags(run, tags)], 2);
}

async function* watched(answers: AsyncGenerator<Answer>, tags: TagSearch): AsyncGenerator<Answer> {
  for await (const answer of answers) {
    tags.look(answer);
    yield answer;
  }
  tags.close();
}

/** Asks one subscription after another, until one answers. Only if none does, that is a gap. */
async function* collectTags({ runner, session }: Run, { places }: TagSearch): AsyncGenerator<Answer> {
  let failed: readonly Answer[] = [];
  for (let place = await places.take(); place !== undefined; place = await places.take()) {
    const { subscription, location } = place;
    const answers: Answer[] = [];
    for await (const answer of runner.askAll([serviceTagsTask({ session, subscription }, location)])) {
      answers.push(...cutParts(answer));
    }
    if (answers.some(({ response }) => response !== undefined)) {
      yield* answers;
      return;
    }
    failed = answers;
  }
  yield* failed;
}

/** Subscriptions are gone on with in the order in which Resource Graph is done with them. */
async function* collectResources(run: Run, subscriptions: readonly string[]): AsyncGenerator<Answer> {
  const { runner, session, atOnce } = run;
  const graph = new ResourceGraph({
    runner,
    session,
    subscriptions,
    atOnce,
    kinds: LISTED,
    wanted: new Set(DETAILS.flatMap(({ after }) => after.map((id) => id.replace(/^azure\//, 'azure:')))),
    cut: cutParts,
  });
  const streams = subscriptions.map(() => collectNext(run, graph));
  yield* merge([graph.answers(), merge(streams, SUBSCRIPTIONS_AT_ONCE)], 2);
}

async function* collectNext(run: Run, { readings }: ResourceGraph): AsyncGenerator<Answer> {
  const reading = await readings.take();
  if (reading !== undefined) yield* collectRest(run, reading);
}

/** What Resource Graph did not tell of a subscription, or could not. */
async function* collectRest(run: Run, reading: GraphReading): AsyncGenerator<Answer> {
  const { runner, session, clock } = run;
  const { subscription } = reading;
  const client = { session, subscription };
  const seen: ReadonlySet<string> = reading.state === 'read' ? reading.seen : new Set();
  const read = reading.state === 'unread' ? [] : await readKinds(client, seen, runner);
  const at = clock.now().toISOString();
  for (const { call } of read) {
    if (!seen.has(call)) yield { call, subscription, request: {}, at, response: { value: [] } };
  }
  const known: Known = reading.state === 'read' ? reading.known : () => [];
  const given = { collectors: read.map(collectorOf), known };
  const lists = LISTS.filter(({ id }) => !given.collectors.includes(id));
  const where = { subscription };
  yield* askScope({ runner, collectors: [...lists, ...DETAILS], where, client, cut: cutParts, given });
}

/**
 * The kinds of which Resource Graph showed all there is.
 *
 * Where nobody tells what we may read, we believe it what it shows, and not that there is nothing else.
 */
async function readKinds(client: AzureScope, seen: ReadonlySet<string>, runner: Runner): Promise<readonly ArmKind[]> {
  const mayRead = await readRights(client, runner);
  return LISTED.filter(({ call, permission }) => (mayRead === undefined ? seen.has(call) : mayRead(permission)));
}

function cutParts(answer: Answer): readonly Answer[] {
  return splitAnswer(cut(settled(answer)));
}

/**
 * Where a part of Azure is not in use there is nothing of it: a provider must be registered before anything can be made,
 * and it can be taken off only when nothing is left. Source: "Azure resource providers and types",
 * https://learn.microsoft.com/azure/azure-resource-manager/management/resource-providers-and-types
 */
const NOT_IN_USE =
  /^(?:MissingSubscriptionRegistration|MissingRegistrationForResourceProvider|SubscriptionNotRegistered|DisallowedOperation)$/;

function settled({ error, ...answer }: Answer): Answer {
  if (error === undefined) return answer;
  return NOT_IN_USE.test(error.code) ? { ...answer, response: { value: [] } } : { ...answer, error };
}
