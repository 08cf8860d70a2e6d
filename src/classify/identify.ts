import type { Fingerprint } from '../fingerprints/fingerprint.ts';
import type { AiRole, Category } from '../model/classification.ts';
import { effectiveWeight, type Signal } from './signal.ts';
import { LEAD } from './weights.ts';

/** What answers, as far as the signals tell one thing from all others. */
export interface Identity {
  readonly product?: Fingerprint;
  readonly category?: Category;
  readonly role?: AiRole;
}

/**
 * Names the product, else the kind of thing, when it leads the next one clearly.
 *
 * The cap of a product does not enter: a host may surely run pgvector and hardly be AI.
 */
export function identify(signals: readonly Signal[]): Identity {
  const product = leader(signals, ({ product }) => product);
  const category = product?.category ?? leader(signals, (signal) => signal.product?.category ?? signal.category);
  const role = product?.role ?? roleOf(signals, category);
  return {
    ...(product === undefined ? {} : { product }),
    ...(category === undefined ? {} : { category }),
    ...(role === undefined ? {} : { role }),
  };
}

/** Sums each candidate's largest signal of every group, and gives the first if it leads. */
function leader<T>(signals: readonly Signal[], candidateOf: (signal: Signal) => T | undefined): T | undefined {
  const scores = new Map<T, Map<Signal['group'], number>>();
  for (const signal of signals) {
    const candidate = candidateOf(signal);
    const weight = effectiveWeight(signal);
    if (candidate === undefined || weight <= 0) continue;
    const groups = scores.get(candidate) ?? new Map<Signal['group'], number>();
    groups.set(signal.group, Math.max(weight, groups.get(signal.group) ?? 0));
    scores.set(candidate, groups);
  }
  const sums = [...scores].map(([candidate, groups]) => ({ candidate, sum: sumOf(groups.values()) }));
  const [first, second] = sums.sort((a, b) => b.sum - a.sum);
  return first !== undefined && first.sum - (second?.sum ?? 0) >= LEAD ? first.candidate : undefined;
}

function sumOf(numbers: Iterable<number>): number {
  let sum = 0;
  for (const number of numbers) sum += number;
  return sum;
}

const CALLING: ReadonlySet<Signal['group']> = new Set(['env-calls', 'identity']);
const CALLING_OR_VAGUE: ReadonlySet<Signal['group']> = new Set([...CALLING, 'name', 'port']);

/** Who holds keys or permissions and shows nothing else of a model only calls one. */
function roleOf(signals: readonly Signal[], category: Category | undefined): AiRole | undefined {
  const forAi = signals.filter((signal) => effectiveWeight(signal) > 0);
  const calls =
    forAi.some(({ group }) => CALLING.has(group)) && forAi.every(({ group }) => CALLING_OR_VAGUE.has(group));
  if (calls) return 'calls';
  switch (category) {
    case 'model-server':
    case 'managed-ai':
      return 'serves';
    case 'inference-gateway':
    case 'agent-or-mcp':
    case 'ai-app-ui':
      return 'calls';
    case 'vector-db':
    case 'ml-pipeline':
      return 'stores';
    case 'notebook':
    case 'gpu-cluster':
    case undefined:
      return undefined;
  }
}
