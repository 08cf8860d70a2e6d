import { NAMES_PERMISSION } from './collectors/gateways.ts';
import { GRAPH_PERMISSION } from './graph/graph-query.ts';
import { RIGHTS_PERMISSION } from './read-rights.ts';
import { RECORDS } from './records/index.ts';

/** The list of subscriptions, before anything else is asked. */
const SUBSCRIPTIONS_PERMISSION = 'Microsoft.Resources/subscriptions/read';
/** To be replaced by whoever makes the role. */
const SUBSCRIPTION = '/subscriptions/00000000-0000-0000-0000-000000000000';

/**
 * The least-privilege role, as `az role definition create` takes it.
 *
 * The one action among the reads lists the rules of Virtual Network Manager that are in force on a network, and changes
 * nothing. What is in a management group is read with the role Management Group Reader.
 */
export function permissions(): unknown {
  const needed = [
    SUBSCRIPTIONS_PERMISSION,
    GRAPH_PERMISSION,
    RIGHTS_PERMISSION,
    NAMES_PERMISSION,
    ...RECORDS.map(({ permission }) => permission),
  ];
  return {
    Name: 'Exposure Reader',
    IsCustom: true,
    Description: 'Reads what decides which resources the internet can reach.',
    Actions: [...new Set(needed)].sort(),
    NotActions: [],
    DataActions: [],
    NotDataActions: [],
    AssignableScopes: [SUBSCRIPTION],
  };
}
