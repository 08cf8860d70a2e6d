import { z } from 'zod';
import { flag, integer, listOf, maybe, text } from '../../../src/collect/fields.ts';
import { resource, shape } from './arm.ts';
import { listedType } from './arm-kind.ts';

/** Values are read of addresses only: of a header they may be a secret. */
const MatchCondition = shape({
  matchVariable: text,
  operator: text,
  negateCondition: flag,
  matchValue: listOf(z.string()),
}).transform(({ matchValue, ...condition }) => ({
  ...condition,
  matchValue: /^IPMatch$/i.test(condition.operator ?? '') ? matchValue : [],
}));

const CustomRule = shape({
  name: text,
  priority: integer,
  enabledState: text,
  ruleType: text,
  action: text,
  matchConditions: listOf(MatchCondition),
});
export type CustomRule = z.output<typeof CustomRule>;

/** A policy in mode `Detection` writes down what it would block, and blocks nothing. */
export const FrontDoorWafPolicy = resource({
  policySettings: maybe(shape({ enabledState: text, mode: text })),
  customRules: maybe(shape({ rules: listOf(CustomRule) })),
});
export type FrontDoorWafPolicy = z.output<typeof FrontDoorWafPolicy>;

export const frontDoorWafPolicies = listedType(
  'Microsoft.Network/frontDoorWebApplicationFirewallPolicies',
  FrontDoorWafPolicy,
);
