import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Answer } from '../../src/collect/answer.ts';
import { type AnswerReader, loadAnswers } from '../../src/collect/load.ts';
import { UsageError } from '../../src/model/errors.ts';

/** A cloud whose plain dumps are objects with a list of `things`, and which keeps their names only. */
const cloud: AnswerReader = {
  owns: (call) => call.startsWith('toy:'),
  cut: (answer) => answer,
  recognise: (document, path) => {
    if (typeof document !== 'object' || document === null || !('things' in document)) return undefined;
    const told = document.things;
    const folder = /(\d{12})\/([a-z]+-\d)\//.exec(path);
    const place = { account: folder?.[1] ?? 'unknown', region: folder?.[2] ?? 'unknown' };
    return [{ call: 'toy:List', ...place, request: {}, at: '1970-01-01T00:00:00Z', response: { things: told } }];
  },
};

const answer: Answer = {
  call: 'toy:List',
  account: '1',
  region: 'r',
  at: '2026-11-01T08:00:00Z',
  response: { things: [] },
};
const line = JSON.stringify(answer);

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'exposure-load-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

describe('loadAnswers', () => {
  test.for([
    ['one answer', 'a.json', line],
    ['an array of answers', 'a.json', `[${line}]`],
    ['lines of answers', 'a.ndjson', `${line}\n`],
    ['lines of answers under the name of a document', 'a.json', `${line}\n${line}\n`],
    ['packed lines', 'a.ndjson.gz', gzipSync(`${line}\n`)],
    ['a packed document', 'a.json.gz', gzipSync(line)],
    ['a plain dump', 'a.json', '{"things":[]}'],
  ] as const)('reads %s, as a file and in a folder', async ([, name, content]) => {
    await put({ [name]: content });
    const alone = await loadAnswers(join(folder, name), [cloud]);
    expect(alone.answers.length).toBeGreaterThan(0);
    expect(alone.warnings).toEqual([]);
    expect(await loadAnswers(folder, [cloud])).toEqual(alone);
  });

  test('reads a folder in the order of its paths, and names what it cannot use', async () => {
    await put({
      'b/2.json': JSON.stringify({ ...answer, account: '2' }),
      'a/1.ndjson': line,
      'notes.json': '{"hello":"world"}',
      'foreign.ndjson': JSON.stringify({ ...answer, call: 'other:List' }),
      'README.md': '# not for us',
      '.hidden/x.json': 'not JSON',
      LICENSE: 'neither',
    });
    const { answers, warnings } = await loadAnswers(folder, [cloud]);
    expect(answers.map(({ account }) => account)).toEqual(['1', '2']);
    expect(warnings).toEqual([
      'foreign.ndjson holds an answer to other:List, which is no call of a cloud that we know',
      'notes.json is no answer of a cloud that we know',
    ]);
  });

  test('in a folder, a damaged collection costs only what comes after the damage', async () => {
    await put({ 'a.ndjson': `${line}\n${line.slice(0, 20)}`, 'b.ndjson': line });
    const { answers, warnings } = await loadAnswers(folder, [cloud]);
    expect(answers).toHaveLength(2);
    expect(warnings).toEqual([expect.stringMatching(/a\.ndjson, line 2 is no JSON.*what comes before it is used$/)]);
  });

  test.for([
    ['a path that is not there', 'nothing', {}],
    ['an empty folder', '.', {}],
    ['a folder without anything to use', '.', { 'a.json': '{"hello":1}' }],
    ['a file that is cut off', 'a.ndjson', { 'a.ndjson': `${line}\n{"call"` }],
    ['a document that is cut off', 'a.json', { 'a.json': '{"things":[' }],
    ['a document of something else', 'a.json', { 'a.json': '{"hello":1}' }],
    [
      'a packed file that is cut off',
      'a.ndjson.gz',
      { 'a.ndjson.gz': gzipSync(`${line}\n`.repeat(99)).subarray(0, 60) },
    ],
  ] as const)('%s is a mistake of the user', async ([, path, files]) => {
    await put(files);
    const loading = loadAnswers(join(folder, path), [cloud]);
    await expect(loading).rejects.toThrow(UsageError);
    await expect(loadAnswers(join(folder, path), [cloud])).rejects.toHaveProperty('nextStep');
  });

  test('a dump that does not say where it is from is taken to be from where its neighbours are', async () => {
    await put({
      '111122223333/north-1/a.json': '{"things":[1]}',
      '111122223333/b.json': '{"things":[2]}',
      'c.json': '{"things":[3]}',
      'south/444455556666/south-1/d.json': '{"things":[4]}',
    });
    const { answers } = await loadAnswers(folder, [cloud]);
    expect(answers.map(({ account, region }) => `${account} ${region}`)).toEqual([
      '111122223333 north-1',
      '111122223333 north-1',
      // Two accounts and two regions lie below, so nobody can tell.
      'unknown unknown',
      '444455556666 south-1',
    ]);
  });

  test('a dump of who asked settles the account of all beside and below it, but for folders named after one', async () => {
    const reader: AnswerReader = {
      ...cloud,
      identityCall: 'toy:WhoAmI',
      recognise: (document, path) => {
        const stamp = { region: 'north-1', request: {}, at: '1970-01-01T00:00:00Z', response: {} };
        const who = JSON.stringify(document);
        if (who.includes('me')) return [{ call: 'toy:WhoAmI', account: '111122223333', ...stamp }];
        return [{ call: 'toy:List', account: /\d{12}/.exec(path)?.[0] ?? '444455556666', ...stamp }];
      },
    };
    await put({ 'a/who.json': '"me"', 'a/b/x.json': '{}', 'a/777788889999/y.json': '{}', 'z.json': '{}' });
    const { answers } = await loadAnswers(folder, [reader]);
    expect(answers.map(({ account }) => account)).toEqual(['777788889999', '111122223333', '444455556666']);
  });

  test('what a collection itself says is never changed', async () => {
    await put({
      'a.ndjson': JSON.stringify({ ...answer, account: 'unknown' }),
      '111122223333/north-1/a.json': '{"things":[]}',
    });
    const { answers } = await loadAnswers(folder, [cloud]);
    expect(answers.map(({ account }) => account)).toEqual(['111122223333', 'unknown']);
  });

  test('an answer with records and an error becomes one of each', async () => {
    const error = { code: 'MalformedRecord', message: 'things[1]', reason: 'malformed' as const };
    await put({ 'a.json': line });
    const { answers } = await loadAnswers(folder, [{ ...cloud, cut: (whole) => ({ ...whole, error }) }]);
    expect(answers).toEqual([answer, { call: 'toy:List', account: '1', region: 'r', at: answer.at, error }]);
  });
});

async function put(files: Readonly<Record<string, string | Uint8Array>>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }
}
