import type { ArmSource } from '../support/arm/arm-source.ts';
import { azureAnswers, subscriptionId } from './estate-azure.ts';

/** How many subscriptions, and how many interfaces each of them has. */
export interface AzureSourceSize {
  readonly subscriptions: number;
  readonly interfaces: number;
}

type Records = NonNullable<ReturnType<ArmSource['shelf']>>['records'];

/** Lists of one subscription, each record as text. */
type Template = ReadonlyMap<string, readonly string[]>;

/**
 * An estate too large to be there all at once: every subscription is a copy of the first one, made when it is asked for.
 */
export function azureSource({ subscriptions, interfaces }: AzureSourceSize): ArmSource {
  const template = templateOf(interfaces);
  const ids = Array.from({ length: subscriptions }, (_, n) => subscriptionId(n));
  return {
    subscriptions: ids,
    shelf: (call, subscription, id) => {
      const first = id === undefined ? call : `${call} ${inFirst(id, subscription)}`;
      const records = template.get(first.toLowerCase()) ?? (id === undefined ? [] : undefined);
      return records === undefined ? undefined : { records: copies(records, subscription) };
    },
  };
}

/** How many resources a subscription has that Resource Graph holds, and how many questions each asks besides. */
export function sizesOf(interfaces: number): { readonly rows: number; readonly perResource: number } {
  const lists = [...templateOf(interfaces)];
  const perResource = lists.filter(([name]) => name.includes(' '));
  const rows = lists.filter(([name]) => !name.includes(' ')).reduce((sum, [, records]) => sum + records.length, 0);
  return { rows, perResource: perResource.length };
}

/** As many as there are interfaces: they would double the pages, and tell nothing more. */
const MACHINES = 'azure:Microsoft.Compute/virtualMachines';

function templateOf(interfaces: number): Template {
  const lists = new Map<string, string[]>();
  for (const { call, request, response } of azureAnswers({ interfaces, subscriptions: 1 })) {
    if (call === MACHINES) continue;
    const id = request?.['id'];
    const name = (typeof id === 'string' ? `${call} ${id}` : call).toLowerCase();
    const list = lists.get(name) ?? [];
    lists.set(name, list);
    list.push(...valueOf(response).map((record) => JSON.stringify(record)));
  }
  return lists;
}

function valueOf(response: unknown): readonly unknown[] {
  if (typeof response !== 'object' || response === null || !('value' in response)) return [];
  return Array.isArray(response.value) ? response.value : [];
}

function inFirst(id: string, subscription: string): string {
  return id.toLowerCase().replaceAll(subscription, subscriptionId(0));
}

function copies(records: readonly string[], subscription: string): Records {
  const at = (index: number): unknown => {
    const text = records[index];
    return text === undefined ? undefined : JSON.parse(text.replaceAll(subscriptionId(0), subscription));
  };
  return { length: records.length, at };
}
