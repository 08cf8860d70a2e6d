import type { Classification } from '../model/classification.ts';
import type { Exposure, Slice } from '../model/exposure.ts';
import { elementIn } from '../model/own-element.ts';
import { scopeName } from '../model/resource.ts';
import { audienceText, portsText, protocolText } from '../net/traffic-text.ts';
import type { SurfaceEndpoint } from './finding.ts';

/** Publishes one slice of an exposure as plain JSON. */
export function surfaceEndpoint(exposure: Exposure, slice: Slice, classification?: Classification): SurfaceEndpoint {
  const { entry, target } = exposure;
  const ai = classification === undefined || classification.level === 'none' ? undefined : classification;
  return {
    cloud: entry.scope.cloud,
    scope: scopeName(entry.scope),
    entry: entry.ref,
    workload: target.ref,
    address: entry.address,
    family: entry.family,
    protocol: protocolText(slice.protocol),
    ports: portsText(slice.protocol, slice.ports),
    targetPorts: portsText(slice.protocol, slice.targetPorts),
    verdict: slice.verdict,
    modifiers: [...slice.modifiers].sort(),
    audience: audienceText(slice.audience),
    gates: unique(slice.gates.map(({ kind, strength }) => ({ kind, strength }))),
    deciding: unique(slice.deciding.map(({ element, rule }) => ({ element: elementIn(exposure, element).ref, rule }))),
    missing: [...new Set(slice.missing)].sort(),
    ...(ai === undefined ? {} : { classification: published(ai) }),
  };
}

/** Sorts endpoints by who they are, then by what is open, and drops those that say the same twice. */
export function sortedSurface(endpoints: Iterable<SurfaceEndpoint>): readonly SurfaceEndpoint[] {
  // The whole text of an endpoint is long, and needed only where two speak of the same place.
  const byPlace = Map.groupBy(endpoints, placeKey);
  return [...byPlace.keys()].sort().flatMap((place) => unique(byPlace.get(place) ?? []));
}

/** The parts of an endpoint in the order that documents sort by. Equal keys are equal endpoints. */
export function orderKey(endpoint: SurfaceEndpoint): string {
  return `${placeKey(endpoint)}\u0000${JSON.stringify(endpoint)}`;
}

/** Sorts what has an endpoint as endpoints are sorted. Keys are long, so each is made once. */
export function inOrder<T>(items: readonly T[], endpointOf: (item: T) => SurfaceEndpoint): readonly T[] {
  return items
    .map((item) => ({ key: orderKey(endpointOf(item)), item }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ item }) => item);
}

function placeKey({ cloud, scope, entry, workload, address, protocol, ports }: SurfaceEndpoint): string {
  const firstPort = (/\d+/.exec(ports)?.[0] ?? '').padStart(5, '0');
  return [cloud, scope, entry, workload, address, protocol, firstPort, ports].join('\u0000');
}

function published({ level, category, product }: Classification): NonNullable<SurfaceEndpoint['classification']> {
  return {
    ...(category === undefined ? {} : { category }),
    ...(product === undefined ? {} : { product: product.name }),
    confidence: level,
  };
}

/** Sorted, and each once. */
function unique<T>(values: readonly T[]): readonly T[] {
  if (values.length < 2) return values;
  const byText = new Map(values.map((value) => [JSON.stringify(value), value]));
  return [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
}
