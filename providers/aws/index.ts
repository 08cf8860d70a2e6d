import type { Answer } from '../../src/collect/answer.ts';
import type { CollectRequest, Provider } from '../provider.ts';
import { printCommands } from './commands.ts';
import { toInventory } from './convert/index.ts';
import { cut } from './cut.ts';
import { permissions } from './permissions.ts';
import { IDENTITY_CALL, recognise } from './recognise.ts';
import { verifyProof } from './verify/index.ts';

/** Amazon Web Services. No SDK is loaded before something is collected. */
export const aws: Provider = {
  id: 'aws',
  name: 'Amazon Web Services',
  options: [
    { name: 'profile', summary: 'AWS profile to ask as' },
    { name: 'region', summary: 'AWS region to look at; all enabled ones if none is named', multiple: true },
    { name: 'assume-role', summary: 'ARN of a role to assume, one for each AWS account to look at', multiple: true },
  ],
  collect,
  convert: toInventory,
  cut,
  owns: (call) => CALL.test(call),
  recognise,
  identityCall: IDENTITY_CALL,
  permissions,
  printCommands,
  verify: verifyProof,
  demo: new URL('./demo/', import.meta.url),
};

/** `ec2:DescribeInstances`. Other clouds start a call with their own name, and have dots in it. */
const CALL = /^[a-z][a-z0-9-]*:[A-Z][A-Za-z0-9]*$/;

async function* collect(request: CollectRequest): AsyncGenerator<Answer> {
  const { collect: ask } = await import('./collect.ts');
  yield* ask(request);
}
