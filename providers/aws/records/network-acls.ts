import { z } from 'zod';
import { flag, id, integer, listOf, maybe, protocol, text } from '../../../src/collect/fields.ts';
import { defineRecord } from '../../../src/collect/record-kind.ts';
import { tags } from './tag.ts';

/** Entries come in any order; `RuleNumber` is what counts. */
const NetworkAclEntry = z.object({
  RuleNumber: integer,
  Egress: flag,
  Protocol: protocol,
  RuleAction: text,
  CidrBlock: text,
  Ipv6CidrBlock: text,
  PortRange: maybe(z.object({ From: integer, To: integer })),
  IcmpTypeCode: maybe(z.object({ Type: integer, Code: integer })),
});
export type NetworkAclEntry = z.output<typeof NetworkAclEntry>;

export const NetworkAcl = z.object({
  NetworkAclId: id,
  OwnerId: text,
  VpcId: text,
  IsDefault: flag,
  Associations: listOf(z.object({ SubnetId: text })),
  Entries: listOf(NetworkAclEntry),
  Tags: tags,
});
export type NetworkAcl = z.output<typeof NetworkAcl>;

export const networkAcls = defineRecord({
  call: 'ec2:DescribeNetworkAcls',
  list: 'NetworkAcls',
  record: NetworkAcl,
  permission: 'ec2:DescribeNetworkAcls',
});
