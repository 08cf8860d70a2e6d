import { z } from 'zod';
import {
  type Collector,
  defineCollector,
  type Known,
  type Page,
  type PageRequest,
} from '../../../src/collect/collector.ts';
import { decode } from '../../../src/collect/decode.ts';
import { defineRecord, type RecordKind } from '../../../src/collect/record-kind.ts';
import { armKey, parseArmId } from '../arm-id.ts';
import type { ArmKind } from '../records/arm-kind.ts';
import type { AzureScope } from './azure-scope.ts';
import { collectorOf } from './lists.ts';

/** The resource that is asked about, with the parts of its id as the SDKs want them. */
export interface Parent {
  readonly id: string;
  readonly resourceGroup: string;
  /** Its own name last, those of the resources that it is part of before. */
  readonly names: readonly string[];
}

/** A question that is asked about each resource of some other kind. */
export interface PerParent {
  readonly kind: ArmKind;
  readonly question: string;
  /** Kinds whose answers say which resources to ask about. */
  readonly after: readonly ArmKind[];
  /** Ids; all of the first kind in `after` unless told otherwise. */
  readonly parents?: (known: Known) => readonly string[];
  readonly ask: (scope: AzureScope, parent: Parent, page: PageRequest) => Promise<Page>;
}

/** Makes the collector of a kind that is asked for one resource at a time. */
export function perParent({ kind, question, after, parents, ask }: PerParent): Collector<AzureScope> {
  const { call, permission } = kind;
  const [ground] = after;
  const idsOf = parents ?? ((known) => (ground === undefined ? [] : idsIn(ground, known)));
  return defineCollector({
    id: collectorOf(kind),
    question,
    after: after.map(collectorOf),
    calls: [
      {
        call,
        permission,
        questions: (known) =>
          distinct(idsOf(known)).map((id) => {
            const parent = parentOf(id);
            return { request: { id }, ask: (scope, page) => ask(scope, parent, page) };
          }),
      },
    ],
  });
}

/** The records of a kind that are known of this subscription. */
export function recordsOf<T>(kind: RecordKind<T>, known: Known): readonly T[] {
  return known(kind.call).flatMap((response) => decode(kind, response).records);
}

const Named = z.object({ id: z.string() });

/** Only the ids of what may be large. */
function idsIn(kind: ArmKind, known: Known): readonly string[] {
  return recordsOf(defineRecord({ ...kind, record: Named }), known).map(({ id }) => id);
}

/** Each resource once, whatever the case of its id, and sorted, so that the same estate is asked the same questions. */
function distinct(ids: readonly string[]): readonly string[] {
  const byKey = new Map(ids.map((id) => [armKey(id), id]));
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, id]) => id);
}

function parentOf(id: string): Parent {
  const { resourceGroup = '' } = parseArmId(id) ?? {};
  const [, path = ''] = id.split(/\/providers\//i);
  const names = path.split('/').filter((_, index) => index > 0 && index % 2 === 0);
  return { id, resourceGroup, names };
}
