import { collect } from '../../../providers/azure/collect.ts';
import { RECORDS } from '../../../providers/azure/records/index.ts';
import type { CollectRequest } from '../../../providers/provider.ts';
import type { Answer } from '../../../src/collect/answer.ts';
import { type Clock, systemClock } from '../../../src/collect/clock.ts';
import { type ArmLoggedCall, type ArmServerSettings, startArmServer } from '../../support/arm/arm-server.ts';
import { answersSource } from '../../support/arm/arm-source.ts';
import { type ArmRecord, SUBSCRIPTION } from '../../support/azure-records.ts';
import { hastyClock } from '../../support/collect-request.ts';

export interface Collecting extends Omit<ArmServerSettings, 'source'> {
  readonly request?: Partial<CollectRequest>;
  readonly clock?: Clock;
}

export interface Collected {
  readonly answers: readonly Answer[];
  readonly calls: readonly ArmLoggedCall[];
}

/** Collects from a server on loopback that serves these answers. */
export async function collectFrom(
  answers: Iterable<Answer>,
  { request = {}, clock = hastyClock(), ...settings }: Collecting = {},
): Promise<Collected> {
  const server = await startArmServer({ source: answersSource(answers), ...settings });
  const collected = await Array.fromAsync(collect(armRequest(server.url, request), clock)).finally(() =>
    server.close(),
  );
  return { answers: collected, calls: server.calls };
}

const HASTE = 60;

/** Waits even less, for tests in which somebody is waited for to the end. */
export function swiftClock(): Clock {
  const { sleep } = systemClock(() => new Date());
  return { now: () => new Date(), sleep: (ms, signal) => sleep(ms / HASTE, signal), random: () => 0.5 };
}

/** A request for all that a server on loopback has, by a token that means nothing. */
export function armRequest(url: string, more: Partial<CollectRequest> = {}): CollectRequest {
  return {
    options: { 'azure-endpoint': [url] },
    environment: { EXPOSURE_AZURE_ACCESS_TOKEN: 'example-token' },
    signal: new AbortController().signal,
    timeoutMs: 600_000,
    concurrency: 8,
    now: () => new Date(),
    onProgress: () => undefined,
    ...more,
  };
}

/** Another subscription, by its last digits. */
export function other(digits: string): string {
  return `${SUBSCRIPTION.slice(0, -digits.length)}${digits}`;
}

/** The same resources in another subscription. */
export function inSubscription(subscription: string, records: readonly ArmRecord[]): readonly ArmRecord[] {
  const text = JSON.stringify(records).replaceAll(SUBSCRIPTION, subscription);
  const copies: unknown = JSON.parse(text);
  return Array.isArray(copies) ? copies.filter(isRecord) : [];
}

function isRecord(value: unknown): value is ArmRecord {
  return typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string';
}

/** Kinds that are listed for a whole subscription, by their calls. */
export const LISTED_CALLS: readonly string[] = RECORDS.filter(({ inGraph }) => inGraph).map(({ call }) => call);

/** The records that were answered to each call, and in which subscription, by id, sorted. */
export function recordsBy(answers: readonly Answer[]): Readonly<Record<string, readonly string[]>> {
  const byCall = Map.groupBy(answers, ({ call, subscription, request }) =>
    `${call.replace(/^azure:/, '')} ${subscription} ${typeof request?.['id'] === 'string' ? request['id'] : ''}`.trim(),
  );
  const sorted = [...byCall].sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([name, own]) => [name, [...new Set(own.flatMap(idsOf))].sort()]));
}

/** Ids in one answer, in lower case. */
export function idsOf({ response }: Answer): readonly string[] {
  if (typeof response !== 'object' || response === null || !('value' in response)) return [];
  const value: readonly unknown[] = Array.isArray(response.value) ? response.value : [];
  return value.filter(isRecord).map(({ id }) => id.toLowerCase());
}

/** `call code`, one for each failure, sorted. */
export function failuresOf(answers: readonly Answer[]): readonly string[] {
  return answers
    .flatMap(({ call, error }) => (error === undefined ? [] : [`${call.replace(/^azure:/, '')} ${error.code}`]))
    .sort();
}

/** How often each call was made, with what it was about. */
export function made(calls: readonly ArmLoggedCall[]): Readonly<Record<string, number>> {
  const names = calls.map(({ call, id }) => [call.replace(/^azure:/, ''), id?.split('/').at(-1)].join(' ').trim());
  return Object.fromEntries([...Map.groupBy(names, (name) => name)].map(([name, { length }]) => [name, length]));
}
