import { z } from 'zod';
import { id, integer, listOf, maybe, text } from '../../../src/collect/fields.ts';
import { defineRecord } from '../../../src/collect/record-kind.ts';

const ClassicListener = z.object({
  Protocol: text,
  LoadBalancerPort: integer,
  InstanceProtocol: text,
  InstancePort: integer,
});

/** Identified by its name, for the API knows no ARN of it. */
export const ClassicLoadBalancer = z.object({
  LoadBalancerName: id,
  DNSName: text,
  Scheme: text,
  VPCId: text,
  Subnets: listOf(z.string()),
  SecurityGroups: listOf(z.string()),
  ListenerDescriptions: listOf(z.object({ Listener: maybe(ClassicListener) })),
  Instances: listOf(z.object({ InstanceId: text })),
  HealthCheck: maybe(z.object({ Target: text })),
});
export type ClassicLoadBalancer = z.output<typeof ClassicLoadBalancer>;

export const classicLoadBalancers = defineRecord({
  call: 'elb:DescribeLoadBalancers',
  list: 'LoadBalancerDescriptions',
  record: ClassicLoadBalancer,
  permission: 'elasticloadbalancing:DescribeLoadBalancers',
});
