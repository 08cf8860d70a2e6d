import { describe, expect, test } from 'vitest';
import { explainFailure } from '../../../providers/aws/failures.ts';

const throttled = (headers: Readonly<Record<string, string>>): unknown =>
  Object.assign(new Error('slow down'), {
    name: 'Throttling',
    $metadata: { httpStatusCode: 400 },
    $response: { statusCode: 400, headers },
  });

describe('explaining a failure', () => {
  test.for([
    ['seconds', { 'retry-after': '7' }, 7_000],
    [
      'a date by the clock of the service',
      { 'retry-after': 'Sun, 01 Nov 2026 08:00:30 GMT', date: 'Sun, 01 Nov 2026 08:00:00 GMT' },
      30_000,
    ],
    [
      'a date that has passed',
      { 'retry-after': 'Sun, 01 Nov 2026 08:00:00 GMT', date: 'Sun, 01 Nov 2026 08:00:30 GMT' },
      0,
    ],
    ['a date without a clock', { 'retry-after': 'Sun, 01 Nov 2026 08:00:00 GMT' }, undefined],
    ['nonsense', { 'retry-after': 'soon' }, undefined],
    ['nothing', {}, undefined],
  ] as const)('waits as Retry-After says: %s', ([, headers, expected]) => {
    expect(explainFailure(throttled(headers)).retryAfterMs).toBe(expected);
  });

  test.for([
    ['an error that is none', 'text', 'failed Error'],
    ['undefined', undefined, 'failed Error'],
    ['an error without a status', new TypeError('x is not a function'), 'failed TypeError'],
    [
      'a connection that takes too long',
      Object.assign(new Error('timeout'), { name: 'TimeoutError' }),
      'unreachable TimeoutError',
    ],
    [
      'credentials that cannot be found',
      Object.assign(new Error('none'), { name: 'CredentialsProviderError' }),
      'denied CredentialsProviderError',
    ],
  ] as const)('%s', ([, error, expected]) => {
    const { reason, code } = explainFailure(error);
    expect(`${reason} ${code}`).toBe(expected);
  });

  test('an answer that cannot be read is told with its status', () => {
    const error = Object.assign(new Error('Unknown'), { name: 'Unknown', $metadata: { httpStatusCode: 502 } });
    expect(explainFailure(error)).toMatchObject({
      code: 'Http502',
      message: 'HTTP 502 without a readable answer (Unknown)',
      reason: 'malformed',
      retry: 'transient',
    });
  });
});
