import { findingsOf } from '../../src/audit/findings-of.ts';
import { latentOf } from '../../src/audit/latent-of.ts';
import { type AuditReport, summaryOf } from '../../src/findings/report.ts';
import type { Exposure, Slice } from '../../src/model/exposure.ts';
import type { Hop, Packet, Proof } from '../../src/model/proof.ts';
import { RULES } from '../../src/rules/index.ts';
import { candidate, direct, element, proofOf, workload } from './sample-exposure.ts';

/** A small report with a finding, something one change away, and a gap. */
export function sampleReport(): AuditReport {
  const open = candidate();
  const webui = workload('i-2', { name: 'open-webui', tags: { team: 'chat' } });
  const stopped = { verdict: 'blocked', ports: [[8080, 8080]], targetPorts: [[8080, 8080]] } as const;
  const deciding = [{ element: element('network ACL', 'acl-1'), rule: '100', grants: false, place: 0 }];
  const latent = candidate({ exposure: direct({ ...stopped, deciding }, webui) });
  const findings = findingsOf([open], RULES, sampleProof);
  return {
    schemaVersion: '1',
    tool: { name: 'exposure', version: '0.1.0' },
    run: {
      collectedAt: '2026-11-02T09:00:00Z',
      calls: 20,
      complete: false,
      exit: {
        code: 3,
        reasons: ['1 finding at or above high', 'coverage is incomplete: 1 of 20 units were not learned'],
      },
    },
    scopes: [{ cloud: 'aws', account: '111122223333', region: 'eu-west-1' }],
    coverage: {
      units: { ok: 19, total: 20 },
      gaps: [
        {
          cloud: 'aws',
          scope: '111122223333/us-east-1',
          call: 'ec2:DescribeNetworkAcls',
          reason: 'denied',
          permission: 'ec2:DescribeNetworkAcls',
          message: 'not authorized',
        },
      ],
    },
    summary: summaryOf(findings),
    findings,
    latent: latentOf([latent]),
    surfaceSummary: { endpoints: 5, reachable: 2, blocked: 2, unknown: 1, reachableAi: 1 },
  };
}

/** A proof with hops, as the engine would draw one. */
export function sampleProof(exposure: Exposure, part: Slice): Proof {
  const proof = proofOf(exposure, part);
  const packet: Packet = { ...proof.witness, sourcePort: 40_000 };
  const at = { scope: '111122223333/eu-west-1', at: '2026-11-02T09:00:00Z' };
  const hop = (kind: string, ref: string, rule: string, more: Partial<Hop>): Hop => ({
    element: element(kind, ref),
    direction: 'in',
    decision: 'allow',
    rule,
    packet,
    ...more,
  });
  return {
    ...proof,
    witness: packet,
    hops: [
      hop('network interface', 'eni-1', 'public address 203.0.113.10', { decision: 'nat' }),
      hop('internet gateway', 'igw-1', 'attached to vpc-1', {
        evidence: { call: 'ec2:DescribeInternetGateways', ...at },
      }),
      hop('security group', 'sg-1', 'sgr-1', { evidence: { call: 'ec2:DescribeSecurityGroups', ...at } }),
      hop('route table', 'rtb-1', '0.0.0.0/0 -> igw-1', {
        direction: 'reply',
        decision: 'route',
        evidence: { call: 'ec2:DescribeRouteTables', ...at },
      }),
    ],
  };
}
