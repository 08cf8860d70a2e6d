import { toInventory } from '../../providers/azure/convert/index.ts';
import type { Answer } from '../../src/collect/answer.ts';
import { evaluate } from '../../src/engine/evaluate.ts';
import { prove } from '../../src/engine/prove.ts';
import type { Exposure, Slice } from '../../src/model/exposure.ts';
import { elementIn } from '../../src/model/own-element.ts';
import type { Proof } from '../../src/model/proof.ts';
import { cidrsOf } from '../../src/net/ip.ts';
import { formatPorts } from '../../src/net/ports.ts';
import { type AzureEstate, answersOf } from './azure-estate.ts';
import { SUBSCRIPTION } from './azure-records.ts';

/** Every judged endpoint of an estate, one line each, in the words of the oracle. */
export function judged(estate: AzureEstate): readonly string[] {
  return linesOf(answersOf(estate));
}

export function linesOf(answers: Iterable<Answer>): readonly string[] {
  return exposuresOf(answers).flatMap((exposure) => exposure.slices.map((slice) => lineOf(exposure, slice)));
}

export function exposuresOf(answers: Iterable<Answer>): readonly Exposure[] {
  return evaluate(toInventory(answers)).exposures;
}

/** The proof of every judged endpoint, whatever its verdict and whether or not anyone reports it. */
export function proofsOf(answers: Iterable<Answer>): readonly Proof[] {
  const evaluation = evaluate(toInventory(answers));
  return evaluation.exposures.flatMap((exposure) => exposure.slices.map((slice) => prove(evaluation, exposure, slice)));
}

/** `vm-1 203.0.113.10 reachable tcp 8000 world by nsg-1 100 r100`. */
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
    ...slice.gates.map(({ kind, strength }) => `gate ${kind} ${strength}`),
    ...slice.conditions.map((condition) => `if ${condition}`),
    deciding.length === 0 ? '' : `by ${[...new Set(deciding)].map(shortName).join(', ')}`,
    slice.missing.length === 0 ? '' : `missing ${slice.missing.map(shortGap).join(', ')}`,
  ]
    .filter((word) => word !== '')
    .join(' ');
}

function audienceText({ audience }: Slice): string {
  if (audience.class === 'world' || audience.class === 'none') return audience.class;
  const blocks = [...cidrsOf(audience.ranges)];
  return blocks.length > 4 ? `${audience.class} ${blocks.length} blocks` : `${audience.class} ${blocks.join(' ')}`;
}

/** Ids of Azure are long; the names in them tell things apart: `nsg-1`, `lb-1/web`. */
export function shortName(text: string): string {
  return text.replaceAll(
    /\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/[^/]+((?:\/[^/\s]+\/[^/\s]+)+)/gi,
    names,
  );
}

function names(_: string, path: string): string {
  return path
    .split('/')
    .slice(1)
    .filter((__, index) => index % 2 === 1)
    .join('/');
}

function shortGap(gap: string): string {
  return gap.replace('azure:', '').replace(` ${SUBSCRIPTION}`, '');
}
