import { Flags } from '@oclif/core';
import { UsageError } from '../model/errors.ts';

/** The variable that sets a flag when the command line does not: `--fail-on` is `EXPOSURE_FAIL_ON`. */
export function variableOf(flag: string): string {
  return `EXPOSURE_${flag.toUpperCase().replaceAll('-', '_')}`;
}

/** A flag that may be given several times. Its variable holds all values, with `separator` between them. */
export function listFlag(name: string, description: string, more: ListFlagOptions) {
  const { separator, helpValue } = more;
  return Flags.string({
    description: `${description} [env: ${variableOf(name)}]`,
    helpValue,
    multiple: true,
    multipleNonGreedy: true,
    ...(separator === ',' ? { delimiter: separator } : {}),
    // The framework takes a variable for one value, however many it holds; so it is read here.
    noCacheDefault: true,
    default: () => Promise.resolve(splitList(process.env[variableOf(name)], separator)),
  });
}

export interface ListFlagOptions {
  readonly helpValue: string;
  readonly separator: ',' | ':' | ';';
}

/** A flag with one value. */
export function textFlag(name: string, description: string, helpValue: string) {
  return Flags.string({ description, helpValue, env: variableOf(name) });
}

/** A flag that is there or not. */
export function switchFlag(name: string, description: string) {
  return Flags.boolean({ description, env: variableOf(name) });
}

const UNIT_MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000 };
const LONGEST_MS = 24 * 3_600_000;

/** Reads `90s`, `45m` or `2h`. */
export function durationMs(flag: string, text: string): number {
  const [, digits = '', unit = ''] = /^(\d{1,6})([smh])$/.exec(text) ?? [];
  const duration = Number(digits) * (UNIT_MS[unit] ?? 0);
  if (duration > 0 && duration <= LONGEST_MS) return duration;
  throw new UsageError(`--${flag} ${JSON.stringify(text)} is no duration.`, 'Say it as 90s, 45m or 2h, at most 24h.');
}

function splitList(value: string | undefined, separator: string): string[] {
  return (value ?? '')
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
