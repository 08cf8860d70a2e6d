import { defineFingerprint } from './fingerprint.ts';

/** LiteLLM holds the keys of every provider; without a master key every route is open. */
export const litellm = defineFingerprint({
  id: 'litellm',
  name: 'LiteLLM proxy',
  category: 'inference-gateway',
  role: 'calls',
  pAiGivenProduct: 0.99,
  loginByDefault: 'optional',
  ports: [{ port: 4000, distinctive: 'medium' }],
  images: ['berriai/litellm', 'berriai/litellm-*', 'litellm/litellm', 'litellm/litellm-*'],
  imageTokens: ['litellm'],
  names: { strong: ['lite-llm', 'litellm'] },
  commands: [{ says: 'litellm --config', pattern: /(?:^|[\s/"'])litellm\s+--(?:config|model|port|host)\b/i }],
  env: {
    serves: ['LITELLM_LOG', 'LITELLM_MASTER_KEY', 'LITELLM_MODE', 'LITELLM_SALT_KEY', 'STORE_MODEL_IN_DB', 'LITELLM_*'],
    callsOnly: ['LITELLM_API_BASE', 'LITELLM_BASE_URL', 'LITELLM_PROXY_API_KEY', 'LITE_LLM_BASE_PATH'],
  },
  // Its `/health` is left out on purpose: without a master key it sends a paid completion to every model.
  healthPaths: ['/health/liveliness'],
  urlPaths: ['/spend/logs'],
  references: ['https://docs.litellm.ai/docs/proxy/health', 'https://docs.litellm.ai/docs/proxy/docker_quick_start'],
  examples: {
    confirms: [
      'image ghcr.io/berriai/litellm:main-stable port 4000',
      'command litellm --config /app/config.yaml port 80 env OPENAI_API_KEY',
    ],
    suspects: [
      'command litellm --config /app/config.yaml port 80',
      'name litellm port 443',
      'image acme/litellm-fork:1 port 4000',
    ],
    ignores: ['image acme/graphql:1 port 4000', 'image acme/web:1 health /health'],
  },
});
