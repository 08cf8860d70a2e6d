import { defineFingerprint } from './fingerprint.ts';

/** Whoever reaches the job port of a Ray cluster runs code on all its nodes; a token exists and is off by default. */
export const ray = defineFingerprint({
  id: 'ray',
  name: 'Ray cluster',
  category: 'gpu-cluster',
  role: 'serves',
  pAiGivenProduct: 0.9,
  loginByDefault: 'optional',
  ports: [
    { port: 6379, distinctive: 'low' },
    { port: 8265, distinctive: 'high' },
    { port: 10_001, distinctive: 'medium' },
    { port: 52_365, distinctive: 'high' },
  ],
  images: [
    'rayproject/ray',
    'rayproject/ray-ml',
    'rayproject/ray-llm',
    'anyscale/ray*',
    'deep-learning-containers/ray',
  ],
  imageTokens: ['kuberay', 'ray-cluster', 'ray-head', 'ray-worker'],
  names: { strong: ['kuberay', 'ray-cluster', 'ray-head', 'raycluster'], ambiguous: ['ray'] },
  commands: [{ says: 'ray start --head', pattern: /(?:^|[\s/"'])ray\s+start\b[^\n]*--head\b/i }],
  env: { serves: ['RAY_DASHBOARD_ADDRESS', 'RAY_GRAFANA_HOST'], callsOnly: ['RAY_ADDRESS'] },
  healthPaths: ['/api/gcs_healthz', '/api/local_raylet_healthz'],
  urlPaths: ['/-/routes'],
  references: [
    'https://docs.ray.io/en/latest/ray-security/index.html',
    'https://docs.ray.io/en/latest/ray-security/token-auth.html',
  ],
  examples: {
    confirms: [
      'image rayproject/ray:2.50-gpu port 8265',
      'command ray start --head --dashboard-host 0.0.0.0 port 8265 type nvidia.com/gpu',
    ],
    suspects: [
      'command ray start --head --dashboard-host 0.0.0.0 port 8265',
      'port 8265',
      'name raycluster-kuberay port 443',
    ],
    ignores: ['name krayzdrav port 8080', 'name ray port 443', 'name x-ray-viewer port 443'],
  },
});
