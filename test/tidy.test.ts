import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const ROOT = new URL('..', import.meta.url);

function sources(folder: string): readonly string[] {
  return readdirSync(new URL(folder, ROOT), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${folder}${name}`);
}

function read(path: string): string {
  return readFileSync(new URL(path, ROOT), 'utf8');
}

describe('the style guide as a test', () => {
  test.for([...sources('src/net/'), ...sources('src/engine/'), ...sources('src/model/')])(
    '%s does not so much as spell the name of a cloud',
    (path) => {
      expect(read(path)).not.toMatch(/\b(aws|amazon|azure|microsoft|gcp|google)\b/i);
    },
  );

  test.for([...sources('src/'), ...sources('providers/'), ...sources('reports/')])(
    '%s has named exports, no escape hatch, and nothing left to do',
    (path) => {
      expect(read(path)).not.toMatch(
        /export default|@ts-(ignore|expect-error|nocheck)|eslint-disable|\bTODO\b|\bFIXME\b/,
      );
    },
  );

  test('the root holds only what the project or a tool insists on', () => {
    const allowed = new Set([
      ...['package.json', 'package-lock.json', 'tsconfig.json', 'README.md', 'CHANGELOG.md', 'LICENSE'],
      ...['src', 'providers', 'reports', 'test', 'node_modules', 'dist'],
      ...['eslint.config.js', 'biome.json', 'vitest.config.ts', '.dependency-cruiser.cjs', '.changeset'],
      ...['.git', '.gitignore', '.ci', '.github'],
    ]);
    expect(readdirSync(ROOT).filter((name) => !allowed.has(name))).toEqual([]);
  });
});
