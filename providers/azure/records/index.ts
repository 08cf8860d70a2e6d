import { applicationGateways } from './application-gateways.ts';
import type { ArmKind } from './arm-kind.ts';
import { azureFirewalls, virtualHubs } from './azure-firewalls.ts';
import { bastionHosts } from './bastion-hosts.ts';
import { containerGroups } from './container-groups.ts';
import { firewallPolicies, ruleCollectionGroups } from './firewall-policies.ts';
import {
  frontDoorDomains,
  frontDoorEndpoints,
  frontDoorOriginGroups,
  frontDoorOrigins,
  frontDoorProfiles,
  frontDoorRoutes,
  frontDoorRules,
  frontDoorSecurityPolicies,
} from './front-door.ts';
import { classicFrontDoors } from './front-door-classic.ts';
import { frontDoorWafPolicies } from './front-door-waf.ts';
import { ipGroups } from './ip-groups.ts';
import { loadBalancers } from './load-balancers.ts';
import { managedClusters } from './managed-clusters.ts';
import { networkInterfaces, scaleSetInterfaces } from './network-interfaces.ts';
import { applicationSecurityGroups, networkSecurityGroups } from './network-security-groups.ts';
import { privateLinkServices } from './private-link-services.ts';
import { publicIpAddresses, publicIpPrefixes, scaleSetAddresses } from './public-ip-addresses.ts';
import { localNetworkGateways, natGateways, routeTables, virtualNetworkGateways } from './route-tables.ts';
import { securityAdminRules } from './security-admin-rules.ts';
import { serviceTags } from './service-tags.ts';
import { scaleSets, virtualMachines } from './virtual-machines.ts';
import { virtualNetworks } from './virtual-networks.ts';
import { wafPolicies } from './waf-policies.ts';

/** Every answer that we can read. Collectors, the custom role and the converter all go by this list. */
export const RECORDS: readonly ArmKind[] = [
  networkInterfaces,
  publicIpAddresses,
  publicIpPrefixes,
  virtualNetworks,
  securityAdminRules,
  serviceTags,
  networkSecurityGroups,
  applicationSecurityGroups,
  routeTables,
  virtualNetworkGateways,
  localNetworkGateways,
  natGateways,
  virtualMachines,
  scaleSets,
  scaleSetInterfaces,
  scaleSetAddresses,
  loadBalancers,
  applicationGateways,
  wafPolicies,
  azureFirewalls,
  virtualHubs,
  firewallPolicies,
  ruleCollectionGroups,
  ipGroups,
  bastionHosts,
  privateLinkServices,
  frontDoorProfiles,
  frontDoorEndpoints,
  frontDoorRoutes,
  frontDoorOriginGroups,
  frontDoorOrigins,
  frontDoorSecurityPolicies,
  frontDoorDomains,
  frontDoorRules,
  frontDoorWafPolicies,
  classicFrontDoors,
  managedClusters,
  containerGroups,
];
