import type { Proof } from '../../../src/model/proof.ts';
import type { Family } from '../../../src/net/ip.ts';
import type { PortRange } from '../../../src/net/ports.ts';
import type { Check } from './check.ts';

/** One way from an entry to what stands behind it: everything that a packet and its reply meet, in order. */
export interface Way {
  readonly workload: string;
  /** Ways of one line differ only in the zone of the entry. */
  readonly line: string;
  readonly family: Family;
  readonly checks: readonly Check[];
  /** What a client can send this way at all; absent, anything. */
  readonly front?: { readonly protocol: string; readonly ports: PortRange };
  /** The port at the target; absent, the client's own. */
  readonly targetPort?: number;
  readonly gates: Proof['gates'];
}
