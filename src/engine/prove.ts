import type { Exposure, Slice } from '../model/exposure.ts';
import type { Hop, Packet, Proof } from '../model/proof.ts';
import { audienceText, portsText, protocolText } from '../net/traffic-text.ts';
import type { Evaluation } from './evaluate.ts';
import { hopsOf } from './hops.ts';
import { witnessOf } from './witness.ts';

/**
 * Writes down why a slice has its verdict: a packet, each check that it meets, and the rule that decided there.
 *
 * A blocked proof ends at the first check that denies and lists every one that alone would. The result is plain
 * JSON, so that it can be checked against the collection by something that shares no code with the engine.
 */
export function prove({ checks }: Evaluation, exposure: Exposure, slice: Slice): Proof {
  const { entry, target } = exposure;
  const client = witnessOf(checks, exposure, slice);
  const hops = hopsOf(checks, exposure, slice, client);
  const isBlocked = slice.verdict === 'blocked';
  return {
    scope: entry.scope,
    entry: entry.ref,
    address: entry.address,
    workload: target.ref,
    family: entry.family,
    protocol: protocolText(slice.protocol),
    ports: portsText(slice.protocol, slice.ports),
    targetPorts: portsText(slice.protocol, slice.targetPorts),
    verdict: slice.verdict,
    modifiers: slice.modifiers,
    audience: audienceText(slice.audience),
    gates: slice.gates.map(({ kind, strength, element, rule }) => ({ kind, strength, element: element.ref, rule })),
    witness: client,
    hops: isBlocked ? untilDenied(hops, client) : hops,
    blockers: isBlocked ? hops.filter((hop) => stops(hop, client)) : [],
    missing: slice.missing,
  };
}

function untilDenied(hops: readonly Hop[], client: Packet): readonly Hop[] {
  const end = hops.findIndex((hop) => stops(hop, client));
  return end === -1 ? hops : hops.slice(0, end + 1);
}

/** A datagram is delivered whether or not its answer is, so only TCP is stopped on the way back. */
function stops({ decision, direction }: Hop, { protocol }: Packet): boolean {
  return decision === 'deny' && (direction === 'in' || protocol === 'tcp');
}
