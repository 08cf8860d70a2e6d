import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ClassifyInput, classify } from '../../src/classify/classify.ts';
import { SHARED_PORTS } from '../../src/classify/shared-ports.ts';
import { MAX_PORT } from '../../src/net/ports.ts';
import { workload } from '../fingerprints/example-language.ts';

const AI_FACTS = [
  'image ollama/ollama:1',
  'image pgvector/pgvector:pg17 at 0.4',
  'image acme/vllm-prod:2',
  'image pytorch/pytorch:2',
  'command vllm serve org/name',
  'command run --max-model-len 8192',
  'env OLLAMA_NUM_PARALLEL',
  'env OPENAI_API_KEY',
  'env ANTHROPIC_API_KEY at 0.4',
  'env N8N_HOST',
  'name ollama',
  'name llm-gateway at 0.6',
  'name jupyter at 0.3',
  'type g5.xlarge at 0.6',
  'type nvidia.com/gpu',
  'ami amazon/Deep Learning Base AMI at 0.6',
  'path /v1/chat/completions',
  'health /api/tags',
  'may bedrock:InvokeModel',
  'managed AWS::SageMaker::Endpoint',
  'port 11434',
  'port 6333 at 0.6',
  'port 8888',
];

const ORDINARY_FACTS = [
  'image nginx:1',
  'image acme/web:1',
  'image postgres:17',
  'command node server.ts --port 8080',
  'env DATABASE_URL',
  'env JWT_SECRET',
  'name web-01',
  'name wordpress at 0.6',
  'name retail-email at 0.3',
  'type m7i.large at 0.6',
  'type vt1.3xlarge at 0.6',
  'ami amazon/al2023-ami-2023.6.20250303.0-kernel-6.1-x86_64 at 0.6',
  'path /',
  'path /api/*',
  'health /health',
  'may s3:GetObject',
  'managed AWS::EC2::Instance',
  'port 443',
  'port 0-65535',
];

/** What says most of itself: the trace of a product that is seldom AI may crowd out a plainer one. */
const PLAIN_FACTS = AI_FACTS.filter((fact) => !/pgvector|n8n|N8N|jupyter|8888/.test(fact));

const aiFacts = fc.subarray(AI_FACTS);
const ordinaryFacts = fc.subarray(ORDINARY_FACTS);

function inputOf(facts: readonly string[]): ClassifyInput {
  const parts = facts.map(workload);
  return { traces: parts.flatMap(({ traces }) => traces), ports: parts.flatMap(({ ports }) => ports) };
}

function portInput(first: number, last: number): ClassifyInput {
  return { traces: [], ports: [{ range: [first, last], attribution: 1, source: 'a rule' }] };
}

describe('classify', () => {
  test('never holds a shared port, or all of them, for more than none', () => {
    for (const port of SHARED_PORTS) expect(classify(portInput(port, port)).level).toBe('none');
    expect(
      classify({ traces: [], ports: [...SHARED_PORTS].flatMap((port) => portInput(port, port).ports) }).level,
    ).toBe('none');
  });

  test('never holds ports alone for more than suspected', () => {
    const range = fc.tuple(fc.integer({ min: 0, max: MAX_PORT }), fc.integer({ min: 0, max: 200 }));
    fc.assert(
      fc.property(fc.array(range, { maxLength: 8 }), (ranges) => {
        const ports = ranges.flatMap(([first, more]) => portInput(first, Math.min(MAX_PORT, first + more)).ports);
        expect(['none', 'suspected']).toContain(classify({ traces: [], ports }).level);
      }),
    );
  });

  test('holds no port for more than suspected, whichever it is', () => {
    const levels = new Set<string>();
    for (let port = 0; port <= MAX_PORT; port += 1) levels.add(classify(portInput(port, port)).level);
    expect([...levels].sort()).toEqual(['none', 'suspected']);
  });

  test('is never surer for what has nothing to do with AI', () => {
    fc.assert(
      fc.property(aiFacts, ordinaryFacts, (facts, others) => {
        const more = classify(inputOf([...facts, ...others])).probability;
        expect(more).toBeLessThanOrEqual(classify(inputOf(facts)).probability);
      }),
    );
  });

  test('is never less sure for one more fact about AI', () => {
    fc.assert(
      fc.property(fc.subarray(PLAIN_FACTS), fc.constantFrom(...PLAIN_FACTS), (facts, one) => {
        const fewer = classify(inputOf(facts.filter((fact) => fact !== one))).probability;
        expect(classify(inputOf([...facts, one])).probability).toBeGreaterThanOrEqual(fewer);
      }),
    );
  });

  test('does not care for the order of what it is told', () => {
    const shuffled = fc
      .tuple(aiFacts, ordinaryFacts)
      .map(([facts, others]) => [...facts, ...others])
      .chain((facts) => fc.tuple(fc.constant(facts), fc.shuffledSubarray(facts, { minLength: facts.length })));
    fc.assert(
      fc.property(shuffled, ([facts, again]) => {
        expect(classify(inputOf(again))).toEqual(classify(inputOf(facts)));
      }),
    );
  });

  test('shows all that it counted: the contributions are the log-odds', () => {
    fc.assert(
      fc.property(aiFacts, ordinaryFacts, (facts, others) => {
        const { probability, signals } = classify(inputOf([...facts, ...others]));
        const logOdds = signals.reduce((sum, { contribution }) => sum + contribution, 0);
        expect(1 / (1 + Math.exp(-logOdds))).toBeCloseTo(probability, 3);
      }),
    );
  });
});
