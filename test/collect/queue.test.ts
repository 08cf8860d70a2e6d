import { describe, expect, test } from 'vitest';
import { Queue } from '../../src/collect/queue.ts';

describe('a queue', () => {
  test('hands items on in their order, to whoever waited longest', async () => {
    const queue = new Queue<number>();
    const first = queue.take();
    const second = queue.take();
    for (const item of [1, 2, 3]) queue.push(item);
    expect(await Promise.all([first, second, queue.take()])).toEqual([1, 2, 3]);
  });

  test('once it is closed, hands out what is left and then nothing', async () => {
    const queue = new Queue<number>();
    queue.push(1);
    queue.close();
    expect([await queue.take(), await queue.take()]).toEqual([1, undefined]);
  });

  test('lets nobody wait who waited when it was closed', async () => {
    const queue = new Queue<number>();
    const waiting = [queue.take(), queue.take()];
    queue.close();
    expect(await Promise.all(waiting)).toEqual([undefined, undefined]);
  });
});
