import { describe, expect, test } from 'vitest';
import { findingsOf } from '../../src/audit/findings-of.ts';
import { latentOf } from '../../src/audit/latent-of.ts';
import type { Finding } from '../../src/findings/finding.ts';
import type { Exposure } from '../../src/model/exposure.ts';
import { resourceRef } from '../../src/model/resource.ts';
import { audienceOf } from '../../src/net/audience.ts';
import { EVERY_ADDRESS } from '../../src/net/ip.ts';
import { RULES } from '../../src/rules/index.ts';
import type { Candidate } from '../../src/rules/rule.ts';
import {
  audience,
  behindFront,
  candidate,
  direct,
  element,
  GROUP,
  NOT_AI,
  proofOf,
  slice,
  workload,
} from '../support/sample-exposure.ts';

function judge(candidates: readonly Candidate[]): readonly Finding[] {
  return findingsOf(candidates, RULES, proofOf);
}

function overIpv6(more = {}): Exposure {
  const exposure = direct({ audience: audienceOf('ipv6', EVERY_ADDRESS.ipv6), ...more });
  return { ...exposure, entry: { ...exposure.entry, address: '2001:db8::10', family: 'ipv6' } };
}

describe('findingsOf', () => {
  test('both families of one port are one finding, whose endpoint is the wider', () => {
    const narrow = direct({ audience: audience('ipv4', '198.51.100.0/24') });
    const [finding, ...others] = judge([candidate({ exposure: narrow }), candidate({ exposure: overIpv6() })]);
    expect(others).toEqual([]);
    expect(finding?.endpoint.address).toBe('2001:db8::10');
    expect(finding?.alsoReachableAs?.map(({ address }) => address)).toEqual(['203.0.113.10']);
    expect(finding?.proof.family).toBe('ipv6');
  });

  test('members of one pool are one finding of their load balancer', () => {
    const members = ['i-1', 'i-2', 'i-3'].map((ref) => candidate({ exposure: behindFront(workload(ref)) }));
    const [finding, ...others] = judge(members);
    expect(others).toEqual([]);
    expect(finding?.endpoint.workload).toBe('i-1');
    expect(finding?.alsoReachableAs?.map((endpoint) => endpoint.workload)).toEqual(['i-2', 'i-3']);
  });

  test('machines that come and go with a scale set are one finding, which stays when they are replaced', () => {
    const owner = resourceRef('set-1');
    const [before, after] = [
      ['i-1', 'i-2'],
      ['i-8', 'i-9'],
    ].map((refs) => judge(refs.map((ref) => candidate({ exposure: direct({}, workload(ref, { owner })) }))));
    expect(before?.map(({ alsoReachableAs = [] }) => alsoReachableAs.length)).toEqual([1]);
    expect(after?.map(({ fingerprint }) => fingerprint)).toEqual(before?.map(({ fingerprint }) => fingerprint));
  });

  test('the fingerprint survives new members, addresses, groups, names and severities', () => {
    const before = judge([candidate({ exposure: behindFront(workload('i-1')) })]);
    const replaced = behindFront(workload('i-9', { name: 'other' }), { deciding: [] });
    const exposure = { ...replaced, entry: { ...replaced.entry, address: 'new.example.com' } };
    const after = judge([candidate({ exposure, classification: { ...NOT_AI, level: 'likely' } })]);
    expect(after.map(({ fingerprint }) => fingerprint)).toEqual(before.map(({ fingerprint }) => fingerprint));
  });

  test('an address that is not decided adds nothing to one that is open', () => {
    const [finding, ...others] = judge([candidate(), candidate({ exposure: overIpv6({ verdict: 'unknown' }) })]);
    expect(others).toEqual([]);
    expect(finding?.rule).toBe('EXP-AI-001');
    expect(finding?.alsoReachableAs?.map(({ verdict }) => verdict)).toEqual(['unknown']);
  });

  test('ports of one host are findings of their own', () => {
    const ports = [8000, 11_434].map((port) =>
      candidate({ on: { ports: [[port, port]], targetPorts: [[port, port]] } }),
    );
    expect(
      judge(ports)
        .map(({ endpoint }) => endpoint.ports)
        .sort(),
    ).toEqual(['11434', '8000']);
  });

  test('the most severe come first, then by fingerprint, whatever the order of the input', () => {
    const some = ['i-1', 'i-2', 'i-3'].map((ref) => candidate({ exposure: direct({}, workload(ref)) }));
    const notebook = { ...NOT_AI, level: 'confirmed', category: 'notebook' } as const;
    const worst = candidate({ exposure: direct({}, workload('i-4')), classification: notebook });
    const findings = judge([...some, worst]);
    expect(findings[0]?.endpoint.workload).toBe('i-4');
    expect(judge([worst, ...some].reverse())).toEqual(findings);
  });

  test('tags are sorted, so that the bytes do not hang on how a cloud lists them', () => {
    const target = workload('i-1', { tags: { team: 'ml', app: 'ollama' } });
    expect(Object.keys(judge([candidate({ exposure: direct({}, target) })])[0]?.tags ?? {})).toEqual(['app', 'team']);
  });
});

describe('latentOf', () => {
  const acl = { element: element('network ACL', 'acl-1'), rule: '100', grants: false, place: 0 };
  const state = { element: element('instance', 'i-1'), rule: 'stopped', grants: false, place: 0 };

  function blocked(deciding: Candidate['slice']['deciding'], more: Partial<Candidate> = {}): Candidate {
    return candidate({ on: { verdict: 'blocked', deciding }, ...more });
  }

  test('tells what one thing alone keeps closed', () => {
    const [latent, ...others] = latentOf([blocked([acl])]);
    expect(others).toEqual([]);
    expect(latent?.blocker).toEqual({ element: 'acl-1', kind: 'network ACL', rule: '100' });
    expect(latent?.sentence).toBe('Only network ACL acl-1 (100) keeps tcp 11434 from 0.0.0.0/0 out.');
  });

  test.for([
    ['two things keep it closed', blocked([acl, state])],
    [
      'its own group does not open it',
      blocked([{ element: GROUP, rule: 'no rule allows it', grants: true, place: 0 }]),
    ],
    ['it is no AI', blocked([acl], { classification: NOT_AI })],
    ['it is open', candidate()],
    [
      'nobody would get in',
      blocked([acl], {
        slice: slice({ verdict: 'blocked', deciding: [acl], audience: audience('ipv4', '10.0.0.0/8') }),
      }),
    ],
  ] as const)('says nothing where %s', ([, one]) => {
    expect(latentOf([one])).toEqual([]);
  });

  test('two interfaces of one workload are told once', () => {
    const second = direct({ verdict: 'blocked', deciding: [acl] });
    const other = { ...second, entry: { ...second.entry, ref: resourceRef('eni-2'), address: '203.0.113.11' } };
    expect(latentOf([blocked([acl]), candidate({ exposure: other })])).toHaveLength(1);
  });
});
