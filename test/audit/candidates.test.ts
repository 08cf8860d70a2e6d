import { describe, expect, test } from 'vitest';
import { type ClassificationInput, candidatesOf } from '../../src/audit/candidates.ts';
import type { Exposure, Slice } from '../../src/model/exposure.ts';
import type { Trace } from '../../src/model/trace.ts';
import { behindFront, direct, NOT_AI, SCOPE, slice, workload } from '../support/sample-exposure.ts';

const TRACE: Trace = { kind: 'accelerator', value: 'g5.xlarge', source: 'ec2:DescribeInstances', attribution: 0.6 };

function inputsOf(exposure: Exposure, part: Slice): readonly ClassificationInput[] {
  const seen: ClassificationInput[] = [];
  candidatesOf(exposure, part, [], (input) => {
    seen.push(input);
    return NOT_AI;
  });
  return seen;
}

function cut(more: Partial<Slice>): readonly string[] {
  return candidatesOf(direct(), slice(more), [], () => NOT_AI).map(
    ({ slice: { ports }, named }) => `${ports.map((range) => range.join('-')).join()} ${named ? 'named' : 'wide'}`,
  );
}

describe('candidatesOf', () => {
  test.for([
    [
      'each range of a direct path is an endpoint',
      {
        ports: [
          [8000, 8000],
          [11_434, 11_434],
        ],
      },
      ['8000-8000 named', '11434-11434 named'],
    ],
    ['a short range was meant', { ports: [[9000, 9063]] }, ['9000-9063 named']],
    ['a longer one names nothing', { ports: [[9000, 9064]] }, ['9000-9064 wide']],
    [
      'a remote shell is no AI, however much of it runs beside',
      {
        ports: [
          [22, 22],
          [11_434, 11_434],
        ],
      },
      ['11434-11434 named'],
    ],
    ['a wide range is judged though it covers a shell', { ports: [[0, 65_535]] }, ['0-65535 wide']],
    ['UDP carries no AI by itself', { protocol: 'udp' }, []],
    ['ICMP has no ports', { protocol: 'icmp', ports: [[2048, 2303]] }, []],
    ['nor have other protocols', { protocol: '*', ports: [[0, 65_535]] }, []],
  ] as const)('%s', ([, more, expected]) => {
    expect(cut(more)).toEqual(expected);
  });

  test('classifies a direct endpoint by its own port and the traces of its host', () => {
    const host = workload('i-1', { traces: [TRACE] });
    const part = slice({
      ports: [
        [8000, 8000],
        [8888, 8888],
      ],
    });
    const inputs = inputsOf(direct({}, host), part);
    expect(inputs.map(({ ports }) => ports.map(({ range }) => range))).toEqual([[[8000, 8000]], [[8888, 8888]]]);
    expect(inputs.every(({ traces }) => traces.includes(TRACE))).toBe(true);
    expect(inputs[0]?.ports[0]).toMatchObject({ attribution: 1, source: 'security group sg-1 sgr-1' });
  });

  test('classifies what is behind a front by the port of the target and the traces on the way', () => {
    const exposure = behindFront(workload('i-1', { traces: [TRACE] }));
    const path: Trace = { kind: 'health-path', value: '/v1/models', source: 'target group', attribution: 1 };
    const [part = slice()] = exposure.slices;
    const trail = part.trail.map((step) =>
      step.kind === 'leg' ? { ...step, leg: { ...step.leg, traces: [path] } } : step,
    );
    const [input] = inputsOf(exposure, { ...part, trail });
    expect(input?.traces).toEqual([TRACE, path]);
    expect(input?.ports).toEqual([{ range: [8000, 8000], attribution: 1, source: 'target group vllm' }]);
  });

  test('passes on the gaps behind an unknown verdict, and no others', () => {
    const gap = (call: string) => ({ call, scope: SCOPE, reason: 'denied' as const, permission: call, message: '' });
    const gaps = [gap('ec2:DescribeNetworkAcls'), gap('ec2:DescribeImages')];
    const part = slice({ verdict: 'unknown', missing: ['ec2:DescribeNetworkAcls eu-west-1'] });
    const [one] = candidatesOf(direct(), part, gaps, () => NOT_AI);
    expect(one?.gaps.map(({ call }) => call)).toEqual(['ec2:DescribeNetworkAcls']);
  });
});
