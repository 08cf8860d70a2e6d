import { Memo } from '../../../src/verify/memo.ts';
import type { NetworkInterface } from '../records/network-interfaces.ts';
import type { Estate } from './estate.ts';
import { classicLoadBalancers, loadBalancers, networkInterfaces } from './sources.ts';

type BalancerTable = typeof classicLoadBalancers | typeof loadBalancers;

const BALANCER_TYPES = ['load_balancer', 'network_load_balancer', 'gateway_load_balancer'];

/** The load balancer that an interface is described as, if a service made it: `app/name/id`, or a classic name. */
function nameOf({ Description = '', RequesterManaged, Attachment }: NetworkInterface): string | undefined {
  if (Attachment?.InstanceId !== undefined || RequesterManaged === false) return undefined;
  return /^ELB (\S+)$/.exec(Description)?.[1];
}

/** Where the load balancer of an interface would be listed; undefined if the interface is none's. */
export function balancerTable(record: NetworkInterface): BalancerTable | undefined {
  const name = nameOf(record);
  if (name === undefined && !BALANCER_TYPES.includes(record.InterfaceType ?? '')) return undefined;
  return name !== undefined && !name.includes('/') ? classicLoadBalancers : loadBalancers;
}

/** The interface of a load balancer that was listed is judged with it, and is no way in of its own. */
export function isCollectedBalancer(estate: Estate, record: NetworkInterface): boolean {
  const name = nameOf(record);
  if (name === undefined) return false;
  if (!name.includes('/')) return estate.find(classicLoadBalancers, 'LoadBalancerName', name) !== undefined;
  return estate.rows(loadBalancers).some((row) => row.record.LoadBalancerArn.endsWith(`:loadbalancer/${name}`));
}

const NODES = new Memo<ReadonlyMap<string | undefined, readonly NetworkInterface[]>>();

/** The interfaces of a load balancer's nodes. */
export function balancerInterfaces(estate: Estate, name: string): readonly NetworkInterface[] {
  const nodes = NODES.of(estate, 'nodes', () => {
    const all = estate.rows(networkInterfaces).map(({ record }) => record);
    return Map.groupBy(all, (record) => nameOf(record));
  });
  return nodes.get(name) ?? [];
}
