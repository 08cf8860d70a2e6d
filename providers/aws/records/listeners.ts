import { z } from 'zod';
import { flag, id, integer, listOf, maybe, text } from '../../../src/collect/fields.ts';
import { defineRecord } from '../../../src/collect/record-kind.ts';

/** Of a login only whether it is demanded, and of whom: client ids and secrets never pass. */
const AuthenticateOidc = maybe(z.object({ Issuer: text, OnUnauthenticatedRequest: text }));
const AuthenticateCognito = maybe(z.object({ UserPoolArn: text, OnUnauthenticatedRequest: text }));

const TargetGroupTuple = z.object({ TargetGroupArn: text, Weight: integer });

const Action = z.object({
  Type: text,
  Order: integer,
  TargetGroupArn: text,
  ForwardConfig: maybe(z.object({ TargetGroups: listOf(TargetGroupTuple) })),
  AuthenticateOidcConfig: AuthenticateOidc,
  AuthenticateCognitoConfig: AuthenticateCognito,
  JwtValidationConfig: maybe(z.object({ Issuer: text })),
});
export type Action = z.output<typeof Action>;

export const Listener = z.object({
  ListenerArn: id,
  LoadBalancerArn: text,
  Port: integer,
  Protocol: text,
  DefaultActions: listOf(Action),
  MutualAuthentication: maybe(z.object({ Mode: text })),
});
export type Listener = z.output<typeof Listener>;

export const listeners = defineRecord({
  call: 'elbv2:DescribeListeners',
  list: 'Listeners',
  record: Listener,
  permission: 'elasticloadbalancing:DescribeListeners',
  requestField: 'LoadBalancerArn',
});

/** A header or query value can be a shared secret, so all that is kept of it is whether it is a bare wildcard. */
const redacted = z.string().transform((value) => (/^[*?]+$/.test(value) ? value : '…'));

const values = maybe(z.object({ Values: listOf(z.string()), RegexValues: listOf(z.string()) }));

/** Old rules have `Values` at the top, newer ones a config per field, many both. */
const RuleCondition = z.object({
  Field: text,
  Values: listOf(z.string()),
  RegexValues: listOf(z.string()),
  HostHeaderConfig: values,
  PathPatternConfig: values,
  HttpRequestMethodConfig: values,
  SourceIpConfig: values,
  HttpHeaderConfig: maybe(z.object({ HttpHeaderName: text, Values: listOf(redacted), RegexValues: listOf(redacted) })),
  QueryStringConfig: maybe(z.object({ Values: listOf(z.object({ Key: text, Value: maybe(redacted) })) })),
});
export type RuleCondition = z.output<typeof RuleCondition>;

/** `Priority` is a number as text, or `default`. */
export const Rule = z.object({
  RuleArn: id,
  Priority: text,
  IsDefault: flag,
  Conditions: listOf(RuleCondition),
  Actions: listOf(Action),
});
export type Rule = z.output<typeof Rule>;

export const listenerRules = defineRecord({
  call: 'elbv2:DescribeRules',
  list: 'Rules',
  record: Rule,
  permission: 'elasticloadbalancing:DescribeRules',
  requestField: 'ListenerArn',
});
