import { defineFingerprint } from './fingerprint.ts';

/** The Chroma server has no login of its own; the bare word is also colour. */
export const chroma = defineFingerprint({
  id: 'chroma',
  name: 'Chroma',
  category: 'vector-db',
  role: 'stores',
  pAiGivenProduct: 0.99,
  loginByDefault: 'none',
  ports: [{ port: 8000, distinctive: 'low' }],
  images: ['chromadb/chroma', 'chroma-core/chroma'],
  imageTokens: ['chroma-db', 'chromadb'],
  names: { strong: ['chroma-db', 'chromadb'], ambiguous: ['chroma'] },
  commands: [{ says: 'chroma run', pattern: /(?:^|[\s/"'])chroma\s+run\b/i }],
  env: {
    serves: [
      'CHROMA_SERVER_AUTHN_CREDENTIALS',
      'CHROMA_SERVER_AUTHN_PROVIDER',
      'CHROMA_SERVER_HOST',
      'CHROMA_SERVER_HTTP_PORT',
      'CHROMA_SERVER_*',
    ],
    callsOnly: ['CHROMA_API_KEY', 'CHROMA_DATABASE', 'CHROMA_HOST', 'CHROMA_PORT', 'CHROMA_TENANT'],
  },
  // The heartbeat of version 1 is a path that any framework could have; that of version 2 is Chroma's.
  healthPaths: ['/api/v2/heartbeat'],
  references: ['https://github.com/chroma-core/chroma/blob/main/rust/frontend/src/server.rs'],
  examples: {
    confirms: ['image chromadb/chroma:1.0 port 8000', 'command chroma run --path /data port 8000 name chroma-db'],
    suspects: [
      'command chroma run --path /data port 8000',
      'name chromadb port 8000',
      'image acme/chromadb:1 port 8000',
    ],
    ignores: ['name chroma-key-studio port 8000', 'image acme/web:1 port 8000'],
  },
});
