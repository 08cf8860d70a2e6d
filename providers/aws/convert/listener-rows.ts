import { indexed, type Row } from '../../../src/convert/table.ts';
import type { Listener, Rule } from '../records/listeners.ts';
import type { Place } from './place.ts';

/** What was answered, and whether that is all there is. */
export interface Read<T> {
  readonly rows: readonly Row<T>[];
  readonly isRead: boolean;
}

/**
 * The listeners of a load balancer, sorted by port.
 *
 * A dump of the command line does not say whom it asked about, but a load balancer's listeners come together.
 */
export function listenerRows({ tables }: Place, balancerArn: string): Read<Listener> {
  const table = tables.listeners;
  const own = table.rows.filter(({ record }) => record.LoadBalancerArn === balancerArn);
  const rows = [...indexed([...table.rowsOf(balancerArn), ...own], ({ ListenerArn }) => ListenerArn).values()];
  const isRead = table.completeness(balancerArn) === 'complete' || (rows.length > 0 && isUndirected(table));
  return {
    rows: rows.sort(
      ({ record: a }, { record: b }) => (a.Port ?? 0) - (b.Port ?? 0) || (a.ListenerArn < b.ListenerArn ? -1 : 1),
    ),
    isRead,
  };
}

/** The rules of a listener in the order of evaluation. They say in their name which listener they belong to. */
export function ruleRows({ tables }: Place, listenerArn: string): Read<Rule> {
  const table = tables.listenerRules;
  const prefix = `${listenerArn.replace(':listener/', ':listener-rule/')}/`;
  const own = table.rows.filter(({ record }) => record.RuleArn.startsWith(prefix));
  const rows = [...indexed([...table.rowsOf(listenerArn), ...own], ({ RuleArn }) => RuleArn).values()];
  const isRead =
    table.completeness(listenerArn) === 'complete' ||
    (rows.some(({ record }) => isDefaultRule(record)) && isUndirected(table));
  return { rows: rows.sort(({ record: a }, { record: b }) => priorityOf(a) - priorityOf(b)), isRead };
}

export function isDefaultRule({ IsDefault, Priority }: Rule): boolean {
  return IsDefault === true || Priority === 'default';
}

/** Whether answers came without a request, all of them whole. */
function isUndirected(table: { completeness: () => string; hasUndirected: boolean }): boolean {
  return table.hasUndirected && table.completeness() === 'complete';
}

/** Ascending; the default comes last. */
function priorityOf(rule: Rule): number {
  return isDefaultRule(rule) ? Number.MAX_SAFE_INTEGER : Number(rule.Priority ?? 0);
}
