import { once } from '../../../../src/convert/interner.ts';
import { indexed, type Row } from '../../../../src/convert/table.ts';
import type { Firewall, FirewallRule } from '../../../../src/model/firewall.ts';
import { ALL_PORTS } from '../../../../src/net/ports.ts';
import { armKey, nameIn, subscriptionOf } from '../../arm-id.ts';
import { type SecurityAdminRule, securityAdminRules } from '../../records/security-admin-rules.ts';
import { virtualNetworks } from '../../records/virtual-networks.ts';
import type { Context } from '../context.ts';
import { elementOf } from '../elements.ts';
import { notTold } from '../gaps.ts';
import { EVERY_RANGE } from '../network/addresses.ts';
import type { NetworkTags } from '../network/virtual-network-tag.ts';
import { firewallRules, type Goal, type ReadRule, readRule, selection, type WrittenRule } from './read-rules.ts';

/** The rules of Virtual Network Manager that are in force on a network, as they meet what goes to one destination. */
export interface AdminRules {
  /** What takes away; undefined if nothing does. */
  readonly guard: Firewall | undefined;
  /** What lets in whatever the groups behind it say; undefined if nothing does. */
  readonly grant: Firewall | undefined;
}

/**
 * Reads the rules that an organisation puts before the groups of a network.
 *
 * The first rule that matches counts: `Deny` and `AlwaysAllow` decide, and `Allow` leaves it to the groups and keeps
 * later rules out. So the rules are asked twice, once for what they take away and once, in front of each group, for
 * what they let in. Source: "Security admin rules in Azure Virtual Network Manager". By default they are not applied
 * where services with a network intent policy stand; which those are, the answer says by leaving the rules out.
 */
export function adminRules(context: Context, networkId: string, tags: NetworkTags, goal: Goal): AdminRules {
  const key = `admin ${armKey(networkId)} ${tags.key}`;
  const list = once(context.made(knownLists), key, () => listOf(context, networkId, tags));
  if (list.rules.length === 0 && list.missing.length === 0) return NONE;
  const { signature, doubts } = selection(
    list.rules.map(({ rule }) => rule),
    goal,
    ({ id }) => notTold(context, securityAdminRules, networkId, `where rule ${id} applies`),
  );
  const spoken = list.rules.flatMap((each, index) => {
    const missing = doubts[index];
    return missing === undefined ? [] : [{ ...each, missing }];
  });
  const made = (use: string, rules: () => readonly FirewallRule[]): Firewall =>
    context.firewall(context.estate, `${key} ${signature} ${use}`, () => ({
      element: list.element,
      evaluation: 'first-match',
      rules: rules(),
      implicitRule: UNDECIDED,
      ...(list.missing.length === 0 ? {} : { missing: list.missing }),
    }));
  const has = (...kinds: readonly Kind[]): boolean =>
    list.missing.length > 0 || spoken.some(({ kind }) => kinds.includes(kind));
  return {
    guard: has('Deny', 'either') ? made('guard', () => guardRules(spoken)) : undefined,
    grant: has('AlwaysAllow', 'either') ? made('grant', () => grantRules(spoken)) : undefined,
  };
}

const NONE: AdminRules = { guard: undefined, grant: undefined };
const UNDECIDED = 'no security admin rule matches';

type Kind = 'Allow' | 'AlwaysAllow' | 'Deny' | 'either';

interface List {
  readonly element: Firewall['element'];
  readonly rules: readonly { readonly rule: ReadRule; readonly kind: Kind }[];
  readonly missing: readonly string[];
}

interface Spoken {
  readonly rule: ReadRule;
  readonly kind: Kind;
  readonly missing: readonly string[];
}

function knownLists(): Map<string, List> {
  return new Map();
}

/** What is denied, and everything else is let pass. */
function guardRules(spoken: readonly Spoken[]): readonly FirewallRule[] {
  return [...spoken.flatMap(({ rule, missing }) => firewallRules(rule, missing)), EVERYTHING_ELSE];
}

const EVERYTHING_ELSE: FirewallRule = {
  id: UNDECIDED,
  action: 'allow',
  traffic: { protocol: '*', ports: ALL_PORTS },
  remotes: { ...EVERY_RANGE, groups: [] },
};

/**
 * What is always allowed. The other rules leave it to the groups, which is what happens anyway unless they keep a later
 * rule out; one that perhaps does leaves a doubt about all later ones.
 */
function grantRules(spoken: readonly Spoken[]): readonly FirewallRule[] {
  const doubts = new Set<string>();
  return spoken.flatMap(({ rule, kind, missing }) => {
    if (kind === 'AlwaysAllow') return firewallRules(rule, [...missing, ...doubts]);
    const others = firewallRules(rule, missing, { allow: 'next', deny: 'next' });
    for (const gap of others.flatMap((each) => each.missing ?? [])) doubts.add(gap);
    const sure = others.filter((each) => each.missing === undefined);
    return kind === 'either' ? [...sure, ...always(rule, [...missing, ...doubts])] : sure;
  });
}

/** A rule of which we do not know what it does perhaps always allows. */
function always(rule: ReadRule, missing: readonly string[]): readonly FirewallRule[] {
  return firewallRules({ ...rule, action: 'allow' }, missing);
}

function listOf(context: Context, networkId: string, tags: NetworkTags): List {
  const { estate } = context;
  const table = estate.table(securityAdminRules, subscriptionOf(networkId) ?? 'unknown');
  const network = estate.find(virtualNetworks, networkId);
  const [first] = table.rowsOf(networkId);
  const rows = indexed(table.rowsOf(networkId), ({ id, ...record }) => armKey(id ?? JSON.stringify(record)));
  const rules = [...rows.values()]
    .filter(({ record }) => record.properties.direction?.toLowerCase() !== 'outbound')
    .sort(byPriority)
    .map((row) => ({ rule: readRule(context, tags, written(context, networkId, row)), kind: kindOf(row.record) }));
  const isWhole = table.completeness(networkId) === 'complete';
  return {
    element: elementOf('security admin rules', network?.record.id ?? networkId, first),
    rules,
    missing: isWhole ? [] : [estate.missing(securityAdminRules, networkId)],
  };
}

/** A rule without a priority may count before all others. */
function byPriority(a: Row<SecurityAdminRule>, b: Row<SecurityAdminRule>): number {
  const difference = (a.record.properties.priority ?? 0) - (b.record.properties.priority ?? 0);
  return difference === 0 ? (nameOf(a.record) < nameOf(b.record) ? -1 : 1) : difference;
}

function kindOf({ properties }: SecurityAdminRule): Kind {
  switch (properties.access?.toLowerCase() ?? '') {
    case 'allow':
      return 'Allow';
    case 'alwaysallow':
      return 'AlwaysAllow';
    case 'deny':
      return 'Deny';
  }
  return 'either';
}

function nameOf({ id, name, properties }: SecurityAdminRule): string {
  return name ?? (id === undefined ? (properties.flag ?? 'unnamed') : nameIn(id));
}

function written(context: Context, networkId: string, row: Row<SecurityAdminRule>): WrittenRule {
  const { properties, id: ruleId } = row.record;
  const { priority, direction, access } = properties;
  const kind = kindOf(row.record);
  const id = [priority, access, nameOf(row.record)].filter((word) => word !== undefined).join(' ');
  const unreadable = (): string =>
    notTold(context, securityAdminRules, networkId, `rule ${id} of ${networkId} in full`);
  return {
    id,
    element: elementOf('security admin rule', ruleId ?? `${networkId}/securityAdminRules/${nameOf(row.record)}`, row),
    action: kind === 'Deny' ? 'deny' : kind === 'either' ? 'either' : 'allow',
    protocol: properties.protocol,
    ports: orAny(properties.destinationPortRanges),
    sourcePorts: orAny(properties.sourcePortRanges),
    source: { words: prefixes(properties.sources), groups: [] },
    destination: { words: prefixes(properties.destinations), groups: [] },
    doubts: priority === undefined || direction === undefined || kind === 'either' ? [unreadable()] : [],
    unreadable,
  };
}

/** What is left out means any. */
function orAny(words: readonly (string | undefined)[]): readonly string[] {
  const told = words.filter((word) => word !== undefined);
  return told.length === 0 ? ['*'] : told;
}

/** The members of a network group are not told with the rule: its id is no address, and so is read as a doubt. */
function prefixes(items: SecurityAdminRule['properties']['sources']): readonly string[] {
  return orAny(items.map(({ addressPrefix }) => addressPrefix));
}
