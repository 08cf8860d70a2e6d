import { expect, test } from 'vitest';
import type { Clock } from '../../src/collect/clock.ts';
import { Runner, type Task } from '../../src/collect/runner.ts';

test('calls that name a gate share it, whatever their scope; others share one with their scope', async () => {
  const paces: string[] = [];
  const running = new Map<string, number>();
  const peaks = new Map<string, number>();
  const taskOf = (subscription: string, gate?: string): Task => {
    const pool = gate ?? subscription;
    const ask = async () => {
      running.set(pool, (running.get(pool) ?? 0) + 1);
      peaks.set(pool, Math.max(peaks.get(pool) ?? 0, running.get(pool) ?? 0));
      await new Promise((resolve) => setTimeout(resolve, 5));
      running.set(pool, (running.get(pool) ?? 0) - 1);
      return { response: {}, next: undefined };
    };
    return { call: 'azure:a', where: { subscription }, request: {}, ask, ...(gate === undefined ? {} : { gate }) };
  };
  const clock: Clock = { now: () => new Date(0), sleep: () => new Promise(() => undefined), random: () => 0 };
  const runner = new Runner({
    clock,
    signal: new AbortController().signal,
    timeoutMs: 1_000,
    concurrency: 2,
    rateOf: (service) => {
      paces.push(service);
      return { size: 100, refillPerSecond: 100 };
    },
    explain: () => ({ reason: 'failed', code: 'x', message: '', retry: 'never' }),
    onProgress: () => undefined,
  });
  const scopes = ['one', 'two', 'three'];
  const tasks = scopes.map((scope) => [taskOf(scope, 'graph'), taskOf(scope, 'graph'), taskOf(scope), taskOf(scope)]);
  await Promise.all(tasks.map((own) => Array.fromAsync(runner.askAll(own))));
  runner.close();
  expect(paces.sort()).toEqual(['azure', 'azure', 'azure', 'graph']);
  expect(Object.fromEntries(peaks)).toMatchObject({ graph: 2 });
});
