import { defineFingerprint } from './fingerprint.ts';

/** Text Generation Inference; its three letters are also a train and a company, so they only support. */
export const tgi = defineFingerprint({
  id: 'tgi',
  name: 'Hugging Face Text Generation Inference',
  category: 'model-server',
  role: 'serves',
  pAiGivenProduct: 0.99,
  loginByDefault: 'optional',
  ports: [
    { port: 80, distinctive: 'low' },
    { port: 3000, distinctive: 'low' },
  ],
  images: ['huggingface/text-generation-inference', 'huggingface/neuronx-tgi'],
  imageTokens: ['huggingface-pytorch-tgi-inference', 'text-generation-inference', 'tgi'],
  names: { strong: ['text-generation-inference'], ambiguous: ['tgi'] },
  commands: [{ says: 'text-generation-launcher', pattern: /\btext-generation-launcher\b/i }],
  env: { serves: ['MAX_BATCH_PREFILL_TOKENS', 'MAX_BATCH_TOTAL_TOKENS', 'SM_NUM_GPUS'] },
  references: [
    'https://github.com/huggingface/text-generation-inference/blob/main/router/src/server.rs',
    'https://github.com/huggingface/text-generation-inference/blob/main/launcher/src/main.rs',
  ],
  examples: {
    confirms: ['image ghcr.io/huggingface/text-generation-inference:3.0 port 80'],
    suspects: ['image registry.example/ml/tgi:2 port 8080', 'name text-generation-inference port 80'],
    ignores: ['name tgi-friday port 80', 'image acme/web:1 port 3000'],
  },
});
