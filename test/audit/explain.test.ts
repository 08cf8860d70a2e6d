import { describe, expect, test } from 'vitest';
import { questionOf } from '../../src/audit/explain.ts';

describe('questionOf', () => {
  test.for([
    ['203.0.113.7', '203.0.113.7', undefined],
    ['203.0.113.7:8000', '203.0.113.7', 8000],
    ['2001:db8::7', '2001:db8::7', undefined],
    ['[2001:db8::7]:8000', '2001:db8::7', 8000],
    ['llm.example.com:443', 'llm.example.com', 443],
    ['exp1:ABCD', 'exp1:ABCD', undefined],
    ['arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/llm/1', undefined, undefined],
  ] as const)('%s', ([text, address = text, port]) => {
    expect(questionOf(text)).toEqual({ text, address, ...(port === undefined ? {} : { port }) });
  });
});
