import { defineFingerprint } from './fingerprint.ts';

/** Open WebUI has accounts by default, and the first visitor of a fresh one becomes its administrator. */
export const openWebui = defineFingerprint({
  id: 'open-webui',
  name: 'Open WebUI',
  category: 'ai-app-ui',
  role: 'calls',
  pAiGivenProduct: 0.99,
  loginByDefault: 'required',
  ports: [
    { port: 3000, distinctive: 'low' },
    { port: 8080, distinctive: 'low' },
  ],
  images: ['open-webui/open-webui'],
  imageTokens: ['open-webui', 'openwebui'],
  names: { strong: ['open-webui', 'openwebui'] },
  commands: [{ says: 'open-webui serve', pattern: /(?:^|[\s/"'])open-webui\s+serve\b/i }],
  env: { serves: ['ENABLE_OLLAMA_API', 'WEBUI_AUTH', 'WEBUI_SECRET_KEY'] },
  references: ['https://docs.openwebui.com/reference/env-configuration/', 'https://github.com/open-webui/open-webui'],
  examples: {
    confirms: ['image ghcr.io/open-webui/open-webui:main port 8080'],
    suspects: ['name OpenWebUI port 3000', 'image acme/open-webui:2 port 8080'],
    ignores: ['name open-web port 3000', 'image acme/webui:1 port 8080'],
  },
});
