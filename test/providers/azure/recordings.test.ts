import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { recognise } from '../../../providers/azure/recognise.ts';
import { RECORDS } from '../../../providers/azure/records/index.ts';
import type { Answer } from '../../../src/collect/answer.ts';
import { decode } from '../../../src/collect/decode.ts';

/** Real answers, which are not the project's and may not be there. */
const FOLDER = fileURLToPath(new URL('../../../../shared/recordings/azure', import.meta.url));
const isThere = existsSync(FOLDER);
if (!isThere) console.warn(`SKIPPED: no recorded answers of Azure in ${FOLDER}, so nothing real was decoded.`);

/** Records that really came back and that we cannot read, each with its reason. */
const REJECTED: readonly string[] = [];

const Recording = z.array(z.object({ path: z.string(), status: z.number(), body: z.unknown() }));

/** What the recognition of plain dumps makes of all that was recorded. The path of a request names its answer. */
const ANSWERS: readonly Answer[] = (isThere ? readdirSync(FOLDER) : []).flatMap((file) =>
  Recording.parse(JSON.parse(readFileSync(`${FOLDER}/${file}`, 'utf8')))
    .filter(({ status }) => status === 200)
    .flatMap(({ path, body }) => recognise(body, `${path.replace(/\?.*/, '')}.json`)?.answers ?? []),
);
const KINDS = RECORDS.filter(({ call }) => ANSWERS.some((answer) => answer.call === call));

describe.skipIf(!isThere)('recorded answers of Azure', () => {
  test.for(KINDS)('each record of $call decodes, or is named with its reason', (kind) => {
    const decoded = ANSWERS.filter(({ call, response }) => call === kind.call && response !== undefined).map((answer) =>
      decode(kind, answer.response),
    );
    const rejected = decoded.flatMap((each) => each.rejected.map((reason) => `${kind.call} ${reason}`));
    expect(rejected).toEqual(REJECTED.filter((reason) => reason.startsWith(`${kind.call} `)));
    expect(decoded.flatMap(({ records }) => records).length).toBeGreaterThan(0);
  });

  test('about half of the kinds of record were recorded, and each answer tells its subscription', () => {
    expect(KINDS.length).toBeGreaterThan(15);
    expect(ANSWERS.filter(({ subscription }) => !/^[0-9a-f-]{36}$/.test(subscription ?? ''))).toEqual([]);
  });
});
