import { describe, expect, test } from 'vitest';
import { Context } from '../../../../providers/azure/convert/context.ts';
import { Estate } from '../../../../providers/azure/convert/estate.ts';
import { networkTags } from '../../../../providers/azure/convert/network/virtual-network-tag.ts';
import { cidrsOf } from '../../../../src/net/ip.ts';
import { answersOf, BASE_Z, withResources, withServiceTags } from '../../../support/azure-estate.ts';
import {
  type ArmRecord,
  armId,
  armResource,
  type Fields,
  network,
  part,
  refTo,
  routeTable,
  type SubnetOptions,
} from '../../../support/azure-records.ts';

interface Tag {
  readonly sure: readonly string[];
  readonly perhaps: readonly string[];
}

/** What `VirtualNetwork` and `Internet` mean in the subnet of BASE-Z. */
function tagsIn(...more: readonly ArmRecord[]): { readonly inside: Tag; readonly outside: Tag } {
  const estate = withServiceTags(withResources(BASE_Z, ...more), { 'Storage.WestEurope': ['198.51.100.0/24'] });
  const context = new Context(new Estate(answersOf(estate)));
  const { virtualNetwork, internet } = networkTags(context, armId('subnet', 'vnet-1/app'));
  const of = (parts: typeof internet): Tag => {
    const blocks = (doubtful: boolean) =>
      parts
        .filter(({ missing }) => (missing !== undefined) === doubtful)
        .flatMap(({ ranges }) => [...cidrsOf(ranges.ipv4)]);
    return { sure: blocks(false), perhaps: blocks(true) };
  };
  return { inside: of(virtualNetwork), outside: of(internet) };
}

function home(properties: Fields = {}, subnets: Readonly<Record<string, SubnetOptions>> = {}): ArmRecord {
  return network('vnet-1', ['10.0.0.0/16'], { app: { prefix: '10.0.1.0/24', routes: 'rt-1' }, ...subnets }, properties);
}

function peered(properties: Fields): ArmRecord {
  const told = { peeringState: 'Connected', remoteVirtualNetwork: refTo('vnet', 'vnet-2'), ...properties };
  return home({ virtualNetworkPeerings: [part('peering', 'vnet-1/to-2', told)] });
}

const NO_ROUTES = routeTable('rt-1', []);
const SPACE = { addressPrefixes: ['10.2.0.0/16'] };

describe('VirtualNetwork', () => {
  test.for([
    ['its own space', [], ['10.0.0.0/16']],
    [
      'the space of a connected network',
      [peered({ remoteAddressSpace: SPACE }), NO_ROUTES],
      ['10.0.0.0/16', '10.2.0.0/16'],
    ],
    [
      '… as that network tells it',
      [peered({}), network('vnet-2', ['10.3.0.0/16'], {}), NO_ROUTES],
      ['10.0.0.0/16', '10.3.0.0/16'],
    ],
    [
      'not of one that is not connected yet',
      [peered({ peeringState: 'Initiated', remoteAddressSpace: SPACE }), NO_ROUTES],
      ['10.0.0.0/16'],
    ],
    [
      'not of one whose access is off',
      [peered({ allowVirtualNetworkAccess: false, remoteAddressSpace: SPACE }), NO_ROUTES],
      ['10.0.0.0/16'],
    ],
    [
      'what goes to an appliance',
      [home(), routeTable('rt-1', ['172.16.0.0/12 -> VirtualAppliance 10.0.0.4'])],
      ['10.0.0.0/16', '172.16.0.0/12'],
    ],
    [
      'everyone, if the default route does',
      [home(), routeTable('rt-1', ['0.0.0.0/0 -> VirtualAppliance 10.0.0.4'])],
      ['0.0.0.0/0'],
    ],
    [
      'what goes to other sites',
      [home(), routeTable('rt-1', ['192.168.0.0/16 -> VirtualNetworkGateway'])],
      ['10.0.0.0/16', '192.168.0.0/16'],
    ],
    [
      'the addresses of a service that go to an appliance',
      [home(), routeTable('rt-1', ['Storage.WestEurope -> VirtualAppliance 10.0.0.4'])],
      ['10.0.0.0/16', '198.51.100.0/24'],
    ],
    ['not what goes to the internet', [home(), routeTable('rt-1', ['0.0.0.0/0 -> Internet'])], ['10.0.0.0/16']],
  ] as const)('is %s', ([, more, expected]) => {
    const { inside } = tagsIn(...more);
    expect(inside).toEqual({ sure: expected, perhaps: [] });
  });

  test('is perhaps anyone, if a network or a route table was not read', () => {
    expect(tagsIn(peered({}), NO_ROUTES).inside).toEqual({ sure: ['10.0.0.0/16'], perhaps: ['0.0.0.0/0'] });
    expect(tagsIn(home()).inside).toEqual({ sure: ['10.0.0.0/16'], perhaps: ['0.0.0.0/0'] });
  });

  test('holds the sites of a gateway: the private ones, and perhaps the public ones', () => {
    const site = armResource('localGateway', 'site-1', {
      localNetworkAddressSpace: { addressPrefixes: ['172.16.0.0/12', '192.0.2.0/24'] },
    });
    const gateway = armResource('gateway', 'gw-1', {
      gatewayType: 'Vpn',
      ipConfigurations: [part('gatewayConfig', 'gw-1/config', { subnet: refTo('subnet', 'vnet-1/GatewaySubnet') })],
    });
    const { inside } = tagsIn(home({}, { GatewaySubnet: { prefix: '10.0.255.0/27' } }), NO_ROUTES, site, gateway);
    expect(inside).toEqual({ sure: ['10.0.0.0/16', '172.16.0.0/12'], perhaps: ['192.0.2.0/24'] });
  });
});

describe('Internet', () => {
  test('is everything outside the networks, and routes do not narrow it', () => {
    const wide = tagsIn(home(), routeTable('rt-1', ['0.0.0.0/0 -> VirtualAppliance 10.0.0.4'])).outside;
    expect(wide).toEqual(tagsIn().outside);
    expect(wide.perhaps).toEqual([]);
    expect(wide.sure).toContain('8.0.0.0/7');
    expect(wide.sure).not.toContain('10.0.0.0/8');
  });

  test('is not surely anything, if it is not known what is inside', () => {
    const { outside } = tagsIn(peered({}), NO_ROUTES);
    expect(outside.sure).toEqual([]);
    expect(outside.perhaps).toContain('8.0.0.0/7');
  });
});
