import { defineFingerprint } from './fingerprint.ts';

/** Weaviate answers anyone unless another way in is configured. */
export const weaviate = defineFingerprint({
  id: 'weaviate',
  name: 'Weaviate',
  category: 'vector-db',
  role: 'stores',
  pAiGivenProduct: 0.99,
  loginByDefault: 'optional',
  ports: [
    { port: 8080, distinctive: 'low' },
    { port: 50_051, distinctive: 'low' },
  ],
  images: ['semitechnologies/weaviate', 'semitechnologies/transformers-inference', 'semitechnologies/multi2vec-*'],
  imageTokens: ['weaviate'],
  names: { strong: ['weaviate'] },
  env: {
    serves: [
      'AUTHENTICATION_ANONYMOUS_ACCESS_ENABLED',
      'AUTHENTICATION_APIKEY_ENABLED',
      'AUTHORIZATION_RBAC_ENABLED',
      'DEFAULT_VECTORIZER_MODULE',
    ],
    callsOnly: ['WEAVIATE_API_KEY', 'WEAVIATE_HOST', 'WEAVIATE_URL'],
  },
  healthPaths: ['/v1/.well-known/live', '/v1/.well-known/ready'],
  references: ['https://github.com/weaviate/weaviate/blob/main/usecases/config/environment.go'],
  examples: {
    confirms: ['image cr.weaviate.io/semitechnologies/weaviate:1.30 port 8080'],
    suspects: ['name weaviate port 8080', 'image acme/weaviate:1 health /v1/.well-known/ready'],
    ignores: ['image acme/web:1 port 8080', 'image acme/web:1 health /.well-known/ready'],
  },
});
