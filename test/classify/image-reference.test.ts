import { describe, expect, test } from 'vitest';
import { imagePattern, matchImage } from '../../src/classify/image-pattern.ts';
import { formatImage, imageReference } from '../../src/classify/image-reference.ts';

describe('imageReference', () => {
  test.for([
    ['fills in registry and library', 'postgres', 'docker.io', 'library/postgres'],
    ['fills in the registry', 'ollama/ollama', 'docker.io', 'ollama/ollama'],
    ['drops the tag', 'ollama/ollama:0.6', 'docker.io', 'ollama/ollama'],
    ['drops the digest', 'ollama/ollama@sha256:00ff', 'docker.io', 'ollama/ollama'],
    ['drops tag and digest', 'ghcr.io/a/b:1@sha256:00ff', 'ghcr.io', 'a/b'],
    [
      'takes a colon before a slash for the port of the registry',
      'registry.example:5000/a/b:2',
      'registry.example:5000',
      'a/b',
    ],
    ['takes a bare word with a port for a registry', 'cache:5000/a', 'cache:5000', 'a'],
    ['knows the local registry', 'localhost/a', 'localhost', 'a'],
    ['knows the other names of the default registry', 'index.docker.io/library/redis', 'docker.io', 'library/redis'],
    ['reads in lower case', 'GHCR.io/Open-WebUI/Open-WebUI', 'ghcr.io', 'open-webui/open-webui'],
    ['drops a scheme', 'docker://quay.io/a/b', 'quay.io', 'a/b'],
    ['reads nothing as nothing', '', 'docker.io', 'library/'],
  ] as const)('%s: %s', ([, text, host, path]) => {
    const image = imageReference(text);
    expect([image.host, image.path.join('/')]).toEqual([host, path]);
  });

  test.for([
    ['postgres:17', 'postgres'],
    ['docker.io/library/postgres', 'postgres'],
    ['ollama/ollama:1', 'ollama/ollama'],
    ['ghcr.io/a/b:1', 'ghcr.io/a/b'],
  ] as const)('%s is shown as %s', ([text, shown]) => {
    expect(formatImage(imageReference(text))).toBe(shown);
  });
});

describe('matchImage', () => {
  test.for([
    ['the path itself', 'ollama/ollama:1', 'ollama/ollama', 'own'],
    ['the path in another registry', 'registry.example/ollama/ollama', 'ollama/ollama', 'own'],
    ['the path below a prefix', 'registry.example/a/b/ollama/ollama', 'ollama/ollama', 'own'],
    ['no part of a segment', 'acme/notollama/ollama', 'ollama/ollama', undefined],
    ['no path below it', 'ollama/ollama/extra', 'ollama/ollama', undefined],
    ['no shorter path', 'ollama', 'ollama/ollama', undefined],
    ['any ending of a wildcard', 'vllm/vllm-openai:v1', 'vllm/vllm-*', 'own'],
    ['a wildcard within its segment only', 'vllm/vllm-openai/x', 'vllm/vllm-*', undefined],
    ['a dot as a dot', 'ggml-org/llamaxcpp', 'ggml-org/llama.cpp', undefined],
    ['a named registry', 'mcp/fetch', 'docker.io/mcp/*', 'own'],
    ['no other registry', 'registry.example/mcp/fetch', 'docker.io/mcp/*', undefined],
    ['a named registry behind a cache', 'registry.example/docker-hub/mcp/fetch', 'docker.io/mcp/*', 'mirror'],
    ['no private project of that name', 'registry.example/team/mcp/fetch', 'docker.io/mcp/*', undefined],
  ] as const)('%s: %s against %s', ([, image, pattern, match]) => {
    expect(matchImage(imageReference(image), imagePattern(pattern))).toBe(match);
  });
});
