import type { Fingerprint } from '../fingerprints/fingerprint.ts';
import { effectiveWeight, type Signal } from './signal.ts';
import {
  GROUP_CAPS,
  type Group,
  ONE_DEFINITION,
  REST_OF_DEFINITION,
  SECOND_OF_GROUP,
  SUREST_BY_PRODUCT,
  WEIGHTS,
} from './weights.ts';

/** A signal, and what it adds to the log-odds once all rules have been applied. */
export interface CountedSignal {
  readonly signal: Signal;
  readonly contribution: number;
}

/**
 * Adds up signals as logarithms of likelihood ratios.
 *
 * The sum can show a contradiction and be argued with item by item, which neither a count of hints nor a
 * noisy-or can. The prior and all contributions together are exactly the log-odds of the result.
 */
export function combine(signals: readonly Signal[]): readonly CountedSignal[] {
  const counted = capProducts(countGroups(signals));
  const nameless = signals.filter((signal) => !isIdentity(signal));
  return nameless.length === signals.length ? counted : capTotal(counted, total(countGroups(nameless)));
}

/** The logarithm of the odds of a probability. */
function logOdds(probability: number): number {
  return Math.log(probability / (1 - probability));
}

function countGroups(signals: readonly Signal[]): readonly CountedSignal[] {
  return halveDefinition(byGroup(signals).flatMap(([group, members]) => countGroup(group, members)));
}

function byGroup(signals: readonly Signal[]): readonly (readonly [Group, readonly Signal[]])[] {
  const groups = new Map<Group, Signal[]>();
  for (const signal of signals) {
    const members = groups.get(signal.group);
    if (members === undefined) groups.set(signal.group, [signal]);
    else members.push(signal);
  }
  return [...groups];
}

/** For and against are kept apart: the largest of each counts, and a quarter of the second. */
function countGroup(group: Group, signals: readonly Signal[]): readonly CountedSignal[] {
  const counted = signals.map((signal) => ({ signal, contribution: alone(signal) }));
  const forAi = counted.filter(({ contribution }) => contribution >= 0);
  const against = counted.filter(({ contribution }) => contribution < 0);
  return [...countSide(forAi, GROUP_CAPS[group]), ...countSide(against, GROUP_CAPS[group])];
}

function countSide(signals: readonly CountedSignal[], cap: number): readonly CountedSignal[] {
  const sorted = [...signals].sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution) || inOrder(a, b));
  let left = cap * (sorted[0]?.signal.attribution ?? 0);
  return sorted.map(({ signal, contribution }, i) => {
    const share = i === 0 ? 1 : i === 1 ? SECOND_OF_GROUP : 0;
    const size = Math.min(left, Math.abs(contribution) * share);
    left -= size;
    return { signal, contribution: Math.sign(contribution) * size };
  });
}

function inOrder(a: CountedSignal, b: CountedSignal): number {
  return a.signal.value < b.signal.value ? -1 : 1;
}

/** What a signal says by itself: that of a product never more than how often the product is AI. */
function alone(signal: Signal): number {
  const weight = effectiveWeight(signal);
  return weight > 0 && isIdentity(signal) ? Math.min(weight, roomFor(signal.product)) : weight;
}

/** A resource type is AI by definition, so no experience with the product limits it. */
function isIdentity(signal: Signal): signal is Signal & { readonly product: Fingerprint } {
  return signal.product !== undefined && signal.group !== 'managed-type';
}

function roomFor({ pAiGivenProduct }: Fingerprint): number {
  return Math.max(0, logOdds(pAiGivenProduct) - WEIGHTS.prior);
}

/** Image, command and environment are written in one place by one hand: the largest in full, the others half. */
function halveDefinition(signals: readonly CountedSignal[]): readonly CountedSignal[] {
  const sums = ONE_DEFINITION.map((group) => ({ group, sum: total(signals.filter(isFor(group))) }));
  const largest = sums.reduce((best, next) => (next.sum > best.sum ? next : best));
  const halved = new Set(ONE_DEFINITION.filter((group) => group !== largest.group));
  return signals.map((counted) =>
    counted.contribution > 0 && halved.has(counted.signal.group) ? scale(counted, REST_OF_DEFINITION) : counted,
  );
}

function isFor(group: Group): (counted: CountedSignal) => boolean {
  return ({ signal, contribution }) => signal.group === group && contribution > 0;
}

/** All traces of a product together say no more than how often the product is AI. */
function capProducts(signals: readonly CountedSignal[]): readonly CountedSignal[] {
  const sums = new Map<Fingerprint, number>();
  for (const { signal, contribution } of signals) {
    if (isIdentity(signal)) sums.set(signal.product, (sums.get(signal.product) ?? 0) + contribution);
  }
  return signals.map((counted) => {
    const { signal } = counted;
    const sum = isIdentity(signal) ? (sums.get(signal.product) ?? 0) : 0;
    return isIdentity(signal) && sum > roomFor(signal.product)
      ? scale(counted, roomFor(signal.product) / sum)
      : counted;
  });
}

/**
 * Where a product's name helped, the total stops at what such a name can prove; all that spoke for AI
 * shrinks alike. What the other signals prove without any name is never taken away.
 */
function capTotal(signals: readonly CountedSignal[], nameless: number): readonly CountedSignal[] {
  const forAi = total(signals.filter(({ contribution }) => contribution > 0));
  const against = total(signals) - forAi;
  const most = Math.max(logOdds(SUREST_BY_PRODUCT) - WEIGHTS.prior, nameless);
  if (forAi + against <= most) return signals;
  const factor = (most - against) / forAi;
  return signals.map((counted) => (counted.contribution > 0 ? scale(counted, factor) : counted));
}

function scale({ signal, contribution }: CountedSignal, factor: number): CountedSignal {
  return { signal, contribution: contribution * factor };
}

function total(signals: readonly CountedSignal[]): number {
  return signals.reduce((sum, { contribution }) => sum + contribution, 0);
}
