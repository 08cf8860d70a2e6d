import type { Trace } from '../model/trace.ts';
import type { ProductCommand } from './fingerprint-index.ts';
import { SERVING_COMMANDS } from './serving-commands.ts';
import type { Signal } from './signal.ts';
import { AI_BY_NATURE, WEIGHTS } from './weights.ts';

/** A start script can be long, and what starts the server is seldom far down. */
const LONGEST_COMMAND = 16_384;

/** From here up a command cannot mean anything else. */
const IDENTITY_WEIGHT = 6;

/** Reads a command line or start script. Evidence names the pattern: the line itself may hold a secret. */
export function commandSignals(trace: Trace, commands: readonly ProductCommand[]): readonly Signal[] {
  const text = trace.value.slice(0, LONGEST_COMMAND);
  const signals: Signal[] = [];
  for (const { says, pattern, product } of commands) {
    if (!pattern.test(text)) continue;
    const sure = product.pAiGivenProduct >= AI_BY_NATURE;
    const signal = commandSignal(trace, says, WEIGHTS.productCommand);
    signals.push({ ...signal, product, ...(sure ? { grade: 'identity' } : {}) });
  }
  for (const { says, pattern, weight, category } of SERVING_COMMANDS) {
    if (!pattern.test(text)) continue;
    const signal = commandSignal(trace, says, weight);
    const grade = weight >= IDENTITY_WEIGHT ? { grade: 'identity' as const } : {};
    signals.push({ ...signal, ...grade, ...(category === undefined ? {} : { category }) });
  }
  return signals;
}

function commandSignal(trace: Trace, says: string, weight: number): Signal {
  return { group: 'command', value: `command ${says}`, source: trace.source, weight, attribution: trace.attribution };
}
