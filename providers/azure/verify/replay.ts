import type { Hop, Packet, Proof } from '../../../src/model/proof.ts';
import { contains, intervalsOf } from '../../../src/net/interval-set.ts';
import { parseIp } from '../../../src/net/ip.ts';
import type { Name, Way } from './check.ts';
import type { Estate } from './estate.ts';
import { type Step, stops, walk } from './outcome.ts';
import { isSamePacket, packetOf, type Wire } from './packet.ts';

/** Compares each hop of a proof with what the raw records say of the witness there. */
export function replay(estate: Estate, way: Way, proof: Proof, sent: Wire): readonly string[] {
  const steps = walk(way, sent).filter(
    ({ check, judgement }) => check.isQuiet !== true || judgement.decision === 'deny',
  );
  const end = steps.findIndex(stops);
  const isBlocked = proof.verdict === 'blocked';
  const walked = isBlocked && end !== -1 ? steps.slice(0, end + 1) : steps;
  return [
    ...compareAll(estate, 'hop', proof.hops, walked),
    ...compareAll(estate, 'blocker', proof.blockers, isBlocked ? steps.filter(stops) : []),
  ];
}

function compareAll(estate: Estate, what: string, hops: readonly Hop[], steps: readonly Step[]): readonly string[] {
  const faults = hops.flatMap((hop, index) => {
    const step = steps[index];
    const found = step === undefined ? ['nothing more decides about this packet.'] : compareHop(estate, hop, step);
    return found.map((fault) => `${what} ${index + 1}: ${fault}`);
  });
  const absent = steps[hops.length];
  return absent === undefined ? faults : [...faults, `${what} ${hops.length + 1} is missing: ${named(absent)}.`];
}

function compareHop(estate: Estate, hop: Hop, step: Step): readonly string[] {
  const { element, direction, decision, rule } = hop;
  const seen = seenFrom(step, hop.packet);
  const name = step.check
    .judge(seen)
    .names.find((known) => known.ref === element.ref && known.kind === element.kind && known.rule === rule);
  const faults: string[] = [];
  if (name === undefined)
    faults.push(`${element.kind} ${element.ref} rule '${rule}' does not decide: ${named(step)} does.`);
  if (direction !== step.check.direction || decision !== step.judgement.decision) {
    faults.push(`it is ${direction} ${decision}, where ${step.check.direction} ${step.judgement.decision} is true.`);
  }
  const packet = packetOf(seen);
  if (!isSamePacket(packet, hop.packet)) {
    faults.push(`${element.ref} sees ${JSON.stringify(packet)}, not ${JSON.stringify(hop.packet)}.`);
  }
  return [...faults, ...(name === undefined ? [] : evidenceFaults(estate, hop, name))];
}

/** Of all addresses of a front a hop may pick the one that it follows: where a stretch begins on which rules agree. */
function seenFrom({ seen, check }: Step, { source }: Packet): Wire {
  const picked = parseIp(source)?.address;
  const { sender } = seen;
  if (picked === undefined || sender === undefined || !contains(sender.ranges, picked)) return seen;
  const starts = [...intervalsOf(sender.ranges).map(([first]) => first), ...check.borders.addresses];
  if (!starts.includes(picked)) return seen;
  return { ...seen, source: picked, sender: { ...sender, ranges: [picked, picked], exact: true, missing: [] } };
}

function named({ judgement }: Step): string {
  return judgement.names.map(({ kind, ref, rule }) => `${kind} ${ref} rule '${rule}'`).join(' or ');
}

/** What could not be read, or not be seen into, need not rest on an answer. */
function evidenceFaults(estate: Estate, { evidence, decision }: Hop, { ref }: Name): readonly string[] {
  const known = estate.evidencesOf(ref).map((one) => JSON.stringify(one));
  const told = evidence === undefined ? undefined : JSON.stringify(evidence);
  if (
    told === undefined ? known.length === 0 || decision === 'unknown' || decision === 'inspect' : known.includes(told)
  )
    return [];
  return [`${ref} rests on ${known.join(' or ') || 'no answer'}, not on ${told ?? 'none'}.`];
}
