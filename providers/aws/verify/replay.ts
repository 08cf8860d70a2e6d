import type { Hop, Packet, Proof } from '../../../src/model/proof.ts';
import type { Evidence } from '../../../src/model/resource.ts';
import { parseIp } from '../../../src/net/ip.ts';
import type { Check, Judgement, Name } from './check.ts';
import type { Estate } from './estate.ts';
import { stops } from './outcome.ts';
import { isSamePacket, packetOf, type Wire, within } from './packet.ts';
import type { Way } from './way.ts';

/** Compares each hop of a proof with what the raw records say of the witness there. */
export function replay(estate: Estate, { checks }: Way, proof: Proof, sent: Wire): readonly string[] {
  const shown = checks.filter(({ only }) => only !== 'claim');
  const steps = shown.map((check) => ({ check, judgement: check.judge(check.sees(sent)) }));
  const isStop = ({ check, judgement }: (typeof steps)[number]): boolean => stops(check, judgement, sent.protocol);
  const end = steps.findIndex(isStop);
  const walked = proof.verdict === 'blocked' && end !== -1 ? steps.slice(0, end + 1) : steps;
  const blocking = proof.verdict === 'blocked' ? steps.filter(isStop) : [];
  return [
    ...compareAll(estate, 'hop', proof.hops, { checks: walked.map(({ check }) => check), proof, sent }),
    ...compareAll(estate, 'blocker', proof.blockers, { checks: blocking.map(({ check }) => check), proof, sent }),
  ];
}

interface Expected {
  readonly checks: readonly Check[];
  readonly proof: Proof;
  readonly sent: Wire;
}

function compareAll(estate: Estate, what: string, hops: readonly Hop[], { checks, sent }: Expected): readonly string[] {
  const faults = hops.slice(0, checks.length).flatMap((hop, index) => {
    const check = checks[index];
    return check === undefined
      ? []
      : compareHop(estate, hop, check, sent).map((fault) => `${what} ${index + 1}: ${fault}`);
  });
  if (hops.length > checks.length)
    return [...faults, `${what} ${checks.length + 1}: nothing more decides about this packet.`];
  const absent = checks[hops.length];
  if (absent === undefined) return faults;
  return [...faults, `${what} ${hops.length + 1} is missing: ${absent.kinds.join(' or ')}.`];
}

function compareHop(estate: Estate, hop: Hop, check: Check, sent: Wire): readonly string[] {
  const { element, direction, decision, rule } = hop;
  if (!check.kinds.includes(element.kind) || direction !== check.direction) {
    return [
      `a ${element.kind} (${direction}) stands where a ${check.kinds.join(' or ')} (${check.direction}) belongs.`,
    ];
  }
  const sees = check.sees(sent);
  const judgement = check.judge(sees);
  const seen = seenFrom(sees, hop.packet);
  const faults: string[] = [];
  if (judgement.decision !== decision) {
    faults.push(`${element.ref} does not ${decision} the packet: it would ${judgement.decision}.`);
  }
  const name = check.judge(seen).names.find((known) => known.ref === element.ref && known.rule === rule);
  if (name === undefined) faults.push(`${element.ref} rule '${rule}' does not decide: ${named(judgement)} does.`);
  const packet = packetOf(seen);
  if (!isSamePacket(packet, hop.packet)) {
    faults.push(`${element.ref} sees ${JSON.stringify(packet)}, not ${JSON.stringify(hop.packet)}.`);
  }
  return [...faults, ...evidenceFaults(estate, hop.evidence, name)];
}

/** Of all addresses of a load balancer a hop may pick the one that it follows. */
function seenFrom(seen: Wire, { source }: Packet): Wire {
  const picked = parseIp(source)?.address;
  if (picked === undefined || seen.sender?.shown.some((block) => within(picked, block)) !== true) return seen;
  const own = [[picked, picked]] as const;
  return { ...seen, source: picked, sender: { blocks: own, exact: true, missing: [], shown: own } };
}

function named({ names }: Judgement): string {
  return names.map(({ ref, rule }) => `${ref} rule '${rule}'`).join(' or ');
}

function evidenceFaults(estate: Estate, evidence: Evidence | undefined, name: Name | undefined): readonly string[] {
  if (evidence === undefined) {
    return name?.evidence === undefined ? [] : [`the hop at ${name.ref} does not say which answer it rests on.`];
  }
  const { call, scope, at } = evidence;
  const told = `${call} in ${scope} at ${at}`;
  if (!estate.hasAnswer(evidence)) return [`the collection has no answer to ${told}.`];
  const known = name?.evidence;
  if (known === undefined || (known.call === call && known.at === at)) return [];
  return [`${name?.ref ?? 'the element'} was not read from ${told} but from ${known.call} at ${known.at}.`];
}
