import type { Row } from '../../../../src/convert/table.ts';
import { TARGET_ITSELF } from '../../../../src/model/own-element.ts';
import type { ConditionStage, Stage } from '../../../../src/model/path.ts';
import type { Element } from '../../../../src/model/resource.ts';
import { type NetworkInterface } from '../../records/network-interfaces.ts';
import { type VirtualMachine, virtualMachines } from '../../records/virtual-machines.ts';
import type { Context } from '../context.ts';
import { machineOf } from './machines.ts';

/** What is stopped, or not attached, answers nobody for now. `element` is what the checks are about, if not the target. */
export function livenessStages(
  context: Context,
  nic: Row<NetworkInterface>,
  element: Element = TARGET_ITSELF,
): readonly Stage[] {
  const state = (
    condition: Pick<ConditionStage, 'holds' | 'rule'>,
    missing: readonly string[] = [],
  ): readonly Stage[] => [context.condition(context.estate, { element, latent: true, missing, ...condition })];
  const machine = machineOf(context, nic);
  if (machine === undefined) {
    const { privateEndpoint, privateLinkService } = nic.record.properties;
    const serves = privateEndpoint?.id !== undefined || privateLinkService?.id !== undefined;
    return serves ? [] : state({ holds: 'no', rule: 'attached to nothing' });
  }
  // What an instance of a scale set in uniform mode does is not listed, and the set keeps as many as it is told to.
  if (machine.kind === 'instance') return state({ holds: 'yes', rule: NOT_TOLD });
  if (machine.row === undefined) {
    const missing = [context.estate.missing(virtualMachines, machine.id)];
    return state({ holds: 'unknown', rule: 'power state could not be read' }, missing);
  }
  const power = powerStateOf(machine.row.record);
  if (power === undefined) return state({ holds: 'yes', rule: NOT_TOLD });
  return state({ holds: RUNS.has(power) ? 'yes' : 'no', rule: power });
}

/**
 * A plain list of machines does not tell what they do. It is then not held against anyone: a machine that is stopped
 * can be started, so being stopped protects nothing.
 */
const NOT_TOLD = 'power state not told';

/** On the way down a machine still answers. */
const RUNS: ReadonlySet<string> = new Set(['running', 'starting', 'stopping', 'deallocating']);

/** `running`, `deallocated`: as whichever of the three APIs that tell it does. */
function powerStateOf({ properties }: VirtualMachine): string | undefined {
  const { instanceView, extended, powerState } = properties;
  const codes = [...(instanceView?.statuses ?? []).map(({ code }) => code), extended?.instanceView?.powerState?.code];
  const code = codes.find((text) => text !== undefined && /^PowerState\//i.test(text));
  const text = code ?? (typeof powerState === 'string' ? powerState : powerState?.code);
  return text?.replace(/^(?:PowerState\/|VM )/i, '').toLowerCase();
}
