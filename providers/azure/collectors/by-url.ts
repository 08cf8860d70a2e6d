import type { Page } from '../../../src/collect/collector.ts';
import type { AzureScope } from './azure-scope.ts';

/**
 * Reads a page of a list that none of our SDKs knows.
 *
 * It is asked for as if it were the next page of a list that they know, so that it goes the same way as all others.
 */
export async function pageAt({ session, subscription }: AzureScope, url: string, signal: AbortSignal): Promise<Page> {
  const { networkInterfaces } = await session.network(subscription);
  return session.rawPage(networkInterfaces.listAll(), { token: url, signal });
}

/** Reads one resource in the same way. */
export async function resourceAt(
  { session, subscription }: AzureScope,
  url: string,
  signal: AbortSignal,
): Promise<unknown> {
  const { networkInterfaces } = await session.network(subscription);
  return session.rawAnswer(() => networkInterfaces.listAll().byPage({ continuationToken: url }).next(), { signal });
}
