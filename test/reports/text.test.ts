import { describe, expect, test } from 'vitest';
import { PLAIN, type Style } from '../../reports/style.ts';
import { explanation } from '../../reports/text/explanation.ts';
import { text } from '../../reports/text/report.ts';
import { surfaceTable } from '../../reports/text/surface.ts';
import { printable } from '../../reports/text/words.ts';
import type { AuditReport } from '../../src/findings/report.ts';
import { surfaceEndpoint } from '../../src/findings/surface.ts';
import { direct, OLLAMA, slice } from '../support/sample-exposure.ts';
import { sampleProof, sampleReport } from '../support/sample-report.ts';

const TAGGED: Style = (emphasis, part) => `<${emphasis}>${part}</${emphasis}>`;

function withName(name: string): AuditReport {
  const report = sampleReport();
  return { ...report, findings: report.findings.map((finding) => ({ ...finding, name })) };
}

describe('the text report', () => {
  test('is what the golden file shows', async () => {
    await expect(text.render(sampleReport(), PLAIN)).toMatchFileSnapshot('../golden/report.txt');
  });

  test('tells nothing by colour alone', () => {
    const coloured = text.render(sampleReport(), TAGGED);
    expect(coloured).toContain('<high>HIGH');
    expect(coloured.replaceAll(/<\/?[a-z]+>/g, '')).toBe(text.render(sampleReport(), PLAIN));
  });

  test('obeys nothing that a name in the cloud says', () => {
    const shown = text.render(withName('evil\u001b[2J\u202e\nname'), PLAIN);
    expect(shown).not.toMatch(/[\u001b\u202e]/);
    expect(shown).toContain('evil\ufffd[2J\ufffd\ufffdname');
    expect(printable('plain')).toBe('plain');
  });

  test('joins a call that failed alike in several scopes', () => {
    const report = sampleReport();
    const [gap] = report.coverage.gaps;
    const gaps = ['a', 'b', 'c', 'd', 'e'].flatMap((scope) => (gap === undefined ? [] : [{ ...gap, scope }]));
    const shown = text.render({ ...report, coverage: { ...report.coverage, gaps } }, PLAIN);
    expect(shown).toContain('ec2:DescribeNetworkAcls in a, b, c and 2 more: denied, needs ec2:DescribeNetworkAcls');
  });

  test('says how many findings are hidden', () => {
    expect(text.render({ ...sampleReport(), findings: [] }, PLAIN)).toContain('(1 not shown)');
  });
});

describe('the other texts', () => {
  const endpoints = [
    surfaceEndpoint(direct(), slice(), OLLAMA),
    surfaceEndpoint(direct(), slice({ verdict: 'unknown', missing: ['ec2:DescribeNetworkAcls eu-west-1'] })),
  ];

  test('the table of the surface is what the golden file shows', async () => {
    await expect(surfaceTable(endpoints, PLAIN)).toMatchFileSnapshot('../golden/surface.txt');
  });

  test('an explanation is what the golden file shows', async () => {
    const proof = sampleProof(direct(), slice());
    const [finding] = sampleReport().findings;
    const explained = { proof, classification: OLLAMA, ...(finding === undefined ? {} : { finding }) };
    await expect(explanation(explained, PLAIN)).toMatchFileSnapshot('../golden/explanation.txt');
  });

  test('a blocked proof lists each blocker, an undecided one what is missing', () => {
    const proof = sampleProof(direct(), slice());
    const blocked = explanation({ proof: { ...proof, verdict: 'blocked', blockers: proof.hops.slice(1, 2) } }, PLAIN);
    expect(blocked).toContain('Only this blocks it:\n  internet gateway igw-1: attached to vpc-1');
    const unknown = explanation({ proof: { ...proof, verdict: 'unknown', missing: ['a b'] } }, PLAIN);
    expect(unknown).toContain('Not decided, because these are missing:\n  a b');
  });
});
