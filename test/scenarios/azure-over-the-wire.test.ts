import { afterEach, describe, expect, test } from 'vitest';
import { collect } from '../../providers/azure/collect.ts';
import { RECORDS } from '../../providers/azure/records/index.ts';
import type { Answer } from '../../src/collect/answer.ts';
import { ALL_ROWS } from '../engine-oracle/azure-all-rows.ts';
import { BASE_LB } from '../engine-oracle/azure-balancer-rows.ts';
import { BASE_AGW } from '../engine-oracle/azure-gateway-rows.ts';
import { type ArmServer, type ArmServerSettings, startArmServer } from '../support/arm/arm-server.ts';
import { answersSource } from '../support/arm/arm-source.ts';
import type { ArmFault, ArmFaultKind } from '../support/arm/faults.ts';
import {
  type AzureEstate,
  answersOf,
  BASE_Z,
  refused,
  withAdminRules,
  withoutResources,
  withResources,
} from '../support/azure-estate.ts';
import { linesOf } from '../support/azure-judgement.ts';
import { nic, nsg, publicIp, SUBSCRIPTION } from '../support/azure-records.ts';
import { scaleSet, scaleSetInstance } from '../support/azure-services.ts';
import { collectRequest, hastyClock } from '../support/collect-request.ts';

const INSTANCE = withResources(
  withoutResources(BASE_Z, 'vm-1', 'nic-1', 'pip-1'),
  scaleSet('vmss-1'),
  ...scaleSetInstance('vmss-1/0', { address: '10.0.1.4', publicAddress: '203.0.113.10', nsg: 'nsg-1' }),
);

/** Estates of which port 8000 of one machine is open, each with a twin that differs in one fact and is closed. */
const TWINS: Readonly<Record<string, { readonly open: AzureEstate; readonly closed: AzureEstate }>> = {
  'a public machine': { open: BASE_Z, closed: withAdminRules(BASE_Z, 'vnet-1', ['10 Deny tcp * -> 8000']) },
  'a load balancer': {
    open: BASE_LB,
    closed: withResources(BASE_LB, nsg('nsg-1', ['100 allow tcp VirtualNetwork -> 8000'])),
  },
  'an application gateway': { open: BASE_AGW, closed: withResources(BASE_AGW, nsg('nsg-gw')) },
  'an instance of a uniform scale set': { open: INSTANCE, closed: withResources(INSTANCE, nsg('nsg-1')) },
};

/** Many of everything, so that each list has several pages. */
const CROWD: AzureEstate = withResources(
  BASE_LB,
  ...Array.from({ length: 12 }, (_, index) => [
    nic(`nic-crowd-${index}`, {
      address: `10.0.1.${20 + index}`,
      publicIp: `pip-crowd-${index}`,
      nsg: index % 2 === 0 ? 'nsg-open' : 'nsg-shut',
      vm: 'vm-1',
    }),
    publicIp(`pip-crowd-${index}`, `203.0.113.${20 + index}`),
  ]).flat(),
  nsg('nsg-open', ['100 allow tcp Internet -> 22']),
  nsg('nsg-shut', ['100 allow tcp 10.0.0.0/8 -> 22']),
);

let server: ArmServer | undefined;
afterEach(() => server?.close());

type Conditions = Omit<Partial<ArmServerSettings>, 'source'>;

/** What the real SDKs bring of an estate, as it was cut and stamped by the collectors. */
async function collected(answers: readonly Answer[], conditions: Conditions = {}): Promise<readonly Answer[]> {
  await server?.close();
  server = await startArmServer({ source: answersSource(answers), ...conditions });
  const request = collectRequest(server.url, {
    options: { 'azure-endpoint': [server.url] },
    environment: { EXPOSURE_AZURE_ACCESS_TOKEN: 'example' },
    timeoutMs: 600_000,
  });
  return Array.fromAsync(collect(request, hastyClock()));
}

/** What is said of port 8000 of the one machine, if need be by saying that a whole list could not be read. */
function verdictOf(answers: readonly Answer[]): string {
  const lines = linesOf(answers).filter((line) => / tcp \S*\b(8000|0-65535)\b/.test(line));
  return ['reachable', 'unknown'].find((verdict) => lines.some((line) => line.includes(` ${verdict} `))) ?? 'blocked';
}

const NO_GRAPH: readonly ArmFault[] = [{ kind: 'denied', call: 'graph' }];

/** A service answers in its own form, and never in that of the command line. */
const ROWS = ALL_ROWS.filter(({ id }) => id !== 'flat');

describe('collected over the wire, an estate is judged as its file is', () => {
  test.for(ROWS)('$id $says', async ({ estate }) => {
    const answers = answersOf(estate);
    expect(linesOf(await collected(answers))).toEqual(linesOf(answers));
  });

  test.for(Object.entries(TWINS))('without Resource Graph: %s', async ([, { open }]) => {
    const answers = answersOf(open);
    const wired = await collected(answers, { faults: NO_GRAPH });
    expect(wired.filter(({ error }) => error !== undefined)).toEqual([]);
    expect(linesOf(wired)).toEqual(linesOf(answers));
  });

  test.for([
    ['Resource Graph', []],
    ['lists alone', NO_GRAPH],
  ] as const)('in pages of one record, by %s', async ([, faults]) => {
    const answers = answersOf(CROWD);
    const wired = await collected(answers, { pageSize: 1, faults });
    expect(linesOf(wired)).toEqual(linesOf(answers));
    expect(server?.calls.filter(({ token }) => token !== undefined).length).toBeGreaterThan(20);
  });

  test('although Resource Graph allows few queries at a time', async () => {
    const answers = answersOf(CROWD);
    const wired = await collected(answers, { pageSize: 4, graphQuota: { queries: 3, windowMs: 300 } });
    expect(linesOf(wired)).toEqual(linesOf(answers));
  });

  test.for(['throttled', 'throttled-bare', 'reset', 'truncated', 'html', 'server-error', 'cut', 'drip'] as const)(
    'although the first answer to each call is spoiled: %s',
    async (kind) => {
      const answers = answersOf(BASE_LB);
      const calls = ['subscriptions', 'graph', 'permissions', ...RECORDS.map(({ call }) => call)];
      const wired = await collected(answers, { faults: calls.map((call) => ({ kind, call, times: 1 })) });
      expect(server?.calls.filter(({ fault }) => fault === kind).length).toBeGreaterThanOrEqual(3);
      expect(linesOf(wired)).toEqual(linesOf(answers));
    },
  );
});

describe('a call that fails never opens or closes anything in silence', () => {
  const cases = Object.entries(TWINS).flatMap(([name, { open, closed }]) => [
    { name, estate: open, impossible: 'blocked' },
    { name: `${name}, closed`, estate: closed, impossible: 'reachable' },
  ]);

  describe.for(cases)('$name', ({ estate, impossible }) => {
    const answers = answersOf(estate);
    const calls = [...new Set(answers.map(({ call }) => call))];

    test.for(calls)('%s denied, and Resource Graph shows none of it', async (call) => {
      const refusing = answers.map((answer): Answer => (answer.call === call ? refused(answer) : answer));
      await check(await collected(refusing), call);
    });

    test.for(impossible === 'blocked' ? calls : [])('%s denied, without Resource Graph', async (call) => {
      await check(await collected(answers, { faults: [...NO_GRAPH, { kind: 'denied', call }] }), call);
    });

    test.for(['networkInterfaces', 'networkSecurityGroups', 'publicIPAddresses'])(
      '%s answered with rubbish',
      async (type) => {
        const call = `azure:Microsoft.Network/${type}`;
        for (const kind of ['html-200', 'empty', 'cut', 'no-list'] as const satisfies readonly ArmFaultKind[]) {
          await check(await collected(answers, { faults: [...NO_GRAPH, { kind, call }] }), call);
        }
      },
    );

    async function check(wired: readonly Answer[], call: string): Promise<void> {
      const verdict = verdictOf(wired);
      expect(verdict, linesOf(wired).join('\n')).not.toBe(impossible);
      const wasAsked = server?.calls.some((seen) => seen.call === call) === true;
      if (wasAsked) expect(wired.some((answer) => answer.call === call && answer.error !== undefined)).toBe(true);
      if (verdict === 'unknown') expect(linesOf(wired).join('\n')).toContain(call.replace('azure:', ''));
      await Promise.resolve();
    }
  });

  test('a subscription of which nothing may be read is a gap for each list, and the others are looked at', async () => {
    const theirs = '00000000-1111-2222-3333-777788889999';
    const answers = [...answersOf(BASE_Z), ...inSubscription(answersOf(BASE_Z), theirs)];
    const wired = await collected(answers, { forbidden: [theirs] });
    const failed = wired.filter(({ error }) => error !== undefined);
    expect(new Set(failed.map(({ subscription }) => subscription))).toEqual(new Set([theirs]));
    expect(failed.map(({ call }) => call)).toContain('azure:Microsoft.Network/networkInterfaces');
    expect(linesOf(wired)).toEqual(expect.arrayContaining([...linesOf(answersOf(BASE_Z))]));
    expect(
      linesOf(wired)
        .filter((line) => line.includes(' unknown '))
        .join('\n'),
    ).toContain(theirs);
  });

  test.for(['repeated-link', 'lost-link', 'foreign-link'] as const)('a torn chain of pages: %s', async (kind) => {
    const call = 'azure:Microsoft.Network/networkSecurityGroups';
    const wired = await collected(answersOf(CROWD), { pageSize: 1, faults: [...NO_GRAPH, { kind, call }] });
    expect(wired.some((answer) => answer.call === call && answer.error !== undefined)).toBe(true);
    expect(linesOf(wired).filter((line) => line.includes(' reachable ') && line.includes('nsg-shut'))).toEqual([]);
    expect(linesOf(wired).filter((line) => / blocked .* nsg-open/.test(line))).toEqual([]);
  });

  test('a service that takes the call and says nothing is given up, and is a gap', async () => {
    const call = 'azure:Microsoft.Network/networkSecurityGroups';
    const wired = await collected(answersOf(BASE_Z), { faults: [...NO_GRAPH, { kind: 'hang', call }] });
    expect(wired.filter((answer) => answer.call === call)).toMatchObject([{ error: { reason: 'timed-out' } }]);
    expect(verdictOf(wired)).toBe('unknown');
  });
});

function inSubscription(answers: readonly Answer[], subscription: string): readonly Answer[] {
  const text = JSON.stringify(answers).replaceAll(SUBSCRIPTION, subscription);
  return JSON.parse(text) as readonly Answer[];
}
