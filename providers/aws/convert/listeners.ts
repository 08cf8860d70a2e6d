import { elementOf } from '../../../src/convert/elements.ts';
import type { Row } from '../../../src/convert/table.ts';
import type { ForwardRule, Gate, Listener as ModelListener } from '../../../src/model/inventory.ts';
import type { Element } from '../../../src/model/resource.ts';
import type { Family } from '../../../src/net/ip.ts';
import { ALL_PORTS } from '../../../src/net/ports.ts';
import { type Action, type Listener, listeners, type Rule } from '../records/listeners.ts';
import type { Balancer } from './balancers.ts';
import type { Context } from './context.ts';
import { forwardedGroups } from './forwarding.ts';
import { gatesOf } from './gates.ts';
import { groupLegs } from './group-legs.ts';
import { isDefaultRule, listenerRows, ruleRows } from './listener-rows.ts';
import { type RuleConditions, readConditions } from './rule-conditions.ts';

/** What a listener speaks on the wire. A gateway's protocol is not for the internet. */
const TRANSPORTS: Readonly<Record<string, readonly ('tcp' | 'udp')[]>> = {
  HTTP: ['tcp'],
  HTTPS: ['tcp'],
  TLS: ['tcp'],
  TCP: ['tcp'],
  UDP: ['udp'],
  QUIC: ['udp'],
  TCP_UDP: ['tcp', 'udp'],
  TCP_QUIC: ['tcp', 'udp'],
  GENEVE: [],
};

/** The listeners of an ELBv2 load balancer, sorted by port, and the gaps that hide some. */
export function listenersOf(
  context: Context,
  balancer: Balancer,
  family: Family,
): { readonly listeners: readonly ModelListener[]; readonly missing: readonly string[] } {
  const { place, arn } = balancer;
  const { rows, isRead } = listenerRows(place, arn);
  const table = place.tables.listeners;
  return {
    listeners: rows.flatMap((row) => toListeners(context, balancer, row, family)),
    missing: isRead ? [] : [context.estate.missing({ table, resource: arn })],
  };
}

function toListeners(
  context: Context,
  balancer: Balancer,
  row: Row<Listener>,
  family: Family,
): readonly ModelListener[] {
  const { ListenerArn, Protocol = 'TCP', Port } = row.record;
  const element = elementOf('listener', ListenerArn, row);
  const { rules, missing } = rulesOf(context, balancer, row, family);
  const gaps = Port === undefined ? [...missing, `${listeners.call} ${balancer.place.scope.region}`] : missing;
  return (TRANSPORTS[Protocol] ?? ['tcp']).map((protocol) => ({
    element,
    protocol,
    ports: Port === undefined ? ALL_PORTS : [Port, Port],
    label: Protocol,
    rules,
    ...(gaps.length === 0 ? {} : { missing: gaps }),
  }));
}

/** Only application load balancers have rules; any other listener does one thing. */
function rulesOf(
  context: Context,
  balancer: Balancer,
  row: Row<Listener>,
  family: Family,
): { readonly rules: readonly ForwardRule[]; readonly missing: readonly string[] } {
  const { ListenerArn, DefaultActions, MutualAuthentication } = row.record;
  const mtls = mutualTls(elementOf('listener', ListenerArn, row), MutualAuthentication?.Mode);
  const written: RuleConditions = { texts: [], gates: [], traces: [] };
  const make = (element: Element, actions: readonly Action[], conditions: RuleConditions): ForwardRule =>
    forwardRule(context, balancer, family, { element, actions, conditions, gates: mtls });
  const fallback = make(elementOf('listener rule', `${ListenerArn}/default`, row, 'default'), DefaultActions, written);
  if (balancer.type === 'network') return { rules: [fallback], missing: [] };
  const { rows, isRead } = ruleRows(balancer.place, ListenerArn);
  const table = balancer.place.tables.listenerRules;
  const rules = rows.map((rule) => {
    const element = elementOf('listener rule', rule.record.RuleArn, rule, priorityText(rule.record));
    return make(element, rule.record.Actions, readConditions(element, rule.record.Conditions));
  });
  const hasDefault = rows.some(({ record }) => isDefaultRule(record));
  return {
    rules: hasDefault ? rules : [...rules, fallback],
    missing: isRead ? [] : [context.estate.missing({ table, resource: ListenerArn })],
  };
}

interface Written {
  readonly element: Element;
  readonly actions: readonly Action[];
  readonly conditions: RuleConditions;
  readonly gates: readonly Gate[];
}

function forwardRule(
  context: Context,
  balancer: Balancer,
  family: Family,
  { element, actions, conditions, gates }: Written,
): ForwardRule {
  const sorted = actions.toSorted((a, b) => (a.Order ?? 0) - (b.Order ?? 0));
  const types = sorted.map(({ Type }) => Type);
  const action = types.includes('redirect')
    ? 'redirect'
    : types.includes('fixed-response')
      ? 'fixed-response'
      : 'forward';
  const legs =
    action === 'forward' ? forwardedGroups(sorted).flatMap((group) => groupLegs(context, balancer, family, group)) : [];
  return {
    element,
    conditions: conditions.texts,
    ...(conditions.sources === undefined ? {} : { sources: conditions.sources }),
    gates: [...gates, ...gatesOf(element, sorted), ...conditions.gates],
    action,
    legs,
    traces: conditions.traces,
  };
}

function mutualTls(element: Element, mode: string | undefined): readonly Gate[] {
  return mode === 'verify' ? [{ kind: 'mtls', strength: 'strong', element, rule: 'mutual TLS verify' }] : [];
}

function priorityText(rule: Rule): string {
  return isDefaultRule(rule) ? 'default' : `priority ${rule.Priority ?? 0}`;
}
