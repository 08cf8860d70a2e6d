import { afterEach, describe, expect, test } from 'vitest';
import { explainFailure, spanMs } from '../../../providers/azure/failures.ts';
import type { AzureSession } from '../../../providers/azure/session.ts';
import type { Failure } from '../../../src/collect/failure.ts';
import { listen, sendSpoiled } from '../../support/loopback.ts';
import { armError, loopbackArm, openLoopback, type Scripted } from './loopback-arm.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** What becomes of an answer on its way through each generation of the SDK. */
async function failureOf(answer: Scripted | string | object): Promise<Failure> {
  const server = await loopbackArm(() => answer);
  const session = await openLoopback(server.url);
  closing.push(server.close, session.close);
  const [failure, other] = await Promise.all([failing(session, 'network'), failing(session, 'cdn')]);
  expect(other).toEqual(failure);
  expect(server.seen).toHaveLength(2);
  return failure;
}

async function failing(session: AzureSession, client: 'network' | 'cdn'): Promise<Failure> {
  const list =
    client === 'network'
      ? (await session.network('s')).networkInterfaces.listAll()
      : (await session.cdn('s')).profiles.list();
  const page = { token: undefined, signal: new AbortController().signal };
  return session.rawPage(list, page).then(
    () => {
      throw new Error('nothing failed');
    },
    (error: unknown) => explainFailure(error),
  );
}

describe('an answer that is none', () => {
  test.for([
    ['no right to read', armError(403, 'AuthorizationFailed'), 'denied never 403 AuthorizationFailed'],
    [
      'no right to something linked',
      armError(403, 'LinkedAuthorizationFailed'),
      'denied never 403 LinkedAuthorizationFailed',
    ],
    [
      'a token that is none',
      armError(401, 'InvalidAuthenticationToken'),
      'denied never 401 InvalidAuthenticationToken',
    ],
    [
      'a token of another tenant',
      armError(401, 'InvalidAuthenticationTokenTenant'),
      'denied never 401 InvalidAuthenticationTokenTenant',
    ],
    [
      'a token that has expired',
      armError(401, 'ExpiredAuthenticationToken'),
      'denied never 401 ExpiredAuthenticationToken',
    ],
    [
      'a subscription that may not be seen',
      armError(404, 'SubscriptionNotFound'),
      'denied never 404 SubscriptionNotFound',
    ],
    ['a policy of the tenant', armError(403, 'RequestDisallowedByAzure'), 'denied never 403 RequestDisallowedByAzure'],
    ['a login page', { status: 401, body: '<html>' }, 'denied never 401 Http401'],
    [
      'a part of Azure that is not in use',
      armError(409, 'MissingSubscriptionRegistration'),
      'disabled never 409 MissingSubscriptionRegistration',
    ],
    [
      'a part of Azure that this cloud lacks',
      armError(404, 'InvalidResourceNamespace'),
      'disabled never 404 InvalidResourceNamespace',
    ],
    [
      'a version that the place does not know',
      armError(400, 'NoRegisteredProviderFound'),
      'failed never 400 NoRegisteredProviderFound',
    ],
    [
      'a type that the version does not know',
      armError(404, 'InvalidResourceType'),
      'failed never 404 InvalidResourceType',
    ],
    ['too many questions', armError(429, 'TooManyRequests'), 'throttled throttled 429 TooManyRequests'],
    [
      'too many questions, by a word of its own',
      armError(429, 'SubscriptionRequestsThrottled'),
      'throttled throttled 429 SubscriptionRequestsThrottled',
    ],
    ['too many questions, without a word', { status: 429, body: '' }, 'throttled throttled 429 Http429'],
    ['something gone', armError(404, 'ResourceNotFound'), 'failed never 404 ResourceNotFound'],
    ['a conflict', armError(409, 'Conflict'), 'failed never 409 Conflict'],
    ['a mistake of ours', armError(400, 'InvalidParameter'), 'failed never 400 InvalidParameter'],
    ['a request that took too long', armError(408, 'RequestTimeout'), 'timed-out transient 408 RequestTimeout'],
    ['a service in trouble', armError(500, 'InternalServerError'), 'failed transient 500 InternalServerError'],
    ['a service that is busy', armError(503, 'ServerBusy'), 'failed transient 503 ServerBusy'],
    ['a gateway in trouble', { status: 502, body: '<html>' }, 'malformed transient 502 Http502'],
    ['a page of somebody in between', { status: 404, body: '<html>' }, 'malformed transient 404 Http404'],
    [
      'an error outside its envelope',
      { status: 404, body: { code: 'NotFound', message: 'no' } },
      'failed never 404 NotFound',
    ],
    ['HTML', '<html><body>Sign in</body></html>', 'malformed transient 200 MalformedAnswer'],
    ['nothing', '', 'malformed transient 200 MalformedAnswer'],
    ['nothing, and says so', { status: 204, body: '' }, 'malformed transient 204 MalformedAnswer'],
    ['half a text', '{"value":[{"id":"/sub', 'malformed transient 200 MalformedAnswer'],
    ['a list outside its envelope', '[]', 'malformed transient 200 MalformedAnswer'],
    ['an envelope without a list', { nextLink: null }, 'malformed transient 200 MalformedAnswer'],
    ['an envelope with something else', '{"value":{}}', 'malformed transient 200 MalformedAnswer'],
    [
      'an error that calls itself a success',
      '{"error":{"code":"AuthorizationFailed"}}',
      'malformed transient 200 MalformedAnswer',
    ],
    ['a link that is none', '{"value":[],"nextLink":7}', 'malformed transient 200 MalformedAnswer'],
    [
      'a redirect',
      { status: 307, body: '', headers: { location: 'https://elsewhere.example/' } },
      'malformed never 307 SentElsewhere',
    ],
  ] as const)('%s', async ([, answer, expected]) => {
    const { reason, retry, status, code, message } = await failureOf(answer);
    expect(`${reason} ${retry} ${status} ${code}`).toBe(expected);
    expect(message).not.toBe('');
  });

  test('keeps the code of the details where the outer one says nothing', async () => {
    const details = [{ code: 'ResponsePayloadTooLarge', message: 'Response payload size is 17000000.' }];
    expect(await failureOf(armError(400, 'BadRequest', 'Please provide below info', details))).toMatchObject({
      code: 'ResponsePayloadTooLarge',
      message: 'Response payload size is 17000000.',
      retry: 'never',
    });
    expect(await failureOf(armError(403, 'AuthorizationFailed', 'no right', details))).toMatchObject({
      code: 'AuthorizationFailed',
      message: 'no right',
    });
  });

  test('is told on one line, and without tokens', async () => {
    const token = `eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJodHRwczovL21h.c2lnbmF0dXJl`;
    const said = `The token ${token}\r\n is not valid, nor is Bearer abc.def.\r\nTrace ID: 1 Correlation ID: 2`;
    const { message } = await failureOf(armError(401, 'InvalidAuthenticationToken', said));
    expect(message).toBe('The token (a token) is not valid, nor is Bearer (a token)');
  });

  test('says where it was sent to, and not with what', async () => {
    const location = 'https://elsewhere.example/login?secret=1';
    const { message } = await failureOf({ status: 302, body: '', headers: { location } });
    expect(message).toBe('HTTP 302 sends us on to https://elsewhere.example');
  });
});

describe('how long to wait', () => {
  test.for([
    ['seconds', 429, { 'retry-after': '7' }, 7_000],
    [
      'a date by the clock of the service',
      429,
      { 'retry-after': 'Sun, 01 Nov 2026 08:00:30 GMT', date: 'Sun, 01 Nov 2026 08:00:00 GMT' },
      30_000,
    ],
    [
      'a date that has passed',
      429,
      { 'retry-after': 'Sun, 01 Nov 2026 08:00:00 GMT', date: 'Sun, 01 Nov 2026 08:00:30 GMT' },
      0,
    ],
    ['what is left of the quota of Resource Graph', 429, { 'x-ms-user-quota-resets-after': '00:00:05' }, 5_000],
    ['seconds before the quota', 429, { 'retry-after': '2', 'x-ms-user-quota-resets-after': '00:00:05' }, 2_000],
    ['seconds of a service that is busy', 503, { 'retry-after': '3' }, 3_000],
    ['nonsense', 429, { 'retry-after': 'soon' }, undefined],
    ['nothing', 429, {}, undefined],
  ] as const)('is said as %s', async ([, status, headers, expected]) => {
    const { retryAfterMs } = await failureOf({ ...armError(status, 'Busy'), headers });
    expect(retryAfterMs).toBe(expected);
  });

  test('makes a conflict one that passes', async () => {
    const conflict = { ...armError(409, 'AnotherOperationInProgress'), headers: { 'retry-after': '1' } };
    expect(await failureOf(conflict)).toMatchObject({ reason: 'failed', retry: 'transient', retryAfterMs: 1_000 });
  });

  test.for([
    ['00:00:05', 5_000],
    ['01:02:03', 3_723_000],
    ['00:00:04.7560000', 4_756],
    ['5', undefined],
    ['', undefined],
  ] as const)('%s is a span of %s', ([text, expected]) => {
    expect(spanMs(text)).toBe(expected);
  });
});

describe('no answer at all', () => {
  test('because nobody listens', async () => {
    const server = await loopbackArm(() => undefined);
    await server.close();
    const session = await openLoopback(server.url);
    closing.push(session.close);
    for (const client of ['network', 'cdn'] as const) {
      expect(await failing(session, client)).toMatchObject({
        reason: 'unreachable',
        retry: 'transient',
        code: 'ECONNREFUSED',
      });
    }
  });

  test.for([
    ['reset', 'unreachable ECONNRESET'],
    ['truncated', 'malformed MalformedAnswer'],
    ['cut', 'malformed MalformedAnswer'],
  ] as const)('or a broken one: %s', async ([spoiling, expected]) => {
    const body = Buffer.from(JSON.stringify({ value: [{ id: 'a'.repeat(5_000) }] }));
    const server = await listen((_, response) => sendSpoiled(response, { status: 200, body }, spoiling));
    const session = await openLoopback(server.url);
    closing.push(server.close, session.close);
    const { reason, code, retry } = await failing(session, 'network');
    expect(`${reason} ${code}`).toBe(expected);
    expect(retry).toBe('transient');
  });

  test.for([
    ['an error that is none', 'text', 'failed never Error'],
    ['undefined', undefined, 'failed never Error'],
    ['a bug', new TypeError('x is not a function'), 'failed never TypeError'],
    [
      'a call that was given up',
      Object.assign(new Error('stop'), { name: 'AbortError' }),
      'cancelled never AbortError',
    ],
    [
      'a search for credentials that hangs',
      Object.assign(new Error('stop'), { name: 'TimeoutError' }),
      'timed-out transient TimeoutError',
    ],
    [
      'credentials that cannot be found',
      Object.assign(new Error('none'), { name: 'AggregateAuthenticationError' }),
      'denied never AggregateAuthenticationError',
    ],
    [
      'a sign-in that has expired',
      Object.assign(new Error('AADSTS70043: expired'), { name: 'CredentialUnavailableError' }),
      'denied never AADSTS70043',
    ],
  ] as const)('or something else: %s', ([, error, expected]) => {
    const { reason, retry, code } = explainFailure(error);
    expect(`${reason} ${retry} ${code}`).toBe(expected);
  });
});
