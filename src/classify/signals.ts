import type { Trace } from '../model/trace.ts';
import { commandSignals } from './command-signals.ts';
import { envSignals } from './env-signals.ts';
import type { FingerprintIndex } from './fingerprint-index.ts';
import { hardwareSignals } from './hardware-signals.ts';
import { imageSignals } from './image-signals.ts';
import { nameSignals } from './name-signals.ts';
import { healthPathSignals, pathSignals } from './path-signals.ts';
import { type NamedPort, portSignals } from './port-signals.ts';
import { identitySignals, managedTypeSignals } from './resource-signals.ts';
import { effectiveWeight, type Signal } from './signal.ts';

/** Reads all traces and ports of a workload; each fact once, by its surest witness. */
export function signalsOf(
  traces: readonly Trace[],
  ports: readonly NamedPort[],
  index: FingerprintIndex,
): readonly Signal[] {
  const all = [
    ...traces.flatMap((trace) => traceSignals(trace, index)),
    ...envSignals(
      traces.filter((trace) => trace.kind === 'env-name'),
      index.env,
    ),
    ...portSignals(ports, index.ports),
  ];
  const named = new Set(all.filter((signal) => signal.supports === undefined).map((signal) => signal.product));
  return distinct(all.filter((signal) => signal.supports === undefined || named.has(signal.product)));
}

function traceSignals(trace: Trace, index: FingerprintIndex): readonly Signal[] {
  switch (trace.kind) {
    case 'managed-type':
      return managedTypeSignals(trace, index.managedTypes);
    case 'image':
      return imageSignals(trace, index);
    case 'command':
      return commandSignals(trace, index.commands);
    case 'env-name':
      // Read together below: what counts is how many providers there are.
      return [];
    case 'path':
      return pathSignals(trace, index);
    case 'health-path':
      return healthPathSignals(trace, index);
    case 'name':
      return nameSignals(trace, index.words);
    case 'accelerator':
    case 'machine-image':
      return hardwareSignals(trace, index.words);
    case 'identity':
      return identitySignals(trace);
  }
}

/** Of signals that say the same, the one that weighs most; sorted, so that sums come out alike in every order. */
function distinct(signals: readonly Signal[]): readonly Signal[] {
  const best = new Map<string, Signal>();
  for (const signal of signals) {
    const key = `${signal.group}\n${signal.value}\n${signal.product?.id ?? ''}`;
    const known = best.get(key);
    if (known === undefined || saysMore(signal, known)) best.set(key, signal);
  }
  return [...best].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, signal]) => signal);
}

function saysMore(one: Signal, other: Signal): boolean {
  const difference = Math.abs(effectiveWeight(one)) - Math.abs(effectiveWeight(other));
  return difference > 0 || (difference === 0 && one.source < other.source);
}
