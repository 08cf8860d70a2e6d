import { z } from 'zod';
import type { Answer } from '../../src/collect/answer.ts';
import { defineRecord } from '../../src/collect/record-kind.ts';
import type { Runner } from '../../src/collect/runner.ts';
import { CredentialsError, UsageError } from '../../src/model/errors.ts';
import { nameIn } from './arm-id.ts';
import { GRAPH_CALL, GRAPH_PERMISSION, graphTask } from './graph/graph-query.ts';
import { GRAPH_PAGE } from './graph/queries.ts';
import { readAll } from './read-all.ts';
import { shape } from './records/arm.ts';
import { subscriptions } from './records/subscriptions.ts';
import type { AzureSession } from './session.ts';

export interface Below {
  /** In lower case. */
  readonly ids: readonly string[];
  /** What may hide more of them. */
  readonly gaps: readonly Answer[];
}

const QUERY =
  "resourcecontainers | where type =~ 'microsoft.resources/subscriptions' | project id, subscriptionId | order by id asc";

const rows = defineRecord({
  call: GRAPH_CALL,
  list: 'data',
  record: shape({ subscriptionId: z.string().min(1) }),
  permission: GRAPH_PERMISSION,
});

/** Which subscriptions there are below a management group, at whatever depth, as far as one may see them. */
export async function subscriptionsBelow(session: AzureSession, runner: Runner, group: string): Promise<Below> {
  // The portal and the command line also show groups by their whole id.
  const name = nameIn(group);
  const asked = { query: QUERY, subscriptions: [], managementGroups: [name], top: () => GRAPH_PAGE };
  const { records, gaps } = await readAll(runner, graphTask(session, asked), rows);
  const error = gaps[0]?.error;
  if (records.length === 0 && error?.reason !== 'cancelled') throw nothingBelow(name, error);
  // What a failed page hides is not an answer of Resource Graph but subscriptions.
  const hidden = gaps.map((gap) => ({ ...gap, call: subscriptions.call, request: { managementGroup: name } }));
  return { ids: records.map(({ subscriptionId }) => subscriptionId.toLowerCase()), gaps: hidden };
}

function nothingBelow(name: string, error: Answer['error']): Error {
  if (error === undefined) {
    const nextStep = 'see which there are: az account management-group list --output table';
    return new UsageError(`no subscription can be seen below a management group ${JSON.stringify(name)}`, nextStep);
  }
  return new CredentialsError(
    `the management group ${JSON.stringify(name)} cannot be read (${error.code}: ${error.message})`,
    `az role assignment create --assignee <you> --role Reader --scope /providers/Microsoft.Management/managementGroups/${name}`,
  );
}
