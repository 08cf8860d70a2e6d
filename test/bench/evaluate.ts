/**
 * Evaluation against `JSON.parse` of the same records, in one process. Prints one line of JSON.
 *
 * Usage: node --expose-gc test/bench/evaluate.ts INTERFACES
 */
import { toInventory } from '../../providers/aws/convert/index.ts';
import type { Answer } from '../../src/collect/answer.ts';
import { evaluate } from '../../src/engine/evaluate.ts';
import type { Inventory } from '../../src/model/inventory.ts';
import { estateAnswers } from './estate.ts';
import { median, timed } from './timing.ts';

const RUNS = 5;

const interfaces = Number(process.argv[2] ?? 100_000);
const answers: Answer[] = [];
let parseMs = 0;
let bytes = 0;
for (const answer of estateAnswers({ interfaces })) {
  const text = JSON.stringify(answer);
  bytes += text.length;
  const { ms, value } = timed(() => JSON.parse(text) as Answer);
  parseMs += ms;
  answers.push(value);
}

const { ms: convertMs, value: inventory } = timed((): Inventory => toInventory(answers));
answers.length = 0;
const runs: number[] = [];
let exposures = 0;
for (let run = 0; run < RUNS; run += 1) {
  globalThis.gc?.();
  const { ms, value } = timed(() => evaluate(inventory));
  runs.push(ms);
  exposures = value.exposures.length;
}
const slices = new Set(evaluate(inventory).exposures.map((exposure) => exposure.slices)).size;
console.log(JSON.stringify({ interfaces, exposures, slices, bytes, parseMs, convertMs, evaluateMs: median(runs) }));
