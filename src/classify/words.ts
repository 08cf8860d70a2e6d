import type { Category } from '../model/classification.ts';

/** What a word of a name says when it is nobody's product. */
export interface GenericWord {
  readonly weight: number;
  /** What kind of thing is called so. */
  readonly category?: Category;
}

/**
 * Words that estates use for AI, with what they are worth.
 *
 * `assistant` (Home Assistant), `vector` (a log shipper) and `model` are left out: they were found on
 * ordinary applications only. `agent` is a monitoring agent as often as not.
 */
const HINTS: readonly (readonly [weight: number, words: readonly string[], category?: Category])[] = [
  [2.5, ['deepseek', 'genai', 'gen-ai', 'huggingface', 'hugging-face', 'llm', 'llms', 'qwen', 'sagemaker']],
  [2.5, ['vertex-ai', 'vertexai']],
  [2, ['agentic', 'chatgpt', 'embedding', 'embeddings', 'gpt', 'inference', 'inferencing', 'llama', 'mlops']],
  [2, ['open-ai', 'openai', 'rag']],
  [2, ['mcp'], 'agent-or-mcp'],
  [2, ['model-server', 'model-serving', 'inference-server'], 'model-server'],
  [2, ['ai-gateway', 'llm-gateway', 'llm-proxy'], 'inference-gateway'],
  [2, ['vector-database', 'vector-db', 'vectordb'], 'vector-db'],
  [1.5, ['ai', 'chatbot', 'chat-bot', 'claude', 'copilot', 'cuda', 'diffusion', 'gemma', 'mistral']],
  [1.5, ['bedrock']],
  [1, ['agents', 'asr', 'gemini', 'gpu', 'ml', 'notebook', 'stt', 'tts', 'whisper']],
  [0.7, ['chat', 'prompt']],
  [0.5, ['agent', 'knowledge-base', 'ocr']],
  [0.3, ['bot']],
];

/** Words that say that the thing is something else. `nginx` and other fronts are absent: they hide anything. */
const CONTRADICTIONS: readonly (readonly [weight: number, words: readonly string[]])[] = [
  [-3, ['home-assistant', 'homeassistant', 'minecraft', 'nextcloud', 'wordpress']],
  [-2.5, ['gitea', 'gitlab', 'grafana', 'jenkins', 'storybook', 'zabbix']],
  [-2, ['blender', 'clickhouse', 'hadoop', 'mining', 'nexus', 'prometheus', 'rstudio', 'splunk', 'tdarr']],
  [-1.5, ['bastion', 'mailserver', 'mysql', 'postgres', 'postgresql', 'vpn']],
  [-1, ['render', 'rendering', 'transcode', 'transcoder', 'vdi']],
  [-0.5, ['build', 'builder', 'ci', 'runner']],
];

/** Words that turn `ollama-exporter` into something that stands beside Ollama. */
export const COMPANIONS: ReadonlySet<string> = new Set([
  ...['adapter', 'backup', 'bridge', 'cache', 'cli', 'client', 'connector', 'database', 'db', 'docs', 'exporter'],
  ...['integration', 'logs', 'metrics', 'mock', 'monitor', 'monitoring', 'mysql', 'plugin', 'postgres'],
  ...['postgresql', 'redis', 'sdk', 'test', 'tests', 'webhook'],
]);

export const GENERIC_WORDS: ReadonlyMap<string, GenericWord> = new Map([
  ...HINTS.flatMap(([weight, words, category]) =>
    words.map((word): [string, GenericWord] => [word, category === undefined ? { weight } : { weight, category }]),
  ),
  ...CONTRADICTIONS.flatMap(([weight, words]) => words.map((word): [string, GenericWord] => [word, { weight }])),
]);
