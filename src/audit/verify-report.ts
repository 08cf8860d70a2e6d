import type { Provider } from '../../providers/provider.ts';
import type { Finding, SurfaceEndpoint } from '../findings/finding.ts';
import type { AuditReport } from '../findings/report.ts';
import type { Proof } from '../model/proof.ts';
import type { Answers } from './audit.ts';

/** What is wrong with one finding's proof. */
export interface ProofFailure {
  readonly fingerprint: string;
  readonly workload: string;
  readonly reason: string;
}

/** Replays the proof of every finding against the answers, by each provider's own checker. */
export function verifyReport(
  { findings }: Pick<AuditReport, 'findings'>,
  collections: readonly Answers[],
): readonly ProofFailure[] {
  return findings.flatMap((finding) =>
    failuresOf(finding, collections).map((reason) => ({
      fingerprint: finding.fingerprint,
      workload: finding.proof.workload,
      reason,
    })),
  );
}

function failuresOf({ proof, endpoint }: Finding, collections: readonly Answers[]): readonly string[] {
  const own = collections.find(({ provider }) => provider.id === proof.scope.cloud);
  if (own === undefined) return [`no answers of ${proof.scope.cloud} to check it against`];
  return [...disagreements(endpoint, proof), ...verify(own.provider, proof, own)];
}

function verify(provider: Provider, proof: Proof, { answers }: Answers): readonly string[] {
  return provider.verify(proof, answers);
}

/** A finding claims no more than its proof shows. */
function disagreements(endpoint: SurfaceEndpoint, proof: Proof): readonly string[] {
  const claims = [
    ['entry', endpoint.entry, proof.entry],
    ['workload', endpoint.workload, proof.workload],
    ['address', endpoint.address, proof.address],
    ['protocol', endpoint.protocol, proof.protocol],
    ['ports', endpoint.ports, proof.ports],
    ['verdict', endpoint.verdict, proof.verdict],
    ['audience', JSON.stringify(endpoint.audience), JSON.stringify(proof.audience)],
  ] as const;
  return claims
    .filter(([, claimed, proved]) => claimed !== proved)
    .map(([what, claimed, proved]) => `the finding says ${what} ${claimed}, its proof ${proved}`);
}
