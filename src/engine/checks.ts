import type { Firewall } from '../model/firewall.ts';
import type { Wire } from '../model/inventory.ts';
import type { ConditionStage, FilterStage, InspectionStage, PeerAddresses, Stage } from '../model/path.ts';
import { INTERNET } from '../net/audience.ts';
import type { Family } from '../net/ip.ts';
import { ALL_PORTS, type PortRange } from '../net/ports.ts';
import {
  type AddressSet,
  addressesAt,
  type PortSlice,
  type Protocol,
  portMapOf,
  type Traffic,
  TrafficSpace,
} from '../net/traffic-space.ts';
import { type Asked, type Decision, decide, isChain, type Leaf, unite } from './decide.ts';
import { replyClients } from './reply-clients.ts';
import { ORDINARY_PORTS, portsMeet } from './source-ports.ts';

/** One stage, as a statement about the client's packets: which surely pass, which may, and who says so. */
export interface Check extends Decision {
  readonly stage: Stage;
  /** Replies decide over TCP only: a datagram is delivered whether or not an answer finds its way. */
  readonly direction: 'forward' | 'reply';
  /** What also holds for ordinary source ports, not only for ones that an attacker would pick. */
  readonly ordinary: Traffic;
  /** What opens ports by design. */
  readonly grants: boolean;
  /** Where it says no, the workload is merely out of service. */
  readonly latent: boolean;
}

/** How a stage's view of a packet maps to the packet that the client sent. */
export interface View {
  /** The family of the client's address; the wire's may differ behind a proxy. */
  readonly family: Family;
  readonly wire: Wire;
  /** The port at this stage and the listener's that leads to it; absent, the port is the client's own. */
  readonly lift?: { readonly protocol: Protocol; readonly port: number; readonly front: PortRange };
}

type Certainty = 'surely' | 'possibly';

const CLIENT_PORTS: PortRange = [1, 65_535];

/** Compiles stages, each once for every way in which it is looked at. */
export class Checks {
  readonly #spaces: Readonly<Record<Family, TrafficSpace>> = {
    ipv4: new TrafficSpace('ipv4'),
    ipv6: new TrafficSpace('ipv6'),
  };
  readonly #memo = new Map<Stage, Map<string, Check>>();
  readonly #viewKeys = new WeakMap<View, string>();
  readonly #firewallIds = new Map<object, number>();
  readonly #decisions = new Map<string, Decision>();

  space(family: Family): TrafficSpace {
    return this.#spaces[family];
  }

  /** The stage as a check on the client's packets. */
  of(stage: Stage, view: View): Check {
    const key = this.#viewKeys.get(view) ?? keyOf(view);
    this.#viewKeys.set(view, key);
    const known = this.#memo.get(stage) ?? new Map<string, Check>();
    const found = known.get(key);
    if (found !== undefined) return found;
    const check = this.#make(stage, view);
    this.#memo.set(stage, known.set(key, check));
    return check;
  }

  #make(stage: Stage, view: View): Check {
    const space = this.#spaces[view.family];
    switch (stage.kind) {
      case 'condition':
        return conditionCheck(space, stage);
      case 'inspection':
        return inspectionCheck(space, stage);
      case 'reply-route': {
        const decision = replyClients(space, stage);
        return { ...decision, stage, direction: 'reply', ordinary: decision.may, grants: false, latent: false };
      }
      case 'filter':
        return this.#filterCheck(stage, view);
    }
  }

  #filterCheck(stage: FilterStage, view: View): Check {
    const space = this.#spaces[view.family];
    const decision = this.decisionOf(stage, view);
    const shared = { stage, direction: stage.direction, grants: stage.role === 'grant', latent: false };
    const { must, may, denials } = decision;
    if (isAsSent(stage, view)) {
      return {
        ...{ ...shared, must, may, ordinary: ordinaryOf(space, decision), denials },
        get leaves() {
          return decision.leaves;
        },
      };
    }
    const sent = (traffic: Traffic, certainty: Certainty, ports = CLIENT_PORTS): Traffic =>
      this.#asSent(stage, view, { traffic, certainty, ports });
    const surely = sent(must, 'surely');
    const hidden = peerOfStage(stage, view) !== undefined;
    const rules = decision.leaves.map((leaf) => ({
      ...leaf,
      space: sent(leaf.space, 'possibly'),
      // The provider's range is then where a front sends from, and says nothing of who its clients are.
      providerRange: leaf.providerRange && !hidden,
    }));
    return {
      ...shared,
      must: surely,
      may: sent(may, 'possibly'),
      ordinary:
        stage.direction === 'reply'
          ? sent(may, 'possibly', ORDINARY_PORTS)
          : sent(ordinaryOf(this.#wireSpace(stage, view), decision), 'possibly'),
      leaves: [...rules, ...unknownSender(stage, view, space.subtract(sent(must, 'possibly'), surely))],
      denials: rules.filter(({ allows }) => !allows),
    };
  }

  /** What a stage says of the packets on the wire, said of the packets that the client sent. */
  #asSent(
    stage: FilterStage,
    view: View,
    {
      traffic,
      certainty,
      ports,
    }: { readonly traffic: Traffic; readonly certainty: Certainty; readonly ports: PortRange },
  ): Traffic {
    const space = this.#spaces[view.family];
    const seen = this.#throughWire(stage, view, traffic, certainty);
    return stage.direction === 'reply' ? clientsAnswered(space, seen, ports) : lift(space, seen, view);
  }

  #throughWire(stage: FilterStage, view: View, traffic: Traffic, certainty: Certainty): Traffic {
    const space = this.#spaces[view.family];
    const peer = peerOfStage(stage, view);
    if (peer !== undefined) {
      const wireSpace = this.#spaces[peer.family];
      const sender = certainty === 'surely' && !peer.exact ? 'all' : 'some';
      return throughPeer(space, traffic, wireSpace.addresses(peer.ranges), { sender, wireSpace });
    }
    return traffic;
  }

  /** The decision of a stage's firewalls in the space of the wire. */
  decisionOf(stage: FilterStage, view: View): Decision {
    const space = this.#wireSpace(stage, view);
    const isInternet = peerOfStage(stage, view) === undefined && view.wire.kind === 'client';
    const senders = isInternet ? space.addresses(INTERNET[space.family]) : space.everyAddress;
    const asked = { space, via: view.wire.via, senders, grants: stage.role === 'grant' };
    // A front picks its own source port, and no attacker can tell it which.
    return this.#decisionOf(isInternet ? asked : { ...asked, sourcePorts: ORDINARY_PORTS }, stage.firewalls);
  }

  #wireSpace(stage: FilterStage, view: View): TrafficSpace {
    return this.#spaces[peerOfStage(stage, view)?.family ?? view.family];
  }

  /** Firewalls that are united are compiled once each, for a group is often met in company of others. */
  #decisionOf(asked: Asked, firewalls: readonly Firewall[]): Decision {
    const ids = firewalls.map((firewall) => this.#idOf(firewall)).join();
    const key = `${asked.space.family};${asked.grants};${asked.senders.id};${asked.sourcePorts?.join('-') ?? ''};${asked.via.join()};${ids}`;
    const known = this.#decisions.get(key);
    if (known !== undefined) return known;
    const apart = firewalls.length > 1 && !isChain(firewalls);
    const decision = apart
      ? unite(
          asked.space,
          firewalls.map((firewall) => this.#decisionOf(asked, [firewall])),
        )
      : decide(asked, firewalls);
    this.#decisions.set(key, decision);
    return decision;
  }

  #idOf(firewall: object): number {
    const id = this.#firewallIds.get(firewall) ?? this.#firewallIds.size;
    this.#firewallIds.set(firewall, id);
    return id;
  }
}

/** The sender's fixed addresses, where the client's own are not on the wire. */
export function peerOf(wire: Wire): PeerAddresses | undefined {
  return wire.kind === 'proxy' ? wire.from : undefined;
}

/** What passes from some ordinary source port. */
function ordinaryOf(space: TrafficSpace, { bySourcePort }: Decision): Traffic {
  if (bySourcePort === undefined) return space.everything;
  const ordinary = bySourcePort.filter(({ ports }) => portsMeet(ports, ORDINARY_PORTS));
  return space.unionOf(ordinary.map(({ decision }) => decision.may));
}

/** Whether what a stage sees is the client's own packet. */
function isAsSent(stage: FilterStage, view: View): boolean {
  const seesClient = view.wire.kind === 'client' && peerOfStage(stage, view) === undefined;
  return seesClient && stage.direction === 'forward' && view.lift === undefined;
}

/** The fixed addresses that a stage compares its rules with, if it does not see the client. */
function peerOfStage({ remote }: FilterStage, { wire }: View): PeerAddresses | undefined {
  return remote === 'wire' ? peerOf(wire) : remote;
}

/** What is so, whoever wrote which rules. */
const FACT = { providerRange: false, isRule: false, grants: false } as const;

function conditionCheck(space: TrafficSpace, stage: ConditionStage): Check {
  const leaf: Leaf = {
    element: stage.element,
    rule: stage.rule,
    allows: stage.holds !== 'no',
    inspects: false,
    space: space.everything,
    missing: stage.missing,
    ...FACT,
  };
  return {
    stage,
    direction: 'forward',
    must: stage.holds === 'yes' ? space.everything : space.nothing,
    may: stage.holds === 'no' ? space.nothing : space.everything,
    ordinary: space.everything,
    leaves: [leaf],
    denials: leaf.allows ? [] : [leaf],
    grants: false,
    latent: stage.latent ?? false,
  };
}

function inspectionCheck(space: TrafficSpace, stage: InspectionStage): Check {
  const { element, note } = stage;
  return {
    stage,
    direction: 'forward',
    must: space.nothing,
    may: space.everything,
    ordinary: space.everything,
    leaves: [{ element, rule: note, allows: true, inspects: true, space: space.everything, missing: [], ...FACT }],
    denials: [],
    grants: false,
    latent: false,
  };
}

/**
 * Which of the client's packets pass a filter that sees a peer instead of the client.
 *
 * One address of the peer that passes is enough, for a front has several and the client comes through any of
 * them; if we know only the block it lies in, all of the block must pass before we say that it surely does.
 */
function throughPeer(
  space: TrafficSpace,
  traffic: Traffic,
  peer: AddressSet,
  { sender, wireSpace }: { readonly sender: 'some' | 'all'; readonly wireSpace: TrafficSpace },
): Traffic {
  const passes = (addresses: AddressSet): boolean => {
    const admitted = wireSpace.intersectAddresses(addresses, peer);
    return sender === 'all' ? admitted === peer : admitted !== wireSpace.noAddress;
  };
  return space.rewrite(traffic, (slices) =>
    openToAll(
      space,
      slices.filter(({ addresses }) => passes(addresses)),
    ),
  );
}

/** Where it hangs on which address a peer has, the gaps that keep us from knowing it. */
function unknownSender(stage: FilterStage, view: View, doubtful: Traffic): readonly Leaf[] {
  const peer = peerOfStage(stage, view);
  const [first] = stage.firewalls;
  if (peer?.missing === undefined || first === undefined) return [];
  const rule = 'the address of the sender could not be read';
  const { element } = first;
  return [{ element, rule, allows: true, inspects: false, space: doubtful, missing: peer.missing, ...FACT }];
}

function openToAll(space: TrafficSpace, slices: readonly PortSlice[]): readonly PortSlice[] {
  return slices.map(({ first, last }) => ({ first, last, addresses: space.everyAddress }));
}

/**
 * Forgets the client's port: the source port is the attacker's to choose, so one that is answered suffices.
 *
 * Only TCP and UDP have one. Of the rest any answer will do: which kind of it a message calls for is not our question.
 */
function clientsAnswered(space: TrafficSpace, traffic: Traffic, ports: PortRange): Traffic {
  return space.rewrite(traffic, (slices, protocol) => {
    const [from, to] = protocol === 'tcp' || protocol === 'udp' ? ports : ALL_PORTS;
    let clients = space.noAddress;
    for (const { first, last, addresses } of slices) {
      if (last >= from && first <= to) clients = space.unionAddresses(clients, addresses);
    }
    return [{ first: ALL_PORTS[0], last: ALL_PORTS[1], addresses: clients }];
  });
}

/** Moves what is said of the target's port to the listener's ports. */
function lift(space: TrafficSpace, traffic: Traffic, { lift: mapping }: View): Traffic {
  if (mapping === undefined) return traffic;
  const addresses = addressesAt(portMapOf(traffic, mapping.protocol), mapping.port);
  return addresses === undefined ? space.nothing : space.traffic(mapping.protocol, mapping.front, addresses);
}

function keyOf({ family, wire, lift: mapping }: View): string {
  const ports = mapping === undefined ? '' : `${mapping.protocol}:${mapping.port}:${mapping.front.join('-')}`;
  const from = wire.kind === 'proxy' ? `${wire.from.exact}${wire.from.ranges.join()}` : '';
  return `${family};${wire.kind};${wire.via.join()};${from};${ports}`;
}
