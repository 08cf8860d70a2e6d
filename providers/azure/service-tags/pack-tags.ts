import { z } from 'zod';
import { subtract } from '../../../src/net/interval-set.ts';
import { packRanges } from './packing.ts';
import { parseTagName } from './tag-name.ts';
import { rangesIn, type ServiceTagRanges } from './tag-ranges.ts';

/** What is kept of the published list: by service and part, both families packed, with a blank between them. */
export interface PinnedTags {
  /** The day of the list: what came later is not in it. */
  readonly publishedOn: string;
  readonly cloud: string;
  readonly tags: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** The list as Microsoft publishes it every week, and as `Microsoft.Network/locations/serviceTags` answers it. */
export const TagList = z.object({
  cloud: z.string(),
  values: z.array(z.object({ name: z.string(), properties: z.object({ addressPrefixes: z.array(z.string()) }) })),
});

/**
 * Packs the tags that rules for inbound traffic name, out of a published list.
 *
 * Of a tag that has parts, only what no part holds is kept beside them.
 */
export function packTags({ cloud, values }: z.output<typeof TagList>, publishedOn: string): PinnedTags {
  const services = new Map<string, Map<string, ServiceTagRanges>>();
  for (const { name, properties } of values) {
    const { service, part } = parseTagName(name);
    if (!PINNED.has(service)) continue;
    const parts = services.get(service) ?? new Map<string, ServiceTagRanges>();
    services.set(service, parts.set(part, rangesIn(properties.addressPrefixes)));
  }
  return { publishedOn, cloud, tags: sorted([...services].map(([service, parts]) => [service, packed(parts)])) };
}

function packed(parts: ReadonlyMap<string, ServiceTagRanges>): Readonly<Record<string, string>> {
  const regional = [...parts].filter(([part]) => part !== '').map(([, ranges]) => ranges);
  return sorted(
    [...parts].map(([part, whole]) => {
      const rest = part === '' ? regional.reduce(without, whole) : whole;
      return [part, `${packRanges(rest.ipv4)} ${packRanges(rest.ipv6)}`];
    }),
  );
}

function without(a: ServiceTagRanges, b: ServiceTagRanges): ServiceTagRanges {
  return { ipv4: subtract(a.ipv4, b.ipv4), ipv6: subtract(a.ipv6, b.ipv6) };
}

function sorted<T>(pairs: readonly (readonly [string, T])[]): Readonly<Record<string, T>> {
  return Object.fromEntries([...pairs].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * The services whose tags are pinned: those that Microsoft documents for inbound rules, and three that are used there
 * all the same.
 */
const PINNED: ReadonlySet<string> = new Set(
  [
    ['ActionGroup', 'ApiManagement', 'ApplicationInsightsAvailability', 'AppServiceManagement'],
    ['AzureActiveDirectoryDomainServices', 'AzureBotService', 'AzureCloud', 'AzureCognitiveSearch', 'AzureConnectors'],
    ['AzureDatabricks', 'AzureDataExplorerManagement', 'AzureDevOps', 'AzureDigitalTwins', 'AzureEventGrid'],
    ['AzureFrontDoor', 'AzureHealthcareAPIs', 'AzureLoadTestingInstanceManagement', 'AzureMachineLearning'],
    ['AzureMachineLearningInference', 'AzureSignalR', 'AzureTrafficManager', 'AzureWebPubSub', 'BatchNodeManagement'],
    ['ChaosStudio', 'CognitiveServicesFrontend', 'CognitiveServicesManagement', 'DataFactory', 'GatewayManager'],
    ['HDInsight', 'LogicApps', 'LogicAppsManagement', 'M365ManagementActivityApiWebhook', 'Marketplace'],
    ['MicrosoftDefenderForEndpoint', 'PowerBI', 'PowerPlatformInfra', 'PowerPlatformPlex', 'PowerQueryOnline'],
    ['Scuba', 'SerialConsole', 'ServiceFabric', 'SqlManagement', 'StorageSyncService', 'VideoIndexer'],
    ['WindowsVirtualDesktop', 'AppService', 'Sql', 'Storage'],
  ].flatMap((names) => names.map((name) => name.toLowerCase())),
);
