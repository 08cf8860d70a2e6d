import type { Exposure, Slice, TrailStep } from '../model/exposure.ts';
import type { Wire } from '../model/inventory.ts';
import { elementIn } from '../model/own-element.ts';
import type { PeerAddresses, Stage } from '../model/path.ts';
import type { Hop, Packet } from '../model/proof.ts';
import type { Element } from '../model/resource.ts';
import { contains, intersect, overlaps } from '../net/interval-set.ts';
import { type Address, type Family, formatIp, parseIp } from '../net/ip.ts';
import { formatPorts } from '../net/ports.ts';
import { addressesAt, type Protocol, portMapOf, type Traffic } from '../net/traffic-space.ts';
import { type Check, type Checks, peerOf, type View } from './checks.ts';
import type { Decision, Leaf } from './decide.ts';
import { portsMeet } from './source-ports.ts';

/** A stage of a trail, and how it sees the packet. */
export interface ViewedStage {
  readonly stage: Stage;
  readonly view: View;
  /** The port behind the last front; absent, the client's own. */
  readonly port?: number;
}

/** The packet as it is now, and who sent it in the first place. */
interface Traveller {
  readonly packet: Packet;
  readonly client: Address;
  readonly exposure: Exposure;
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
      hops.push(...forwardHops(step, packet, { family: entry.family, client: parseIp(client.source)?.address }));
      packet = behind(step, packet);
    }
    for (const viewed of stagesOfStep(entry.family, step)) {
      const traveller = { packet, client: parseIp(client.source)?.address ?? 0, exposure };
      hops.push(stageHop(checks, viewed, slice, traveller));
    }
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
      const port = step.port === undefined ? {} : { port: step.port };
      return step.way.path.stages.map((stage) => ({ stage, view, ...port }));
    }
  }
}

function listenerHop({ listener }: Pick<Leg, 'listener'>, packet: Packet): Hop {
  return hop(listener.element, 'forward', `${listener.label} ${formatPorts([listener.ports])}`, packet);
}

function forwardHops(
  step: Leg,
  packet: Packet,
  { family, client }: { readonly family: Family; readonly client: Address | undefined },
): readonly Hop[] {
  const { rule, leg } = step;
  const port = step.port ?? packet.port;
  const mayUse = rule.sources === undefined || (client !== undefined && contains(rule.sources[family], client));
  return [
    listenerHop(step, packet),
    ...(mayUse ? [] : [hop(rule.element, 'deny', 'source address', packet)]),
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

/** One stage's hop. The verdict is the check's; the rule named is one that stands for it. */
function stageHop(checks: Checks, { stage, view }: ViewedStage, { protocol }: Slice, traveller: Traveller): Hop {
  const { packet, client, exposure } = traveller;
  const check = checks.of(stage, view);
  switch (stage.kind) {
    case 'condition':
      return hop(elementIn(exposure, stage.element), stateOf(check, protocol, 0, client), stage.rule, packet);
    case 'inspection':
      return hop(stage.element, 'inspect', stage.note, packet);
    case 'reply-route': {
      const state = stateOf(check, protocol, 0, client);
      const leaf = leafFor(state, check.leaves, protocol, { port: 0, address: client });
      return reply(leafHop(state === 'allow' ? 'route' : state, leaf, stage.element, packet));
    }
    case 'filter': {
      const decision = checks.decisionOf(stage, view);
      const peer = stage.remote === 'wire' ? peerOf(view.wire) : stage.remote;
      const isReply = stage.direction === 'reply';
      const leaves = isReply ? decision.leaves : leavesFor(decision, peer, packet);
      const port = isReply ? sourcePortOf(leaves, peer, protocol, traveller) : packet.port;
      const address = peer === undefined ? client : senderOf(leaves, peer, protocol, port);
      const state = stateOf(check, protocol, isReply ? 0 : port, client);
      const leaf = leafFor(state, leaves, protocol, { port, address });
      const hidden = stage.remote === 'wire' && peer !== undefined;
      const seen = hidden ? { ...packet, source: formatIp(address) } : packet;
      const [first] = stage.firewalls;
      if (first === undefined) throw new Error('A filter without a firewall decides nothing; the converter made one.');
      const decided = leafHop(state, leaf, first.element, seen);
      return isReply ? reply(decided) : decided;
    }
  }
}

function stateOf(
  { must, may }: Check,
  protocol: Protocol,
  port: number,
  client: Address,
): 'allow' | 'deny' | 'unknown' {
  const holds = (traffic: Traffic): boolean =>
    contains(addressesAt(portMapOf(traffic, protocol), port)?.ranges ?? [], client);
  if (holds(must)) return 'allow';
  return holds(may) ? 'unknown' : 'deny';
}

/** The sender's port: the client's own. A front picks its own, and ICMP has none, so any that is answered will do. */
function sourcePortOf(
  leaves: readonly Leaf[],
  peer: PeerAddresses | undefined,
  protocol: Protocol,
  { packet, client }: Traveller,
): number {
  const { sourcePort } = packet;
  if (peer === undefined && sourcePort !== undefined) return sourcePort;
  const senders = peer?.ranges ?? [client, client];
  const answered = leaves
    .filter(({ allows }) => allows)
    .flatMap(({ space }) => portMapOf(space, protocol).slices)
    .filter(({ addresses }) => overlaps(addresses.ranges, senders));
  const own = answered.some(({ first, last }) => sourcePort !== undefined && first <= sourcePort && sourcePort <= last);
  if (own && sourcePort !== undefined) return sourcePort;
  const lowest = answered.find(({ last }) => sourcePort === undefined || last > 0)?.first ?? 0;
  return sourcePort === undefined ? lowest : Math.max(1, lowest);
}

/** An address of the peer that is let through, if one is. */
function senderOf(leaves: readonly Leaf[], { ranges }: PeerAddresses, protocol: Protocol, port: number): Address {
  for (const leaf of leaves) {
    const [sender] = intersect(addressesAt(portMapOf(leaf.space, protocol), port)?.ranges ?? [], ranges);
    if (leaf.allows && sender !== undefined) return sender;
  }
  return ranges[0] ?? 0;
}

/** The rules as the packet's own source port meets them; a front picks its own, so there any that is let through will do. */
function leavesFor(
  { leaves, bySourcePort }: Decision,
  peer: PeerAddresses | undefined,
  { sourcePort }: Packet,
): readonly Leaf[] {
  if (peer !== undefined || sourcePort === undefined || bySourcePort === undefined) return leaves;
  const own = bySourcePort.find(({ ports }) => portsMeet(ports, [sourcePort, sourcePort]));
  return own?.decision.leaves ?? leaves;
}

/** The rule that stands for a verdict on one packet: one that says the same and depends on no gap, if there is one. */
function leafFor(
  state: 'allow' | 'deny' | 'unknown',
  leaves: readonly Leaf[],
  protocol: Protocol,
  { port, address }: { readonly port: number; readonly address: Address },
): Leaf | undefined {
  const deciding = leaves.filter(({ space }) =>
    contains(addressesAt(portMapOf(space, protocol), port)?.ranges ?? [], address),
  );
  if (state === 'unknown')
    return deciding.find(({ missing, inspects }) => missing.length > 0 || inspects) ?? deciding[0];
  const agreeing = deciding.filter(({ allows }) => allows === (state === 'allow'));
  return agreeing.find(({ missing }) => missing.length === 0) ?? agreeing[0] ?? deciding[0];
}

function leafHop(decision: Hop['decision'], leaf: Leaf | undefined, fallback: Element, packet: Packet): Hop {
  if (leaf === undefined) return hop(fallback, decision, 'no rule speaks of it', packet);
  const inspects = leaf.inspects && decision === 'unknown';
  return hop(leaf.element, inspects ? 'inspect' : decision, leaf.rule, packet);
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
