import { toInventory } from '../../providers/azure/convert/index.ts';
import type { Answer } from '../../src/collect/answer.ts';
import { evaluate } from '../../src/engine/evaluate.ts';
import { prove } from '../../src/engine/prove.ts';
import type { Exposure } from '../../src/model/exposure.ts';
import type { Proof } from '../../src/model/proof.ts';
import { type AzureEstate, answersOf } from './azure-estate.ts';
import { SUBSCRIPTION } from './azure-records.ts';
import { lineOf } from './judged-line.ts';

/** Every judged endpoint of an estate, one line each, in the words of the oracle. */
export function judged(estate: AzureEstate): readonly string[] {
  return linesOf(answersOf(estate));
}

export function linesOf(answers: Iterable<Answer>): readonly string[] {
  return exposuresOf(answers).flatMap((exposure) =>
    exposure.slices.map((slice) => lineOf(exposure, slice, { shortName, shortGap })),
  );
}

export function exposuresOf(answers: Iterable<Answer>): readonly Exposure[] {
  return evaluate(toInventory(answers)).exposures;
}

/** The proof of every judged endpoint, whatever its verdict and whether or not anyone reports it. */
export function proofsOf(answers: Iterable<Answer>): readonly Proof[] {
  const evaluation = evaluate(toInventory(answers));
  return evaluation.exposures.flatMap((exposure) => exposure.slices.map((slice) => prove(evaluation, exposure, slice)));
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
