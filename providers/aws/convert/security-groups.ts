import { elementOf } from '../../../src/convert/elements.ts';
import type { Firewall, FirewallRule } from '../../../src/model/firewall.ts';
import type { Stage } from '../../../src/model/path.ts';
import { formatPorts, MAX_PORT } from '../../../src/net/ports.ts';
import type { Protocol } from '../../../src/net/traffic-space.ts';
import type { IpPermission, SecurityGroupRule } from '../records/security-groups.ts';
import type { Context } from './context.ts';
import type { Place } from './place.ts';
import { blockSource, EVERYONE, groupSource, prefixListSource, type Source } from './remotes.ts';
import { protocolOf, ruleTraffic } from './rule-traffic.ts';

/** `any`: every rule as if it were open to anyone, for a sender that we could not read. */
export type Openness = 'as written' | 'any';

/** The security groups of one interface or load balancer, asked together: any rule of any of them admits. */
export function securityGroupStage(
  context: Context,
  place: Place,
  groupIds: readonly string[],
  openness: Openness = 'as written',
): Stage {
  return context.stage(place, `groups ${openness} ${groupIds.join()}`, () => {
    const firewalls = [...new Set(groupIds)].sort().map((id) => firewallOf(context, place, id, openness));
    return context.filter({ firewalls, role: 'grant', direction: 'forward', remote: 'wire' });
  });
}

/** The groups of something whose groups were not told: they may admit anything. */
export function unknownGroupsStage(context: Context, place: Place, ref: string, missing: readonly string[]): Stage {
  const firewall = context.firewall(place, `groups of ${ref} ${missing.join()}`, () => ({
    element: elementOf('security group', ref),
    evaluation: 'any-allow',
    rules: [],
    implicitRule: UNMATCHED,
    missing,
  }));
  return context.filter({ firewalls: [firewall], role: 'grant', direction: 'forward', remote: 'wire' });
}

/** Whether the groups have a rule at all, or may have one that we could not read. */
export function couldAdmit(stage: Stage): boolean {
  return (
    stage.kind === 'filter' && stage.firewalls.some(({ rules, missing }) => rules.length > 0 || missing !== undefined)
  );
}

const UNMATCHED = 'no rule allows it';

function firewallOf(context: Context, place: Place, groupId: string, openness: Openness): Firewall {
  return context.firewall(place, `security group ${groupId} ${openness}`, () => {
    const { estate } = context;
    const row = estate.find(place, ({ securityGroups }) => securityGroups.get(groupId));
    const shared = { evaluation: 'any-allow', implicitRule: UNMATCHED } as const;
    if (row === undefined) {
      const missing = [estate.missing({ table: place.tables.securityGroups, what: groupId })];
      return { ...shared, element: elementOf('security group', groupId), rules: [], missing };
    }
    const ids = ruleIdsOf(context, place, groupId);
    const rules = row.record.IpPermissions.flatMap((permission) =>
      rulesOf(context, place, { permission, ids, unreadable: `${row.evidence.call} ${place.scope.region}` }),
    );
    return {
      ...shared,
      element: elementOf('security group', groupId, row, row.record.GroupName),
      rules: rules.map((rule) => (openness === 'any' ? widened(rule) : rule)).sort(byId),
    };
  });
}

function widened({ id, action, traffic }: FirewallRule): FirewallRule {
  return { id, action, traffic, remotes: EVERYONE };
}

interface Written {
  readonly permission: IpPermission;
  readonly ids: ReadonlyMap<string, string>;
  /** The gap's name for a rule that makes no sense to us. */
  readonly unreadable: string;
}

/** One rule for each source of a permission: that is the unit in which AWS grants and revokes. */
function rulesOf(context: Context, place: Place, { permission, ids, unreadable }: Written): readonly FirewallRule[] {
  const protocol = protocolOf(permission.IpProtocol);
  const traffic = ruleTraffic(protocol ?? '*', permission.FromPort, permission.ToPort);
  const what = trafficText(permission);
  const rule = (text: string | undefined, read: (text: string) => Source): readonly FirewallRule[] => {
    if (text === undefined) return [];
    const id = ids.get(`${what} from ${text.toLowerCase()}`) ?? `${what} from ${text}`;
    const source = read(text);
    const missing = protocol === undefined ? { missing: [unreadable] } : {};
    return [{ id, action: 'allow', traffic, ...source, ...missing }];
  };
  const block = (text: string): Source => blockSource(text, unreadable);
  return [
    ...permission.IpRanges.flatMap(({ CidrIp }) => rule(CidrIp, block)),
    ...permission.Ipv6Ranges.flatMap(({ CidrIpv6 }) => rule(CidrIpv6, block)),
    ...permission.PrefixListIds.flatMap(({ PrefixListId }) =>
      rule(PrefixListId, (id) => prefixListSource(context, place, id)),
    ),
    ...permission.UserIdGroupPairs.flatMap(({ GroupId }) => rule(GroupId, groupSource)),
  ];
}

/** Rule ids by what the rule says, because permissions are answered without them. */
function ruleIdsOf({ estate }: Context, place: Place, groupId: string): ReadonlyMap<string, string> {
  const rows = estate.find(place, ({ rulesOfGroup }) => rulesOfGroup.get(groupId)) ?? [];
  return new Map(rows.map(({ record }) => [ruleText(record), record.SecurityGroupRuleId]));
}

function ruleText(rule: SecurityGroupRule): string {
  const source = rule.CidrIpv4 ?? rule.CidrIpv6 ?? rule.PrefixListId ?? rule.ReferencedGroupInfo?.GroupId ?? '';
  return `${trafficText(rule)} from ${source.toLowerCase()}`;
}

/** `tcp 8000`, `udp 5000-5010`, `icmp type 8`, `all traffic`: what a person would call it. */
function trafficText({
  IpProtocol,
  FromPort,
  ToPort,
}: Pick<IpPermission, 'IpProtocol' | 'FromPort' | 'ToPort'>): string {
  const protocol = protocolOf(IpProtocol);
  if (protocol === undefined) return IpProtocol ?? 'unknown protocol';
  if (protocol === '*') return 'all traffic';
  const { ports } = ruleTraffic(protocol, FromPort, ToPort);
  return `${protocolName(protocol)}${portText(protocol, ports)}`;
}

function protocolName(protocol: Protocol): string {
  return protocol.startsWith('p') ? `protocol ${protocol.slice(1)}` : protocol;
}

function portText(protocol: Protocol, [first, last]: readonly [number, number]): string {
  if (first === 0 && last === MAX_PORT) return '';
  if (protocol === 'tcp' || protocol === 'udp') return ` ${formatPorts([[first, last]])}`;
  const type = Math.floor(first / 256);
  return first === last ? ` type ${type} code ${first % 256}` : ` type ${type}`;
}

function byId(a: FirewallRule, b: FirewallRule): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
