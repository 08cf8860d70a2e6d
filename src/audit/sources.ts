import { fileURLToPath } from 'node:url';
import type { CollectRequest, Provider } from '../../providers/provider.ts';
import type { Answer } from '../collect/answer.ts';
import { recordCollection } from '../collect/collection-file.ts';
import { loadAnswers } from '../collect/load.ts';
import { merge } from '../collect/merge.ts';
import { CredentialsError } from '../model/errors.ts';
import type { Answers } from './audit.ts';

/** Answers by provider, and what a person should know of how they were got. */
export interface Gathered {
  readonly collections: readonly Answers[];
  readonly warnings: readonly string[];
}

/** Reads saved answers, or folders of the clouds' own dumps. */
export async function fromFiles(paths: readonly string[], providers: readonly Provider[]): Promise<Gathered> {
  const loaded = await Promise.all(paths.map((path) => loadAnswers(path, providers)));
  return {
    collections: byProvider(
      loaded.flatMap(({ answers }) => answers),
      providers,
    ),
    warnings: loaded.flatMap(({ warnings }) => warnings),
  };
}

/** Reads the small invented estate of each provider. */
export async function fromDemo(providers: readonly Provider[]): Promise<Gathered> {
  return fromFiles(
    providers.map(({ demo }) => fileURLToPath(demo)),
    providers,
  );
}

/**
 * Asks the clouds, side by side, and saves each answer as it comes if a file is named.
 *
 * A cloud without credentials is only a warning as long as another one answers, since nobody has all of them.
 */
export async function fromClouds(
  providers: readonly Provider[],
  request: CollectRequest,
  save: string | undefined,
): Promise<Gathered> {
  const { stream, warnings } = await askClouds(providers, request);
  const answers: Answer[] = [];
  for await (const answer of save === undefined ? stream : recordCollection(save, stream)) answers.push(answer);
  return { collections: byProvider(answers, providers), warnings };
}

/** What was asked and saved, and not kept. */
export interface Saved {
  readonly answers: number;
  /** How many of them are failures. */
  readonly failed: number;
  readonly warnings: readonly string[];
}

/** Asks the clouds and saves each answer as it comes. None is kept, so that an estate of any size can be saved. */
export async function saveFromClouds(
  providers: readonly Provider[],
  request: CollectRequest,
  path: string,
): Promise<Saved> {
  const { stream, warnings } = await askClouds(providers, request);
  let answers = 0;
  let failed = 0;
  for await (const { error } of recordCollection(path, stream)) {
    answers += 1;
    if (error !== undefined) failed += 1;
  }
  return { answers, failed, warnings };
}

async function askClouds(
  providers: readonly Provider[],
  request: CollectRequest,
): Promise<{ readonly stream: AsyncGenerator<Answer>; readonly warnings: readonly string[] }> {
  const started = await Promise.all(providers.map((provider) => start(provider, request)));
  const refusals = started.filter((one) => one instanceof CredentialsError);
  const [refused] = refusals;
  if (refused !== undefined && refusals.length === started.length) throw refused;
  const streams = started.flatMap((one) => (one instanceof CredentialsError ? [] : [one]));
  return {
    stream: merge(streams, Math.max(streams.length, 1)),
    warnings: refusals.map(({ message, nextStep }) => `${message} (next: ${nextStep})`),
  };
}

/** Waits for the first answer, because whoever has no credentials says so before it. */
async function start(provider: Provider, request: CollectRequest): Promise<AsyncGenerator<Answer> | CredentialsError> {
  const answers = provider.collect(request)[Symbol.asyncIterator]();
  const first = await answers.next().catch((error: unknown) => {
    if (error instanceof CredentialsError) return error;
    throw error;
  });
  return first instanceof CredentialsError ? first : resumed(first, answers);
}

async function* resumed(first: IteratorResult<Answer>, rest: AsyncIterator<Answer>): AsyncGenerator<Answer> {
  for (let next = first; next.done !== true; next = await rest.next()) yield next.value;
}

function byProvider(answers: readonly Answer[], providers: readonly Provider[]): readonly Answers[] {
  return providers.map((provider) => ({ provider, answers: answers.filter(({ call }) => provider.owns(call)) }));
}
