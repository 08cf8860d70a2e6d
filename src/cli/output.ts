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

function* batched(chunks: Iterable<string>): Generator<string> {
  let batch = '';
  for (const chunk of chunks) {
    batch += chunk;
    if (batch.length < BATCH_CHARACTERS) continue;
    yield batch;
    batch = '';
  }
  if (batch !== '') yield batch;
}
