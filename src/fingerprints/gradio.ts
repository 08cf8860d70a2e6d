import { defineFingerprint } from './fingerprint.ts';

/** Gradio is a library for model demonstrations; apps built on it have no login unless they ask for one. */
export const gradio = defineFingerprint({
  id: 'gradio',
  name: 'Gradio app',
  category: 'ai-app-ui',
  role: 'serves',
  pAiGivenProduct: 0.93,
  loginByDefault: 'optional',
  ports: [{ port: 7860, distinctive: 'medium' }],
  imageTokens: ['gradio'],
  names: { strong: ['gradio'] },
  commands: [{ says: 'gradio app', pattern: /(?:^|[\s/"'])gradio\s+\S+\.py\b/i }],
  env: {
    serves: [
      'GRADIO_MCP_SERVER',
      'GRADIO_ROOT_PATH',
      'GRADIO_SERVER_NAME',
      'GRADIO_SERVER_PORT',
      'GRADIO_SHARE',
      'GRADIO_TEMP_DIR',
      'GRADIO_*',
    ],
  },
  urlPaths: ['/gradio_api', '/gradio_api/*', '/queue/join'],
  references: ['https://github.com/gradio-app/gradio/blob/main/gradio/routes.py'],
  examples: {
    confirms: ['command gradio app.py port 7860 type nvidia.com/gpu'],
    suspects: ['command gradio app.py port 7860', 'image acme/gradio-demo:1 port 7860', 'name gradio port 443'],
    ignores: ['image acme/web:1 port 7860', 'name gradiometer port 443'],
  },
});
