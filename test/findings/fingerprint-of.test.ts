import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type FindingIdentity, fingerprintOf } from '../../src/findings/fingerprint-of.ts';
import { SCOPE } from '../support/sample-exposure.ts';

const IDENTITY: FindingIdentity = { rule: 'EXP-AI-001', scope: SCOPE, owner: 'i-1', endpoint: 'tcp/11434' };

describe('fingerprintOf', () => {
  test('is the base32 of 128 bits, and never changes between releases', () => {
    expect(fingerprintOf(IDENTITY)).toMatch(/^exp1:[A-Z2-7]{26}$/);
    expect(fingerprintOf(IDENTITY)).toBe('exp1:IA2T72GT6V3QEIVI3NURF3YRGM');
  });

  test.for([
    ['another rule', { rule: 'EXP-AI-002' }],
    ['another account', { scope: { ...SCOPE, account: '444455556666' } }],
    ['another region of a regional id', { scope: { ...SCOPE, region: 'eu-west-2' } }],
    ['another cloud', { scope: { ...SCOPE, cloud: 'gcp' } }],
    ['another workload', { owner: 'i-2' }],
    ['another port', { endpoint: 'tcp/11435' }],
  ] as const)('changes with %s', ([, change]) => {
    expect(fingerprintOf({ ...IDENTITY, ...change })).not.toBe(fingerprintOf(IDENTITY));
  });

  test('a region that the owner names already is not counted twice', () => {
    const owner = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/llm/1';
    const global = { ...SCOPE, region: 'global' };
    expect(fingerprintOf({ ...IDENTITY, owner })).toBe(fingerprintOf({ ...IDENTITY, owner, scope: global }));
  });

  test('an id that is a path is told by itself, whatever its case and the region of what stands in front', () => {
    const owner = '/subscriptions/1/resourceGroups/AI/providers/Some.Compute/machines/gpu';
    const same = {
      owner: owner.toUpperCase().replace('/SUBSCRIPTIONS', '/subscriptions'),
      scope: { ...SCOPE, region: 'global' },
    };
    expect(fingerprintOf({ ...IDENTITY, ...same })).toBe(fingerprintOf({ ...IDENTITY, owner }));
  });

  test('an account of a partition is another one than its namesake elsewhere', () => {
    const owner = 'global-thing';
    const regions = ['eu-west-1', 'us-gov-west-1', 'cn-north-1'].map((region) => ({ ...SCOPE, region }));
    const prints = regions.map((scope) => fingerprintOf({ ...IDENTITY, scope, owner: `${owner}-${scope.region}` }));
    expect(new Set(prints).size).toBe(3);
  });

  test('distinct identities never share a fingerprint', () => {
    const part = fc.string({ maxLength: 12 });
    fc.assert(
      fc.property(part, part, part, part, (a, b, c, d) => {
        const one = fingerprintOf({ ...IDENTITY, owner: a, endpoint: b });
        const other = fingerprintOf({ ...IDENTITY, owner: c, endpoint: d });
        expect(one === other).toBe(a === c && b === d);
      }),
    );
  });
});
