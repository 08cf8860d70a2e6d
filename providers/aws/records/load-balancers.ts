import { z } from 'zod';
import { id, listOf, maybe, text } from '../../../src/collect/fields.ts';
import { defineRecord } from '../../../src/collect/record-kind.ts';
import { tags } from './tag.ts';

const LoadBalancerAddress = z.object({ IpAddress: text, PrivateIPv4Address: text, IPv6Address: text });

const AvailabilityZone = z.object({
  ZoneName: text,
  SubnetId: text,
  LoadBalancerAddresses: listOf(LoadBalancerAddress),
});

/** An application, network or gateway load balancer. A network one may have no security groups at all. */
export const LoadBalancer = z.object({
  LoadBalancerArn: id,
  LoadBalancerName: text,
  DNSName: text,
  Type: text,
  Scheme: text,
  IpAddressType: text,
  VpcId: text,
  State: maybe(z.object({ Code: text })),
  AvailabilityZones: listOf(AvailabilityZone),
  SecurityGroups: listOf(z.string()),
});
export type LoadBalancer = z.output<typeof LoadBalancer>;

export const loadBalancers = defineRecord({
  call: 'elbv2:DescribeLoadBalancers',
  list: 'LoadBalancers',
  record: LoadBalancer,
  permission: 'elasticloadbalancing:DescribeLoadBalancers',
});

/** A setting as text, of a load balancer or a target group. */
export const Attribute = z.object({ Key: id, Value: text });
export type Attribute = z.output<typeof Attribute>;

export const loadBalancerAttributes = defineRecord({
  call: 'elbv2:DescribeLoadBalancerAttributes',
  list: 'Attributes',
  record: Attribute,
  permission: 'elasticloadbalancing:DescribeLoadBalancerAttributes',
  requestField: 'LoadBalancerArn',
});

const TagDescription = z.object({ ResourceArn: text, LoadBalancerName: text, Tags: tags });

/** Asked in batches: `request.ResourceArns`. It decides no verdict; it only says who owns a load balancer. */
export const loadBalancerTags = defineRecord({
  call: 'elbv2:DescribeTags',
  list: 'TagDescriptions',
  record: TagDescription,
  permission: 'elasticloadbalancing:DescribeTags',
});
