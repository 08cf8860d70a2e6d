import { toInventory } from '../../providers/aws/convert/index.ts';
import type { Answer } from '../../src/collect/answer.ts';
import { evaluate } from '../../src/engine/evaluate.ts';
import type { Exposure, Slice } from '../../src/model/exposure.ts';
import { elementIn } from '../../src/model/own-element.ts';
import { cidrsOf } from '../../src/net/ip.ts';
import { formatPorts } from '../../src/net/ports.ts';
import { type AwsEstate, answersOf } from './aws-estate.ts';

/** Every judged endpoint of an estate, one line each, in the words of the oracle. */
export function judged(estate: AwsEstate): readonly string[] {
  return linesOf(answersOf(estate));
}

export function linesOf(answers: Iterable<Answer>): readonly string[] {
  return exposuresOf(answers).flatMap((exposure) => exposure.slices.map((slice) => lineOf(exposure, slice)));
}

export function exposuresOf(answers: Iterable<Answer>): readonly Exposure[] {
  return evaluate(toInventory(answers)).exposures;
}

/** `i-1 203.0.113.10 reachable tcp 8000 world by acl-1 100, sg-web tcp 8000 from 0.0.0.0/0`. */
function lineOf(exposure: Exposure, slice: Slice): string {
  const { entry, target } = exposure;
  const ports = formatPorts(slice.ports);
  const targetPorts = formatPorts(slice.targetPorts);
  const deciding = slice.deciding.map(({ element, rule }) => `${elementIn(exposure, element).ref} ${rule}`);
  return [
    shortName(target.ref),
    shortName(entry.address),
    slice.verdict,
    slice.protocol,
    ports === targetPorts ? ports : `${ports}->${targetPorts}`,
    audienceText(slice),
    ...slice.modifiers,
    ...slice.gates.map(({ kind }) => `gate ${kind}`),
    ...slice.conditions.map((condition) => `if ${condition}`),
    deciding.length === 0 ? '' : `by ${[...new Set(deciding)].map(shortName).join(', ')}`,
    slice.missing.length === 0 ? '' : `missing ${slice.missing.join(', ')}`,
  ]
    .filter((word) => word !== '')
    .join(' ');
}

function audienceText({ audience }: Slice): string {
  if (audience.class === 'world' || audience.class === 'none') return audience.class;
  const blocks = [...cidrsOf(audience.ranges)];
  return blocks.length > 4 ? `${audience.class} ${blocks.length} blocks` : `${audience.class} ${blocks.join(' ')}`;
}

/** ARNs are long; what tells them apart is their end. */
function shortName(text: string): string {
  return text.replaceAll(/arn:aws:elasticloadbalancing:[\w-]+:\d+:/g, '');
}
