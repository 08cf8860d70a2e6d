import { subscriptionOf } from '../arm-id.ts';
import type { ArmKind } from '../records/arm-kind.ts';
import type { Context } from './context.ts';

/** Something that an answer should tell of a resource and does not. Notes the gap and says its name. */
export function notTold({ estate }: Context, kind: ArmKind, resourceId: string, what: string): string {
  return estate.gaps.unlisted(wholeOf(resourceId), kind.call, what);
}

/** A call that nobody makes and that could tell. Notes the gap and says its name. */
export function notAsked({ estate }: Context, kind: Pick<ArmKind, 'call'>, resourceId: string): string {
  return estate.gaps.absent(wholeOf(resourceId), kind.call);
}

function wholeOf(resourceId: string) {
  return { cloud: 'azure', account: subscriptionOf(resourceId) ?? 'unknown', region: '' };
}
