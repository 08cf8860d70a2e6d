import type { ArmKind } from './arm-kind.ts';
import { networkInterfaces, scaleSetInterfaces } from './network-interfaces.ts';
import { applicationSecurityGroups, networkSecurityGroups } from './network-security-groups.ts';
import { publicIpAddresses, publicIpPrefixes, scaleSetAddresses } from './public-ip-addresses.ts';
import { localNetworkGateways, natGateways, routeTables, virtualNetworkGateways } from './route-tables.ts';
import { securityAdminRules } from './security-admin-rules.ts';
import { scaleSets, virtualMachines } from './virtual-machines.ts';
import { virtualNetworks } from './virtual-networks.ts';

/** Every answer that we can read. Collectors, the custom role and the converter all go by this list. */
export const RECORDS: readonly ArmKind[] = [
  networkInterfaces,
  publicIpAddresses,
  publicIpPrefixes,
  virtualNetworks,
  securityAdminRules,
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
];
