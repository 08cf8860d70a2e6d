import type { Category } from '../model/classification.ts';

/** A route that says what is behind it, whatever product answers there. */
export interface Route {
  readonly path: string;
  readonly strong: boolean;
  readonly category?: Category;
}

/**
 * Routes that several AI products share; `*` stands for one segment.
 *
 * A route of one segment must be the whole path, a longer one may stand anywhere in it: services are often
 * mounted below a prefix. `/health`, `/chat`, `/search`, `/collections` and their like are anybody's.
 */
export const ROUTES: readonly Route[] = [
  ...named([
    ['/v1/chat/completions', '/v1/completions', '/v1/responses', '/v1/embeddings', '/v1/messages', '/v1/realtime'],
    ['/v1/images/generations', '/v1/audio/transcriptions', '/v1/audio/speech', '/v1/rerank', '/api/chat/completions'],
    ['/openai/deployments', '/openai/v1', '/model/*/invoke', '/model/*/converse'],
  ]),
  ...named(
    [['/api/generate', '/generate_stream', '/v2/models', '/v2/health/ready', '/v2/health/live']],
    'model-server',
  ),
  ...named([['/.well-known/agent-card.json', '/.well-known/agent.json']], 'agent-or-mcp'),
  ...named([['/sdapi/v1']], 'ai-app-ui'),
  ...hinted([
    ['/v1/models', '/v1/chat', '/api/chat', '/api/v1/chat', '/chat/completions', '/invocations', '/predictions'],
    ['/predict', '/generate', '/rerank', '/llm', '/inference', '/notebooks', '/comfyui', '/ollama'],
  ]),
  ...hinted([['/mcp', '/*/mcp', '/sse', '/a2a']], 'agent-or-mcp'),
];

function named(paths: readonly (readonly string[])[], category?: Category): readonly Route[] {
  return paths.flat().map((path) => ({ path, strong: true, ...(category === undefined ? {} : { category }) }));
}

function hinted(paths: readonly (readonly string[])[], category?: Category): readonly Route[] {
  return paths.flat().map((path) => ({ path, strong: false, ...(category === undefined ? {} : { category }) }));
}
