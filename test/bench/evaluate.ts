/**
 * Evaluation against `JSON.parse` of the same records, in one process. Prints one line of JSON.
 *
 * The two take turns, so that what else the machine does slows both. Usage:
 * node --expose-gc test/bench/evaluate.ts INTERFACES CLOUD
 */
import type { Answer } from '../../src/collect/answer.ts';
import { evaluate } from '../../src/engine/evaluate.ts';
import { ESTATES } from './estates.ts';
import { median, timed } from './timing.ts';

const RUNS = 7;
/** More than this is not kept as text: its evaluation is compared with that of a smaller estate. */
const MOST_KEPT = 100_000;

const interfaces = Number(process.argv[2] ?? MOST_KEPT);
const { provider, answersOf } = ESTATES[process.argv[3] === 'azure' ? 'azure' : 'aws'];
const texts: string[] = [];
const answers: Answer[] = [];
for (const answer of answersOf(interfaces)) {
  const text = JSON.stringify(answer);
  answers.push(JSON.parse(text) as Answer);
  if (interfaces <= MOST_KEPT) texts.push(text);
}
const { ms: convertMs, value: inventory } = timed(() => provider.convert(answers));
answers.length = 0;

const parsing: number[] = [];
const evaluating: number[] = [];
for (let run = 0; run < RUNS; run += 1) {
  globalThis.gc?.();
  parsing.push(timed(() => texts.map((text) => JSON.parse(text) as Answer).length).ms);
  globalThis.gc?.();
  evaluating.push(timed(() => evaluate(inventory).exposures.length).ms);
}
const slices = new Set(evaluate(inventory).exposures.map((exposure) => exposure.slices)).size;
console.log(
  JSON.stringify({ interfaces, slices, parseMs: median(parsing), convertMs, evaluateMs: median(evaluating) }),
);
