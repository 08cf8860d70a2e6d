import { delimiter } from 'node:path';
import { Flags } from '@oclif/core';
import { PROVIDERS } from '../../providers/index.ts';
import type { Provider } from '../../providers/provider.ts';
import { UsageError } from '../model/errors.ts';
import { listFlag, switchFlag, textFlag, variableOf } from './flags.ts';

/** Which clouds, and how to ask them: made from the registry of providers. */
export const CLOUD_FLAGS = {
  cloud: listFlag('cloud', `clouds to look at; all if none is named (${PROVIDERS.map(({ id }) => id).join(', ')})`, {
    helpValue: '<cloud>',
    separator: ',',
  }),
  ...providerFlags(PROVIDERS),
};

/** How hard to ask, and what to tell meanwhile. */
export const COLLECT_FLAGS = {
  timeout: Flags.string({
    description: 'start no call after this long',
    helpValue: '<duration>',
    env: variableOf('timeout'),
    default: '45m',
  }),
  concurrency: Flags.integer({
    description: 'calls in flight for each account, region and service',
    env: variableOf('concurrency'),
    default: 16,
    min: 1,
    max: 64,
  }),
  progress: Flags.option({
    description: 'how to tell of progress on stderr',
    env: variableOf('progress'),
    default: 'auto' as const,
    options: ['auto', 'plain', 'none'] as const,
  })(),
  quiet: Flags.boolean({
    char: 'q',
    description: 'print nothing but the result and errors',
    env: variableOf('quiet'),
  }),
};

/** Where answers come from: saved ones, the invented estate, or the clouds. */
export const SOURCE_FLAGS = {
  ...CLOUD_FLAGS,
  from: listFlag('from', 'saved answers to read instead of asking: a collection, or a folder of dumps', {
    helpValue: '<file|folder>',
    separator: delimiter,
  }),
  demo: switchFlag('demo', 'look at a small invented estate'),
  ...COLLECT_FLAGS,
};

/** What a command may add to a result that is printed. */
export const OUTPUT_FLAGS = {
  json: switchFlag('json', 'print one JSON document'),
  output: Flags.string({
    char: 'o',
    description: 'write the result to a file',
    helpValue: '<file>',
    env: variableOf('output'),
  }),
  'no-color': switchFlag('no-color', 'no colour, whatever the terminal'),
};

export const PARTIAL_FLAG = switchFlag('allow-partial', 'exit 0 although something that was asked was not learned');

/** The providers that `--cloud` names. */
export function chosenProviders(names: readonly string[]): readonly Provider[] {
  const unknown = names.find((name) => PROVIDERS.every(({ id }) => id !== name));
  if (unknown !== undefined) {
    throw new UsageError(
      `--cloud ${JSON.stringify(unknown)} is not a cloud that we know.`,
      `Use one of: ${PROVIDERS.map(({ id }) => id).join(', ')}.`,
    );
  }
  return names.length === 0 ? PROVIDERS : PROVIDERS.filter(({ id }) => names.includes(id));
}

/** The values of the providers' options, by name. */
export function providerOptions(flags: Readonly<Record<string, unknown>>): Readonly<Record<string, readonly string[]>> {
  const names = new Set(PROVIDERS.flatMap(({ options }) => options.map(({ name }) => name)));
  return Object.fromEntries([...names].map((name) => [name, asList(flags[name])]));
}

function providerFlags(providers: readonly Provider[]) {
  const options = new Map(providers.flatMap((provider) => provider.options.map((option) => [option.name, option])));
  return Object.fromEntries(
    [...options].map(([name, { summary, multiple }]) => [
      name,
      multiple === true
        ? listFlag(name, summary, { helpValue: `<${name}>`, separator: ',' })
        : textFlag(name, summary, `<${name}>`),
    ]),
  );
}

function asList(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
