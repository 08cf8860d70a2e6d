import type { Proof } from '../../../src/model/proof.ts';
import { type Evidence, resourceRef } from '../../../src/model/resource.ts';
import type { Family } from '../../../src/net/ip.ts';
import type { PortRange } from '../../../src/net/ports.ts';
import { ALL_PORTS } from '../../../src/net/ports.ts';
import type { Action, Listener, Rule, RuleCondition } from '../records/listeners.ts';
import type { Balancer } from './balancer.ts';
import type { Estate } from './estate.ts';
import { type Block, blocksOf } from './packet.ts';
import type { Row } from './source.ts';
import { listenerRules, listeners } from './sources.ts';

export interface Front {
  readonly ref: string;
  readonly label: string;
  readonly protocols: readonly string[];
  readonly ports: PortRange;
  readonly evidence: Evidence;
  readonly rules: readonly FrontRule[];
  /** The gaps that hide some of its rules. */
  readonly missing: readonly string[];
}

/** One rule of a listener, as far as it decides who gets where. */
export interface FrontRule {
  readonly ref: string;
  readonly name: string;
  readonly evidence: Evidence;
  readonly gates: Proof['gates'];
  /** The clients that it is limited to; absent, all. A client cannot choose its address. */
  readonly sources?: (family: Family) => readonly Block[];
  /** It has conditions that a client can choose not to meet, so rules after it are reached too. */
  readonly isAvoidable: boolean;
  /** What it forwards to: target groups, or the port of a classic load balancer's instances. */
  readonly groups: readonly string[];
}

/** What a listener speaks on the wire; a gateway's protocol is not for the internet. */
const TRANSPORTS: Readonly<Record<string, readonly string[]>> = {
  UDP: ['udp'],
  QUIC: ['udp'],
  TCP_UDP: ['tcp', 'udp'],
  TCP_QUIC: ['tcp', 'udp'],
  GENEVE: [],
};

/** The listeners of an ELBv2 load balancer that were read. */
export function frontsOf(estate: Estate, balancer: Balancer): readonly Front[] {
  const rows = estate.rows(listeners).filter(({ record }) => record.LoadBalancerArn === balancer.arn);
  const asked = estate.rows(listeners, { resource: balancer.arn });
  const all = new Map([...rows, ...asked].map((row) => [row.record.ListenerArn, row]));
  return [...all.values()].map((row) => frontOf(estate, balancer, row));
}

/** Whether a load balancer may have listeners that were not read. */
export function mayHaveFronts(estate: Estate, { arn, type }: Balancer, fronts: readonly Front[]): boolean {
  if (type === 'classic' || !estate.isIncomplete(listeners, { resource: arn })) return false;
  return estate.isIncomplete(listeners) || fronts.length === 0;
}

function frontOf(estate: Estate, balancer: Balancer, { record, evidence }: Row<Listener>): Front {
  const { ListenerArn: ref, Port, Protocol = 'TCP', DefaultActions, MutualAuthentication } = record;
  const mtls = { kind: 'mtls', strength: 'strong', element: resourceRef(ref), rule: 'mutual TLS verify' };
  const gates = MutualAuthentication?.Mode === 'verify' ? [mtls] : [];
  const rows = balancer.type === 'network' ? [] : ruleRows(estate, ref);
  const fallback = ruleOf({
    ref: `${ref}/default`,
    name: 'default',
    evidence,
    actions: DefaultActions,
    gates,
    conditions: [],
  });
  const rules = rows
    .toSorted((a, b) => rank(a.record) - rank(b.record))
    .map((row) => {
      const { RuleArn, Priority = '0', Actions, Conditions } = row.record;
      const name = isDefault(row.record) ? 'default' : `priority ${Priority}`;
      return ruleOf({ ref: RuleArn, name, evidence: row.evidence, actions: Actions, gates, conditions: Conditions });
    });
  const hasDefault = rows.some((row) => isDefault(row.record));
  const isRead =
    balancer.type === 'network' ||
    !estate.isIncomplete(listenerRules, { resource: ref }) ||
    (!estate.isIncomplete(listenerRules) && hasDefault);
  return {
    ref,
    label: Protocol,
    protocols: TRANSPORTS[Protocol] ?? ['tcp'],
    ports: Port === undefined ? ALL_PORTS : [Port, Port],
    evidence,
    rules: hasDefault ? rules : [...rules, fallback],
    missing: [...(isRead ? [] : [estate.gap(listenerRules)]), ...(Port === undefined ? [estate.gap(listeners)] : [])],
  };
}

/** A rule's ARN names its listener. */
function ruleRows(estate: Estate, listener: string): readonly Row<Rule>[] {
  const prefix = `${listener.replace(':listener/', ':listener-rule/')}/`;
  const own = estate.rows(listenerRules).filter(({ record }) => record.RuleArn.startsWith(prefix));
  const all = new Map(
    [...own, ...estate.rows(listenerRules, { resource: listener })].map((row) => [row.record.RuleArn, row]),
  );
  return [...all.values()];
}

function isDefault({ IsDefault, Priority }: Rule): boolean {
  return IsDefault === true || Priority === 'default';
}

function rank(rule: Rule): number {
  return isDefault(rule) ? Number.MAX_SAFE_INTEGER : Number(rule.Priority ?? 0);
}

interface Written {
  readonly ref: string;
  readonly name: string;
  readonly evidence: Evidence;
  readonly actions: readonly Action[];
  readonly gates: Proof['gates'];
  readonly conditions: readonly RuleCondition[];
}

function ruleOf({ ref, name, evidence, actions, gates, conditions }: Written): FrontRule {
  const ordered = actions.toSorted((a, b) => (a.Order ?? 0) - (b.Order ?? 0));
  const answersItself = ordered.some(({ Type }) => Type === 'redirect' || Type === 'fixed-response');
  const limits = conditions.filter(({ Field }) => Field === 'source-ip');
  const sources = (family: Family): readonly Block[] => limits.map((limit) => sourcesOf(family, limit)).reduce(meet);
  return {
    ref,
    name,
    evidence,
    gates: [
      ...gates,
      ...ordered.flatMap((action) => loginOf(ref, action)),
      ...conditions.flatMap((one) => secretOf(ref, one)),
    ],
    ...(limits.length === 0 ? {} : { sources }),
    isAvoidable: limits.length < conditions.length,
    groups: answersItself ? [] : [...new Set(ordered.flatMap(groupsOf))].sort(),
  };
}

/** With `allow`, a login is only offered: whoever has none is let in all the same. */
function loginOf(ref: string, action: Action): Proof['gates'] {
  const {
    Type = '',
    AuthenticateOidcConfig: oidc,
    AuthenticateCognitoConfig: cognito,
    JwtValidationConfig: jwt,
  } = action;
  const gate = (kind: string, issuer: string | undefined): Proof['gates'] => [
    { kind, strength: 'strong', element: resourceRef(ref), rule: issuer === undefined ? Type : `${Type} ${issuer}` },
  ];
  if (Type === 'jwt-validation') return gate('jwt', jwt?.Issuer);
  if (Type === 'authenticate-oidc' && oidc?.OnUnauthenticatedRequest !== 'allow') return gate('oidc', oidc?.Issuer);
  if (Type !== 'authenticate-cognito' || cognito?.OnUnauthenticatedRequest === 'allow') return [];
  return gate('oidc', cognito?.UserPoolArn);
}

/** Headers by which a front end proves that a request came through it. */
const SECRET = /secret|token|verify|verification|api-?key|auth|password|signature|shared-?key|origin-?(id|key)/i;

/** A header with a value that is not a bare wildcard, by a name that tells of a secret. */
function secretOf(ref: string, { Field, HttpHeaderConfig: header }: RuleCondition): Proof['gates'] {
  const name = header?.HttpHeaderName ?? '';
  if (Field !== 'http-header' || !SECRET.test(name) || header?.Values.some((value) => /^[*?]+$/.test(value)) === true)
    return [];
  return [{ kind: 'shared-secret-header', strength: 'weak', element: resourceRef(ref), rule: `header ${name}` }];
}

/** A weight of zero gets nothing. */
function groupsOf({ Type = 'forward', TargetGroupArn, ForwardConfig }: Action): readonly string[] {
  if (Type !== 'forward') return [];
  const weighted = ForwardConfig?.TargetGroups ?? [];
  if (weighted.length === 0) return TargetGroupArn === undefined ? [] : [TargetGroupArn];
  return weighted.filter(({ Weight = 1 }) => Weight > 0).flatMap((group) => group.TargetGroupArn ?? []);
}

function sourcesOf(family: Family, { Values, SourceIpConfig }: RuleCondition): readonly Block[] {
  return blocksOf(family, [...Values, ...(SourceIpConfig?.Values ?? [])]);
}

/** The blocks that are in both lists. */
function meet(some: readonly Block[], others: readonly Block[]): readonly Block[] {
  return some.flatMap(([a, b]) =>
    others.flatMap(([c, d]): Block[] => {
      const first = a > c ? a : c;
      const last = b < d ? b : d;
      return first <= last ? [[first, last]] : [];
    }),
  );
}
