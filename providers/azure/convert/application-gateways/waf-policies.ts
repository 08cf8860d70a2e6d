import { once } from '../../../../src/convert/interner.ts';
import type { Gate } from '../../../../src/model/inventory.ts';
import type { Stage } from '../../../../src/model/path.ts';
import { armKey, nameIn } from '../../arm-id.ts';
import {
  type WafCondition,
  type WafPolicy,
  type WafRule as WafRecord,
  wafPolicies,
} from '../../records/waf-policies.ts';
import type { Context } from '../context.ts';
import { elementOf } from '../elements.ts';
import { type Waf, type WafRule, type WafTest, wafStage } from './waf-filter.ts';

/** What a policy does to clients: whom it turns away, and what it wants to be shown. */
export interface WafEffect {
  readonly stage?: Stage;
  readonly gates: readonly Gate[];
}

const NONE: WafEffect = { gates: [] };

/** The effect of a policy, by its id; nothing where there is none. */
export function wafEffect(context: Context, policyId: string | undefined): WafEffect {
  return policyId === undefined
    ? NONE
    : once(context.made(effects), armKey(policyId), () => effectOf(context, policyId));
}

function effects(): Map<string, WafEffect> {
  return new Map();
}

function effectOf(context: Context, policyId: string): WafEffect {
  const row = context.estate.find(wafPolicies, policyId);
  const id = row?.record.id ?? policyId;
  const element = elementOf('WAF policy', id, row, row?.record.name ?? nameIn(id));
  if (row === undefined) {
    const missing = [context.estate.missing(wafPolicies, policyId)];
    const stage = wafStage(context, { element, mode: 'unknown', rules: [], missing });
    return stage === undefined ? NONE : { stage, gates: [] };
  }
  const mode = modeOf(row.record);
  const rules = rulesOf(row.record);
  const stage = wafStage(context, { element, mode, rules: rules.map(toRule) });
  const gates = mode === 'prevention' ? rules.flatMap((rule) => headerGate(element, rule)) : [];
  return { ...(stage === undefined ? {} : { stage }), gates };
}

/** A policy that is switched off does as much as one that only writes down. */
function modeOf({ properties: { policySettings } }: WafPolicy): Waf['mode'] {
  if (policySettings?.state?.toLowerCase() === 'disabled') return 'detection';
  const mode = policySettings?.mode?.toLowerCase();
  return mode === 'prevention' || mode === 'detection' ? mode : 'unknown';
}

function rulesOf({ properties: { customRules } }: WafPolicy): readonly WafRecord[] {
  const isOn = ({ state, ruleType }: WafRecord): boolean =>
    state?.toLowerCase() !== 'disabled' && ruleType?.toLowerCase() !== 'ratelimitrule';
  return customRules.filter(isOn).sort((a, b) => (a.priority ?? 0) - (b.priority ?? 0));
}

function toRule({ name, priority, action, matchConditions }: WafRecord): WafRule {
  return {
    id: `${priority ?? 0} ${name ?? ''}`.trim(),
    action: actionOf(action),
    conditions: matchConditions.map(toTest),
  };
}

/** A challenge asks for a browser or a person, and then lets in. */
function actionOf(action: string | undefined): WafRule['action'] {
  const word = action?.toLowerCase();
  return word === 'allow' || word === 'block' ? word : 'next';
}

/** `RemoteAddr` is whoever opened the connection: no header can change it. */
function toTest({ matchVariables, operator, negationConditon, matchValues }: WafCondition): WafTest {
  const isAddress = matchVariables.length > 0 && matchVariables.every(({ variableName }) => isRemote(variableName));
  if (!isAddress) return { on: 'request' };
  const word = operator?.toLowerCase();
  if (word === 'ipmatch') return { on: 'address', values: matchValues, isNegated: negationConditon === true };
  return word === 'any' ? { on: 'anything' } : { on: 'country' };
}

function isRemote(variable: string | undefined): boolean {
  return variable?.toLowerCase() === 'remoteaddr';
}

/** Headers that front ends add to prove that a request came through them. Their values were never read. */
const SECRET_HEADER =
  /secret|token|verify|verification|api-?key|auth|password|signature|shared-?key|origin-?(id|key)|fdid/i;

/** A rule that blocks whatever does not show a header: only those who know its value get in. */
function headerGate(element: Gate['element'], { action, matchConditions }: WafRecord): readonly Gate[] {
  const [condition, ...others] = matchConditions;
  const [variable, ...alternatives] = condition?.matchVariables ?? [];
  if (condition === undefined || others.length > 0 || alternatives.length > 0) return [];
  const isHeader = variable?.variableName?.toLowerCase() === 'requestheaders';
  const isExact = /^(?:equal|regex)$/i.test(condition.operator ?? '');
  const name = variable?.selector;
  if (actionOf(action) !== 'block' || !isHeader || !isExact || condition.negationConditon !== true) return [];
  if (name === undefined || !SECRET_HEADER.test(name)) return [];
  return [{ kind: 'shared-secret-header', strength: 'weak', element, rule: `header ${name}` }];
}
