import { defineFingerprint } from './fingerprint.ts';

/** OpenHands runs shells and edits files for its user; a session key is optional. */
export const openhands = defineFingerprint({
  id: 'openhands',
  name: 'OpenHands',
  category: 'agent-or-mcp',
  role: 'calls',
  pAiGivenProduct: 0.99,
  loginByDefault: 'optional',
  ports: [{ port: 3000, distinctive: 'low' }],
  images: [
    'all-hands-ai/openhands',
    'all-hands-ai/runtime',
    'openhands/agent-server',
    'openhands/openhands',
    'openhands/runtime',
  ],
  imageTokens: ['opendevin', 'openhands'],
  names: { strong: ['opendevin', 'openhands'] },
  commands: [{ says: 'openhands serve', pattern: /\bopenhands\.server\.listen\b|(?:^|[\s/"'])openhands\s+serve\b/i }],
  env: { serves: ['AGENT_SERVER_IMAGE_REPOSITORY', 'SANDBOX_LOCAL_RUNTIME_URL', 'SANDBOX_RUNTIME_CONTAINER_IMAGE'] },
  references: [
    'https://github.com/OpenHands/OpenHands/blob/main/docker-compose.yml',
    'https://docs.openhands.dev/openhands/usage/cli/gui-server',
  ],
  examples: {
    confirms: ['image docker.openhands.dev/openhands/openhands:1.0 port 3000'],
    suspects: ['name openhands port 3000'],
    ignores: ['name open-hands-charity port 3000', 'image acme/web:1 port 3000'],
  },
});
