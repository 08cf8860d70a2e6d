import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { classify } from '../../src/classify/classify.ts';
import { SHARED_PORTS } from '../../src/classify/shared-ports.ts';
import type { Fingerprint } from '../../src/fingerprints/fingerprint.ts';
import { FINGERPRINTS } from '../../src/fingerprints/index.ts';
import type { Category, Classification } from '../../src/model/classification.ts';
import { workload } from '../fingerprints/example-language.ts';

const CATEGORIES: readonly Category[] = [
  'agent-or-mcp',
  'ai-app-ui',
  'gpu-cluster',
  'inference-gateway',
  'managed-ai',
  'ml-pipeline',
  'model-server',
  'notebook',
  'vector-db',
];

const each = FINGERPRINTS.map((fingerprint) => [fingerprint.id, fingerprint] as const);

describe('the registry of fingerprints', () => {
  test('holds every file of the folder, one product a file', () => {
    const folder = new URL('../../src/fingerprints/', import.meta.url);
    const files = readdirSync(folder).filter((file) => file !== 'index.ts' && file !== 'fingerprint.ts');
    expect(FINGERPRINTS.map(({ id }) => `${id}.ts`)).toEqual(files.sort());
  });

  test('is sorted by ids that are unique', () => {
    const ids = FINGERPRINTS.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].sort());
  });

  test('knows a product of every category', () => {
    expect([...new Set(FINGERPRINTS.map(({ category }) => category))].sort()).toEqual(CATEGORIES);
  });

  test.for([
    ['image', ({ images }: Fingerprint) => images ?? []],
    ['image word', ({ imageTokens }: Fingerprint) => imageTokens ?? []],
    ['strong name', ({ names }: Fingerprint) => names?.strong ?? []],
    ['environment name', ({ env }: Fingerprint) => env?.serves ?? []],
    ['health path', ({ healthPaths }: Fingerprint) => healthPaths ?? []],
    ['URL path', ({ urlPaths }: Fingerprint) => urlPaths ?? []],
    ['resource type', ({ managedTypes }: Fingerprint) => managedTypes ?? []],
  ] as const)('lets no two products claim the same %s', ([, claimsOf]) => {
    const claims = FINGERPRINTS.flatMap(claimsOf);
    expect(claims.length).toBeGreaterThan(0);
    expect(claims.filter((claim, i) => claims.indexOf(claim) !== i)).toEqual([]);
  });
});

describe.for(each)('%s', ([id, fingerprint]) => {
  const { examples } = fingerprint;

  test('has an id for a file, a name, a probability and references', () => {
    expect(id).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
    expect(fingerprint.name.trim()).not.toBe('');
    expect(fingerprint.pAiGivenProduct).toBeGreaterThan(0);
    expect(fingerprint.pAiGivenProduct).toBeLessThan(1);
    expect(fingerprint.references.length).toBeGreaterThan(0);
    for (const reference of fingerprint.references) expect(new URL(reference).protocol).toBe('https:');
  });

  test('has signals, and none of them is empty', () => {
    const texts = signalTexts(fingerprint);
    expect(texts.length).toBeGreaterThan(0);
    expect(texts.filter((text) => text.trim().length < 2)).toEqual([]);
  });

  test('writes image paths with two segments, words in lower case, paths from the root', () => {
    for (const image of fingerprint.images ?? []) expect(image).toMatch(/^[a-z0-9._-]+(?:\/[a-z0-9._*-]+)+$/);
    for (const word of wordsOf(fingerprint)) expect(word).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
    for (const path of pathsOf(fingerprint)) expect(path).toMatch(/^\/\S+$/);
    for (const name of fingerprint.env?.serves ?? []) expect(name).toMatch(/^[A-Z][A-Z0-9_]+\*?$/);
  });

  test('calls no shared port its own', () => {
    const claimed = (fingerprint.ports ?? []).filter(({ distinctive }) => distinctive !== 'low');
    expect(claimed.filter(({ port }) => SHARED_PORTS.has(port))).toEqual([]);
  });

  test('has patterns of commands that keep no state', () => {
    for (const { pattern } of fingerprint.commands ?? []) expect(pattern.flags).toBe('i');
  });

  test('has an example of each kind', () => {
    const { confirms, suspects, ignores } = examples;
    for (const list of [confirms, suspects, ignores]) expect(list.length).toBeGreaterThan(0);
  });

  test.for(examples.confirms)('confirms %s', (text) => {
    const found = classify(workload(text));
    expect(found.product?.id).toBe(id);
    expect(found.probability).toBeGreaterThanOrEqual(fingerprint.pAiGivenProduct);
    if (fingerprint.pAiGivenProduct >= 0.99) expect(found.level).toBe('confirmed');
  });

  test.for(examples.suspects)('suspects %s', (text) => {
    const found = classify(workload(text));
    expect(found.level).not.toBe('confirmed');
    expect(speaksOf(found, fingerprint)).toBe(true);
    if (fingerprint.pAiGivenProduct >= 0.5) expect(['suspected', 'likely']).toContain(found.level);
  });

  test.for(examples.ignores)('ignores %s', (text) => {
    const found = classify(workload(text));
    expect(found.product?.id).not.toBe(id);
    expect(found.level).toBe('none');
  });
});

function speaksOf({ signals }: Classification, { id }: Fingerprint): boolean {
  return signals.some(({ product, contribution }) => product === id && contribution > 0);
}

function signalTexts(fingerprint: Fingerprint): readonly string[] {
  return [
    ...(fingerprint.images ?? []),
    ...wordsOf(fingerprint),
    ...pathsOf(fingerprint),
    ...(fingerprint.commands ?? []).flatMap(({ says, pattern }) => [says, pattern.source]),
    ...(fingerprint.env?.serves ?? []),
    ...(fingerprint.env?.callsOnly ?? []),
    ...(fingerprint.managedTypes ?? []),
    ...(fingerprint.ports ?? []).map(({ port }) => `port ${port}`),
  ];
}

function wordsOf({ names, imageTokens }: Fingerprint): readonly string[] {
  return [...(names?.strong ?? []), ...(names?.ambiguous ?? []), ...(imageTokens ?? [])];
}

function pathsOf({ healthPaths, urlPaths }: Fingerprint): readonly string[] {
  return [...(healthPaths ?? []), ...(urlPaths ?? [])];
}
