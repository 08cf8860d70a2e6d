import { once } from '../../../../src/convert/interner.ts';
import type { Row } from '../../../../src/convert/table.ts';
import { armKey } from '../../arm-id.ts';
import type { NetworkInterface } from '../../records/network-interfaces.ts';
import { type ScaleSet, scaleSets, type VirtualMachine, virtualMachines } from '../../records/virtual-machines.ts';
import type { Context } from '../context.ts';
import { interfaces } from './ip-configs.ts';
import { scaleSetInstanceOf, scaleSetOf } from './scale-sets.ts';

/** The machine that an interface belongs to. */
export type Machine =
  | { readonly kind: 'machine'; readonly id: string; readonly row: Row<VirtualMachine> | undefined }
  /** Of a scale set in uniform mode: it is told of only through its set. */
  | { readonly kind: 'instance'; readonly id: string; readonly set: string; readonly row: Row<ScaleSet> | undefined };

/** The machine that an interface names, or that names the interface; undefined if it is attached to none. */
export function machineOf(context: Context, nic: Row<NetworkInterface>): Machine | undefined {
  const known = context.made(knownMachines);
  if (!known.has(nic)) known.set(nic, findMachine(context, nic));
  return known.get(nic);
}

function knownMachines(): Map<Row<NetworkInterface>, Machine | undefined> {
  return new Map();
}

function findMachine(context: Context, nic: Row<NetworkInterface>): Machine | undefined {
  const { id, properties } = nic.record;
  const told = properties.virtualMachine?.id ?? scaleSetInstanceOf(id);
  const instance = told === undefined ? undefined : scaleSetInstanceOf(told);
  const set = instance === undefined ? undefined : scaleSetOf(instance);
  if (instance !== undefined && set !== undefined) {
    return { kind: 'instance', id: instance, set, row: context.estate.find(scaleSets, set) };
  }
  const row =
    told === undefined ? context.made(machineByInterface).get(armKey(id)) : context.estate.find(virtualMachines, told);
  const known = row?.record.id ?? told;
  return known === undefined ? undefined : { kind: 'machine', id: known, row };
}

/** All interfaces of a machine. */
export function interfacesOfMachine(context: Context, machineId: string): readonly Row<NetworkInterface>[] {
  return context.made(interfacesByMachine).get(armKey(machineId)) ?? [];
}

function machineByInterface({ estate }: Context): ReadonlyMap<string, Row<VirtualMachine>> {
  const index = new Map<string, Row<VirtualMachine>>();
  for (const row of estate.rows(virtualMachines)) {
    for (const { id } of row.record.properties.networkProfile?.networkInterfaces ?? []) {
      if (id !== undefined && !index.has(armKey(id))) index.set(armKey(id), row);
    }
  }
  return index;
}

function interfacesByMachine(context: Context): ReadonlyMap<string, readonly Row<NetworkInterface>[]> {
  const index = new Map<string, Row<NetworkInterface>[]>();
  for (const row of interfaces(context)) {
    const machine = machineOf(context, row);
    if (machine === undefined) continue;
    once(index, armKey(machine.id), () => []).push(row);
  }
  return index;
}
