import { z } from 'zod';
import { flag, integer, listOf, maybe, text } from '../../../src/collect/fields.ts';
import { resource, shape } from './arm.ts';
import { listedType } from './arm-kind.ts';

/**
 * One condition of a custom rule. Of values only addresses are read: what a header must hold may be a secret.
 *
 * `negationConditon` is how the API spells it.
 */
const MatchCondition = shape({
  matchVariables: listOf(shape({ variableName: text, selector: text })),
  operator: text,
  negationConditon: flag,
  matchValues: listOf(z.string()),
}).transform((condition) =>
  /^ipmatch$/i.test(condition.operator ?? '') ? condition : { ...condition, matchValues: [] },
);
export type WafCondition = z.output<typeof MatchCondition>;

const CustomRule = shape({
  name: text,
  priority: integer,
  state: text,
  ruleType: text,
  action: text,
  matchConditions: listOf(MatchCondition),
});
export type WafRule = z.output<typeof CustomRule>;

/** The policy of an application gateway, of one of its listeners or of a path. Managed rules look at payloads only. */
export const WafPolicy = resource({
  policySettings: maybe(shape({ state: text, mode: text })),
  customRules: listOf(CustomRule),
});
export type WafPolicy = z.output<typeof WafPolicy>;

export const wafPolicies = listedType('Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies', WafPolicy);
