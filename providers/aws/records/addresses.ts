import { z } from 'zod';
import { text } from '../../../src/collect/fields.ts';
import { defineRecord } from '../../../src/collect/record-kind.ts';
import { tags } from './tag.ts';

/** An Elastic IP. One in a carrier network has a `CarrierIp` instead of a `PublicIp`. */
export const Address = z.object({
  AllocationId: text,
  AssociationId: text,
  PublicIp: text,
  CarrierIp: text,
  PrivateIpAddress: text,
  NetworkInterfaceId: text,
  InstanceId: text,
  Tags: tags,
});
export type Address = z.output<typeof Address>;

export const addresses = defineRecord({
  call: 'ec2:DescribeAddresses',
  list: 'Addresses',
  record: Address,
  permission: 'ec2:DescribeAddresses',
});
