import type { CdnManagementClient } from '@azure/arm-cdn';
import type { ComputeManagementClient } from '@azure/arm-compute';
import type { NetworkManagementClient } from '@azure/arm-network';
import type { Page, PageRequest } from '../../../src/collect/collector.ts';
import { explainFailure } from '../failures.ts';
import type { Paged } from '../raw-answers.ts';
import type { AzureScope } from './azure-scope.ts';
import { pageAt } from './by-url.ts';
import { gatewaysOf } from './gateways.ts';

/** Fetches a page of all resources of a type in a subscription. */
export type ListOperation = (scope: AzureScope, page: PageRequest) => Promise<Page>;

/**
 * How Resource Manager lists each type for a whole subscription.
 *
 * It is asked so where Resource Graph did not answer, or shows nothing of the subscription.
 */
export const LIST_OPERATIONS: ReadonlyMap<string, ListOperation> = new Map([
  ['Microsoft.Network/networkInterfaces', network(({ networkInterfaces }) => networkInterfaces.listAll())],
  ['Microsoft.Network/publicIPAddresses', network(({ publicIPAddresses }) => publicIPAddresses.listAll())],
  ['Microsoft.Network/publicIPPrefixes', network(({ publicIPPrefixes }) => publicIPPrefixes.listAll())],
  ['Microsoft.Network/virtualNetworks', network(({ virtualNetworks }) => virtualNetworks.listAll())],
  ['Microsoft.Network/networkSecurityGroups', network(({ networkSecurityGroups }) => networkSecurityGroups.listAll())],
  ['Microsoft.Network/applicationSecurityGroups', network((client) => client.applicationSecurityGroups.listAll())],
  ['Microsoft.Network/routeTables', network(({ routeTables }) => routeTables.listAll())],
  ['Microsoft.Network/virtualNetworkGateways', gatewaysOf('Microsoft.Network/virtualNetworkGateways')],
  ['Microsoft.Network/localNetworkGateways', gatewaysOf('Microsoft.Network/localNetworkGateways')],
  ['Microsoft.Network/natGateways', network(({ natGateways }) => natGateways.listAll())],
  ['Microsoft.Network/loadBalancers', network(({ loadBalancers }) => loadBalancers.listAll())],
  ['Microsoft.Network/applicationGateways', network(({ applicationGateways }) => applicationGateways.listAll())],
  [
    'Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies',
    network((client) => client.webApplicationFirewallPolicies.listAll()),
  ],
  ['Microsoft.Network/azureFirewalls', network(({ azureFirewalls }) => azureFirewalls.listAll())],
  ['Microsoft.Network/virtualHubs', network(({ virtualHubs }) => virtualHubs.list())],
  ['Microsoft.Network/firewallPolicies', network(({ firewallPolicies }) => firewallPolicies.listAll())],
  ['Microsoft.Network/ipGroups', network(({ ipGroups }) => ipGroups.list())],
  ['Microsoft.Network/bastionHosts', network(({ bastionHosts }) => bastionHosts.list())],
  ['Microsoft.Network/privateLinkServices', network((client) => client.privateLinkServices.listBySubscription())],
  ['Microsoft.Network/frontDoors', byPath('Microsoft.Network/frontDoors', '2021-06-01')],
  [
    'Microsoft.Network/frontDoorWebApplicationFirewallPolicies',
    byPath('Microsoft.Network/frontDoorWebApplicationFirewallPolicies', '2024-02-01'),
  ],
  ['Microsoft.Compute/virtualMachines', virtualMachines],
  ['Microsoft.Compute/virtualMachineScaleSets', compute((client) => client.virtualMachineScaleSets.listAll())],
  ['Microsoft.Cdn/profiles', cdn(({ profiles }) => profiles.list())],
  [
    'Microsoft.ContainerService/managedClusters',
    async ({ session, subscription }, page) => {
      const { managedClusters } = await session.containerService(subscription);
      return session.rawPage(managedClusters.list(), page);
    },
  ],
  [
    'Microsoft.ContainerInstance/containerGroups',
    async ({ session, subscription }, page) => {
      const { containerGroups } = await session.containerInstance(subscription);
      return session.rawPage(containerGroups.list(), page);
    },
  ],
]);

function network(list: (client: NetworkManagementClient) => Paged): ListOperation {
  return async ({ session, subscription }, page) => session.rawPage(list(await session.network(subscription)), page);
}

function compute(list: (client: ComputeManagementClient) => Paged): ListOperation {
  return async ({ session, subscription }, page) => session.rawPage(list(await session.compute(subscription)), page);
}

/**
 * Without the instance view nobody says whether a machine runs.
 *
 * Azure gives it, though its documentation promises it for one scale set at a time only. Should it refuse, machines whose
 * state is unknown are better than none.
 */
async function virtualMachines({ session, subscription }: AzureScope, page: PageRequest): Promise<Page> {
  const { virtualMachines: machines } = await session.compute(subscription);
  return session.rawPage(machines.listAll({ expand: 'instanceView' }), page).catch((error: unknown) => {
    if (explainFailure(error).status !== 400) throw error;
    return session.rawPage(machines.listAll(), page);
  });
}

function cdn(list: (client: CdnManagementClient) => Paged): ListOperation {
  return async ({ session, subscription }, page) => session.rawPage(list(await session.cdn(subscription)), page);
}

/** A type that none of our SDKs lists. */
function byPath(type: string, apiVersion: string): ListOperation {
  return (scope, { token, signal }) => {
    const path = `/subscriptions/${scope.subscription}/providers/${type}?api-version=${apiVersion}`;
    return pageAt(scope, token ?? `${scope.session.endpoint}${path}`, signal);
  };
}
