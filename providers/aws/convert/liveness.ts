import type { Row } from '../../../src/convert/table.ts';
import { TARGET_ITSELF } from '../../../src/model/own-element.ts';
import type { Stage } from '../../../src/model/path.ts';
import type { NetworkInterface } from '../records/network-interfaces.ts';
import type { Context } from './context.ts';
import type { Place } from './place.ts';

/** What is stopped or not attached answers nobody, for now. */
export function livenessStage(context: Context, place: Place, row: Row<NetworkInterface>): Stage {
  const instanceId = row.record.Attachment?.InstanceId;
  if (instanceId !== undefined) return instanceStage(context, place, instanceId);
  const { Status, NetworkInterfaceId, Attachment } = row.record;
  const status = Status ?? (Attachment === undefined ? undefined : 'in-use');
  if (status !== undefined) {
    const inUse = status === 'in-use' || status === 'associated';
    return context.condition(place, {
      element: TARGET_ITSELF,
      holds: inUse ? 'yes' : 'no',
      rule: status,
      latent: true,
      missing: [],
    });
  }
  const missing = [
    context.estate.missing({ table: place.tables.networkInterfaces, what: `the status of ${NetworkInterfaceId}` }),
  ];
  return context.condition(place, {
    element: TARGET_ITSELF,
    holds: 'unknown',
    rule: 'status could not be read',
    latent: true,
    missing,
  });
}

/** The state of an instance. */
export function instanceStage(context: Context, place: Place, instanceId: string): Stage {
  const row = context.estate.find(place, ({ instances }) => instances.get(instanceId));
  const state = row?.record.State?.Name;
  if (state !== undefined) {
    const holds = state === 'running' ? 'yes' : 'no';
    return context.condition(place, { element: TARGET_ITSELF, holds, rule: state, latent: true, missing: [] });
  }
  const missing = [context.estate.missing({ table: place.tables.instances, what: `the state of ${instanceId}` })];
  return context.condition(place, {
    element: TARGET_ITSELF,
    holds: 'unknown',
    rule: 'state could not be read',
    latent: true,
    missing,
  });
}
