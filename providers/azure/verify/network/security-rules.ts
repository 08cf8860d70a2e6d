import { type AddressRanges, EVERY_ADDRESS, type Family } from '../../../../src/net/ip.ts';
import { armKey, nameIn, subscriptionOf } from '../../arm-id.ts';
import { networkSecurityGroups, SecurityRule } from '../../records/network-security-groups.ts';
import { type SecurityAdminRule, securityAdminRules } from '../../records/security-admin-rules.ts';
import { virtualNetworks } from '../../records/virtual-networks.ts';
import type { Name, Part } from '../check.ts';
import type { Estate } from '../estate.ts';
import type { Rule } from '../rules.ts';
import {
  addressesNamed,
  meets,
  type RuleScene,
  readPorts,
  readProtocol,
  type Scene,
  unknownAddresses,
} from './words.ts';

/** Where a packet goes, as rules see it: one address, or one of some. */
export interface Goal {
  readonly ranges: AddressRanges;
  /** Keys of the application security groups that the ip configuration is in. */
  readonly groups: readonly string[];
}

/** The rules of a network security group that speak of what goes to one place. */
export function groupRules(estate: Estate, groupId: string, scene: Scene, goal: Goal): readonly Rule[] {
  const gap = estate.gap(networkSecurityGroups, groupId);
  const row = estate.find(networkSecurityGroups, groupId);
  const kind = 'network security group';
  if (row === undefined) return unread({ kind, ref: groupId }, scene.family, gap);
  const { id: ref, location, properties } = row.record;
  const { securityRules, defaultSecurityRules } = properties;
  const rules = [...securityRules, ...(defaultSecurityRules.length > 0 ? defaultSecurityRules : DEFAULTS)];
  const place = { scene: { ...scene, location: location ?? scene.location, gap }, goal };
  return inOrder(rules).flatMap((rule) =>
    piecesOf(
      estate,
      writtenIn(rule, (text) => ({ kind, ref, rule: text })),
      place,
    ),
  );
}

/** How the rules of Virtual Network Manager are asked: for what they take away, or for what they let in. */
export interface AdminUse {
  readonly Allow: Rule['action'];
  readonly AlwaysAllow: Rule['action'];
  readonly Deny: Rule['action'];
}

export const TAKING_AWAY: AdminUse = { Allow: 'allow', AlwaysAllow: 'allow', Deny: 'deny' };
export const LETTING_IN: AdminUse = { Allow: 'leave', AlwaysAllow: 'allow', Deny: 'leave' };

/** The rules of Virtual Network Manager on a network that speak of what goes to one place; none if they do nothing of the use. */
export function adminRules(
  estate: Estate,
  networkId: string,
  use: AdminUse,
  { scene, goal }: Meeting,
): readonly Rule[] {
  const { rows } = estate.heard(securityAdminRules, subscriptionOf(networkId) ?? 'unknown', networkId);
  const gap = estate.gap(securityAdminRules, networkId);
  const ref = estate.find(virtualNetworks, networkId)?.record.id ?? networkId;
  const hidden = estate.isCut(securityAdminRules, networkId, networkId)
    ? unread({ kind: ADMIN_RULES, ref }, scene.family, gap)
    : [];
  const byId = new Map(rows.map(({ record }) => [armKey(record.id ?? JSON.stringify(record)), record]));
  const rules = inOrder([...byId.values()]).flatMap((rule) =>
    piecesOf(estate, writtenBy(rule, networkId, use), { scene: { ...scene, gap }, goal }),
  );
  const wanted = use === TAKING_AWAY ? 'deny' : 'allow';
  return hidden.length > 0 || rules.some(({ action }) => action === wanted) ? [...hidden, ...rules] : [];
}

export const ADMIN_RULES = 'security admin rules';

/** A list that could not be read may say anything. */
export function unread(part: Part, family: Family, gap: string): readonly Rule[] {
  const name = { ...part, rule: 'rules could not be read' };
  const sources = EVERY_ADDRESS[family];
  return (['allow', 'deny'] as const).map((action) => ({ name, action, protocol: '*', sources, missing: [gap] }));
}

/** A rule as its document spells it. */
interface Written {
  readonly name: Name;
  /** Both, if it could not be read whether it allows. */
  readonly actions: readonly Rule['action'][];
  readonly protocol: string | undefined;
  readonly ports: readonly string[];
  readonly sourcePorts: readonly string[];
  readonly sources: readonly string[];
  readonly sourceGroups: readonly string[];
  readonly destinations: readonly string[];
  readonly destinationGroups: readonly string[];
  /** Its direction and its place in the order are told. */
  readonly isPlaced: boolean;
}

function writtenIn({ id, name, properties }: SecurityRule, naming: (rule: string) => Name): Written {
  const own = name ?? (id === undefined ? 'unnamed' : nameIn(id));
  const { priority, direction, access = '' } = properties;
  const groups = (list: SecurityRule['properties']['sourceApplicationSecurityGroups']): readonly string[] =>
    list.flatMap((group) => (group.id === undefined ? [] : armKey(group.id)));
  return {
    name: naming([priority, own].filter((word) => word !== undefined).join(' ')),
    actions: /^allow$/i.test(access) ? ['allow'] : /^deny$/i.test(access) ? ['deny'] : ['deny', 'allow'],
    protocol: properties.protocol,
    ports: all(properties.destinationPortRange, properties.destinationPortRanges),
    sourcePorts: all(properties.sourcePortRange, properties.sourcePortRanges),
    sources: all(properties.sourceAddressPrefix, properties.sourceAddressPrefixes),
    sourceGroups: groups(properties.sourceApplicationSecurityGroups),
    destinations: all(properties.destinationAddressPrefix, properties.destinationAddressPrefixes),
    destinationGroups: groups(properties.destinationApplicationSecurityGroups),
    isPlaced: priority !== undefined && direction !== undefined,
  };
}

function writtenBy({ id, name, properties }: SecurityAdminRule, networkId: string, use: AdminUse): Written {
  const own = name ?? (id === undefined ? (properties.flag ?? 'unnamed') : nameIn(id));
  const { priority, direction, access = '' } = properties;
  const known = (['Allow', 'AlwaysAllow', 'Deny'] as const).find((word) => word.toLowerCase() === access.toLowerCase());
  const rule = [priority, properties.access, own].filter((word) => word !== undefined).join(' ');
  return {
    name: { kind: 'security admin rule', ref: id ?? `${networkId}/securityAdminRules/${own}`, rule },
    actions: known === undefined ? [use.Deny, use.AlwaysAllow] : [use[known]],
    protocol: properties.protocol,
    ports: orAny(properties.destinationPortRanges),
    sourcePorts: orAny(properties.sourcePortRanges),
    sources: orAny(properties.sources.map(({ addressPrefix }) => addressPrefix)),
    sourceGroups: [],
    destinations: orAny(properties.destinations.map(({ addressPrefix }) => addressPrefix)),
    destinationGroups: [],
    isPlaced: priority !== undefined && direction !== undefined,
  };
}

/** What the rules of a subnet mean, and where the packet goes. */
export interface Meeting {
  readonly scene: Scene;
  readonly goal: Goal;
}

interface Setting extends Meeting {
  readonly scene: RuleScene;
}

/** A rule as it meets what goes to one place: one for each source that is known alike; none if it speaks of another place. */
function piecesOf(estate: Estate, rule: Written, { scene, goal }: Setting): readonly Rule[] {
  const { gap } = scene;
  const read = (words: readonly string[], groups: readonly string[]) =>
    words.length + groups.length === 0
      ? [unknownAddresses(scene.family, [gap])]
      : addressesNamed(estate, words, scene, !(rule.actions.length === 1 && rule.actions[0] === 'allow'));
  const isMember = rule.destinationGroups.some((group) => goal.groups.includes(group));
  const place = isMember
    ? ({ holds: 'yes', missing: [] } as const)
    : meets(read(rule.destinations, rule.destinationGroups), goal.ranges);
  if (place.holds === 'no') return [];
  const protocol = readProtocol(rule.protocol);
  const isPortless = protocol !== undefined && !['*', 'tcp', 'udp'].includes(protocol);
  const ports = readPorts(isPortless ? ['*'] : rule.ports, 0);
  const sourcePorts = readPorts(isPortless || rule.sourcePorts.length === 0 ? ['*'] : rule.sourcePorts, 1);
  const isRead =
    protocol !== undefined && ports.isRead && sourcePorts.isRead && rule.isPlaced && rule.actions.length === 1;
  const doubt = place.holds === 'perhaps' && place.missing.length === 0 ? [gap] : place.missing;
  const missing = isRead ? doubt : [...doubt, gap];
  return rule.actions.flatMap((action) =>
    read(rule.sources, rule.sourceGroups).map((part) => ({
      name: { ...rule.name, providerRange: part.providerRange },
      action,
      protocol: protocol ?? '*',
      ports: ports.ports,
      sourcePorts: sourcePorts.ports,
      sources: part.ranges,
      missing: [...new Set([...part.missing, ...missing])],
    })),
  );
}

/** What speaks of traffic inwards, by priority; what tells no priority may count before all others. */
function inOrder<T extends Pick<SecurityRule, 'id' | 'name'> & { readonly properties: Placing }>(
  rules: readonly T[],
): readonly T[] {
  const nameOf = ({ id, name }: T): string => name ?? nameIn(id ?? '');
  return rules
    .filter(({ properties }) => properties.direction?.toLowerCase() !== 'outbound')
    .toSorted(
      (a, b) => (a.properties.priority ?? 0) - (b.properties.priority ?? 0) || (nameOf(a) < nameOf(b) ? -1 : 1),
    );
}

type Placing = Pick<SecurityRule['properties'], 'priority' | 'direction'>;

function all(one: string | undefined, several: readonly (string | undefined)[]): readonly string[] {
  return [one, ...several].filter((text) => text !== undefined);
}

/** What is left out means any. */
function orAny(words: readonly (string | undefined)[]): readonly string[] {
  const told = words.filter((word) => word !== undefined);
  return told.length === 0 ? ['*'] : told;
}

/** What every group ends with. Source: "Network security groups", default security rules. */
const DEFAULTS: readonly SecurityRule[] = [
  {
    name: 'AllowVnetInBound',
    priority: 65_000,
    access: 'Allow',
    source: 'VirtualNetwork',
    destination: 'VirtualNetwork',
  },
  {
    name: 'AllowAzureLoadBalancerInBound',
    priority: 65_001,
    access: 'Allow',
    source: 'AzureLoadBalancer',
    destination: '*',
  },
  { name: 'DenyAllInBound', priority: 65_500, access: 'Deny', source: '*', destination: '*' },
].map(({ name, source, destination, ...own }) => {
  const any = { protocol: '*', sourcePortRange: '*', destinationPortRange: '*', direction: 'Inbound' };
  const ends = { sourceAddressPrefix: source, destinationAddressPrefix: destination };
  return SecurityRule.parse({ name, properties: { ...own, ...any, ...ends } });
});
