import { trace } from '../../../../src/convert/traces.ts';
import type { Leg, Wire } from '../../../../src/model/inventory.ts';
import type { Element } from '../../../../src/model/resource.ts';
import type { Trace } from '../../../../src/model/trace.ts';
import type { Context } from '../context.ts';
import { namedWorkload } from '../workloads.ts';
import type { BackendCourse } from './backend-course.ts';
import { landingsOf } from './backend-targets.ts';

/**
 * The ways from a front to a backend: to a workload, or to another front of ours.
 *
 * Mostly one. A name may stand for an address of each family, and a gateway may treat its listeners differently.
 */
export function backendLegs(context: Context, course: BackendCourse): readonly Leg[] {
  const { pool, port, health = 'unknown', traces = [] } = course;
  return landingsOf(context, course).map(
    ({ node, address, wire, stages }): Leg => ({
      pool,
      targetPort: port,
      address,
      ways: [{ wire, path: context.path(stages) }],
      health,
      traces,
      to: node,
    }),
  );
}

/** Where a front has nothing to send to. */
export interface Nobody {
  readonly pool: Element;
  readonly port: number | 'same';
  /** Why, `no backend` if nothing is said. */
  readonly rule?: string;
  /** The names of the gaps that may hide backends. */
  readonly missing?: readonly string[];
  readonly location?: string | undefined;
}

/** Stands in for the backends that a pool does not have, or that could not be read. */
export function noBackendLeg(context: Context, { pool, port, rule, missing = [], location }: Nobody): Leg {
  const fact =
    missing.length === 0
      ? ({ element: pool, holds: 'no', rule: rule ?? 'no backend', latent: true, missing } as const)
      : ({ element: pool, holds: 'unknown', rule: rule ?? 'backends could not be read', missing } as const);
  return {
    pool,
    targetPort: port,
    address: pool.ref,
    ways: [{ wire: CLIENT_WIRE, path: context.path([context.condition(context.estate, fact)]) }],
    health: 'unknown',
    traces: [],
    to: namedWorkload(context, { id: pool.ref, kind: pool.kind, name: pool.name, location }),
  };
}

/** The sender is the client itself. */
export const CLIENT_WIRE: Wire = { kind: 'client', via: [] };

/** What the name of a pool tells of those in it. */
export function poolTraces(name: string | undefined, call: string): readonly Trace[] {
  return trace('name', name, `${call} backendAddressPools name`, 0.6);
}
