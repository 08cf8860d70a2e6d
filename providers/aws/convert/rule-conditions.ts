import { trace } from '../../../src/convert/traces.ts';
import type { ForwardRule, Gate } from '../../../src/model/inventory.ts';
import type { Element } from '../../../src/model/resource.ts';
import type { Trace } from '../../../src/model/trace.ts';
import { intersect, intervalSet } from '../../../src/net/interval-set.ts';
import { type AddressRanges, EVERY_ADDRESS, type Family, parseCidr } from '../../../src/net/ip.ts';
import { listenerRules, type RuleCondition } from '../records/listeners.ts';

/** The conditions of a listener's rule, sorted by what they are to an attacker. */
export interface RuleConditions {
  /** What the client chooses freely, for a person to read. */
  readonly texts: readonly string[];
  /** What the client cannot choose: its own address. */
  readonly sources?: NonNullable<ForwardRule['sources']>;
  /** A header that only those who know a secret can send. */
  readonly gates: readonly Gate[];
  readonly traces: readonly Trace[];
}

/** Headers that front ends add to prove that a request came through them. Their values were never read. */
const SECRET_HEADER = /secret|token|verify|verification|api-?key|auth|password|signature|shared-?key|origin-?(id|key)/i;

const SOURCE = `${listenerRules.call} Conditions`;

/** All of a rule's conditions must hold; of one condition's values, any. */
export function readConditions(element: Element, conditions: readonly RuleCondition[]): RuleConditions {
  const blocks = conditions.filter(({ Field }) => Field === 'source-ip');
  const sources = blocks.length === 0 ? {} : { sources: { ipv4: allOf('ipv4', blocks), ipv6: allOf('ipv6', blocks) } };
  return {
    texts: conditions.map(textOf).filter((text) => text !== undefined),
    ...sources,
    gates: conditions.flatMap((condition) => secretGate(element, condition)),
    traces: conditions.flatMap(tracesOf),
  };
}

function textOf(condition: RuleCondition): string | undefined {
  const { Field, HttpHeaderConfig, QueryStringConfig } = condition;
  if (Field === 'source-ip') return undefined;
  if (Field === 'http-header') return `header ${HttpHeaderConfig?.HttpHeaderName ?? '?'}`;
  if (Field === 'query-string') {
    return `query ${(QueryStringConfig?.Values ?? []).map(({ Key }) => Key ?? '*').join(' or ')}`;
  }
  const values = valuesOf(condition);
  if (Field !== undefined && values.some((value) => MATCHES_ALL[Field]?.includes(value))) return undefined;
  const word = Field === undefined ? undefined : WORDS[Field];
  return word === undefined ? (Field ?? 'unknown condition') : `${word} ${values.join(' or ')}`;
}

/** Patterns that every request matches: such a rule leaves nothing for the rules after it. */
const MATCHES_ALL: Readonly<Record<string, readonly string[]>> = {
  'host-header': ['*'],
  'path-pattern': ['*', '/*'],
};

const WORDS: Readonly<Record<string, string>> = {
  'host-header': 'host',
  'path-pattern': 'path',
  'http-request-method': 'method',
};

function valuesOf(condition: RuleCondition): readonly string[] {
  const { Values, RegexValues, HostHeaderConfig, PathPatternConfig, HttpRequestMethodConfig, SourceIpConfig } =
    condition;
  const configs = [HostHeaderConfig, PathPatternConfig, HttpRequestMethodConfig, SourceIpConfig];
  const nested = configs.flatMap((config) => [...(config?.Values ?? []), ...(config?.RegexValues ?? [])]);
  return [...new Set([...Values, ...RegexValues, ...nested])];
}

function allOf(family: Family, conditions: readonly RuleCondition[]): AddressRanges {
  return conditions.map((condition) => blocksOf(family, condition)).reduce(intersect, EVERY_ADDRESS[family]);
}

function blocksOf(family: Family, condition: RuleCondition): AddressRanges {
  const blocks = valuesOf(condition)
    .map(parseCidr)
    .filter((block) => block?.family === family);
  return intervalSet(blocks.flatMap((block) => (block === undefined ? [] : [[block.first, block.last] as const])));
}

function secretGate(element: Element, { Field, HttpHeaderConfig: header }: RuleCondition): readonly Gate[] {
  const name = header?.HttpHeaderName;
  if (Field !== 'http-header' || name === undefined || !SECRET_HEADER.test(name)) return [];
  // A bare wildcard asks for the header and not for a secret.
  if (header?.Values.some((value) => value !== '…')) return [];
  return [{ kind: 'shared-secret-header', strength: 'weak', element, rule: `header ${name}` }];
}

function tracesOf(condition: RuleCondition): readonly Trace[] {
  const { Field } = condition;
  if (Field !== 'host-header' && Field !== 'path-pattern') return [];
  const [kind, attribution] = Field === 'path-pattern' ? (['path', 1] as const) : (['name', 0.6] as const);
  return valuesOf(condition).flatMap((value) => trace(kind, value, SOURCE, attribution));
}
