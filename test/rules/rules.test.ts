import { describe, expect, test } from 'vitest';
import type { Gate } from '../../src/model/inventory.ts';
import { RULES } from '../../src/rules/index.ts';
import { endpointKey } from '../../src/rules/judgement.ts';
import type { Candidate } from '../../src/rules/rule.ts';
import {
  audience,
  behindFront,
  candidate,
  element,
  NOT_AI,
  OLLAMA,
  slice,
  workload,
} from '../support/sample-exposure.ts';

const OIDC: Gate = { kind: 'oidc', strength: 'strong', element: element('listener rule', 'r-1'), rule: 'oidc' };
const KEY: Gate = { ...OIDC, kind: 'key', strength: 'weak' };
const WIDE = { ports: [[0, 65_535]], targetPorts: [[0, 65_535]] } as const;

function broken(one: Candidate): readonly string[] {
  return RULES.filter((rule) => rule.judge(one) !== undefined).map(({ id }) => id);
}

describe('the rules', () => {
  test.for([
    ['AI that anyone reaches', candidate(), ['EXP-AI-001']],
    ['AI behind a login', candidate({ on: { gates: [OIDC] } }), ['EXP-AI-002']],
    ['AI behind a shared key, which is no login', candidate({ on: { gates: [KEY] } }), ['EXP-AI-001']],
    ['AI of which nobody knows whether it is reached', candidate({ on: { verdict: 'unknown' } }), ['EXP-AI-003']],
    [
      'a whole host of which nobody knows',
      candidate({ named: false, on: { ...WIDE, verdict: 'unknown' } }),
      ['EXP-AI-003'],
    ],
    ['a host with every port open', candidate({ named: false, on: WIDE }), ['EXP-AI-004']],
    ['AI that is closed', candidate({ on: { verdict: 'blocked' } }), []],
    ['a web server that has nothing of AI', candidate({ classification: NOT_AI }), []],
    ['AI that is only suspected', candidate({ classification: { ...OLLAMA, level: 'suspected' } }), ['EXP-AI-001']],
  ] as const)('%s', ([, one, expected]) => {
    expect(broken(one)).toEqual(expected);
  });

  test('a title says so where only some get in', () => {
    const [rule] = RULES;
    const some = candidate({ on: { audience: audience('ipv4', '198.51.100.0/24') } });
    expect(rule?.judge(some)?.title).toBe('Ollama open to some addresses on the internet, no login seen');
  });

  test('a title names the product, or else what kind of thing it is', () => {
    const titles = [
      OLLAMA,
      { ...NOT_AI, level: 'likely', category: 'vector-db' } as const,
      { ...NOT_AI, level: 'likely' } as const,
    ]
      .flatMap((classification) => RULES.map((rule) => rule.judge(candidate({ classification }))?.title))
      .filter((title) => title !== undefined);
    expect(titles).toEqual([
      'Ollama open to the internet, no login seen',
      'Vector database open to the internet, no login seen',
      'AI endpoint open to the internet, no login seen',
    ]);
  });
});

describe('endpointKey', () => {
  const [through = slice()] = behindFront(workload()).slices;

  test.for([
    ['a port of a workload', { slice: slice(), named: true }, 'tcp/11434'],
    ['every wide range of a protocol is one endpoint', { slice: slice(WIDE), named: false }, 'tcp/wide'],
    ['a listener, whatever port the target has', { slice: through, named: true }, 'listener:tcp/443'],
    [
      'a listener with conditions, in any order',
      { slice: { ...through, conditions: ['path /v1/*', 'host a.example'] }, named: true },
      'listener:tcp/443 host a.example path /v1/*',
    ],
  ] as const)('%s', ([, input, expected]) => {
    expect(endpointKey(input)).toBe(expected);
  });
});
