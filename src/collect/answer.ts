import { z } from 'zod';

/**
 * One answer of a provider, as a collection keeps it: the call, where, what was asked, when, and the answer
 * or the error. Field names inside `response` are the provider's own.
 */
export const Answer = z.object({
  call: z.string().min(1),
  account: z.string().optional(),
  subscription: z.string().optional(),
  project: z.string().optional(),
  region: z.string().optional(),
  request: z.record(z.string(), z.unknown()).optional(),
  at: z.string(),
  response: z.unknown().optional(),
  error: z
    .object({
      status: z.number().optional(),
      code: z.string(),
      message: z.string(),
      reason: z
        .enum(['denied', 'throttled', 'timed-out', 'malformed', 'unreachable', 'disabled', 'failed', 'cancelled'])
        .optional(),
    })
    .optional(),
});

export type Answer = z.output<typeof Answer>;
