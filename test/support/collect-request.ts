import type { CollectRequest } from '../../providers/provider.ts';
import { type Clock, systemClock } from '../../src/collect/clock.ts';

const NOW = new Date('2026-11-01T08:00:00.000Z');

/** A request for all that a server on loopback has, by credentials that mean nothing. */
export function collectRequest(url: string, more: Partial<CollectRequest> = {}): CollectRequest {
  // The SDK looks these up by itself, in the environment of the process.
  process.env['AWS_ENDPOINT_URL'] = url;
  process.env['AWS_ACCESS_KEY_ID'] = 'AKIDEXAMPLE';
  process.env['AWS_SECRET_ACCESS_KEY'] = 'example';
  process.env['AWS_CONFIG_FILE'] = '/nonexistent/config';
  process.env['AWS_SHARED_CREDENTIALS_FILE'] = '/nonexistent/credentials';
  return {
    options: { region: ['us-east-1'] },
    environment: { ...process.env },
    signal: new AbortController().signal,
    timeoutMs: 60_000,
    concurrency: 8,
    now: () => NOW,
    onProgress: () => undefined,
    ...more,
  };
}

const HASTE = 20;

/** Waits a twentieth as long as it is told to, and never tosses a coin. */
export function hastyClock(): Clock {
  const { sleep } = systemClock(() => NOW);
  return { now: () => new Date(), sleep: (ms, signal) => sleep(ms / HASTE, signal), random: () => 0.5 };
}
