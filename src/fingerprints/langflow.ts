import { defineFingerprint } from './fingerprint.ts';

/** Langflow hands every visitor a superuser session while its auto-login is on, which it long was by default. */
export const langflow = defineFingerprint({
  id: 'langflow',
  name: 'Langflow',
  category: 'ai-app-ui',
  role: 'calls',
  pAiGivenProduct: 0.99,
  loginByDefault: 'optional',
  ports: [{ port: 7860, distinctive: 'medium' }],
  images: ['langflowai/langflow', 'langflowai/langflow-*'],
  imageTokens: ['langflow'],
  names: { strong: ['langflow'] },
  commands: [{ says: 'langflow run', pattern: /(?:^|[\s/"'])langflow\s+run\b/i }],
  env: {
    serves: [
      'LANGFLOW_AUTO_LOGIN',
      'LANGFLOW_DATABASE_URL',
      'LANGFLOW_HOST',
      'LANGFLOW_PORT',
      'LANGFLOW_SECRET_KEY',
      'LANGFLOW_SUPERUSER',
      'LANGFLOW_SUPERUSER_PASSWORD',
      'LANGFLOW_*',
    ],
  },
  references: ['https://docs.langflow.org/api-keys-and-authentication', 'https://github.com/langflow-ai/langflow'],
  examples: {
    confirms: [
      'image langflowai/langflow:1.5 port 7860',
      'command langflow run --host 0.0.0.0 port 80 env OPENAI_API_KEY',
    ],
    suspects: [
      'command langflow run --host 0.0.0.0 port 80',
      'name langflow port 443',
      'image acme/langflow-custom:1 port 7860',
    ],
    ignores: ['image acme/web:1 port 7860', 'name slangflower port 443'],
  },
});
