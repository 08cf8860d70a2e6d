import type { Balancer } from './balancer.ts';
import type { Estate } from './estate.ts';
import type { Front } from './listener.ts';
import { classicLoadBalancers } from './sources.ts';
import { instanceTarget, nobody, type Pool } from './target.ts';

/** The listeners of a classic load balancer: each leads to one port of every instance. */
export function classicFronts(estate: Estate, { arn, interfaceName, evidence }: Balancer): readonly Front[] {
  const listeners =
    recordOf(estate, interfaceName)?.ListenerDescriptions.flatMap(({ Listener }) => Listener ?? []) ?? [];
  return listeners.flatMap(({ LoadBalancerPort: port, InstancePort, Protocol: label = 'TCP' }): Front[] => {
    if (port === undefined) return [];
    const ref = `${arn}:${port}`;
    const groups = [`${InstancePort ?? port}`];
    const rule = { ref: `${ref}/default`, name: 'default', evidence, gates: [], isAvoidable: false, groups };
    return [{ ref, label, protocols: ['tcp'], ports: [port, port], evidence, rules: [rule], missing: [] }];
  });
}

/** Its instances, at one of their ports. */
export function classicPool(estate: Estate, { arn, interfaceName, evidence }: Balancer, port: string): Pool {
  const pool = { kind: 'load balancer', ref: arn, evidence, group: undefined, type: 'instance' };
  const ids = recordOf(estate, interfaceName)?.Instances.flatMap(({ InstanceId }) => InstanceId ?? []) ?? [];
  const targets = ids.map((id) => ({ ...instanceTarget(estate, id, false), port: Number(port), isHealthy: false }));
  return { ...pool, targets: targets.length > 0 ? targets : [nobody(estate, pool, true)] };
}

function recordOf(estate: Estate, name: string) {
  return estate.find(classicLoadBalancers, 'LoadBalancerName', name)?.record;
}
