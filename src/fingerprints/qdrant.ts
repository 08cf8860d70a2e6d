import { defineFingerprint } from './fingerprint.ts';

/** Qdrant keeps what models are told; its key is optional. */
export const qdrant = defineFingerprint({
  id: 'qdrant',
  name: 'Qdrant',
  category: 'vector-db',
  role: 'stores',
  pAiGivenProduct: 0.99,
  loginByDefault: 'optional',
  ports: [
    { port: 6333, distinctive: 'high' },
    { port: 6334, distinctive: 'high' },
    { port: 6335, distinctive: 'high' },
  ],
  images: ['qdrant/qdrant'],
  imageTokens: ['qdrant'],
  names: { strong: ['qdrant'] },
  env: {
    serves: [
      'QDRANT__CLUSTER__ENABLED',
      'QDRANT__SERVICE__HTTP_PORT',
      'QDRANT__SERVICE__JWT_RBAC',
      'QDRANT__STORAGE__STORAGE_PATH',
      'QDRANT__*',
    ],
    callsOnly: ['QDRANT_API_KEY', 'QDRANT_CLUSTER_ENDPOINT', 'QDRANT_HOST', 'QDRANT_URL'],
  },
  references: [
    'https://github.com/qdrant/qdrant/blob/master/config/config.yaml',
    'https://github.com/qdrant/qdrant/blob/master/src/actix/mod.rs',
  ],
  examples: {
    confirms: [
      'image qdrant/qdrant:v1.15 port 6333',
      'image 111122223333.registry.example/hub/qdrant/qdrant:v1 port 443',
    ],
    suspects: ['port 6333', 'name qdrant-0 port 443'],
    ignores: ['name quadrant port 443', 'image acme/web:1 port 443'],
  },
});
