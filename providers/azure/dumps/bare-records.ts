import { z } from 'zod';
import { decode } from '../../../src/collect/decode.ts';
import type { ArmKind } from '../records/arm-kind.ts';

/** What every resource has, and lists of resources of all types print without the settings: `az resource list`. */
const ENVELOPE = new Set(
  [
    ['name', 'type', 'location', 'tags', 'sku', 'kind', 'etag', 'zones', 'identity', 'plan', 'properties'],
    ['extendedLocation', 'managedBy', 'managedByExtended', 'resourceGroup', 'subscriptionId', 'tenantId'],
    ['apiVersion', 'changedTime', 'createdTime', 'provisioningState', 'systemData'],
  ].flatMap((names) => names.map((name) => name.toLowerCase())),
);

const Settings = z.object({ properties: z.record(z.string(), z.unknown()) });
const Fields = z.record(z.string(), z.unknown());

/**
 * Whether a record only says that a resource exists, and none of how it is set up.
 *
 * Read as a whole one it would be an interface without an address, and so a hole in the audit that nobody sees.
 */
export function isBare(kind: ArmKind, record: unknown): boolean {
  const { data: fields } = Fields.safeParse(record);
  if (kind.of === 'answer' || fields === undefined || hasContent(fields['properties'])) return false;
  const own = Object.fromEntries(Object.entries(fields).filter(([key]) => !ENVELOPE.has(key.toLowerCase())));
  const [read] = decode(kind, { [kind.list]: [own] }).records;
  const { data: settings } = Settings.safeParse(read);
  if (settings === undefined) return false;
  const values = Object.values(settings.properties);
  return values.length > 0 && !values.some(hasContent);
}

function hasContent(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
  return value !== undefined && value !== null;
}
