import { z } from 'zod';
import { id, text } from '../../../src/collect/fields.ts';
import { defineRecord } from '../../../src/collect/record-kind.ts';

const BlockPublicAccessOptions = z.object({ InternetGatewayBlockMode: text, State: text });

export const blockPublicAccessOptions = defineRecord({
  call: 'ec2:DescribeVpcBlockPublicAccessOptions',
  list: 'VpcBlockPublicAccessOptions',
  single: true,
  record: BlockPublicAccessOptions,
  permission: 'ec2:DescribeVpcBlockPublicAccessOptions',
});

/** `ResourceArn` is a VPC or a subnet. */
export const BlockPublicAccessExclusion = z.object({
  ExclusionId: id,
  ResourceArn: text,
  InternetGatewayExclusionMode: text,
  State: text,
});
export type BlockPublicAccessExclusion = z.output<typeof BlockPublicAccessExclusion>;

export const blockPublicAccessExclusions = defineRecord({
  call: 'ec2:DescribeVpcBlockPublicAccessExclusions',
  list: 'VpcBlockPublicAccessExclusions',
  record: BlockPublicAccessExclusion,
  permission: 'ec2:DescribeVpcBlockPublicAccessExclusions',
});
