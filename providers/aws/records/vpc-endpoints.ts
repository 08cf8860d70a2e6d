import { z } from 'zod';
import { id, listOf, text } from '../../../src/collect/fields.ts';
import { defineRecord } from '../../../src/collect/record-kind.ts';

/** The endpoint's policy is not read: it speaks of callers inside the VPC. */
export const VpcEndpoint = z.object({
  VpcEndpointId: id,
  VpcEndpointType: text,
  VpcId: text,
  ServiceName: text,
  State: text,
  SubnetIds: listOf(z.string()),
  NetworkInterfaceIds: listOf(z.string()),
});
export type VpcEndpoint = z.output<typeof VpcEndpoint>;

export const vpcEndpoints = defineRecord({
  call: 'ec2:DescribeVpcEndpoints',
  list: 'VpcEndpoints',
  record: VpcEndpoint,
  permission: 'ec2:DescribeVpcEndpoints',
});
