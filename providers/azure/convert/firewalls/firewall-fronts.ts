import type { Row } from '../../../../src/convert/table.ts';
import { trace } from '../../../../src/convert/traces.ts';
import type { ForwardRule, Frontend, Leg, Listener, Wire } from '../../../../src/model/inventory.ts';
import type { Stage } from '../../../../src/model/path.ts';
import { EMPTY_SET, overlaps, subtract } from '../../../../src/net/interval-set.ts';
import { armKey } from '../../arm-id.ts';
import type { AzureFirewall } from '../../records/azure-firewalls.ts';
import type { Context } from '../context.ts';
import { afterStages, doubt } from '../fronts/front-stages.ts';
import type { Passage } from '../fronts/fronts.ts';
import { wireKey } from '../fronts/wire-key.ts';
import type { PublicAddress } from '../network/public-addresses.ts';
import { FIREWALL, firewallElement } from './firewall-addresses.ts';
import { dnatLegs } from './firewall-legs.ts';
import { type Opening, openingsAt } from './firewall-openings.ts';
import { type DnatRule, dnatRules } from './firewall-rules.ts';
import { limitOf, ruleSenders } from './firewall-sources.ts';

/** Clients come straight from the internet. */
const DIRECT: Passage = { from: { kind: 'client', via: [] }, through: [] };

/** One address of a firewall as a front: its rules by port. */
export function firewallFront(
  context: Context,
  row: Row<AzureFirewall>,
  { address, missing }: Pick<PublicAddress, 'address' | 'missing'>,
  passage: Passage = DIRECT,
): Frontend {
  const { from, through } = passage;
  const key = [FIREWALL, armKey(row.record.id), address, wireKey(from), ...through].join(' ');
  return context.frontend(key, () => {
    const { id, location, tags } = row.record;
    const known = dnatRules(context, row);
    const openings = address === undefined ? [] : openingsAt(address, known.rules);
    const gaps = [...new Set([...missing, ...known.missing])].sort();
    return {
      kind: 'frontend',
      ref: firewallElement(row).ref,
      scope: context.scope(id, location),
      element: firewallElement(row),
      tags,
      traces: [],
      // Where no rule takes whoever comes, the firewall answers nobody.
      listeners: openings
        .map((opening) => listenerOf(context, row, opening, { ...passage, gaps: known.missing }))
        .filter(({ rules }) => rules.length > 0),
      ...(gaps.length === 0 ? {} : { missing: gaps }),
    };
  });
}

interface Arriving extends Passage {
  /** The names of the gaps that hide rules which may come first. */
  readonly gaps: readonly string[];
}

function listenerOf(context: Context, row: Row<AzureFirewall>, opening: Opening, arriving: Arriving): Listener {
  const { protocol, ports, rules } = opening;
  return {
    element: firewallElement(row),
    protocol,
    ports,
    label: protocol.toUpperCase(),
    rules: forwardRules(context, row, rules, arriving),
  };
}

/**
 * The rules of some ports in their order.
 *
 * Where it is not known whom a rule takes, what the rules after it get is not known either.
 */
function forwardRules(
  context: Context,
  row: Row<AzureFirewall>,
  rules: readonly DnatRule[],
  { gaps, from, through }: Arriving,
): readonly ForwardRule[] {
  let doubts = gaps;
  return rules.flatMap((dnat): readonly ForwardRule[] => {
    const legs = dnatLegs(context, row, dnat, [...through, armKey(row.record.id)]);
    if (legs.length === 0) return [];
    const { sources, isSure, missing } = takenBy(context, row, dnat, from);
    const before = doubts.length === 0 ? [] : [doubt(context, firewallElement(row), doubts)];
    const known = sources === NOBODY ? [] : [forwardRule(context, dnat, legs, { sources, before })];
    if (isSure) return known;
    doubts = [...new Set([...doubts, ...missing])].sort();
    const unsure = { sources: undefined, before: [doubt(context, firewallElement(row), doubts)] };
    const perhaps = forwardRule(context, dnat, legs, unsure);
    return [...known, { ...perhaps, conditions: ['a source address that could not be read'] }];
  });
}

/** Whom a rule takes traffic from. */
interface Taken {
  /** Undefined, everyone. */
  readonly sources: ForwardRule['sources'];
  readonly isSure: boolean;
  readonly missing: readonly string[];
}

const NOBODY: NonNullable<ForwardRule['sources']> = { ipv4: EMPTY_SET, ipv6: EMPTY_SET };

/** Behind a proxy a rule sees the proxy's address: it takes all clients or none. */
function takenBy(context: Context, row: Row<AzureFirewall>, { rule }: DnatRule, from: Wire): Taken {
  const senders = ruleSenders(context, row, rule);
  const { missing } = senders;
  const isSure = missing.length === 0;
  if (from.kind === 'client') {
    const sources = limitOf(senders);
    const isEmpty = sources !== undefined && sources.ipv4.length + sources.ipv6.length === 0;
    return { sources: isEmpty ? NOBODY : sources, isSure, missing };
  }
  const { family, ranges, exact } = from.from;
  const own = senders.ranges[family];
  const some = overlaps(ranges, own);
  if (subtract(ranges, own).length === 0 || (exact && some)) return { sources: undefined, isSure: true, missing: [] };
  return {
    sources: NOBODY,
    isSure: isSure && !some,
    missing: [...missing, ...(some ? (from.from.missing ?? []) : [])],
  };
}

interface Terms {
  readonly sources: ForwardRule['sources'];
  readonly before: readonly Stage[];
}

function forwardRule(
  context: Context,
  { element, rule }: DnatRule,
  legs: readonly Leg[],
  { sources, before }: Terms,
): ForwardRule {
  return {
    element,
    conditions: [],
    ...(sources === undefined ? {} : { sources }),
    gates: [],
    action: 'forward',
    legs: legs.map((leg) => afterStages(context, leg, before)),
    traces: trace('name', rule.name, `${element.evidence?.call ?? FIREWALL} rules`, OF_THE_RULE),
  };
}

/** A rule is often called after what it leads to. */
const OF_THE_RULE = 0.6;
