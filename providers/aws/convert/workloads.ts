import { elementOf } from '../../../src/convert/elements.ts';
import type { Row } from '../../../src/convert/table.ts';
import type { Workload } from '../../../src/model/inventory.ts';
import type { Trace } from '../../../src/model/trace.ts';
import type { Instance } from '../records/instances.ts';
import type { NetworkInterface } from '../records/network-interfaces.ts';
import type { Context } from './context.ts';
import type { Place } from './place.ts';
import { nameOf, tagsOf } from './tags.ts';
import { groupTraces, instanceTraces, interfaceTraces } from './traces.ts';

/** What stands behind an interface: its instance, or the interface itself where a service hides the rest. */
export function workloadOf(context: Context, place: Place, row: Row<NetworkInterface>): Workload {
  const instanceId = row.record.Attachment?.InstanceId;
  return instanceId === undefined
    ? interfaceWorkload(context, place, row)
    : instanceWorkload(context, place, instanceId);
}

/** An instance, also one that is only known by its id. */
export function instanceWorkload(context: Context, place: Place, instanceId: string): Workload {
  const home = context.estate.near(place).find(({ instances }) => instances.has(instanceId)) ?? place;
  return context.workload(home, instanceId, () => {
    const row = home.instances.get(instanceId);
    const groups = interfacesOfInstance(home, instanceId).flatMap(({ record }) => record.Groups);
    const ids = groups.flatMap(({ GroupId }) => GroupId ?? []);
    const traces = [
      ...(row === undefined ? [] : instanceTraces(context, home, row.record)),
      ...groupTraces(context, home, ids),
    ];
    return { ...bare(home, instanceId, 'instance', row), ...described(row?.record), traces };
  });
}

/** Something that is only known by its name: a function, an address outside, a group without targets. */
export function namedWorkload(context: Context, place: Place, ref: string, kind: string): Workload {
  return context.workload(place, ref, () => ({ ...bare(place, ref, kind), tags: {}, traces: [] }));
}

/** The interfaces of an instance, the primary one first. */
export function interfacesOfInstance(place: Place, instanceId: string): readonly Row<NetworkInterface>[] {
  const rows = place.interfacesOf.get(instanceId) ?? [];
  if (rows.length < 2) return rows;
  return rows.toSorted(
    (a, b) =>
      (a.record.Attachment?.DeviceIndex ?? 0) - (b.record.Attachment?.DeviceIndex ?? 0) ||
      (a.record.NetworkInterfaceId < b.record.NetworkInterfaceId ? -1 : 1),
  );
}

function interfaceWorkload(context: Context, place: Place, row: Row<NetworkInterface>): Workload {
  const { record, evidence } = row;
  return context.workload(place, record.NetworkInterfaceId, () => {
    const name = nameOf(record.TagSet) ?? record.Description;
    const ids = record.Groups.flatMap(({ GroupId }) => GroupId ?? []);
    const traces: readonly Trace[] = [...interfaceTraces(record, evidence.call), ...groupTraces(context, place, ids)];
    return {
      ...bare(place, record.NetworkInterfaceId, 'network interface', row),
      ...(name === undefined ? {} : { name }),
      tags: tagsOf(record.TagSet),
      traces,
    };
  });
}

function bare({ scope }: Place, ref: string, kind: string, row?: Row<unknown>) {
  const element = elementOf(kind, ref, row);
  return { kind: 'workload', ref: element.ref, scope, element } as const;
}

function described(instance: Instance | undefined): Pick<Workload, 'name' | 'tags'> {
  const tags = instance?.Tags ?? [];
  const name = nameOf(tags);
  return { ...(name === undefined ? {} : { name }), tags: tagsOf(tags) };
}
