import type { Answer } from '../../src/collect/answer.ts';
import type { CollectRequest, Provider } from '../provider.ts';
import { printCommands } from './commands.ts';
import { toInventory } from './convert/index.ts';
import { cut } from './cut.ts';
import { permissions } from './permissions.ts';
import { recognise } from './recognise.ts';
import { verifyProof } from './verify/index.ts';

/** Microsoft Azure. No SDK is loaded before something is collected. */
export const azure: Provider = {
  id: 'azure',
  name: 'Microsoft Azure',
  options: [
    {
      name: 'subscription',
      summary: 'Azure subscription to look at, by id or name; all that can be seen if none is named',
      multiple: true,
    },
    { name: 'management-group', summary: 'Azure management group whose subscriptions to look at' },
    { name: 'tenant', summary: 'Azure tenant to sign in to, by id or domain' },
    { name: 'azure-endpoint', summary: 'where Azure Resource Manager is, if not in the public cloud' },
  ],
  collect,
  convert: toInventory,
  cut,
  owns: (call) => call.startsWith('azure:'),
  recognise,
  permissions,
  printCommands,
  verify: verifyProof,
  demo: new URL('./demo/', import.meta.url),
};

async function* collect(request: CollectRequest): AsyncGenerator<Answer> {
  const { collect: ask } = await import('./collect.ts');
  yield* ask(request);
}
