import { defineFingerprint } from './fingerprint.ts';

/** A marimo notebook asks for a token, but the published container is started without one. */
export const marimo = defineFingerprint({
  id: 'marimo',
  name: 'marimo',
  category: 'notebook',
  role: 'serves',
  pAiGivenProduct: 0.75,
  loginByDefault: 'required',
  ports: [
    { port: 2718, distinctive: 'high' },
    { port: 8080, distinctive: 'low' },
  ],
  images: ['marimo-team/marimo'],
  imageTokens: ['marimo'],
  names: { strong: ['marimo'] },
  commands: [{ says: 'marimo edit', pattern: /(?:^|[\s/"'])marimo\s+(?:edit|run|new)\b/i }],
  env: { serves: ['MARIMO_MANAGE_SCRIPT_METADATA', 'MARIMO_SKIP_UPDATE_CHECK', 'MARIMO_*'] },
  references: [
    'https://github.com/marimo-team/marimo/blob/main/docker/Dockerfile',
    'https://github.com/marimo-team/marimo/blob/main/docs/guides/deploying/authentication.md',
  ],
  examples: {
    confirms: ['image ghcr.io/marimo-team/marimo:latest-sql port 8080', 'command marimo edit --no-token port 2718'],
    suspects: ['port 2718', 'name marimo port 8080'],
    ignores: ['name marimore port 8080', 'image acme/web:1 port 8080'],
  },
});
