import { Command, Flags } from '@oclif/core';
import type { Provider } from '../../../providers/provider.ts';
import { UsageError } from '../../model/errors.ts';
import { EXIT } from '../exit-codes.ts';
import { switchFlag, variableOf } from '../flags.ts';
import { live, warned } from '../gather.ts';
import { SUMMARIES } from '../root-help.ts';
import { CLOUD_FLAGS, COLLECT_FLAGS, chosenProviders, PARTIAL_FLAG } from '../source-flags.ts';

export class Collect extends Command {
  static override readonly summary = SUMMARIES.collect;
  static override readonly examples = [
    '<%= config.bin %> collect -o estate.ndjson.gz',
    '<%= config.bin %> collect --print-commands > collect.sh',
  ];
  static override readonly flags = {
    ...CLOUD_FLAGS,
    ...COLLECT_FLAGS,
    output: Flags.string({
      char: 'o',
      description: 'the file to write; compressed if its name ends in .gz',
      helpValue: '<file>',
      env: variableOf('output'),
    }),
    'print-commands': switchFlag(
      'print-commands',
      'print shell commands that make a folder for --from, and ask nothing',
    ),
    json: switchFlag('json', 'print errors as a JSON document'),
    'allow-partial': PARTIAL_FLAG,
  };

  override async run(): Promise<void> {
    const { flags } = await this.parse(Collect);
    const providers = chosenProviders(flags.cloud);
    if (flags['print-commands']) {
      process.stdout.write(`${scriptOf(providers).join('\n')}\n`);
      return;
    }
    const path = flags.output;
    if (path === undefined) {
      throw new UsageError(
        'collect needs a file to write to.',
        'Name it with -o, for example: exposure collect -o estate.ndjson',
      );
    }
    const { saveFromClouds } = await import('../../audit/sources.ts');
    const { answers, failed, interrupted } = await live(flags, async (request) =>
      warned(await saveFromClouds(providers, request, path), flags),
    );
    if (!flags.quiet) {
      process.stderr.write(
        `${answers} answers in ${path}, ${failed} of them failures. Next: exposure scan --from ${path}\n`,
      );
    }
    if (interrupted !== undefined) process.exitCode = interrupted === 'SIGINT' ? EXIT.interrupted : EXIT.terminated;
    else if (failed > 0 && !flags['allow-partial']) process.exitCode = EXIT.incomplete;
  }
}

/** Each cloud's commands in a shell of their own, so that one without a login does not end the others. */
function scriptOf(providers: readonly Provider[]): readonly string[] {
  const scripts = providers.map((provider) => provider.printCommands());
  return scripts.length === 1 ? scripts.flat() : ['#!/bin/sh', ...scripts.flatMap((lines) => ['(', ...lines, ')'])];
}
