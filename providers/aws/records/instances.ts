import { z } from 'zod';
import { id, listOf, maybe, text } from '../../../src/collect/fields.ts';
import { defineRecord } from '../../../src/collect/record-kind.ts';
import { NetworkInterface } from './network-interfaces.ts';
import { tags } from './tag.ts';

/** The interfaces are whole: where interfaces may not be described, these stand in for them. */
const Instance = z.object({
  InstanceId: id,
  InstanceType: text,
  ImageId: text,
  InstanceLifecycle: text,
  State: maybe(z.object({ Name: text })),
  IamInstanceProfile: maybe(z.object({ Arn: text })),
  VpcId: text,
  SubnetId: text,
  PrivateIpAddress: text,
  PublicIpAddress: text,
  NetworkInterfaces: listOf(NetworkInterface),
  Tags: tags,
});
export type Instance = z.output<typeof Instance>;

/** `DescribeInstances` answers reservations, each with the instances that were launched together. */
const Reservation = z.object({ OwnerId: text, Instances: listOf(Instance) });

export const instances = defineRecord({
  call: 'ec2:DescribeInstances',
  list: 'Reservations',
  record: Reservation,
  permission: 'ec2:DescribeInstances',
});
