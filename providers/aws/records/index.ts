import type { RecordKind } from '../../../src/collect/record-kind.ts';
import { addresses } from './addresses.ts';
import { blockPublicAccessExclusions, blockPublicAccessOptions } from './block-public-access.ts';
import { classicLoadBalancers } from './classic-load-balancers.ts';
import { carrierGateways, egressOnlyInternetGateways, internetGateways, natGateways } from './gateways.ts';
import { images } from './images.ts';
import { instances } from './instances.ts';
import { listenerRules, listeners } from './listeners.ts';
import { loadBalancerAttributes, loadBalancers, loadBalancerTags } from './load-balancers.ts';
import { networkAcls } from './network-acls.ts';
import { networkInterfaces } from './network-interfaces.ts';
import { managedPrefixLists, prefixListEntries } from './prefix-lists.ts';
import { regions } from './regions.ts';
import { routeTables } from './route-tables.ts';
import { securityGroupRules, securityGroups } from './security-groups.ts';
import { subnets } from './subnets.ts';
import { targetGroupAttributes, targetGroups, targetHealth } from './target-groups.ts';
import { vpcEndpoints } from './vpc-endpoints.ts';
import { vpcs } from './vpcs.ts';

/** Every answer that we can read. Collectors, the least-privilege policy and the converter all go by this list. */
export const RECORDS: readonly RecordKind[] = [
  regions,
  networkInterfaces,
  instances,
  images,
  addresses,
  vpcs,
  subnets,
  routeTables,
  internetGateways,
  egressOnlyInternetGateways,
  natGateways,
  carrierGateways,
  vpcEndpoints,
  networkAcls,
  securityGroups,
  securityGroupRules,
  managedPrefixLists,
  prefixListEntries,
  blockPublicAccessOptions,
  blockPublicAccessExclusions,
  loadBalancers,
  loadBalancerAttributes,
  listeners,
  listenerRules,
  targetGroups,
  targetGroupAttributes,
  targetHealth,
  loadBalancerTags,
  classicLoadBalancers,
];
