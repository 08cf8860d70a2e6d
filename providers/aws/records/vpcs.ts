import { z } from 'zod';
import { id, listOf, maybe, text } from '../../../src/collect/fields.ts';
import { defineRecord } from '../../../src/collect/record-kind.ts';
import { tags } from './tag.ts';

const CidrState = maybe(z.object({ State: text }));

export const BlockPublicAccessStates = maybe(z.object({ InternetGatewayBlockMode: text }));

/** Old answers have only `CidrBlock`; a VPC of several ranges has them all in `CidrBlockAssociationSet`. */
export const Vpc = z.object({
  VpcId: id,
  OwnerId: text,
  CidrBlock: text,
  CidrBlockAssociationSet: listOf(z.object({ CidrBlock: text, CidrBlockState: CidrState })),
  Ipv6CidrBlockAssociationSet: listOf(z.object({ Ipv6CidrBlock: text, Ipv6CidrBlockState: CidrState })),
  BlockPublicAccessStates,
  Tags: tags,
});
export type Vpc = z.output<typeof Vpc>;

export const vpcs = defineRecord({
  call: 'ec2:DescribeVpcs',
  list: 'Vpcs',
  record: Vpc,
  permission: 'ec2:DescribeVpcs',
});
