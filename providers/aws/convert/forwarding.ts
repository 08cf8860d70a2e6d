import type { Action } from '../records/listeners.ts';

/** The target groups that a rule sends to. A weight of zero gets nothing. */
export function forwardedGroups(actions: readonly Action[]): readonly string[] {
  const groups = actions.flatMap(({ Type, TargetGroupArn, ForwardConfig }) => {
    if (Type !== undefined && Type !== 'forward') return [];
    const weighted = ForwardConfig?.TargetGroups ?? [];
    if (weighted.length === 0) return TargetGroupArn ?? [];
    return weighted.filter(({ Weight }) => (Weight ?? 1) > 0).flatMap((group) => group.TargetGroupArn ?? []);
  });
  return [...new Set(groups)].sort();
}
