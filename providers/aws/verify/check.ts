import type { Hop } from '../../../src/model/proof.ts';
import type { Evidence } from '../../../src/model/resource.ts';
import type { Address } from '../../../src/net/ip.ts';
import type { Wire } from './packet.ts';

/** An element and a rule of it, as a truthful hop may name them. */
export interface Name {
  readonly ref: string;
  readonly rule: string;
  /** The answer that the element was read from. */
  readonly evidence?: Evidence;
  /** The rule's addresses are shared by a provider's customers, so an attacker can rent one. */
  readonly providerRange?: boolean;
}

/** What one element says of one packet, by the raw records. */
export interface Judgement {
  readonly decision: Hop['decision'];
  /** Several where the packet has several grounds to pass, of which a proof may name any. */
  readonly names: readonly Name[];
  /** The gaps behind `unknown`. */
  readonly missing?: readonly string[];
  /** Gaps that a proof may name besides: what they hide would rather not change anything. */
  readonly mayMiss?: readonly string[];
  /** The denial only says that the workload is out of service now. */
  readonly latent?: boolean;
}

/** One element on the way of a packet, or of its reply. */
export interface Check {
  /** The kinds of element that may stand here, in the words of proofs. */
  readonly kinds: readonly string[];
  readonly direction: Hop['direction'];
  /** It opens ports by design. */
  readonly grants: boolean;
  /** `hop`: it is shown and does not count. `claim`: it counts and is not shown. Absent: both. */
  readonly only?: 'hop' | 'claim';
  /** The packet as this element sees it, of a packet as the client sends it. */
  readonly sees: (sent: Wire) => Wire;
  /** Judges a packet as the element sees it. */
  readonly judge: (seen: Wire) => Judgement;
  /** Where the judgement can change: client addresses and ports at which a rule begins, or the first after it. */
  readonly borders: Borders;
}

export interface Borders {
  readonly addresses: readonly Address[];
  readonly ports: readonly number[];
  /** The same of the client's port, for a check that sees the client's replies. */
  readonly clientPorts?: readonly number[];
}

export const NO_BORDERS: Borders = { addresses: [], ports: [] };

/** A fact that holds for every packet or for none. */
export function fact(kind: string, judgement: Judgement, sees: Check['sees']): Check {
  return { kinds: [kind], direction: 'in', grants: false, sees, judge: () => judgement, borders: NO_BORDERS };
}

/** A step that decides nothing: translation, forwarding, a login. */
export function passage(kind: string, decision: Hop['decision'], name: Name, sees: Check['sees']): Check {
  return fact(kind, { decision, names: [name] }, sees);
}
