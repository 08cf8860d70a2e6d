import type { ClassifyInput } from '../../src/classify/classify.ts';
import type { Trace } from '../../src/model/trace.ts';
import { parsePorts } from '../../src/net/ports.ts';

const KINDS: Readonly<Record<string, Trace['kind']>> = {
  ami: 'machine-image',
  command: 'command',
  env: 'env-name',
  health: 'health-path',
  image: 'image',
  managed: 'managed-type',
  may: 'identity',
  name: 'name',
  path: 'path',
  type: 'accelerator',
};

/**
 * Reads `image acme/chat:1 port 11434 type g5.xlarge at 0.6` as what a collector would tell.
 *
 * A word of `KINDS` or `port` begins a fact, all up to the next such word is its value, and `at` with a number
 * says how surely it speaks of the process that answers. Several ports are written `8000,9000-9010`.
 */
export function workload(text: string): ClassifyInput {
  const traces: Trace[] = [];
  const ports: ClassifyInput['ports'][number][] = [];
  for (const [keyword, value, attribution] of factsOf(text)) {
    const kind = KINDS[keyword];
    if (kind !== undefined) traces.push({ kind, value, source: `example ${keyword}`, attribution });
    else ports.push(...portsOf(value).map((range) => ({ range, attribution, source: 'example port' })));
  }
  return { traces, ports };
}

function factsOf(text: string): readonly (readonly [keyword: string, value: string, attribution: number])[] {
  const facts: [string, string[]][] = [];
  for (const word of text.split(' ')) {
    const last = facts.at(-1);
    if (word in KINDS || word === 'port') facts.push([word, []]);
    else if (last === undefined)
      throw new Error(`"${text}" must begin with port or one of ${Object.keys(KINDS).join()}`);
    else last[1].push(word);
  }
  return facts.map(([keyword, words]) => {
    const sure = words.at(-2) === 'at' ? Number(words.at(-1)) : undefined;
    return [keyword, (sure === undefined ? words : words.slice(0, -2)).join(' '), sure ?? 1];
  });
}

function portsOf(value: string): NonNullable<ReturnType<typeof parsePorts>> {
  const ports = parsePorts(value);
  if (ports === undefined) throw new Error(`"${value}" is no port`);
  return ports;
}
