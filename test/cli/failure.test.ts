import { describe, expect, test } from 'vitest';
import { failureJson, failureOf } from '../../src/cli/failure.ts';
import { durationMs } from '../../src/cli/flags.ts';
import { CredentialsError, UsageError } from '../../src/model/errors.ts';

describe('failureOf', () => {
  test.for([
    ['a mistake of the user', new UsageError('no such region', 'name another'), 2, 'usage'],
    ['missing credentials', new CredentialsError('expired', 'log in'), 4, 'credentials'],
    [
      'a file that cannot be read',
      Object.assign(new Error('x'), { code: 'EACCES', path: '/x', syscall: 'open' }),
      2,
      'usage',
    ],
    ['what the framework refuses', Object.assign(new Error('bad flag'), { oclif: { exit: 2 } }), 2, 'usage'],
    ['what the framework cannot do', Object.assign(new Error('no module'), { oclif: { exit: 1 } }), 1, 'bug'],
    ['anything else', new TypeError('x is undefined'), 1, 'bug'],
    ['something that is no error', 'boom', 1, 'bug'],
  ] as const)('%s', ([, error, exit, kind]) => {
    const failure = failureOf(error, false);
    expect(failure).toMatchObject({ exit, kind });
    expect(failure.nextStep).not.toBe('');
    expect(JSON.parse(failureJson(failure))).toEqual({ error: { ...failure } });
  });

  test('a stack is shown to whoever debugs', () => {
    expect(failureOf(new Error('x'), false).message).not.toContain('failure.test.ts');
    expect(failureOf(new Error('x'), true).message).toContain('failure.test.ts');
  });
});

describe('durationMs', () => {
  test.for([
    ['90s', 90_000],
    ['45m', 2_700_000],
    ['2h', 7_200_000],
  ] as const)('%s', ([text, expected]) => {
    expect(durationMs('timeout', text)).toBe(expected);
  });

  test.for(['', '45', '0s', '-1m', '1d', '25h', 'm'])('%j is no duration', (text) => {
    expect(() => durationMs('timeout', text)).toThrow(UsageError);
  });
});
