import { describe, expect, test } from 'vitest';
import type { ArmFault } from '../../support/arm/faults.ts';
import { answersOf, BASE_Z } from '../../support/azure-estate.ts';
import { nic, SUBSCRIPTION } from '../../support/azure-records.ts';
import {
  type Collecting,
  collectFrom,
  failuresOf,
  inSubscription,
  LISTED_CALLS,
  other,
  recordsBy,
  swiftClock,
} from './collect-arm.ts';

const SECOND = other('7777');
const THIRD = other('8888');

const nics = Array.from({ length: 5 }, (_, n) => nic(`more-${n}`, {}));
const resources = [...BASE_Z.resources, ...nics];
const source = answersOf({
  resources: [...resources, ...inSubscription(SECOND, resources), ...inSubscription(THIRD, resources)],
  actions: {},
});
/** Where nothing is said, three attempts are waited for. */
const SLOW = { timeout: 20_000 };

const sound = recordsBy((await collectFrom(source)).answers);

describe('when Resource Graph fails', () => {
  test.for([
    ['refuses', 'denied', 1],
    ['does not know us', 'unauthenticated', 1],
    ['throttles and says how long', 'throttled', 8],
    ['throttles and does not', 'throttled-bare', 8],
    ['is at fault', 'server-error', 3],
    ['is not registered', 'not-registered', 1],
    ['is a page of some proxy', 'html', 3],
    ['is a page of some proxy that says all is well', 'html-200', 3],
    ['answers nothing', 'empty', 3],
    ['answers without rows', 'no-list', 3],
    ['answers half', 'truncated', 3],
    ['breaks off its answer', 'cut', 3],
    ['hangs up', 'reset', 3],
    ['says nothing', 'hang', 3],
    ['drips', 'drip', 3],
  ] as const)('because it %s, the lists of Resource Manager tell the same', async ([, kind, attempts]) => {
    const { answers, calls } = await collectFrom(source, { faults: [{ kind, call: 'graph' }], clock: swiftClock() });
    expect(calls.filter(({ call }) => call === 'graph')).toHaveLength(attempts);
    expect(failuresOf(answers)).toEqual([]);
    expect(recordsBy(answers)).toEqual(sound);
  });

  test.for([
    ['is throttled once', [{ kind: 'throttled', call: 'graph', times: 1 }]],
    ['fails twice', [{ kind: 'server-error', call: 'graph', times: 2 }]],
    ['hangs up once', [{ kind: 'reset', call: 'graph', times: 1 }]],
  ] as const)('and then answers, since it %s, it tells all', async ([, faults]) => {
    const { answers, calls } = await collectFrom(source, { faults });
    expect(recordsBy(answers)).toEqual(sound);
    expect(calls.filter(({ call }) => LISTED_CALLS.includes(call))).toEqual([]);
  });

  test.for([
    ['its later pages are refused', { kind: 'lost-link', call: 'graph' }],
    ['every page names the same next one', { kind: 'repeated-link', call: 'graph' }],
  ] as const)('because %s, the lists tell the same', async ([, fault]) => {
    const { answers } = await collectFrom(source, { faults: [fault], pageSize: 4 });
    expect(failuresOf(answers)).toEqual([]);
    expect(recordsBy(answers)).toEqual(sound);
  });

  test('and Resource Manager too, each list is a gap, and none is empty', async () => {
    const { answers } = await collectFrom(source, { faults: [{ kind: 'denied', call: 'graph' }], forbidden: [THIRD] });
    const own = answers.filter(({ subscription }) => subscription === THIRD);
    expect(own.filter(({ response }) => response !== undefined)).toEqual([]);
    expect(new Set(own.map(({ call }) => call))).toEqual(new Set(LISTED_CALLS));
    expect(failuresOf(answers)).toHaveLength(LISTED_CALLS.length);
  });
});

const NICS = 'azure:Microsoft.Network/networkInterfaces';
const ON_LISTS: ArmFault = { kind: 'denied', call: 'graph' };

describe('when a list of Resource Manager fails', () => {
  test.for([
    ['refused', 'denied', 'denied AuthorizationFailed 403', 1],
    ['not known who asks', 'unauthenticated', 'denied InvalidAuthenticationToken 401', 1],
    ['throttled to the end', 'throttled', 'throttled TooManyRequests 429', 8],
    ['throttled to the end without a time', 'throttled-bare', 'throttled TooManyRequests 429', 8],
    ['a server at fault', 'server-error', 'failed InternalServerError 500', 3],
    ['a web page with status 502', 'html', 'malformed Http502 502', 3],
    ['a web page with status 200', 'html-200', 'malformed MalformedAnswer 200', 3],
    ['nothing with status 200', 'empty', 'malformed MalformedAnswer 200', 3],
    ['no list', 'no-list', 'malformed MalformedAnswer 200', 3],
    ['a link to another host', 'foreign-link', 'malformed SentElsewhere 200', 1],
    ['the same link twice', 'repeated-link', 'malformed TornPages -', 2],
    ['a link that leads nowhere', 'lost-link', 'failed InvalidSkipToken 400', 1],
    ['a connection that is reset', 'reset', 'unreachable', 3],
    ['no answer at all', 'hang', 'timed-out CallTimeout -', 3],
    ['a slow drip', 'drip', 'timed-out CallTimeout -', 3],
  ] as const)('%s is a gap of this list in this subscription', SLOW, async ([, kind, expected, attempts]) => {
    const fault = { kind, call: NICS, subscription: SECOND };
    const { answers, calls } = await collectFrom(source, {
      faults: [ON_LISTS, fault],
      pageSize: 4,
      clock: swiftClock(),
    });
    const failed = answers.filter(({ error }) => error !== undefined);
    expect(failed.map(({ call, subscription }) => `${call} ${subscription}`)).toEqual([`${NICS} ${SECOND}`]);
    const { reason, code, status } = failed[0]?.error ?? {};
    expect(`${reason} ${code} ${status ?? '-'}`).toContain(expected);
    expect(calls.filter(({ fault: own, call }) => own === kind && call === NICS)).toHaveLength(attempts);
    // What came before is kept, and nothing else is lost.
    const rest = recordsBy(answers);
    const name = `Microsoft.Network/networkInterfaces ${SECOND}`;
    expect(sound[name]).toEqual(expect.arrayContaining([...(rest[name] ?? [])]));
    expect({ ...rest, [name]: [] }).toEqual({ ...sound, [name]: [] });
  });

  test('a part of Azure that is not in use holds nothing', async () => {
    const faults: readonly ArmFault[] = [ON_LISTS, { kind: 'not-registered', call: NICS, subscription: SECOND }];
    const { answers } = await collectFrom(source, { faults });
    expect(failuresOf(answers)).toEqual([]);
    expect(recordsBy(answers)[`Microsoft.Network/networkInterfaces ${SECOND}`]).toEqual([]);
  });
});

describe('different failures in different subscriptions', () => {
  test('cost each only what failed there', async () => {
    const settings: Collecting = {
      faults: [
        { kind: 'server-error', call: 'permissions', subscription: SUBSCRIPTION },
        { kind: 'denied', call: 'azure:Microsoft.Network/loadBalancers', subscription: SUBSCRIPTION },
        { kind: 'reset', call: ADMIN_RULES, subscription: SECOND },
      ],
      forbidden: [THIRD],
    };
    const { answers } = await collectFrom(source, settings);
    const failed = answers.filter(({ error }) => error !== undefined);
    const first = failed.filter(({ subscription }) => subscription === SUBSCRIPTION).map(({ call }) => call);
    expect(first).toEqual(['azure:Microsoft.Network/loadBalancers']);
    expect(failed.filter(({ subscription }) => subscription === SECOND).map(({ call }) => call)).toEqual([ADMIN_RULES]);
    const third = failed.filter(({ subscription }) => subscription === THIRD).map(({ call }) => call);
    expect(third.sort()).toEqual([...LISTED_CALLS].sort());
    expect(recordsBy(answers)[`Microsoft.Network/networkInterfaces ${SECOND}`]).toHaveLength(6);
  });
});

const ADMIN_RULES = 'azure:Microsoft.Network/virtualNetworks/listNetworkManagerEffectiveSecurityAdminRules';
