import { defineFingerprint } from './fingerprint.ts';

/** Flowise asks the first visitor to register since version 3; before, it had no login unless one was set. */
export const flowise = defineFingerprint({
  id: 'flowise',
  name: 'Flowise',
  category: 'ai-app-ui',
  role: 'calls',
  pAiGivenProduct: 0.99,
  loginByDefault: 'required',
  ports: [
    { port: 3000, distinctive: 'low' },
    { port: 3001, distinctive: 'low' },
  ],
  images: ['flowiseai/flowise', 'flowiseai/flowise-worker'],
  imageTokens: ['flowise'],
  names: { strong: ['flowise'] },
  commands: [{ says: 'flowise start', pattern: /(?:^|[\s/"'])flowise\s+start\b/i }],
  env: {
    serves: [
      'FLOWISE_FILE_SIZE_LIMIT',
      'FLOWISE_PASSWORD',
      'FLOWISE_SECRETKEY_OVERWRITE',
      'FLOWISE_USERNAME',
      'FLOWISE_*',
    ],
  },
  urlPaths: ['/api/v1/prediction', '/api/v1/chatflows'],
  references: [
    'https://github.com/FlowiseAI/Flowise/blob/main/packages/server/src/utils/constants.ts',
    'https://github.com/FlowiseAI/Flowise/blob/main/docker/.env.example',
  ],
  examples: {
    confirms: ['image flowiseai/flowise:3.0 port 3000', 'command flowise start port 3000 env OPENAI_API_KEY'],
    suspects: ['command flowise start port 3000', 'name flowise port 3001', 'path /api/v1/prediction/* port 443'],
    ignores: ['env FLOWISE_ENABLED port 3000', 'name flow-wise port 3000', 'image acme/web:1 port 3001'],
  },
});
