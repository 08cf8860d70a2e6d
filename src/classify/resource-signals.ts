import type { Trace } from '../model/trace.ts';
import type { FingerprintIndex } from './fingerprint-index.ts';
import { modelPermission } from './model-permissions.ts';
import type { Signal } from './signal.ts';
import { WEIGHTS } from './weights.ts';

/** Reads the type of a resource that the cloud runs itself. */
export function managedTypeSignals(trace: Trace, types: FingerprintIndex['managedTypes']): readonly Signal[] {
  const found = types.find(({ pattern }) => pattern.test(trace.value));
  if (found === undefined) return [];
  const signal = baseSignal(trace, 'managed-type', `resource type ${trace.value}`, WEIGHTS.managedType);
  return [{ ...signal, product: found.product, grade: 'identity' }];
}

/** Reads what the workload itself may do: an anonymous caller may do it through the workload. */
export function identitySignals(trace: Trace): readonly Signal[] {
  const permission = modelPermission(trace.value);
  if (permission === undefined) return [];
  const weight = permission === 'action' ? WEIGHTS.identityAction : WEIGHTS.identityRole;
  return [baseSignal(trace, 'identity', `may ${trace.value}`, weight)];
}

function baseSignal(trace: Trace, group: Signal['group'], value: string, weight: number): Signal {
  return { group, value, source: trace.source, weight, attribution: trace.attribution };
}
