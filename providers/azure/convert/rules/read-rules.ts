import type { FirewallRule, RuleTraffic } from '../../../../src/model/firewall.ts';
import { type Element, type ResourceRef, resourceRef } from '../../../../src/model/resource.ts';
import type { AddressRanges, Family } from '../../../../src/net/ip.ts';
import type { PortRange } from '../../../../src/net/ports.ts';
import { armKey } from '../../arm-id.ts';
import type { Context } from '../context.ts';
import {
  type Addresses,
  EVERY_RANGE,
  joined,
  MATCHES,
  type Match,
  matchOf,
  NO_RANGES,
  unknownAddresses,
} from '../network/addresses.ts';
import type { NetworkTags } from '../network/virtual-network-tag.ts';
import { addressesOf } from './rule-addresses.ts';
import { reachOf, type WrittenTraffic } from './rule-traffic.ts';

/** One end of a rule as it is written: words for addresses, and application security groups by id. */
interface WrittenEnd {
  readonly words: readonly string[];
  readonly groups: readonly string[];
}

/** A rule of a network security group or of Virtual Network Manager, as it is written. */
export interface WrittenRule extends WrittenTraffic {
  /** `100 AllowOllama`. */
  readonly id: string;
  readonly element?: Element;
  /** `either`: it could not be read whether it allows. */
  readonly action: 'allow' | 'deny' | 'either';
  readonly source: WrittenEnd;
  readonly destination: WrittenEnd;
  /** The names of gaps that keep us from knowing whether the rule counts at all, or where in the list. */
  readonly doubts: readonly string[];
  /** Notes that something in the rule makes no sense to us, and says the gap's name. */
  readonly unreadable: () => string;
}

/** A rule as it is meant in one subnet. */
export interface ReadRule {
  readonly id: string;
  readonly element?: Element;
  readonly action: WrittenRule['action'];
  readonly traffics: readonly RuleTraffic[];
  readonly perhaps: readonly RuleTraffic[];
  readonly sourcePorts?: readonly PortRange[];
  readonly sources: readonly Addresses[];
  readonly sourceGroups: readonly ResourceRef[];
  /** Undefined: any. */
  readonly destinations: readonly Addresses[] | undefined;
  /** Keys of application security groups. */
  readonly destinationGroups: readonly string[];
  /** What is named by the parts of the rule that could not be read. */
  readonly unread: readonly string[];
  readonly doubts: readonly string[];
}

/** Where a packet goes, as rules see it. */
export interface Goal {
  readonly family: Family;
  readonly ranges: AddressRanges;
  /** Keys of the application security groups that the ip configuration is in. */
  readonly groups: readonly string[];
}

/** Reads a rule once for all that share the subnet's tags. */
export function readRule(context: Context, tags: NetworkTags, written: WrittenRule): ReadRule {
  const { id, element, action, source, destination, unreadable } = written;
  const reach = reachOf(written);
  const reading = { tags, denies: action !== 'allow', unreadable };
  const ends = (end: WrittenEnd): readonly Addresses[] => {
    if (end.words.length === 0 && end.groups.length === 0) return [unknownAddresses([unreadable()])];
    return joined(end.words.flatMap((word) => addressesOf(context, word, reading)));
  };
  const destinations = ends(destination);
  const isPartly = reach.perhaps.length > 0 || reach.isDoubtful;
  return {
    id,
    ...(element === undefined ? {} : { element }),
    action,
    traffics: reach.traffics,
    perhaps: reach.perhaps,
    ...(reach.sourcePorts === undefined ? {} : { sourcePorts: reach.sourcePorts }),
    sources: ends(source),
    sourceGroups: source.groups.map(resourceRef),
    destinations: destinations.some(isAnyone) ? undefined : destinations,
    destinationGroups: destination.groups.map(armKey),
    unread: isPartly ? [unreadable()] : [],
    doubts: reach.isDoubtful ? [...written.doubts, unreadable()] : written.doubts,
  };
}

/** The rules of a list that speak of a destination. */
export interface Selection {
  /** The same for all destinations of which the same rules speak. */
  readonly signature: string;
  /** By the place of the rule in the list: the gaps that leave it open whether it speaks of it; undefined if it does not. */
  readonly doubts: readonly (readonly string[] | undefined)[];
}

/** Says which rules speak of a destination. `unplaced` names the gap where only a part of it is spoken of. */
export function selection(rules: readonly ReadRule[], goal: Goal, unplaced: (rule: ReadRule) => string): Selection {
  let signature = '';
  const doubts = rules.map((rule) => {
    const { holds, missing } = speaksOf(rule, goal);
    signature += SIGNS[holds];
    if (holds === 'no') return undefined;
    return holds === 'perhaps' && missing.length === 0 ? [unplaced(rule)] : missing;
  });
  return { signature, doubts };
}

const SIGNS: Readonly<Record<Match['holds'], string>> = { yes: '+', no: '-', perhaps: '?' };

function speaksOf({ destinations, destinationGroups }: ReadRule, goal: Goal): Match {
  if (destinations === undefined) return MATCHES;
  if (goal.groups.length > 0 && destinationGroups.some((group) => goal.groups.includes(group))) return MATCHES;
  return matchOf(destinations, goal.family, goal.ranges);
}

/**
 * A rule as the engine takes it: one for each traffic and each source that is known alike.
 *
 * `as` says what each of its two effects becomes; a rule of which we do not know whether it allows perhaps denies, and
 * perhaps allows.
 */
export function firewallRules(
  rule: ReadRule,
  missing: readonly string[],
  as: { readonly allow: FirewallRule['action']; readonly deny: FirewallRule['action'] } = AS_WRITTEN,
): readonly FirewallRule[] {
  const { action, doubts } = rule;
  const shared = [...missing, ...doubts];
  if (action !== 'either') return piecesOf(rule, as[action], shared);
  return [...piecesOf(rule, as.deny, shared), ...piecesOf(rule, as.allow, shared)];
}

const AS_WRITTEN = { allow: 'allow', deny: 'deny' } as const;

function piecesOf(rule: ReadRule, action: FirewallRule['action'], missing: readonly string[]): readonly FirewallRule[] {
  return [
    ...rule.traffics.flatMap((traffic) => sourcePieces(rule, action, traffic, missing)),
    ...rule.perhaps.flatMap((traffic) => sourcePieces(rule, action, traffic, [...missing, ...rule.unread])),
  ];
}

function sourcePieces(
  rule: ReadRule,
  action: FirewallRule['action'],
  traffic: RuleTraffic,
  missing: readonly string[],
): readonly FirewallRule[] {
  const { id, element, sourcePorts, sources, sourceGroups } = rule;
  const shared = {
    id,
    ...(element === undefined ? {} : { element }),
    action,
    traffic,
    ...(sourcePorts === undefined ? {} : { sourcePorts }),
  };
  // Members of a group are told by their private addresses, which nobody on the internet has.
  const parts = sources.length > 0 ? sources : [{ ranges: NO_RANGES }];
  return parts.map(({ ranges, missing: own = [], providerRange }, index) => {
    const all = [...new Set([...own, ...missing])].sort();
    return {
      ...shared,
      remotes: { ...ranges, groups: index === 0 ? sourceGroups : [] },
      ...(all.length === 0 ? {} : { missing: all }),
      ...(providerRange === true ? { providerRange } : {}),
    };
  });
}

function isAnyone({ ranges, missing }: Addresses): boolean {
  return ranges === EVERY_RANGE && missing === undefined;
}
