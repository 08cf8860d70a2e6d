import type { AddressRanges, Family } from '../net/ip.ts';
import type { PortRange } from '../net/ports.ts';
import type { Protocol } from '../net/traffic-space.ts';
import type { CollectionGap } from './gap.ts';
import type { Path, PeerAddresses } from './path.ts';
import type { Element, ResourceRef, Scope } from './resource.ts';
import type { Trace } from './trace.ts';

/** Everything collected for some scopes, in words that no cloud owns. */
export interface Inventory {
  readonly scopes: readonly Scope[];
  /** Every point where the internet could arrive, sorted by reference and address. */
  readonly entries: readonly Entry[];
  readonly gaps: readonly CollectionGap[];
  /** The time of the newest answer, ISO 8601 in UTC. */
  readonly collectedAt: string;
}

/** A point where the internet could arrive, and the way from there to the first thing behind it. */
export interface Entry {
  readonly ref: ResourceRef;
  readonly scope: Scope;
  /** The address or the name that a client would use. */
  readonly address: string;
  readonly family: Family;
  /** The address as the checks behind the gateway see it, where that one translates. */
  readonly translatedTo?: string;
  /** Alternative ways in, one for each zone: one good one suffices. */
  readonly paths: readonly Path[];
  /** What the entry is, for the first hop of a proof. */
  readonly element: Element;
  /** The zone that this entry stands in, where its front reaches only the targets of its own zone. */
  readonly zone?: string;
  readonly to: Node;
}

export type Node = Workload | Frontend;

/** Where traffic ends: a machine, a function, a container, or the interface of something we do not see into. */
export interface Workload {
  readonly kind: 'workload';
  readonly ref: ResourceRef;
  readonly scope: Scope;
  readonly element: Element;
  /** What it comes and goes with, where it is one of many alike: a scale set. A finding is about that. */
  readonly owner?: ResourceRef;
  readonly name?: string;
  readonly tags: Readonly<Record<string, string>>;
  /** What the control plane tells of the process that answers here. */
  readonly traces: readonly Trace[];
}

/** Something that takes connections and passes them on: a load balancer. */
export interface Frontend {
  readonly kind: 'frontend';
  readonly ref: ResourceRef;
  readonly scope: Scope;
  readonly element: Element;
  readonly tags: Readonly<Record<string, string>>;
  readonly traces: readonly Trace[];
  readonly listeners: readonly Listener[];
  /** The names of the gaps that hide its listeners, or some of them. */
  readonly missing?: readonly string[];
}

export interface Listener {
  readonly element: Element;
  readonly protocol: Protocol;
  readonly ports: PortRange;
  /** The provider's word for the protocol: `HTTPS`, `TCP`. */
  readonly label: string;
  /** In the order of evaluation; the last is the default. */
  readonly rules: readonly ForwardRule[];
  /** The names of the gaps that hide some of its rules. */
  readonly missing?: readonly string[];
}

/** One rule of a listener: what it matches, what login it demands, where it sends. */
export interface ForwardRule {
  readonly element: Element;
  /** Conditions that a client chooses freely (host, path, header, query, method), for a person to read. */
  readonly conditions: readonly string[];
  /** Source addresses that the rule is limited to: a condition of the network, which a client cannot choose. */
  readonly sources?: Readonly<Record<Family, AddressRanges>>;
  readonly gates: readonly Gate[];
  readonly action: 'forward' | 'redirect' | 'fixed-response';
  readonly legs: readonly Leg[];
  readonly traces: readonly Trace[];
}

/** A login that stands in front. It never turns `reachable` into `blocked`. */
export interface Gate {
  readonly kind: 'oidc' | 'iam' | 'jwt' | 'mtls' | 'iap' | 'key' | 'shared-secret-header';
  readonly strength: 'strong' | 'weak';
  readonly element: Element;
  readonly rule: string;
}

/** The way from a listener's rule to one target. */
export interface Leg {
  /** The group that lists the target. */
  readonly pool: Element;
  /** The port at the target; `same` is the port of the listener. */
  readonly targetPort: number | 'same';
  /** The target's address on the wire. */
  readonly address: string;
  /** How the traffic travels. Several mean that we could not read which of them is configured. */
  readonly ways: readonly LegWay[];
  /** The names of the gaps that leave more than one way. */
  readonly missing?: readonly string[];
  /** Only entries of these zones reach the target; absent, all do. */
  readonly zones?: readonly string[];
  /** What the load balancer says of the target: a signal, never a filter. */
  readonly health: 'healthy' | 'unhealthy' | 'unknown';
  readonly traces: readonly Trace[];
  readonly to: Node;
}

export interface LegWay {
  readonly wire: Wire;
  readonly path: Path;
}

/** What the next filter sees as the sender. */
export type Wire =
  /** The client's own address. */
  | { readonly kind: 'client'; readonly via: readonly ResourceRef[] }
  /** The front's addresses; the client is hidden. `via` are the groups that the front carries. */
  | { readonly kind: 'proxy'; readonly via: readonly ResourceRef[]; readonly from: PeerAddresses };
