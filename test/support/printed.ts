import { z } from 'zod';

/** What tests read of the documents that `exposure` prints. Further fields are left alone, and may be looked at. */

const Endpoint = z.looseObject({
  scope: z.string(),
  entry: z.string(),
  workload: z.string(),
  address: z.string(),
  family: z.string(),
  protocol: z.string(),
  ports: z.string(),
  targetPorts: z.string(),
  verdict: z.enum(['reachable', 'blocked', 'unknown']),
  modifiers: z.array(z.string()),
  audience: z.object({ class: z.string(), ranges: z.array(z.string()), truncated: z.boolean() }),
  deciding: z.array(z.object({ element: z.string(), rule: z.string() })),
  missing: z.array(z.string()),
});
export type PrintedEndpoint = z.output<typeof Endpoint>;

const Hop = z.looseObject({
  element: z.looseObject({ ref: z.string(), kind: z.string() }),
  direction: z.string(),
  decision: z.string(),
  rule: z.string(),
});

const Finding = z.looseObject({
  fingerprint: z.string(),
  rule: z.string(),
  title: z.string(),
  severity: z.string(),
  name: z.string().optional(),
  endpoint: Endpoint,
  alsoReachableAs: z.array(Endpoint).optional(),
  classification: z.looseObject({
    level: z.string(),
    category: z.string().optional(),
    product: z.object({ id: z.string(), name: z.string() }).optional(),
  }),
  proof: z.looseObject({
    verdict: z.string(),
    hops: z.array(Hop),
    blockers: z.array(Hop),
    missing: z.array(z.string()),
  }),
});

const Report = z.looseObject({
  run: z.looseObject({
    calls: z.number(),
    complete: z.boolean(),
    exit: z.object({ code: z.number(), reasons: z.array(z.string()) }),
  }),
  coverage: z.looseObject({
    units: z.object({ ok: z.number(), total: z.number() }),
    gaps: z.array(z.looseObject({ call: z.string(), scope: z.string(), reason: z.string(), permission: z.string() })),
  }),
  findings: z.array(Finding),
});
export type PrintedReport = z.output<typeof Report>;

const Surface = z.looseObject({ endpoints: z.array(Endpoint) });

interface Printed {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The report that `scan --json` printed. */
export function reportIn(printed: Printed): PrintedReport {
  return Report.parse(documentIn(printed));
}

/** The endpoints that `surface --json` printed. */
export function endpointsIn(printed: Printed): readonly PrintedEndpoint[] {
  return Surface.parse(documentIn(printed)).endpoints;
}

/** The JSON document on stdout. Throws with all that was printed if it is none. */
export function documentIn({ code, stdout, stderr }: Printed): unknown {
  if (!stdout.startsWith('{')) throw new Error(`exit ${code}, and no JSON:\n${stdout.slice(0, 2_000)}\n${stderr}`);
  return JSON.parse(stdout);
}
