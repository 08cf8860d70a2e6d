import { elementOf } from '../../../src/convert/elements.ts';
import { trace } from '../../../src/convert/traces.ts';
import type { Listener as ModelListener } from '../../../src/model/inventory.ts';
import type { ClassicLoadBalancer } from '../records/classic-load-balancers.ts';
import { classicLoadBalancers } from '../records/classic-load-balancers.ts';
import type { Balancer } from './balancers.ts';
import type { Context } from './context.ts';
import { poolLegs } from './group-legs.ts';
import { nobody, type Pool } from './pools.ts';
import { instanceTarget } from './targets.ts';

/** The listeners of a classic load balancer: each leads to one port of every instance. */
export function classicListeners(context: Context, balancer: Balancer): readonly ModelListener[] {
  const row = balancer.place.classicLoadBalancers.get(balancer.interfaceName);
  const listeners = row?.record.ListenerDescriptions.flatMap(({ Listener }) => Listener ?? []) ?? [];
  return listeners
    .toSorted((a, b) => (a.LoadBalancerPort ?? 0) - (b.LoadBalancerPort ?? 0))
    .flatMap(({ LoadBalancerPort: port, InstancePort, Protocol = 'TCP' }) => {
      if (port === undefined) return [];
      const element = elementOf('listener', `${balancer.arn}:${port}`, row);
      const pool = row === undefined ? undefined : poolOf(context, balancer, row.record, InstancePort ?? port);
      return [
        {
          element,
          protocol: 'tcp' as const,
          ports: [port, port] as const,
          label: Protocol,
          rules: [
            {
              element: elementOf('listener rule', `${element.ref}/default`, row, 'default'),
              conditions: [],
              gates: [],
              action: 'forward' as const,
              legs: pool === undefined ? [] : poolLegs(context, balancer, 'ipv4', pool),
              traces: [],
            },
          ],
        },
      ];
    });
}

function poolOf(context: Context, balancer: Balancer, record: ClassicLoadBalancer, port: number): Pool {
  const { element, place } = balancer;
  const ids = record.Instances.flatMap(({ InstanceId }) => InstanceId ?? []).sort();
  const members = ids.map((id) => ({
    target: instanceTarget(context, place, id, 'ipv4'),
    port,
    health: 'unknown' as const,
  }));
  return {
    element,
    group: undefined,
    targetType: 'instance',
    members: members.length > 0 ? members : [nobody(context, balancer, { element, group: undefined, missing: [] })],
    traces: trace('health-path', healthPath(record), `${classicLoadBalancers.call} HealthCheck`, 1),
  };
}

/** `HTTP:80/index.html` names a path, `TCP:80` does not. */
function healthPath({ HealthCheck }: ClassicLoadBalancer): string | undefined {
  return /^HTTPS?:\d+(\/.*)$/i.exec(HealthCheck?.Target ?? '')?.[1];
}
