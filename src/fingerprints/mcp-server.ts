import { defineFingerprint } from './fingerprint.ts';

/** Any server of the Model Context Protocol; the three letters alone also name chips and staff, so they stay a hint. */
export const mcpServer = defineFingerprint({
  id: 'mcp-server',
  name: 'Model Context Protocol server',
  category: 'agent-or-mcp',
  role: 'serves',
  pAiGivenProduct: 0.99,
  loginByDefault: 'optional',
  ports: [
    { port: 3000, distinctive: 'low' },
    { port: 8000, distinctive: 'low' },
    { port: 8080, distinctive: 'low' },
  ],
  images: ['docker.io/mcp/*', 'github/github-mcp-server', 'open-webui/mcpo', 'supercorp/supergateway'],
  imageTokens: ['fastmcp', 'mcp-gateway', 'mcp-server', 'mcpo', 'supergateway'],
  names: { strong: ['fastmcp', 'mcp-gateway', 'mcp-server', 'mcpo', 'supergateway'], ambiguous: ['mcp'] },
  commands: [
    { says: 'fastmcp run', pattern: /(?:^|[\s/"'])fastmcp\s+run\b/i },
    { says: 'mcp-proxy', pattern: /(?:^|[\s/"'])(?:mcp-proxy|mcpo|supergateway)\s+-/i },
    {
      says: '@modelcontextprotocol/server',
      pattern: /@modelcontextprotocol\/server-|\buvx?\s+(?:run\s+)?mcp-server-/i,
    },
  ],
  env: {
    serves: [
      'FASTMCP_HOST',
      'FASTMCP_PORT',
      'FASTMCP_SERVER_PORT',
      'MCP_HTTP_PORT',
      'MCP_SERVER_NAME',
      'MCP_TRANSPORT',
      'FASTMCP_*',
    ],
    callsOnly: ['MCP_SERVERS', 'MCP_SERVER_URL'],
  },
  urlPaths: ['/.well-known/oauth-protected-resource/mcp'],
  references: [
    'https://modelcontextprotocol.io/specification/2025-11-25/basic/transports',
    'https://github.com/open-webui/mcpo/blob/main/README.md',
    'https://github.com/supercorp-ai/supergateway/blob/main/README.md',
  ],
  examples: {
    confirms: [
      'image mcp/fetch:latest port 8000',
      'command supergateway --stdio "run" --port 8000 port 8000 env OPENAI_API_KEY',
    ],
    suspects: [
      'command supergateway --stdio "run" --port 8000 port 8000',
      'image registry.example/team/mcp-server-billing:4 port 8080',
      'name github-mcp-server port 443',
    ],
    ignores: ['name mcintegration port 8080', 'name mcp23017-reader port 8080', 'name mcpherson port 443'],
  },
});
