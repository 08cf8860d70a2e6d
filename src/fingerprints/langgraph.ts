import { defineFingerprint } from './fingerprint.ts';

/** The LangGraph server; port 8123 is shared with Home Assistant and ClickHouse. */
export const langgraph = defineFingerprint({
  id: 'langgraph',
  name: 'LangGraph server',
  category: 'agent-or-mcp',
  role: 'calls',
  pAiGivenProduct: 0.99,
  loginByDefault: 'optional',
  ports: [
    { port: 2024, distinctive: 'medium' },
    { port: 8123, distinctive: 'medium' },
  ],
  images: ['langchain/langgraph-api', 'langchain/langgraph-server', 'langchain/langgraphjs-api'],
  imageTokens: ['langgraph'],
  names: { strong: ['langgraph'] },
  commands: [{ says: 'langgraph up', pattern: /(?:^|[\s/"'])langgraph(?:js)?\s+(?:up|dev)\b/i }],
  env: {
    serves: [
      'LANGGRAPH_AUTH',
      'LANGGRAPH_CLOUD_LICENSE_KEY',
      'LANGGRAPH_HTTP',
      'LANGGRAPH_STORE',
      'LANGSERVE_GRAPHS',
      'LANGGRAPH_*',
    ],
    callsOnly: ['LANGGRAPH_API_URL', 'LANGGRAPH_URL'],
  },
  references: [
    'https://reference.langchain.com/python/langgraph-cli',
    'https://github.com/langchain-ai/langgraph/blob/main/libs/cli/langgraph_cli/cli.py',
  ],
  examples: {
    confirms: ['image langchain/langgraph-api:3.12 port 8000', 'command langgraph up --port 8123 port 8123'],
    suspects: ['image acme/langgraph-agents:2 port 8123', 'name langgraph port 443'],
    ignores: ['name home-assistant port 8123', 'image clickhouse/clickhouse-server:25 port 8123'],
  },
});
