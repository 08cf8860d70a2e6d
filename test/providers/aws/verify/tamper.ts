import type { Hop, Packet, Proof } from '../../../../src/model/proof.ts';
import { resourceRef } from '../../../../src/model/resource.ts';
import { parsePorts } from '../../../../src/net/ports.ts';

/** A proof changed in one of its claims, and what was changed. */
export interface Tampering {
  readonly what: string;
  readonly proof: Proof;
}

const VERDICTS = ['reachable', 'blocked', 'unknown'] as const;
const MODIFIERS = ['one-way', 'latent', 'inspected', 'crafted-source-port-only', 'provider-range'] as const;
const CLASSES = ['world', 'broad', 'wide', 'narrow', 'none'] as const;
const ELSEWHERE = '192.0.2.99';
const NOBODY = resourceRef('nobody');
const LOGIN = { kind: 'iam', strength: 'strong', element: NOBODY, rule: 'nothing' };

/** Every way in which one claim of a proof can be made false. */
export function tamperings(proof: Proof): readonly Tampering[] {
  const changed = (what: string, change: Partial<Proof>): Tampering => ({ what, proof: { ...proof, ...change } });
  const { audience, modifiers, gates, missing } = proof;
  return [
    ...VERDICTS.filter((verdict) => verdict !== proof.verdict).map((verdict) =>
      changed(`verdict ${verdict}`, { verdict }),
    ),
    ...outsideOf(proof.ports).map((ports) => changed(`ports ${ports}`, { ports })),
    changed('target ports', { targetPorts: `${proof.targetPorts},7` }),
    changed('address', { address: ELSEWHERE }),
    changed('entry', { entry: NOBODY }),
    changed('workload', { workload: NOBODY }),
    changed('family', { family: proof.family === 'ipv4' ? 'ipv6' : 'ipv4' }),
    changed('protocol', { protocol: proof.protocol === 'tcp' ? 'udp' : 'tcp' }),
    changed('account', { scope: { ...proof.scope, account: '999900009999' } }),
    changed('region', { scope: { ...proof.scope, region: 'eu-west-1' } }),
    ...MODIFIERS.map((one) =>
      changed(`modifier ${one}`, {
        modifiers: modifiers.includes(one) ? modifiers.filter((other) => other !== one) : [...modifiers, one],
      }),
    ),
    ...CLASSES.filter((one) => one !== audience.class).map((one) =>
      changed(`class ${one}`, { audience: { ...audience, class: one } }),
    ),
    ...without(audience.ranges).map((ranges) => changed('a range less', { audience: { ...audience, ranges } })),
    changed('a range more', { audience: { ...audience, ranges: [...audience.ranges, '192.0.2.0/24'] } }),
    changed('truncated', { audience: { ...audience, truncated: !audience.truncated } }),
    ...without(gates).map((fewer) => changed('a login less', { gates: fewer })),
    changed('a login more', { gates: [...gates, LOGIN] }),
    ...gates.map((gate) => changed('a login weaker', { gates: [{ ...gate, strength: 'none' }] })),
    ...packets(proof.witness).map((witness) => changed('witness', { witness })),
    ...hopLists(proof.hops).map(([what, hops]) => changed(`hops: ${what}`, { hops })),
    ...hopLists(proof.blockers).map(([what, blockers]) => changed(`blockers: ${what}`, { blockers })),
    ...(proof.verdict === 'unknown' ? without(missing).map((fewer) => changed('a gap less', { missing: fewer })) : []),
    changed('a gap more', { missing: [...missing, 'ec2:DescribeNothing us-east-1', 'x y'] }),
  ];
}

/** Ports of which none is among those of the proof. */
function outsideOf(ports: string): readonly string[] {
  const ranges = parsePorts(ports) ?? [[0, 65_535] as const];
  const free = [1, 8000, 65_535].find((port) => !ranges.some(([first, last]) => first <= port && port <= last));
  return free === undefined ? ['all of them'] : [`${free}`];
}

function without<T>(items: readonly T[]): readonly (readonly T[])[] {
  return items.map((_, index) => items.toSpliced(index, 1));
}

function packets(packet: Packet): readonly Packet[] {
  const { protocol, source, destination, port } = packet;
  return [
    { ...packet, source: packet.source.includes(':') ? '2001:db8:ffff::1' : ELSEWHERE },
    { ...packet, destination: ELSEWHERE },
    { ...packet, port: packet.port + 1 },
    { ...packet, protocol: packet.protocol === 'tcp' ? 'udp' : 'tcp' },
    packet.sourcePort === undefined ? { ...packet, sourcePort: 7 } : { protocol, source, destination, port },
    { ...packet, sourcePort: (packet.sourcePort ?? 0) + 1 },
  ];
}

function hopLists(hops: readonly Hop[]): readonly (readonly [what: string, hops: readonly Hop[]])[] {
  const [first] = hops;
  return [
    ...without(hops).map((fewer) => ['one less', fewer] as const),
    ...(first === undefined ? [] : [['one more', [...hops, first]] as const]),
    ...hops.flatMap((hop, index) => tamperedHops(hop).map(([what, bad]) => [what, hops.with(index, bad)] as const)),
    ...hops.flatMap((hop, index) => {
      const next = hops[index + 1];
      const isSame = JSON.stringify(hop) === JSON.stringify(next);
      return next === undefined || isSame ? [] : [['swapped', hops.with(index, next).with(index + 1, hop)] as const];
    }),
  ];
}

function tamperedHops(hop: Hop): readonly (readonly [what: string, hop: Hop])[] {
  const { element, evidence, packet } = hop;
  const decisions = ['allow', 'deny', 'unknown', 'nat', 'forward'] as const;
  return [
    ['rule', { ...hop, rule: `${hop.rule}0` }],
    ['element', { ...hop, element: { ...element, ref: NOBODY } }],
    ['kind', { ...hop, element: { ...element, kind: 'nothing' } }],
    ['direction', { ...hop, direction: hop.direction === 'in' ? 'reply' : 'in' }],
    ...decisions
      .filter((one) => one !== hop.decision)
      .map((decision) => [`decision ${decision}`, { ...hop, decision }] as const),
    ...packets(packet).map((seen) => ['packet', { ...hop, packet: seen }] as const),
    ...(evidence === undefined
      ? []
      : ([
          ['call', { ...hop, evidence: { ...evidence, call: 'ec2:DescribeRegions' } }],
          ['scope', { ...hop, evidence: { ...evidence, scope: '111122223333/eu-west-1' } }],
          ['time', { ...hop, evidence: { ...evidence, at: '2020-01-01T00:00:00.000Z' } }],
        ] as const)),
  ];
}
