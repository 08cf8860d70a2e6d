import { describe, expect, test } from 'vitest';
import { evaluate } from '../../src/engine/evaluate.ts';
import type { Exposure, Slice } from '../../src/model/exposure.ts';
import type { Entry, Gate } from '../../src/model/inventory.ts';
import { audienceText, portsText } from '../../src/net/traffic-text.ts';
import {
  CLIENT,
  condition,
  DEFAULT_ROUTES,
  element,
  entry,
  filter,
  forward,
  frontend,
  grant,
  group,
  inspection,
  inventory,
  leg,
  list,
  listener,
  path,
  proxied,
  ranges,
  replyFilter,
  routes,
  rule,
  workload,
} from '../support/model.ts';

const HOST = workload('host');
const OPEN = group('open', 'r1 allow tcp/8000 from any');
const OPEN_LIST = list('guard', '100 allow all from any');

function judge(...entries: readonly Entry[]): readonly Exposure[] {
  return evaluate(inventory(...entries)).exposures;
}

/** One line a slice: `reachable tcp 8000 world open/r1 [modifiers] missing`. */
function line({ verdict, protocol, ports, targetPorts, audience, modifiers, deciding, gates, missing }: Slice): string {
  const target = portsText(protocol, targetPorts);
  const shown = portsText(protocol, ports);
  const { class: size, ranges: cidrs } = audienceText(audience);
  return [
    verdict,
    protocol,
    shown === target ? shown : `${shown}->${target}`,
    size === 'narrow' ? cidrs.join('+') : size,
    deciding.map(({ element: { ref }, rule }) => `${ref}/${rule}`).join(' '),
    ...modifiers.map((modifier) => `[${modifier}]`),
    ...gates.map(({ kind }) => `login:${kind}`),
    ...missing,
  ].join(' ');
}

function lines(...entries: readonly Entry[]): readonly string[] {
  return judge(...entries).flatMap(({ slices }) => slices.map(line));
}

describe('evaluate, straight to a machine', () => {
  test.for([
    [
      'an open port behind an open list and a default route',
      [filter([OPEN_LIST]), grant(OPEN), DEFAULT_ROUTES],
      ['reachable tcp 8000 world guard/100 open/r1'],
    ],
    [
      'a gateway that is not there',
      [condition('gateway', 'no'), grant(OPEN), DEFAULT_ROUTES],
      ['blocked tcp 8000 world gateway/no'],
    ],
    [
      'every blocker is named',
      [condition('gateway', 'no'), grant(OPEN), routes('rt', '0.0.0.0/0 elsewhere')],
      ['blocked tcp 8000 world gateway/no rt/0.0.0.0/0 elsewhere'],
    ],
    [
      'a stopped machine is latent',
      [condition('power', 'no', { latent: true }), grant(OPEN), DEFAULT_ROUTES],
      ['blocked tcp 8000 world power/no [latent]'],
    ],
    [
      'stopped and cut off is more than latent',
      [condition('power', 'no', { latent: true }), grant(OPEN), routes('rt')],
      ['blocked tcp 8000 world power/no rt/no route'],
    ],
    [
      'a fact that we could not read',
      [condition('gateway', 'unknown', { missing: ['gateways here'] }), grant(OPEN), DEFAULT_ROUTES],
      ['unknown tcp 8000 world open/r1 gateways here'],
    ],
    [
      'a sure blocker beats a gap',
      [condition('gateway', 'unknown', { missing: ['x'] }), grant(OPEN), routes('rt')],
      ['blocked tcp 8000 world rt/no route'],
    ],
    [
      'a route for a few clients is an audience',
      [grant(OPEN), routes('rt', '8.8.8.0/24 internet')],
      ['reachable tcp 8000 8.8.8.0/24 open/r1'],
    ],
    [
      'the longest prefix wins',
      [
        grant(OPEN),
        routes('rt', '0.0.0.0/0 elsewhere', '8.8.0.0/16 internet', '8.8.8.0/24 elsewhere', '8.8.8.8/32 internet'),
      ],
      [
        'reachable tcp 8000 8.8.0.0/21+8.8.8.8/32+8.8.9.0/24+8.8.10.0/23+8.8.12.0/22+8.8.16.0/20+8.8.32.0/19+8.8.64.0/18+8.8.128.0/17 open/r1',
      ],
    ],
    [
      'no grant at all is blocked, and says so',
      [grant(group('shut')), DEFAULT_ROUTES],
      ['blocked tcp 0-65535 world shut/no rule allows it'],
    ],
    [
      'a deny that spares odd source ports leaves the port to who picks one',
      [grant(list('l', '90 deny tcp/8000 from any sport 1024-65535', '100 allow tcp/8000 from any')), DEFAULT_ROUTES],
      ['reachable tcp 8000 world l/100 [crafted-source-port-only]'],
    ],
    [
      'a datagram from an odd source port is delivered too',
      [grant(list('l', '1 allow udp/53 from any sport 53')), DEFAULT_ROUTES],
      ['reachable udp 53 world l/1 [crafted-source-port-only]', 'blocked tcp 0-65535 world l/*'],
    ],
    [
      'a doubt about who is asked next names what could not be read',
      [
        grant(
          list('first', '1 next tcp/8000 from any missing rules here', '2 allow tcp/8000 from any'),
          list('a', '3 deny all from any'),
        ),
        DEFAULT_ROUTES,
      ],
      ['unknown tcp 8000 world first/2 rules here'],
    ],
    [
      'a list that comes before two others is one reason, not two',
      [
        grant(list('first', '1 deny all from any'), list('a', '2 allow all from any')),
        grant(list('first', '1 deny all from any'), list('b', '2 allow all from any')),
        DEFAULT_ROUTES,
      ],
      ['blocked tcp 0-65535 world first/1'],
    ],
    [
      'what a first list allows for good needs neither of two others',
      [
        grant(list('first', '1 allow tcp/8000 from any'), list('a', '2 deny all from any')),
        grant(list('first', '1 allow tcp/8000 from any'), list('b', '2 deny all from any')),
        DEFAULT_ROUTES,
      ],
      ['reachable tcp 8000 world first/1'],
    ],
    [
      'a datagram is delivered without a way back',
      [grant(group('g', 'r1 allow udp/53 from any')), routes('rt')],
      ['reachable udp 53 world g/r1 [one-way]', 'blocked tcp 0-65535 world g/no rule allows it rt/no route'],
    ],
    [
      'a box in the way that we cannot read',
      [inspection('box'), grant(OPEN), DEFAULT_ROUTES],
      ['unknown tcp 8000 world box/a box in the way open/r1 [inspected]'],
    ],
    [
      'replies allowed to one client port only',
      [grant(OPEN), DEFAULT_ROUTES, replyFilter(list('out', '1 allow tcp/443 from any'))],
      ['reachable tcp 8000 world open/r1 [crafted-source-port-only]'],
    ],
    [
      'replies allowed to a few clients only',
      [grant(OPEN), DEFAULT_ROUTES, replyFilter(list('out', '1 allow tcp/1024-65535 from 8.8.8.0/24'))],
      ['reachable tcp 8000 8.8.8.0/24 open/r1'],
    ],
    [
      'private sources are nobody on the internet',
      [grant(group('g', 'r1 allow tcp/8000 from 10.0.0.0/8')), DEFAULT_ROUTES],
      ['blocked tcp 0-65535 world g/no rule allows it'],
    ],
    [
      'a group reference never matches a client',
      [grant(group('g', 'r1 allow tcp/8000 from g')), DEFAULT_ROUTES],
      ['blocked tcp 0-65535 world g/no rule allows it'],
    ],
    [
      'ports that other rules open are told apart',
      [grant(group('g', 'a allow tcp/22-25 from any', 'b allow tcp/23 from any')), DEFAULT_ROUTES],
      ['reachable tcp 22,24-25 world g/a', 'reachable tcp 23 world g/a g/b'],
    ],
  ] as const)('%s', ([, stages, expected]) => {
    expect(lines(entry(HOST, [path(...stages)]))).toEqual(expected);
  });

  test('machines that share their checks share their slices', () => {
    const shared = path(grant(OPEN), DEFAULT_ROUTES);
    const [one, two] = judge(entry(HOST, [shared]), entry(workload('other'), [shared]));
    expect(one?.slices).toBe(two?.slices);
    expect(one?.target.ref).not.toBe(two?.target.ref);
  });
});

const FRONT_WAY = path(grant(group('front-group', 'f1 allow tcp/443 from any')), DEFAULT_ROUTES);
const OIDC: Gate = { kind: 'oidc', strength: 'strong', element: element('rule', 'r'), rule: 'authenticate' };

describe('evaluate, through a front', () => {
  const behindProxy = leg(HOST, 8000, {
    ways: [
      {
        wire: proxied('10.0.1.0/24', false, 'front-group'),
        path: path(grant(group('target', 't1 allow tcp/8000 from front-group'))),
      },
    ],
  });

  function through(legs: Parameters<typeof forward>[0], more: Parameters<typeof forward>[1] = {}): readonly string[] {
    return lines(entry(frontend('front', [listener(443, [forward(legs, more)])]), [FRONT_WAY]));
  }

  test('a private target is reached by the listener port, through the group of the front', () => {
    expect(through([behindProxy])).toEqual(['reachable tcp 443->8000 world front-group/f1 target/t1']);
  });

  test('a login on the rule is told, and nothing becomes blocked by it', () => {
    expect(through([behindProxy], { gates: [OIDC] })).toEqual([
      'reachable tcp 443->8000 world front-group/f1 target/t1 login:oidc',
    ]);
  });

  test('a rule for some clients limits the audience', () => {
    const sources = { ipv4: ranges('ipv4', '8.8.8.0/24'), ipv6: [] };
    expect(through([behindProxy], { sources })).toContain(
      'reachable tcp 443->8000 8.8.8.0/24 front-group/f1 rule-default/source address target/t1',
    );
  });

  test.for([
    ['all of the block must pass to be sure', '10.0.1.0/24', false, '10.0.0.0/16', 'reachable'],
    ['part of the block may', '10.0.1.0/24', false, '10.0.1.0/25', 'unknown'],
    ['of known addresses one that passes is enough', '10.0.1.0/31', true, '10.0.1.1/32', 'reachable'],
    ['none passes', '10.0.1.0/24', false, '10.9.0.0/16', 'blocked'],
    ['the front is not the internet', '10.0.1.0/24', false, '8.8.8.0/24', 'blocked'],
  ] as const)('a target sees the address of the proxy: %s', ([, from, exact, source, verdict]) => {
    const way = { wire: proxied(from, exact), path: path(grant(group('t', `t1 allow tcp/8000 from ${source}`))) };
    expect(through([leg(HOST, 8000, { ways: [way] })])[0]?.split(' ')[0]).toBe(verdict);
  });

  test('a front that keeps the address of the client leaves it to the target to admit that', () => {
    const narrow = path(grant(group('t', 't1 allow tcp/8000 from 8.8.8.0/24')));
    expect(through([leg(HOST, 8000, { ways: [{ wire: CLIENT, path: narrow }] })])[0]).toBe(
      'reachable tcp 443->8000 8.8.8.0/24 front-group/f1 t/t1',
    );
  });

  test('the front port is not the port that the target must open', () => {
    const way = { wire: CLIENT, path: path(grant(group('t', 't1 allow tcp/443 from any'))) };
    expect(through([leg(HOST, 8000, { ways: [way] })])).toEqual(['blocked tcp 443->8000 world t/no rule allows it']);
  });

  test('where we do not know whether the address is kept, only what both ways allow is sure', () => {
    const target = path(grant(group('t', 't1 allow tcp/8000 from 10.0.0.0/16')));
    const ways = [
      { wire: CLIENT, path: target },
      { wire: proxied('10.0.1.0/24', false), path: target },
    ];
    expect(through([leg(HOST, 8000, { ways, missing: ['attributes here'] })])).toEqual([
      'unknown tcp 443->8000 world front-group/f1 t/t1 attributes here',
    ]);
  });

  test('a front without a backend is itself what answers', () => {
    const front = frontend('front', [listener(443, [forward([], { action: 'redirect' })])]);
    const [exposure] = judge(entry(front, [FRONT_WAY]));
    expect(exposure?.target.ref).toBe('front');
    expect(exposure?.slices.map(line)).toEqual(['reachable tcp 443 world front-group/f1']);
  });

  test('a front whose listeners could not be read may have any port open', () => {
    const front = frontend('front', [], { missing: ['listeners here'] });
    expect(lines(entry(front, [FRONT_WAY]))).toEqual(['unknown tcp 443 world front-group/f1 listeners here']);
  });

  test('a catch-all rule takes its clients away from the rules after it; a path does not', () => {
    const other = leg(workload('other'), 8000, { ways: behindProxy.ways });
    const rules = [
      forward([], { action: 'fixed-response', sources: { ipv4: ranges('ipv4', '0.0.0.0/1'), ipv6: [] } }),
      forward([other], { conditions: ['path /v1/*'] }),
      forward([behindProxy]),
      forward([leg(workload('shadowed'), 8000, { ways: behindProxy.ways })]),
    ];
    const found = judge(entry(frontend('front', [listener(443, rules)]), [FRONT_WAY]));
    expect(found.map(({ target, slices }) => `${target.ref} ${slices[0]?.audience.class}`)).toEqual([
      'host broad',
      'other broad',
    ]);
  });

  test('one good zone is enough, and a target that its front reaches from one zone only needs that one', () => {
    const shut = path(grant(group('front-group', 'f1 allow tcp/443 from any')), routes('rt'));
    const front = frontend('front', [listener(443, [forward([behindProxy])])]);
    expect(lines(entry(front, [shut, FRONT_WAY])).map((text) => text.split(' ')[0])).toEqual(['reachable']);
    const zoned = frontend('front', [listener(443, [forward([{ ...behindProxy, zones: ['a'] }])])]);
    const zones = [entry(zoned, [shut], { zone: 'a' }), entry(zoned, [FRONT_WAY], { zone: 'b' })];
    const verdicts = judge(...zones).map(({ target, slices }) => `${target.ref} ${slices[0]?.verdict}`);
    expect(verdicts).toEqual(['host blocked']);
  });

  test('a front behind a front: the client is hidden by the second only', () => {
    const inner = frontend('inner', [listener(80, [forward([behindProxy])])]);
    const toInner = leg(inner, 80, {
      ways: [{ wire: CLIENT, path: path(grant(group('inner-group', 'i1 allow tcp/80 from 8.8.8.0/24'))) }],
    });
    expect(through([toInner])[0]).toBe('reachable tcp 443->8000 8.8.8.0/24 front-group/f1 inner-group/i1 target/t1');
  });

  test('a front passes nothing on to a listener for another protocol', () => {
    const inner = frontend('inner', [listener(53, [forward([behindProxy])], { protocol: 'udp' })]);
    expect(through([leg(inner, 53)])).toEqual([]);
  });

  test.for([
    ['one grant of a provider range', [['p1 allow tcp/8000 from any', true]], '[provider-range]'],
    [
      'beside a grant to everyone',
      [
        ['p1 allow tcp/8000 from any', true],
        ['r1 allow tcp/8000 from any', false],
      ],
      '',
    ],
  ] as const)('a range that anybody can rent: %s', ([, rules, modifier]) => {
    const list = { ...group('g'), rules: rules.map(([text, providerRange]) => ({ ...rule(text), providerRange })) };
    const [first = ''] = lines(entry(HOST, [path(grant(list), grant(OPEN), DEFAULT_ROUTES)]));
    expect(/\[.*\]/.exec(first)?.[0] ?? '').toBe(modifier);
    const way = { wire: proxied('8.8.8.0/24', false), path: path(grant(list)) };
    expect(through([leg(HOST, 8000, { ways: [way] })])[0]).not.toContain('provider-range');
  });

  test('who perhaps gets in is told beside who surely does, if they are more', () => {
    const rules = ['1 allow tcp/8000 from 8.8.8.0/24', '2 allow tcp/8000 from any missing places'];
    const doubtful = path(grant(list('l', ...rules)), DEFAULT_ROUTES);
    expect(lines(entry(HOST, [doubtful, doubtful]))).toEqual([
      'reachable tcp 8000 8.8.8.0/24 l/1',
      'unknown tcp 8000 world l/2 places',
    ]);
  });

  test('fronts that forward in a circle end', () => {
    const loop = { ...frontend('loop', []) };
    const back = leg(loop, 443, { ways: [{ wire: CLIENT, path: path() }] });
    Object.assign(loop, { listeners: [listener(443, [forward([back])])] });
    expect(lines(entry(loop, [FRONT_WAY]))).toEqual([]);
  });
});
