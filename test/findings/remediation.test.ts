import { describe, expect, test } from 'vitest';
import { remediationOf } from '../../src/findings/remediation.ts';
import type { Slice } from '../../src/model/exposure.ts';
import type { CollectionGap, GapReason } from '../../src/model/gap.ts';
import type { FilterStage } from '../../src/model/path.ts';
import { behindFront, direct, element, GROUP, SCOPE, slice, workload } from '../support/sample-exposure.ts';

const OTHER = element('security group', 'sg-2');

function gap(reason: GapReason): CollectionGap {
  const call = 'ec2:DescribeNetworkAcls';
  return { call, scope: SCOPE, reason, permission: call, message: '' };
}

function fix(more: Partial<Slice>, gaps: readonly CollectionGap[] = []): string {
  return remediationOf(direct(more), slice(more), gaps);
}

describe('remediationOf a direct path', () => {
  test('names the one rule to close', () => {
    expect(fix({})).toBe(
      'Close rule sgr-1 of security group sg-1 (lab) (tcp 11434 from 0.0.0.0/0), or limit it to the addresses that need it.',
    );
  });

  test('names every rule that opens the same port, by group', () => {
    const deciding = [
      { element: GROUP, rule: 'sgr-1', grants: true, place: 0 },
      { element: GROUP, rule: 'sgr-2', grants: true, place: 0 },
      { element: OTHER, rule: 'sgr-9', grants: true, place: 0 },
      { element: element('network ACL', 'acl-1'), rule: '100', grants: false, place: 0 },
    ];
    expect(fix({ deciding })).toBe(
      'Close every one of these rules, each of which opens tcp 11434 from 0.0.0.0/0: ' +
        'sgr-1 and sgr-2 of security group sg-1 (lab); sgr-9 of security group sg-2, ' +
        'or limit them to the addresses that need it.',
    );
  });

  test('of rules that are passed one after the other, closing one is enough', () => {
    const deciding = [
      { element: OTHER, rule: 'sgr-9', grants: true, place: 0 },
      { element: GROUP, rule: 'sgr-1', grants: true, place: 1 },
      { element: GROUP, rule: 'sgr-2', grants: true, place: 1 },
    ];
    expect(fix({ deciding })).toBe(
      'Close one of these, for tcp 11434 from 0.0.0.0/0 is open only through all: sgr-9 of security group sg-2; or ' +
        'sgr-1 and sgr-2 of security group sg-1 (lab), or limit them to the addresses that need it.',
    );
  });

  test('quotes a rule that has no id', () => {
    const rule = 'tcp 11434 from 0.0.0.0/0';
    expect(fix({ deciding: [{ element: GROUP, rule, grants: true, place: 0 }] })).toContain(
      `rule "${rule}" of security group`,
    );
  });

  test('says so where no firewall decides', () => {
    expect(fix({ deciding: [] })).toMatch(/^Take network interface eni-1 off the internet/);
  });
});

describe('remediationOf a load balancer', () => {
  const through = behindFront(workload());
  const [part = slice()] = through.slices;

  test('closes the group of the front, not that of the targets, and offers a login', () => {
    const stage: FilterStage = {
      kind: 'filter',
      firewalls: [{ element: OTHER, evaluation: 'any-allow', rules: [], implicitRule: 'no rule allows it' }],
      role: 'grant',
      direction: 'forward',
      remote: 'wire',
    };
    const deciding = [
      { element: OTHER, rule: 'sgr-9', grants: true, place: 0 },
      { element: GROUP, rule: 'sgr-1', grants: true, place: 1 },
    ];
    const [, leg] = part.trail;
    const trail = [{ kind: 'entry' as const, path: { stages: [stage] } }, ...(leg === undefined ? [] : [leg])];
    const text = remediationOf(through, { ...part, deciding, trail }, []);
    expect(text).toMatch(
      /^Close rule sgr-9 of security group sg-2 \(tcp 443 from 0\.0\.0\.0\/0\), or add a login rule/,
    );
    expect(text).toContain('listener HTTPS 443 of load balancer llm.');
    expect(text).not.toContain('sgr-1');
  });

  test('offers no login where the front only passes connections on', () => {
    const trail = part.trail.map((step) =>
      step.kind === 'entry' ? step : { ...step, listener: { ...step.listener, label: 'TCP' } },
    );
    expect(remediationOf(through, { ...part, trail }, [])).toMatch(/, or limit it to the addresses that need it\.$/);
  });

  test('falls back to the targets where the front has no group', () => {
    expect(remediationOf(through, part, [])).toContain('sgr-1 of security group sg-1');
  });
});

describe('remediationOf an unknown verdict', () => {
  const unknown = { verdict: 'unknown', missing: ['ec2:DescribeNetworkAcls eu-west-1'] } as const;

  test.for([
    ['denied', 'Grant ec2:DescribeNetworkAcls in 111122223333/eu-west-1; then scan again'],
    ['absent', 'Add the answer of ec2:DescribeNetworkAcls for 111122223333/eu-west-1 to the collection'],
    ['throttled', 'Ask ec2:DescribeNetworkAcls in 111122223333/eu-west-1 again, since it was throttled'],
    ['malformed', 'Collect ec2:DescribeNetworkAcls in 111122223333/eu-west-1 anew'],
  ] as const)('says what to do about an answer that is %s', ([reason, expected]) => {
    expect(fix(unknown, [gap(reason)])).toContain(expected);
  });

  test('names the gap even where nothing more is known of it', () => {
    expect(fix(unknown)).toContain('ec2:DescribeNetworkAcls eu-west-1');
  });
});
