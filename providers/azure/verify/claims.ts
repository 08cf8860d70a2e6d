import type { Proof } from '../../../src/model/proof.ts';
import type { PortRange } from '../../../src/net/ports.ts';
import type { Way } from './check.ts';
import { outcomeOf } from './outcome.ts';
import type { Wire } from './packet.ts';
import { audienceTextOf, gapsMet, modifiersOf, type PortSurvey, portsBeside, portsToTry, surveyOf } from './survey.ts';

/** Tests what a proof says beyond its witness: verdict, modifiers, ports, audience, logins and gaps. */
export function claimFaults(way: Way, proof: Proof, sent: Wire, ports: readonly PortRange[]): readonly string[] {
  const { verdict, fate } = outcomeOf(way, sent);
  if (verdict !== proof.verdict) return [`The witness is ${verdict}, not ${proof.verdict}.`];
  const surveys = portsToTry(way, ports).map((port) => surveyOf(way, sent, port, fate));
  const outcomes = surveys.flatMap((survey) => survey.outcomes);
  const target = way.targetPort === undefined ? proof.ports : `${way.targetPort}`;
  return [
    ...difference('modifiers', modifiersOf(way, outcomes), proof.modifiers.toSorted()),
    ...difference("target's ports", [target], [proof.targetPorts]),
    ...difference('logins', way.gates.map(gateText), proof.gates.map(gateText)),
    ...surveys.flatMap((survey) => audienceFaults(survey, proof)).slice(0, 1),
    ...difference('gaps', verdict === 'unknown' ? [...gapsMet(outcomes)].sort() : [], proof.missing.toSorted()),
    ...(verdict === 'blocked' && proof.blockers.length === 0 ? ['Nothing is named that blocks it.'] : []),
    ...besideFaults(way, { sent, fate, ports, surveys }),
  ];
}

interface Surveyed {
  readonly sent: Wire;
  readonly fate: string;
  readonly ports: readonly PortRange[];
  readonly surveys: readonly PortSurvey[];
}

/** A port beside the claimed ones that is judged like one of them belongs to them. */
function besideFaults(way: Way, { sent, fate, ports, surveys }: Surveyed): readonly string[] {
  const known = new Set(surveys.map(({ signature }) => signature));
  return portsBeside(way, ports)
    .filter((port) => known.has(surveyOf(way, sent, port, fate).signature))
    .map((port) => `Port ${port} is left out.`);
}

function audienceFaults({ port, clients }: PortSurvey, { family, protocol, audience }: Proof): readonly string[] {
  const found = audienceTextOf(family, clients);
  return difference(`audience of ${protocol} ${port}`, textOf(found), textOf(audience));
}

function textOf({ class: name, ranges, truncated }: Proof['audience']): readonly string[] {
  return [name, ...ranges, ...(truncated ? ['and more'] : [])];
}

function gateText({ kind, strength, element, rule }: Proof['gates'][number]): string {
  return `${kind} (${strength}) by ${element}: ${rule}`;
}

function difference(what: string, found: readonly string[], claimed: readonly string[]): readonly string[] {
  if (found.length === claimed.length && found.every((text, index) => text === claimed[index])) return [];
  return [`The ${what}: ${found.join(', ') || 'none'}, not ${claimed.join(', ') || 'none'}.`];
}
