import { z } from 'zod';
import { text } from '../../../src/collect/fields.ts';

/**
 * An object whose keys are found whatever their case.
 *
 * The REST API says `publicIPAddress`, older versions of the command line `publicIpAddress`, and Resource Graph has been
 * seen to change the case of keys, so the case of a key tells nothing.
 */
export function shape<F extends z.ZodRawShape>(fields: F) {
  const spelled = canonicalKeys(fields);
  return z.preprocess(spelled, z.object(fields));
}

/**
 * A part of a resource that has a name of its own: what it is called, and its settings under `properties`.
 *
 * The command line prints the settings beside the name, where REST and Resource Graph put them under `properties`; both
 * are read, and both come out as REST has them.
 */
export function armObject<P extends z.ZodRawShape>(properties: P) {
  return armObjectWith({}, properties);
}

/** The same, with more fields beside the name. */
export function armObjectWith<O extends z.ZodRawShape, P extends z.ZodRawShape>(own: O, properties: P) {
  return enveloped({ id: text, ...own }, properties);
}

/** A top-level resource: it has an id, without which nothing can refer to it. */
export function resource<P extends z.ZodRawShape>(properties: P) {
  return resourceWith({}, properties);
}

/** The same, with more fields beside the name: its size, its kind. */
export function resourceWith<O extends z.ZodRawShape, P extends z.ZodRawShape>(own: O, properties: P) {
  return enveloped({ id: z.string().min(1), type: text, location: text, tags, ...own }, properties);
}

/** Tags as a dictionary; values that are no text are left out. */
const tags = z
  .transform((value: unknown): Readonly<Record<string, string>> => {
    if (typeof value !== 'object' || value === null) return {};
    const pairs = Object.entries(value).filter((pair): pair is [string, string] => typeof pair[1] === 'string');
    return Object.fromEntries(pairs.sort(([a], [b]) => (a < b ? -1 : 1)));
  })
  .optional()
  .transform((value) => value ?? {});

/** A reference to another resource. */
export const Ref = shape({ id: text });

/** Size and generation: `Standard`, `Basic`; the tier of a load balancer is `Regional` or `Global`. */
export const Sku = shape({ name: text, tier: text });

function enveloped<O extends z.ZodRawShape, P extends z.ZodRawShape>(own: O, properties: P) {
  const envelope = { name: text, ...own, properties: shape(properties) } as const;
  const spelled = canonicalKeys(envelope);
  return z.preprocess((value) => nested(spelled(value)), z.object(envelope));
}

type Spell = (value: unknown) => unknown;

function canonicalKeys(fields: z.ZodRawShape): Spell {
  const exact = new Set(Object.keys(fields));
  const byLower = new Map([...exact].map((key) => [key.toLowerCase(), key]));
  // Most keys are of fields that we do not read, and their length already tells.
  const lengths = new Set([...exact].map(({ length }) => length));
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    let spelled: Record<string, unknown> | undefined;
    for (const key of Object.keys(value)) {
      if (!lengths.has(key.length) || exact.has(key)) continue;
      const known = byLower.get(key.toLowerCase());
      if (known === undefined || known in value) continue;
      spelled ??= { ...value };
      spelled[known] = Reflect.get(value, key);
    }
    return spelled ?? value;
  };
}

function nested(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const inside = 'properties' in value ? value.properties : undefined;
  return typeof inside === 'object' && inside !== null ? value : { ...value, properties: value };
}
