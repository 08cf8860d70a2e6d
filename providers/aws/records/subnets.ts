import { z } from 'zod';
import { id, listOf, maybe, text } from '../../../src/collect/fields.ts';
import { defineRecord } from '../../../src/collect/record-kind.ts';
import { tags } from './tag.ts';
import { BlockPublicAccessStates } from './vpcs.ts';

/** Without `Ipv6AddressAttribute` the range is public: private ranges came later. */
const Ipv6Range = z.object({
  Ipv6CidrBlock: text,
  Ipv6AddressAttribute: text,
  Ipv6CidrBlockState: maybe(z.object({ State: text })),
});

export const Subnet = z.object({
  SubnetId: id,
  SubnetArn: text,
  OwnerId: text,
  VpcId: text,
  AvailabilityZone: text,
  CidrBlock: text,
  Ipv6CidrBlockAssociationSet: listOf(Ipv6Range),
  BlockPublicAccessStates,
  Tags: tags,
});
export type Subnet = z.output<typeof Subnet>;

export const subnets = defineRecord({
  call: 'ec2:DescribeSubnets',
  list: 'Subnets',
  record: Subnet,
  permission: 'ec2:DescribeSubnets',
});
