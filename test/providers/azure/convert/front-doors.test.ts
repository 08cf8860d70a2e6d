import { describe, expect, test } from 'vitest';
import { type AzureEstate, BASE_Z, withoutResources, withResources } from '../../../support/azure-estate.ts';
import { applicationGateway, azureFirewall, loadBalancer } from '../../../support/azure-fronts.ts';
import { judged } from '../../../support/azure-judgement.ts';
import { type ArmRecord, armId, type Fields, network, nic, nsg, publicIp } from '../../../support/azure-records.ts';
import { frontDoor, PLATFORM_SUBNETS } from '../../../support/azure-services.ts';

const HOST = 'chat-0a1b2c3d.z01.azurefd.net';

/** The rows of the Front Door, without its name where it is the platform's. */
function rows(estate: AzureEstate): readonly string[] {
  return judged(estate)
    .filter((line) => /^\S+ (?:chat|app)[-.]/.test(line))
    .map((line) => line.replace(` ${HOST}`, ''));
}

const HTTPS_ONLY = { supportedProtocols: ['Https'] };

/** A machine that admits Front Doors only, and a door whose origin is the machine's public address. */
function inFrontOf(rules: readonly string[], route: Fields = {}, ...records: readonly ArmRecord[]): AzureEstate {
  const door = frontDoor('fd-1', { origins: { vm: { host: '203.0.113.10' } }, route: { ...HTTPS_ONLY, ...route } });
  return withResources(withResources(BASE_Z, nsg('nsg-1', rules), ...door), ...records);
}

const DOORS_ONLY = ['100 allow tcp AzureFrontDoor.Backend -> 443', '110 allow tcp AzureFrontDoor.Backend -> 80'];

describe('a public origin', () => {
  test('that admits Front Doors only is open to everyone through ours', () => {
    const lines = rows(inFrontOf(DOORS_ONLY));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^vm-1 reachable tcp 443 world .*by nsg-1 100 r100$/);
  });

  test('that admits nobody is closed through ours', () => {
    expect(rows(inFrontOf([]))).toEqual(['vm-1 blocked tcp 443 world by nsg-1 65500 DenyAllInBound']);
  });

  test('is found by the name of its public address', () => {
    const named = publicIp('pip-1', '203.0.113.10', 'Standard', {
      dnsSettings: { fqdn: 'vm-1.westeurope.cloudapp.azure.com' },
    });
    const door = frontDoor('fd-1', {
      origins: { vm: { host: 'VM-1.westeurope.cloudapp.azure.com' } },
      route: HTTPS_ONLY,
    });
    const lines = rows(withResources(BASE_Z, named, nsg('nsg-1', DOORS_ONLY), ...door));
    expect(lines[0]).toMatch(/^vm-1 reachable tcp 443 world/);
  });

  const GUARDED = network('vnet-1', ['10.0.0.0/16'], {
    ...PLATFORM_SUBNETS,
    gateway: { prefix: '10.0.2.0/24', nsg: 'nsg-gateway' },
  });
  const PRIVATE = withResources(
    withoutResources(BASE_Z, 'pip-1'),
    nic('nic-1', { vm: 'vm-1', nsg: 'nsg-1' }),
    publicIp('pip-front', '203.0.113.40'),
    ...frontDoor('fd-1', { origins: { front: { host: '203.0.113.40' } }, route: HTTPS_ONLY }),
  );

  test.for([
    [
      'that is a load balancer shows its machines the door',
      withResources(
        PRIVATE,
        nsg('nsg-1', ['100 allow tcp AzureFrontDoor.Backend -> 8000']),
        loadBalancer('lb-1', {
          frontends: { front: 'pip-front' },
          pools: { pool: ['nic-1'] },
          rules: { web: 'tcp 443 -> 8000' },
        }),
      ),
      /^vm-1 reachable tcp 443->8000 world .*by nsg-1 100 r100$/,
    ],
    [
      'that is an application gateway is guarded by the group of its subnet',
      withResources(
        PRIVATE,
        GUARDED,
        nsg('nsg-1'),
        nsg('nsg-gateway', ['100 allow tcp AzureFrontDoor.Backend -> 443']),
        applicationGateway('agw-1', {
          frontends: { public: 'pip-front' },
          listeners: { web: 'https 443' },
          pools: { pool: ['10.0.1.4'] },
          settings: { plain: 'http 8000' },
          rules: { web: 'web -> pool plain' },
        }),
      ),
      /^vm-1 reachable tcp 443->8000 world .*by nsg-gateway 100 r100, nsg-1 65000 AllowVnetInBound$/,
    ],
    [
      'that is a firewall is met by its rules as a Front Door',
      withResources(
        PRIVATE,
        GUARDED,
        nsg('nsg-1'),
        nsg('nsg-gateway'),
        azureFirewall('fw-1', {
          publicIps: ['pip-front'],
          nat: { web: ['doors tcp AzureFrontDoor.Backend -> 203.0.113.40:443 to 10.0.1.4:8000'] },
        }),
      ),
      /^vm-1 reachable tcp 443->8000 world by nsg-1 65000 AllowVnetInBound$/,
    ],
    [
      'that is a firewall with rules for others is closed',
      withResources(
        PRIVATE,
        GUARDED,
        nsg('nsg-1'),
        nsg('nsg-gateway'),
        azureFirewall('fw-1', {
          publicIps: ['pip-front'],
          nat: { web: ['office tcp 8.8.8.0/24 -> 203.0.113.40:443 to 10.0.1.4:8000'] },
        }),
      ),
      /^fw-1 blocked tcp 443 world latent by fw-1 no listener$/,
    ],
  ] as const)('%s', ([, estate, expected]) => {
    const [line, ...others] = rows(estate);
    expect(line).toMatch(expected);
    expect(others).toEqual([]);
  });

  test('that is not ours is what the door leads to', () => {
    const door = frontDoor('fd-1', { origins: { other: { host: 'api.example.com' } }, route: HTTPS_ONLY });
    const [line] = rows(withResources(BASE_Z, ...door));
    expect(line).toMatch(/api\.example\.com reachable tcp 443 world$/);
  });
});

describe('what a route takes', () => {
  test.for([
    [
      'speaks to the origin in the scheme that it is told',
      { supportedProtocols: ['Http', 'Https'] },
      ['80->443', '443'],
    ],
    [
      'speaks as it is spoken to, if it is told that',
      { supportedProtocols: ['Http', 'Https'], forwardingProtocol: 'MatchRequest' },
      ['443', '80'],
    ],
    [
      'answers only the schemes that it names',
      { supportedProtocols: ['Http'], forwardingProtocol: 'HttpOnly' },
      ['80'],
    ],
  ] as const)('%s', ([, route, ports]) => {
    const reachable = rows(inFrontOf(DOORS_ONLY, route)).map((line) => line.split(' ').slice(0, 4).join(' '));
    expect(reachable.toSorted()).toEqual(ports.map((each) => `vm-1 reachable tcp ${each}`).toSorted());
  });

  test('a redirect to https leads nowhere by itself', () => {
    const lines = rows(inFrontOf(DOORS_ONLY, { supportedProtocols: ['Http', 'Https'], httpsRedirect: 'Enabled' }));
    expect(lines).toContain('fd-1/chat reachable tcp 80 world');
    expect(lines.filter((line) => line.startsWith('vm-1'))).toHaveLength(1);
  });

  test('paths are the client’s to choose', () => {
    const [line] = rows(inFrontOf(DOORS_ONLY, { patternsToMatch: ['/v1/*', '/v2'] }));
    expect(line).toMatch(/^vm-1 reachable tcp 443 world .*if path \/v1\/\* or \/v2 /);
  });

  test('under a custom name only, the client must ask for that name', () => {
    const custom = { customDomains: [{ id: domain('app') }], linkToDefaultDomain: 'Disabled' };
    const named = { id: domain('app'), name: 'app', properties: { hostName: 'app.example.com' } };
    const [line] = rows(inFrontOf(DOORS_ONLY, custom, named));
    expect(line).toMatch(/^vm-1 app\.example\.com reachable tcp 443 world/);
  });

  test('a rule set may send to another group of origins', () => {
    const set = armId('Microsoft.Cdn/profiles/ruleSets', 'fd-1/set1');
    const rule = {
      id: `${set}/rules/beta`,
      name: 'beta',
      properties: {
        order: 1,
        actions: [
          {
            name: 'RouteConfigurationOverride',
            parameters: { originGroupOverride: { originGroup: { id: armId('originGroup', 'fd-1/other') } } },
          },
        ],
      },
    };
    const other = { id: armId('originGroup', 'fd-1/other'), name: 'other', properties: {} };
    const origin = {
      id: armId('origin', 'fd-1/other/beta'),
      name: 'beta',
      properties: { hostName: 'beta.example.com', httpPort: 80, httpsPort: 8443, enabledState: 'Enabled' },
    };
    const setRecord = { id: set, name: 'set1', properties: {} };
    const lines = rows(inFrontOf(DOORS_ONLY, { ruleSets: [{ id: set }] }, setRecord, rule, other, origin));
    expect(lines).toContainEqual(
      expect.stringMatching(/beta\.example\.com reachable tcp 443->8443 world if rule beta$/),
    );
    expect(lines).toContainEqual(expect.stringMatching(/^vm-1 reachable tcp 443 world/));
  });

  test.for([
    [
      'an endpoint that is switched off',
      { endpointEnabled: false },
      /^vm-1 blocked tcp 443 world latent by .*disabled/,
    ],
    [
      'a route that is switched off',
      { routeEnabled: false },
      /^fd-1\/chat blocked tcp 0-65535 world latent by fd-1\/chat no listener$/,
    ],
  ] as const)('%s does not answer now', ([, state, expected]) => {
    const door = frontDoor('fd-1', { origins: { vm: { host: '203.0.113.10' } }, route: HTTPS_ONLY, ...state });
    const [line] = rows(withResources(BASE_Z, nsg('nsg-1', DOORS_ONLY), ...door));
    expect(line).toMatch(expected);
  });

  test('a group without an origin that is switched on does not answer now', () => {
    const door = frontDoor('fd-1', { origins: {}, route: HTTPS_ONLY });
    expect(rows(withResources(BASE_Z, ...door))).toEqual([
      'fd-1/group blocked tcp 443 world latent by fd-1/group no enabled origin',
    ]);
  });
});

function domain(name: string): string {
  return armId('Microsoft.Cdn/profiles/customDomains', `fd-1/${name}`);
}

describe('a web application firewall', () => {
  const POLICY = armId('Microsoft.Network/frontDoorWebApplicationFirewallPolicies', 'waf-1');
  const OUTSIDE = { name: 'officeOnly', priority: 10, action: 'Block', ruleType: 'MatchRule', enabledState: 'Enabled' };

  function addresses(values: readonly string[], negateCondition: boolean): Fields {
    return { matchVariable: 'SocketAddr', operator: 'IPMatch', negateCondition, matchValue: values };
  }

  function waf(
    rules: readonly Fields[],
    settings: Fields = { enabledState: 'Enabled', mode: 'Prevention' },
  ): ArmRecord {
    const properties = { policySettings: settings, customRules: { rules } };
    return { id: POLICY, name: 'waf-1', location: 'Global', properties };
  }

  function security(domains: readonly string[], patternsToMatch: readonly string[] = ['/*']): ArmRecord {
    const associations = [{ domains: domains.map((id) => ({ id, isActive: true })), patternsToMatch }];
    const parameters = { type: 'WebApplicationFirewall', wafPolicy: { id: POLICY }, associations };
    return {
      id: armId('Microsoft.Cdn/profiles/securityPolicies', 'fd-1/sec'),
      name: 'sec',
      properties: { parameters },
    };
  }

  const ENDPOINT = armId('afdEndpoint', 'fd-1/chat');
  const OFFICE = { ...OUTSIDE, matchConditions: [addresses(['8.8.8.0/24'], true)] };

  test.for([
    ['turns away whoever is not on its list', [OFFICE], {}, 'narrow 8.8.8.0/24'],
    [
      'turns away whoever is on its list',
      [{ ...OFFICE, matchConditions: [addresses(['0.0.0.0/1'], false)] }],
      {},
      'broad 5 blocks',
    ],
    ['turns nobody away while it only writes down', [OFFICE], { mode: 'Detection' }, 'world'],
    ['turns nobody away while it is switched off', [OFFICE], { enabledState: 'Disabled', mode: 'Prevention' }, 'world'],
    ['turns nobody away by a rule that is switched off', [{ ...OFFICE, enabledState: 'Disabled' }], {}, 'world'],
    ['turns nobody away by a limit of rates', [{ ...OFFICE, ruleType: 'RateLimitRule' }], {}, 'world'],
    [
      'turns nobody away by what a client chooses',
      [
        {
          ...OFFICE,
          matchConditions: [
            addresses(['8.8.8.0/24'], true),
            { matchVariable: 'RequestUri', operator: 'Contains', matchValue: ['x'] },
          ],
        },
      ],
      {},
      'world',
    ],
  ] as const)('%s', ([, rules, settings, audience]) => {
    const policy = waf(rules, { enabledState: 'Enabled', mode: 'Prevention', ...settings });
    const [line] = rows(inFrontOf(DOORS_ONLY, {}, policy, security([ENDPOINT])));
    const told = audience.startsWith('broad')
      ? /^vm-1 reachable tcp 443 broad/
      : new RegExp(`^vm-1 reachable tcp 443 ${audience}`);
    expect(line).toMatch(told);
  });

  test('that believes what a request says of its sender turns nobody away for sure', () => {
    const claimed = { ...addresses(['8.8.8.0/24'], true), matchVariable: 'RemoteAddr' };
    const block = { ...OFFICE, matchConditions: [claimed] };
    const lines = rows(inFrontOf(DOORS_ONLY, {}, waf([block]), security([ENDPOINT])));
    expect(lines).toContainEqual(expect.stringMatching(/^vm-1 reachable tcp 443 narrow 8\.8\.8\.0\/24 /));
    expect(lines).toContainEqual(expect.stringMatching(/^vm-1 unknown tcp 443 \S+ .*inspected/));

    const allow = { ...block, action: 'Allow', matchConditions: [{ ...claimed, negateCondition: false }] };
    const rest = { ...OUTSIDE, priority: 20, matchConditions: [addresses(['0.0.0.0/0'], false)] };
    const listed = rows(inFrontOf(DOORS_ONLY, {}, waf([allow, rest]), security([ENDPOINT])));
    expect(listed).toContainEqual(expect.stringMatching(/^vm-1 reachable tcp 443 narrow 8\.8\.8\.0\/24 /));
    expect(listed).toContainEqual(expect.stringMatching(/^vm-1 unknown tcp 443 \S+ .*inspected/));
  });

  test('that stands before some paths only is walked around', () => {
    const [line] = rows(inFrontOf(DOORS_ONLY, {}, waf([OFFICE]), security([ENDPOINT], ['/admin/*'])));
    expect(line).toMatch(/^vm-1 reachable tcp 443 world/);
  });

  test('before one name does not stand before another', () => {
    const route = { customDomains: [{ id: domain('app') }] };
    const named = { id: domain('app'), name: 'app', properties: { hostName: 'app.example.com' } };
    const lines = rows(inFrontOf(DOORS_ONLY, route, named, waf([OFFICE]), security([domain('app')])));
    expect(lines).toContainEqual(expect.stringMatching(/^vm-1 reachable tcp 443 world/));
    expect(lines).toContainEqual(
      expect.stringMatching(/^vm-1 app\.example\.com reachable tcp 443 narrow 8\.8\.8\.0\/24/),
    );
  });

  test('that could not be read leaves it unknown', () => {
    const [line] = rows(inFrontOf(DOORS_ONLY, {}, security([ENDPOINT])));
    expect(line).toMatch(
      /^vm-1 unknown tcp 443 world .*missing Microsoft.Network\/frontDoorWebApplicationFirewallPolicies$/,
    );
  });
});
