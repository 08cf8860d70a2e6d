import type { Firewall } from '../../../../src/model/firewall.ts';
import type { Stage } from '../../../../src/model/path.ts';
import type { Element } from '../../../../src/model/resource.ts';
import { type AddressRanges, EVERY_ADDRESS, type Family, parseIp } from '../../../../src/net/ip.ts';
import { ALL_PORTS } from '../../../../src/net/ports.ts';
import { armKey } from '../../arm-id.ts';
import { networkInterfaces } from '../../records/network-interfaces.ts';
import { effectiveGroups } from '../../records/unasked.ts';
import type { Context } from '../context.ts';
import { elementOf } from '../elements.ts';
import { notAsked, notTold } from '../gaps.ts';
import type { IpConfig } from '../network/ip-configs.ts';
import { missingSubnet, networkOfSubnet, prefixesOfSubnet, subnetById } from '../network/networks.ts';
import type { SkuName } from '../network/public-addresses.ts';
import { networkTags } from '../network/virtual-network-tag.ts';
import { type AdminRules, adminRules } from './admin-rules.ts';
import type { Goal } from './read-rules.ts';
import { securityGroup } from './security-rules.ts';

/** Where a packet goes, as a filter sees it: one address, or one of some of which we do not know which. */
interface Destination {
  readonly family: Family;
  readonly ranges: AddressRanges;
}

/** What a packet comes through on its way to a filter. */
export interface Arrival {
  /** Absent, the private address. */
  readonly destination?: Destination;
  /** Of the public address or the load balancer; absent behind a proxy, where no group at all then lets everything pass. */
  readonly sku?: ArrivalSku;
}

export interface ArrivalSku {
  readonly name: SkuName;
  readonly element: Element;
  readonly missing?: readonly string[];
}

/** The checks in front of an ip configuration, in the order in which a packet meets them. */
export function guardStages(context: Context, config: IpConfig, arrival: Arrival): readonly Stage[] {
  const { nic, subnetId, config: own } = config;
  const there = arrival.destination ?? privateDestination(context, config);
  const members = own.properties.applicationSecurityGroups;
  const goal = { ...there, groups: members.length === 0 ? NO_GROUPS : members.flatMap(({ id }) => armKey(id ?? '')) };
  const ownGroup = nic.record.properties.networkSecurityGroup?.id;
  if (subnetId === undefined) {
    const gap = notTold(context, networkInterfaces, nic.record.id, `the subnet of ${config.id}`);
    return [hiddenGroup(context, config.id, gap)];
  }
  return stagesOf(context, { subnetId, ownGroup, goal, sku: arrival.sku, of: nic.record.id });
}

/** The checks in front of something that stands in a subnet without an interface that we could see: a gateway. */
export function subnetGuardStages(context: Context, subnetId: string, arrival: Arrival): readonly Stage[] {
  const there = arrival.destination ?? prefixesOfSubnet(context, subnetId, 'ipv4');
  const goal = { family: there.family, ranges: there.ranges, groups: NO_GROUPS };
  return stagesOf(context, { subnetId, ownGroup: undefined, goal, sku: arrival.sku, of: subnetId });
}

/** One address as a destination; undefined for what is none. */
function destinationAt(address: string): Destination | undefined {
  const parsed = parseIp(address);
  return parsed === undefined ? undefined : { family: parsed.family, ranges: [parsed.address, parsed.address] };
}

const NO_GROUPS: readonly string[] = [];

function privateDestination(context: Context, { address, family, subnetId }: IpConfig): Destination {
  const own = address === undefined ? undefined : destinationAt(address);
  if (own !== undefined) return own;
  return subnetId === undefined
    ? { family, ranges: EVERY_ADDRESS[family] }
    : prefixesOfSubnet(context, subnetId, family);
}

interface Guarded {
  readonly subnetId: string;
  /** The network security group of the interface. */
  readonly ownGroup: string | undefined;
  readonly goal: Goal;
  readonly sku: ArrivalSku | undefined;
  /** A resource whose subscription gaps are of. */
  readonly of: string;
}

function stagesOf(context: Context, guarded: Guarded): readonly Stage[] {
  const { subnetId, ownGroup, goal } = guarded;
  const found = subnetById(context, subnetId);
  const tags = networkTags(context, subnetId);
  const admin = adminRules(context, networkOfSubnet(subnetId), tags, goal);
  const hidden = found === undefined ? [hiddenGroup(context, subnetId, missingSubnet(context, subnetId))] : [];
  const subnetGroup = found?.subnet.properties.networkSecurityGroup?.id;
  const groups = [subnetGroup, ownGroup].filter((id) => id !== undefined);
  const guard = admin.guard === undefined ? [] : [guardStage(context, admin.guard)];
  if (groups.length === 0 && hidden.length === 0) return [...ungrouped(context, guarded, admin), ...guard];
  const filters = groups.map((id) => grantStage(context, admin, securityGroup(context, id, tags, goal)));
  return [...guard, ...hidden, ...filters];
}

function guardStage(context: Context, firewall: Firewall): Stage {
  return context.filter({ firewalls: [firewall], role: 'guard', direction: 'forward', remote: 'wire' });
}

function grantStage(context: Context, { grant }: AdminRules, group: Firewall): Stage {
  const firewalls = grant === undefined ? [group] : [grant, group];
  return context.filter({ firewalls, role: 'grant', direction: 'forward', remote: 'wire' });
}

/** A subnet that was not read may have a group that lets in anything. */
function hiddenGroup(context: Context, id: string, gap: string): Stage {
  const firewall = context.firewall(context.estate, `hidden ${armKey(id)} ${gap}`, () => ({
    element: elementOf('subnet', id),
    evaluation: 'first-match',
    rules: [],
    implicitRule: 'no rule matches',
    missing: [gap],
  }));
  return context.filter({ firewalls: [firewall], role: 'grant', direction: 'forward', remote: 'wire' });
}

/**
 * What holds where no network security group speaks: `Standard` addresses are closed then, `Basic` ones are open.
 *
 * Whether a rule of the organisation that always allows opens a closed address is nowhere said. Behind a proxy all
 * traffic comes from inside, and nothing stops it.
 */
function ungrouped(context: Context, { sku, of }: Guarded, { grant }: AdminRules): readonly Stage[] {
  if (sku === undefined) return [];
  const { name, element, missing = [] } = sku;
  const stage = (holds: 'yes' | 'no' | 'unknown', rule: string, gaps: readonly string[]): Stage =>
    context.condition(context.estate, { element, holds, rule, missing: gaps });
  switch (name) {
    case 'Basic':
      return [grantStage(context, { guard: undefined, grant: undefined }, open(context, element))];
    case 'unknown':
      return [stage('unknown', 'SKU could not be read', missing)];
    case 'Standard': {
      if (grant === undefined) return [stage('no', CLOSED, [])];
      const gaps = grant.missing ?? [notAsked(context, effectiveGroups, of)];
      return [
        stage('unknown', CLOSED, gaps),
        grantStage(context, { guard: undefined, grant }, closed(context, element)),
      ];
    }
  }
}

/** What opens a machine without any group is the address itself, so it is what is told to close it. */
function open(context: Context, element: Element): Firewall {
  return context.firewall(context.estate, `open ${element.kind} ${element.ref}`, () => ({
    element,
    evaluation: 'any-allow',
    rules: [{ id: OPEN, action: 'allow', traffic: EVERY_TRAFFIC, remotes: { ...EVERY_ADDRESS, groups: [] } }],
    implicitRule: OPEN,
  }));
}

const OPEN = 'Basic: open unless a network security group denies';
const EVERY_TRAFFIC = { protocol: '*', ports: ALL_PORTS } as const;
const CLOSED = 'Standard: closed unless a network security group allows';

function closed(context: Context, element: Element): Firewall {
  return context.firewall(context.estate, `closed ${element.kind} ${element.ref}`, () => ({
    element,
    evaluation: 'first-match',
    rules: [],
    implicitRule: CLOSED,
  }));
}
