import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { UsageError } from '../model/errors.ts';
import { Answer } from './answer.ts';
import { parseJson } from './parse-json.ts';

/**
 * Writes each answer to a file before handing it on: one line of JSON an answer, compressed if the name ends in `.gz`.
 *
 * The file appears under its name only when it is whole: at the end of the answers, or when the reader stops early; it
 * then holds all that was read so far.
 */
export async function* recordCollection(path: string, answers: AsyncIterable<Answer>): AsyncGenerator<Answer> {
  const partial = `${path}.partial-${process.pid}`;
  const handle = await open(partial, 'w').catch((error: unknown) => {
    throw new UsageError(`cannot write ${path}: ${messageOf(error)}`, 'name a file in a folder that can be written to');
  });
  const sink = path.endsWith('.gz') ? createGzip() : new PassThrough();
  const written = pipeline(sink, createWriteStream(partial, { fd: handle }));
  try {
    for await (const answer of answers) {
      // A full disk ends the pipeline, which then never drains.
      if (!sink.write(`${JSON.stringify(answer)}\n`)) await Promise.race([once(sink, 'drain'), written]);
      yield answer;
    }
  } finally {
    sink.end();
    await written;
    await rename(partial, path);
  }
}

/** Writes all answers to a file, and says how many there were. */
export async function writeCollection(path: string, answers: AsyncIterable<Answer>): Promise<number> {
  let count = 0;
  const recorded = recordCollection(path, answers);
  while ((await recorded.next()).done !== true) count += 1;
  return count;
}

/** Reads a file of one answer a line, compressed or not. Throws `UsageError` with file and line where it is damaged. */
export async function* readCollection(path: string): AsyncGenerator<Answer> {
  for await (const { line, text } of readLines(path)) {
    if (text.trim() === '') continue;
    const document = parseJson(text);
    if (document === undefined) throw damaged(path, line, 'is no JSON; the file may have been cut off here');
    const answer = Answer.safeParse(document.value);
    if (!answer.success || !isAnswered(answer.data)) throw damaged(path, line, 'is no answer of a provider');
    yield answer.data;
  }
}

/** An answer holds a response or an error. */
export function isAnswered({ response, error }: Answer): boolean {
  return response !== undefined || error !== undefined;
}

/** The whole text of a file, uncompressed. */
export async function readText(path: string): Promise<string> {
  const lines: string[] = [];
  for await (const { text } of readLines(path)) lines.push(text);
  return lines.join('\n');
}

interface Line {
  readonly line: number;
  readonly text: string;
}

async function* readLines(path: string): AsyncGenerator<Line> {
  let line = 1;
  let rest = '';
  try {
    for await (const text of await openText(path)) {
      const lines = (rest + String(text)).replace(/^\uFEFF/, '').split('\n');
      rest = lines.pop() ?? '';
      for (const whole of lines) {
        yield { line, text: whole };
        line += 1;
      }
    }
  } catch (error) {
    throw damaged(path, line, `cannot be read (${messageOf(error)})`);
  }
  if (rest !== '') yield { line, text: rest };
}

/** How a file is packed and spelt is told by its first bytes, since names lie. */
async function openText(path: string): Promise<AsyncIterable<unknown>> {
  const handle = await open(path);
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
  await handle.close();
  const file = createReadStream(path);
  const magic = bytesRead === 2 ? buffer.readUInt16BE() : 0;
  if (magic === UTF_16_MAGIC) return file.setEncoding('utf16le');
  if (magic !== GZIP_MAGIC) return file.setEncoding('utf8');
  const unpacked = createGunzip();
  file.on('error', (error) => unpacked.destroy(error));
  return file.pipe(unpacked).setEncoding('utf8');
}

const GZIP_MAGIC = 0x1f8b;
/** Windows PowerShell redirects output so. */
const UTF_16_MAGIC = 0xfffe;

function damaged(path: string, line: number, what: string): UsageError {
  return new UsageError(`${path}, line ${line} ${what}`, 'collect it anew, or remove the damaged line');
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
