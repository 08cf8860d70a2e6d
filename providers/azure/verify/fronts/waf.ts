import { contains, intersect, subtract } from '../../../../src/net/interval-set.ts';
import { type Address, type AddressRanges, EVERY_ADDRESS, type Family } from '../../../../src/net/ip.ts';
import { frontDoorWafPolicies } from '../../records/front-door-waf.ts';
import { wafPolicies } from '../../records/waf-policies.ts';
import { bordersOf, type Check, fact, type Judgement, NO_BORDERS, type Part } from '../check.ts';
import type { Estate } from '../estate.ts';
import type { Gate } from '../front.ts';
import { readAddresses } from '../network/words.ts';
import { overSenders } from '../rules.ts';

/** What a web application firewall does to clients. */
export interface WafEffect {
  /** Undefined if it turns nobody away. */
  readonly check?: Check;
  readonly gates: readonly Gate[];
}

/** One custom rule, as far as it is about who the client is. */
interface Rule {
  readonly rule: string;
  readonly action: string;
  /** The addresses that meet its conditions on addresses. */
  readonly clients: Readonly<Record<Family, AddressRanges>>;
  /** It hangs on what the client chooses as well. */
  readonly isChosen: boolean;
  /** It hangs on the client's country as well, and which addresses are in it we cannot tell. */
  readonly isVague: boolean;
}

/** A condition of either generation of policies. */
interface Condition {
  readonly isAddress: boolean;
  readonly operator: string | undefined;
  readonly isNegated: boolean;
  readonly values: readonly string[];
}

/** The policy of an application gateway. `RemoteAddr` is whoever opened the connection. */
export function gatewayWaf(estate: Estate, id: string | undefined): WafEffect {
  if (id === undefined) return { gates: [] };
  const record = estate.find(wafPolicies, id)?.record;
  const part = { kind: 'WAF policy', ref: record?.id ?? id };
  if (record === undefined) return unreadWaf(part, estate.gap(wafPolicies, id));
  const { policySettings, customRules } = record.properties;
  const rules = inOrder(customRules.filter(({ state, ruleType }) => isOn(state, ruleType)));
  const mode = modeOf(policySettings?.state, policySettings?.mode);
  const check = checkOf(
    part,
    mode,
    rules.map((rule) => {
      const conditions = rule.matchConditions.map(({ matchVariables, operator, negationConditon, matchValues }) => ({
        isAddress:
          matchVariables.length > 0 &&
          matchVariables.every(({ variableName }) => /^remoteaddr$/i.test(variableName ?? '')),
        operator,
        isNegated: negationConditon === true,
        values: matchValues,
      }));
      return ruleOf(rule, conditions);
    }),
  );
  const gates =
    mode !== 'prevention'
      ? []
      : rules.flatMap(({ action, matchConditions: [condition, ...more] }): readonly Gate[] => {
          const [variable, ...others] = condition?.matchVariables ?? [];
          const isHeader = /^requestheaders$/i.test(variable?.variableName ?? '') && more.length + others.length === 0;
          const isDemand = condition?.negationConditon === true && /^(?:equal|regex)$/i.test(condition.operator ?? '');
          const name = variable?.selector ?? '';
          if (!/^block$/i.test(action ?? '') || !isHeader || !isDemand || !SECRET_HEADER.test(name)) return [];
          return [{ ...part, login: 'shared-secret-header', strength: 'weak', rule: `header ${name}` }];
        });
  return { ...(check === undefined ? {} : { check }), gates };
}

/**
 * The policy of a Front Door. `SocketAddr` is whoever opened the connection; `RemoteAddr` is whom a request claims to be
 * from, so those on such a list are treated as it says, and anyone else may be.
 */
export function frontDoorWaf(estate: Estate, id: string): Check | undefined {
  const record = estate.find(frontDoorWafPolicies, id)?.record;
  const part = { kind: 'WAF policy', ref: record?.id ?? id };
  if (record === undefined) return unreadWaf(part, estate.gap(frontDoorWafPolicies, id)).check;
  const { policySettings, customRules } = record.properties;
  const rules = inOrder(
    (customRules?.rules ?? []).filter(({ enabledState, ruleType }) => isOn(enabledState, ruleType)),
  );
  const mode = modeOf(policySettings?.enabledState, policySettings?.mode);
  return checkOf(
    part,
    mode,
    rules.flatMap((rule): readonly Rule[] => {
      const conditions = rule.matchConditions.map(({ matchVariable, operator, negateCondition, matchValue }) => ({
        isAddress: /^(?:remoteaddr|socketaddr)$/i.test(matchVariable ?? ''),
        operator,
        isNegated: negateCondition === true,
        values: matchValue,
      }));
      const action = /^redirect$/i.test(rule.action ?? '') ? 'block' : rule.action;
      const known = ruleOf({ ...rule, action }, conditions);
      const isClaimed = rule.matchConditions.some(
        ({ matchVariable, operator }) => /^remoteaddr$/i.test(matchVariable ?? '') && /^ipmatch$/i.test(operator ?? ''),
      );
      if (!isClaimed) return [known];
      return known.action === 'block'
        ? [{ ...known, isVague: true }]
        : [known, { ...known, clients: EVERY_ADDRESS, isChosen: false, isVague: true }];
    }),
  );
}

/** Headers that front ends add to prove that a request came through them. */
const SECRET_HEADER =
  /secret|token|verify|verification|api-?key|auth|password|signature|shared-?key|origin-?(id|key)|fdid/i;

function unreadWaf(part: Part, gap: string): WafEffect {
  const names = [{ ...part, rule: 'rules could not be read' }];
  return { check: fact({ decision: 'unknown', names, missing: [gap] }), gates: [] };
}

function isOn(state: string | undefined, ruleType: string | undefined): boolean {
  return !/^disabled$/i.test(state ?? '') && !/^ratelimitrule$/i.test(ruleType ?? '');
}

function inOrder<T extends { readonly priority?: number | undefined }>(rules: readonly T[]): readonly T[] {
  return rules.toSorted((a, b) => (a.priority ?? 0) - (b.priority ?? 0));
}

function modeOf(state: string | undefined, mode: string | undefined): string {
  if (/^disabled$/i.test(state ?? '')) return 'detection';
  const word = mode?.toLowerCase() ?? '';
  return /^(?:prevention|detection)$/.test(word) ? word : 'unknown';
}

function ruleOf(
  {
    priority,
    name,
    action,
  }: {
    readonly priority?: number | undefined;
    readonly name?: string | undefined;
    readonly action?: string | undefined;
  },
  conditions: readonly Condition[],
): Rule {
  const clientsOf = (family: Family): AddressRanges =>
    conditions.reduce<AddressRanges>((left, { isAddress, operator, isNegated, values }) => {
      if (!isAddress || !/^ipmatch$/i.test(operator ?? '')) return left;
      const own = readAddresses(values, family).ranges;
      return isNegated ? subtract(left, own) : intersect(left, own);
    }, EVERY_ADDRESS[family]);
  return {
    rule: `${priority ?? 0} ${name ?? ''}`.trim(),
    action: action?.toLowerCase() ?? '',
    clients: { ipv4: clientsOf('ipv4'), ipv6: clientsOf('ipv6') },
    isChosen: conditions.some(({ isAddress }) => !isAddress),
    isVague: conditions.some(({ isAddress, operator }) => isAddress && !/^(?:ipmatch|any)$/i.test(operator ?? '')),
  };
}

/**
 * Judges a client by the first rule that decides about it.
 *
 * A block that hangs on what the client chooses turns nobody away, and an allow that does is open to everyone. Where it
 * hangs on the country, or the mode was not told, it is told that the client gets in subject to the policy.
 */
function checkOf(part: Part, mode: string, rules: readonly Rule[]): Check | undefined {
  const asked = rules.filter(({ action, isChosen }) => action === 'allow' || (action === 'block' && !isChosen));
  const blocks = asked.filter(
    ({ action, clients }) => action === 'block' && clients.ipv4.length + clients.ipv6.length > 0,
  );
  if (mode === 'detection' || blocks.length === 0) return undefined;
  const judge = (client: Address): Judgement => {
    let mayBeBlocked = false;
    let mayBeAllowed = mode === 'unknown';
    for (const { rule, action, clients, isVague } of asked) {
      if (!contains(typeof client === 'bigint' ? clients.ipv6 : clients.ipv4, client)) continue;
      const names = [{ ...part, rule }];
      if (isVague && action === 'block') mayBeBlocked = true;
      if (isVague && action === 'allow') mayBeAllowed = true;
      if (isVague) continue;
      if (action === 'allow') return { decision: mayBeBlocked ? 'inspect' : 'allow', names };
      return { decision: mayBeAllowed ? 'inspect' : 'deny', names };
    }
    return { decision: mayBeBlocked ? 'inspect' : 'allow', names: [{ ...part, rule: 'no custom rule blocks' }] };
  };
  const addresses = asked.flatMap(({ clients }) => [...bordersOf(clients.ipv4), ...bordersOf(clients.ipv6)]);
  return {
    direction: 'in',
    grants: false,
    judge: (seen) => overSenders(seen, addresses, judge),
    borders: { ...NO_BORDERS, addresses },
  };
}
