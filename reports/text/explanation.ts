import type { Finding } from '../../src/findings/finding.ts';
import type { Classification } from '../../src/model/classification.ts';
import type { Hop, Packet, Proof } from '../../src/model/proof.ts';
import { scopeName } from '../../src/model/resource.ts';
import type { Style } from '../style.ts';
import { bySize, confidence } from './card.ts';
import { audienceWords, elementText, printable } from './words.ts';

/** A proof with what we make of it. */
export interface Explained {
  readonly proof: Proof;
  readonly classification?: Classification;
  /** The finding that this proof belongs to, if a rule is broken. */
  readonly finding?: Pick<Finding, 'fingerprint' | 'rule' | 'title' | 'severity' | 'severityReasons' | 'remediation'>;
}

/** The whole proof for a person: every hop with its rule, the packet there, and the answer that says so. */
export function explanation({ proof, classification, finding }: Explained, style: Style): string {
  const where = `${proof.workload} at ${proof.address} (${proof.entry}), ${proof.scope.cloud} ${scopeName(proof.scope)}`;
  const modifiers = proof.modifiers.length === 0 ? '' : ` (${proof.modifiers.join(', ')})`;
  return `${[
    style(
      'strong',
      printable(`${proof.verdict.toUpperCase()}${modifiers}: ${proof.protocol} ${proof.ports} of ${where}`),
    ),
    `audience   ${audienceWords(proof.audience)}`,
    `logins     ${printable(proof.gates.map((gate) => `${gate.kind}, ${gate.strength} (${gate.rule})`).join('; ')) || 'none seen'}`,
    `packet     ${packetText(proof.witness)}`,
    '',
    ...proof.hops.flatMap((hop, index) => hopLines(hop, index + 1, style)),
    ...blockerLines(proof),
    ...missingLines(proof),
    ...(finding === undefined ? [] : findingLines(finding, style)),
    ...(classification === undefined ? [] : signalLines(classification)),
  ].join('\n')}\n`;
}

function hopLines(hop: Hop, number: number, style: Style): readonly string[] {
  const { element, direction, decision, rule, packet, evidence } = hop;
  const arrow = direction === 'reply' ? 'reply' : 'in';
  const said = evidence === undefined ? 'not read' : `${evidence.call} ${evidence.scope} ${evidence.at}`;
  return [
    `${String(number).padStart(3)}. ${decision.padEnd(7)} ${elementText(element)}: ${style('strong', printable(rule))}`,
    style('faint', printable(`     ${arrow}, ${packetText(packet)}; ${said}`)),
  ];
}

function packetText({ protocol, source, sourcePort, destination, port }: Packet): string {
  if (sourcePort === undefined) return `${protocol} ${source} -> ${destination}`;
  return `${protocol} ${bracketed(source)}:${sourcePort} -> ${bracketed(destination)}:${port}`;
}

function bracketed(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}

function blockerLines({ verdict, blockers }: Proof): readonly string[] {
  if (verdict !== 'blocked') return [];
  const lines = blockers.map(({ element, rule }) => printable(`  ${elementText(element)}: ${rule}`));
  return ['', blockers.length === 1 ? 'Only this blocks it:' : 'Each of these alone would block it:', ...lines];
}

function missingLines({ missing }: Proof): readonly string[] {
  return missing.length === 0
    ? []
    : ['', 'Not decided, because these are missing:', ...missing.map((name) => `  ${printable(name)}`)];
}

function findingLines(finding: NonNullable<Explained['finding']>, style: Style): readonly string[] {
  const { fingerprint, rule, title, severity, severityReasons, remediation } = finding;
  return [
    '',
    `${style(severity, severity.toUpperCase())}  ${rule}  ${printable(title)}  ${fingerprint}`,
    ...severityReasons.map((reason) => `  ${printable(reason)}`),
    `  fix: ${printable(remediation)}`,
  ];
}

function signalLines(classification: Classification): readonly string[] {
  const { product, category, role, loginByDefault, signals } = classification;
  if (signals.length === 0) return [];
  const what = [
    product?.name,
    category,
    role,
    loginByDefault === undefined ? undefined : `login by default: ${loginByDefault}`,
  ];
  return [
    '',
    printable(
      `AI ${confidence(classification)}: ${what.filter((part) => part !== undefined).join(', ') || 'product unknown'}`,
    ),
    ...bySize(signals).map(({ contribution, weight, attribution, value, source }) =>
      printable(
        `  ${signed(contribution)}  ${value} (${source}; weight ${signed(weight)}, attribution ${attribution})`,
      ),
    ),
  ];
}

function signed(value: number): string {
  return `${value < 0 ? '-' : '+'}${Math.abs(value).toFixed(2)}`;
}
