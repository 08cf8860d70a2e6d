import type { Trace } from '../model/trace.ts';
import type { FingerprintIndex, ProductPath, RoutePattern } from './fingerprint-index.ts';
import { matchPath, segmentsOf } from './path-pattern.ts';
import type { Signal } from './signal.ts';
import { WEIGHTS } from './weights.ts';

/** Reads a route that a rule sends here: a product's own, or one that several share. */
export function pathSignals(trace: Trace, { urlPaths, routes }: FingerprintIndex): readonly Signal[] {
  const segments = segmentsOf(trace.value);
  const own = productSignals(trace, segments, urlPaths, WEIGHTS.pathStrong);
  if (own.length > 0) return own.map((signal) => ({ ...signal, grade: 'strong' }));
  const weights = { strong: WEIGHTS.pathStrong, medium: WEIGHTS.pathMedium };
  return sharedSignals(trace, segments, routes, weights).slice(0, 1);
}

/** Reads the path of a health check, which many products share and a few own. */
export function healthPathSignals(trace: Trace, { healthPaths, routes }: FingerprintIndex): readonly Signal[] {
  const segments = segmentsOf(trace.value);
  const own = productSignals(trace, segments, healthPaths, WEIGHTS.healthPath);
  if (own.length > 0) return own;
  const weights = { strong: WEIGHTS.healthPath, medium: WEIGHTS.pathMedium };
  return sharedSignals(trace, segments, routes, weights).slice(0, 1);
}

function productSignals(
  trace: Trace,
  segments: readonly string[],
  paths: readonly ProductPath[],
  weight: number,
): readonly Signal[] {
  const found = paths.filter(({ pattern }) => matchPath(segments, pattern));
  return found.map(({ product }) => ({ ...baseSignal(trace, segments), weight, product }));
}

function sharedSignals(
  trace: Trace,
  segments: readonly string[],
  routes: readonly RoutePattern[],
  weights: Readonly<Record<'strong' | 'medium', number>>,
): readonly Signal[] {
  const found = routes.filter(({ pattern }) => matchPath(segments, pattern)).map(({ route }) => route);
  return found.map(({ strong, category }) => ({
    ...baseSignal(trace, segments),
    weight: strong ? weights.strong : weights.medium,
    ...(category === undefined ? {} : { category }),
    ...(strong && trace.kind === 'path' ? { grade: 'strong' } : {}),
  }));
}

function baseSignal(trace: Trace, segments: readonly string[]): Omit<Signal, 'weight'> {
  const kind = trace.kind === 'path' ? 'path' : 'health check';
  return {
    group: 'path',
    value: `${kind} /${segments.join('/')}`,
    source: trace.source,
    attribution: trace.attribution,
  };
}
