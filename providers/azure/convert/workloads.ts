import type { Row } from '../../../src/convert/table.ts';
import type { Workload } from '../../../src/model/inventory.ts';
import { resourceRef } from '../../../src/model/resource.ts';
import type { Trace } from '../../../src/model/trace.ts';
import { nameIn } from '../arm-id.ts';
import type { NetworkInterface } from '../records/network-interfaces.ts';
import type { Context } from './context.ts';
import { elementOf } from './elements.ts';
import { interfacesOfMachine, type Machine, machineOf } from './network/machines.ts';
import { groupTraces, interfaceTraces, machineTraces, scaleSetTraces } from './traces.ts';

/** Something that is described by whoever refers to it. */
export interface Named {
  readonly id: string;
  readonly kind: string;
  readonly location?: string | undefined;
  readonly name?: string | undefined;
  readonly tags?: Readonly<Record<string, string>>;
  readonly traces?: readonly Trace[];
  readonly row?: Row<unknown> | undefined;
  /** The group that it is one of many in: a scale set. */
  readonly owner?: string | undefined;
}

/** What stands behind an interface: its machine, or the interface itself where nothing tells of one. */
export function workloadOf(context: Context, nic: Row<NetworkInterface>): Workload {
  const machine = machineOf(context, nic);
  if (machine !== undefined) return machineWorkload(context, machine, nic.record.location);
  const { id, name, tags, location } = nic.record;
  return lazily(context, id, () => ({
    id,
    kind: 'network interface',
    location,
    name: name ?? nameIn(id),
    tags,
    traces: [...interfaceTraces(nic.record, nic.evidence.call), ...groupTraces(context, [nic])],
    row: nic,
  }));
}

/** A workload of which all that is known is what the caller tells. */
export function namedWorkload(context: Context, named: Named): Workload {
  return lazily(context, named.id, () => named);
}

function machineWorkload(context: Context, machine: Machine, location: string | undefined): Workload {
  return lazily(context, machine.id, () => {
    const { id, row } = machine;
    const groups = groupTraces(context, interfacesOfMachine(context, id));
    const shared = {
      id,
      kind: 'virtual machine',
      location: row?.record.location ?? location,
      tags: row?.record.tags ?? {},
      row,
    };
    if (machine.kind === 'machine') {
      const own = machine.row === undefined ? [] : machineTraces(machine.row.record);
      const owner = machine.row?.record.properties.virtualMachineScaleSet?.id;
      return { ...shared, name: row?.record.name ?? nameIn(id), traces: [...own, ...groups], owner };
    }
    const own = machine.row === undefined ? [] : scaleSetTraces(machine.row.record);
    const owner = row?.record.id ?? machine.set;
    return { ...shared, name: row?.record.name ?? nameIn(owner), traces: [...own, ...groups], owner };
  });
}

/** One workload for each resource: what the first who refers to it tells is what counts. */
function lazily(context: Context, id: string, tell: () => Named): Workload {
  return context.workload(id, () => {
    const { kind, location, name, tags = {}, traces = [], row, owner } = tell();
    const element = elementOf(kind, id, row, name);
    return {
      kind: 'workload',
      ref: element.ref,
      scope: context.scope(id, location),
      element,
      ...(owner === undefined ? {} : { owner: resourceRef(owner) }),
      ...(name === undefined ? {} : { name }),
      tags,
      traces,
    };
  });
}
