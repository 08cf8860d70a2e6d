import type { Modifier, Verdict } from './exposure.ts';
import type { Evidence, ResourceRef, Scope } from './resource.ts';

/** A claim about one slice of an entry, with each step that makes it true. Plain JSON, checkable without the engine. */
export interface Proof {
  readonly scope: Scope;
  readonly entry: ResourceRef;
  readonly address: string;
  readonly workload: ResourceRef;
  readonly family: 'ipv4' | 'ipv6';
  readonly protocol: string;
  /** `8000,9000-9010`, as the client sees them. */
  readonly ports: string;
  readonly targetPorts: string;
  readonly verdict: Verdict;
  readonly modifiers: readonly Modifier[];
  /** CIDRs, at most `MAX_RANGES`; `truncated` says that there are more. */
  readonly audience: { readonly class: string; readonly ranges: readonly string[]; readonly truncated: boolean };
  readonly gates: readonly {
    readonly kind: string;
    readonly strength: string;
    readonly element: ResourceRef;
    readonly rule: string;
  }[];
  /** A packet that travels the path, or that is stopped on it. */
  readonly witness: Packet;
  /** In the order in which the packet and then its reply meet them. A blocked path ends at the first hop that denies. */
  readonly hops: readonly Hop[];
  /** For `blocked`: every hop that alone would stop the packet, the first included. */
  readonly blockers: readonly Hop[];
  /** For `unknown`: the gaps that could decide. */
  readonly missing: readonly string[];
}

export interface Packet {
  readonly protocol: string;
  readonly source: string;
  /** Absent for protocols without ports. */
  readonly sourcePort?: number;
  readonly destination: string;
  readonly port: number;
}

export interface Hop {
  readonly element: { readonly ref: ResourceRef; readonly kind: string; readonly name?: string };
  readonly direction: 'in' | 'reply';
  readonly decision: 'allow' | 'deny' | 'route' | 'nat' | 'forward' | 'gate' | 'inspect' | 'unknown';
  /** The rule that decided: `sgr-0abc…`, `100`, `0.0.0.0/0 -> igw-1`, `implicit deny`. */
  readonly rule: string;
  /** The packet as this element sees it; of a reply, the client is still `source` and the service `destination`. */
  readonly packet: Packet;
  readonly evidence?: Evidence;
}
