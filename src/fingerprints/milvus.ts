import { defineFingerprint } from './fingerprint.ts';

/** Milvus leaves authorization off; when on, a published root password holds until it is changed. */
export const milvus = defineFingerprint({
  id: 'milvus',
  name: 'Milvus',
  category: 'vector-db',
  role: 'stores',
  pAiGivenProduct: 0.99,
  loginByDefault: 'optional',
  ports: [
    { port: 9091, distinctive: 'low' },
    { port: 19_530, distinctive: 'high' },
  ],
  images: ['milvusdb/milvus', 'milvus-io/milvus'],
  imageTokens: ['milvus'],
  names: { strong: ['milvus'] },
  commands: [{ says: 'milvus run', pattern: /(?:^|[\s/"'])milvus\s+run\s+(?:standalone|proxy)\b/i }],
  env: { serves: ['COMMON_STORAGETYPE'], callsOnly: ['MILVUS_HOST', 'MILVUS_TOKEN', 'MILVUS_URI', 'MILVUS_URL'] },
  urlPaths: ['/v2/vectordb'],
  references: ['https://milvus.io/docs/authenticate.md', 'https://github.com/milvus-io/milvus'],
  examples: {
    confirms: ['image milvusdb/milvus:v2.6 port 19530', 'command milvus run standalone port 19530'],
    suspects: ['port 19530', 'name milvus port 443'],
    ignores: ['name milvusian port 443', 'image acme/web:1 port 9091'],
  },
});
