import { describe, expect, test } from 'vitest';
import {
  type AzureEstate,
  answersOf,
  BASE_Z,
  withAction,
  withAdminRules,
  withResources,
} from '../../../support/azure-estate.ts';
import { judged, linesOf } from '../../../support/azure-judgement.ts';
import { armId, type Fields, nic, nsg, publicIp } from '../../../support/azure-records.ts';

const CALL = 'azure:Microsoft.Network/virtualNetworks/listNetworkManagerEffectiveSecurityAdminRules';
const ASKED = 'Microsoft.Network/virtualNetworks/listNetworkManagerEffectiveSecurityAdminRules';
const OPEN = 'vm-1 203.0.113.10 reachable tcp 8000 world';
const DENIED = withResources(BASE_Z, nsg('nsg-1', ['100 deny * * -> *']));

/** The estate under one admin rule of these properties. */
function under(estate: AzureEstate, properties: Fields, more: Fields = {}): AzureEstate {
  const whole = {
    access: 'Deny',
    direction: 'Inbound',
    priority: 10,
    protocol: 'Tcp',
    destinationPortRanges: ['8000'],
    ...properties,
  };
  return withAction(estate, CALL, armId('vnet', 'vnet-1'), [
    { id: '/managers/m/rules/admin', kind: 'Custom', properties: whole, ...more },
  ]);
}

describe('admin rules', () => {
  test('what leaves out source, destination and ports speaks of any', () => {
    expect(judged(under(BASE_Z, { destinationPortRanges: [] }))[0]).toContain(
      'blocked tcp 8000 world by /managers/m/rules/admin 10 Deny admin',
    );
  });

  test('rules for what leaves do not matter', () => {
    expect(judged(under(BASE_Z, { direction: 'Outbound' }))).toEqual([`${OPEN} by nsg-1 100 r100`]);
  });

  test('an answer that was not given leaves everything open, both ways', () => {
    const without = (estate: AzureEstate) => linesOf(answersOf(estate).filter(({ call }) => call !== CALL));
    expect(without(BASE_Z).every((line) => line.includes(' unknown ') && line.endsWith(`missing ${ASKED}`))).toBe(true);
    expect(without(DENIED).every((line) => line.includes(' unknown ') && line.endsWith(`missing ${ASKED}`))).toBe(true);
  });

  test.for([
    [
      'who is in a network group',
      { sources: [{ addressPrefix: '/managers/m/networkGroups/g', addressPrefixType: 'NetworkGroup' }] },
    ],
    ['an access that makes no sense', { access: 'Audit' }],
    ['no priority', { priority: undefined }],
    ['no direction', { direction: undefined }],
  ] as const)('a denial is not sure without knowing %s', ([, properties]) => {
    const lines = judged(under(BASE_Z, properties));
    expect(lines.find((line) => line.includes('tcp 8000'))).toMatch(/unknown tcp 8000 world .*missing .*AdminRules/);
  });

  test('who is in a network group is not known of an allowance either', () => {
    const sources = [{ addressPrefix: '/managers/m/networkGroups/g', addressPrefixType: 'NetworkGroup' }];
    const lines = judged(under(DENIED, { access: 'AlwaysAllow', sources }));
    expect(lines[0]).toBe(
      `vm-1 203.0.113.10 unknown tcp 8000 world by /managers/m/rules/admin 10 AlwaysAllow admin missing ${ASKED}`,
    );
  });

  test('an exception that is not sure leaves it open what the rules after it do', () => {
    const group = { addressPrefix: '/managers/m/networkGroups/g', addressPrefixType: 'NetworkGroup' };
    const rule = (name: string, properties: Fields) => ({
      id: `/managers/m/rules/${name}`,
      properties: { direction: 'Inbound', protocol: 'Tcp', destinationPortRanges: ['8000'], ...properties },
    });
    const rules = (access: string) => [
      rule('exception', { access: 'Allow', priority: 5, sources: [group] }),
      rule('rule', { access, priority: 10 }),
    ];
    const after = (estate: AzureEstate, access: string) =>
      judged(withAction(estate, CALL, armId('vnet', 'vnet-1'), rules(access))).find((line) =>
        line.includes('tcp 8000'),
      );
    expect(after(BASE_Z, 'Deny')).toContain('unknown tcp 8000 world');
    expect(after(BASE_Z, 'AlwaysAllow')).toContain('reachable tcp 8000 world');
    expect(after(DENIED, 'AlwaysAllow')).toContain('unknown tcp 8000 world');
  });

  test('a network has the rules of its own answer, and no other', () => {
    const other = withAction(BASE_Z, CALL, armId('vnet', 'vnet-2'), [{ properties: { access: 'Deny' } }]);
    expect(judged(other)).toEqual([`${OPEN} by nsg-1 100 r100`]);
  });

  test('a Basic address without any group is open but for what they deny', () => {
    const bare = withResources(
      BASE_Z,
      nic('nic-1', { publicIp: 'pip-1', vm: 'vm-1' }),
      publicIp('pip-1', '203.0.113.10', 'Basic'),
    );
    const lines = judged(withAdminRules(bare, 'vnet-1', ['10 Deny tcp * -> 8000']));
    expect(lines).toContain(
      'vm-1 203.0.113.10 reachable tcp 0-7999,8001-65535 world by pip-1 Basic: open unless a network security group denies, vnet-1 no security admin rule matches',
    );
    expect(lines.some((line) => line.includes('reachable tcp 8000'))).toBe(false);
  });
});
