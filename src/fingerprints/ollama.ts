import { defineFingerprint } from './fingerprint.ts';

/** Ollama has no login at all; the names that sound like one sign its calls to a registry. */
export const ollama = defineFingerprint({
  id: 'ollama',
  name: 'Ollama',
  category: 'model-server',
  role: 'serves',
  pAiGivenProduct: 0.99,
  loginByDefault: 'none',
  ports: [{ port: 11_434, distinctive: 'high' }],
  images: ['ollama/ollama'],
  imageTokens: ['ollama'],
  names: { strong: ['ollama'] },
  commands: [{ says: 'ollama serve', pattern: /(?:^|[\s/"'])ollama\s+(?:serve|run|pull)\b/i }],
  env: {
    serves: [
      'OLLAMA_CONTEXT_LENGTH',
      'OLLAMA_FLASH_ATTENTION',
      'OLLAMA_GPU_OVERHEAD',
      'OLLAMA_KEEP_ALIVE',
      'OLLAMA_KV_CACHE_TYPE',
      'OLLAMA_MAX_LOADED_MODELS',
      'OLLAMA_MAX_QUEUE',
      'OLLAMA_MODELS',
      'OLLAMA_NUM_PARALLEL',
      'OLLAMA_ORIGINS',
      'OLLAMA_SCHED_SPREAD',
    ],
    callsOnly: [
      'OLLAMA_API_BASE',
      'OLLAMA_API_BASE_URL',
      'OLLAMA_BASE_PATH',
      'OLLAMA_BASE_URL',
      'OLLAMA_ENDPOINT',
      'OLLAMA_URL',
    ],
  },
  healthPaths: ['/api/tags'],
  urlPaths: ['/api/tags'],
  references: [
    'https://github.com/ollama/ollama/blob/main/envconfig/config.go',
    'https://github.com/ollama/ollama/blob/main/server/routes.go',
  ],
  examples: {
    confirms: [
      'image registry.example/mirror/ollama/ollama:0.6 port 443',
      'image ollama/ollama@sha256:0123 port 11434',
      'command /bin/ollama serve port 8080 type nvidia.com/gpu',
    ],
    suspects: ['command /bin/ollama serve port 8080', 'image acme/chat:1 port 11434', 'name ollama-01 port 443'],
    ignores: [
      'image acme/ollama-exporter:1 port 9090',
      'image acme/follama:1 port 8080',
      'image acme/web:1 port 443',
      'name collama port 8080',
    ],
  },
});
