import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { Answer } from '../../src/collect/answer.ts';
import { cloudOf } from '../support/scenario-clouds.ts';

/**
 * A small cloud each: `answers.json` is what the cloud answers there, `twin.json` the answers that differ in its twin, and
 * `expected.json` what is to be said of both. The stories are in the READMEs.
 */
const FOLDER = new URL('./', import.meta.url);

const Expected = z.strictObject({
  /** Every judged endpoint, one line each. */
  scenario: z.array(z.string()),
  twin: z.array(z.string()),
  /** The proof of what is reachable, hop by hop. */
  hops: z.array(z.string()),
});

const NAMES = readdirSync(FOLDER, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
);

function read(name: string, file: string): unknown {
  return JSON.parse(readFileSync(new URL(`${name}/${file}`, FOLDER), 'utf8'));
}

function keyOf({ call, subscription, request }: Answer): string {
  return JSON.stringify([call, subscription, request]);
}

function scenario(name: string) {
  const answers = z.array(Answer).parse(read(name, 'answers.json'));
  const changed = new Map(
    z
      .array(Answer)
      .parse(read(name, 'twin.json'))
      .map((answer) => [keyOf(answer), answer]),
  );
  const twin = answers.map((answer) => changed.get(keyOf(answer)) ?? answer);
  return { answers, twin, changed: changed.size, expected: Expected.parse(read(name, 'expected.json')) };
}

test('there are scenarios', () => {
  expect(NAMES.length).toBeGreaterThan(0);
});

describe.for(NAMES)('%s', (name) => {
  const { answers, twin, changed, expected } = scenario(name);
  const { provider, collected, linesOf, proofsOf, shortName } = cloudOf(answers);

  test('over the wire, it is judged as its story says', async () => {
    expect(linesOf(await collected(answers))).toEqual(expected.scenario);
  });

  test('so it is from its file', () => {
    expect(linesOf(answers)).toEqual(expected.scenario);
  });

  test('its twin differs in one answer, and in the verdict', async () => {
    expect(changed).toBe(1);
    expect(linesOf(await collected(twin))).toEqual(expected.twin);
    const open = (lines: readonly string[]) => lines.filter((line) => line.includes(' reachable ')).length;
    expect(open(expected.scenario)).toBeGreaterThan(open(expected.twin));
  });

  test('the proof of what is reachable names each hop', () => {
    const hops = proofsOf(answers)
      .filter(({ verdict }) => verdict === 'reachable')
      .flatMap((proof) =>
        proof.hops.map(
          ({ element, direction, decision, rule }) =>
            `${direction} ${decision} ${element.kind} ${shortName(element.ref)}: ${rule}`,
        ),
      );
    expect(hops).toEqual(expected.hops);
  });

  test('every proof is borne out by the answers', () => {
    for (const side of [answers, twin]) {
      for (const proof of proofsOf(side)) expect(provider.verify(proof, side), JSON.stringify(proof)).toEqual([]);
    }
  });
});
