import type { Hop, Proof } from '../../../src/model/proof.ts';
import { intervalsOf } from '../../../src/net/interval-set.ts';
import type { Address, AddressRanges, Family } from '../../../src/net/ip.ts';
import type { PortRange } from '../../../src/net/ports.ts';
import type { Wire } from './packet.ts';

/** A thing that a hop can name. */
export interface Part {
  readonly kind: string;
  readonly ref: string;
}

/** Just that of something that has more. */
export function partOf({ kind, ref }: Part): Part {
  return { kind, ref };
}

/** An element and a rule of it, as a truthful hop may name them. */
export interface Name extends Part {
  readonly rule: string;
  /** The rule's addresses are shared by a provider's customers, so an attacker can rent one. */
  readonly providerRange?: boolean;
}

/** What one element says of one packet, by the raw records. */
export interface Judgement {
  readonly decision: Hop['decision'];
  /** Several where the packet has several grounds to pass, of which a proof may name any. */
  readonly names: readonly Name[];
  /** The gaps on which the judgement rests. */
  readonly missing?: readonly string[];
  /** The denial only says that the workload is out of service now. */
  readonly latent?: boolean;
}

/** One element on the way of a packet, or of its reply. */
export interface Check {
  readonly direction: Hop['direction'];
  /** It opens ports by design. */
  readonly grants: boolean;
  /** No hop shows it unless it denies. */
  readonly isQuiet?: boolean;
  /** Judges a packet as the element sees it. */
  readonly judge: (seen: Wire) => Judgement;
  /** The packet as it goes on from here, where that is another one. */
  readonly onward?: (seen: Wire) => Wire;
  readonly borders: Borders;
}

/** Where a judgement can change: values at which a rule begins to speak, or the first after it. */
export interface Borders {
  readonly addresses: readonly Address[];
  readonly ports: readonly number[];
  readonly sourcePorts: readonly number[];
}

export const NO_BORDERS: Borders = { addresses: [], ports: [], sourcePorts: [] };

/** One way from an entry to what stands behind it: everything that a packet and its reply meet, in order. */
export interface Way {
  readonly workload: string;
  readonly family: Family;
  readonly checks: readonly Check[];
  /** What a client can send this way at all; absent, anything. */
  readonly front?: { readonly protocol: string; readonly ports: PortRange };
  /** The port at the target; absent, the client's own. */
  readonly targetPort?: number | undefined;
  readonly gates: Proof['gates'];
}

/** Which way in a proof speaks of. */
export type Claim = Pick<Proof, 'entry' | 'address'>;

/** A fact that holds for every packet or for none. */
export function fact(judgement: Judgement): Check {
  return { direction: 'in', grants: false, judge: () => judgement, borders: NO_BORDERS };
}

/** A step that decides nothing: translation, forwarding, a login. */
export function passage(decision: Hop['decision'], name: Name, onward?: Check['onward']): Check {
  return { ...fact({ decision, names: [name] }), ...(onward === undefined ? {} : { onward }) };
}

/** The first address of each range, and the first after it. */
export function bordersOf(ranges: AddressRanges): readonly Address[] {
  return intervalsOf(ranges).flatMap(([first, last]) => [first, typeof last === 'bigint' ? last + 1n : last + 1]);
}
