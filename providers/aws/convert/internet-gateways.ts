import { elementOf } from '../../../src/convert/elements.ts';
import type { Stage } from '../../../src/model/path.ts';
import type { Context } from './context.ts';
import type { Standing } from './estate.ts';

/** What is known of the internet gateway of a VPC. */
export interface GatewayState {
  readonly id: string | undefined;
  /** False if a gateway could be attached that we did not read. */
  readonly known: boolean;
}

/** Finds the gateway that is attached to the VPC of a standing. */
export function internetGatewayOf({ estate }: Context, standing: Standing): GatewayState {
  const vpcId = estate.vpcIdOf(standing);
  if (vpcId === undefined) return { id: undefined, known: false };
  const row = estate.find(standing.place, ({ gatewayOfVpc }) => gatewayOfVpc.get(vpcId));
  const known = row !== undefined || estate.knowsAll(standing, ({ tables }) => tables.internetGateways);
  return { id: row?.record.InternetGatewayId, known };
}

/** Without an attached internet gateway nothing in a VPC can be reached. */
export function internetGatewayStage(context: Context, standing: Standing): Stage {
  const { estate } = context;
  const { place } = standing;
  const vpcId = estate.vpcIdOf(standing) ?? 'unknown VPC';
  const row = estate.find(place, ({ gatewayOfVpc }) => gatewayOfVpc.get(vpcId));
  if (row !== undefined) {
    const element = elementOf('internet gateway', row.record.InternetGatewayId, row);
    return context.condition(place, { element, holds: 'yes', rule: `attached to ${vpcId}`, missing: [] });
  }
  const element = elementOf('VPC', vpcId);
  if (internetGatewayOf(context, standing).known) {
    return context.condition(place, { element, holds: 'no', rule: 'no internet gateway attached', missing: [] });
  }
  const table = place.tables.internetGateways;
  const missing = [estate.missing({ table, scope: estate.ownerScope(standing), what: `the gateway of ${vpcId}` })];
  return context.condition(place, { element, holds: 'unknown', rule: 'internet gateway could not be read', missing });
}
