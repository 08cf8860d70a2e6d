import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { RECORDS } from '../../../../providers/aws/records/index.ts';
import { decode } from '../../../../src/collect/decode.ts';
import type { RecordKind } from '../../../../src/collect/record-kind.ts';

/** Real answers, which are not the project's and may not be there. */
const FOLDER = fileURLToPath(new URL('../../../../../shared/recordings/aws', import.meta.url));
const isThere = existsSync(FOLDER);
if (!isThere) console.warn(`SKIPPED: no recorded answers of AWS in ${FOLDER}, so nothing real was decoded.`);

/** Records that really came back and that we cannot read, each with its reason. */
const REJECTED: readonly string[] = [];

const KINDS = RECORDS.filter((kind) => existsSync(fileOf(kind)));

describe.skipIf(!isThere)('recorded answers of AWS', () => {
  test.for(KINDS)('each record of $call decodes, or is named with its reason', (kind) => {
    const rejected: string[] = [];
    let read = 0;
    for (const response of responsesOf(kind)) {
      const decoded = decode(kind, response);
      read += decoded.records.length;
      rejected.push(...decoded.rejected.map((reason) => `${kind.call} ${reason}`));
    }
    expect(rejected).toEqual(REJECTED.filter((reason) => reason.startsWith(`${kind.call} `)));
    expect(read).toBeGreaterThan(0);
  });

  test('most kinds of record were recorded', () => {
    expect(KINDS.length).toBeGreaterThan(15);
  });
});

function fileOf({ call }: RecordKind): string {
  const [service = '', operation = ''] = call.split(':');
  return `${FOLDER}/${service.startsWith('elb') ? 'elasticloadbalancing' : service}.${operation}.json`;
}

/** Classic and newer load balancers share a name of a call; the key of the list tells them apart. */
function responsesOf(kind: RecordKind): readonly unknown[] {
  const answers: unknown = JSON.parse(readFileSync(fileOf(kind), 'utf8'));
  if (!Array.isArray(answers)) throw new TypeError(`${fileOf(kind)} is not a list`);
  return answers
    .map((answer: unknown) => (isObject(answer) ? answer['response'] : undefined))
    .filter((response) => isObject(response) && kind.list in response);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
