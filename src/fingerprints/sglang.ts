import { defineFingerprint } from './fingerprint.ts';

/** SGLang; its port 30000 is also the first node port of every Kubernetes cluster, so it counts for nothing. */
export const sglang = defineFingerprint({
  id: 'sglang',
  name: 'SGLang',
  category: 'model-server',
  role: 'serves',
  pAiGivenProduct: 0.99,
  loginByDefault: 'optional',
  ports: [{ port: 30_000, distinctive: 'low' }],
  images: ['lmsysorg/sglang*', 'rocm/sgl-dev', 'deep-learning-containers/sglang'],
  imageTokens: ['sglang'],
  names: { strong: ['sglang'] },
  commands: [{ says: 'sglang serve', pattern: /\bsglang\.launch_server\b|(?:^|[\s/"'])sglang\s+serve\b/i }],
  env: { serves: ['SGLANG_HOST_IP', 'SGLANG_PORT', 'SGLANG_USE_MODELSCOPE', 'SGLANG_*'] },
  healthPaths: ['/get_model_info'],
  urlPaths: ['/get_model_info'],
  references: ['https://docs.sglang.io/', 'https://github.com/sgl-project/sglang'],
  examples: {
    confirms: [
      'image lmsysorg/sglang:v0.5 port 30000',
      'command python3 -m sglang.launch_server --port 8080 port 8080 type nvidia.com/gpu',
    ],
    suspects: [
      'command python3 -m sglang.launch_server --port 8080 port 8080',
      'image registry.example/team/sglang:2 port 30000',
    ],
    ignores: ['name node-pool port 30000', 'name singlang port 443'],
  },
});
