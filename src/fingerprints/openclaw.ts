import { defineFingerprint } from './fingerprint.ts';

/** OpenClaw, once Clawdbot and Moltbot: a personal agent that runs commands for whoever reaches its gateway. */
export const openclaw = defineFingerprint({
  id: 'openclaw',
  name: 'OpenClaw gateway',
  category: 'agent-or-mcp',
  role: 'calls',
  pAiGivenProduct: 0.99,
  loginByDefault: 'required',
  ports: [
    { port: 18_789, distinctive: 'high' },
    { port: 18_790, distinctive: 'high' },
    { port: 18_791, distinctive: 'high' },
  ],
  images: ['openclaw/openclaw'],
  imageTokens: ['clawdbot', 'moltbot', 'openclaw'],
  names: { strong: ['clawdbot', 'moltbot', 'openclaw'] },
  commands: [
    { says: 'openclaw gateway', pattern: /(?:^|[\s/"'])(?:openclaw|clawdbot|moltbot)(?:\.mjs)?["',\s]+gateway\b/i },
  ],
  env: {
    serves: [
      'OPENCLAW_CONFIG_PATH',
      'OPENCLAW_GATEWAY_BIND',
      'OPENCLAW_GATEWAY_PASSWORD',
      'OPENCLAW_GATEWAY_PORT',
      'OPENCLAW_GATEWAY_TOKEN',
      'OPENCLAW_STATE_DIR',
      'CLAWDBOT_GATEWAY_TOKEN',
      'MOLTBOT_GATEWAY_TOKEN',
      'OPENCLAW_*',
      'CLAWDBOT_*',
      'MOLTBOT_*',
    ],
  },
  references: [
    'https://github.com/openclaw/openclaw/blob/main/docs/gateway/security/index.md',
    'https://docs.openclaw.ai/install/docker',
  ],
  examples: {
    confirms: [
      'image ghcr.io/openclaw/openclaw:latest port 18789',
      'command openclaw gateway --bind lan port 8080 env OPENAI_API_KEY',
    ],
    suspects: [
      'command openclaw gateway --bind lan port 8080',
      'port 18789',
      'image acme/moltbot:1 port 8080',
      'image 1186258278/openclaw-zh:nightly port 443',
    ],
    ignores: ['name openclawmachine port 8080', 'image acme/web:1 port 8080'],
  },
});
