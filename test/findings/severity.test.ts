import { describe, expect, test } from 'vitest';
import { hasLogin, type Risk, severityOf } from '../../src/findings/severity.ts';
import type { Classification } from '../../src/model/classification.ts';
import type { Gate } from '../../src/model/inventory.ts';
import { element, OLLAMA } from '../support/sample-exposure.ts';

const OIDC: Gate = { kind: 'oidc', strength: 'strong', element: element('listener rule', 'r-1'), rule: 'oidc' };
const SECRET: Gate = { ...OIDC, kind: 'shared-secret-header', strength: 'weak' };
const OPEN: Risk = { classification: OLLAMA, verdict: 'reachable', audience: 'world', gates: [], modifiers: [] };

function ai(more: Partial<Classification>): Classification {
  const { level, probability, conflicting, signals } = OLLAMA;
  return { level, probability, conflicting, signals, ...more };
}

describe('severityOf', () => {
  test.for([
    ['an open model server is high', {}, 'high'],
    ['a login in front takes it down to the other column', { gates: [OIDC] }, 'medium'],
    ['a shared secret is no login, but counts one step', { gates: [SECRET] }, 'medium'],
    ['an open notebook is a shell', { classification: ai({ category: 'notebook' }) }, 'critical'],
    ['an open agent acts for its owner', { classification: ai({ category: 'agent-or-mcp' }) }, 'critical'],
    ['a chat application is high', { classification: ai({ category: 'ai-app-ui' }) }, 'high'],
    [
      'a flow builder runs code',
      { classification: ai({ category: 'ai-app-ui', product: { id: 'flowise', name: 'Flowise' } }) },
      'critical',
    ],
    [
      'a flow builder behind a login is an application like any other',
      { classification: ai({ category: 'ai-app-ui', product: { id: 'flowise', name: 'Flowise' } }), gates: [OIDC] },
      'medium',
    ],
    [
      'a managed model behind its own login is low',
      { classification: ai({ category: 'managed-ai' }), gates: [OIDC] },
      'low',
    ],
    ['an unknown product is rated as a model server', { classification: ai({}) }, 'high'],
    ['likely costs a step', { classification: ai({ level: 'likely', category: 'model-server' }) }, 'medium'],
    ['likely costs nothing where the product has no login', { classification: { ...OLLAMA, level: 'likely' } }, 'high'],
    ['suspected costs two steps', { classification: { ...OLLAMA, level: 'suspected' } }, 'low'],
    ['a verdict that is unknown costs a step', { verdict: 'unknown' }, 'medium'],
    ['a short list of addresses costs a step', { audience: 'narrow' }, 'medium'],
    ['a wide audience costs nothing', { audience: 'wide' }, 'high'],
    [
      'nothing falls below info',
      { classification: { ...OLLAMA, level: 'suspected' }, verdict: 'unknown', audience: 'narrow', gates: [SECRET] },
      'info',
    ],
  ] as const)('%s', ([, change, expected]) => {
    const { severity, reasons } = severityOf({ ...OPEN, ...change });
    expect(severity).toBe(expected);
    expect(reasons[0]).toMatch(/^(critical|high|medium|low): /);
  });

  test('notes what changes nothing', () => {
    const { severity, reasons } = severityOf({ ...OPEN, modifiers: ['inspected', 'one-way'] });
    expect(severity).toBe('high');
    expect(reasons.filter((reason) => reason.startsWith('note: '))).toHaveLength(2);
  });
});

test('only a strong gate is a login', () => {
  expect([hasLogin([OIDC]), hasLogin([SECRET]), hasLogin([SECRET, OIDC]), hasLogin([])]).toEqual([
    true,
    false,
    true,
    false,
  ]);
});
