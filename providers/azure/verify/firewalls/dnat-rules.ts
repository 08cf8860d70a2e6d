import { contains } from '../../../../src/net/interval-set.ts';
import { parseIp } from '../../../../src/net/ip.ts';
import { armKey, subscriptionOf } from '../../arm-id.ts';
import type { AzureFirewall } from '../../records/azure-firewalls.ts';
import { firewallPolicies, type NatRule, ruleCollectionGroups } from '../../records/firewall-policies.ts';
import type { Part } from '../check.ts';
import type { Estate } from '../estate.ts';
import { readAddresses } from '../network/words.ts';

export interface DnatRule {
  readonly part: Part;
  readonly rule: NatRule;
}

export interface DnatRules {
  readonly rules: readonly DnatRule[];
  /** The gaps that hide others, wherever in the order. */
  readonly missing: readonly string[];
}

/** The rules that translate: those of the policies above, of the firewall's policy, or else its own. */
export function dnatRules(estate: Estate, { id, properties }: AzureFirewall): DnatRules {
  if (properties.firewallPolicy?.id !== undefined) return policyRules(estate, properties.firewallPolicy.id, []);
  const rules = properties.natRuleCollections
    .toSorted((a, b) => rank(a.properties) - rank(b.properties))
    .flatMap(({ name, properties: own }) => own.rules.map((rule) => dnatRule(`${id}/${name ?? ''}`, rule)));
  return { rules, missing: [] };
}

function policyRules(estate: Estate, id: string, below: readonly string[]): DnatRules {
  if (below.includes(armKey(id)) || below.length === 8) return { rules: [], missing: [] };
  const policy = estate.find(firewallPolicies, id)?.record;
  const base = policy?.properties.basePolicy?.id;
  const inherited = base === undefined ? { rules: [], missing: [] } : policyRules(estate, base, [...below, armKey(id)]);
  const own = estate.heard(ruleCollectionGroups, subscriptionOf(id) ?? 'unknown', id);
  const groups = [...new Map(own.rows.map(({ record }) => [armKey(record.id), record])).values()];
  const rules = groups
    .toSorted((a, b) => rank(a.properties) - rank(b.properties) || (armKey(a.id) < armKey(b.id) ? -1 : 1))
    .flatMap((group) =>
      group.properties.ruleCollections
        .toSorted((a, b) => rank(a) - rank(b))
        .flatMap(({ name, rules: all }) =>
          all
            .filter(({ ruleType = 'NatRule' }) => /^NatRule$/i.test(ruleType))
            .map((rule) => dnatRule(`${group.id}/${name ?? ''}`, rule)),
        ),
    );
  const missing = [
    ...inherited.missing,
    ...(policy === undefined ? [estate.gap(firewallPolicies, id)] : []),
    ...(own.isCut ? [estate.gap(ruleCollectionGroups, id)] : []),
  ];
  return { rules: [...inherited.rules, ...rules], missing: [...new Set(missing)].sort() };
}

function dnatRule(collection: string, rule: NatRule): DnatRule {
  return { part: { kind: 'DNAT rule', ref: `${collection}/${rule.name ?? ''}` }, rule };
}

function rank({ priority }: { readonly priority?: number | undefined }): number {
  return priority ?? Infinity;
}

/** Whether a rule translates what arrives at an address. */
export function isFor({ destinationAddresses }: NatRule, address: string): boolean {
  const ip = parseIp(address);
  return ip !== undefined && contains(readAddresses(destinationAddresses, ip.family).ranges, ip.address);
}
