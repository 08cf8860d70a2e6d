import { defineFingerprint } from './fingerprint.ts';

/** The open-source Portkey gateway asks for no login: callers bring a provider key of their own. */
export const portkey = defineFingerprint({
  id: 'portkey',
  name: 'Portkey AI Gateway',
  category: 'inference-gateway',
  role: 'calls',
  pAiGivenProduct: 0.99,
  loginByDefault: 'none',
  ports: [{ port: 8787, distinctive: 'medium' }],
  images: ['portkeyai/gateway'],
  imageTokens: ['portkey'],
  names: { strong: ['portkey'] },
  commands: [{ says: '@portkey-ai/gateway', pattern: /@portkey-ai\/gateway\b/i }],
  env: { serves: ['PORTKEY_CLIENT_AUTH'], callsOnly: ['PORTKEY_API_KEY', 'PORTKEY_GATEWAY_URL'] },
  references: ['https://github.com/Portkey-AI/gateway/blob/main/src/start-server.ts'],
  examples: {
    confirms: ['image portkeyai/gateway:latest port 8787', 'command npx @portkey-ai/gateway port 8787'],
    suspects: ['name portkey-eu port 8787'],
    ignores: ['name rstudio port 8787', 'name port-key-service port 443'],
  },
});
