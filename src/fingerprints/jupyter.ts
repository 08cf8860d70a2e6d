import { defineFingerprint } from './fingerprint.ts';

/** Jupyter is a shell with the identity of its workload, whatever it computes; a token guards it by default. */
export const jupyter = defineFingerprint({
  id: 'jupyter',
  name: 'Jupyter Server',
  category: 'notebook',
  role: 'serves',
  pAiGivenProduct: 0.8,
  loginByDefault: 'required',
  ports: [{ port: 8888, distinctive: 'medium' }],
  images: ['jupyter/*-notebook', 'jupyterhub/jupyterhub', 'jupyterhub/k8s-hub', 'jupyterhub/k8s-singleuser-sample'],
  imageTokens: ['jupyter', 'jupyterhub', 'jupyterlab'],
  names: { strong: ['jupyter', 'jupyterhub', 'jupyterlab'], ambiguous: ['notebook'] },
  commands: [
    {
      says: 'jupyter lab',
      pattern: /(?:^|[\s/"'])(?:jupyter[- ](?:lab|notebook|server)|jupyterhub|start-notebook\.(?:py|sh))(?:[\s"']|$)/i,
    },
  ],
  env: {
    serves: [
      'JUPYTERHUB_CRYPT_KEY',
      'JUPYTERHUB_SERVICE_PREFIX',
      'JUPYTER_ENABLE_LAB',
      'JUPYTER_PORT',
      'JUPYTER_TOKEN',
      'JUPYTER_TOKEN_FILE',
      'JUPYTER_*',
    ],
  },
  healthPaths: ['/hub/health'],
  urlPaths: ['/api/kernels', '/api/kernelspecs', '/hub/api'],
  references: [
    'https://github.com/jupyter-server/jupyter_server/blob/main/jupyter_server/auth/identity.py',
    'https://github.com/jupyterhub/jupyterhub/blob/main/jupyterhub/handlers/base.py',
  ],
  examples: {
    confirms: ['image quay.io/jupyter/scipy-notebook:latest port 443', 'command jupyter lab --ip=0.0.0.0 port 443'],
    suspects: ['name jupyter-prod port 8888', 'image acme/jupyterlab:1 port 8888'],
    ignores: ['image acme/proxy:1 port 8888', 'name jupytext port 443'],
  },
});
