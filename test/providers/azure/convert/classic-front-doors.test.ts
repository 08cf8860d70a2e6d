import { describe, expect, test } from 'vitest';
import { BASE_Z, withResources } from '../../../support/azure-estate.ts';
import { judged } from '../../../support/azure-judgement.ts';
import { type ArmRecord, armId, type Fields, nsg } from '../../../support/azure-records.ts';

const HOST = 'door-1.azurefd.net';

function id(type: string, name: string): string {
  return armId(`Microsoft.Network/frontDoors/${type}`, `door-1/${name}`);
}

/** A door with one name, one rule and one pool, as the API prints it. */
function classic(rule: Fields = {}, backend: Fields = {}, properties: Fields = {}): ArmRecord {
  return {
    id: armId('Microsoft.Network/frontDoors', 'door-1'),
    name: 'door-1',
    location: 'Global',
    properties: {
      enabledState: 'Enabled',
      frontendEndpoints: [{ id: id('FrontendEndpoints', 'default'), name: 'default', properties: { hostName: HOST } }],
      backendPools: [
        {
          id: id('BackendPools', 'pool'),
          name: 'pool',
          properties: {
            backends: [{ address: '203.0.113.10', httpPort: 80, httpsPort: 8000, enabledState: 'Enabled', ...backend }],
          },
        },
      ],
      routingRules: [
        {
          id: id('RoutingRules', 'rule'),
          name: 'rule',
          properties: {
            enabledState: 'Enabled',
            acceptedProtocols: ['Https'],
            patternsToMatch: ['/*'],
            frontendEndpoints: [{ id: id('frontendEndpoints', 'default') }],
            routeConfiguration: { forwardingProtocol: 'HttpsOnly', backendPool: { id: id('backendPools', 'pool') } },
            ...rule,
          },
        },
      ],
      ...properties,
    },
  };
}

function rows(door: ArmRecord, ...records: readonly ArmRecord[]): readonly string[] {
  const lines = judged(
    withResources(BASE_Z, nsg('nsg-1', ['100 allow tcp AzureFrontDoor.Backend -> 8000']), door, ...records),
  );
  return lines
    .filter((line) => line.includes(HOST))
    .map((line) => line.replace(` ${HOST}`, '').replace(' provider-range', ''));
}

describe('a classic Front Door', () => {
  test.for([
    ['leads to its backends', classic(), ['vm-1 reachable tcp 443->8000 world by nsg-1 100 r100']],
    [
      'leads nowhere where it redirects',
      classic({ routeConfiguration: { redirectType: 'Moved' } }),
      ['door-1 reachable tcp 443 world'],
    ],
    [
      'does not answer while it is switched off',
      classic({}, {}, { enabledState: 'Disabled' }),
      ['vm-1 blocked tcp 443->8000 world latent by door-1 disabled'],
    ],
    [
      'has nothing behind it while its backends are switched off',
      classic({}, { enabledState: 'Disabled' }),
      ['door-1/pool blocked tcp 443 world latent by door-1/pool no backend'],
    ],
    [
      'has no listener while its rule is switched off',
      classic({ enabledState: 'Disabled' }),
      ['door-1 blocked tcp 0-65535 world latent by door-1 no listener'],
    ],
  ] as const)('%s', ([, door, expected]) => {
    expect(rows(door)).toEqual(expected);
  });

  test('is guarded by the policy of its name', () => {
    const policy = armId('Microsoft.Network/frontDoorWebApplicationFirewallPolicies', 'waf-1');
    const conditions = [
      { matchVariable: 'SocketAddr', operator: 'IPMatch', negateCondition: true, matchValue: ['8.8.8.0/24'] },
    ];
    const rules = [
      { name: 'office', priority: 1, ruleType: 'MatchRule', action: 'Block', matchConditions: conditions },
    ];
    const waf = {
      id: policy,
      name: 'waf-1',
      properties: { policySettings: { enabledState: 'Enabled', mode: 'Prevention' }, customRules: { rules } },
    };
    const [line] = rows(classic({ webApplicationFirewallPolicyLink: { id: policy } }), waf);
    expect(line).toMatch(/^vm-1 reachable tcp 443->8000 narrow 8\.8\.8\.0\/24 /);
  });
});
