/** Two services of fifty say by their name that they are AI. */
export const NAMES = [
  ...['web', 'api', 'worker', 'cache', 'billing', 'search', 'orders', 'batch', 'queue', 'mail'],
  ...['login', 'catalog', 'reports', 'ollama', 'stock', 'ledger', 'photos', 'import', 'export', 'proxy'],
  ...['audit', 'build', 'metrics', 'logs', 'portal', 'wiki', 'crm', 'fleet', 'gateway', 'jobs'],
  ...['sync', 'notify', 'events', 'maps', 'pricing', 'jupyter', 'claims', 'tax', 'payroll', 'desk'],
  ...['media', 'files', 'backup', 'relay', 'edge', 'admin', 'scan', 'index', 'cron', 'store'],
] as const;
