import { afterEach, describe, expect, test } from 'vitest';
import {
  chooseSubscriptions,
  type SubscriptionChoice,
  type WantedSubscriptions,
} from '../../../providers/azure/scopes.ts';
import { CredentialsError, UsageError } from '../../../src/model/errors.ts';
import {
  armError,
  hastyRunner,
  type LoopbackArm,
  loopbackArm,
  NOW,
  openLoopback,
  type Script,
} from './loopback-arm.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const HOME = '00000000-aaaa-bbbb-cccc-000000000001';
const OTHER = '00000000-aaaa-bbbb-cccc-000000000002';
const idOf = (index: number): string => `00000000-0000-0000-0000-0000000000${String(index).padStart(2, '0')}`;

function subscription(index: number, more: object = {}): object {
  const subscriptionId = idOf(index);
  return {
    id: `/subscriptions/${subscriptionId}`,
    subscriptionId,
    displayName: `Name ${index}`,
    state: 'Enabled',
    tenantId: HOME,
    ...more,
  };
}

interface Answers {
  readonly list?: Script;
  readonly graph?: Script;
}

async function choose(
  { list, graph }: Answers,
  wanted: Partial<WantedSubscriptions> = {},
  signal?: AbortSignal,
): Promise<{ readonly choice: SubscriptionChoice; readonly server: LoopbackArm }> {
  const server = await loopbackArm((request, url) =>
    request.path.startsWith('/providers/Microsoft.ResourceGraph/') ? graph?.(request, url) : list?.(request, url),
  );
  const session = await openLoopback(server.url);
  const runner = hastyRunner(signal);
  closing.push(server.close, session.close, () => {
    runner.close();
  });
  return { choice: await chooseSubscriptions(session, runner, { subscriptions: [], ...wanted }), server };
}

async function refusalOf(
  answers: Answers,
  wanted: Partial<WantedSubscriptions> = {},
): Promise<CredentialsError | UsageError> {
  const error: unknown = await choose(answers, wanted).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof CredentialsError || error instanceof UsageError) return error;
  throw new Error(`thrown was ${String(error)}`);
}

const idsOf = ({ subscriptions }: SubscriptionChoice): readonly string[] => subscriptions.map(({ id }) => id);
const three: Script = () => ({ value: [subscription(3), subscription(1), subscription(2)] });

describe('without names', () => {
  test('every subscription that can be seen is looked at, in order', async () => {
    const { choice, server } = await choose({ list: three });
    expect(choice).toEqual({
      subscriptions: [1, 2, 3].map((index) => ({ id: idOf(index), name: `Name ${index}` })),
      answers: [],
    });
    expect(server.seen).toHaveLength(1);
  });

  test('every page of them is read, and each of them once', async () => {
    const list: Script = ({ path }, url) =>
      path.includes('page=2')
        ? { value: [subscription(1), subscription(2)] }
        : {
            value: [subscription(1, { subscriptionId: idOf(1).toUpperCase() })],
            nextLink: `${url}/subscriptions?page=2`,
          };
    expect(idsOf((await choose({ list })).choice)).toEqual([idOf(1), idOf(2)]);
  });

  test.for([
    ['Enabled', true],
    ['Warned', true],
    ['PastDue', true],
    ['SomethingNew', true],
    [undefined, true],
    ['Disabled', false],
    ['Deleted', false],
  ] as const)('one that is %s is looked at: %s', async ([state, expected]) => {
    const { choice } = await choose({ list: () => ({ value: [subscription(1), subscription(2, { state })] }) });
    expect(idsOf(choice)).toEqual(expected ? [idOf(1), idOf(2)] : [idOf(1)]);
    expect(choice.answers).toHaveLength(expected ? 0 : 1);
  });

  test('one that is switched off is told', async () => {
    const { choice } = await choose({ list: () => ({ value: [subscription(2, { state: 'Disabled' })] }) });
    expect(choice).toEqual({
      subscriptions: [],
      answers: [
        {
          call: 'azure:Microsoft.Resources/subscriptions',
          subscription: idOf(2),
          request: {},
          at: NOW.toISOString(),
          error: { code: 'SubscriptionDisabled', message: 'the subscription Name 2 is disabled', reason: 'disabled' },
        },
      ],
    });
  });

  test('those of a tenant are its own and those that it manages', async () => {
    const value = [
      subscription(1),
      subscription(2, { tenantId: OTHER }),
      subscription(3, { tenantId: OTHER, managedByTenants: [{ tenantId: HOME }] }),
      subscription(4, { tenantId: undefined }),
    ];
    const list: Script = () => ({ value });
    expect(idsOf((await choose({ list }, { tenant: HOME.toUpperCase() })).choice)).toEqual([idOf(1), idOf(3), idOf(4)]);
    expect(idsOf((await choose({ list }, { tenant: 'contoso.example' })).choice)).toHaveLength(4);
  });

  test('a page that fails is told, and the others are looked at', async () => {
    const list: Script = ({ path }, url) =>
      path.includes('page=2')
        ? armError(404, 'NotFound')
        : { value: [subscription(1)], nextLink: `${url}/subscriptions?page=2` };
    const { choice } = await choose({ list });
    expect(idsOf(choice)).toEqual([idOf(1)]);
    expect(choice.answers).toMatchObject([
      { call: 'azure:Microsoft.Resources/subscriptions', error: { status: 404, code: 'NotFound', reason: 'failed' } },
    ]);
    expect(choice.answers[0]?.subscription).toBeUndefined();
  });

  test('one that cannot be read is told, and its neighbours are looked at', async () => {
    const { choice } = await choose({ list: () => ({ value: [subscription(1), { displayName: 'x' }] }) });
    expect(idsOf(choice)).toEqual([idOf(1)]);
    expect(choice.answers).toMatchObject([{ error: { code: 'MalformedRecord', reason: 'malformed' } }]);
  });

  test('nothing is looked at once the run is cancelled', async () => {
    const run = new AbortController();
    run.abort();
    const { choice, server } = await choose({ list: three }, {}, run.signal);
    expect(choice.subscriptions).toEqual([]);
    expect(choice.answers).toMatchObject([{ error: { reason: 'cancelled' } }]);
    expect(server.seen).toEqual([]);
  });

  test.for([
    [
      'nobody may read any',
      { value: [] },
      'no subscription can be seen with these credentials',
      'az role assignment create --assignee <you> --role Reader',
    ],
    [
      'the token is not accepted',
      armError(401, 'ExpiredAuthenticationToken'),
      'Azure does not accept the token',
      'az account get-access-token',
    ],
    [
      'the list is refused',
      armError(403, 'AuthorizationFailed'),
      'the subscriptions cannot be listed',
      '--subscription',
    ],
    ['the list is a web page', '<html>', 'the subscriptions cannot be listed (MalformedAnswer', '--subscription'],
  ] as const)('the run ends where %s', async ([, answer, message, nextStep]) => {
    const error = await refusalOf({ list: () => answer });
    expect(error).toBeInstanceOf(CredentialsError);
    expect(error.message).toContain(message);
    expect(error.nextStep).toContain(nextStep);
  });

  test('the run ends where the tenant has none', async () => {
    const error = await refusalOf({ list: three }, { tenant: OTHER });
    expect(error.message).toBe(`no subscription of the tenant ${OTHER} can be seen with these credentials`);
  });
});

describe('by name', () => {
  test.for([
    ['an id', [idOf(2)], [2]],
    ['an id in capitals', [idOf(2).toUpperCase()], [2]],
    ['what people call it', ['name 3'], [3]],
    ['several, each once', ['Name 3', idOf(1), idOf(3)], [1, 3]],
  ] as const)('%s is found', async ([, subscriptions, expected]) => {
    expect(idsOf((await choose({ list: three }, { subscriptions })).choice)).toEqual(expected.map(idOf));
  });

  test('one that cannot be seen is a mistake, and those that can are named', async () => {
    const error = await refusalOf({ list: three }, { subscriptions: [idOf(1), 'Name 9'] });
    expect(error).toBeInstanceOf(UsageError);
    expect(error.message).toBe('no subscription "Name 9" can be seen');
    expect(error.nextStep).toBe(
      `use another (found: Name 1 (${idOf(1)}), Name 2 (${idOf(2)}), Name 3 (${idOf(3)})), or sign in where it is: az login --tenant <tenant>; if it is new: az account list --refresh`,
    );
  });

  test('of many that can be seen some are named', async () => {
    const value = Array.from({ length: 30 }, (_, index) => subscription(index + 10));
    const { nextStep } = await refusalOf({ list: () => ({ value }) }, { subscriptions: ['none'] });
    expect(nextStep).toContain(`Name 19 (${idOf(19)}), and 20 more)`);
  });

  test('one of another tenant cannot be seen', async () => {
    const error = await refusalOf({ list: three }, { subscriptions: ['Name 1'], tenant: OTHER });
    expect(error.message).toBe(`no subscription "Name 1" can be seen in the tenant ${OTHER}`);
    expect(error.nextStep).toContain('there are none');
  });

  test('a name that two have is a mistake', async () => {
    const list: Script = () => ({ value: [subscription(1), subscription(2, { displayName: 'NAME 1' })] });
    const error = await refusalOf({ list }, { subscriptions: ['Name 1'] });
    expect(error).toBeInstanceOf(UsageError);
    expect(error.nextStep).toBe(`name one by its id: NAME 1 (${idOf(2)}), Name 1 (${idOf(1)})`);
  });

  test.for([
    ['refused', armError(403, 'AuthorizationFailed')],
    ['broken', armError(500, 'InternalServerError')],
    ['malformed', '{"value":[{}]}'],
  ] as const)('an id is taken at its word where the list is %s', async ([, answer]) => {
    const { choice } = await choose({ list: () => answer }, { subscriptions: [idOf(7).toUpperCase()] });
    expect(choice).toEqual({ subscriptions: [{ id: idOf(7), name: idOf(7) }], answers: [] });
  });

  test('another name is not', async () => {
    const list: Script = () => armError(403, 'AuthorizationFailed');
    expect(await refusalOf({ list }, { subscriptions: [idOf(7), 'Name 7'] })).toBeInstanceOf(CredentialsError);
  });

  test('nor is an id where the credentials are not accepted', async () => {
    const list: Script = () => armError(401, 'InvalidAuthenticationToken');
    expect(await refusalOf({ list }, { subscriptions: [idOf(7)] })).toBeInstanceOf(CredentialsError);
  });
});

describe('below a management group', () => {
  const rows = (...indexes: readonly number[]): object[] =>
    indexes.map((index) => ({ id: `/subscriptions/${idOf(index)}`, subscriptionId: idOf(index) }));

  test('every subscription is looked at, at whatever depth', async () => {
    const graph: Script = ({ body }) =>
      body.includes('$skipToken') ? { data: rows(9) } : { data: rows(3, 1), $skipToken: 'more' };
    const wanted = { managementGroup: '/providers/Microsoft.Management/managementGroups/ml' };
    const { choice, server } = await choose({ list: three, graph }, wanted);
    expect(choice).toEqual({
      subscriptions: [
        { id: idOf(1), name: 'Name 1' },
        { id: idOf(3), name: 'Name 3' },
        { id: idOf(9), name: idOf(9) },
      ],
      answers: [],
    });
    const queries = server.seen.slice(1).map(({ body }): unknown => JSON.parse(body));
    expect(queries).toMatchObject([
      { managementGroups: ['ml'] },
      { managementGroups: ['ml'], options: { $skipToken: 'more' } },
    ]);
  });

  test('and one by name besides', async () => {
    const wanted = { managementGroup: 'ml', subscriptions: ['Name 2'] };
    const { choice } = await choose({ list: three, graph: () => ({ data: rows(3) }) }, wanted);
    expect(idsOf(choice)).toEqual([idOf(2), idOf(3)]);
  });

  test('one that is switched off is told', async () => {
    const list: Script = () => ({ value: [subscription(1), subscription(2, { state: 'Disabled' })] });
    const { choice } = await choose({ list, graph: () => ({ data: rows(1, 2) }) }, { managementGroup: 'ml' });
    expect(idsOf(choice)).toEqual([idOf(1)]);
    expect(choice.answers).toMatchObject([{ subscription: idOf(2), error: { code: 'SubscriptionDisabled' } }]);
  });

  test('what the list of subscriptions lacks does not matter', async () => {
    const answers = { list: () => armError(500, 'InternalServerError'), graph: () => ({ data: rows(1) }) };
    expect((await choose(answers, { managementGroup: 'ml' })).choice).toEqual({
      subscriptions: [{ id: idOf(1), name: idOf(1) }],
      answers: [],
    });
  });

  test('a page that fails is told', async () => {
    const graph: Script = ({ body }) =>
      body.includes('$skipToken') ? armError(400, 'BadRequest') : { data: rows(1), $skipToken: 'more' };
    const { choice } = await choose({ list: three, graph }, { managementGroup: 'ml' });
    expect(idsOf(choice)).toEqual([idOf(1)]);
    expect(choice.answers).toMatchObject([
      {
        call: 'azure:Microsoft.Resources/subscriptions',
        request: { managementGroup: 'ml' },
        error: { code: 'BadRequest' },
      },
    ]);
  });

  test.for([
    [
      'it may not be read',
      armError(403, 'AuthorizationFailed'),
      CredentialsError,
      'the management group "ml" cannot be read (AuthorizationFailed',
      '--scope /providers/Microsoft.Management/managementGroups/ml',
    ],
    [
      'there is none',
      { data: [] },
      UsageError,
      'no subscription can be seen below a management group "ml"',
      'az account management-group list',
    ],
    ['the answer is malformed', { data: [{}] }, CredentialsError, 'cannot be read (MalformedRecord', 'Reader'],
  ] as const)('the run ends where %s', async ([, answer, kind, message, nextStep]) => {
    const error = await refusalOf({ list: three, graph: () => answer }, { managementGroup: 'ml' });
    expect(error).toBeInstanceOf(kind);
    expect(error.message).toContain(message);
    expect(error.nextStep).toContain(nextStep);
  });
});
