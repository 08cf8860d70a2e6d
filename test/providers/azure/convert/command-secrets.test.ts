import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { withoutSecrets } from '../../../../providers/azure/records/command-secrets.ts';

describe('withoutSecrets', () => {
  test.for([
    [
      'what follows the flag of a secret',
      ['vllm', 'serve', '--api-key', 'hunter2'],
      ['vllm', 'serve', '--api-key', '…'],
    ],
    ['what is joined to the flag', ['serve', '--api-key=hunter2'], ['serve', '--api-key=…']],
    ['a variable in a line for a shell', ['sh', '-c', 'HF_TOKEN=hunter2 serve'], ['sh', '-c', 'HF_TOKEN=… serve']],
    [
      'a flag in a line for a shell',
      ['sh', '-c', 'serve --password hunter2 -p 80'],
      ['sh', '-c', 'serve --password … -p 80'],
    ],
    ['a quoted value', ['sh', '-c', `serve --token "a b" --port 80`], ['sh', '-c', 'serve --token … --port 80']],
    ['a login in an address', ['serve', 'https://me:hunter2@host.example/'], ['serve', 'https://…@host.example/']],
  ] as const)('leaves out %s: %j', ([, command, expected]) => {
    expect(withoutSecrets(command)).toEqual(expected);
  });

  test.for([
    ['what serves a model', ['vllm', 'serve', '--model', 'acme/chat-7b', '--max-model-len', '4096']],
    ['a flag without a value', ['serve', '--trust-remote-code', '--port', '8000']],
    ['a flag after the flag of a secret', ['serve', '--no-auth', '--port', '8000']],
  ] as const)('keeps %s: %j', ([, command]) => {
    expect(withoutSecrets(command)).toEqual(command);
  });

  test('what was cut once stays as it is', () => {
    const words = fc.constantFrom(
      'serve',
      '--api-key',
      '--token=abc',
      'API_KEY=abc x',
      '…',
      '--port',
      '80',
      'a://b:c@d',
    );
    fc.assert(
      fc.property(fc.array(words, { maxLength: 8 }), (command) => {
        const cut = withoutSecrets(command);
        expect(withoutSecrets(cut)).toEqual(cut);
        expect(cut.join(' ')).not.toContain('abc');
      }),
    );
  });
});
