import { z } from 'zod';
import { Answer } from '../collect/answer.ts';
import { parseJson } from '../collect/parse-json.ts';
import type { AuditReport } from '../findings/report.ts';
import { resourceRef } from '../model/resource.ts';

const Severity = z.enum(['critical', 'high', 'medium', 'low', 'info']);
const Verdict = z.enum(['reachable', 'blocked', 'unknown']);
const Modifier = z.enum(['one-way', 'latent', 'inspected', 'crafted-source-port-only', 'provider-range']);
const Level = z.enum(['confirmed', 'likely', 'suspected', 'none']);
const GapReason = z.enum([
  'denied',
  'throttled',
  'timed-out',
  'malformed',
  'unreachable',
  'disabled',
  'failed',
  'cancelled',
  'absent',
]);
const Category = z.enum([
  'model-server',
  'inference-gateway',
  'agent-or-mcp',
  'ai-app-ui',
  'vector-db',
  'notebook',
  'ml-pipeline',
  'gpu-cluster',
  'managed-ai',
]);
const GateKind = z.enum(['oidc', 'iam', 'jwt', 'mtls', 'iap', 'key', 'shared-secret-header']);
const Strength = z.enum(['strong', 'weak']);
const Count = z.int().min(0);
const Ref = z.string().transform(resourceRef);

const PublishedScope = z.strictObject({ cloud: z.string(), account: z.string(), region: z.string() });

const PublishedAudience = z.strictObject({
  class: z.enum(['world', 'broad', 'wide', 'narrow', 'none']),
  ranges: z.array(z.string()).max(64),
  truncated: z.boolean(),
});

const PublishedEndpoint = z.strictObject({
  cloud: z.string(),
  scope: z.string().describe('account/region'),
  entry: z.string().describe('where the internet arrives'),
  workload: z.string().describe('what is reached; the entry itself if nothing is behind it'),
  address: z.string(),
  family: z.enum(['ipv4', 'ipv6', 'name']),
  protocol: z.string().describe('tcp, udp, icmp, icmp6, a protocol number, or other'),
  ports: z.string().describe('8000,9000-9010 as the client sees them; for ICMP type 8, type 3 code 4 or any'),
  targetPorts: z.string(),
  verdict: Verdict,
  modifiers: z.array(Modifier),
  audience: PublishedAudience,
  gates: z.array(z.strictObject({ kind: GateKind, strength: Strength })),
  deciding: z.array(z.strictObject({ element: z.string(), rule: z.string() })),
  missing: z.array(z.string()).describe('the gaps that keep the verdict unknown'),
  classification: z
    .strictObject({ category: Category.exactOptional(), product: z.string().exactOptional(), confidence: Level })
    .exactOptional(),
});

const PublishedPacket = z.strictObject({
  protocol: z.string(),
  source: z.string(),
  sourcePort: z.int().exactOptional(),
  destination: z.string(),
  port: z.int(),
});

const PublishedHop = z.strictObject({
  element: z.strictObject({ ref: Ref, kind: z.string(), name: z.string().exactOptional() }),
  direction: z.enum(['in', 'reply']),
  decision: z.enum(['allow', 'deny', 'route', 'nat', 'forward', 'gate', 'inspect', 'unknown']),
  rule: z.string(),
  packet: PublishedPacket,
  evidence: z.strictObject({ call: z.string(), scope: z.string(), at: z.string() }).exactOptional(),
});

const PublishedProof = z.strictObject({
  scope: PublishedScope,
  entry: Ref,
  address: z.string(),
  workload: Ref,
  family: z.enum(['ipv4', 'ipv6']),
  protocol: z.string(),
  ports: z.string(),
  targetPorts: z.string(),
  verdict: Verdict,
  modifiers: z.array(Modifier),
  audience: PublishedAudience,
  gates: z.array(z.strictObject({ kind: z.string(), strength: z.string(), element: Ref, rule: z.string() })),
  witness: PublishedPacket,
  hops: z.array(PublishedHop),
  blockers: z.array(PublishedHop),
  missing: z.array(z.string()),
});

const PublishedSignal = z.strictObject({
  group: z.string(),
  value: z.string(),
  source: z.string(),
  weight: z.number(),
  attribution: z.number(),
  contribution: z.number(),
  product: z.string().exactOptional(),
});

const PublishedClassification = z.strictObject({
  level: Level,
  probability: z.number().min(0).max(1),
  product: z.strictObject({ id: z.string(), name: z.string() }).exactOptional(),
  category: Category.exactOptional(),
  role: z.enum(['serves', 'calls', 'stores']).exactOptional(),
  loginByDefault: z.enum(['none', 'optional', 'required', 'unknown']).exactOptional(),
  conflicting: z.boolean(),
  signals: z.array(PublishedSignal),
});

const PublishedFinding = z.strictObject({
  fingerprint: z.string().regex(/^exp1:[A-Z2-7]{26}$/),
  rule: z.string(),
  title: z.string(),
  severity: Severity,
  severityReasons: z.array(z.string()),
  name: z.string().exactOptional(),
  tags: z.record(z.string(), z.string()),
  endpoint: PublishedEndpoint,
  alsoReachableAs: z.array(PublishedEndpoint).exactOptional(),
  classification: PublishedClassification,
  remediation: z.string(),
  proof: PublishedProof,
});

const PublishedLatent = z.strictObject({
  name: z.string().exactOptional(),
  endpoint: PublishedEndpoint,
  classification: PublishedClassification,
  blocker: z.strictObject({ element: z.string(), kind: z.string(), rule: z.string() }),
  sentence: z.string(),
});

const PublishedGap = z.strictObject({
  cloud: z.string(),
  scope: z.string(),
  call: z.string(),
  reason: GapReason,
  permission: z.string(),
  message: z.string(),
});

const Tool = z.strictObject({ name: z.string(), version: z.string() });
const PublishedExit = z.strictObject({ code: Count, reasons: z.array(z.string()) });

/** What `exposure scan --json` prints: the mirror of `AuditReport`. */
export const PublishedReport = z
  .strictObject({
    schemaVersion: z.literal('1'),
    tool: Tool,
    run: z.strictObject({ collectedAt: z.string(), calls: Count, complete: z.boolean(), exit: PublishedExit }),
    scopes: z.array(PublishedScope),
    coverage: z.strictObject({ units: z.strictObject({ ok: Count, total: Count }), gaps: z.array(PublishedGap) }),
    summary: z.strictObject({
      critical: Count,
      high: Count,
      medium: Count,
      low: Count,
      info: Count,
      total: Count,
    }),
    findings: z.array(PublishedFinding),
    latent: z.array(PublishedLatent),
    surfaceSummary: z.strictObject({
      endpoints: Count,
      reachable: Count,
      blocked: Count,
      unknown: Count,
      reachableAi: Count,
    }),
  })
  .describe('exposure scan --json');

/** What `exposure surface --json` prints. */
export const PublishedSurface = z
  .strictObject({ schemaVersion: z.literal('1'), endpoints: z.array(PublishedEndpoint) })
  .describe('exposure surface --json');

/** The documents that other programs may rely on, by the name that `exposure schema` takes. */
const PUBLISHED = {
  report: PublishedReport,
  surface: PublishedSurface,
  collection: Answer.describe('one line of what exposure collect writes'),
} as const;

export type PublishedName = keyof typeof PUBLISHED;

export const PUBLISHED_NAMES: readonly PublishedName[] = ['report', 'surface', 'collection'];

/** The JSON Schema (2020-12) of a published document. */
export function jsonSchemaOf(name: PublishedName): unknown {
  return z.toJSONSchema(PUBLISHED[name], { io: 'input' });
}

/** Reads a report that was published before; a sentence about what is wrong if it is none. */
export function parseReport(text: string): AuditReport | string {
  const document = parseJson(text);
  if (document === undefined) return 'it is no JSON';
  const report = PublishedReport.safeParse(document.value);
  return report.success ? report.data : z.prettifyError(report.error).split('\n').slice(0, 3).join(' ');
}
