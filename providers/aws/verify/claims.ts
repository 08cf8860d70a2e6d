import type { Proof } from '../../../src/model/proof.ts';
import type { PortRange } from '../../../src/net/ports.ts';
import { audienceTextOf } from './audience.ts';
import type { Estate } from './estate.ts';
import { verdictOf } from './outcome.ts';
import type { Wire } from './packet.ts';
import { gapsMet, modifiersOf, type Survey, surveyOf } from './survey.ts';
import type { Way } from './way.ts';

/** The traffic that a proof speaks of: one packet, and the ports. */
export interface Claimed {
  readonly sent: Wire;
  readonly ports: readonly PortRange[];
}

/** Tests what a proof says beyond its witness: verdict, modifiers, ports, audience, logins and gaps. */
export function claimFaults(estate: Estate, way: Way, proof: Proof, { sent, ports }: Claimed): readonly string[] {
  const survey = surveyOf(way, sent, ports);
  const verdict = verdictOf(survey.fate);
  const modifiers = modifiersOf(way, survey, sent.protocol);
  const target = way.targetPort === undefined ? proof.ports : `${way.targetPort}`;
  const faults: string[] = [];
  if (verdict !== proof.verdict) faults.push(`The witness is ${verdict} (${survey.fate}), not ${proof.verdict}.`);
  if (modifiers.join() !== proof.modifiers.toSorted().join()) {
    faults.push(`The modifiers are [${modifiers.join(', ')}], not [${proof.modifiers.join(', ')}].`);
  }
  if (proof.targetPorts !== target) faults.push(`The target's ports are ${target}, not ${proof.targetPorts}.`);
  if (!isSame(way.gates.map(gateText), proof.gates.map(gateText))) {
    faults.push(
      `The logins are [${way.gates.map(gateText).join(', ')}], not [${proof.gates.map(gateText).join(', ')}].`,
    );
  }
  if (proof.verdict === 'blocked' && proof.blockers.length === 0) faults.push('Nothing is named that blocks it.');
  return [...faults, ...audienceFaults(survey, proof), ...missingFaults(estate, gapsMet(way, survey, sent), proof)];
}

function audienceFaults({ audiences }: Survey, { family, protocol, audience }: Proof): readonly string[] {
  for (const { port, blocks } of audiences) {
    const found = audienceTextOf(family, blocks);
    if (found.class !== audience.class) {
      return [`The audience of ${protocol} ${port} is ${found.class}, not ${audience.class}.`];
    }
    if (found.truncated !== audience.truncated || !isSame(found.ranges, audience.ranges)) {
      return [`The audience of ${protocol} ${port} is ${found.ranges.join(' ')}, not ${audience.ranges.join(' ')}.`];
    }
  }
  return [];
}

/** An undecided proof names every gap that its traffic meets, and no proof names one that is none. */
function missingFaults(
  estate: Estate,
  { must, may }: ReturnType<typeof gapsMet>,
  { verdict, missing }: Proof,
): readonly string[] {
  const invented = missing.filter((name) => !may.has(name) && (verdict === 'unknown' || !estate.hasGap(name)));
  const forgotten = verdict === 'unknown' ? [...must].filter((name) => !missing.includes(name)) : [];
  const needless = verdict === 'blocked' ? missing : [];
  return [
    ...invented.map((name) => `${name} is not missing.`),
    ...forgotten.map((name) => `${name} is missing, and the proof does not say so.`),
    ...needless.map((name) => `${name} cannot change what is blocked.`),
  ];
}

function gateText({ kind, strength, element, rule }: Proof['gates'][number]): string {
  return `${kind} (${strength}) by ${element}: ${rule}`;
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, index) => text === b[index]);
}
