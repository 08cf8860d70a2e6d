import type { Frontend, Gate, Workload } from '../../../../src/model/inventory.ts';
import type { Context } from '../context.ts';

/** A service that lets nobody further before it knows who it is. */
export interface LoginFront {
  readonly workload: Workload;
  /** The name or the address under which it answers. */
  readonly address: string;
  readonly port: number;
  readonly gate: Gate;
}

/** The service as a front with one listener, and itself behind its login. */
export function loginFront(context: Context, { workload, address, port, gate }: LoginFront): Frontend {
  const { ref, scope, element, tags } = workload;
  return context.frontend(`login ${ref.toLowerCase()} ${address}`, () => ({
    kind: 'frontend',
    ref,
    scope,
    element,
    tags,
    traces: [],
    listeners: [
      {
        element,
        protocol: 'tcp',
        ports: [port, port],
        label: 'HTTPS',
        rules: [
          {
            element,
            conditions: [],
            gates: [gate],
            action: 'forward',
            legs: [
              {
                pool: element,
                targetPort: 'same',
                address,
                ways: [{ wire: { kind: 'client', via: [] }, path: context.path([]) }],
                health: 'unknown',
                traces: [],
                to: workload,
              },
            ],
            traces: [],
          },
        ],
      },
    ],
  }));
}
