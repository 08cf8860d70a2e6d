import { describe, expect, test } from 'vitest';
import { toInventory } from '../../../../providers/azure/convert/index.ts';
import { WafPolicy } from '../../../../providers/azure/records/waf-policies.ts';
import {
  type AzureEstate,
  answersOf,
  BASE_Z,
  refused,
  withoutResources,
  withResources,
} from '../../../support/azure-estate.ts';
import { applicationGateway } from '../../../support/azure-fronts.ts';
import { judged, linesOf } from '../../../support/azure-judgement.ts';
import {
  type ArmRecord,
  armResource,
  type Fields,
  network,
  nic,
  nsg,
  publicIp,
  refTo,
} from '../../../support/azure-records.ts';

type GatewayOptions = Partial<Parameters<typeof applicationGateway>[1]>;

function gateway(options: GatewayOptions = {}): ArmRecord {
  return applicationGateway('agw-1', {
    frontends: { public: 'pip-gw' },
    listeners: { web: 'https 443' },
    pools: { chat: ['10.0.1.4'] },
    settings: { http: 'http 8000' },
    rules: { route: 'web -> chat http' },
    sku: 'WAF_v2',
    properties: { firewallPolicy: refTo('wafPolicy', 'waf-1') },
    ...options,
  });
}

const ADDRESS = [{ variableName: 'RemoteAddr' }];

/** A condition: `ip BLOCKS`, `not ip BLOCKS`, `country`, `path`, `header NAME`, `no header NAME`, `anyone`. */
function condition(text: string): Fields {
  const [first = '', second, third] = text.split(' ');
  const negationConditon = first === 'not' || first === 'no';
  const [kind, value = ''] = negationConditon ? [second, third] : [first, second];
  switch (kind ?? '') {
    case 'ip':
      return { matchVariables: ADDRESS, operator: 'IPMatch', negationConditon, matchValues: value.split(',') };
    case 'country':
      return { matchVariables: ADDRESS, operator: 'GeoMatch', negationConditon, matchValues: ['XX'] };
    case 'anyone':
      return { matchVariables: ADDRESS, operator: 'Any', negationConditon, matchValues: [] };
    case 'path':
      return {
        matchVariables: [{ variableName: 'RequestUri' }],
        operator: 'BeginsWith',
        negationConditon,
        matchValues: ['/x'],
      };
    default:
      return {
        matchVariables: [{ variableName: 'RequestHeaders', selector: value }],
        operator: 'Equal',
        negationConditon,
        matchValues: ['only-we-know'],
      };
  }
}

/** `PRIORITY ACTION CONDITION[ and CONDITION]`. */
function customRule(text: string): Fields {
  const [, priority, action, rest = ''] = /^(\d+) (\S+) (.+)$/.exec(text) ?? [];
  return {
    name: `r${priority ?? ''}`,
    priority: Number(priority),
    state: 'Enabled',
    ruleType: 'MatchRule',
    action,
    matchConditions: rest.split(' and ').map(condition),
  };
}

function policy(rules: readonly string[], settings: Fields = {}, name = 'waf-1'): ArmRecord {
  return armResource('wafPolicy', name, {
    policySettings: { state: 'Enabled', mode: 'Prevention', ...settings },
    customRules: rules.map(customRule),
  });
}

const BASE = withResources(
  withoutResources(BASE_Z, 'pip-1'),
  nic('nic-1', { nsg: 'nsg-1', vm: 'vm-1' }),
  nsg('nsg-1'),
  network('vnet-1', ['10.0.0.0/16'], { app: { prefix: '10.0.1.0/24' }, gateway: { prefix: '10.0.2.0/24' } }),
  publicIp('pip-gw', '203.0.113.20'),
  gateway(),
);

function estate(...changes: readonly ArmRecord[]): AzureEstate {
  return withResources(BASE, ...changes);
}

/** What is told of the gateway, without what is the same in every row. */
function told(lines: readonly string[]): readonly string[] {
  return lines
    .filter((line) => line.includes(' 203.0.113.20 '))
    .map((line) =>
      line
        .replace('vm-1 203.0.113.20 ', '')
        .replace(/,? ?nsg-1 65000 AllowVnetInBound/, '')
        .replace(/ by$/, ''),
    )
    .sort();
}

const OPEN = 'reachable tcp 443->8000 world';
const PASSED = 'by waf-1 no custom rule blocks';
const NARROW = 'reachable tcp 443->8000 narrow 8.8.8.0/24';

describe('the custom rules of a web application firewall', () => {
  test.for<readonly [string, readonly string[], readonly string[]]>([
    ['none', [], [OPEN]],
    ['all but one block are turned away', ['10 Block not ip 8.8.8.0/24'], [`${NARROW} ${PASSED}`]],
    [
      'one block is let in before everyone is turned away',
      ['10 Allow ip 8.8.8.0/24', '20 Block anyone'],
      [`${NARROW} by waf-1 10 r10`],
    ],
    ['everyone is turned away', ['20 Block anyone'], ['blocked tcp 443->8000 world by waf-1 20 r20']],
    [
      'one block is turned away before it is let in',
      ['5 Block ip 8.8.8.0/25', '10 Allow ip 8.8.8.0/24', '20 Block anyone'],
      ['reachable tcp 443->8000 narrow 8.8.8.128/25 by waf-1 10 r10'],
    ],
    [
      'both conditions must hold',
      ['10 Block not ip 8.8.8.0/24 and not ip 9.9.9.0/24'],
      [`reachable tcp 443->8000 narrow 8.8.8.0/24 9.9.9.0/24 ${PASSED}`],
    ],
    ['what the client chooses turns nobody away', ['10 Block path', '20 Block header User-Agent'], [OPEN]],
    ['… and an allow by it is open to everyone', ['10 Allow path', '20 Block anyone'], [`${OPEN} by waf-1 10 r10`]],
    ['what is only written down', ['10 Log anyone', '20 Log not ip 8.8.8.0/24'], [OPEN]],
    ['a challenge is passed by whoever takes it', ['10 JSChallenge anyone'], [OPEN]],
    [
      'a country is turned away',
      ['10 Block country'],
      ['unknown tcp 443->8000 world inspected by waf-1 no custom rule blocks'],
    ],
    [
      'a country is turned away, and of the rest all but one block',
      ['10 Block country', '20 Block not ip 8.8.8.0/24'],
      ['unknown tcp 443->8000 narrow 8.8.8.0/24 inspected by waf-1 no custom rule blocks'],
    ],
    [
      'only one country is let in',
      ['10 Allow country', '20 Block anyone'],
      ['unknown tcp 443->8000 world inspected by waf-1 20 r20'],
    ],
    ['a country is let in, and so is everyone', ['10 Allow country'], [OPEN]],
    [
      'a header that only some can send',
      ['10 Block no header X-Azure-FDID'],
      ['reachable tcp 443->8000 world gate shared-secret-header weak'],
    ],
    ['a header that anyone can send', ['10 Block no header User-Agent'], [OPEN]],
  ])('%s', ([, rules, expected]) => {
    expect(told(judged(estate(policy(rules))))).toEqual(expected);
  });
});

const ONLY_US = ['10 Block not ip 8.8.8.0/24'];

describe('a web application firewall', () => {
  test.for<readonly [string, readonly ArmRecord[], readonly string[]]>([
    ['that only writes down', [policy(ONLY_US, { mode: 'Detection' })], [OPEN]],
    ['that is switched off', [policy(ONLY_US, { state: 'Disabled' })], [OPEN]],
    [
      'with a rule that is switched off',
      [
        armResource('wafPolicy', 'waf-1', {
          policySettings: { state: 'Enabled', mode: 'Prevention' },
          customRules: ONLY_US.map((text) => ({ ...customRule(text), state: 'Disabled' })),
        }),
      ],
      [OPEN],
    ],
    [
      'with a rule that only limits how often',
      [
        armResource('wafPolicy', 'waf-1', {
          policySettings: { state: 'Enabled', mode: 'Prevention' },
          customRules: ONLY_US.map((text) => ({ ...customRule(text), ruleType: 'RateLimitRule' })),
        }),
      ],
      [OPEN],
    ],
    [
      'of a listener goes before the gateway’s',
      [
        policy(ONLY_US),
        policy([], {}, 'waf-2'),
        gateway({ extra: { web: { firewallPolicy: refTo('wafPolicy', 'waf-2') } } }),
      ],
      [OPEN],
    ],
    [
      'of a path goes before both, and binds nothing else',
      [
        policy([]),
        policy(ONLY_US, {}, 'waf-2'),
        gateway({
          rules: { route: 'web -> paths map' },
          paths: { map: ['default -> chat http'] },
          properties: {
            firewallPolicy: refTo('wafPolicy', 'waf-1'),
            urlPathMaps: [
              {
                ...refTo('agwPaths', 'agw-1/map'),
                name: 'map',
                properties: {
                  defaultBackendAddressPool: refTo('agwPool', 'agw-1/chat'),
                  defaultBackendHttpSettings: refTo('agwSettings', 'agw-1/http'),
                  pathRules: [
                    {
                      name: 'admin',
                      properties: {
                        paths: ['/admin/*'],
                        firewallPolicy: refTo('wafPolicy', 'waf-2'),
                        backendAddressPool: refTo('agwPool', 'agw-1/chat'),
                        backendHttpSettings: refTo('agwSettings', 'agw-1/http'),
                      },
                    },
                  ],
                },
              },
            ],
          },
        }),
      ],
      [`${NARROW} if path /admin/* by waf-2 no custom rule blocks`, OPEN],
    ],
    [
      'does not look at requests that are redirected',
      [
        policy(ONLY_US),
        gateway({ rules: { route: 'web -> redirect away' }, redirects: { away: 'https://www.example.com/' } }),
      ],
      ['agw-1 203.0.113.20 reachable tcp 443 world'],
    ],
  ])('%s', ([, changes, expected]) => {
    expect(told(judged(estate(...changes)))).toEqual(expected);
  });

  test.for<readonly [string, ArmRecord, readonly string[]]>([
    [
      'of which the mode is not told surely lets in whom it does not block',
      policy(ONLY_US, { mode: null }),
      [`${NARROW} ${PASSED}`, 'unknown tcp 443->8000 world inspected by waf-1 10 r10'],
    ],
    [
      'that turns a country away surely lets in whom it has let in before',
      policy(['5 Allow ip 8.8.8.0/24', '10 Block country']),
      [`${NARROW} by waf-1 5 r5`, 'unknown tcp 443->8000 world inspected by waf-1 no custom rule blocks'],
    ],
  ])('%s', ([, changed, expected]) => {
    expect(told(judged(estate(changed)))).toEqual(expected);
  });

  test('that was not read may turn anyone away', () => {
    const answers = answersOf(estate(policy(ONLY_US))).map((answer) =>
      answer.call.endsWith('FirewallPolicies') ? refused(answer) : answer,
    );
    expect(told(linesOf(answers))).toEqual([
      'unknown tcp 443->8000 world by waf-1 rules could not be read missing Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies',
    ]);
  });

  test('is one object for all gateways that it stands before', () => {
    const other = { ...gateway(), ...refTo('agw', 'agw-2'), name: 'agw-2' };
    const { entries } = toInventory(answersOf(estate(policy(ONLY_US), other)));
    const stages = entries
      .filter(({ element }) => element.kind === 'application gateway')
      .flatMap(({ paths }) => paths.flatMap((path) => path.stages))
      .filter((stage) => stage.kind === 'filter' && stage.role === 'guard');
    expect(stages).toHaveLength(2);
    expect(new Set(stages).size).toBe(1);
  });
});

test('what a header must hold is not kept', () => {
  const record = WafPolicy.parse(policy(['10 Block no header X-Azure-FDID', '20 Block ip 8.8.8.0/24']));
  const values = record.properties.customRules.map(({ matchConditions }) =>
    matchConditions.map(({ matchValues }) => matchValues),
  );
  expect(values).toEqual([[[]], [['8.8.8.0/24']]]);
});
