import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toInventory } from '../../../../providers/azure/convert/index.ts';
import type { Answer } from '../../../../src/collect/answer.ts';
import { AT, answersOf, BASE_Z, withResources } from '../../../support/azure-estate.ts';
import { loadBalancer } from '../../../support/azure-fronts.ts';
import { linesOf } from '../../../support/azure-judgement.ts';
import { nic, publicIp, vm } from '../../../support/azure-records.ts';

const ESTATE = withResources(
  BASE_Z,
  nic('nic-2', { address: '10.0.1.5', nsg: 'nsg-1', vm: 'vm-2' }),
  vm('vm-2'),
  publicIp('pip-lb', '203.0.113.20'),
  loadBalancer('lb-1', {
    frontends: { front: 'pip-lb' },
    pools: { pool: ['nic-2'] },
    rules: { web: 'tcp 443 -> 8000' },
  }),
);

/** Splits every list of an answer into pages of one record. */
function paged(whole: Answer): readonly Answer[] {
  const { response } = whole;
  const [list] = typeof response === 'object' && response !== null ? Object.entries(response) : [];
  const records: unknown = list?.[1];
  if (list === undefined || !Array.isArray(records) || records.length < 2) return [whole];
  return records.map((record: unknown) => ({ ...whole, response: { [list[0]]: [record] } }));
}

describe('toInventory', () => {
  test('the order of answers, their pages and their copies mean nothing', () => {
    const expected = toInventory(answersOf(ESTATE));
    const pages = answersOf(ESTATE).flatMap(paged);
    const arbitraryOrder = fc.shuffledSubarray([...pages], { minLength: pages.length });
    fc.assert(
      fc.property(arbitraryOrder, fc.subarray([...pages]), (shuffled, copies) => {
        expect(toInventory([...shuffled, ...copies])).toEqual(expected);
      }),
      { numRuns: 30 },
    );
  });

  test('of two states of one thing the newer counts', () => {
    const call = 'azure:Microsoft.Compute/virtualMachines';
    const [machines] = answersOf(BASE_Z).filter((answer) => answer.call === call);
    const stopped = (at: string): Answer => ({
      ...machines,
      call,
      at,
      response: { value: [vm('vm-1', 'deallocated')] },
    });
    expect(linesOf([...answersOf(BASE_Z), stopped('2026-11-01T09:00:00.000Z')])[0]).toContain('latent');
    expect(linesOf([stopped('2026-11-01T07:00:00.000Z'), ...answersOf(BASE_Z)])[0]).toContain('reachable');
  });

  test('tells whom it was asked about, and when', () => {
    const { scopes, collectedAt, gaps } = toInventory(answersOf(BASE_Z));
    expect(scopes).toEqual([{ cloud: 'azure', account: '00000000-1111-2222-3333-444455556666', region: '' }]);
    expect(collectedAt).toBe(AT);
    expect(gaps).toEqual([]);
  });

  test('a thing is in its subscription and its region, whoever listed it', () => {
    const [entry] = toInventory(answersOf(BASE_Z)).entries;
    expect(entry?.scope).toEqual({
      cloud: 'azure',
      account: '00000000-1111-2222-3333-444455556666',
      region: 'westeurope',
    });
    expect(entry).toMatchObject({ address: '203.0.113.10', translatedTo: '10.0.1.4', family: 'ipv4' });
  });

  test('without answers there is nothing', () => {
    expect(toInventory([])).toEqual({ scopes: [], entries: [], gaps: [], collectedAt: '1970-01-01T00:00:00.000Z' });
  });
});
