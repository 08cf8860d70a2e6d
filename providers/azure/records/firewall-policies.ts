import type { z } from 'zod';
import { integer, listOf, maybe, text } from '../../../src/collect/fields.ts';
import { Ref, resource, shape } from './arm.ts';
import { childType, listedType } from './arm-kind.ts';

/** A rule that translates. Policies say `ipProtocols`, firewalls with rules of their own `protocols`. */
export const NatRule = shape({
  ruleType: text,
  name: text,
  ipProtocols: listOf(text),
  protocols: listOf(text),
  sourceAddresses: listOf(text),
  sourceIpGroups: listOf(text),
  destinationAddresses: listOf(text),
  destinationPorts: listOf(text),
  translatedAddress: text,
  translatedFqdn: text,
  translatedPort: text,
});
export type NatRule = z.output<typeof NatRule>;

/** The parent's rules are asked before the policy's own. */
const FirewallPolicy = resource({ basePolicy: maybe(Ref) });

export const firewallPolicies = listedType('Microsoft.Network/firewallPolicies', FirewallPolicy);

/** What a policy filters on its way out is not our question. */
const RuleCollections = listOf(
  shape({ ruleCollectionType: text, name: text, priority: integer, rules: listOf(NatRule) }),
).transform((collections) =>
  collections.filter(({ ruleCollectionType: type }) => /^FirewallPolicyNatRuleCollection$/i.test(type ?? '')),
);

export const RuleCollectionGroup = resource({ priority: integer, ruleCollections: RuleCollections });
export type RuleCollectionGroup = z.output<typeof RuleCollectionGroup>;

/** Listed for each policy. */
export const ruleCollectionGroups = childType(
  'Microsoft.Network/firewallPolicies/ruleCollectionGroups',
  RuleCollectionGroup,
);
