import { z } from 'zod';
import { flag, id, integer, listOf, maybe, protocol, text } from '../../../src/collect/fields.ts';
import { defineRecord } from '../../../src/collect/record-kind.ts';
import { tags } from './tag.ts';

/** Without ports, or with -1, every port is meant. For ICMP `FromPort` is the type and `ToPort` the code. */
const IpPermission = z.object({
  IpProtocol: protocol,
  FromPort: integer,
  ToPort: integer,
  IpRanges: listOf(z.object({ CidrIp: text, Description: text })),
  Ipv6Ranges: listOf(z.object({ CidrIpv6: text, Description: text })),
  PrefixListIds: listOf(z.object({ PrefixListId: text, Description: text })),
  UserIdGroupPairs: listOf(z.object({ GroupId: text, GroupName: text, UserId: text, Description: text })),
});
export type IpPermission = z.output<typeof IpPermission>;

/** Egress rules are not read: replies leave regardless of them. */
export const SecurityGroup = z.object({
  GroupId: id,
  GroupName: text,
  Description: text,
  OwnerId: text,
  VpcId: text,
  IpPermissions: listOf(IpPermission),
  Tags: tags,
});
export type SecurityGroup = z.output<typeof SecurityGroup>;

export const securityGroups = defineRecord({
  call: 'ec2:DescribeSecurityGroups',
  list: 'SecurityGroups',
  record: SecurityGroup,
  permission: 'ec2:DescribeSecurityGroups',
});

/** One source of one permission, with the id that a person can revoke. */
export const SecurityGroupRule = z.object({
  SecurityGroupRuleId: id,
  GroupId: text,
  IsEgress: flag,
  IpProtocol: protocol,
  FromPort: integer,
  ToPort: integer,
  CidrIpv4: text,
  CidrIpv6: text,
  PrefixListId: text,
  ReferencedGroupInfo: maybe(z.object({ GroupId: text, UserId: text })),
  Description: text,
});
export type SecurityGroupRule = z.output<typeof SecurityGroupRule>;

export const securityGroupRules = defineRecord({
  call: 'ec2:DescribeSecurityGroupRules',
  list: 'SecurityGroupRules',
  record: SecurityGroupRule,
  permission: 'ec2:DescribeSecurityGroupRules',
});
