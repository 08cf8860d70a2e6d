import { defineFingerprint } from './fingerprint.ts';

/** LocalAI refuses to start open on a public address, which a load balancer or NAT in front defeats. */
export const localai = defineFingerprint({
  id: 'localai',
  name: 'LocalAI',
  category: 'model-server',
  role: 'serves',
  pAiGivenProduct: 0.99,
  loginByDefault: 'optional',
  ports: [{ port: 8080, distinctive: 'low' }],
  images: ['localai/localai', 'go-skynet/local-ai'],
  imageTokens: ['local-ai', 'localai'],
  names: { strong: ['local-ai', 'localai'] },
  commands: [{ says: 'local-ai run', pattern: /(?:^|[\s/"'])local-ai\s+(?:run|federated|worker)\b/i }],
  env: {
    serves: [
      'LOCALAI_ADDRESS',
      'LOCALAI_ALLOW_INSECURE_PUBLIC_BIND',
      'LOCALAI_DISABLE_WEBUI',
      'LOCALAI_GALLERIES',
      'LOCALAI_MODELS',
      'LOCALAI_MODELS_PATH',
      'LOCALAI_P2P',
      'LOCALAI_*',
    ],
  },
  references: ['https://github.com/mudler/LocalAI/blob/master/core/cli/run.go'],
  examples: {
    confirms: ['image localai/localai:latest-cpu port 8080', 'image quay.io/go-skynet/local-ai:v2 port 8080'],
    suspects: ['name LocalAI port 8080', 'image acme/localai:1 port 8080'],
    ignores: ['name local-air-quality port 8080', 'name localaid port 8080'],
  },
});
