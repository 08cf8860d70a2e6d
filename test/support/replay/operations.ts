import * as ec2 from '@aws-sdk/client-ec2';
import * as elb from '@aws-sdk/client-elastic-load-balancing';
import * as elbv2 from '@aws-sdk/client-elastic-load-balancing-v2';
import * as sts from '@aws-sdk/client-sts';
import { NormalizedSchema } from '@smithy/core/schema';

export type Service = 'ec2' | 'elb' | 'elbv2' | 'sts';

/** A call as the SDK itself describes it: how its request and its answer look on the wire. */
export interface Operation {
  /** As a collection spells it: `ec2:DescribeSubnets`. */
  readonly call: string;
  readonly service: Service;
  readonly action: string;
  readonly input: NormalizedSchema;
  readonly output: NormalizedSchema;
}

interface ServiceFacts {
  readonly service: Service;
  readonly namespace: string;
  readonly schemas: Readonly<Record<string, unknown>>;
}

/** Services by the `Version` that every request of the query protocols carries: both balancers share a signing name. */
const SERVICES: Readonly<Record<string, ServiceFacts>> = {
  '2016-11-15': { service: 'ec2', namespace: 'http://ec2.amazonaws.com/doc/2016-11-15/', schemas: { ...ec2 } },
  '2012-06-01': {
    service: 'elb',
    namespace: 'http://elasticloadbalancing.amazonaws.com/doc/2012-06-01/',
    schemas: { ...elb },
  },
  '2015-12-01': {
    service: 'elbv2',
    namespace: 'http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/',
    schemas: { ...elbv2 },
  },
  '2011-06-15': { service: 'sts', namespace: 'https://sts.amazonaws.com/doc/2011-06-15/', schemas: { ...sts } },
};

const known = new Map<string, Operation | undefined>();

/** The operation of a request, or undefined if the SDK knows none of that name. */
export function operationOf(version: string, action: string): Operation | undefined {
  const key = `${version} ${action}`;
  if (!known.has(key)) known.set(key, find(version, action));
  return known.get(key);
}

/** The operation that a collection's call names. */
export function operationOfCall(call: string): Operation | undefined {
  const [service, action = ''] = call.split(':');
  const version = Object.keys(SERVICES).find((candidate) => SERVICES[candidate]?.service === service);
  return version === undefined ? undefined : operationOf(version, action);
}

export function namespaceOf(service: Service): string {
  return Object.values(SERVICES).find((facts) => facts.service === service)?.namespace ?? '';
}

type SchemaRef = Parameters<typeof NormalizedSchema.of>[0];

function find(version: string, action: string): Operation | undefined {
  const facts = SERVICES[version];
  const operation = facts?.schemas[`${action}$`];
  if (facts === undefined || !isOperation(operation)) return undefined;
  const [, , , , input, output] = operation;
  const { service } = facts;
  return {
    call: `${service}:${action}`,
    service,
    action,
    input: NormalizedSchema.of(input),
    output: NormalizedSchema.of(output),
  };
}

/** An operation's schema is a tuple that starts with a 9 and ends with the schemas of its two messages. */
function isOperation(value: unknown): value is readonly [9, string, string, unknown, SchemaRef, SchemaRef] {
  return Array.isArray(value) && value[0] === 9 && value.length >= 6;
}
