import { defineFingerprint } from './fingerprint.ts';

/** MLflow has no login unless one is set, and then a published first password; its host check is not a login. */
export const mlflow = defineFingerprint({
  id: 'mlflow',
  name: 'MLflow tracking server',
  category: 'ml-pipeline',
  role: 'stores',
  pAiGivenProduct: 0.99,
  loginByDefault: 'optional',
  ports: [{ port: 5000, distinctive: 'low' }],
  images: ['mlflow/mlflow', 'bitnami/mlflow', 'bitnamilegacy/mlflow', 'burakince/mlflow'],
  imageTokens: ['mlflow'],
  names: { strong: ['mlflow'] },
  commands: [{ says: 'mlflow server', pattern: /(?:^|[\s/"'])mlflow\s+(?:server|ui|models\s+serve)\b/i }],
  env: {
    serves: [
      'MLFLOW_ARTIFACTS_DESTINATION',
      'MLFLOW_AUTH_CONFIG_PATH',
      'MLFLOW_BACKEND_STORE_URI',
      'MLFLOW_DEFAULT_ARTIFACT_ROOT',
      'MLFLOW_FLASK_SERVER_SECRET_KEY',
      'MLFLOW_SERVER_*',
    ],
    callsOnly: ['MLFLOW_EXPERIMENT_NAME', 'MLFLOW_TRACKING_TOKEN', 'MLFLOW_TRACKING_URI', 'MLFLOW_TRACKING_USERNAME'],
  },
  urlPaths: ['/ajax-api/2.0/mlflow', '/api/2.0/mlflow'],
  references: [
    'https://mlflow.org/docs/latest/self-hosting/security/network',
    'https://mlflow.org/docs/latest/self-hosting/architecture/tracking-server',
  ],
  examples: {
    confirms: [
      'image ghcr.io/mlflow/mlflow:v3.5 port 5000',
      'command mlflow server --host 0.0.0.0 port 5000 name mlflow',
    ],
    suspects: [
      'command mlflow server --host 0.0.0.0 port 5000',
      'name mlflow port 5000',
      'path /api/2.0/mlflow/* port 443',
    ],
    ignores: ['image registry:2 port 5000', 'image acme/flask:1 port 5000'],
  },
});
