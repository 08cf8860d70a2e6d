import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { RULES } from '../../src/rules/index.ts';

const FOLDER = new URL('../../src/rules/', import.meta.url);
/** What serves the rules and is none. */
const SHARED = ['index.ts', 'judgement.ts', 'rule.ts'];

describe('the registry of rules', () => {
  test('has every rule, each once, by id', () => {
    const ids = RULES.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].sort());
    const files = readdirSync(FOLDER).filter((name) => !SHARED.includes(name));
    expect(RULES).toHaveLength(files.length);
    const registry = readFileSync(new URL('index.ts', FOLDER), 'utf8');
    for (const file of files) expect(registry).toContain(`'./${file}'`);
  });

  test.for(RULES.map((rule) => [rule.id, rule] as const))('%s is documented', ([id, { title, summary }]) => {
    expect(id).toMatch(/^EXP-AI-\d{3}$/);
    expect(title.length).toBeGreaterThan(10);
    expect(summary.length).toBeGreaterThan(60);
  });
});
