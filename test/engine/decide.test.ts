import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Decision, decide } from '../../src/engine/decide.ts';
import type { Firewall, FirewallRule } from '../../src/model/firewall.ts';
import { type ResourceRef, resourceRef } from '../../src/model/resource.ts';
import { contains } from '../../src/net/interval-set.ts';
import { formatPorts } from '../../src/net/ports.ts';
import { addressesAt, type Protocol, portMapOf, type Traffic, TrafficSpace } from '../../src/net/traffic-space.ts';
import { group, list, rule } from '../support/model.ts';

const PROTOCOLS = ['tcp', 'udp', 'all'];
const PORTS = [0, 22, 80, 65_535];
const ADDRESSES = [0, 2 ** 31, 2 ** 32 - 1];
const PACKETS = (['tcp', 'udp', 'p47'] as const).flatMap((protocol) =>
  PORTS.flatMap((port) => ADDRESSES.map((address) => [protocol, port, address] as const)),
);

function ask(space: TrafficSpace, firewalls: readonly Firewall[], via: readonly ResourceRef[]): Decision {
  return decide({ space, via, grants: false, senders: space.everyAddress }, firewalls);
}

function tcpPorts(traffic: Traffic): string {
  return formatPorts(portMapOf(traffic, 'tcp').slices.map(({ first, last }) => [first, last] as const));
}

function has(traffic: Traffic, protocol: Protocol, port: number, address: number): boolean {
  return contains(addressesAt(portMapOf(traffic, protocol), port)?.ranges ?? [], address);
}

/** The plain reading of a list: the first rule that matches one packet of TCP. */
function firstMatch(lines: readonly string[], port: number, sourcePort: number): string | undefined {
  const match = lines.map(rule).find(({ traffic, sourcePorts = [[0, 65_535]] }) => {
    const speaksOfPort = traffic.ports[0] <= port && port <= traffic.ports[1];
    return speaksOfPort && sourcePorts.some(([first, last]) => first <= sourcePort && sourcePort <= last);
  });
  return match?.action;
}

describe('decide', () => {
  test.for([
    ['an earlier deny hides a later allow', ['100 deny tcp/22 from any', '200 allow tcp/22 from any'], ''],
    ['a later deny comes too late', ['100 allow tcp/22 from any', '200 deny tcp/22 from any'], '22'],
    ['a deny cuts a hole', ['100 deny tcp/22 from any', '200 allow tcp/20-25 from any'], '20-21,23-25'],
    ['what no rule matches is denied', ['100 allow udp/22 from any'], ''],
    ['a rule for every protocol speaks of TCP too', ['100 allow all from any'], '0-65535'],
    [
      '`next` leaves the only list undecided, so nothing is let in',
      ['1 next tcp/22 from any', '2 allow all from any'],
      '0-21,23-65535',
    ],
  ] as const)('of a first-match list, %s', ([, rules, ports]) => {
    const { must, may } = ask(new TrafficSpace('ipv4'), [list('a', ...rules)], []);
    expect([tcpPorts(must), tcpPorts(may)]).toEqual([ports, ports]);
  });

  test.for([
    ['a deny that spares some source port stops nobody', '90 deny tcp/22 from any sport 1024-65535', '22', ''],
    ['a deny of every source port does', '90 deny tcp/22 from any sport 0-65535', '', ''],
    ['a deny of ports that nobody would use hurts nobody', '90 deny tcp/22 from any sport 0-1023', '22', '22'],
  ] as const)('%s', ([, deny, ports, ordinary]) => {
    const {
      must,
      may,
      bySourcePort = [],
    } = ask(new TrafficSpace('ipv4'), [list('a', deny, '100 allow tcp/22 from any')], []);
    expect([tcpPorts(must), tcpPorts(may)]).toEqual([ports, ports]);
    expect(
      bySourcePort.filter((each) => each.ports[1] >= 50_000).map(({ decision }) => tcpPorts(decision.may)),
    ).toEqual([ordinary]);
  });

  test('a packet passes exactly if some source port lets it in, rule by rule', () => {
    const action = fc.constantFrom('allow', 'deny');
    const line = fc
      .tuple(
        action,
        fc.constantFrom('tcp/22', 'tcp/80', 'all'),
        fc.constantFrom('', ' sport 0-9', ' sport 5-20', ' sport 10-65535'),
      )
      .map(([verb, traffic, sport]) => `r ${verb} ${traffic} from any${sport}`);
    fc.assert(
      fc.property(fc.array(line, { maxLength: 6 }), (lines) => {
        const { must, may } = ask(new TrafficSpace('ipv4'), [list('a', ...lines)], []);
        for (const port of [22, 80, 443]) {
          const admitted = [0, 4, 5, 9, 10, 20, 21, 65_535].some((sport) => firstMatch(lines, port, sport) === 'allow');
          expect([has(must, 'tcp', port, 0), has(may, 'tcp', port, 0)]).toEqual([admitted, admitted]);
        }
      }),
    );
  });

  test('two denies that spare no source port between them stop everybody', () => {
    const rules = [
      '1 deny tcp/22 from any sport 0-1023',
      '2 deny tcp/22 from any sport 1024-65535',
      '3 allow all from any',
    ];
    const { may, denials } = ask(new TrafficSpace('ipv4'), [list('a', ...rules)], []);
    expect(tcpPorts(may)).toBe('0-21,23-65535');
    expect(denials.map(({ rule: id }) => id)).toEqual(['1', '2']);
  });

  test('a front cannot be told which source port to use, so a rule for odd ones does not help', () => {
    const space = new TrafficSpace('ipv4');
    const odd = [list('a', '1 allow tcp/22 from any sport 0-1023')];
    const asked = { space, via: [], grants: false, senders: space.everyAddress };
    expect(tcpPorts(decide(asked, odd).may)).toBe('22');
    expect(tcpPorts(decide({ ...asked, sourcePorts: [32_768, 60_999] }, odd).may)).toBe('');
  });

  test('lists in a row: what one leaves undecided goes on to the next, and an allow is final', () => {
    const first = list('a', '1 allow tcp/22 from any', '2 next tcp/80 from any', '3 deny tcp/80-90 from any');
    const second = list('b', '1 deny tcp/22 from any', '2 allow tcp/80-443 from any');
    expect(tcpPorts(ask(new TrafficSpace('ipv4'), [first, second], []).must)).toBe('22,80,91-443');
  });

  test('equal rules of groups are both named, for both must go to close the port', () => {
    const groups = [group('a', 'r1 allow tcp/22 from any'), group('b', 'r2 allow tcp/22 from any')];
    const { leaves } = ask(new TrafficSpace('ipv4'), groups, []);
    expect(leaves.filter(({ allows }) => allows).map(({ rule: id }) => id)).toEqual(['r1', 'r2']);
  });

  test('a group reference admits who carries the group, whatever its address, and no one else', () => {
    const groups = [group('a', 'r1 allow tcp/22 from front')];
    const space = new TrafficSpace('ipv4');
    expect(tcpPorts(ask(space, groups, [resourceRef('front')]).must)).toBe('22');
    expect(tcpPorts(ask(space, groups, []).may)).toBe('');
  });

  test.for([
    [
      'an allow whose sources we could not read may open, but not surely',
      ['1 allow tcp/22 from any missing x'],
      '',
      '22',
    ],
    [
      'a deny whose sources we could not read may close, but not surely',
      ['1 deny tcp/22 from any missing x', '2 allow tcp/22 from any'],
      '',
      '22',
    ],
    [
      'of an unread allow and a sure one, either allows',
      ['1 allow tcp/22 from any missing x', '2 allow tcp/22 from any'],
      '22',
      '22',
    ],
    [
      'a sure allow before it settles the matter',
      ['1 allow tcp/22 from any', '2 deny tcp/22 from any missing x'],
      '22',
      '22',
    ],
  ] as const)('%s', ([, rules, must, may]) => {
    const decision = ask(new TrafficSpace('ipv4'), [list('a', ...rules)], []);
    expect([tcpPorts(decision.must), tcpPorts(decision.may)]).toEqual([must, may]);
  });

  test('a list that could not be read may allow anything, and does so for sure of nothing', () => {
    const unread: Firewall = { ...list('a'), missing: ['read lists'] };
    const space = new TrafficSpace('ipv4');
    expect(ask(space, [unread], [])).toMatchObject({ must: space.nothing, may: space.everything });
  });
});

const arbitraryRule: fc.Arbitrary<FirewallRule> = fc
  .tuple(
    fc.constantFrom('allow', 'deny', 'next'),
    fc.constantFrom(...PROTOCOLS),
    fc.constantFrom('0-65535', '22', '22-80', '80'),
    fc.constantFrom('any', '0.0.0.0/1', '128.0.0.0/1', '255.255.255.255/32'),
    fc.boolean(),
  )
  .map(([action, protocol, ports, source, known]) =>
    rule(`r ${action} ${protocol}/${ports} from ${source}${known ? '' : ' missing x'}`),
  );

function matches({ traffic, remotes }: FirewallRule, protocol: Protocol, port: number, address: number): boolean {
  const [first, last] = traffic.ports;
  const speaksOf = traffic.protocol === '*' || traffic.protocol === protocol;
  return speaksOf && first <= port && port <= last && contains(remotes.ipv4, address);
}

/** The slow oracle: walks the lists for one packet, once for every way in which the unread rules could turn out. */
function outcomes(lists: readonly Firewall[], protocol: Protocol, port: number, address: number): ReadonlySet<boolean> {
  const unread = lists.flatMap(({ rules }) => rules.filter(({ missing }) => missing !== undefined));
  const results = new Set<boolean>();
  for (let world = 0; world < 2 ** unread.length; world += 1) {
    const applies = (candidate: FirewallRule): boolean =>
      matches(candidate, protocol, port, address) &&
      (candidate.missing === undefined || Math.floor(world / 2 ** unread.indexOf(candidate)) % 2 === 1);
    results.add(walk(lists, applies));
  }
  return results;
}

function walk(lists: readonly Firewall[], applies: (candidate: FirewallRule) => boolean): boolean {
  for (const { rules } of lists) {
    const decisive = rules.find(applies);
    if (decisive !== undefined && decisive.action !== 'next') return decisive.action === 'allow';
  }
  return false;
}

describe('decide against walking the rules one packet at a time', () => {
  const arbitraryRules = fc.array(arbitraryRule, { maxLength: 5 });

  test('must is what every reading of the unread rules allows, may is what some reading allows', () => {
    fc.assert(
      fc.property(fc.array(arbitraryRules, { minLength: 1, maxLength: 2 }), (ruleLists) => {
        const lists = ruleLists.map((rules, i) => ({ ...list(`l${i}`), rules }));
        const { must, may } = ask(new TrafficSpace('ipv4'), lists, []);
        for (const [protocol, port, address] of PACKETS) {
          const possible = outcomes(lists, protocol, port, address);
          if (has(must, protocol, port, address)) expect(possible).toEqual(new Set([true]));
          if (possible.has(true)) expect(has(may, protocol, port, address)).toBe(true);
        }
      }),
    );
  });

  test('without unread rules both are exactly what the lists allow, and the leaf named is the rule that decided', () => {
    const known = arbitraryRules.map((rules) =>
      rules.filter(({ missing }) => missing === undefined).map((exact, i) => ({ ...exact, id: `${i}` })),
    );
    fc.assert(
      fc.property(known, fc.constantFrom(...PORTS), fc.constantFrom(...ADDRESSES), (rules, port, address) => {
        const decision = ask(new TrafficSpace('ipv4'), [{ ...list('l'), rules }], []);
        const decisive = rules.find((candidate) => matches(candidate, 'tcp', port, address));
        const allowed = decisive?.action === 'allow';
        expect([has(decision.must, 'tcp', port, address), has(decision.may, 'tcp', port, address)]).toEqual([
          allowed,
          allowed,
        ]);
        const leaf = decision.leaves.find(({ space }) => has(space, 'tcp', port, address));
        const named = decisive === undefined || decisive.action === 'next' ? '*' : decisive.id;
        expect(leaf).toMatchObject({ rule: named, allows: allowed });
      }),
    );
  });

  test('the order of groups and of their rules means nothing', () => {
    const allows = arbitraryRules.map((rules) => rules.map((each) => ({ ...each, action: 'allow' as const })));
    fc.assert(
      fc.property(allows, allows, (a, b) => {
        const space = new TrafficSpace('ipv4');
        const [one, two] = [a, b].map((rules, i) => ({ ...group(`g${i}`), rules }));
        const reversed = [two, one].map((firewall) => ({ ...group('g'), rules: (firewall?.rules ?? []).toReversed() }));
        const forwards = ask(
          space,
          [one, two].flatMap((firewall) => firewall ?? []),
          [],
        );
        expect(ask(space, reversed, [])).toMatchObject({ must: forwards.must, may: forwards.may });
      }),
    );
  });
});
