import { z } from 'zod';

/**
 * A field that a service leaves out, sends as null, or sends.
 *
 * Optional outermost: most fields of most records are absent, and an absent one then costs nothing.
 */
export function maybe<T extends z.ZodType>(schema: T) {
  return schema
    .nullable()
    .transform((value) => value ?? undefined)
    .optional();
}

/** A list that may be absent or null; both mean that there is nothing in it. */
export function listOf<T extends z.ZodType>(schema: T) {
  return z
    .array(schema)
    .nullable()
    .transform((items) => items ?? [])
    .default([]);
}

/** A text that may be absent. Some services send an empty text for `none`. */
export const text = z
  .transform((value: unknown, context): string | undefined => {
    if (typeof value === 'string') return value === '' ? undefined : value;
    if (value !== null) refuse(context, value, 'a text');
    return undefined;
  })
  .optional();

export const flag = z
  .transform((value: unknown, context): boolean | undefined => {
    if (typeof value === 'boolean') return value;
    if (value !== null) refuse(context, value, 'true or false');
    return undefined;
  })
  .optional();

/** A whole number, which some tools print as text. */
export const integer = z
  .transform((value: unknown, context): number | undefined => {
    const number = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value;
    if (typeof number === 'number' && Number.isInteger(number)) return number;
    if (value !== null) refuse(context, value, 'a whole number');
    return undefined;
  })
  .optional();

/** A protocol: the APIs print its number as text, a tool may print it bare. */
export const protocol = z
  .transform((value: unknown, context): string | undefined => {
    if (typeof value === 'string') return value;
    if (typeof value === 'number') return String(value);
    if (value !== null) refuse(context, value, 'a protocol');
    return undefined;
  })
  .optional();

/** An id without which a record says nothing. */
export const id = z.string().min(1);

function refuse(context: z.RefinementCtx, input: unknown, expected: string): void {
  context.issues.push({ code: 'custom', message: `expected ${expected}`, input });
}
