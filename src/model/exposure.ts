import type { Audience } from '../net/audience.ts';
import type { PortRange } from '../net/ports.ts';
import type { Protocol } from '../net/traffic-space.ts';
import type { Entry, ForwardRule, Frontend, Gate, Leg, LegWay, Listener, Node } from './inventory.ts';
import type { Element } from './resource.ts';

export type Verdict = 'reachable' | 'blocked' | 'unknown';

export type Modifier = 'one-way' | 'latent' | 'inspected' | 'crafted-source-port-only' | 'provider-range';

/** All that was judged of one way in: an entry, what stands behind it, and the verdict on each slice of ports. */
export interface Exposure {
  readonly entry: Entry;
  /** What is reached: the workload, or the front itself where nothing is behind it. */
  readonly target: Node;
  /** Sorted by verdict, protocol and port. Exposures that share their checks share this very array. */
  readonly slices: readonly Slice[];
}

/** Ports of one protocol that share a verdict, an audience and the rules that decided. */
export interface Slice {
  readonly protocol: Protocol;
  /** The ports that a client uses. For ICMP, `(type << 8) | code`. */
  readonly ports: readonly PortRange[];
  /** The ports at the target. */
  readonly targetPorts: readonly PortRange[];
  readonly verdict: Verdict;
  readonly modifiers: readonly Modifier[];
  /** Who gets in; for `blocked` and `unknown`, who would if the blockers went or the gaps turned out open. */
  readonly audience: Audience;
  /** Logins on the way. Empty: the cloud enforces none. */
  readonly gates: readonly Gate[];
  /** Conditions a client chooses: a host, a path. */
  readonly conditions: readonly string[];
  /** The rules that allow it, or every element that alone would block it. */
  readonly deciding: readonly Deciding[];
  /** The names of the gaps that keep it `unknown`. */
  readonly missing: readonly string[];
  /** The checks that were passed, front to back: the ground for a proof. */
  readonly trail: readonly TrailStep[];
}

export interface Deciding {
  /** May stand for the exposure's own entry or target: read it through `elementIn`. */
  readonly element: Element;
  readonly rule: string;
  /** The rule opens ports by design, so closing it closes the exposure. */
  readonly grants: boolean;
  /**
   * The place of its check among all that are passed, those of the entry's path first. Rules of one place open the port
   * each by itself; rules of several places open it only together.
   */
  readonly place: number;
}

/** One stretch of a flow: the way in, or one leg behind a listener. */
export type TrailStep =
  | { readonly kind: 'entry'; readonly path: Entry['paths'][number] }
  | {
      readonly kind: 'leg';
      readonly frontend: Frontend;
      readonly listener: Listener;
      readonly rule: ForwardRule;
      readonly leg: Leg;
      readonly way: LegWay;
      readonly port: number | undefined;
    }
  | { readonly kind: 'front'; readonly frontend: Frontend; readonly listener: Listener };
