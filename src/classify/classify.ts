import type { Fingerprint } from '../fingerprints/fingerprint.ts';
import { FINGERPRINTS } from '../fingerprints/index.ts';
import type { Classification, WeightedSignal } from '../model/classification.ts';
import type { Trace } from '../model/trace.ts';
import { type CountedSignal, combine } from './combine.ts';
import { fingerprintIndex } from './fingerprint-index.ts';
import { type Identity, identify } from './identify.ts';
import { type Judgement, judge, rounded } from './judge.ts';
import type { NamedPort } from './port-signals.ts';
import { signalsOf } from './signals.ts';
import { WEIGHTS } from './weights.ts';

/** What is known of the workload that answers. */
export interface ClassifyInput {
  readonly traces: readonly Trace[];
  readonly ports: readonly NamedPort[];
}

/**
 * Says how sure it is that a workload fronts AI, what it is, and which signals say so.
 *
 * Three questions stay apart: whether it is AI is the level, what it is are product and category, and
 * whether a stranger may use it is not answered here. A product is named wherever it is told, AI or not:
 * a remote editor runs code for its visitor whatever it is used for.
 */
export function classify(
  { traces, ports }: ClassifyInput,
  fingerprints: readonly Fingerprint[] = FINGERPRINTS,
): Classification {
  const signals = signalsOf(traces, ports, fingerprintIndex(fingerprints));
  const counted = combine(signals);
  const judgement = judge(counted);
  return {
    level: judgement.level,
    probability: judgement.probability,
    ...shownIdentity(identify(signals), judgement),
    conflicting: judgement.conflicting,
    signals: [PRIOR, ...counted.map(weightedSignal)].sort(bySize),
  };
}

const PRIOR: WeightedSignal = {
  group: 'prior',
  value: 'one reachable endpoint in twenty fronts AI',
  source: 'assumption',
  weight: WEIGHTS.prior,
  attribution: 1,
  contribution: WEIGHTS.prior,
};

type ShownIdentity = Pick<Classification, 'product' | 'category' | 'role' | 'loginByDefault'>;

/** A kind without a product is worth telling only of AI, and a product against the evidence never. */
function shownIdentity({ product, category, role }: Identity, { level, conflicting }: Judgement): ShownIdentity {
  const named = level === 'none' && conflicting ? undefined : product;
  const kind = named !== undefined || level !== 'none' ? category : undefined;
  const shownRole = kind !== undefined || level !== 'none' || role === 'calls' ? role : undefined;
  return {
    ...(named === undefined ? {} : { product: { id: named.id, name: named.name } }),
    ...(kind === undefined ? {} : { category: kind }),
    ...(shownRole === undefined ? {} : { role: shownRole }),
    ...(named === undefined ? {} : { loginByDefault: named.loginByDefault }),
  };
}

function weightedSignal({ signal, contribution }: CountedSignal): WeightedSignal {
  return {
    group: signal.group,
    value: signal.value,
    source: signal.source,
    weight: rounded(signal.weight),
    attribution: signal.attribution,
    contribution: rounded(contribution),
    ...(signal.product === undefined ? {} : { product: signal.product.id }),
  };
}

/** The largest contribution first; equal ones by what they are, so that every run prints the same. */
function bySize(a: WeightedSignal, b: WeightedSignal): number {
  if (a.contribution !== b.contribution) return b.contribution - a.contribution;
  return compare(a.group, b.group) || compare(a.value, b.value) || compare(a.product ?? '', b.product ?? '');
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
