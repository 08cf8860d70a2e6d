import type { z } from 'zod';
import { defineRecord, type RecordKind } from '../../../src/collect/record-kind.ts';
import { armKey } from '../arm-id.ts';

/** One type of resource, or one action on a resource, as a collection spells it. */
export interface ArmKind<T = unknown> extends RecordKind<T> {
  /** `Microsoft.Network/virtualNetworks`: how Azure spells the type. */
  readonly type: string;
  /** Whether Resource Graph holds resources of this type whole, so that one query reads them for many subscriptions. */
  readonly inGraph: boolean;
  /** `resource`: the records are resources with an id. `answer`: they are what an action answers about one resource. */
  readonly of: 'resource' | 'answer';
}

/** A type that is listed for a whole subscription. */
export function listedType<T>(type: string, record: z.ZodType<T>, inGraph = true): ArmKind<T> {
  const call = `azure:${type}`;
  const kind = defineRecord({ call, list: 'value', record, permission: `${type}/read` });
  return { ...kind, type, inGraph, of: 'resource' };
}

/** A type that is listed for one parent; the answer's `request.id` is the parent. */
export function childType<T>(type: string, record: z.ZodType<T>): ArmKind<T> {
  return { ...listedType(type, record, false), requestField: 'id', keyOf: armKey };
}

/** An action that is asked of one resource: `…/virtualNetworks/listNetworkManagerEffectiveSecurityAdminRules`. */
export function actionOn<T>(type: string, action: string, record: z.ZodType<T>): ArmKind<T> {
  const call = `azure:${type}/${action}`;
  const permission = `${type}/${action}/action`;
  const kind = defineRecord({ call, list: 'value', record, permission, requestField: 'id', keyOf: armKey });
  return { ...kind, type, inGraph: false, of: 'answer' };
}
