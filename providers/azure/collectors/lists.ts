import { type Collector, defineCollector } from '../../../src/collect/collector.ts';
import type { ArmKind } from '../records/arm-kind.ts';
import { RECORDS } from '../records/index.ts';
import type { AzureScope } from './azure-scope.ts';
import { LIST_OPERATIONS } from './list-operations.ts';

/** Kinds that are listed for a whole subscription: Resource Graph tells them, or else Resource Manager. */
export const LISTED: readonly ArmKind[] = RECORDS.filter(({ inGraph }) => inGraph);

/** One collector for each type that Resource Manager lists. */
export const LISTS: readonly Collector<AzureScope>[] = LISTED.flatMap(listCollector);

/** The id of the collector that reads a kind. */
export function collectorOf({ call }: ArmKind): string {
  return call.replace(/^azure:/, 'azure/');
}

/** None for a type that nobody knows how to list: that it was not asked for is a gap by itself. */
function listCollector(kind: ArmKind): readonly Collector<AzureScope>[] {
  const { call, permission, type } = kind;
  const operation = LIST_OPERATIONS.get(type);
  if (operation === undefined) return [];
  return [
    defineCollector({
      id: collectorOf(kind),
      question: `Which ${type} are there?`,
      after: [],
      calls: [{ call, permission, questions: () => [{ request: {}, ask: operation }] }],
    }),
  ];
}
