import { defineFingerprint } from './fingerprint.ts';

/** LibreChat has accounts, and registration is open until somebody closes it. */
export const librechat = defineFingerprint({
  id: 'librechat',
  name: 'LibreChat',
  category: 'ai-app-ui',
  role: 'calls',
  pAiGivenProduct: 0.99,
  loginByDefault: 'required',
  ports: [{ port: 3080, distinctive: 'medium' }],
  images: ['danny-avila/librechat', 'danny-avila/librechat-*'],
  imageTokens: ['librechat'],
  names: { strong: ['libre-chat', 'librechat'] },
  env: { serves: ['CREDS_IV', 'CREDS_KEY', 'RAG_API_URL'] },
  references: [
    'https://github.com/danny-avila/LibreChat/blob/main/docker-compose.yml',
    'https://www.librechat.ai/docs',
  ],
  examples: {
    confirms: ['image ghcr.io/danny-avila/librechat-dev:latest port 3080'],
    suspects: ['name librechat port 3080', 'image acme/librechat:1 port 443'],
    ignores: ['image acme/bridge:1 port 3080', 'name librechateau port 443'],
  },
});
