import { describe, expect, test } from 'vitest';
import { type AzureEstate, answersOf, BASE_Z, withResources, withServiceTags } from '../../../support/azure-estate.ts';
import { judged, linesOf } from '../../../support/azure-judgement.ts';
import {
  type ArmRecord,
  armId,
  armResource,
  type Fields,
  network,
  nsg,
  part,
  refTo,
  routeTable,
  type SubnetOptions,
} from '../../../support/azure-records.ts';

/** Only tcp/8000 gets past the group, whatever `VirtualNetwork` means. */
const STRICT = nsg('nsg-1', ['100 allow tcp * -> 8000', '4000 deny * * -> *']);

function homeNetwork(subnets: Readonly<Record<string, SubnetOptions>>, properties: Fields = {}): ArmRecord {
  return network('vnet-1', ['10.0.0.0/16'], { app: { prefix: '10.0.1.0/24', routes: 'rt-1' }, ...subnets }, properties);
}

function routed(routes: readonly string[], ...more: readonly ArmRecord[]): AzureEstate {
  return withResources(BASE_Z, STRICT, homeNetwork({}), routeTable('rt-1', routes), ...more);
}

/** What becomes of tcp/8000. */
function said(estate: AzureEstate): string {
  const lines = judged(estate).filter((line) => line.includes(' tcp 8000'));
  return lines.map((line) => line.replace('vm-1 203.0.113.10 ', '')).join(' | ');
}

function peering(name: string, remote: string, properties: Fields = {}): ArmRecord {
  return part('peering', `vnet-1/${name}`, {
    peeringState: 'Connected',
    allowVirtualNetworkAccess: true,
    remoteVirtualNetwork: refTo('vnet', remote),
    ...properties,
  });
}

function gatewayIn(name: string, properties: Fields): ArmRecord {
  return armResource('gateway', 'gw-1', {
    gatewayType: 'Vpn',
    ipConfigurations: [part('gatewayConfig', 'gw-1/config', { subnet: refTo('subnet', `${name}/GatewaySubnet`) })],
    ...properties,
  });
}

const BY_RULE = 'by nsg-1 100 r100';
const OPEN = `reachable tcp 8000 world ${BY_RULE}`;
const LEARNED = `unknown tcp 8000 world ${BY_RULE} missing Microsoft.Network/networkInterfaces/effectiveRouteTable`;
const GATEWAY_SUBNET = { GatewaySubnet: { prefix: '10.0.255.0/27' } };

describe('replies', () => {
  test.for([
    ['go out by the platform’s default route', [], OPEN],
    ['go out by a route of one’s own', ['0.0.0.0/0 -> Internet'], OPEN],
    ['are dropped', ['0.0.0.0/0 -> None'], 'blocked tcp 8000 world by rt-1 0.0.0.0/0 -> None'],
    [
      'go to other sites',
      ['0.0.0.0/0 -> VirtualNetworkGateway'],
      'blocked tcp 8000 world by rt-1 0.0.0.0/0 -> VirtualNetworkGateway',
    ],
    ['stay in the network', ['0.0.0.0/0 -> VnetLocal'], 'blocked tcp 8000 world by rt-1 0.0.0.0/0 -> VnetLocal'],
    [
      'go to one of several appliances',
      ['0.0.0.0/0 -> VirtualApplianceEcmp 10.0.0.4,10.0.0.5'],
      'blocked tcp 8000 world by rt-1 0.0.0.0/0 -> VirtualApplianceEcmp 10.0.0.4,10.0.0.5',
    ],
    [
      'go nobody knows where',
      ['0.0.0.0/0 -> Nowhere'],
      `unknown tcp 8000 world ${BY_RULE} missing Microsoft.Network/routeTables`,
    ],
    [
      'go by the longest prefix',
      ['0.0.0.0/0 -> None', '192.0.2.0/24 -> Internet', '192.0.2.128/25 -> None'],
      `reachable tcp 8000 narrow 192.0.2.0/25 ${BY_RULE}`,
    ],
    ['of IPv6 go by routes of their own', ['::/0 -> None'], OPEN],
  ] as const)('%s', ([, routes, expected]) => {
    expect(said(routed(routes))).toBe(expected);
  });

  test('go by the addresses of a service, which a block of the same length beats', () => {
    const estate = routed(['0.0.0.0/0 -> None', 'AzureCloud -> Internet', '198.51.100.0/24 -> None']);
    const tagged = withServiceTags(estate, { AzureCloud: ['198.51.100.0/24', '192.0.2.0/24'] });
    expect(said(tagged)).toBe(`reachable tcp 8000 narrow 192.0.2.0/24 ${BY_RULE}`);
  });

  test('to the addresses of a service that nobody told may go anywhere', () => {
    const missing = 'missing Microsoft.Network/locations/serviceTags';
    expect(said(routed(['NoSuchService -> None']))).toBe(`unknown tcp 8000 world ${BY_RULE} ${missing}`);
  });

  test('of a table that was not read may go anywhere', () => {
    const estate = withResources(BASE_Z, STRICT, homeNetwork({}));
    expect(said(estate)).toBe(`unknown tcp 8000 world ${BY_RULE} missing Microsoft.Network/routeTables`);
  });

  test('to public addresses that a network uses inside stay inside', () => {
    const inside = network('vnet-1', ['10.0.0.0/16', '128.0.0.0/1'], { app: { prefix: '10.0.1.0/24' } });
    expect(said(withResources(BASE_Z, STRICT, inside))).toContain('reachable tcp 8000 broad');
    const peer = homeNetwork(
      {},
      {
        virtualNetworkPeerings: [
          peering('to-far', 'vnet-far', { remoteVirtualNetworkAddressSpace: { addressPrefixes: ['0.0.0.0/1'] } }),
        ],
      },
    );
    expect(said(withResources(BASE_Z, STRICT, peer, routeTable('rt-1', [])))).toContain('reachable tcp 8000 broad');
  });

  test('of a network whose peer nobody told of may stay inside', () => {
    const peer = homeNetwork({}, { virtualNetworkPeerings: [peering('to-far', 'vnet-far')] });
    expect(said(withResources(BASE_Z, STRICT, peer, routeTable('rt-1', [])))).toBe(
      `unknown tcp 8000 world ${BY_RULE} missing Microsoft.Network/virtualNetworks`,
    );
  });
});

describe('learned routes', () => {
  test.for([
    ['an ExpressRoute gateway', [gatewayIn('vnet-1', { gatewayType: 'ExpressRoute' })], LEARNED],
    ['a gateway that speaks BGP', [gatewayIn('vnet-1', { enableBgp: true })], LEARNED],
    ['a gateway of tunnels alone', [gatewayIn('vnet-1', {})], OPEN],
    ['a subnet for a gateway that nobody made', [], OPEN],
  ] as const)('%s', ([, gateways, expected]) => {
    const estate = withResources(BASE_Z, STRICT, homeNetwork(GATEWAY_SUBNET), routeTable('rt-1', []), ...gateways);
    expect(said(estate)).toBe(expected);
  });

  test('gateways that could not be listed may learn a default route', () => {
    const estate = withResources(BASE_Z, STRICT, homeNetwork(GATEWAY_SUBNET), routeTable('rt-1', []));
    const answers = answersOf(estate).filter(({ call }) => !call.endsWith('/virtualNetworkGateways'));
    expect(linesOf(answers)[0]).toContain(
      'unknown tcp 8000 world by nsg-1 100 r100 missing Microsoft.Network/virtualNetworkGateways',
    );
  });

  test('a route server learns them too', () => {
    const estate = withResources(
      BASE_Z,
      STRICT,
      homeNetwork({ RouteServerSubnet: { prefix: '10.0.254.0/27' } }),
      routeTable('rt-1', []),
    );
    expect(said(estate)).toBe(LEARNED);
  });

  test('a network may use the gateway of its peer', () => {
    const hub = network('vnet-hub', ['10.9.0.0/16'], { GatewaySubnet: { prefix: '10.9.255.0/27' } });
    const learning = gatewayIn('vnet-hub', { enableBgp: true });
    const spoke = (useRemoteGateways: boolean): AzureEstate =>
      withResources(
        BASE_Z,
        STRICT,
        hub,
        learning,
        routeTable('rt-1', []),
        homeNetwork({}, { virtualNetworkPeerings: [peering('to-hub', 'vnet-hub', { useRemoteGateways })] }),
      );
    expect(said(spoke(true))).toBe(LEARNED);
    expect(said(spoke(false))).toBe(OPEN);
  });

  test('a hub that is never listed may tell anything', () => {
    const hubId = armId('vnet', 'HV_hub', { subscription: '99999999-0000-0000-0000-000000000000' });
    const remoteVirtualNetwork = { id: hubId };
    const remoteAddressSpace = { addressPrefixes: ['10.200.0.0/24'] };
    const spoke = homeNetwork(
      {},
      {
        virtualNetworkPeerings: [
          peering('to-hub', hubId, { remoteVirtualNetwork, remoteAddressSpace, useRemoteGateways: true }),
        ],
      },
    );
    expect(said(withResources(BASE_Z, STRICT, spoke, routeTable('rt-1', [])))).toContain(
      'unknown tcp 8000 world by nsg-1 100 r100 missing Microsoft.Network/networkInterfaces/effectiveRouteTable',
    );
  });

  test('the public addresses of a site may be reached through a tunnel', () => {
    const site = armResource('localGateway', 'site-1', {
      localNetworkAddressSpace: { addressPrefixes: ['172.16.0.0/12', '192.0.2.0/24'] },
    });
    const estate = withResources(
      BASE_Z,
      STRICT,
      homeNetwork(GATEWAY_SUBNET),
      routeTable('rt-1', []),
      gatewayIn('vnet-1', {}),
      site,
    );
    expect(judged(estate)).toContain(
      'vm-1 203.0.113.10 unknown tcp 8000 narrow 192.0.2.0/24 by nsg-1 100 r100 missing Microsoft.Network/connections',
    );
    expect(said(estate)).toContain('reachable tcp 8000 world');
  });
});
