import { z } from 'zod';
import type { Page, PageRequest } from '../../../src/collect/collector.ts';
import { parseArmId } from '../arm-id.ts';
import type { AzureScope } from './azure-scope.ts';
import { pageAt, resourceAt } from './by-url.ts';

type GatewayType = 'Microsoft.Network/virtualNetworkGateways' | 'Microsoft.Network/localNetworkGateways';

/** The permission to list the names of all resources of a type, which this way of asking needs besides the type's own. */
export const NAMES_PERMISSION = 'Microsoft.Resources/subscriptions/resources/read';

const NAMES_VERSION = '2021-04-01';
const GATEWAYS_VERSION = '2024-05-01';

const Names = z.object({ value: z.array(z.object({ id: z.string() })) });

/**
 * Reads the gateways of a subscription, which Resource Manager lists one resource group at a time only.
 *
 * The first page lists their names, and each page after it is one gateway. The token says which are still to be read.
 */
export function gatewaysOf(type: GatewayType): (scope: AzureScope, page: PageRequest) => Promise<Page> {
  return async (scope, { token, signal }) => {
    const [link = '', id, ...rest] = token?.split('\n') ?? [];
    if (id === undefined) return names(scope, type, { token: link === '' ? undefined : link, signal });
    const gateway = await one(scope, id, signal);
    return { response: { value: [gateway] }, next: nextOf(link, rest) };
  };
}

function namesUrl({ session, subscription }: AzureScope, type: GatewayType): string {
  const filter = encodeURIComponent(`resourceType eq '${type}'`);
  return `${session.endpoint}/subscriptions/${subscription}/resources?api-version=${NAMES_VERSION}&$filter=${filter}`;
}

/** Whoever stands in for Azure may not know the filter: what is no gateway must not be handed on as one. */
async function names(scope: AzureScope, type: GatewayType, { token, signal }: PageRequest): Promise<Page> {
  const { response, next = '' } = await pageAt(scope, token ?? namesUrl(scope, type), signal);
  const ids = Names.parse(response).value.map(({ id }) => id);
  const gateways = ids.filter((id) => isOf(type, id));
  return { response: { value: [] }, next: nextOf(next, gateways) };
}

function isOf(type: GatewayType, id: string): boolean {
  return parseArmId(id)?.type.toLowerCase() === type.toLowerCase();
}

async function one(scope: AzureScope, id: string, signal: AbortSignal): Promise<Page['response']> {
  return resourceAt(scope, `${scope.session.endpoint}${id}?api-version=${GATEWAYS_VERSION}`, signal);
}

function nextOf(link: string, ids: readonly string[]): string | undefined {
  return link === '' && ids.length === 0 ? undefined : [link, ...ids].join('\n');
}
