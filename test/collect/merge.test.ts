import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { merge } from '../../src/collect/merge.ts';

describe('merge', () => {
  test('yields everything of every source', async () => {
    const seen = await Array.fromAsync(merge([count('a', 3), count('b', 0), count('c', 2)], 2));
    expect(seen.sort()).toEqual(['a0', 'a1', 'a2', 'c0', 'c1']);
  });

  test('starts no more sources than its width', async () => {
    let running = 0;
    let most = 0;
    async function* source(): AsyncGenerator<number> {
      running += 1;
      most = Math.max(most, running);
      await setImmediate();
      yield running;
      running -= 1;
    }
    const seen = await Array.fromAsync(merge(Array.from({ length: 9 }, source), 3));
    expect(seen).toHaveLength(9);
    expect(most).toBe(3);
  });

  test('a slow reader slows the sources down: each is at most one value ahead', async () => {
    let made = 0;
    async function* source(): AsyncGenerator<number> {
      for (;;) {
        await setImmediate();
        made += 1;
        yield made;
      }
    }
    const merged = merge([source(), source()], 2);
    await merged.next();
    for (let round = 0; round < 20; round += 1) await setImmediate();
    expect(made).toBe(2);
    await merged.return(undefined);
  });

  test('what a source throws reaches the reader', async () => {
    async function* broken(): AsyncGenerator<string> {
      await setImmediate();
      yield 'one';
      throw new Error('torn');
    }
    await expect(Array.fromAsync(merge([broken()], 1))).rejects.toThrow('torn');
  });

  test('a reader who leaves is not held up by a source that never yields', async () => {
    async function* stuck(): AsyncGenerator<string> {
      await new Promise(() => undefined);
      yield 'never';
    }
    const seen: string[] = [];
    for await (const value of merge([stuck(), count('a', 1)], 2)) {
      seen.push(value);
      break;
    }
    expect(seen).toEqual(['a0']);
  });
});

async function* count(name: string, length: number): AsyncGenerator<string> {
  for (let index = 0; index < length; index += 1) {
    await setImmediate();
    yield `${name}${index}`;
  }
}
