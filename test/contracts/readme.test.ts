import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../src/cli/commands/index.ts';
import { EXIT } from '../../src/cli/exit-codes.ts';

const README = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

/** The first cells of the table below a heading cell. */
function firstCells(heading: string): readonly string[] {
  const [, table = ''] = README.split(`| ${heading} |`);
  const rows = table.split('\n').slice(2);
  return rows.slice(0, rows.indexOf('')).map((row) => row.split('|')[1]?.trim() ?? '');
}

describe('the README', () => {
  test('has a row for each command', () => {
    const told = firstCells('Command').map((cell) => /^`exposure (\w+)/.exec(cell)?.[1]);
    expect(told.toSorted()).toEqual(Object.keys(COMMANDS).toSorted());
  });

  test('has a row for each exit code', () => {
    const told = firstCells('Code').flatMap((cell) => cell.split(', ').map(Number));
    expect(told.toSorted((a, b) => a - b)).toEqual(Object.values(EXIT).toSorted((a, b) => a - b));
  });
});
