import type { Row } from '../../../../src/convert/table.ts';
import type { Element } from '../../../../src/model/resource.ts';
import { armKey } from '../../arm-id.ts';
import type { AzureFirewall } from '../../records/azure-firewalls.ts';
import {
  firewallPolicies,
  type NatRule,
  type RuleCollectionGroup,
  ruleCollectionGroups,
} from '../../records/firewall-policies.ts';
import type { Context } from '../context.ts';
import { elementOf } from '../elements.ts';
import { childrenOf } from '../fronts/children.ts';

/** A rule of a firewall that translates what arrives at one of its addresses. */
export interface DnatRule {
  readonly element: Element;
  readonly rule: NatRule;
}

/** The rules in the order in which they are asked; the first that matches decides. */
export interface DnatRules {
  readonly rules: readonly DnatRule[];
  /** The names of the gaps that hide others. Where in the order those stand, nobody knows. */
  readonly missing: readonly string[];
}

/** The rules that translate: those of the firewall's policy and of the policies above it, or else its own. */
export function dnatRules(context: Context, row: Row<AzureFirewall>): DnatRules {
  const { firewallPolicy } = row.record.properties;
  return firewallPolicy?.id === undefined
    ? { rules: ownRules(row), missing: [] }
    : policyRules(context, firewallPolicy.id, []);
}

/** How many policies may stand one above the other: Azure allows one. */
const MAX_POLICIES = 8;

/**
 * What a policy inherits is asked before what it says itself, whatever the priorities.
 *
 * Microsoft's pages disagree on whether rules that translate are inherited; "Configure Azure Firewall rules" lists them in
 * this order, and a port that may be open is not to be missed.
 */
function policyRules(context: Context, id: string, below: readonly string[]): DnatRules {
  const key = armKey(id);
  if (below.includes(key) || below.length === MAX_POLICIES) return { rules: [], missing: [] };
  const policy = context.estate.find(firewallPolicies, id);
  const base = policy?.record.properties.basePolicy?.id;
  const inherited = base === undefined ? undefined : policyRules(context, base, [...below, key]);
  const groups = childrenOf(context, ruleCollectionGroups, id);
  const gaps = [
    ...(inherited?.missing ?? []),
    ...(policy === undefined ? [context.estate.missing(firewallPolicies, id)] : []),
    ...(groups.missing === undefined ? [] : [groups.missing]),
  ];
  const own = groups.rows.toSorted((a, b) => rank(a.record.properties) - rank(b.record.properties)).flatMap(groupRules);
  return { rules: [...(inherited?.rules ?? []), ...own], missing: [...new Set(gaps)].sort() };
}

function groupRules(row: Row<RuleCollectionGroup>): readonly DnatRule[] {
  const { id, properties } = row.record;
  return properties.ruleCollections
    .toSorted((a, b) => rank(a) - rank(b))
    .flatMap(({ name, rules }) => rules.filter(translates).map((rule) => dnatRule(row, `${id}/${name ?? ''}`, rule)));
}

function ownRules(row: Row<AzureFirewall>): readonly DnatRule[] {
  return row.record.properties.natRuleCollections
    .toSorted((a, b) => rank(a.properties) - rank(b.properties))
    .flatMap(({ name, properties }) =>
      properties.rules.map((rule) => dnatRule(row, `${row.record.id}/${name ?? ''}`, rule)),
    );
}

function dnatRule(row: Row<unknown>, collection: string, rule: NatRule): DnatRule {
  const name = rule.name ?? '';
  return { element: elementOf('DNAT rule', `${collection}/${name}`, row, name), rule };
}

function translates({ ruleType }: NatRule): boolean {
  return ruleType === undefined || /^NatRule$/i.test(ruleType);
}

function rank({ priority }: { readonly priority?: number | undefined }): number {
  return priority ?? Infinity;
}
