/** Who may import whom. The layers are described in src/README.md. */
const within = (folder, allowed, packages = []) => ({
  name: `layer ${folder}`,
  severity: 'error',
  from: { path: `^${folder}/` },
  to: {
    pathNot: [folder, ...allowed].map((each) => (each.endsWith('.ts') ? `^${each}$` : `^${each}/`)).concat(packages),
  },
});

const ZOD = '^node_modules/zod/';
const LIMIT = '^node_modules/p-limit/';
const NODE = '^(node:)?[a-z_/]+$';

module.exports = {
  forbidden: [
    { name: 'no cycles', severity: 'error', from: {}, to: { circular: true, dependencyTypesNot: ['type-only'] } },
    within('src/net', []),
    within('src/model', ['src/net']),
    within('src/engine', ['src/net', 'src/model']),
    within('src/fingerprints', ['src/model']),
    within('src/classify', ['src/net', 'src/model', 'src/fingerprints']),
    within('src/findings', ['src/net', 'src/model'], ['^(node:)?crypto$']),
    within('src/rules', ['src/net', 'src/model', 'src/findings']),
    within('src/collect', ['src/net', 'src/model', 'providers/provider.ts'], [ZOD, LIMIT, NODE]),
    within('src/convert', ['src/net', 'src/model', 'src/collect']),
    within('src/verify', ['src/net', 'src/model', 'src/collect'], [ZOD]),
    within('reports', ['src/findings', 'src/model']),
    {
      name: 'providers know neither the engine nor what is made of its answers',
      severity: 'error',
      from: { path: '^providers/' },
      to: { path: '^src/(?!net/|model/|collect/|convert/|verify/)' },
    },
    {
      name: 'a proof is checked without the engine and the converter',
      severity: 'error',
      from: { path: '^providers/[^/]+/verify/' },
      to: { path: '^(src/engine/|src/convert/|providers/[^/]+/convert/|src/net/traffic-space)' },
    },
    {
      name: 'SDKs are loaded by sessions and collectors only',
      severity: 'error',
      from: { path: '^(src|reports|providers/[^/]+/(convert|records|verify))/' },
      to: { path: '^node_modules/(@aws-sdk|@azure|@google-cloud|@smithy)/' },
    },
    {
      name: 'nothing that ships needs a tool of development',
      severity: 'error',
      from: { path: '^(src|providers|reports)/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};
