import { defineFingerprint } from './fingerprint.ts';

/** vLLM guards only some paths with its key; others on the same port stay open. */
export const vllm = defineFingerprint({
  id: 'vllm',
  name: 'vLLM',
  category: 'model-server',
  role: 'serves',
  pAiGivenProduct: 0.99,
  loginByDefault: 'optional',
  ports: [{ port: 8000, distinctive: 'low' }],
  images: ['vllm/vllm-*', 'rocm/vllm*', 'deep-learning-containers/vllm', 'nvcr.io/nvidia/vllm'],
  imageTokens: ['vllm'],
  names: { strong: ['vllm'] },
  commands: [
    {
      says: 'vllm serve',
      pattern: /(?:^|[\s/"'])vllm\s+serve\b|vllm\.entrypoints\.(?:openai\.)?api_server/i,
    },
  ],
  env: {
    serves: [
      'VLLM_ALLOW_RUNTIME_LORA_UPDATING',
      'VLLM_ATTENTION_BACKEND',
      'VLLM_CACHE_ROOT',
      'VLLM_HOST_IP',
      'VLLM_LOGGING_LEVEL',
      'VLLM_SERVER_DEV_MODE',
      'VLLM_USE_V1',
      'VLLM_WORKER_MULTIPROC_METHOD',
      'VLLM_*',
    ],
    callsOnly: ['VLLM_API_BASE', 'VLLM_BASE_URL', 'VLLM_ENDPOINT'],
  },
  references: [
    'https://github.com/vllm-project/vllm/blob/main/docs/usage/security.md',
    'https://github.com/vllm-project/vllm/blob/main/vllm/envs.py',
  ],
  examples: {
    confirms: [
      'image vllm/vllm-openai:v0.9 port 8000',
      'command python3 -m vllm.entrypoints.openai.api_server --port 8080 port 8080 type nvidia.com/gpu',
    ],
    suspects: [
      'command python3 -m vllm.entrypoints.openai.api_server --port 8080 port 8080',
      'image registry.example/team/vllm-prod:3 port 8000',
      'name vllm-eu port 443',
    ],
    ignores: ['image acme/vllmania:1 port 8000', 'name web-01 port 8000'],
  },
});
