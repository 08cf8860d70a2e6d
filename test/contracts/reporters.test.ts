import { describe, expect, test } from 'vitest';
import { REPORTERS } from '../../reports/index.ts';
import { PLAIN } from '../../reports/style.ts';
import { sampleReport } from '../support/sample-report.ts';

describe('the registry of reporters', () => {
  test('has unique ids and endings', () => {
    expect(new Set(REPORTERS.map(({ id }) => id)).size).toBe(REPORTERS.length);
    expect(new Set(REPORTERS.map(({ extension }) => extension)).size).toBe(REPORTERS.length);
  });

  test.for(REPORTERS.map((reporter) => [reporter.id, reporter] as const))(
    '%s ends in one newline, is the same twice, and names every finding',
    ([, reporter]) => {
      const text = reporter.render(sampleReport(), PLAIN);
      expect(reporter.render(sampleReport(), PLAIN)).toBe(text);
      expect(text).toMatch(/[^\n]\n$/);
      for (const { fingerprint } of sampleReport().findings) expect(text).toContain(fingerprint.slice(0, 13));
    },
  );
});
