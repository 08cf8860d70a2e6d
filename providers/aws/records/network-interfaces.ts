import { z } from 'zod';
import { flag, id, integer, listOf, maybe, text } from '../../../src/collect/fields.ts';
import { defineRecord } from '../../../src/collect/record-kind.ts';
import { tags } from './tag.ts';

/** An interface without a public address may carry an empty association. */
const Association = z.object({ PublicIp: text, CarrierIp: text });

const PrivateIpAddress = z.object({ PrivateIpAddress: text, Primary: flag, Association: maybe(Association) });

const Attachment = z.object({ InstanceId: text, InstanceOwnerId: text, DeviceIndex: integer, Status: text });

/** Only the primary public address is at the top level; all of them are in `PrivateIpAddresses`. */
export const NetworkInterface = z.object({
  NetworkInterfaceId: id,
  OwnerId: text,
  VpcId: text,
  SubnetId: text,
  AvailabilityZone: text,
  Status: text,
  InterfaceType: text,
  Description: text,
  RequesterManaged: flag,
  DenyAllIgwTraffic: flag,
  Attachment: maybe(Attachment),
  Association: maybe(Association),
  PrivateIpAddress: text,
  PrivateIpAddresses: listOf(PrivateIpAddress),
  Ipv6Addresses: listOf(z.object({ Ipv6Address: text, IsPrimaryIpv6: flag })),
  Ipv6Prefixes: listOf(z.object({ Ipv6Prefix: text })),
  Ipv4Prefixes: listOf(z.object({ Ipv4Prefix: text })),
  Groups: listOf(z.object({ GroupId: text })),
  TagSet: tags,
});
export type NetworkInterface = z.output<typeof NetworkInterface>;

export const networkInterfaces = defineRecord({
  call: 'ec2:DescribeNetworkInterfaces',
  list: 'NetworkInterfaces',
  record: NetworkInterface,
  permission: 'ec2:DescribeNetworkInterfaces',
});
