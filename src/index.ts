/** The library: the same pipeline as the command line, for programs. Nothing happens on import. */
export { PROVIDERS } from '../providers/index.ts';
export type { CollectProgress, CollectRequest, Provider, ProviderOption } from '../providers/provider.ts';
export { REPORTERS } from '../reports/index.ts';
export type { Reporter } from '../reports/reporter.ts';
export { PLAIN, type Style } from '../reports/style.ts';
export { type Answers, type Audit, audit, type JudgedSlice, reportOf, surfaceOf } from './audit/audit.ts';
export { fromClouds, fromDemo, fromFiles, type Gathered } from './audit/sources.ts';
export { type ProofFailure, verifyReport } from './audit/verify-report.ts';
export type { Answer } from './collect/answer.ts';
export type { Finding, Severity, SurfaceEndpoint } from './findings/finding.ts';
export type { AuditReport } from './findings/report.ts';
export type { Classification } from './model/classification.ts';
export { CredentialsError, UsageError } from './model/errors.ts';
export type { Proof } from './model/proof.ts';
export { RULES } from './rules/index.ts';
export type { Rule } from './rules/rule.ts';
