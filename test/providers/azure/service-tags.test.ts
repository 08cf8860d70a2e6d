import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { serviceTags } from '../../../providers/azure/records/service-tags.ts';
import { PINNED_ON, ServiceTagLookup } from '../../../providers/azure/service-tags/lookup.ts';
import { packTags } from '../../../providers/azure/service-tags/pack-tags.ts';
import { packRanges, unpackRanges } from '../../../providers/azure/service-tags/packing.ts';
import { isProviderRange } from '../../../providers/azure/service-tags/provider-range.ts';
import { isServiceTag } from '../../../providers/azure/service-tags/tag-name.ts';
import { decode } from '../../../src/collect/decode.ts';
import { contains, intervalSet, size } from '../../../src/net/interval-set.ts';
import { cidrsOf, parseIp } from '../../../src/net/ip.ts';

/** What a lookup says, as text. */
function told(lookup: ServiceTagLookup, tag: string, location?: string): readonly string[] | undefined {
  const ranges = lookup.ranges(tag, location);
  return ranges === undefined ? undefined : [...cidrsOf(ranges.ipv4), ...cidrsOf(ranges.ipv6)];
}

/** The records of an answer of the API. */
function answered(values: Readonly<Record<string, readonly string[]>>) {
  const list = Object.entries(values).map(([name, addressPrefixes]) => ({
    ...{ name, id: name },
    properties: { changeNumber: '7', region: '', systemService: 'Any', addressPrefixes },
  }));
  return decode(serviceTags, { name: 'Public', id: '/x', cloud: 'Public', values: list }).records;
}

const PINNED = packTags(
  {
    cloud: 'Public',
    values: [
      { name: 'AzureCloud', properties: { addressPrefixes: ['192.0.2.0/24', '198.51.100.0/25', '2001:db8::/56'] } },
      { name: 'AzureCloud.centralfrance', properties: { addressPrefixes: ['192.0.2.0/25', '2001:db8::/57'] } },
      { name: 'AzureFrontDoor.Backend', properties: { addressPrefixes: ['203.0.113.7/32'] } },
      { name: 'AzureMonitor', properties: { addressPrefixes: ['203.0.113.8/32'] } },
    ],
  },
  '2026-01-01',
);

describe('the addresses of a service tag', () => {
  test.for([
    ['the whole is more than its regions', 'AzureCloud', '', ['192.0.2.0/24', '198.51.100.0/25', '2001:db8::/56']],
    ['a region', 'AzureCloud.centralfrance', '', ['192.0.2.0/25', '2001:db8::/57']],
    ['a region in its other spelling, in any case', 'AZURECLOUD.FranceCentral', '', ['192.0.2.0/25', '2001:db8::/57']],
    ['a part that is no region', 'AzureFrontDoor.Backend', 'westeurope', ['203.0.113.7/32']],
    ['a name that only its parts have', 'AzureFrontDoor', '', undefined],
    ['a region that is not known', 'AzureCloud.atlantis', '', undefined],
    ['a tag of outbound rules, which is not pinned', 'AzureMonitor', '', undefined],
    ['a tag that nobody knows', 'Atlantis', '', undefined],
    ['the public list in another cloud', 'AzureCloud', 'chinaeast2', undefined],
    ['the public list in another cloud', 'AzureCloud', 'USGovVirginia', undefined],
    ['what is no list of addresses', 'Internet', '', undefined],
    ['what is no list of addresses', 'VirtualNetwork', '', undefined],
    ['what is no list of addresses', 'AzureLoadBalancer', '', undefined],
  ] as const)('pinned: %s (%s)', ([, tag, location, expected]) => {
    expect(told(new ServiceTagLookup([], PINNED), tag, location)).toEqual(expected);
  });

  test.for([
    ['what was answered counts, and not what is pinned', 'AzureCloud', '', ['203.0.113.0/28']],
    ['also in another cloud', 'azurecloud', 'chinaeast2', ['203.0.113.0/28']],
    ['a region of an answer, in its other spelling', 'Sql.NorwayEast', '', ['203.0.113.64/32', '2001:db8:1::/48']],
    ['several versions are united', 'Storage', '', ['203.0.113.128/25']],
    ['a tag that really is empty', 'Empty', '', []],
    ['a tag that the answer does not hold is pinned', 'AzureFrontDoor.Backend', '', ['203.0.113.7/32']],
  ] as const)('answered: %s (%s)', ([, tag, location, expected]) => {
    const records = [
      ...answered({ AzureCloud: ['203.0.113.0/28'], 'Sql.norwaye': ['203.0.113.64', '2001:db8:1::/48'], Empty: [] }),
      ...answered({ Storage: ['203.0.113.128/26'] }),
      ...answered({ Storage: ['203.0.113.192/26', 'not an address'] }),
    ];
    expect(told(new ServiceTagLookup(records, PINNED), tag, location)).toEqual(expected);
  });

  test('a tag is worked out once', () => {
    const lookup = new ServiceTagLookup([], PINNED);
    expect(lookup.ranges('AzureCloud')).toBe(lookup.ranges('azurecloud', 'westeurope'));
  });
});

describe('the pinned list', () => {
  const lookup = new ServiceTagLookup();

  test.for([
    'AzureCloud',
    'AzureCloud.westeurope',
    'AzureCloud.FranceCentral',
    'AzureFrontDoor.Backend',
    'AzureFrontDoor.Frontend',
    'AzureFrontDoor.FirstParty',
    'GatewayManager',
    'AzureTrafficManager',
    'ApiManagement.NorthEurope',
    'LogicApps',
    'AppService.EastUS2',
    'PowerPlatformInfra',
    'ActionGroup',
    'AzureDevOps',
    'Storage.WestEurope',
    'Sql.UKSouth',
  ])('knows %s in both families', (tag) => {
    const ranges = lookup.ranges(tag);
    expect(size(ranges?.ipv4 ?? [])).toBeGreaterThan(0n);
    expect(size(ranges?.ipv6 ?? [])).toBeGreaterThan(0n);
  });

  test('holds regions inside the whole, and addresses that Microsoft has had for long', () => {
    const whole = lookup.ranges('AzureCloud');
    const [first = 0] = lookup.ranges('AzureCloud.westeurope')?.ipv4 ?? [];
    expect(contains(whole?.ipv4 ?? [], first)).toBe(true);
    expect(contains(lookup.ranges('AzureFrontDoor.Backend')?.ipv4 ?? [], parseIp('147.243.0.1')?.address ?? 0)).toBe(
      true,
    );
    expect(contains(whole?.ipv4 ?? [], parseIp('192.0.2.1')?.address ?? 0)).toBe(false);
    expect(PINNED_ON).toMatch(/^20\d\d-\d\d-\d\d$/);
  });
});

test.for([
  ['AzureCloud', true],
  ['azurecloud.WestEurope', true],
  ['AzureFrontDoor.Backend', true],
  ['AzureFrontDoor.Frontend', false],
  ['AzureFrontDoor.FirstParty', false],
  ['LogicApps.NorthEurope', true],
  ['LogicAppsManagement', false],
  ['AppService', true],
  ['AppServiceManagement', false],
  ['GatewayManager', false],
  ['ApiManagement', false],
  ['Storage', false],
  ['Internet', false],
] as const)('addresses of %s are shared with strangers: %s', ([tag, shared]) => {
  expect(isProviderRange(tag)).toBe(shared);
});

test.for([
  ['AzureCloud.westeurope', true],
  ['Internet', true],
  ['*', false],
  ['203.0.113.0/24', false],
  ['203.0.113.0-203.0.113.9', false],
  ['2001:db8::/32', false],
  ['fe80::1', false],
  ['', false],
] as const)('%j is a tag: %s', ([text, is]) => {
  expect(isServiceTag(text)).toBe(is);
});

test('packed ranges are read back, in both families', () => {
  const v4 = fc.array(fc.tuple(fc.nat(2 ** 32 - 1), fc.nat(2 ** 20)));
  fc.assert(
    fc.property(v4, (pairs) => {
      const set = intervalSet(pairs.map(([first, more]) => [first, Math.min(first + more, 2 ** 32 - 1)]));
      expect(unpackRanges(packRanges(set), 'ipv4')).toEqual(set);
    }),
  );
  const v6 = fc.array(fc.tuple(fc.bigInt(0n, 2n ** 128n - 1n), fc.bigInt(0n, 2n ** 96n)));
  fc.assert(
    fc.property(v6, (pairs) => {
      const set = intervalSet(
        pairs.map(([first, more]) => [first, first + more < 2n ** 128n ? first + more : 2n ** 128n - 1n]),
      );
      expect(unpackRanges(packRanges(set), 'ipv6')).toEqual(set);
    }),
  );
});
