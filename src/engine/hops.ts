import type { Exposure, Slice, TrailStep } from '../model/exposure.ts';
import type { Wire } from '../model/inventory.ts';
import type { PeerAddresses, Stage } from '../model/path.ts';
import type { Hop, Packet } from '../model/proof.ts';
import type { Element } from '../model/resource.ts';
import { contains, intersect } from '../net/interval-set.ts';
import { type Address, formatIp, parseIp } from '../net/ip.ts';
import { formatPorts } from '../net/ports.ts';
import { addressesAt, type Protocol, portMapOf } from '../net/traffic-space.ts';
import { type Checks, peerOf, type View } from './checks.ts';
import type { Leaf } from './decide.ts';

/** A stage of a trail, and how it sees the packet. */
export interface ViewedStage {
  readonly stage: Stage;
  readonly view: View;
}

type Leg = Extract<TrailStep, { kind: 'leg' }>;

const CLIENT_WIRE: Wire = { kind: 'client', via: [] };

/** Every stage that a slice's packets meet, front to back. */
export function stagesOf({ entry }: Exposure, { trail }: Slice): readonly ViewedStage[] {
  return trail.flatMap((step) => stagesOfStep(entry.family, step));
}

/** The steps of a proof for one packet: translation, checks, logins and forwarding, in order. */
export function hopsOf(checks: Checks, exposure: Exposure, slice: Slice, client: Packet): readonly Hop[] {
  const { entry, target } = exposure;
  const hops: Hop[] = [];
  let packet = client;
  if (entry.translatedTo !== undefined) {
    packet = { ...client, destination: entry.translatedTo };
    hops.push(hop(entry.element, 'nat', `${client.destination} -> ${entry.translatedTo}`, client));
  }
  for (const step of slice.trail) {
    if (step.kind === 'front') {
      hops.push(listenerHop(step, packet));
      if (slice.verdict === 'unknown' && step.listener.missing !== undefined) {
        hops.push(hop(step.listener.element, 'unknown', 'rules could not be read', packet));
      }
    }
    if (step.kind === 'leg') {
      hops.push(...forwardHops(step, packet));
      packet = behind(step, packet);
    }
    for (const viewed of stagesOfStep(entry.family, step)) hops.push(stageHop(checks, viewed, slice, packet));
  }
  const last = slice.trail.at(-1);
  if (target.kind === 'frontend' && last?.kind !== 'front') {
    const unread = target.missing !== undefined;
    const rule = unread ? 'listeners could not be read' : 'no listener';
    hops.push(hop(target.element, unread ? 'unknown' : 'deny', rule, packet));
  }
  return hops;
}

function stagesOfStep(family: View['family'], step: TrailStep): readonly ViewedStage[] {
  switch (step.kind) {
    case 'front':
      return [];
    case 'entry':
      return step.path.stages.map((stage) => ({ stage, view: { family, wire: CLIENT_WIRE } }));
    case 'leg': {
      const view = { family, wire: step.way.wire };
      return step.way.path.stages.map((stage) => ({ stage, view }));
    }
  }
}

function listenerHop({ listener }: Pick<Leg, 'listener'>, packet: Packet): Hop {
  return hop(listener.element, 'forward', `${listener.label} ${formatPorts([listener.ports])}`, packet);
}

function forwardHops(step: Leg, packet: Packet): readonly Hop[] {
  const { rule, leg } = step;
  const port = step.port ?? packet.port;
  return [
    listenerHop(step, packet),
    ...rule.gates.map((gate) => hop(gate.element, 'gate', gate.rule, packet)),
    hop(rule.element, 'forward', rule.element.name ?? 'default', packet),
    hop(leg.pool, 'forward', `${leg.address}:${port}`, packet),
  ];
}

/** The packet as it leaves a front: to the target's address and port, from the client or from the front. */
function behind({ leg, way, port }: Leg, packet: Packet): Packet {
  const peer = peerOf(way.wire);
  const [sender] = peer?.ranges ?? [];
  return {
    ...packet,
    ...(sender === undefined ? {} : { source: formatIp(sender) }),
    destination: leg.address,
    port: port ?? packet.port,
  };
}

function stageHop(checks: Checks, { stage, view }: ViewedStage, slice: Slice, packet: Packet): Hop {
  switch (stage.kind) {
    case 'condition': {
      const decisions = { yes: 'allow', no: 'deny', unknown: 'unknown' } as const;
      return hop(stage.element, decisions[stage.holds], stage.rule, packet);
    }
    case 'inspection':
      return hop(stage.element, 'inspect', stage.note, packet);
    case 'reply-route': {
      const client = parseIp(packet.source)?.address ?? 0;
      const { leaves } = checks.of(stage, view);
      const leaf = leafAt(leaves, 'tcp', 0, client);
      return reply(leafHop(leaf, stage.element, leaf?.allows === true ? 'route' : 'deny', packet));
    }
    case 'filter': {
      const { leaves } = checks.decisionOf(stage, view);
      const peer = stage.remote === 'wire' ? peerOf(view.wire) : stage.remote;
      const port = stage.direction === 'reply' ? sourcePortOf(leaves, peer, slice, packet) : packet.port;
      const sender = peer === undefined ? (parseIp(packet.source)?.address ?? 0) : senderOf(leaves, peer, slice, port);
      const unseen = stage.remote === 'wire' && view.wire.kind === 'unseen';
      const leaf = unseen ? leaves.find(({ allows }) => allows) : leafAt(leaves, slice.protocol, port, sender);
      const seen = stage.remote === 'wire' && peer !== undefined ? { ...packet, source: formatIp(sender) } : packet;
      const [first] = stage.firewalls;
      const decided = leafHop(leaf, first?.element, leaf?.allows === true ? 'allow' : 'deny', seen);
      return stage.direction === 'reply' ? reply(decided) : decided;
    }
  }
}

/** The sender's port: the client's own, but a front picks its own, so any that is answered will do. */
function sourcePortOf(
  leaves: readonly Leaf[],
  peer: PeerAddresses | undefined,
  { protocol }: Slice,
  { sourcePort = 0 }: Packet,
): number {
  if (peer === undefined) return sourcePort;
  const answered = leaves
    .filter(({ allows }) => allows)
    .flatMap(({ space }) => portMapOf(space, protocol).slices)
    .filter(({ last, addresses }) => last > 0 && intersect(addresses.ranges, peer.ranges).length > 0);
  const own = answered.some(({ first, last }) => first <= sourcePort && sourcePort <= last);
  return own ? sourcePort : Math.max(1, answered[0]?.first ?? sourcePort);
}

/** An address of the peer that is let through, if one is. */
function senderOf(leaves: readonly Leaf[], { ranges }: PeerAddresses, { protocol }: Slice, port: number): Address {
  for (const leaf of leaves) {
    const [sender] = intersect(addressesAt(portMapOf(leaf.space, protocol), port)?.ranges ?? [], ranges);
    if (leaf.allows && sender !== undefined) return sender;
  }
  return ranges[0] ?? 0;
}

/** The leaf that decides about one packet; of several, one that depends on no gap. */
function leafAt(leaves: readonly Leaf[], protocol: Protocol, port: number, address: Address): Leaf | undefined {
  const deciding = leaves.filter(({ space }) =>
    contains(addressesAt(portMapOf(space, protocol), port)?.ranges ?? [], address),
  );
  return deciding.find(({ allows, missing }) => allows && missing.length === 0) ?? deciding[0];
}

function leafHop(
  leaf: Leaf | undefined,
  fallback: Element | undefined,
  decision: Hop['decision'],
  packet: Packet,
): Hop {
  const element = leaf?.element ?? fallback;
  if (element === undefined) throw new Error('A filter without a firewall decides nothing; the converter made one.');
  if (leaf === undefined) return hop(element, 'deny', 'no rule allows it', packet);
  if (leaf.missing.length > 0) return hop(element, 'unknown', leaf.rule, packet);
  return hop(element, leaf.inspects ? 'inspect' : decision, leaf.rule, packet);
}

function hop(element: Element, decision: Hop['decision'], rule: string, packet: Packet): Hop {
  const { ref, kind, name, evidence } = element;
  return {
    element: { ref, kind, ...(name === undefined ? {} : { name }) },
    direction: 'in',
    decision,
    rule,
    packet,
    ...(evidence === undefined ? {} : { evidence }),
  };
}

function reply(decided: Hop): Hop {
  return { ...decided, direction: 'reply' };
}
