import { defineFingerprint } from './fingerprint.ts';

/** The Dask scheduler takes work from whoever connects; data engineering uses it as often as models do. */
export const dask = defineFingerprint({
  id: 'dask',
  name: 'Dask scheduler',
  category: 'gpu-cluster',
  role: 'serves',
  pAiGivenProduct: 0.5,
  loginByDefault: 'none',
  ports: [
    { port: 8786, distinctive: 'high' },
    { port: 8787, distinctive: 'medium' },
  ],
  images: ['daskdev/dask', 'dask/dask', 'dask/dask-notebook'],
  imageTokens: ['dask'],
  names: { strong: ['dask', 'dask-scheduler'] },
  commands: [{ says: 'dask scheduler', pattern: /(?:^|[\s/"'])dask[- ]scheduler\b/i }],
  env: { serves: ['DASK_DISTRIBUTED__SCHEDULER__WORK_STEALING'], callsOnly: ['DASK_SCHEDULER_ADDRESS'] },
  references: ['https://github.com/dask/distributed/blob/main/distributed/cli/dask_scheduler.py'],
  examples: {
    confirms: ['image ghcr.io/dask/dask:2026.1 port 8786', 'command dask scheduler port 8786'],
    suspects: ['port 8786', 'name dask-prod port 443'],
    ignores: ['name rstudio port 8787', 'name daska port 443'],
  },
});
