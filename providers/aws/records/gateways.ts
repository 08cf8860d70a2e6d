import { z } from 'zod';
import { id, listOf, text } from '../../../src/collect/fields.ts';
import { defineRecord } from '../../../src/collect/record-kind.ts';
import { tags } from './tag.ts';

const Attachments = listOf(z.object({ VpcId: text, State: text }));

export const InternetGateway = z.object({ InternetGatewayId: id, OwnerId: text, Attachments, Tags: tags });
export type InternetGateway = z.output<typeof InternetGateway>;

export const internetGateways = defineRecord({
  call: 'ec2:DescribeInternetGateways',
  list: 'InternetGateways',
  record: InternetGateway,
  permission: 'ec2:DescribeInternetGateways',
});

const EgressOnlyInternetGateway = z.object({ EgressOnlyInternetGatewayId: id, Attachments });

export const egressOnlyInternetGateways = defineRecord({
  call: 'ec2:DescribeEgressOnlyInternetGateways',
  list: 'EgressOnlyInternetGateways',
  record: EgressOnlyInternetGateway,
  permission: 'ec2:DescribeEgressOnlyInternetGateways',
});

const NatGatewayAddress = z.object({ NetworkInterfaceId: text, PublicIp: text, PrivateIp: text, AllocationId: text });

export const NatGateway = z.object({
  NatGatewayId: id,
  VpcId: text,
  SubnetId: text,
  State: text,
  ConnectivityType: text,
  NatGatewayAddresses: listOf(NatGatewayAddress),
});
export type NatGateway = z.output<typeof NatGateway>;

export const natGateways = defineRecord({
  call: 'ec2:DescribeNatGateways',
  list: 'NatGateways',
  record: NatGateway,
  permission: 'ec2:DescribeNatGateways',
});

const CarrierGateway = z.object({ CarrierGatewayId: id, VpcId: text, State: text });

export const carrierGateways = defineRecord({
  call: 'ec2:DescribeCarrierGateways',
  list: 'CarrierGateways',
  record: CarrierGateway,
  permission: 'ec2:DescribeCarrierGateways',
});
