import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { cut } from '../../../providers/azure/cut.ts';
import { explainFailure } from '../../../providers/azure/failures.ts';
import { permissions } from '../../../providers/azure/permissions.ts';
import { rateOf } from '../../../providers/azure/rates.ts';
import { type ReadRights, readRights } from '../../../providers/azure/read-rights.ts';
import { RECORDS } from '../../../providers/azure/records/index.ts';
import { Runner } from '../../../src/collect/runner.ts';
import { hastyClock } from '../../support/collect-request.ts';
import { armError, loopbackArm, openLoopback, type Script } from './loopback-arm.ts';

const Role = z.object({
  Name: z.string(),
  IsCustom: z.literal(true),
  Description: z.string(),
  Actions: z.array(z.string()),
  NotActions: z.array(z.string()),
  AssignableScopes: z.array(z.string()).min(1),
});

describe('the custom role', () => {
  const { Actions: actions } = Role.parse(permissions());

  test('allows each call that is made, sorted and once', () => {
    expect(actions).toEqual([...new Set(actions)].sort());
    expect(actions).toEqual(expect.arrayContaining(RECORDS.map(({ permission }) => permission)));
    expect(actions).toEqual(
      expect.arrayContaining([
        'Microsoft.Authorization/permissions/read',
        'Microsoft.ResourceGraph/resources/read',
        'Microsoft.Resources/subscriptions/read',
        'Microsoft.Resources/subscriptions/resources/read',
      ]),
    );
  });

  test('lets nothing be changed: but for one action that only lists, all is reading', () => {
    expect(actions.filter((action) => !/^[A-Z]\w+\.[\w.]+(?:\/\w+)+\/read$/.test(action))).toEqual([
      'Microsoft.Network/virtualNetworks/listNetworkManagerEffectiveSecurityAdminRules/action',
    ]);
  });
});

describe('what may be read', () => {
  const NICS = 'Microsoft.Network/networkInterfaces/read';
  const GROUPS = 'Microsoft.Network/networkSecurityGroups/read';
  const CLUSTERS = 'Microsoft.ContainerService/managedClusters/read';

  test.for([
    ['all, by the role of an owner', [role(['*'])], [NICS, GROUPS, CLUSTERS]],
    ['all, by the role of a reader', [role(['*/read'])], [NICS, GROUPS, CLUSTERS]],
    ['what is named, whatever the case', [role(['microsoft.network/NETWORKINTERFACES/read'])], [NICS]],
    ['what a pattern covers', [role(['Microsoft.Network/*/read'])], [NICS, GROUPS]],
    [
      'not what a role takes off again',
      [role(['*/read'], ['Microsoft.Network/networkSecurityGroups/*'])],
      [NICS, CLUSTERS],
    ],
    [
      'what one role takes off and another one gives',
      [role(['*/read'], [NICS]), role([NICS])],
      [NICS, GROUPS, CLUSTERS],
    ],
    ['nothing, by a role that only writes', [role(['*/write', 'Microsoft.Network/*/action'])], []],
    ['nothing, of a name that merely begins alike', [role(['Microsoft.Network/networkInterfaces'])], []],
    ['nothing, of a dot that is no dot', [role(['MicrosoftXNetwork/networkInterfaces/read'])], []],
    ['nothing, without a role', [], []],
  ] as const)('%s', async ([, value, expected]) => {
    const mayRead = await rightsFrom(() => ({ value }));
    expect([NICS, GROUPS, CLUSTERS].filter((permission) => mayRead?.(permission))).toEqual(expected);
  });

  test('roles of all pages count together', async () => {
    const mayRead = await rightsFrom(({ path }, url) =>
      path.includes('page=2') ? { value: [role([GROUPS])] } : { value: [role([NICS])], nextLink: `${url}/more?page=2` },
    );
    expect(mayRead?.(NICS)).toBe(true);
    expect(mayRead?.(GROUPS)).toBe(true);
  });

  test.for([
    ['a refusal', armError(403, 'AuthorizationFailed')],
    ['a stand-in that does not know the question', armError(404, 'NotFound')],
    ['an answer that is none', { value: ['everything'] }],
  ] as const)('is not known after %s', async ([, reply]) => {
    expect(await rightsFrom(() => reply)).toBeUndefined();
  });
});

async function rightsFrom(script: Script): Promise<ReadRights | undefined> {
  const server = await loopbackArm(script);
  const session = await openLoopback(server.url);
  const { signal } = new AbortController();
  const limits = { timeoutMs: 60_000, concurrency: 8, onProgress: () => undefined };
  const runner = new Runner({ clock: hastyClock(), signal, ...limits, rateOf, explain: explainFailure });
  const rights = await readRights({ session, subscription: 's' }, runner);
  runner.close();
  session.close();
  await server.close();
  return rights;
}

function role(actions: readonly string[], notActions: readonly string[] = []): object {
  return { actions, notActions, dataActions: [], notDataActions: [] };
}

describe('cutting an answer', () => {
  const stamp = { subscription: '00000000-1111-2222-3333-444455556666', at: '2026-11-01T08:00:00Z' };

  test('is done once: cutting again changes nothing', () => {
    for (const { call, list } of RECORDS) {
      const once = cut({ ...stamp, call, response: { [list]: [] } });
      expect(cut(once)).toEqual(once);
    }
  });

  test('keeps the fields we read and nothing else', () => {
    const disk = { osDisk: { name: 'secret' }, imageReference: { offer: 'ubuntu' } };
    const machine = {
      id: '/subscriptions/s/x',
      properties: { storageProfile: disk, osProfile: { customData: 'secret' } },
    };
    const text = JSON.stringify(
      cut({ ...stamp, call: 'azure:Microsoft.Compute/virtualMachines', response: { value: [machine] } }),
    );
    expect(text).toContain('ubuntu');
    expect(text).not.toContain('secret');
  });
});
