import { z } from 'zod';
import { flag, id, listOf, maybe, text } from '../../../src/collect/fields.ts';
import { defineRecord } from '../../../src/collect/record-kind.ts';
import { tags } from './tag.ts';

/** `GatewayId` is `local`, an internet gateway, a virtual private gateway or a gateway endpoint. */
const Route = z.object({
  DestinationCidrBlock: text,
  DestinationIpv6CidrBlock: text,
  DestinationPrefixListId: text,
  GatewayId: text,
  NatGatewayId: text,
  InstanceId: text,
  NetworkInterfaceId: text,
  VpcEndpointId: text,
  TransitGatewayId: text,
  EgressOnlyInternetGatewayId: text,
  VpcPeeringConnectionId: text,
  CarrierGatewayId: text,
  LocalGatewayId: text,
  CoreNetworkArn: text,
  State: text,
  Origin: text,
});
export type Route = z.output<typeof Route>;

/** `GatewayId` marks an edge route table; `PublicIpv4Pool` sends a whole pool of addresses to one interface. */
const RouteTableAssociation = z.object({
  Main: flag,
  SubnetId: text,
  GatewayId: text,
  PublicIpv4Pool: text,
  AssociationState: maybe(z.object({ State: text })),
});

export const RouteTable = z.object({
  RouteTableId: id,
  OwnerId: text,
  VpcId: text,
  Associations: listOf(RouteTableAssociation),
  Routes: listOf(Route),
  Tags: tags,
});
export type RouteTable = z.output<typeof RouteTable>;

export const routeTables = defineRecord({
  call: 'ec2:DescribeRouteTables',
  list: 'RouteTables',
  record: RouteTable,
  permission: 'ec2:DescribeRouteTables',
});
