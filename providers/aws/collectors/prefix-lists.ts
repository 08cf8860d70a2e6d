import { z } from 'zod';
import { defineCollector, type Known } from '../../../src/collect/collector.ts';
import { listOf, text } from '../../../src/collect/fields.ts';
import { managedPrefixLists, prefixListEntries } from '../records/prefix-lists.ts';
import { routeTables } from '../records/route-tables.ts';
import { securityGroups } from '../records/security-groups.ts';
import type { AwsClients } from '../session.ts';
import { detailCall, distinct, listCall, question, recordsOf } from './list-call.ts';

/** These calls' own limit. */
const PREFIX_LISTS_A_PAGE = 100;

/** Of groups and route tables only the prefix lists that they name. */
const listsOfGroups = {
  ...securityGroups,
  record: z.object({ IpPermissions: listOf(z.object({ PrefixListIds: listOf(z.object({ PrefixListId: text })) })) }),
};
const listsOfRoutes = {
  ...routeTables,
  record: z.object({ Routes: listOf(z.object({ DestinationPrefixListId: text })) }),
};

export const prefixLists = defineCollector<AwsClients>({
  id: 'aws/prefix-lists',
  question: 'Which ranges are in the prefix lists that groups and routes refer to?',
  after: ['aws/firewalls', 'aws/routes'],
  calls: [
    listCall(managedPrefixLists, ({ ec2 }, NextToken, options) =>
      ec2.describeManagedPrefixLists({ MaxResults: PREFIX_LISTS_A_PAGE, NextToken }, options),
    ),
    detailCall(prefixListEntries, referredLists, (PrefixListId) =>
      question({ PrefixListId }, ({ ec2 }, NextToken, options) =>
        ec2.getManagedPrefixListEntries({ PrefixListId, MaxResults: PREFIX_LISTS_A_PAGE, NextToken }, options),
      ),
    ),
  ],
});

function referredLists(known: Known): readonly string[] {
  const permissions = recordsOf(listsOfGroups, known).flatMap(({ IpPermissions }) => IpPermissions);
  const routes = recordsOf(listsOfRoutes, known).flatMap(({ Routes }) => Routes);
  return distinct([
    ...permissions.flatMap(({ PrefixListIds }) => PrefixListIds.map(({ PrefixListId }) => PrefixListId)),
    ...routes.map(({ DestinationPrefixListId }) => DestinationPrefixListId),
  ]);
}
