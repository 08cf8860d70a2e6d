import type { Category } from '../model/classification.ts';

/** A command line that says AI and no product. */
export interface ServingCommand {
  readonly says: string;
  readonly pattern: RegExp;
  readonly weight: number;
  readonly category?: Category;
}

/**
 * Flags and install steps, with what they are worth.
 *
 * From six up they confirm in the process that answers: no other program has these flags. An install step
 * was true when the machine was made, and the machine may have moved on.
 */
export const SERVING_COMMANDS: readonly ServingCommand[] = [
  {
    says: '--max-model-len',
    pattern: /--(?:max-model-len|gpu-memory-utilization|tensor-parallel-size|tp-size|n-gpu-layers)\b/i,
    weight: 6,
    category: 'model-server',
  },
  { says: 'trtllm-serve', pattern: /\btrtllm-serve\b/i, weight: 6.5, category: 'model-server' },
  { says: 'text-embeddings-router', pattern: /\btext-embeddings-router\b/i, weight: 6.5, category: 'model-server' },
  {
    says: '--model org/name',
    pattern: /--model(?:-id|-path|_name)?[ =]["']?[a-z0-9_.-]+\/[a-z0-9_.-]+/i,
    weight: 4,
    category: 'model-server',
  },
  { says: 'a model file', pattern: /\.(?:gguf|safetensors)\b/i, weight: 4, category: 'model-server' },
  {
    says: '--transport streamable-http',
    pattern: /--transport[ =](?:sse|streamable-?http)\b/i,
    weight: 4,
    category: 'agent-or-mcp',
  },
  { says: 'ollama install script', pattern: /ollama\.(?:com|ai)\/install\.sh/i, weight: 5, category: 'model-server' },
  { says: 'hf download', pattern: /huggingface-cli\s+download|\bhf\s+download\b|snapshot_download/i, weight: 3 },
  {
    says: 'pip install of a model library',
    pattern:
      /pip3?\s+install\b[^\n]*\b(?:torch|transformers|vllm|sglang|langchain|llama-index|gradio|diffusers|litellm)\b/i,
    weight: 2.5,
  },
  { says: 'docker run --gpus', pattern: /docker\s+run\b[^\n]*--gpus\b|--runtime[ =]nvidia\b/i, weight: 2.5 },
  {
    says: 'GPU driver install',
    pattern: /nvidia-container-toolkit|nvidia-docker2?\b|nvidia-driver-\d+|cuda-toolkit/i,
    weight: 2,
  },
];
