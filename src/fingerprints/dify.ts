import { defineFingerprint } from './fingerprint.ts';

/** Dify lets the first visitor create its administrator unless a start password is set. */
export const dify = defineFingerprint({
  id: 'dify',
  name: 'Dify',
  category: 'ai-app-ui',
  role: 'calls',
  pAiGivenProduct: 0.99,
  loginByDefault: 'required',
  ports: [
    { port: 80, distinctive: 'low' },
    { port: 3000, distinctive: 'low' },
    { port: 5001, distinctive: 'low' },
  ],
  images: ['langgenius/dify-*'],
  imageTokens: ['dify'],
  names: { strong: ['dify'] },
  env: { serves: ['DIFY_BIND_ADDRESS', 'DIFY_PORT', 'CODE_EXECUTION_ENDPOINT', 'DIFY_*'] },
  references: ['https://github.com/langgenius/dify/blob/main/docker/.env.example'],
  examples: {
    confirms: [
      'image langgenius/dify-web:1.9 port 3000',
      'image cache.example/docker-hub/langgenius/dify-api:1.9 port 5001',
    ],
    suspects: ['name dify-web port 443'],
    ignores: ['env DIFY_ENABLED port 3000', 'name modify-api port 5001'],
  },
});
