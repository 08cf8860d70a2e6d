import { defineFingerprint } from './fingerprint.ts';

/** n8n is a workflow engine: whether it fronts AI hangs on nodes and keys that no cloud can show. */
export const n8n = defineFingerprint({
  id: 'n8n',
  name: 'n8n',
  category: 'ai-app-ui',
  role: 'calls',
  pAiGivenProduct: 0.6,
  loginByDefault: 'required',
  // Python's debug adapter uses the same port.
  ports: [{ port: 5678, distinctive: 'medium' }],
  images: ['n8nio/n8n', 'n8nio/runners'],
  imageTokens: ['n8n'],
  names: { strong: ['n8n'] },
  commands: [{ says: 'n8n start', pattern: /(?:^|[\s/"'])n8n\s+(?:start|worker|webhook)\b/i }],
  env: { serves: ['N8N_BASIC_AUTH_ACTIVE', 'N8N_ENCRYPTION_KEY', 'N8N_HOST', 'N8N_PORT', 'N8N_PROTOCOL', 'N8N_*'] },
  references: ['https://docs.n8n.io/hosting/configuration/environment-variables/', 'https://github.com/n8n-io/n8n'],
  examples: {
    confirms: ['image docker.n8n.io/n8nio/n8n:1.9 port 5678'],
    suspects: ['name n8n port 443', 'image acme/n8n:1 port 443'],
    ignores: ['env N8N_ENABLED port 8080', 'name debug-adapter port 5678', 'name n8nx port 443'],
  },
});
