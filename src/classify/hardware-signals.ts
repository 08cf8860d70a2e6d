import type { Trace } from '../model/trace.ts';
import { type AcceleratorClass, acceleratorClass } from './accelerators.ts';
import type { WordMeaning } from './fingerprint-index.ts';
import { machineImageWeight } from './machine-images.ts';
import { nameSignals } from './name-signals.ts';
import type { Signal } from './signal.ts';
import type { Lexicon } from './tokens.ts';
import { WEIGHTS } from './weights.ts';

const ACCELERATOR_WEIGHTS: Readonly<Record<AcceleratorClass, number>> = {
  ai: WEIGHTS.acceleratorAi,
  dual: WEIGHTS.acceleratorDual,
  graphics: WEIGHTS.acceleratorGraphics,
  none: 0,
  container: WEIGHTS.acceleratorContainer,
};

/** Reads what the machine is and what it was started from: evidence of the host, not of the port. */
export function hardwareSignals(trace: Trace, words: Lexicon<WordMeaning>): readonly Signal[] {
  return trace.kind === 'accelerator' ? acceleratorSignals(trace) : machineImageSignals(trace, words);
}

function acceleratorSignals(trace: Trace): readonly Signal[] {
  const kind = acceleratorClass(trace.value);
  const weight = kind === undefined ? 0 : ACCELERATOR_WEIGHTS[kind];
  return weight === 0 ? [] : [signal(trace, 'accelerator', `accelerator ${trace.value}`, weight)];
}

/** What the image was made for, and the product in its name; without either, the name is read as any name. */
function machineImageSignals(trace: Trace, words: Lexicon<WordMeaning>): readonly Signal[] {
  const weight = machineImageWeight(trace.value);
  const named = nameSignals(trace, words);
  const products = named
    .filter(({ product, supports }) => product !== undefined && supports === undefined)
    .map((found): Signal => ({ ...found, group: 'machine-image', weight: WEIGHTS.machineImageProduct }));
  const made = weight === undefined ? [] : [signal(trace, 'machine-image', `machine image ${trace.value}`, weight)];
  return made.length + products.length > 0 ? [...made, ...products] : named;
}

function signal(trace: Trace, group: Signal['group'], value: string, weight: number): Signal {
  return { group, value, source: trace.source, weight, attribution: trace.attribution };
}
