import { defineFingerprint } from './fingerprint.ts';

/** The server of llama.cpp; model list and health stay public even with a key. */
export const llamaCpp = defineFingerprint({
  id: 'llama-cpp',
  name: 'llama.cpp server',
  category: 'model-server',
  role: 'serves',
  pAiGivenProduct: 0.99,
  loginByDefault: 'optional',
  ports: [
    { port: 8080, distinctive: 'low' },
    { port: 50_052, distinctive: 'medium' },
  ],
  images: ['ggml-org/llama.cpp', 'ggerganov/llama.cpp'],
  imageTokens: ['llama-cpp', 'llama-server', 'llamacpp', 'llamafile'],
  names: { strong: ['llama-cpp', 'llamacpp', 'llamafile'], ambiguous: ['llama'] },
  commands: [{ says: 'llama-server', pattern: /(?:^|[\s/"'])llama-server\b|\bllama_cpp\.server\b/i }],
  env: {
    serves: [
      'LLAMA_ARG_CTX_SIZE',
      'LLAMA_ARG_HF_REPO',
      'LLAMA_ARG_HOST',
      'LLAMA_ARG_MODEL',
      'LLAMA_ARG_N_GPU_LAYERS',
      'LLAMA_ARG_PORT',
      'LLAMA_ARG_*',
    ],
  },
  references: ['https://github.com/ggml-org/llama.cpp/tree/master/tools/server'],
  examples: {
    confirms: [
      'image ghcr.io/ggml-org/llama.cpp:server port 8080',
      'command /app/llama-server -m /m.gguf port 8080 type nvidia.com/gpu',
    ],
    suspects: [
      'command /app/llama-server -m /m.gguf port 8080',
      'name llamacpp-box port 8080',
      'image acme/llamafile:2 port 8080',
    ],
    ignores: ['name dallama port 8080', 'image acme/web:1 port 8080'],
  },
});
