import { elementOf } from '../../../src/convert/elements.ts';
import { indexed, type Row } from '../../../src/convert/table.ts';
import type { Entry, Workload } from '../../../src/model/inventory.ts';
import type { Address } from '../records/addresses.ts';
import type { Context } from './context.ts';
import { elasticEntry } from './interface-entries.ts';
import type { Place } from './place.ts';
import { instanceWorkload, namedWorkload } from './workloads.ts';

/** Elastic IPs that no interface shows: not attached to anything, or told of only where they are listed. */
export function addressEntries(
  context: Context,
  place: Place,
  shown: ReadonlySet<string | undefined>,
): readonly Entry[] {
  const rows = indexed(place.tables.addresses.rows, ({ AllocationId, PublicIp }) => AllocationId ?? PublicIp);
  return [...rows.values()].flatMap((row) => {
    const { PublicIp, AllocationId, NetworkInterfaceId, PrivateIpAddress } = row.record;
    if (PublicIp === undefined || shown.has(PublicIp)) return [];
    const holder = NetworkInterfaceId === undefined ? undefined : place.interfaces.get(NetworkInterfaceId);
    return holder === undefined
      ? [entryOf(context, place, row, { address: PublicIp, id: AllocationId ?? PublicIp })]
      : [elasticEntry(context, place, holder, { address: PublicIp, inside: PrivateIpAddress })];
  });
}

/** Instances of which no interface was told, so that nobody knows how they can be reached. */
export function instanceAddressEntries(
  context: Context,
  place: Place,
  shown: ReadonlySet<string | undefined>,
): readonly Entry[] {
  const isRead = place.tables.networkInterfaces.completeness() === 'complete';
  return [...place.instances.values()].flatMap((row) => {
    const { InstanceId, PublicIpAddress, PrivateIpAddress, State } = row.record;
    const isHidden = !isRead && !place.interfacesOf.has(InstanceId) && State?.Name !== 'terminated';
    const isUnseen = PublicIpAddress !== undefined && !shown.has(PublicIpAddress);
    if (!isHidden && !isUnseen) return [];
    const element = elementOf('instance', InstanceId, row);
    const path = context.path([unseenInterface(context, place, element)]);
    const to = instanceWorkload(context, place, InstanceId);
    const address = PublicIpAddress ?? PrivateIpAddress ?? '-';
    return [{ ref: element.ref, scope: place.scope, address, family: 'ipv4', paths: [path], element, to }];
  });
}

function entryOf(
  context: Context,
  place: Place,
  row: Row<Address>,
  { address, id }: { readonly address: string; readonly id: string },
): Entry {
  const element = elementOf('Elastic IP', id, row);
  const { AssociationId, NetworkInterfaceId, InstanceId } = row.record;
  const holder = NetworkInterfaceId ?? InstanceId ?? AssociationId;
  const stage =
    holder === undefined
      ? context.condition(place, { element, holds: 'no', rule: 'not associated', latent: true, missing: [] })
      : unseenInterface(context, place, element);
  return {
    ref: element.ref,
    scope: place.scope,
    address,
    family: 'ipv4',
    paths: [context.path([stage])],
    element,
    to: holderOf(context, place, row.record, id),
  };
}

function holderOf(context: Context, place: Place, { InstanceId, NetworkInterfaceId }: Address, id: string): Workload {
  if (InstanceId !== undefined) return instanceWorkload(context, place, InstanceId);
  return NetworkInterfaceId === undefined
    ? namedWorkload(context, place, id, 'Elastic IP')
    : namedWorkload(context, place, NetworkInterfaceId, 'network interface');
}

function unseenInterface(context: Context, place: Place, element: Entry['element']) {
  const table = place.tables.networkInterfaces;
  const missing = [context.estate.missing({ table, what: `the interface of ${element.ref}` })];
  const rule = 'its interface could not be read';
  return context.condition(place, { element, holds: 'unknown', rule, missing });
}
