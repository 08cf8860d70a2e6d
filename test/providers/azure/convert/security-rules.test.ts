import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contains } from '../../../../src/net/interval-set.ts';
import { parseCidr, parseIp } from '../../../../src/net/ip.ts';
import { answersOf, BASE_Z, withAdminRules, withResources } from '../../../support/azure-estate.ts';
import { exposuresOf, judged } from '../../../support/azure-judgement.ts';
import { type Fields, nic, nsg, part, securityRule } from '../../../support/azure-records.ts';

const OPEN = 'vm-1 203.0.113.10 reachable tcp 8000 world by nsg-1 100 r100';
const UNSURE = 'missing Microsoft.Network/networkSecurityGroups';

/** BASE-Z with one rule of these properties, which allows tcp/8000 from anyone if nothing else is said. */
function withRule(properties: Fields, name = 'r100') {
  const whole = {
    priority: 100,
    direction: 'Inbound',
    access: 'Allow',
    protocol: 'Tcp',
    sourceAddressPrefix: '*',
    sourcePortRange: '*',
    destinationAddressPrefix: '*',
    destinationPortRange: '8000',
    ...properties,
  };
  return withResources(BASE_Z, nsg('nsg-1', [], { securityRules: [part('rule', `nsg-1/${name}`, whole)] }));
}

describe('a rule of a network security group', () => {
  test.for([
    ['its name and priority stand in what is told', {}, OPEN],
    ['a range of addresses', { sourceAddressPrefix: '192.0.2.4-192.0.2.7' }, 'narrow 192.0.2.4/30 by nsg-1 100 r100'],
    ['a bare address', { sourceAddressPrefix: '192.0.2.9' }, 'narrow 192.0.2.9/32 by nsg-1 100 r100'],
    [
      'singular and plural together',
      { sourceAddressPrefix: '192.0.2.0/24', sourceAddressPrefixes: ['198.51.100.0/24'] },
      'narrow 192.0.2.0/24 198.51.100.0/24',
    ],
    ['the classic name of a tag', { sourceAddressPrefix: 'INTERNET' }, OPEN],
    [
      'a source that makes no sense',
      { sourceAddressPrefix: '300.0.0.0/8' },
      `unknown tcp 8000 world by nsg-1 100 r100 ${UNSURE}`,
    ],
    ['no source', { sourceAddressPrefix: undefined }, `unknown tcp 8000 world by nsg-1 100 r100 ${UNSURE}`],
    ['no destination', { destinationAddressPrefix: undefined }, `unknown tcp 8000 world by nsg-1 100 r100 ${UNSURE}`],
    [
      'a port that makes no sense',
      { destinationPortRange: 'http' },
      `unknown tcp 0-65535 world by nsg-1 100 r100 ${UNSURE}`,
    ],
    ['a protocol that makes no sense', { protocol: 'Quic' }, `unknown tcp 0-65535 world by nsg-1 100 r100 ${UNSURE}`],
    ['an access that makes no sense', { access: 'Audit' }, `unknown tcp 8000 world by nsg-1 100 r100 ${UNSURE}`],
    ['no direction', { direction: undefined }, `unknown tcp 8000 world by nsg-1 100 r100 ${UNSURE}`],
    ['no priority', { priority: undefined }, `unknown tcp 8000 world by nsg-1 r100 ${UNSURE}`],
    [
      'source ports that make no sense',
      { sourcePortRange: 'high' },
      `unknown tcp 8000 world by nsg-1 100 r100 ${UNSURE}`,
    ],
  ] as const)('%s', ([, properties, expected]) => {
    expect(judged(withRule(properties)).join('\n')).toContain(expected);
  });

  test('a deny that makes no sense in part keeps nothing out for sure', () => {
    const estate = withRule({});
    const rules = [
      securityRule('nsg-1', '100 allow tcp * -> 8000'),
      part('rule', 'nsg-1/odd', {
        access: 'Deny',
        direction: 'Inbound',
        protocol: 'Tcp',
        sourceAddressPrefix: '*',
        destinationAddressPrefix: '*',
        destinationPortRange: '8000',
      }),
    ];
    expect(judged(withResources(estate, nsg('nsg-1', [], { securityRules: rules })))).toEqual([
      `vm-1 203.0.113.10 unknown tcp 8000 world by nsg-1 100 r100 ${UNSURE}`,
    ]);
  });

  test('what is known of a source counts even if the rest of it is not', () => {
    const sourceAddressPrefixes = ['192.0.2.0/24', 'NoSuchService'];
    const lines = judged(withRule({ sourceAddressPrefix: undefined, sourceAddressPrefixes }));
    expect(lines[0]).toBe('vm-1 203.0.113.10 reachable tcp 8000 narrow 192.0.2.0/24 by nsg-1 100 r100');
    expect(lines[1]).toContain(
      'unknown tcp 8000 world by nsg-1 100 r100 missing Microsoft.Network/locations/serviceTags',
    );
  });

  test('a group that leaves its default rules out has them all the same', () => {
    const estate = withResources(BASE_Z, nsg('nsg-1', [], { defaultSecurityRules: undefined }));
    expect(judged(estate)).toEqual(['vm-1 203.0.113.10 blocked tcp 0-65535 world by nsg-1 65500 DenyAllInBound']);
  });

  test('machines of which the same rules speak share one path, and others have their own', () => {
    const estate = withResources(
      BASE_Z,
      nsg('nsg-1', ['100 allow tcp * -> 8000 at 10.0.1.4', '110 allow tcp * -> 22']),
      nic('nic-2', { address: '10.0.1.5', nsg: 'nsg-1', vm: 'vm-2' }),
      nic('nic-3', { address: '10.0.1.6', nsg: 'nsg-1', vm: 'vm-2' }),
    );
    const paths = exposuresOf(answersOf(estate)).map(({ entry }) => entry.paths[0]);
    expect(paths[1]).toBe(paths[2]);
    expect(paths[0]).not.toBe(paths[1]);
  });
});

/** A rule as a test thinks of it. */
interface Simple {
  readonly priority: number;
  readonly access: 'allow' | 'deny';
  readonly protocol: 'tcp' | 'udp' | '*';
  readonly source: string;
  readonly first: number;
  readonly last: number;
  readonly to: string;
}

const BLOCKS = ['*', '192.0.2.0/24', '192.0.2.128/25', '198.51.100.0/24', '0.0.0.0/0', 'Internet', '10.0.0.0/8'];
const CLIENTS = ['192.0.2.1', '192.0.2.200', '198.51.100.7', '203.0.113.99'];

const arbitraryRules: fc.Arbitrary<readonly Simple[]> = fc.uniqueArray(
  fc.record({
    priority: fc.integer({ min: 100, max: 120 }),
    access: fc.constantFrom('allow', 'deny'),
    protocol: fc.constantFrom('tcp', 'udp', '*'),
    source: fc.constantFrom(...BLOCKS),
    first: fc.integer({ min: 1, max: 6 }),
    last: fc.integer({ min: 1, max: 8 }),
    to: fc.constantFrom('*', '10.0.1.4', '10.0.1.0/24', '10.0.9.0/24', '203.0.113.10', 'VirtualNetwork'),
  }),
  { maxLength: 7, selector: ({ priority }) => priority },
);

function textOf({ priority, access, protocol, source, first, last, to }: Simple): string {
  return `${priority} ${access} ${protocol} ${source} -> ${Math.min(first, last)}-${Math.max(first, last)} at ${to}`;
}

interface Packet {
  readonly protocol: 'tcp' | 'udp';
  readonly source: string;
  readonly port: number;
}

function speaks(rule: Simple, { protocol, source, port }: Packet): boolean {
  if (rule.protocol !== '*' && rule.protocol !== protocol) return false;
  if (port < Math.min(rule.first, rule.last) || port > Math.max(rule.first, rule.last)) return false;
  if (!['*', '10.0.1.4', '10.0.1.0/24', 'VirtualNetwork'].includes(rule.to)) return false;
  if (rule.source === '*' || rule.source === 'Internet') return true;
  const block = parseCidr(rule.source);
  const address = parseIp(source)?.address;
  return block !== undefined && address !== undefined && block.first <= address && address <= block.last;
}

/** The verdict of one list on one packet, rule by rule. */
function allows(rules: readonly Simple[], packet: Packet): boolean {
  const first = rules.toSorted((a, b) => a.priority - b.priority).find((rule) => speaks(rule, packet));
  return first?.access === 'allow';
}

/** Whether the estate lets a packet in, by the surface that was computed. */
function reaches(estate: typeof BASE_Z, { protocol, source, port }: Packet): boolean {
  const address = parseIp(source)?.address ?? 0;
  const slices = exposuresOf(answersOf(estate)).flatMap((exposure) => exposure.slices);
  return slices.some(
    (slice) =>
      slice.verdict === 'reachable' &&
      slice.protocol === protocol &&
      slice.ports.some(([first, last]) => first <= port && port <= last) &&
      contains(slice.audience.ranges, address),
  );
}

const arbitraryPacket: fc.Arbitrary<Packet> = fc.record({
  protocol: fc.constantFrom('tcp', 'udp'),
  source: fc.constantFrom(...CLIENTS),
  port: fc.integer({ min: 1, max: 9 }),
});

describe('network security groups, against one packet at a time', () => {
  test('a packet gets in exactly if both groups let it in', () => {
    fc.assert(
      fc.property(arbitraryRules, arbitraryRules, arbitraryPacket, (own, ofSubnet, packet) => {
        const subnet = part('subnet', 'vnet-1/app', {
          addressPrefix: '10.0.1.0/24',
          networkSecurityGroup: { id: nsg('nsg-2').id },
        });
        const [network] = BASE_Z.resources.filter(({ id }) => id.endsWith('/vnet-1'));
        const estate = withResources(BASE_Z, nsg('nsg-1', own.map(textOf)), nsg('nsg-2', ofSubnet.map(textOf)), {
          ...network,
          id: network?.id ?? '',
          properties: { addressSpace: { addressPrefixes: ['10.0.0.0/16'] }, subnets: [subnet] },
        });
        expect(reaches(estate, packet)).toBe(allows(own, packet) && allows(ofSubnet, packet));
      }),
      { numRuns: 150 },
    );
  });

  test('rules of the organisation come first: the first that matches decides, or leaves it to the group', () => {
    const arbitraryAdmin = fc.uniqueArray(
      fc.record({
        priority: fc.integer({ min: 1, max: 20 }),
        access: fc.constantFrom('Allow', 'AlwaysAllow', 'Deny'),
        protocol: fc.constantFrom('tcp', 'udp', '*'),
        source: fc.constantFrom('*', '192.0.2.0/24', '192.0.2.128/25', 'Internet'),
        first: fc.integer({ min: 1, max: 6 }),
        last: fc.integer({ min: 1, max: 8 }),
        to: fc.constantFrom('*', '10.0.1.0/24', '10.0.9.0/24'),
      }),
      { maxLength: 6, selector: ({ priority }) => priority },
    );
    fc.assert(
      fc.property(arbitraryAdmin, arbitraryRules, arbitraryPacket, (admin, own, packet) => {
        const estate = withAdminRules(
          withResources(BASE_Z, nsg('nsg-1', own.map(textOf))),
          'vnet-1',
          admin.map((rule) => textOf({ ...rule, access: 'allow' }).replace('allow', rule.access)),
        );
        const decisive = admin
          .toSorted((a, b) => a.priority - b.priority)
          .find((rule) => speaks({ ...rule, access: 'allow' }, packet));
        const expected =
          decisive === undefined || decisive.access === 'Allow'
            ? allows(own, packet)
            : decisive.access === 'AlwaysAllow';
        expect(reaches(estate, packet)).toBe(expected);
      }),
      { numRuns: 150 },
    );
  });
});
