import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { COMMANDS } from '../../src/cli/commands/index.ts';
import { SUMMARIES } from '../../src/cli/root-help.ts';
import { runExposure } from '../support/run-exposure.ts';

const PRELOAD = fileURLToPath(new URL('../support/print-packages.ts', import.meta.url));

async function packagesOf(args: readonly string[]): Promise<readonly string[]> {
  const { code, stderr } = await runExposure(args, { node: ['--import', PRELOAD] });
  expect(code).toBe(0);
  return z.array(z.string()).parse(JSON.parse(/packages (\[.*\])/.exec(stderr)?.[1] ?? '["not told"]'));
}

describe('help', () => {
  test.for([[], ['--help'], ['-h'], ['help'], ['--version']])('exposure %j loads no package at all', async (args) => {
    expect(await packagesOf(args)).toEqual([]);
  });

  test('the list of commands is the registry of commands', () => {
    expect(Object.keys(SUMMARIES).sort()).toEqual(Object.keys(COMMANDS).sort());
  });

  test.for(Object.keys(COMMANDS))('exposure %s --help says what it does and loads no SDK', async (command) => {
    const { stdout } = await runExposure([command, '--help']);
    expect(stdout).toContain(Object.entries(SUMMARIES).find(([name]) => name === command)?.[1] ?? 'no summary');
    const packages = await packagesOf([command, '--help']);
    expect(packages).toContain('@oclif/core');
    expect(packages.filter((name) => /^@(aws-sdk|smithy|azure|google-cloud)\//.test(name))).toEqual([]);
  });

  test.for(Object.entries(COMMANDS))('every flag of %s can be set by a variable', async ([name, { flags }]) => {
    const { stdout } = await runExposure([name, '--help']);
    for (const flag of Object.keys(flags)) {
      expect(stdout.replaceAll(/\s+/g, ' ')).toContain(`EXPOSURE_${flag.toUpperCase().replaceAll('-', '_')}`);
    }
  });

  test('the command line is what the golden file shows', async () => {
    const shape = Object.entries(COMMANDS).map(([name, { flags, args }]) => {
      const options = Object.entries(flags).map(
        ([flag, { char }]) => `  --${flag}${char === undefined ? '' : ` -${char}`}`,
      );
      const words = [name, ...Object.keys(args).map((arg) => arg.toUpperCase())];
      return [words.join(' '), ...options.sort()].join('\n');
    });
    await expect(`${shape.join('\n')}\n`).toMatchFileSnapshot('../golden/commands.txt');
  });
});
