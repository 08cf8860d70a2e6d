import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { writeOutput } from '../../src/cli/output.ts';

const folder = mkdtempSync(join(tmpdir(), 'exposure-output-'));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('writeOutput', () => {
  test('writes what it is given, however it is cut and whatever characters are where it is cut', async () => {
    const file = join(folder, 'report.txt');
    const piece = fc.tuple(fc.constantFrom('x', 'é', '🙂', 'x🙂'), fc.nat({ max: 70_000 }));
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 4 }), async (pieces) => {
        const chunks = pieces.map(([text, times]) => text.repeat(times));
        await writeOutput(chunks, file);
        expect(readFileSync(file, 'utf8') === chunks.join('')).toBe(true);
      }),
      { numRuns: 30 },
    );
  });
});
