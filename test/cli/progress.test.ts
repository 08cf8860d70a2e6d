import { describe, expect, test } from 'vitest';
import { type ProgressMode, progressOn } from '../../src/cli/progress.ts';

function run(mode: ProgressMode, isTTY: boolean, steps: readonly (readonly [atMs: number, done: number])[]): string {
  let text = '';
  let time = 0;
  const stream = { isTTY, columns: 60, write: (part: string) => (text += part) };
  const progress = progressOn(stream, mode, () => time);
  for (const [atMs, done] of steps) {
    time = atMs;
    progress.update({ scope: '111122223333/eu-west-1', call: 'ec2:DescribeVpcs', done, planned: 200, retried: 0 });
  }
  progress.done();
  return text;
}

const EVERY_CALL = Array.from({ length: 200 }, (_, i) => [(i + 1) * 100, i + 1] as const);

describe('progressOn', () => {
  test('a log gets one line for each tenth', () => {
    const lines = run('auto', false, EVERY_CALL).trimEnd().split('\n');
    expect(lines).toHaveLength(10);
    expect(lines[0]).toBe('collecting 20/200 calls (10 %)  111122223333/eu-west-1 ec2:DescribeVpcs');
  });

  test('a slow run gets a line each half minute', () => {
    const lines = run('plain', true, [
      [10_000, 1],
      [29_000, 2],
      [31_000, 3],
      [50_000, 4],
      [62_000, 5],
    ]).trimEnd();
    expect(lines.split('\n')).toHaveLength(2);
  });

  test('a terminal gets one line, drawn at most ten times a second and cleared at the end', () => {
    const text = run('auto', true, EVERY_CALL);
    expect(text).not.toContain('\n');
    expect(text.split('\r').length).toBeLessThan(205);
    expect(text.endsWith('\r\u001b[K')).toBe(true);
  });

  test('the first calls, before the plan is known, are no tenth of it', () => {
    expect(run('plain', false, [[50, 200]])).toBe('');
  });

  test('none is none', () => {
    expect(run('none', true, EVERY_CALL)).toBe('');
  });
});
