import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findWords, lexicon, tokenise } from '../../src/classify/tokens.ts';

describe('tokenise', () => {
  test.for([
    ['hyphens part words', 'email-ai-n-t', ['email', 'ai', 'n', 't']],
    [
      'everything that is no letter or digit parts words',
      'k8s/ns_chat.v2:team=ml',
      ['k8s', 'ns', 'chat', 'v2', 'team', 'ml'],
    ],
    ['a rise of case parts words', 'OpenWebUI', ['open', 'web', 'ui']],
    ['a fall of case does not', 'LLMgateway', ['llmgateway']],
    ['digits part nothing', 'n8n-gpt4', ['n8n', 'gpt4']],
    ['letters of other alphabets are letters', 'süßai-größe', ['süßai', 'größe']],
    ['nothing holds no word', '--', []],
  ] as const)('%s: %s', ([, name, words]) => {
    expect(tokenise(name)).toEqual(words);
  });
});

const WORDS = lexicon(
  new Map([...['ai', 'llm', 'openwebui', 'open-webui', 'mcp-server', 'portkey']].map((word) => [word, word])),
);

describe('findWords', () => {
  test.for([
    ['finds a whole word', 'prod-ai-web', ['ai']],
    ['finds no substring', 'retail-email-krayzdrav', []],
    ['finds a phrase of consecutive words', 'github-mcp-server', ['mcp-server']],
    ['finds no phrase with a word between', 'mcp-prod-server', []],
    ['joins what only case parts', 'OpenWebUI', ['openwebui']],
    ['finds a phrase across a rise of case', 'openWebui-eu', ['open-webui']],
    ['never joins what a hyphen parts', 'port-key', []],
    ['takes a short number for a count of copies', 'llm02', ['llm']],
    ['takes a long number for part of the word', 'llm2024', []],
    ['uses each part of a name once', 'open-webui-ai', ['open-webui', 'ai']],
  ] as const)('%s: %s', ([, name, words]) => {
    expect(findWords(name, WORDS).map(({ word }) => word)).toEqual(words);
  });

  test('tells the word that follows', () => {
    expect(findWords('llm-exporter', WORDS)).toEqual([{ word: 'llm', entry: 'llm', next: 'exporter' }]);
  });

  test('finds in any name only words that stand there whole', () => {
    const part = fc.constantFrom('ai', 'llm', 'retail', 'open', 'webui', 'mcp', 'server', 'x1');
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
        const name = parts.join('-');
        for (const { word } of findWords(name, WORDS)) expect(`-${name}-`).toContain(`-${word}-`);
      }),
    );
  });
});
