import { defineFingerprint } from './fingerprint.ts';

/** NVIDIA Triton; the bare word is also a compiler, a fitness brand and a moon. */
export const triton = defineFingerprint({
  id: 'triton',
  name: 'NVIDIA Triton Inference Server',
  category: 'model-server',
  role: 'serves',
  pAiGivenProduct: 0.99,
  loginByDefault: 'none',
  ports: [
    { port: 8000, distinctive: 'low' },
    { port: 8001, distinctive: 'low' },
    { port: 8002, distinctive: 'low' },
  ],
  images: ['nvidia/tritonserver'],
  imageTokens: ['triton-inference-server', 'tritonserver'],
  names: { strong: ['triton-inference-server', 'tritonserver'], ambiguous: ['triton'] },
  commands: [{ says: 'tritonserver', pattern: /(?:^|[\s/"'])tritonserver\b/i }],
  env: {
    serves: ['NVIDIA_TRITON_SERVER_VERSION', 'SAGEMAKER_TRITON_DEFAULT_MODEL_NAME', 'TRITON_SERVER_VERSION'],
    callsOnly: ['TRITON_GRPC_URL', 'TRITON_URL'],
  },
  urlPaths: ['/v2/repository'],
  references: [
    'https://github.com/triton-inference-server/server/blob/main/src/command_line_parser.cc',
    'https://github.com/triton-inference-server/server/blob/main/docs/protocol/extension_model_repository.md',
  ],
  examples: {
    confirms: [
      'image nvcr.io/nvidia/tritonserver:25.04-py3 port 8000',
      'command tritonserver --model-repository=/m port 80 type nvidia.com/gpu',
    ],
    suspects: [
      'command tritonserver --model-repository=/m port 80',
      'image registry.example/ml/tritonserver:7 port 8000',
    ],
    ignores: ['name triton-shop port 8000', 'name tritonia port 443'],
  },
});
