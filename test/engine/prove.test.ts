import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluate } from '../../src/engine/evaluate.ts';
import { prove } from '../../src/engine/prove.ts';
import type { Firewall } from '../../src/model/firewall.ts';
import type { Entry } from '../../src/model/inventory.ts';
import type { Stage } from '../../src/model/path.ts';
import type { Hop, Proof } from '../../src/model/proof.ts';
import { audienceOf } from '../../src/net/audience.ts';
import { contains } from '../../src/net/interval-set.ts';
import { parseIp } from '../../src/net/ip.ts';
import {
  condition,
  DEFAULT_ROUTES,
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
  workload,
} from '../support/model.ts';

function proofs(...entries: readonly Entry[]): readonly Proof[] {
  const evaluation = evaluate(inventory(...entries));
  return evaluation.exposures.flatMap((exposure) => exposure.slices.map((slice) => prove(evaluation, exposure, slice)));
}

function text({ element, direction, decision, rule }: Hop): string {
  return `${direction} ${element.ref} ${decision} ${rule}`;
}

describe('prove', () => {
  test('a reachable port: the translation, each check and the reply, in order, for an ordinary client', () => {
    const stages = [
      condition('gateway', 'yes'),
      filter([list('acl', '100 allow all from any')]),
      grant(group('sg', 'sgr-1 allow tcp/8000 from any')),
      DEFAULT_ROUTES,
      replyFilter(list('acl', '100 allow all from any')),
    ];
    const [proof] = proofs(entry(workload('host'), [path(...stages)], { translatedTo: '10.0.1.10' }));
    expect(proof?.hops.map(text)).toEqual([
      'in entry nat 203.0.113.7 -> 10.0.1.10',
      'in gateway allow yes',
      'in acl allow 100',
      'in sg allow sgr-1',
      'reply main route 0.0.0.0/0 internet',
      'reply acl allow 100',
    ]);
    expect(proof?.witness).toEqual({
      protocol: 'tcp',
      source: '8.8.8.8',
      sourcePort: 50_000,
      destination: '203.0.113.7',
      port: 8000,
    });
    expect(proof?.hops.at(-1)?.packet.destination).toBe('10.0.1.10');
  });

  test('a blocked port: up to the first check that denies, and every one that alone would', () => {
    const stages = [
      filter([list('acl', '90 deny tcp/8000 from any', '100 allow all from any')]),
      grant(group('sg', 'sgr-1 allow tcp/8000 from any')),
      routes('rt', '0.0.0.0/0 elsewhere'),
    ];
    const [proof] = proofs(entry(workload('host'), [path(...stages)]));
    expect(proof?.hops.map(text)).toEqual(['in acl deny 90']);
    expect(proof?.blockers.map(text)).toEqual(['in acl deny 90', 'reply rt deny 0.0.0.0/0 elsewhere']);
  });

  test('a client port that is let in is chosen, and the rule that lets it in is named', () => {
    const rules = ['90 deny tcp/8000 from any sport 1024-65535', '100 allow tcp/8000 from any'];
    const [proof] = proofs(entry(workload('host'), [path(grant(list('l', ...rules)), DEFAULT_ROUTES)]));
    expect(proof?.witness.sourcePort).toBe(1);
    expect(proof?.hops.map(text)).toEqual(['in l allow 100', 'reply main route 0.0.0.0/0 internet']);
  });

  test('a rule that is kept for others than the internet is what stops it', () => {
    const sources = { ipv4: ranges('ipv4', '10.0.0.0/8'), ipv6: [] };
    const front = frontend('front', [listener(443, [forward([leg(workload('host'), 8000)], { sources })])]);
    const [proof] = proofs(entry(front, [path(grant(group('sg', 'r allow tcp/443 from any')))]));
    expect(proof?.verdict).toBe('blocked');
    expect(proof?.blockers.map(text)).toEqual(['in rule-default deny source address']);
  });

  test('a client port that is answered is chosen where an ordinary one is not', () => {
    const stages = [
      grant(group('sg', 'r allow tcp/8000 from any')),
      DEFAULT_ROUTES,
      replyFilter(list('out', '1 allow tcp/443 from any')),
    ];
    expect(proofs(entry(workload('host'), [path(...stages)]))[0]?.witness.sourcePort).toBe(443);
  });

  test('behind a proxy the target is shown what it sees: the address of the front and its own port', () => {
    const way = {
      wire: proxied('10.0.1.0/24', false, 'front-group'),
      path: path(grant(group('target', 't1 allow tcp/8000 from front-group'))),
    };
    const front = frontend('front', [listener(443, [forward([leg(workload('host'), 8000, { ways: [way] })])])]);
    const [proof] = proofs(entry(front, [path(DEFAULT_ROUTES)]));
    expect(proof?.hops.map(text)).toEqual([
      'reply main route 0.0.0.0/0 internet',
      'in l-443 forward TCP 443',
      'in rule-default forward default',
      'in pool forward 10.0.2.10:8000',
      'in target allow t1',
    ]);
    expect(proof?.hops.at(-1)?.packet).toMatchObject({ source: '10.0.1.0', destination: '10.0.2.10', port: 8000 });
  });
});

const PORTS = [22, 8000, 65_535];
const CLIENTS = ['8.8.8.8', '203.0.113.9', '198.51.100.1'];
const SOURCES = ['any', '8.8.8.0/24', '203.0.113.0/24', '10.0.0.0/8'];

const arbitraryRules = (actions: readonly string[]): fc.Arbitrary<readonly string[]> =>
  fc
    .array(
      fc.tuple(
        fc.constantFrom(...actions),
        fc.constantFrom('all', 'tcp/22', 'tcp/22-8000', 'udp/8000', 'tcp'),
        fc.constantFrom(...SOURCES),
        fc.constantFrom('', '', '', ' missing lists here'),
      ),
      { maxLength: 4 },
    )
    .map((rules) => rules.map(([action, what, source, gap], i) => `${i} ${action} ${what} from ${source}${gap}`));

const arbitraryStage: fc.Arbitrary<Stage> = fc.oneof(
  fc.constantFrom<Stage>(
    condition('on', 'yes'),
    condition('off', 'no'),
    condition('perhaps', 'unknown', { missing: ['facts here'] }),
  ),
  fc.constant<Stage>(inspection('box')),
  arbitraryRules(['allow']).map((rules) => grant(group('group', ...rules))),
  arbitraryRules(['allow', 'deny']).map((rules) => filter([list('list', ...rules)])),
  arbitraryRules(['allow', 'deny']).map((rules) => replyFilter(list('out', ...rules))),
  fc
    .subarray(['0.0.0.0/0 internet', '8.8.8.0/24 elsewhere', '203.0.113.0/24 internet', '0.0.0.0/1 inspected'])
    .map((lines) => routes('routes', ...lines)),
);

type Answer = 'yes' | 'no' | 'unknown';

/** The slow oracle: one packet, one stage at a time. */
function passes(stage: Stage, protocol: 'tcp' | 'udp', port: number, client: string): Answer {
  const source = parseIp(client)?.address ?? 0;
  switch (stage.kind) {
    case 'condition':
      return stage.holds;
    case 'inspection':
      return 'unknown';
    case 'reply-route': {
      if (protocol === 'udp') return 'yes';
      const best = stage.routes
        .filter(({ destination }) => destination.first <= source && source <= destination.last)
        .toSorted((a, b) => b.destination.prefixLength - a.destination.prefixLength)[0];
      if (best === undefined || best.leadsTo === 'elsewhere') return 'no';
      return best.leadsTo === 'internet' ? 'yes' : 'unknown';
    }
    case 'filter': {
      const [firewall] = stage.firewalls;
      if (firewall === undefined) return 'no';
      if (stage.direction === 'forward') return walk(firewall, protocol, port, source);
      if (protocol === 'udp') return 'yes';
      const answers = new Set([1, 22, 23, 8000, 8001, 65_535].map((reply) => walk(firewall, 'tcp', reply, source)));
      return answers.has('yes') ? 'yes' : answers.has('unknown') ? 'unknown' : 'no';
    }
  }
}

function walk({ rules, evaluation }: Firewall, protocol: string, port: number, source: number | bigint): Answer {
  const matching = rules.filter(
    ({ traffic, remotes }) =>
      (traffic.protocol === '*' || traffic.protocol === protocol) &&
      traffic.ports[0] <= port &&
      port <= traffic.ports[1] &&
      contains(remotes.ipv4, source),
  );
  if (evaluation === 'any-allow') {
    return matching.some(({ missing }) => missing === undefined) ? 'yes' : matching.length > 0 ? 'unknown' : 'no';
  }
  const outcomes = new Set<string>();
  for (const { action, missing } of matching) {
    outcomes.add(action);
    if (missing === undefined) return outcomes.size > 1 ? 'unknown' : action === 'allow' ? 'yes' : 'no';
  }
  outcomes.add('deny');
  return outcomes.size > 1 ? 'unknown' : 'no';
}

describe('slices and proofs against walking one packet through the stages', () => {
  const arbitraryStages = fc.array(arbitraryStage, { minLength: 1, maxLength: 6 });

  test('each packet has the verdict that its stages give it', () => {
    fc.assert(
      fc.property(arbitraryStages, fc.constantFrom(...PORTS), fc.constantFrom(...CLIENTS), (stages, port, client) => {
        const [exposure] = evaluate(inventory(entry(workload('host'), [path(...stages)]))).exposures;
        for (const protocol of ['tcp', 'udp'] as const) {
          const answers = stages.map((stage) => passes(stage, protocol, port, client));
          const expected = answers.includes('no') ? 'blocked' : answers.includes('unknown') ? 'unknown' : 'reachable';
          const holding = (exposure?.slices ?? []).filter(
            (slice) =>
              slice.protocol === protocol &&
              slice.ports.some(([first, last]) => first <= port && port <= last) &&
              contains(slice.audience.ranges, parseIp(client)?.address ?? 0),
          );
          expect(holding.map(({ verdict }) => verdict).filter((verdict) => verdict !== 'blocked')).toEqual(
            expected === 'blocked' ? [] : [expected],
          );
        }
      }),
      { numRuns: 400 },
    );
  });

  test('a proof says what its verdict says', () => {
    fc.assert(
      fc.property(arbitraryStages, (stages) => {
        for (const proof of proofs(entry(workload('host'), [path(...stages)]))) {
          const decisions = proof.hops.filter(({ direction }) => direction === 'in' || proof.protocol === 'tcp');
          const denied = decisions.some(({ decision }) => decision === 'deny');
          const open = decisions.every(({ decision }) => ['allow', 'route'].includes(decision));
          expect([proof.verdict, denied, proof.verdict === 'reachable' && !open]).toEqual([
            proof.verdict,
            proof.verdict === 'blocked',
            false,
          ]);
          expect(proof.blockers.length > 0).toBe(proof.verdict === 'blocked');
          if (proof.verdict === 'unknown')
            expect(decisions.some(({ decision }) => ['unknown', 'inspect'].includes(decision))).toBe(true);
        }
      }),
      { numRuns: 400 },
    );
  });

  test('adding an allow to a group never shrinks what is reachable', () => {
    fc.assert(
      fc.property(arbitraryRules(['allow']), arbitraryRules(['allow']), (rules, more) => {
        const reach = (lines: readonly string[]): number =>
          evaluate(inventory(entry(workload('host'), [path(grant(group('g', ...lines)), DEFAULT_ROUTES)])))
            .exposures.flatMap(({ slices }) => slices)
            .filter(({ verdict, protocol }) => verdict === 'reachable' && protocol === 'tcp')
            .reduce((sum, { audience, ports }) => sum + Number(audience.class !== 'none') * ports.length, 0);
        expect(reach([...rules, ...more]) > 0).toBe(reach(rules) > 0 || reach(more) > 0);
      }),
    );
  });

  test('the audience is only ever people on the internet', () => {
    fc.assert(
      fc.property(arbitraryStages, (stages) => {
        const [exposure] = evaluate(inventory(entry(workload('host'), [path(...stages)]))).exposures;
        for (const { audience } of exposure?.slices ?? []) {
          expect(audience).toEqual(audienceOf('ipv4', audience.ranges));
          expect(audience.class).not.toBe('none');
        }
      }),
    );
  });
});
