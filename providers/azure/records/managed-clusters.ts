import type { z } from 'zod';
import { flag, listOf, maybe, text } from '../../../src/collect/fields.ts';
import { resource, shape } from './arm.ts';
import { listedType } from './arm-kind.ts';

const AgentPool = shape({ vmSize: text });

export const ManagedCluster = resource({
  fqdn: text,
  privateFQDN: text,
  powerState: maybe(shape({ code: text })),
  publicNetworkAccess: text,
  disableLocalAccounts: flag,
  apiServerAccessProfile: maybe(shape({ enablePrivateCluster: flag, authorizedIPRanges: listOf(text) })),
  agentPoolProfiles: listOf(AgentPool),
});
export type ManagedCluster = z.output<typeof ManagedCluster>;

export const managedClusters = listedType('Microsoft.ContainerService/managedClusters', ManagedCluster);
