import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Answer } from '../../src/collect/answer.ts';
import { readCollection, recordCollection, writeCollection } from '../../src/collect/collection-file.ts';
import { UsageError } from '../../src/model/errors.ts';

const answer = (index: number): Answer => ({
  call: 'ec2:DescribeVpcs',
  account: '111122223333',
  region: 'eu-west-1',
  request: {},
  at: '2026-11-01T08:00:00.000Z',
  response: { Vpcs: [{ VpcId: `vpc-${index}`, Note: 'zwei\nZeilen, “quoted” — ok' }] },
});

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'exposure-collection-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

describe('a collection file', () => {
  test.for(['estate.ndjson', 'estate.ndjson.gz'])('%s gives back what was written', async (name) => {
    const path = join(folder, name);
    const answers = Array.from({ length: 5_000 }, (_, index) => answer(index));
    expect(await writeCollection(path, stream(answers))).toBe(5_000);
    expect(await Array.fromAsync(readCollection(path))).toEqual(answers);
    expect(await readdir(folder)).toEqual([name]);
  });

  test('a name that ends in .gz is packed', async () => {
    const path = join(folder, 'estate.ndjson.gz');
    await writeCollection(path, stream([answer(1)]));
    expect((await readFile(path)).subarray(0, 2).toString('hex')).toBe('1f8b');
  });

  test('appears under its name only when it is whole', async () => {
    const path = join(folder, 'estate.ndjson');
    const recorded = recordCollection(path, stream([answer(1), answer(2)]));
    await recorded.next();
    expect(await readdir(folder)).toEqual([expect.stringMatching(/^estate\.ndjson\.partial-/)]);
    await Array.fromAsync(recorded);
    expect(await readdir(folder)).toEqual(['estate.ndjson']);
  });

  test('is complete up to the last answer if the reader stops', async () => {
    const path = join(folder, 'estate.ndjson.gz');
    for await (const seen of recordCollection(path, stream([answer(1), answer(2), answer(3)]))) {
      if (seen.response !== undefined && JSON.stringify(seen).includes('vpc-2')) break;
    }
    expect(await Array.fromAsync(readCollection(path))).toEqual([answer(1), answer(2)]);
  });

  test('is complete up to the last answer if the answers end in an error', async () => {
    async function* torn(): AsyncGenerator<Answer> {
      yield await Promise.resolve(answer(1));
      throw new Error('a bug');
    }
    const path = join(folder, 'estate.ndjson');
    await expect(writeCollection(path, torn())).rejects.toThrow('a bug');
    expect(await Array.fromAsync(readCollection(path))).toEqual([answer(1)]);
  });

  test('a folder that is not there is a mistake of the user', async () => {
    const writing = writeCollection(join(folder, 'nowhere', 'estate.ndjson'), stream([answer(1)]));
    await expect(writing).rejects.toThrow(UsageError);
  });

  test.for([
    ['a half line', `${JSON.stringify(answer(1))}\n{"call":"ec2:Desc`, 'line 2 is no JSON'],
    ['a line that is no answer', `${JSON.stringify(answer(1))}\n\n{"hello":1}\n`, 'line 3 is no answer'],
    ['an answer without an answer', '{"call":"ec2:DescribeVpcs","at":"2026-11-01T08:00:00Z"}\n', 'line 1 is no answer'],
    [
      'an error without a code',
      '{"call":"ec2:DescribeVpcs","at":"x","error":{"message":"no"}}\n',
      'line 1 is no answer',
    ],
  ] as const)('%s is named with its file and line', async ([, content, expected]) => {
    const path = join(folder, 'estate.ndjson');
    await writeFile(path, content);
    const reading = Array.fromAsync(readCollection(path));
    await expect(reading).rejects.toThrow(UsageError);
    await expect(Array.fromAsync(readCollection(path))).rejects.toThrow(`${path}, ${expected}`);
  });

  test('a gzip that was cut off is named, after the answers before the cut', async () => {
    const path = join(folder, 'estate.ndjson.gz');
    const lines = Array.from({ length: 2_000 }, (_, index) => `${JSON.stringify(answer(index))}\n`).join('');
    const packed = gzipSync(lines);
    await writeFile(path, packed.subarray(0, packed.length - 20));
    const seen: Answer[] = [];
    const reading = (async () => {
      for await (const found of readCollection(path)) seen.push(found);
    })();
    await expect(reading).rejects.toThrow(/estate\.ndjson\.gz, line \d+ cannot be read \(unexpected end of file\)/);
    expect(seen.length).toBeGreaterThan(0);
    expect(seen).toEqual(Array.from({ length: seen.length }, (_, index) => answer(index)));
  });

  test.for([
    ['a byte order mark', Buffer.from(`\uFEFF${JSON.stringify(answer(1))}\n`)],
    ['the UTF-16 of Windows PowerShell', Buffer.from(`\uFEFF${JSON.stringify(answer(1))}\r\n`, 'utf16le')],
    ['no line feed at the end', Buffer.from(JSON.stringify(answer(1)))],
    ['gzip under a plain name', gzipSync(JSON.stringify(answer(1)))],
  ] as const)('%s is read over', async ([, bytes]) => {
    const path = join(folder, 'estate.ndjson');
    await writeFile(path, bytes);
    expect(await Array.fromAsync(readCollection(path))).toEqual([answer(1)]);
  });

  test('any text survives the way to the file and back', async () => {
    const texts = fc.array(fc.string({ unit: 'binary', maxLength: 40 }), { minLength: 1, maxLength: 10 });
    await fc.assert(
      fc.asyncProperty(texts, fc.constantFrom('a.ndjson', 'a.ndjson.gz'), async (values, name) => {
        const answers = values.map((value) => ({ ...answer(0), response: { value } }));
        const path = join(folder, name);
        await writeCollection(path, stream(answers));
        expect(await Array.fromAsync(readCollection(path))).toEqual(answers);
      }),
      { numRuns: 50 },
    );
  });
});

async function* stream(answers: readonly Answer[]): AsyncGenerator<Answer> {
  for (const each of answers) yield await Promise.resolve(each);
}
