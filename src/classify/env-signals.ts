import type { Trace } from '../model/trace.ts';
import { type EnvMeaning, envMeaning, speaksOfCalling } from './environment-names.ts';
import type { EnvTable } from './fingerprint-index.ts';
import type { Signal } from './signal.ts';
import { WEIGHTS } from './weights.ts';

/** Reads the names of environment variables: those a product has, and those of programs that call models. */
export function envSignals(traces: readonly Trace[], table: EnvTable): readonly Signal[] {
  const signals: Signal[] = [];
  const called = new Map<string, Trace>();
  for (const trace of traces) {
    const own = productSignal(trace, table);
    const meaning = own === undefined ? envMeaning(trace.value) : undefined;
    if (own !== undefined) signals.push(own);
    else if (meaning?.kind === 'provider') keepSurest(called, meaning.provider, trace);
    else if (meaning !== undefined) signals.push(hintSignal(trace, meaning.kind));
  }
  const providers = providerSignal([...called.values()]);
  return providers === undefined ? signals : [...signals, providers];
}

function productSignal(trace: Trace, { serves, callsOnly, prefixes }: EnvTable): Signal | undefined {
  const name = trace.value;
  const base = { value: `env ${name}`, source: trace.source, attribution: trace.attribution };
  if (callsOnly.has(name)) return { ...base, group: 'env-calls', weight: WEIGHTS.envProductCall };
  const product = serves.get(name);
  if (product !== undefined) {
    return { ...base, group: 'env-serves', weight: WEIGHTS.envServes, product, grade: 'strong' };
  }
  if (speaksOfCalling(name)) return undefined;
  const match = prefixes.find(({ prefix }) => name.startsWith(prefix));
  return match && { ...base, group: 'env-serves', weight: WEIGHTS.envPrefix, product: match.product };
}

function hintSignal(trace: Trace, kind: Exclude<EnvMeaning['kind'], 'provider'>): Signal {
  const weights = { framework: WEIGHTS.envFramework, concept: WEIGHTS.envConcept, accelerator: WEIGHTS.envAccelerator };
  return {
    group: kind === 'accelerator' ? 'accelerator' : 'env-calls',
    value: `env ${trace.value}`,
    source: trace.source,
    weight: weights[kind],
    attribution: trace.attribution,
  };
}

function keepSurest(called: Map<string, Trace>, provider: string, trace: Trace): void {
  const known = called.get(provider);
  const surer = known === undefined || trace.attribution > known.attribution;
  const first = known?.attribution === trace.attribution && trace.value < known.value;
  if (surer || first) called.set(provider, trace);
}

/**
 * One key is common in ordinary software; three providers are a gateway, an agent or a chat.
 *
 * The keys may lie in several containers, so the surest are counted first, and all count as the least sure.
 */
function providerSignal(traces: readonly Trace[]): Signal | undefined {
  const sorted = [...traces].sort((a, b) => b.attribution - a.attribution || (a.value < b.value ? -1 : 1));
  let best: Signal | undefined;
  for (const [i, trace] of sorted.entries()) {
    const weight = WEIGHTS.envProviders[Math.min(i, WEIGHTS.envProviders.length - 1)] ?? 0;
    if (best !== undefined && weight * trace.attribution <= best.weight * best.attribution) continue;
    const names = sorted.slice(0, i + 1).map(({ value }) => value);
    const value = `env ${names.sort().join(', ')}`;
    best = { group: 'env-calls', value, source: trace.source, weight, attribution: trace.attribution };
  }
  return best;
}
