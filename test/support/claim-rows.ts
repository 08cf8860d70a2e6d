import type { Exposure, Slice } from '../../src/model/exposure.ts';
import { cidrsOf } from '../../src/net/ip.ts';
import { formatPorts } from '../../src/net/ports.ts';

/** One judged slice, as the tests of gaps compare it. */
export interface ClaimRow {
  readonly workload: string;
  readonly verdict: Slice['verdict'];
  /** What a client can do; two rows with the same text make the same claim. */
  readonly claim: string;
  readonly missing: readonly string[];
}

export function isReachable({ verdict }: ClaimRow): boolean {
  return verdict === 'reachable';
}

export function isOpen({ verdict }: ClaimRow): boolean {
  return verdict !== 'blocked';
}

export function claimRowsOf(exposures: readonly Exposure[]): readonly ClaimRow[] {
  return exposures.flatMap((exposure) => exposure.slices.map((slice) => rowOf(exposure, slice)));
}

function rowOf({ entry, target }: Exposure, slice: Slice): ClaimRow {
  const { verdict, protocol, ports, targetPorts, audience, missing } = slice;
  const claim = [
    target.ref,
    entry.ref,
    entry.address,
    protocol,
    formatPorts(ports),
    formatPorts(targetPorts),
    ...cidrsOf(audience.ranges),
  ].join(' ');
  return { workload: target.ref, verdict, claim, missing };
}
