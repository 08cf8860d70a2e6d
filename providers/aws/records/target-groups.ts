import { z } from 'zod';
import { id, integer, listOf, maybe, text } from '../../../src/collect/fields.ts';
import { defineRecord } from '../../../src/collect/record-kind.ts';
import { Attribute } from './load-balancers.ts';

export const TargetGroup = z.object({
  TargetGroupArn: id,
  TargetGroupName: text,
  Protocol: text,
  ProtocolVersion: text,
  Port: integer,
  VpcId: text,
  TargetType: text,
  IpAddressType: text,
  HealthCheckPath: text,
  LoadBalancerArns: listOf(z.string()),
});
export type TargetGroup = z.output<typeof TargetGroup>;

export const targetGroups = defineRecord({
  call: 'elbv2:DescribeTargetGroups',
  list: 'TargetGroups',
  record: TargetGroup,
  permission: 'elasticloadbalancing:DescribeTargetGroups',
});

export const targetGroupAttributes = defineRecord({
  call: 'elbv2:DescribeTargetGroupAttributes',
  list: 'Attributes',
  record: Attribute,
  permission: 'elasticloadbalancing:DescribeTargetGroupAttributes',
  requestField: 'TargetGroupArn',
});

/** `Id` is an instance, an address, a function or a load balancer, by the type of the group. */
export const TargetHealth = z.object({
  Target: z.object({ Id: id, Port: integer, AvailabilityZone: text }),
  TargetHealth: maybe(z.object({ State: text })),
});
export type TargetHealth = z.output<typeof TargetHealth>;

export const targetHealth = defineRecord({
  call: 'elbv2:DescribeTargetHealth',
  list: 'TargetHealthDescriptions',
  record: TargetHealth,
  permission: 'elasticloadbalancing:DescribeTargetHealth',
  requestField: 'TargetGroupArn',
});
