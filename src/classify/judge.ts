import type { Level } from '../model/classification.ts';
import type { CountedSignal } from './combine.ts';
import { effectiveWeight } from './signal.ts';
import { CONTRADICTION, LEVELS, WEAK_ALONE, WEIGHTS } from './weights.ts';

export interface Judgement {
  readonly level: Level;
  readonly probability: number;
  readonly conflicting: boolean;
}

/** Turns counted signals into a level: what the sum reaches, and what kind of signal may say so. */
export function judge(counted: readonly CountedSignal[]): Judgement {
  const odds = counted.reduce<number>((sum, { contribution }) => sum + contribution, WEIGHTS.prior);
  const probability = rounded(1 / (1 + Math.exp(-odds)));
  const conflicting = hasContradiction(counted);
  return { level: levelOf(probability, conflicting, counted), probability, conflicting };
}

/** Four places are more than the weights deserve, and enough to compare two runs. */
export function rounded(number: number): number {
  return Math.round(number * 10_000) / 10_000 + 0;
}

function levelOf(probability: number, conflicting: boolean, counted: readonly CountedSignal[]): Level {
  if (probability < LEVELS.suspected) return 'none';
  if (probability < LEVELS.likely || isWeakAlone(counted)) return 'suspected';
  const certain = probability >= LEVELS.confirmed && !conflicting && mayConfirm(counted);
  return certain ? 'confirmed' : 'likely';
}

function hasContradiction(counted: readonly CountedSignal[]): boolean {
  const weights = counted.map(({ signal }) => effectiveWeight(signal));
  return weights.some((weight) => weight >= CONTRADICTION) && weights.some((weight) => weight <= -CONTRADICTION);
}

/** An open port is not a listening one, a name is not a process, and a host's hardware is not its service. */
function isWeakAlone(counted: readonly CountedSignal[]): boolean {
  const groups = new Set(counted.filter(({ contribution }) => contribution > 0).map(({ signal }) => signal.group));
  const [only] = groups;
  return groups.size === 1 && only !== undefined && WEAK_ALONE.includes(only);
}

/** One signal that is the identity of the process, or a strong one beside a second kind, all of the process itself. */
function mayConfirm(counted: readonly CountedSignal[]): boolean {
  const exact = counted.filter(({ signal, contribution }) => contribution > 0 && signal.attribution >= 1);
  if (exact.some(({ signal }) => signal.grade === 'identity')) return true;
  const groups = new Set(exact.map(({ signal }) => signal.group));
  return groups.size > 1 && exact.some(({ signal }) => signal.grade === 'strong');
}
