import { defineFingerprint } from './fingerprint.ts';

/** AnythingLLM is open until its first-run wizard sets a password. */
export const anythingllm = defineFingerprint({
  id: 'anythingllm',
  name: 'AnythingLLM',
  category: 'ai-app-ui',
  role: 'calls',
  pAiGivenProduct: 0.99,
  loginByDefault: 'optional',
  ports: [{ port: 3001, distinctive: 'low' }],
  images: ['mintplexlabs/anythingllm', 'mintplex-labs/anything-llm'],
  imageTokens: ['anything-llm', 'anythingllm'],
  names: { strong: ['anything-llm', 'anythingllm'] },
  references: [
    'https://github.com/Mintplex-Labs/anything-llm/blob/master/server/models/systemSettings.js',
    'https://github.com/Mintplex-Labs/anything-llm/blob/master/server/utils/middleware/validatedRequest.js',
  ],
  examples: {
    confirms: ['image mintplexlabs/anythingllm:1.9 port 3001'],
    suspects: ['name AnythingLLM port 3001'],
    ignores: ['name uptime-kuma port 3001', 'name anything port 443'],
  },
});
