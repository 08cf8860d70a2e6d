import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { collectorOf, LISTED } from '../../../providers/azure/collectors/lists.ts';
import { cut } from '../../../providers/azure/cut.ts';
import { explainFailure } from '../../../providers/azure/failures.ts';
import type { GraphReading } from '../../../providers/azure/graph/ledger.ts';
import { GRAPH_PAGE } from '../../../providers/azure/graph/queries.ts';
import { ResourceGraph } from '../../../providers/azure/graph/resource-graph.ts';
import { type Count, shardsOf } from '../../../providers/azure/graph/shards.ts';
import { rateOf } from '../../../providers/azure/rates.ts';
import type { Answer } from '../../../src/collect/answer.ts';
import { systemClock } from '../../../src/collect/clock.ts';
import { Runner } from '../../../src/collect/runner.ts';
import { splitAnswer } from '../../../src/collect/split-answer.ts';
import { startArmServer } from '../../support/arm/arm-server.ts';
import { answersSource } from '../../support/arm/arm-source.ts';
import { answersOf } from '../../support/azure-estate.ts';
import { type ArmRecord, armId, armResource } from '../../support/azure-records.ts';
import { hastyClock } from '../../support/collect-request.ts';
import { type Collecting, idsOf, other } from './collect-arm.ts';
import { loopbackArm, openLoopback, type Script } from './loopback-arm.ts';

const counts = fc
  .array(fc.nat({ max: 90_000 }), { maxLength: 60 })
  .map((rows) => rows.map((own, n): Count => ({ subscription: `s${String(n).padStart(3, '0')}`, rows: own })));

describe('cutting the work into chains of pages', () => {
  test('every subscription is in one chain, or in all parts of those that are its own', () => {
    fc.assert(
      fc.property(counts, fc.integer({ min: 1, max: 32 }), (all, atOnce) => {
        const shards = shardsOf(all, atOnce);
        for (const { subscription } of all) {
          const own = shards.filter(({ subscriptions }) => subscriptions.includes(subscription));
          const [first] = own;
          if (first?.part === undefined) {
            expect(own).toHaveLength(1);
            continue;
          }
          expect(own.map(({ part }) => part?.index)).toEqual(Array.from({ length: first.part.of }, (_, n) => n));
          expect(own.every(({ subscriptions }) => subscriptions.length === 1)).toBe(true);
        }
      }),
    );
  });

  test('takes hardly more pages than one chain would', () => {
    fc.assert(
      fc.property(counts, fc.integer({ min: 1, max: 32 }), (all, atOnce) => {
        const rows = all.reduce((sum, own) => sum + own.rows, 0);
        const pages = shardsOf(all, atOnce).reduce((sum, shard) => sum + Math.ceil(shard.rows / GRAPH_PAGE), 0);
        expect(pages).toBeLessThanOrEqual(1.05 * Math.ceil(rows / GRAPH_PAGE) + 1);
      }),
    );
  });

  test('makes more than one chain of what is large', () => {
    const many = Array.from({ length: 200 }, (_, n) => ({ subscription: String(n), rows: 2_060 }));
    expect(shardsOf(many, 8).length).toBeGreaterThanOrEqual(8);
    expect(shardsOf([{ subscription: 'one', rows: 400_000 }], 8).length).toBeGreaterThanOrEqual(8);
    expect(shardsOf([{ subscription: 'one', rows: 9_000 }], 8)).toHaveLength(1);
  });
});

test('a chain is about no more subscriptions than a query may name', () => {
  const many = Array.from({ length: 2_500 }, (_, n) => ({ subscription: String(n), rows: 1 }));
  const shards = shardsOf(many, 8);
  expect(Math.max(...shards.map(({ subscriptions }) => subscriptions.length))).toBe(1_000);
  expect(shards.flatMap(({ subscriptions }) => subscriptions)).toHaveLength(2_500);
});

interface Read {
  readonly answers: readonly Answer[];
  readonly readings: readonly GraphReading[];
}

/** Reads these subscriptions, through Resource Graph alone, in small chains. */
async function read(url: string, subscriptions: readonly string[], mostRows = 12, clock = hastyClock()): Promise<Read> {
  const session = await openLoopback(url);
  const { signal } = new AbortController();
  const limits = { timeoutMs: 60_000, concurrency: 8, onProgress: () => undefined };
  const runner = new Runner({ clock, signal, ...limits, rateOf, explain: explainFailure });
  const graph = new ResourceGraph({
    runner,
    session,
    subscriptions,
    kinds: LISTED,
    wanted: new Set(['azure:Microsoft.Network/virtualNetworks']),
    atOnce: 3,
    sizes: { leastRows: 5, mostRows },
    cut: (answer) => splitAnswer(cut(answer)),
  });
  const answers = await Array.fromAsync(graph.answers());
  const readings: GraphReading[] = [];
  for (let own = await graph.readings.take(); own !== undefined; own = await graph.readings.take()) readings.push(own);
  runner.close();
  session.close();
  return { answers, readings: readings.sort((a, b) => (a.subscription < b.subscription ? -1 : 1)) };
}

async function readFrom(
  records: readonly ArmRecord[],
  ids: readonly string[],
  settings: Collecting = {},
): Promise<Read> {
  const server = await startArmServer({
    source: answersSource(answersOf({ resources: records, actions: {} })),
    ...settings,
  });
  return read(server.url, ids).finally(() => server.close());
}

const SUBSCRIPTIONS = ['1111', '2222', '3333', '4444'].map(other);

const resource = fc
  .record({
    type: fc.constantFrom('nic', 'nsg', 'vnet', 'vm', 'pip', 'routes'),
    subscription: fc.constantFrom(...SUBSCRIPTIONS),
    group: fc.constantFrom('rg-a', 'RG-b'),
    name: fc.integer({ min: 0, max: 60 }),
  })
  .map(({ type, subscription, group, name }) =>
    armResource(type, armId(type, `${type}-${name}`, { subscription, group }), {}),
  );

describe('reading by Resource Graph', () => {
  test('every resource comes out exactly once, whatever the chains and pages', async () => {
    const estate = fc.uniqueArray(resource, { selector: ({ id }) => id.toLowerCase(), minLength: 1, maxLength: 120 });
    await fc.assert(
      fc.asyncProperty(estate, fc.integer({ min: 1, max: 9 }), async (records, pageSize) => {
        const { answers, readings } = await readFrom(records, SUBSCRIPTIONS, { pageSize });
        expect(answers.flatMap(idsOf).sort()).toEqual(records.map(({ id }) => id.toLowerCase()).sort());
        const shown = new Set(records.map(({ id }) => id.split('/')[2]));
        expect(readings.map(({ state }) => state)).toEqual(
          SUBSCRIPTIONS.map((subscription) => (shown.has(subscription) ? 'read' : 'hidden')),
        );
      }),
      { numRuns: 25 },
    );
  }, 60_000);

  test('each answer is about one type in one subscription', async () => {
    const records = SUBSCRIPTIONS.flatMap((subscription) =>
      (['nic', 'vnet'] as const).map((type) => armResource(type, armId(type, 'x', { subscription }), {})),
    );
    const { answers } = await readFrom(records, SUBSCRIPTIONS);
    for (const { call, subscription, ...answer } of answers) {
      const type = call.replace('azure:', '').toLowerCase();
      for (const id of idsOf({ call, ...answer })) expect(id).toMatch(new RegExp(`/${subscription}/.*/${type}/x$`));
    }
    expect(answers).toHaveLength(records.length);
  });

  test('what later questions build on is kept, and nothing else', async () => {
    const [subscription = ''] = SUBSCRIPTIONS;
    const records = (['nic', 'vnet'] as const).map((type) => armResource(type, armId(type, 'x', { subscription }), {}));
    const { readings } = await readFrom(records, [subscription]);
    const [reading] = readings;
    if (reading?.state !== 'read') throw new Error('it was not read');
    expect(reading.known('azure:Microsoft.Network/virtualNetworks')).toHaveLength(1);
    expect(reading.known('azure:Microsoft.Network/networkInterfaces')).toEqual([]);
    expect([...reading.seen].map((call) => collectorOf({ ...(LISTED[0] ?? never()), call }))).toHaveLength(2);
  });

  test('a page that is too large is asked for with fewer rows', async () => {
    const [subscription = ''] = SUBSCRIPTIONS;
    const records = Array.from({ length: 40 }, (_, n) =>
      armResource('nic', armId('nic', `n-${n}`, { subscription }), { padding: 'x'.repeat(n === 7 ? 9_000 : 100) }),
    );
    const source = answersSource(answersOf({ resources: records, actions: {} }));
    const server = await startArmServer({ source, graphMaxBytes: 12_000 });
    const { answers, readings } = await read(server.url, [subscription], 1_000);
    await server.close();
    expect(answers.flatMap(idsOf)).toHaveLength(40);
    expect(readings.map(({ state }) => state)).toEqual(['read']);
    expect(server.calls.filter(({ status }) => status === 400).length).toBeGreaterThan(0);
  });

  test('goes on in the next window when the quota is used up', async () => {
    const [subscription = ''] = SUBSCRIPTIONS;
    const records = Array.from({ length: 36 }, (_, n) =>
      armResource('nic', armId('nic', `n-${n}`, { subscription }), {}),
    );
    const source = answersSource(answersOf({ resources: records, actions: {} }));
    const server = await startArmServer({ source, pageSize: 4, graphQuota: { queries: 5, windowMs: 1_000 } });
    const { answers, readings } = await read(
      server.url,
      [subscription],
      1_000,
      systemClock(() => new Date()),
    );
    await server.close();
    expect(answers.flatMap(idsOf)).toHaveLength(36);
    expect(readings.map(({ state }) => state)).toEqual(['read']);
    expect(server.calls.filter(({ status }) => status === 429).length).toBeLessThanOrEqual(2);
  });

  test('a resource that is too large by itself is left to Resource Manager', async () => {
    const [subscription = ''] = SUBSCRIPTIONS;
    const records = [armResource('nic', armId('nic', 'n', { subscription }), { padding: 'x'.repeat(9_000) })];
    const { readings } = await readFrom(records, [subscription], { graphMaxBytes: 5_000 });
    expect(readings).toEqual([{ state: 'unread', subscription }]);
  });
});

function never(): never {
  throw new Error('there are kinds');
}

describe('believing Resource Graph', () => {
  const [subscription = '', second = ''] = SUBSCRIPTIONS;
  const row = (name: string, of = subscription): object => ({
    id: armId('nic', name, { subscription: of }),
    type: 'microsoft.network/networkinterfaces',
    properties: {},
  });
  const page = (data: readonly unknown[], more: object = {}): object => ({
    totalRecords: data.length,
    count: data.length,
    data,
    resultTruncated: 'false',
    ...more,
  });
  const counted = (...rows: readonly number[]): object =>
    page(rows.map((own, n) => ({ subscriptionId: [subscription, second][n]?.toUpperCase(), rows: own })));

  /** Answers the counting query with the first page, and the pages of the rows with the others. */
  function telling(count: object, ...pages: readonly object[]): Script {
    let nth = 0;
    return ({ body }) => {
      if (body.includes('summarize')) return count;
      nth += 1;
      return pages[nth - 1];
    };
  }

  test.for([
    ['as many rows as were counted', telling(counted(2), page([row('a'), row('b')])), 'read', 2],
    ['more rows than were counted, since some are new', telling(counted(1), page([row('a'), row('b')])), 'read', 2],
    ['fewer rows than were counted', telling(counted(2), page([row('a')])), 'unread', 1],
    ['fewer rows than it says itself', telling(counted(1), page([row('a')], { totalRecords: 2 })), 'unread', 1],
    ['a page that was cut short', telling(counted(1), page([row('a')], { resultTruncated: 'true' })), 'unread', 1],
    [
      'the last row of a page again on the next',
      telling(
        counted(2),
        page([row('a'), row('b')], { $skipToken: 't', totalRecords: 3 }),
        page([row('b'), row('c')], { totalRecords: 3 }),
      ),
      'read',
      3,
    ],
    [
      'a row twice in the place of another',
      telling(
        counted(3),
        page([row('a'), row('b')], { $skipToken: 't', totalRecords: 3 }),
        page([row('b')], { totalRecords: 3 }),
      ),
      'unread',
      2,
    ],
    ['a row without an id', telling(counted(1), page([row('a'), { type: 'x' }])), 'unread', 1],
    ['a row that is none', telling(counted(1), page([row('a'), null])), 'unread', 1],
    ['a row of another subscription', telling(counted(1), page([row('a'), row('b', second)])), 'unread', 1],
    [
      'a row of a type that was not asked for',
      telling(counted(1), page([row('a'), { ...row('b'), type: 'x/y' }])),
      'unread',
      1,
    ],
    ['counts that are none', telling(page([{ subscriptionId: subscription }])), 'unread', 0],
    [
      'counts that were cut short',
      telling(page([{ subscriptionId: subscription, rows: 1 }], { resultTruncated: 'true' })),
      'unread',
      0,
    ],
    ['no count', telling(page([])), 'hidden', 0],
  ] as const)('%s', async ([, script, state, rows]) => {
    const server = await loopbackArm(script);
    const { answers, readings } = await read(server.url, [subscription]);
    await server.close();
    expect(readings.map((reading) => reading.state)).toEqual([state]);
    expect(answers.flatMap(idsOf)).toHaveLength(rows);
  });

  test('a chain that breaks costs only the subscriptions that were not through', async () => {
    const rows = [row('a'), row('b', second)];
    const script = telling(counted(1, 2), page(rows, { $skipToken: 'lost', totalRecords: 3 }), {
      status: 400,
      body: { error: { code: 'BadRequest', message: 'no' } },
    });
    const server = await loopbackArm(script);
    const { readings } = await read(server.url, [subscription, second], 1_000);
    await server.close();
    expect(readings.map((reading) => reading.state)).toEqual(['read', 'unread']);
  });
});
