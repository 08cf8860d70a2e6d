import type { Wire } from '../../../src/model/inventory.ts';
import { resourceRef } from '../../../src/model/resource.ts';
import { type Family, parseIp } from '../../../src/net/ip.ts';
import { attributeOf } from './attributes.ts';
import { nodeAddresses } from './balancer-nodes.ts';
import type { Balancer, Zone } from './balancers.ts';
import type { Context } from './context.ts';
import type { Pool } from './pools.ts';

/** Whether a target sees the client's own address. Several wires mean that we could not read which it is. */
export interface Wires {
  readonly wires: readonly Wire[];
  readonly missing: readonly string[];
}

/** One hop from a load balancer to a target. */
export interface Hop {
  readonly balancer: Balancer;
  readonly pool: Pool;
  readonly clientFamily: Family;
  readonly targetAddress: string;
  readonly zones: readonly Zone[];
}

/** A rule that names the load balancer's group admits its traffic, whoever's address it carries. */
export function wiresOf(context: Context, hop: Hop): Wires {
  const { balancer, targetAddress, clientFamily, zones } = hop;
  const via = balancer.groupIds.map(resourceRef);
  const family = parseIp(targetAddress.split('/')[0] ?? '')?.family ?? clientFamily;
  const client: Wire = { kind: 'client', via };
  const proxy: Wire = { kind: 'proxy', via, from: nodeAddresses(context, balancer, family, zones) };
  const { preserves, missing } = preservation(context, hop, family);
  if (preserves === 'unknown') return { wires: [client, proxy], missing };
  return { wires: [preserves === 'yes' ? client : proxy], missing: [] };
}

interface Preservation {
  readonly preserves: 'yes' | 'no' | 'unknown';
  readonly missing: readonly string[];
}

const YES: Preservation = { preserves: 'yes', missing: [] };
const NO: Preservation = { preserves: 'no', missing: [] };

/** Only a network load balancer can pass a client on as it is; between address families it cannot. */
function preservation(context: Context, { balancer, pool, clientFamily }: Hop, family: Family): Preservation {
  const { group, targetType } = pool;
  if (balancer.type !== 'network' || family !== clientFamily) return NO;
  if (targetType === 'alb') return YES;
  if (group === undefined) {
    return { preserves: 'unknown', missing: [context.estate.missing({ table: balancer.place.tables.targetGroups })] };
  }
  const { Protocol: protocol, TargetGroupArn: arn } = group;
  if (protocol !== 'TCP' && protocol !== 'TLS') return YES;
  const table = balancer.place.tables.targetGroupAttributes;
  const { value, missing } = attributeOf(context, table, arn, 'preserve_client_ip.enabled');
  if (missing.length > 0) return { preserves: 'unknown', missing };
  return (value ?? String(targetType === 'instance')) === 'true' ? YES : NO;
}
