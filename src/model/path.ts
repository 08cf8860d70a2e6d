import type { AddressRanges, Cidr, Family } from '../net/ip.ts';
import type { Firewall } from './firewall.ts';
import type { Element } from './resource.ts';

/** The checks between one point and the next, in the order in which a packet meets them. */
export interface Path {
  readonly stages: readonly Stage[];
}

export type Stage = ConditionStage | FilterStage | ReplyRouteStage | InspectionStage;

/** A fact that must hold for any packet at all: a gateway is attached, the machine runs. */
export interface ConditionStage {
  readonly kind: 'condition';
  /** `ENTRY_ITSELF` or `TARGET_ITSELF` for a fact about just that one, so that the stage can be shared. */
  readonly element: Element;
  readonly holds: 'yes' | 'no' | 'unknown';
  /** What was looked at and found, short enough for a table: `attached to vpc-1`, `no public address`. */
  readonly rule: string;
  /** If it does not hold, the workload is merely out of service now: stopped, unattached, without a backend. */
  readonly latent?: boolean;
  /** The names of the gaps behind `unknown`. */
  readonly missing: readonly string[];
}

/**
 * Firewalls asked together: the packet passes if any of them allows it.
 *
 * Several that must all allow are several stages.
 */
export interface FilterStage {
  readonly kind: 'filter';
  readonly firewalls: readonly Firewall[];
  /** A `grant` is what opens the workload's ports (a security group); a `guard` only takes away. */
  readonly role: 'grant' | 'guard';
  /** `forward` sees the port of the service; `reply` is a stateless filter that sees the client's port. */
  readonly direction: 'forward' | 'reply';
  /** Whose address the rules are compared with: the sender's as it is on the wire, or these fixed ones. */
  readonly remote: 'wire' | PeerAddresses;
}

/** The addresses of a known peer, for a filter that sees it rather than the client. */
export interface PeerAddresses {
  readonly family: Family;
  readonly ranges: AddressRanges;
  /** False if the peer has some address in `ranges` and we do not know which. */
  readonly exact: boolean;
  /** The names of the gaps that keep us from knowing which. */
  readonly missing?: readonly string[];
}

/** The way back: only clients whose best route leads to the internet can hold a conversation. */
export interface ReplyRouteStage {
  readonly kind: 'reply-route';
  readonly element: Element;
  readonly routes: readonly Route[];
  /** The names of the gaps that hide the routes altogether. */
  readonly missing?: readonly string[];
}

/** One route; the longest matching prefix wins, and of equal ones the first. */
export interface Route {
  /** The name of the route in proofs: `0.0.0.0/0 -> igw-1`. */
  readonly id: string;
  readonly destination: Cidr;
  /** `inspected` leads to the internet through a box that we cannot read. */
  readonly leadsTo: 'internet' | 'inspected' | 'elsewhere' | 'unknown';
  /** What it speaks of could not be read: it may take any client, whatever longer prefix there is. */
  readonly anywhere?: boolean;
  /** The names of the gaps behind `unknown` and `anywhere`. */
  readonly missing?: readonly string[];
}

/** A box in the way whose own policy we cannot read, or read only in part. */
export interface InspectionStage {
  readonly kind: 'inspection';
  readonly element: Element;
  /** What a person should know: `gateway load balancer endpoint`, `asymmetric: the reply does not pass it`. */
  readonly note: string;
}
