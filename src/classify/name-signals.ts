import type { Trace } from '../model/trace.ts';
import type { WordMeaning } from './fingerprint-index.ts';
import type { Signal } from './signal.ts';
import { type Found, findWords, type Lexicon } from './tokens.ts';
import { WEIGHTS } from './weights.ts';
import { COMPANIONS } from './words.ts';

/** Reads a name, tag, label or host name by its whole words. */
export function nameSignals(trace: Trace, words: Lexicon<WordMeaning>): readonly Signal[] {
  return findWords(trace.value, words).flatMap((found) => wordSignals(trace, found));
}

function wordSignals(trace: Trace, { word, entry, next }: Found<WordMeaning>): readonly Signal[] {
  const base = { group: 'name', source: trace.source, attribution: trace.attribution } as const;
  const { strong, ambiguous, generic } = entry;
  if (strong !== undefined && next !== undefined && COMPANIONS.has(next)) {
    return [{ ...base, value: `name ${word}-${next}`, weight: WEIGHTS.companion }];
  }
  const value = `name ${word}`;
  const signals: Signal[] = ambiguous.map((product) => {
    return { ...base, value, weight: WEIGHTS.nameAmbiguous, product, supports: true };
  });
  if (strong !== undefined) signals.push({ ...base, value, weight: WEIGHTS.nameStrong, product: strong });
  else if (generic !== undefined) signals.push({ ...base, value, ...generic });
  return signals;
}
