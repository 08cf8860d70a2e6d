import { rename, writeFile } from 'node:fs/promises';
import { Readable } from 'node:stream';

/** Writes a document to a file, whole or not at all, or to stdout for as long as somebody reads it. */
export async function writeOutput(chunks: Iterable<string>, path: string | undefined): Promise<void> {
  if (path === undefined || path === '-') {
    await writeStdout(chunks);
    return;
  }
  const draft = `${path}.partial`;
  await writeFile(draft, Readable.from(batched(chunks)));
  await rename(draft, path);
}

async function writeStdout(chunks: Iterable<string>): Promise<void> {
  for (const chunk of batched(chunks)) {
    if (process.stdout.destroyed || process.stdout.errored !== null) return;
    await new Promise<void>((resolve) => {
      // A closed pipe calls back with an error, and whoever closed it has read enough.
      process.stdout.write(chunk, () => {
        resolve();
      });
    });
  }
}

const BATCH_CHARACTERS = 65_536;

/** Pieces of about one size: what is written is copied, and a whole report is large. */
function* batched(chunks: Iterable<string>): Generator<string> {
  let batch = '';
  for (const chunk of chunks) {
    batch += chunk;
    let start = 0;
    while (batch.length - start >= BATCH_CHARACTERS) {
      const end = wholeCharacters(batch, start + BATCH_CHARACTERS);
      yield batch.slice(start, end);
      start = end;
    }
    batch = batch.slice(start);
  }
  if (batch !== '') yield batch;
}

/** A character of two halves is not cut in two, for neither half is one. */
function wholeCharacters(text: string, end: number): number {
  const last = text.charCodeAt(end - 1);
  return last >= 0xd800 && last <= 0xdbff ? end - 1 : end;
}
