/**
 * Makes of the compiled sources the package that is published, in `dist/`.
 *
 * The root package is for development: it brings its own Node and is never published.
 */
import { cpSync, globSync, readFileSync, writeFileSync } from 'node:fs';

const ROOT = new URL('../../', import.meta.url);
const DIST = new URL('dist/', ROOT);

/** Files that are read at run time, or by people. */
const SHIPPED = ['README.md', 'LICENSE', ...globSync(['providers/*/demo', 'reports/schema'], { cwd: ROOT })];

for (const path of SHIPPED) cpSync(new URL(path, ROOT), new URL(path, DIST), { recursive: true });

const starter = readFileSync(new URL('src/cli/exposure.js', ROOT), 'utf8');
writeFileSync(new URL('src/cli/exposure.js', DIST), starter.replace("'./main.ts'", "'./main.js'"));

const root = JSON.parse(readFileSync(new URL('package.json', ROOT), 'utf8')) as Record<string, unknown>;
const { name, version, description, license, type, engines, dependencies } = root;
const oclif: unknown = JSON.parse(JSON.stringify(root['oclif']).replaceAll('.ts"', '.js"'));
const published = {
  ...{ name, version, description, license, type, engines, oclif, dependencies },
  bin: { exposure: 'src/cli/exposure.js' },
  exports: { '.': { types: './src/index.d.ts', default: './src/index.js' } },
};
writeFileSync(new URL('package.json', DIST), `${JSON.stringify(published, null, 2)}\n`);
