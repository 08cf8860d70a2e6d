import { describe, expect, test } from 'vitest';
import { type AzureEstate, BASE_Z, withoutResources, withResources } from '../../../support/azure-estate.ts';
import { applicationGateway, loadBalancer } from '../../../support/azure-fronts.ts';
import { judged } from '../../../support/azure-judgement.ts';
import {
  type ArmRecord,
  armResource,
  type Fields,
  network,
  nic,
  nsg,
  part,
  publicIp,
  refTo,
  routeTable,
  type SubnetOptions,
  vm,
} from '../../../support/azure-records.ts';

type GatewayOptions = Partial<Parameters<typeof applicationGateway>[1]>;

/** `agw-1` at 203.0.113.20: 443 to port 8000 of the pool, which holds 10.0.1.4. */
function gateway(options: GatewayOptions = {}): ArmRecord {
  return applicationGateway('agw-1', {
    frontends: { public: 'pip-gw' },
    listeners: { web: 'https 443' },
    pools: { chat: ['10.0.1.4'] },
    settings: { http: 'http 8000' },
    rules: { route: 'web -> chat http' },
    ...options,
  });
}

function vnet(subnets: Readonly<Record<string, SubnetOptions>> = {}): ArmRecord {
  return network('vnet-1', ['10.0.0.0/16'], {
    app: { prefix: '10.0.1.0/24' },
    gateway: { prefix: '10.0.2.0/24', nsg: 'nsg-gw' },
    ...subnets,
  });
}

/** A machine whose group lets in its own network only, and a gateway whose subnet lets everyone to 443. */
const BASE = withResources(
  withoutResources(BASE_Z, 'pip-1'),
  nic('nic-1', { nsg: 'nsg-1', vm: 'vm-1' }),
  nsg('nsg-1'),
  nsg('nsg-gw', ['100 allow tcp Internet -> 443']),
  vnet(),
  publicIp('pip-gw', '203.0.113.20'),
  gateway(),
);

function estate(...changes: readonly ArmRecord[]): AzureEstate {
  return withResources(BASE, ...changes);
}

/** What is told of 203.0.113.20, without that address. */
function told(of: AzureEstate): readonly string[] {
  return judged(of)
    .filter((line) => line.includes(' 203.0.113.20 '))
    .map((line) => line.replace(' 203.0.113.20', ''))
    .sort();
}

const BY = 'by nsg-gw 100 r100, nsg-1 65000 AllowVnetInBound';
const OPEN = `vm-1 reachable tcp 443->8000 world ${BY}`;

/** More machines that let in their own network. */
function second(name: string, address: string): readonly ArmRecord[] {
  return [vm(`vm-${name}`), nic(`nic-${name}`, { address, nsg: 'nsg-1', vm: `vm-${name}` })];
}

describe('a rule of an application gateway', () => {
  test.for<readonly [string, readonly ArmRecord[], readonly string[]]>([
    [
      'by the path, and the rest elsewhere',
      [
        ...second('2', '10.0.1.5'),
        gateway({
          pools: { chat: ['10.0.1.4'], api: ['10.0.1.5'] },
          rules: { route: 'web -> paths map' },
          paths: { map: ['default -> chat http', '/v1/* -> api http'] },
        }),
      ],
      [OPEN, `vm-2 reachable tcp 443->8000 world if path /v1/* ${BY}`],
    ],
    [
      'a path that takes everything leaves nothing for the rest',
      [
        ...second('2', '10.0.1.5'),
        gateway({
          pools: { chat: ['10.0.1.4'], api: ['10.0.1.5'] },
          rules: { route: 'web -> paths map' },
          paths: { map: ['default -> chat http', '/* -> api http'] },
        }),
      ],
      [`vm-2 reachable tcp 443->8000 world ${BY}`],
    ],
    [
      'two sites on one port, of which the client names one',
      [
        ...second('2', '10.0.1.5'),
        gateway({
          listeners: { one: 'https 443 one.example.com', two: 'https 443 two.example.com,*.example.net' },
          pools: { chat: ['10.0.1.4'], api: ['10.0.1.5'] },
          rules: { a: 'one -> chat http', b: 'two -> api http' },
        }),
      ],
      [
        `vm-1 reachable tcp 443->8000 world if host one.example.com ${BY}`,
        `vm-2 reachable tcp 443->8000 world if host two.example.com or *.example.net ${BY}`,
      ],
    ],
    [
      'a policy that divides requests between pools',
      [
        ...second('2', '10.0.1.5'),
        gateway({
          pools: { chat: ['10.0.1.4'], api: ['10.0.1.5'] },
          rules: { route: 'web -> none http' },
          extra: { route: { backendAddressPool: undefined, loadDistributionPolicy: { id: 'policy' } } },
          properties: {
            loadDistributionPolicies: [
              {
                id: 'policy',
                properties: {
                  loadDistributionTargets: ['chat', 'api'].map((name) => ({
                    properties: { backendAddressPool: refTo('agwPool', `agw-1/${name}`), weightPerServer: 1 },
                  })),
                },
              },
            ],
          },
        }),
      ],
      [OPEN, OPEN.replace('vm-1', 'vm-2')],
    ],
    [
      'an empty pool',
      [gateway({ pools: { chat: [] } })],
      ['agw-1/chat blocked tcp 443->8000 world latent by agw-1/chat no backend'],
    ],
    [
      'a listener without a rule beside one with one',
      [gateway({ listeners: { web: 'https 443', idle: 'https 443 idle.example.com' } })],
      ['agw-1/idle blocked tcp 443 world latent by agw-1/idle no routing rule', OPEN],
    ],
    [
      'only some clients, by an advanced condition',
      [
        ...second('2', '10.0.1.5'),
        gateway({
          pools: { chat: ['10.0.1.4'], api: ['10.0.1.5'] },
          extra: { route: { ruleType: 'Advanced', backendAddressPool: undefined, advancedRoutingMap: { id: 'map' } } },
          properties: advancedMap([{ conditionType: 'ClientIP', propertyValues: ['8.8.8.0/24'] }]),
        }),
      ],
      [
        OPEN.replace('nsg-gw 100 r100', 'nsg-gw 100 r100, agw-1/route source address'),
        'vm-2 reachable tcp 443->8000 narrow 8.8.8.0/24 by nsg-gw 100 r100, agw-1/only source address, nsg-1 65000 AllowVnetInBound',
      ],
    ],
    [
      'only some requests, by an advanced condition, whose header is not told',
      [
        ...second('2', '10.0.1.5'),
        gateway({
          pools: { chat: ['10.0.1.4'], api: ['10.0.1.5'] },
          extra: { route: { ruleType: 'Advanced', backendAddressPool: undefined, advancedRoutingMap: { id: 'map' } } },
          properties: advancedMap([
            { conditionType: 'Path', propertyValues: ['/v1/*'] },
            { conditionType: 'Header', propertyName: 'X-Version', propertyValues: ['hidden'] },
          ]),
        }),
      ],
      [
        `vm-1 reachable tcp 443->8000 world ${BY}`,
        `vm-2 reachable tcp 443->8000 world if path /v1/* if header X-Version ${BY}`,
      ],
    ],
    [
      'a listener that passes streams on',
      [
        gateway({
          listeners: {},
          rules: {},
          properties: {
            frontendPorts: [part('agwPort', 'agw-1/port-443', { port: 443 })],
            listeners: [
              {
                id: 'stream',
                name: 'stream',
                properties: {
                  protocol: 'Tls',
                  frontendPort: refTo('agwPort', 'agw-1/port-443'),
                  frontendIPConfiguration: refTo('agwFrontend', 'agw-1/public'),
                },
              },
            ],
            backendSettingsCollection: [{ id: 'settings', properties: { port: 8000, protocol: 'Tcp' } }],
            routingRules: [
              {
                id: 'stream-rule',
                name: 'stream-rule',
                properties: {
                  priority: 10,
                  listener: { id: 'stream' },
                  backendAddressPool: refTo('agwPool', 'agw-1/chat'),
                  backendSettings: { id: 'settings' },
                },
              },
            ],
          },
        }),
      ],
      [OPEN],
    ],
  ])('%s', ([, changes, expected]) => {
    expect(told(estate(...changes))).toEqual(expected);
  });
});

/** A map whose one rule sends what meets the conditions to pool `api`, and all else to pool `chat`. */
function advancedMap(routingConditions: readonly Fields[]): Fields {
  const to = (pool: string): Fields => ({
    backendAddressPool: refTo('agwPool', `agw-1/${pool}`),
    backendHttpSettings: refTo('agwSettings', 'agw-1/http'),
  });
  return {
    advancedRoutingConditionSets: [{ id: 'set', properties: { routingConditions } }],
    advancedRoutingMaps: [
      {
        id: 'map',
        name: 'map',
        properties: {
          defaultBackendAddressPool: refTo('agwPool', 'agw-1/chat'),
          defaultBackendHttpSettings: refTo('agwSettings', 'agw-1/http'),
          advancedRoutingRules: [
            {
              id: part('agwRule', 'agw-1/only', {}).id,
              name: 'only',
              properties: { priority: 1, advancedRoutingConditionSet: { id: 'set' }, ...to('api') },
            },
          ],
        },
      },
    ],
  };
}

describe('a login in front of a gateway’s rule', () => {
  function validating(action: string | undefined): ArmRecord {
    return gateway({
      extra: { route: { entraJWTValidationConfig: { id: 'jwt' } } },
      properties: {
        entraJWTValidationConfigs: [
          { id: 'jwt', properties: { unAuthorizedRequestAction: action, tenantId: 'tenant-1', clientId: 'client-1' } },
        ],
      },
    });
  }

  function certified(clientAuthConfiguration: Fields | undefined, certificates: number): ArmRecord {
    return gateway({
      extra: { web: { sslProfile: refTo('agwSsl', 'agw-1/mutual') } },
      properties: {
        sslProfiles: [
          part('agwSsl', 'agw-1/mutual', {
            trustedClientCertificates: Array.from({ length: certificates }, (_, index) => ({ id: `ca-${index}` })),
            clientAuthConfiguration,
          }),
        ],
      },
    });
  }

  const WITH = (gate: string): string => OPEN.replace(' by ', ` gate ${gate} by `);

  test.for<readonly [string, ArmRecord, string]>([
    ['a token without which nobody gets in', validating('Deny'), WITH('jwt')],
    ['… which is what is meant where nothing is said', validating(undefined), WITH('jwt')],
    ['a token that is only looked at', validating('Allow'), OPEN],
    ['a certificate', certified({ verifyClientAuthMode: 'Strict' }, 1), WITH('mtls')],
    ['… that is only passed on', certified({ verifyClientAuthMode: 'Passthrough' }, 1), OPEN],
    ['… of no authority at all', certified(undefined, 0), OPEN],
    [
      'a policy of its own, of which we know the name',
      gateway({
        extra: { route: { authConfigs: [{ name: 'login', authenticationPolicy: { id: 'policies/login' } }] } },
      }),
      WITH('oidc weak'),
    ],
  ])('%s', ([, changed, expected]) => {
    expect(told(estate(changed))).toEqual([expected]);
  });
});

describe('the subnet of a gateway', () => {
  const SHARED = gateway({
    frontends: { public: 'pip-gw', inside: '10.0.2.10' },
    listeners: { web: 'https 443', inner: 'https 443 at inside' },
    rules: { route: 'web -> chat http', other: 'inner -> chat http' },
  });
  const CLOSED = `vm-1 blocked tcp 443->8000 world by nsg-gw 65500 DenyAllInBound`;

  test.for<readonly [string, readonly ArmRecord[], readonly string[]]>([
    ['a rule for the whole subnet admits', [nsg('nsg-gw', ['100 allow tcp Internet -> 443 at 10.0.2.0/24'])], [OPEN]],
    [
      'a rule for the public address does not, for it is an instance that packets are sent to',
      [nsg('nsg-gw', ['100 allow tcp Internet -> 443 at 203.0.113.20'])],
      [CLOSED],
    ],
    [
      '… but where a private address listens on the same port',
      [SHARED, nsg('nsg-gw', ['100 allow tcp Internet -> 443 at 203.0.113.20'])],
      [OPEN],
    ],
    [
      '… where a rule for the subnet does not',
      [SHARED, nsg('nsg-gw', ['100 allow tcp Internet -> 443 at 10.0.2.0/24'])],
      [CLOSED],
    ],
    [
      'replies that go to an appliance come from nobody whom the client asked',
      [
        vnet({ gateway: { prefix: '10.0.2.0/24', nsg: 'nsg-gw', routes: 'rt-1' } }),
        nsg('nsg-gw', ['100 allow tcp Internet -> 443', '200 deny * * -> *']),
        routeTable('rt-1', ['0.0.0.0/0 -> VirtualAppliance 10.0.1.4']),
      ],
      ['vm-1 blocked tcp 443->8000 world by rt-1 0.0.0.0/0 -> VirtualAppliance 10.0.1.4'],
    ],
    [
      'that was not read may let in anything',
      [
        armResource('vnet', 'vnet-1', { addressSpace: { addressPrefixes: ['10.0.0.0/16'] }, subnets: [] }),
        nsg('nsg-1', ['100 allow tcp * -> 8000']),
      ],
      [],
    ],
  ])('%s', ([, changes, expected]) => {
    const lines = told(estate(...changes));
    if (expected.length > 0) expect(lines).toEqual(expected);
    else expect(lines.every((line) => line.includes(' unknown ') && line.includes('virtualNetworks'))).toBe(true);
  });
});

const INNER_BALANCER = loadBalancer('lb-1', {
  frontends: { front: '10.0.1.100' },
  pools: { pool: ['nic-1'] },
  rules: { web: 'tcp 8000 -> 11434' },
});

const HUB = network(
  'vnet-hub',
  ['10.1.0.0/16'],
  { gateway: { prefix: '10.1.2.0/24', nsg: 'nsg-gw' } },
  {
    virtualNetworkPeerings: [
      part('peering', 'vnet-hub/spoke', {
        peeringState: 'Connected',
        allowVirtualNetworkAccess: true,
        remoteVirtualNetwork: refTo('vnet', 'vnet-1'),
        remoteAddressSpace: { addressPrefixes: ['10.0.0.0/16'] },
      }),
    ],
  },
);

const SPOKE = network(
  'vnet-1',
  ['10.0.0.0/16'],
  { app: { prefix: '10.0.1.0/24' } },
  {
    virtualNetworkPeerings: [
      part('peering', 'vnet-1/hub', {
        peeringState: 'Connected',
        allowVirtualNetworkAccess: true,
        remoteVirtualNetwork: refTo('vnet', 'vnet-hub'),
        remoteAddressSpace: { addressPrefixes: ['10.1.0.0/16'] },
      }),
    ],
  },
);

/** A public balancer in front of the machine, which has a name. */
function publicBalancer(): readonly ArmRecord[] {
  return [
    publicIp('pip-lb', '203.0.113.30', 'Standard', {
      dnsSettings: { domainNameLabel: 'chat', fqdn: 'chat.westeurope.cloudapp.azure.com' },
    }),
    loadBalancer('lb-1', {
      frontends: { front: 'pip-lb' },
      pools: { pool: ['nic-1'] },
      rules: { web: 'tcp 8000 -> 11434' },
    }),
  ];
}

const BY_NAME = gateway({ pools: { chat: ['Chat.westeurope.cloudapp.azure.com'] } });

describe('what a gateway sends to', () => {
  test.for<readonly [string, readonly ArmRecord[], readonly string[]]>([
    [
      'an internal balancer, which keeps the gateway’s address',
      [INNER_BALANCER, gateway({ pools: { chat: ['10.0.1.100'] } })],
      [OPEN.replace('8000', '11434')],
    ],
    [
      '… at a port on which it does not listen',
      [INNER_BALANCER, gateway({ pools: { chat: ['10.0.1.100'] }, settings: { http: 'http 8001' } })],
      ['agw-1/chat blocked tcp 443->8001 world latent by agw-1/chat no listener on port 8001'],
    ],
    ['a machine of a network that is peered', [HUB, SPOKE, gateway({ subnet: 'vnet-hub/gateway' })], [OPEN]],
    [
      'a public balancer by its name, of which the machine’s group sees the gateway’s public address',
      [...publicBalancer(), BY_NAME, nsg('nsg-1', ['100 allow tcp 203.0.113.20 -> 11434'])],
      ['vm-1 reachable tcp 443->11434 world by nsg-gw 100 r100, nsg-1 100 r100'],
    ],
    [
      '… and not one of the network',
      [...publicBalancer(), BY_NAME],
      ['vm-1 blocked tcp 443->11434 world by nsg-1 65500 DenyAllInBound'],
    ],
    [
      'a public address of a machine, by the address',
      [
        publicIp('pip-1', '203.0.113.10'),
        nic('nic-1', { nsg: 'nsg-1', vm: 'vm-1', publicIp: 'pip-1' }),
        nsg('nsg-1', ['100 allow tcp 203.0.113.20 -> 8000']),
        gateway({ pools: { chat: ['203.0.113.10'] } }),
      ],
      ['vm-1 reachable tcp 443->8000 world by nsg-gw 100 r100, nsg-1 100 r100'],
    ],
    [
      'a private address that nothing has which was read',
      [gateway({ pools: { chat: ['10.0.1.77'] } })],
      [
        'agw-1/chat#10.0.1.77 unknown tcp 443->8000 world by nsg-gw 100 r100 missing Microsoft.Network/networkInterfaces',
      ],
    ],
    [
      'a name that only a private zone can hold',
      [gateway({ pools: { chat: ['chat.corp'] } })],
      ['chat.corp unknown tcp 443->8000 world by nsg-gw 100 r100 missing Microsoft.Network/networkInterfaces'],
    ],
    [
      'another gateway, and that one back to the first',
      [
        publicIp('pip-two', '203.0.113.40', 'Standard', { dnsSettings: { fqdn: 'two.westeurope.cloudapp.azure.com' } }),
        publicIp('pip-gw', '203.0.113.20', 'Standard', { dnsSettings: { fqdn: 'one.westeurope.cloudapp.azure.com' } }),
        gateway({ pools: { chat: ['two.westeurope.cloudapp.azure.com'] }, settings: { http: 'https 443' } }),
        applicationGateway('agw-2', {
          frontends: { public: 'pip-two' },
          listeners: { web: 'https 443' },
          pools: { back: ['one.westeurope.cloudapp.azure.com', '10.0.1.4'] },
          settings: { http: 'https 443' },
          rules: { route: 'web -> back http' },
        }),
      ],
      [
        'agw-2/back blocked tcp 443 world latent by agw-2/back leads back to a front that was passed',
        'vm-1 reachable tcp 443 world by nsg-gw 100 r100, nsg-1 65000 AllowVnetInBound',
      ],
    ],
  ])('%s', ([, changes, expected]) => {
    expect(told(estate(...changes))).toEqual(expected);
  });
});
