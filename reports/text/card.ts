import type { Finding } from '../../src/findings/finding.ts';
import type { Classification, WeightedSignal } from '../../src/model/classification.ts';
import type { Hop, Proof } from '../../src/model/proof.ts';
import type { Style } from '../style.ts';
import { audienceWords, elementText, placeText, printable, shortFingerprint } from './words.ts';

const MOST_SIGNALS = 3;

/** One finding for a person: what, where, the way in hop by hop, why we think so, and what to close. */
export function card(finding: Finding, style: Style): string {
  const { rule, title, severity, endpoint, classification, name, fingerprint, proof } = finding;
  const short = shortFingerprint(fingerprint);
  const who = [name, endpoint.workload].filter((part) => part !== undefined).map(printable);
  const facts = [...who, `${endpoint.cloud} ${endpoint.scope}`, `confidence ${confidence(classification)}`, short];
  const head = `${style(severity, severity.toUpperCase().padEnd(8))}  ${rule}  ${style('strong', printable(title))}`;
  return [
    head,
    `  ${facts.join('  ')}`,
    row('what', `${placeText(endpoint)}, for ${audienceWords(endpoint.audience)}`),
    ...alsoRows(finding),
    ...pathRows(proof, style),
    row('why', why(classification)),
    row('rated', finding.severityReasons.map(printable).join('; ')),
    row('fix', printable(finding.remediation)),
    row('more', style('faint', `exposure explain ${short}, with the same --from or --demo`)),
    '',
  ].join('\n');
}

/** `confirmed 0.99`. */
export function confidence({ level, probability, conflicting }: Classification): string {
  return `${level} ${probability.toFixed(2)}${conflicting ? ', signals conflict' : ''}`;
}

/** A signal and where it was read. */
function signalText({ value, source }: WeightedSignal): string {
  return printable(`${value} (${source})`);
}

/** The strongest first. */
export function bySize(signals: readonly WeightedSignal[]): readonly WeightedSignal[] {
  return [...signals].sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution));
}

function why({ signals, product }: Classification): string {
  const speaking = bySize(signals).filter(({ contribution }) => contribution > 0);
  const top = speaking.slice(0, MOST_SIGNALS).map(signalText).join('; ');
  const more = speaking.length > MOST_SIGNALS ? `; ${speaking.length - MOST_SIGNALS} more` : '';
  return `${product === undefined ? '' : `${product.name}: `}${top}${more}`;
}

function alsoRows({ alsoReachableAs = [] }: Finding): readonly string[] {
  const shown = alsoReachableAs.slice(0, MOST_SIGNALS).map((endpoint) => {
    const doubt = endpoint.verdict === 'reachable' ? '' : ` (${endpoint.verdict})`;
    return `${placeText(endpoint)} at ${printable(endpoint.workload)}${doubt}`;
  });
  const more = alsoReachableAs.length - shown.length;
  if (shown.length === 0) return [];
  return [row('also', `${shown.join('; ')}${more > 0 ? `; ${more} more` : ''}`)];
}

function pathRows(proof: Proof, style: Style): readonly string[] {
  const first = `internet (${proof.witness.source})`;
  return [row('path', first), ...proof.hops.map((hop) => `         ${hopText(hop, style)}`)];
}

function hopText({ element, direction, decision, rule }: Hop, style: Style): string {
  const arrow = direction === 'reply' ? '<-' : '->';
  const verb = decision === 'allow' ? '' : `${decision}: `;
  return `${arrow} ${elementText(element)}  ${style('faint', printable(`${verb}${rule}`))}`;
}

function row(label: string, text: string): string {
  return `  ${label.padEnd(5)}  ${text}`;
}
