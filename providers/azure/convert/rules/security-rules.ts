import { once } from '../../../../src/convert/interner.ts';
import type { Row } from '../../../../src/convert/table.ts';
import type { Firewall } from '../../../../src/model/firewall.ts';
import { armKey, nameIn } from '../../arm-id.ts';
import {
  type NetworkSecurityGroup,
  networkSecurityGroups,
  type SecurityRule,
} from '../../records/network-security-groups.ts';
import type { Context } from '../context.ts';
import { elementOf } from '../elements.ts';
import { notTold } from '../gaps.ts';
import type { NetworkTags } from '../network/virtual-network-tag.ts';
import { firewallRules, type Goal, type ReadRule, readRule, selection, type WrittenRule } from './read-rules.ts';

/**
 * A network security group as it meets what goes to one destination.
 *
 * Rules depend on the destination only by whether they speak of it, so all destinations of which the same rules speak
 * share one list.
 */
export function securityGroup(context: Context, groupId: string, tags: NetworkTags, goal: Goal): Firewall {
  const { estate } = context;
  const row = estate.find(networkSecurityGroups, groupId);
  if (row === undefined) {
    return context.firewall(estate, `unread ${armKey(groupId)}`, () => ({
      element: elementOf(KIND, groupId),
      evaluation: 'first-match',
      rules: [],
      implicitRule: UNMATCHED,
      missing: [estate.missing(networkSecurityGroups, groupId)],
    }));
  }
  const key = `${armKey(row.record.id)} ${tags.key}`;
  const rules = once(context.made(knownRules), key, () => rulesOf(context, row, tags));
  const { signature, doubts } = selection(rules, goal, ({ id }) =>
    notTold(context, networkSecurityGroups, row.record.id, `where rule ${id} applies`),
  );
  return context.firewall(estate, `${key} ${signature}`, () => ({
    element: elementOf(KIND, row.record.id, row, row.record.name ?? nameIn(row.record.id)),
    evaluation: 'first-match',
    rules: rules.flatMap((rule, index) => {
      const missing = doubts[index];
      return missing === undefined ? [] : firewallRules(rule, missing);
    }),
    implicitRule: UNMATCHED,
  }));
}

const KIND = 'network security group';
const UNMATCHED = 'no rule matches';

function knownRules(): Map<string, readonly ReadRule[]> {
  return new Map();
}

/** The rules of a group that speak of traffic inwards, in the order in which they count. */
function rulesOf(context: Context, row: Row<NetworkSecurityGroup>, tags: NetworkTags): readonly ReadRule[] {
  const { securityRules, defaultSecurityRules } = row.record.properties;
  const defaults = defaultSecurityRules.length > 0 ? defaultSecurityRules : DEFAULT_RULES;
  return [...securityRules, ...defaults]
    .filter(({ properties }) => properties.direction?.toLowerCase() !== 'outbound')
    .sort(byPriority)
    .map((rule) => readRule(context, { ...tags, ...locationOf(row) }, written(context, row, rule)));
}

function locationOf({ record }: Row<NetworkSecurityGroup>) {
  return record.location === undefined ? {} : { location: record.location };
}

/** A rule without a priority may count before all others. */
function byPriority(a: SecurityRule, b: SecurityRule): number {
  const difference = (a.properties.priority ?? 0) - (b.properties.priority ?? 0);
  return difference === 0 ? (nameOf(a) < nameOf(b) ? -1 : 1) : difference;
}

function nameOf({ id, name }: Pick<SecurityRule, 'id' | 'name'>): string {
  return name ?? (id === undefined ? 'unnamed' : nameIn(id));
}

function written(context: Context, { record }: Row<NetworkSecurityGroup>, rule: SecurityRule): WrittenRule {
  const { properties } = rule;
  const { priority, direction } = properties;
  const id = [priority, nameOf(rule)].filter((word) => word !== undefined).join(' ');
  const unreadable = (): string =>
    notTold(context, networkSecurityGroups, record.id, `rule ${id} of ${record.id} in full`);
  const action = actionOf(properties.access);
  const isWhole = priority !== undefined && direction !== undefined && action !== 'either';
  return {
    id,
    action,
    protocol: properties.protocol,
    ports: texts(properties.destinationPortRange, properties.destinationPortRanges),
    sourcePorts: texts(properties.sourcePortRange, properties.sourcePortRanges),
    source: {
      words: texts(properties.sourceAddressPrefix, properties.sourceAddressPrefixes),
      groups: properties.sourceApplicationSecurityGroups.flatMap((group) => group.id ?? []),
    },
    destination: {
      words: texts(properties.destinationAddressPrefix, properties.destinationAddressPrefixes),
      groups: properties.destinationApplicationSecurityGroups.flatMap((group) => group.id ?? []),
    },
    doubts: isWhole ? [] : [unreadable()],
    unreadable,
  };
}

/** Whether a rule allows; `either` for a word that we do not know. */
function actionOf(access: string | undefined): WrittenRule['action'] {
  const word = access?.toLowerCase();
  return word === 'allow' || word === 'deny' ? word : 'either';
}

function texts(one: string | undefined, several: readonly (string | undefined)[]): readonly string[] {
  return [one, ...several].filter((text) => text !== undefined);
}

/** What every group ends with. Source: "Network security groups", default security rules. */
const DEFAULT_RULES: readonly SecurityRule[] = [
  defaultRule(65_000, 'AllowVnetInBound', 'Allow', ['VirtualNetwork', 'VirtualNetwork']),
  defaultRule(65_001, 'AllowAzureLoadBalancerInBound', 'Allow', ['AzureLoadBalancer', '*']),
  defaultRule(65_500, 'DenyAllInBound', 'Deny', ['*', '*']),
];

function defaultRule(
  priority: number,
  name: string,
  access: string,
  [source, destination]: readonly [string, string],
): SecurityRule {
  return {
    name,
    properties: {
      priority,
      access,
      direction: 'Inbound',
      protocol: '*',
      sourceAddressPrefix: source,
      sourceAddressPrefixes: [],
      sourceApplicationSecurityGroups: [],
      sourcePortRange: '*',
      sourcePortRanges: [],
      destinationAddressPrefix: destination,
      destinationAddressPrefixes: [],
      destinationApplicationSecurityGroups: [],
      destinationPortRange: '*',
      destinationPortRanges: [],
    },
  };
}
