/**
 * Collects all that one endpoint of Azure has into a file, as the command does, and keeps nothing of it in memory.
 *
 * Usage: node test/bench/azure-collect.ts URL FILE
 */
import { azure } from '../../providers/azure/index.ts';
import { writeCollection } from '../../src/collect/collection-file.ts';

const [url = '', file = ''] = process.argv.slice(2);
const answers = azure.collect({
  options: { 'azure-endpoint': [url] },
  environment: process.env,
  signal: new AbortController().signal,
  timeoutMs: 600_000,
  concurrency: 8,
  now: () => new Date(),
  onProgress: () => undefined,
});
console.log(JSON.stringify({ answers: await writeCollection(file, answers) }));
