import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { cut } from '../../../providers/azure/cut.ts';
import { permissions } from '../../../providers/azure/permissions.ts';
import { RECORDS } from '../../../providers/azure/records/index.ts';

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
