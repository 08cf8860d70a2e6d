import { z } from 'zod';
import type { PageRequest } from '../../src/collect/collector.ts';
import type { Runner } from '../../src/collect/runner.ts';
import type { AzureScope } from './collectors/azure-scope.ts';
import { pageAt } from './collectors/by-url.ts';

/** The permission to learn what one may read. */
export const RIGHTS_PERMISSION = 'Microsoft.Authorization/permissions/read';

const RIGHTS_VERSION = '2022-04-01';

/** Says whether whoever asks has a permission over a whole subscription. */
export type ReadRights = (permission: string) => boolean;

const Rights = z.object({
  value: z.array(
    z.object({
      actions: z.array(z.string()).nullish(),
      notActions: z.array(z.string()).nullish(),
    }),
  ),
});
type Right = z.output<typeof Rights>['value'][number];

/**
 * Asks what may be read of a subscription as a whole.
 *
 * Resource Graph leaves out what one may not see, be it a type or all but one resource group, so only these rights tell
 * that something it does not show is not there. Undefined if they could not be learned. Source: "Permissions in Azure
 * Resource Graph", https://learn.microsoft.com/azure/governance/resource-graph/overview
 */
export async function readRights(scope: AzureScope, runner: Runner): Promise<ReadRights | undefined> {
  const { session, subscription } = scope;
  const path = `/subscriptions/${subscription}/providers/Microsoft.Authorization/permissions`;
  const first = `${session.endpoint}${path}?api-version=${RIGHTS_VERSION}`;
  const task = {
    call: 'azure:Microsoft.Authorization/permissions',
    where: { subscription },
    request: {},
    ask: ({ token = first, signal }: PageRequest) => pageAt(scope, token, signal),
  };
  const rights: Right[] = [];
  for await (const { response, error } of runner.askAll([task])) {
    const page = Rights.safeParse(response);
    if (error !== undefined || !page.success) return undefined;
    rights.push(...page.data.value);
  }
  return (permission) => rights.some((right) => grants(right, permission));
}

/** What one role gives, another one does not take away. */
function grants({ actions, notActions }: Right, permission: string): boolean {
  return covers(actions ?? [], permission) && !covers(notActions ?? [], permission);
}

function covers(patterns: readonly string[], permission: string): boolean {
  return patterns.some((pattern) => {
    const parts = pattern.split('*').map((part) => part.replaceAll(/[.\\+?^${}()|[\]]/g, String.raw`\$&`));
    return new RegExp(`^${parts.join('.*')}$`, 'i').test(permission);
  });
}
