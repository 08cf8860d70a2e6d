import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { json, surfaceJson } from '../../reports/json.ts';
import { PLAIN } from '../../reports/style.ts';
import {
  jsonSchemaOf,
  PUBLISHED_NAMES,
  PublishedReport,
  PublishedSurface,
  parseReport,
} from '../../src/audit/published-schema.ts';
import { surfaceEndpoint } from '../../src/findings/surface.ts';
import { direct, OLLAMA, slice } from '../support/sample-exposure.ts';
import { sampleReport } from '../support/sample-report.ts';

describe('the JSON report', () => {
  test('is the report itself, and parses by the published schema', () => {
    const text = json.render(sampleReport(), PLAIN);
    expect(PublishedReport.parse(JSON.parse(text))).toEqual(sampleReport());
    expect(parseReport(text)).toEqual(sampleReport());
  });

  test.for([
    ['no JSON', '{'],
    ['another document', '{}'],
    ['a report with a field that nobody knows', JSON.stringify({ ...sampleReport(), more: 1 })],
  ])('%s is told what is wrong with it', ([, text = '']) => {
    expect(typeof parseReport(text)).toBe('string');
  });
});

describe('the JSON surface', () => {
  test.for([0, 1, 3])('%i endpoints make one document in two spaces', (count) => {
    const endpoints = Array.from({ length: count }, () => surfaceEndpoint(direct(), slice(), OLLAMA));
    const text = [...surfaceJson(endpoints)].join('');
    expect(PublishedSurface.parse(JSON.parse(text)).endpoints).toHaveLength(count);
    expect(text).toBe(`${JSON.stringify({ schemaVersion: '1', endpoints }, undefined, 2)}\n`);
  });
});

describe('the published schemas', () => {
  test.for(PUBLISHED_NAMES)('%s is shipped as exposure schema prints it', (name) => {
    const shipped = readFileSync(new URL(`../../reports/schema/${name}.schema.json`, import.meta.url), 'utf8');
    expect(shipped).toBe(`${JSON.stringify(jsonSchemaOf(name), undefined, 2)}\n`);
  });
});
