import type { Stage } from '../../../../src/model/path.ts';
import { nameIn } from '../../arm-id.ts';
import { type CustomRule, type FrontDoorWafPolicy, frontDoorWafPolicies } from '../../records/front-door-waf.ts';
import { type Waf, type WafRule, type WafTest, wafStage } from '../application-gateways/waf-filter.ts';
import type { Context } from '../context.ts';
import { elementOf } from '../elements.ts';

/** Whom a Front Door's web application firewall turns away; none if nobody, or if there is no policy. */
export function frontDoorWafStages(context: Context, policyId: string | undefined): readonly Stage[] {
  if (policyId === undefined) return [];
  const stage = wafStage(context, wafOf(context, policyId));
  return stage === undefined ? [] : [stage];
}

function wafOf(context: Context, policyId: string): Waf {
  const row = context.estate.find(frontDoorWafPolicies, policyId);
  const id = row?.record.id ?? policyId;
  const element = elementOf('WAF policy', id, row, row?.record.name ?? nameIn(id));
  if (row === undefined) {
    return { element, mode: 'unknown', rules: [], missing: [context.estate.missing(frontDoorWafPolicies, policyId)] };
  }
  return { element, mode: modeOf(row.record), rules: rulesOf(row.record) };
}

/** A policy that is switched off does as much as one that only writes down. */
function modeOf({ properties: { policySettings } }: FrontDoorWafPolicy): Waf['mode'] {
  if (policySettings?.enabledState?.toLowerCase() === 'disabled') return 'detection';
  switch (policySettings?.mode?.toLowerCase() ?? '') {
    case 'prevention':
      return 'prevention';
    case 'detection':
      return 'detection';
  }
  return 'unknown';
}

function rulesOf({ properties: { customRules } }: FrontDoorWafPolicy): readonly WafRule[] {
  return (customRules?.rules ?? [])
    .filter(isOn)
    .toSorted((a, b) => (a.priority ?? 0) - (b.priority ?? 0))
    .flatMap(toRules);
}

/**
 * One rule as it meets clients.
 *
 * `SocketAddr` is whoever opened the connection. `RemoteAddr`, which the portal proposes, is whom Front Door takes for the
 * client, and it believes a request's own `X-Forwarded-For`: who is on such a list is treated as the list says, and anyone
 * else may claim to be. Source: "IP restriction rule with a WAF for Azure Front Door", and TrustedSec, "Azure's Front Door
 * WAF WTF: IP Restriction Bypass".
 */
function toRules(rule: CustomRule): readonly WafRule[] {
  const id = `${rule.priority ?? 0} ${rule.name ?? ''}`.trim();
  const action = actionOf(rule.action);
  const conditions = rule.matchConditions.map(toTest);
  const known: WafRule = { id, action, conditions };
  if (!rule.matchConditions.some(isClaimed)) return [known];
  return action === 'block'
    ? [{ ...known, conditions: [...conditions, ANYONES_GUESS] }]
    : [known, { ...known, conditions: [ANYONES_GUESS] }];
}

/** Whom it matches beyond what is known, nobody can tell. */
const ANYONES_GUESS: WafTest = { on: 'country' };

type Condition = CustomRule['matchConditions'][number];

function isClaimed({ matchVariable, operator }: Condition): boolean {
  return matchVariable?.toLowerCase() === 'remoteaddr' && operator?.toLowerCase() === 'ipmatch';
}

/** A limit of rates stops nobody for long. */
function isOn({ enabledState, ruleType }: CustomRule): boolean {
  return enabledState?.toLowerCase() !== 'disabled' && ruleType?.toLowerCase() !== 'ratelimitrule';
}

/** A redirect leads nowhere behind. A challenge asks for a browser or a person, and then lets in. */
function actionOf(action: string | undefined): WafRule['action'] {
  switch (action?.toLowerCase() ?? '') {
    case 'allow':
      return 'allow';
    case 'block':
    case 'redirect':
      return 'block';
  }
  return 'next';
}

function toTest({ matchVariable, operator, negateCondition, matchValue }: Condition): WafTest {
  if (!/^(?:remoteaddr|socketaddr)$/i.test(matchVariable ?? '')) return { on: 'request' };
  switch (operator?.toLowerCase() ?? '') {
    case 'ipmatch':
      return { on: 'address', values: matchValue, isNegated: negateCondition === true };
    case 'any':
      return { on: 'anything' };
  }
  return { on: 'country' };
}
