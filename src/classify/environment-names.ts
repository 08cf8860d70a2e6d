/** Who is called when a variable is called so: the start of the name, for one provider of models. */
const PROVIDER_PREFIXES: Readonly<Record<string, string>> = {
  ANTHROPIC: 'anthropic',
  ASSEMBLYAI: 'assemblyai',
  AZURE_INFERENCE: 'azure',
  AZURE_OPENAI: 'azure',
  CEREBRAS: 'cerebras',
  COHERE: 'cohere',
  DASHSCOPE: 'dashscope',
  DEEPGRAM: 'deepgram',
  DEEPSEEK: 'deepseek',
  ELEVENLABS: 'elevenlabs',
  FIREWORKS: 'fireworks',
  GEMINI: 'google',
  GOOGLE_GENERATIVE_AI: 'google',
  GROQ: 'groq',
  HF: 'hugging face',
  HUGGINGFACE: 'hugging face',
  HUGGINGFACEHUB: 'hugging face',
  HUGGING_FACE_HUB: 'hugging face',
  JINA: 'jina',
  MINIMAX: 'minimax',
  MISTRAL: 'mistral',
  MOONSHOT: 'moonshot',
  NVIDIA: 'nvidia',
  OLLAMA: 'ollama',
  OPENAI: 'openai',
  OPENROUTER: 'openrouter',
  PERPLEXITY: 'perplexity',
  REPLICATE: 'replicate',
  SAMBANOVA: 'sambanova',
  TOGETHER: 'together',
  VOYAGE: 'voyage',
  XAI: 'xai',
  ZHIPUAI: 'zhipu',
};

/** Names that follow no such scheme. */
const PROVIDER_NAMES: Readonly<Record<string, string>> = {
  AWS_BEARER_TOKEN_BEDROCK: 'bedrock',
  AZURE_AI_PROJECT_ENDPOINT: 'azure',
  BEDROCK_MODEL_ID: 'bedrock',
  CLAUDE_CODE_OAUTH_TOKEN: 'anthropic',
  CLAUDE_CODE_USE_BEDROCK: 'anthropic',
  CLAUDE_CODE_USE_VERTEX: 'anthropic',
  CO_API_KEY: 'cohere',
  GOOGLE_GENAI_USE_VERTEXAI: 'google',
  OPENAI_ORGANIZATION: 'openai',
  VERTEXAI_PROJECT: 'google',
};

const FRAMEWORKS: ReadonlySet<string> = new Set([
  ...['HELICONE_API_KEY', 'LANGCHAIN_API_KEY', 'LANGCHAIN_TRACING_V2', 'LANGFUSE_PUBLIC_KEY', 'LANGSMITH_API_KEY'],
  ...['LANGSMITH_TRACING', 'LLAMA_CLOUD_API_KEY', 'PINECONE_API_KEY', 'PINECONE_INDEX_NAME', 'TAVILY_API_KEY'],
  ...['WANDB_API_KEY', 'ZILLIZ_CLOUD_URI'],
]);

/** `MODEL_NAME`, `TEMPERATURE` and `MAX_TOKENS` are left out: too many programs have settings called so. */
const CONCEPTS: ReadonlySet<string> = new Set([
  ...['CHAT_MODEL', 'EMBEDDINGS_MODEL', 'EMBEDDING_MODEL', 'EMBEDDING_PROVIDER', 'LLM_API_KEY', 'LLM_BASE_URL'],
  ...['LLM_MODEL', 'LLM_PROVIDER', 'RAG_ENABLED', 'SYSTEM_PROMPT', 'VECTOR_DB', 'VECTOR_STORE'],
]);

const ACCELERATORS: ReadonlySet<string> = new Set([
  ...['CUDA_VISIBLE_DEVICES', 'HABANA_VISIBLE_DEVICES', 'HIP_VISIBLE_DEVICES', 'NEURON_RT_NUM_CORES'],
  ...['NEURON_RT_VISIBLE_CORES', 'NVIDIA_DRIVER_CAPABILITIES', 'NVIDIA_VISIBLE_DEVICES', 'PYTORCH_CUDA_ALLOC_CONF'],
  ...['ROCR_VISIBLE_DEVICES', 'TPU_WORKER_HOSTNAMES', 'TPU_WORKER_ID'],
]);

const ADDRESS_OR_KEY = /_(?:API_KEY|API_TOKEN|TOKEN|BASE_URL|API_BASE|API_BASE_URL|ENDPOINT|MODEL)$/;

/** What the name of a variable says of the program that reads it. */
export type EnvMeaning =
  | { readonly kind: 'provider'; readonly provider: string }
  | { readonly kind: 'framework' | 'concept' | 'accelerator' };

/** Reads the name of a variable that belongs to no product; undefined if it says nothing. */
export function envMeaning(name: string): EnvMeaning | undefined {
  const provider = PROVIDER_NAMES[name] ?? providerOf(name);
  if (provider !== undefined) return { kind: 'provider', provider };
  if (FRAMEWORKS.has(name)) return { kind: 'framework' };
  if (CONCEPTS.has(name)) return { kind: 'concept' };
  return ACCELERATORS.has(name) ? { kind: 'accelerator' } : undefined;
}

/** Tries ever longer starts of the name: `AZURE_OPENAI_API_KEY` is not `AZURE`. */
function providerOf(name: string): string | undefined {
  if (!ADDRESS_OR_KEY.test(name)) return undefined;
  const words = name.split('_');
  for (let length = 1; length < Math.min(words.length, 4); length += 1) {
    const provider = PROVIDER_PREFIXES[words.slice(0, length).join('_')];
    if (provider !== undefined) return provider;
  }
  return undefined;
}

const CALLS = /_(?:URL|URI|ENDPOINT|API_BASE|API_KEY|ENABLED)$/;

/** A name with the prefix of a product that still speaks of calling it: `FLOWISE_ENABLED`. */
export function speaksOfCalling(name: string): boolean {
  return CALLS.test(name);
}
