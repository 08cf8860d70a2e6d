import { defineFingerprint } from './fingerprint.ts';

/** Streamlit shows dashboards as often as models. */
export const streamlit = defineFingerprint({
  id: 'streamlit',
  name: 'Streamlit app',
  category: 'ai-app-ui',
  role: 'calls',
  pAiGivenProduct: 0.5,
  loginByDefault: 'optional',
  ports: [{ port: 8501, distinctive: 'medium' }],
  imageTokens: ['streamlit'],
  names: { strong: ['streamlit'] },
  commands: [{ says: 'streamlit run', pattern: /(?:^|[\s/"'])streamlit\s+run\b/i }],
  env: { serves: ['STREAMLIT_SERVER_ADDRESS', 'STREAMLIT_SERVER_HEADLESS', 'STREAMLIT_SERVER_PORT', 'STREAMLIT_*'] },
  healthPaths: ['/_stcore/health'],
  urlPaths: ['/_stcore/stream'],
  references: ['https://docs.streamlit.io/develop/concepts/architecture/architecture'],
  examples: {
    confirms: ['command streamlit run app.py --server.port 8080 port 8080'],
    suspects: ['image acme/streamlit-sales:1 port 8501', 'name streamlit port 443'],
    ignores: ['name consul-tls port 8501', 'name stream-lit port 443'],
  },
});
