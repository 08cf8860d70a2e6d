import { describe, expect, test } from 'vitest';
import { classify } from '../../src/classify/classify.ts';
import { workload } from '../fingerprints/example-language.ts';

function read(text: string): ReturnType<typeof classify> {
  return classify(workload(text));
}

const DEEP_LEARNING = 'ami amazon/Deep Learning OSS Nvidia Driver AMI GPU PyTorch 2.6 (Ubuntu 22.04) 20250602 at 0.6';

describe('classify', () => {
  test.for([
    ['a port that somebody named, and nothing else', 'port 11434', 'suspected', 0.515],
    [
      'the port on a GPU host with a deep learning image',
      `port 11434 type g5.xlarge at 0.6 ${DEEP_LEARNING}`,
      'likely',
      0.9749,
    ],
    [
      'an official image with its own settings and a key',
      'image ghcr.io/open-webui/open-webui:main env WEBUI_SECRET_KEY env OPENAI_API_KEY port 8080',
      'confirmed',
      0.99,
    ],
    ['two letters in the name of a mail server', 'name email-ai-n-t port 8080', 'none', 0.1915],
    ['an application with one key', 'env OPENAI_API_KEY port 3000', 'none', 0.1915],
    ['the same, and it may call a model', 'env OPENAI_API_KEY may bedrock:InvokeModel port 3000', 'likely', 0.8264],
    ['a vector extension under a forum', 'image pgvector/pgvector:pg17 port 5432', 'none', 0.1],
    ['a host that draws films', 'type g4dn.xlarge at 0.6 name render-07 ami acme/base-nvidia at 0.6', 'none', 0.2244],
    [
      'a private image with serving flags and a GPU of its own',
      'type nvidia.com/gpu image registry.example/prod/chat-svc:1 command serve --model org/name --max-model-len 8192',
      'confirmed',
      0.9999,
    ],
    ['a notebook of any kind', 'image quay.io/jupyter/scipy-notebook:latest port 443', 'likely', 0.8],
    ['an official image alone', 'image vllm/vllm-openai:v1 port 8000', 'confirmed', 0.99],
    ['an official image in the container beside', 'image vllm/vllm-openai:v1 at 0.4 port 8000', 'suspected', 0.525],
    ['nothing at all', '', 'none', 0.0502],
  ] as const)('%s: %s', ([, text, level, probability]) => {
    const found = text === '' ? classify({ traces: [], ports: [] }) : read(text);
    expect([found.level, found.probability]).toEqual([level, probability]);
  });

  test.for([
    ['one port by itself', 'port 11434', 'suspected'],
    ['several ports', 'port 11434,6333,8265,18789', 'suspected'],
    ['names by themselves', 'name ollama-prod name llm-gateway name genai', 'suspected'],
    ['an accelerator by itself', 'type p5.48xlarge', 'suspected'],
    ['a machine image by itself', 'ami amazon/Deep Learning Base AMI', 'suspected'],
    ['a port and a name', 'port 11434 name ollama', 'likely'],
    ['all hints that are no identity', 'port 11434 name ollama type p5.48xlarge health /api/tags', 'likely'],
    ['own settings beside a second kind, all of the process itself', 'env OLLAMA_NUM_PARALLEL port 11434', 'confirmed'],
    ['own settings of the container beside', 'env OLLAMA_NUM_PARALLEL at 0.4 port 11434 name ollama', 'likely'],
    ['a strong route and the GPU of the container', 'path /v1/chat/completions type nvidia.com/gpu', 'confirmed'],
    ['a start command by itself', 'command vllm serve org/name', 'likely'],
    ['keys of three providers', 'env OPENAI_API_KEY env ANTHROPIC_API_KEY env GROQ_API_KEY', 'suspected'],
    ['a resource type', 'managed AWS::SageMaker::Endpoint', 'confirmed'],
    ['a permission by name', 'may sagemaker:InvokeEndpoint', 'suspected'],
    ['a permission over everything', 'may *', 'none'],
  ] as const)('%s: %s is %s', ([, text, level]) => {
    expect(read(text).level).toBe(level);
  });

  test.for([
    ['names what leads clearly', 'image acme/vllm:1 port 8000', 'vllm', 'model-server', 'serves'],
    ['names the kind where two of a kind are level', 'name langflow name flowise', undefined, 'ai-app-ui', 'calls'],
    ['names nothing where two kinds are level', 'port 11434 name qdrant', undefined, undefined, undefined],
    ['names nothing by a port that several use', 'port 8888 name llm', undefined, undefined, undefined],
    [
      'takes an unclear word for what another signal names',
      'image acme/tritonserver:1 name triton',
      'triton',
      'model-server',
      'serves',
    ],
    ['names a product that is hardly ever AI', 'image codercom/code-server:4', 'code-server', 'notebook', 'serves'],
    ['knows the kind by a route', 'path /v1/chat/completions path /mcp name mcp', undefined, 'agent-or-mcp', 'calls'],
    ['says who only calls', 'env OPENAI_API_KEY may bedrock:InvokeModel', undefined, undefined, 'calls'],
    ['says who only calls, AI or not', 'env OLLAMA_BASE_URL', undefined, undefined, 'calls'],
    ['says nothing of the rest', 'image acme/web:1 port 8080', undefined, undefined, undefined],
  ] as const)('%s: %s', ([, text, product, category, role]) => {
    const found = read(text);
    expect([found.product?.id, found.category, found.role]).toEqual([product, category, role]);
  });

  test('tells what a product demands by default, and only with the product', () => {
    expect(read('image ollama/ollama').loginByDefault).toBe('none');
    expect(read('name genai')).not.toHaveProperty('loginByDefault');
  });
});

describe('the rules of combination', () => {
  test.for([
    ['a group is one fact', 'name ollama name llm name genai', 'name', 3],
    ['a copy of a fact counts once', 'name llm at 0.6 name llm-eu name llm-us at 0.3', 'name', 2.5],
    ['the second of a group counts a quarter', 'name ai name gpu', 'name', 1.75],
    ['a port in a narrow range is named', 'port 11432-11435', 'port', 3],
    ['a port in a range of a hundred is half named', 'port 11400-11499', 'port', 1.5],
    ['a port in a wide range is not named', 'port 11400-11500', 'port', 0],
    ['all ports name none', 'port 0-65535', 'port', 0],
    ['attribution weighs each signal', 'port 11434 at 0.6', 'port', 1.8],
    ['the definition counts once, the rest of it half', 'image acme/vllm:1 env VLLM_HOST_IP', 'image', 1.5],
    ['two providers', 'env OPENAI_API_KEY env MISTRAL_API_KEY', 'env-calls', 2.2],
    ['two names of one provider', 'env OPENAI_API_KEY env OPENAI_BASE_URL', 'env-calls', 1.5],
    ['a name beside the product', 'name ollama-exporter', 'name', 1],
    ['a word that is also something else', 'name ray', 'name', 0],
    ['a health check that a product owns', 'health /health/liveliness', 'path', 2],
    ['a health check that all have', 'health /health', 'path', 0],
    ['a route below a prefix', 'path /team/v1/chat/completions', 'path', 4],
    ['a route with a wildcard', 'path /v2/models/*', 'path', 4],
    ['a short route that is part of a longer one', 'path /reports/predict', 'path', 0],
    ['settings with the prefix of a product', 'env VLLM_SOMETHING_NEW', 'env-serves', 2.5],
    ['a setting to call the product', 'env FLOWISE_ENABLED', 'env-serves', 0],
  ] as const)('%s: %s', ([, text, group, sum]) => {
    const counted = read(text).signals.filter((signal) => signal.group === group);
    expect(counted.reduce((total, { contribution }) => total + contribution, 0)).toBeCloseTo(sum, 3);
  });

  test('a contradiction is shown and never confirmed', () => {
    const found = read('image ollama/ollama name minecraft-01 port 11434 type nvidia.com/gpu command ollama serve');
    expect([found.level, found.conflicting]).toEqual(['likely', true]);
    expect(found.signals.map(({ value }) => value)).toContain('name minecraft');
  });

  test('other evidence may lift a product over its cap, and no product over what a name can prove', () => {
    expect(read('image docker.n8n.io/n8nio/n8n').probability).toBe(0.6);
    expect(read('image docker.n8n.io/n8nio/n8n env OPENAI_API_KEY').probability).toBe(0.8705);
    expect(read('image vllm/vllm-openai type nvidia.com/gpu').probability).toBe(0.99);
  });

  test('evidence names what was seen and where, the largest first, and never a command line', () => {
    const found = read('command ollama serve --secret hunter2 port 11434 name web');
    expect(found.signals).toEqual([
      {
        group: 'command',
        value: 'command ollama serve',
        source: 'example command',
        weight: 7,
        attribution: 1,
        contribution: 5.2746,
        product: 'ollama',
      },
      {
        group: 'port',
        value: 'port 11434',
        source: 'example port',
        weight: 3,
        attribution: 1,
        contribution: 2.2605,
        product: 'ollama',
      },
      {
        group: 'prior',
        value: 'one reachable endpoint in twenty fronts AI',
        source: 'assumption',
        weight: -2.94,
        attribution: 1,
        contribution: -2.94,
      },
    ]);
  });
});
