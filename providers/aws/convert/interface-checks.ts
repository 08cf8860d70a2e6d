import type { Stage } from '../../../src/model/path.ts';
import type { NetworkInterface } from '../records/network-interfaces.ts';
import type { Context } from './context.ts';
import type { Standing } from './estate.ts';
import type { Place } from './place.ts';
import { securityGroupStage, unknownGroupsStage } from './security-groups.ts';

/** The network that an interface stands in. */
export function standingOf(place: Place, { VpcId, SubnetId, OwnerId }: NetworkInterface): Standing {
  return { place, vpcId: VpcId, subnetId: SubnetId, ownerId: OwnerId };
}

/** The groups of an interface; one of which we know none may let in anything. */
export function interfaceGroupsStage(context: Context, place: Place, record: NetworkInterface): Stage {
  const ids = groupIdsOf(record);
  if (ids.length > 0) return securityGroupStage(context, place, ids);
  const { NetworkInterfaceId } = record;
  const table = place.tables.networkInterfaces;
  const missing = context.estate.missing({ table, what: `the security groups of ${NetworkInterfaceId}` });
  return unknownGroupsStage(context, place, NetworkInterfaceId, [missing]);
}

export function groupIdsOf({ Groups }: NetworkInterface): readonly string[] {
  return Groups.flatMap(({ GroupId }) => GroupId ?? []);
}
