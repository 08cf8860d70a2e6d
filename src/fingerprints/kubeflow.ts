import { defineFingerprint } from './fingerprint.ts';

/** Kubeflow trusts a header that its mesh sets; the pipelines alone ask for nothing. */
export const kubeflow = defineFingerprint({
  id: 'kubeflow',
  name: 'Kubeflow',
  category: 'ml-pipeline',
  role: 'stores',
  pAiGivenProduct: 0.99,
  loginByDefault: 'unknown',
  ports: [
    { port: 3000, distinctive: 'low' },
    { port: 8080, distinctive: 'low' },
    { port: 8888, distinctive: 'low' },
  ],
  images: ['kubeflownotebookswg/*', 'ghcr.io/kubeflow/*', 'gcr.io/ml-pipeline/*'],
  imageTokens: ['kubeflow', 'kubeflow-centraldashboard'],
  names: { strong: ['kubeflow', 'kubeflow-pipelines'], ambiguous: ['kfp'] },
  env: { serves: ['KFP_VERSION', 'KUBEFLOW_USERID_HEADER', 'KFP_*'] },
  urlPaths: ['/apis/v2beta1/pipelines', '/pipeline/apis'],
  references: ['https://www.kubeflow.org/docs/started/architecture/', 'https://github.com/kubeflow/manifests'],
  examples: {
    confirms: [
      'image ghcr.io/kubeflow/kfp-api-server:2.5 port 8888',
      'image kubeflownotebookswg/centraldashboard:v1.10 port 8082',
    ],
    suspects: ['name kubeflow port 443', 'image cgr.dev/chainguard/kubeflow-centraldashboard:latest port 8082'],
    ignores: ['name kube-flow-logs port 443', 'image acme/web:1 port 8888'],
  },
});
