import { elementOf } from '../../../src/convert/elements.ts';
import type { Row } from '../../../src/convert/table.ts';
import type { Firewall, FirewallRule } from '../../../src/model/firewall.ts';
import type { PeerAddresses, Stage } from '../../../src/model/path.ts';
import { ALL_PORTS } from '../../../src/net/ports.ts';
import { type NetworkAcl, type NetworkAclEntry, networkAcls } from '../records/network-acls.ts';
import type { Context } from './context.ts';
import type { Standing } from './estate.ts';
import { blockSource, EVERYONE } from './remotes.ts';
import { protocolOf, ruleTraffic } from './rule-traffic.ts';
import { nameOf } from './tags.ts';

/** Which of a subnet's two lists is asked, about what. */
export interface Crossing {
  readonly way: 'in' | 'out';
  /** A list keeps no state, so replies are filtered too, by the port of the client. */
  readonly direction: 'forward' | 'reply';
  readonly remote: 'wire' | PeerAddresses;
}

/** The network ACL of a subnet, as a stage of a path. */
export function networkAclStage(context: Context, standing: Standing, { way, direction, remote }: Crossing): Stage {
  const firewall = networkAclOf(context, standing)[way];
  return context.filter({ firewalls: [firewall], role: 'guard', direction, remote });
}

/** The two lists of the network ACL that guards a subnet. */
export function networkAclOf(context: Context, standing: Standing): Readonly<Record<Crossing['way'], Firewall>> {
  const { place, subnetId } = standing;
  const row = rowOf(context, standing);
  const id = row?.record.NetworkAclId ?? subnetId ?? 'unknown subnet';
  const list = (way: Crossing['way']): Firewall =>
    context.firewall(place, `network ACL ${id} ${way}`, () => ({
      element: elementOf('network ACL', id, row, row === undefined ? undefined : nameOf(row.record.Tags)),
      evaluation: 'first-match',
      implicitRule: '*',
      ...(row === undefined ? unread(context, standing) : { rules: rulesOf(row, way, place.scope.region) }),
    }));
  return { in: list('in'), out: list('out') };
}

/** Whether a network ACL lets everything through, so that it does not matter on which path it stands. */
export function isWideOpen({ rules, missing }: Firewall): boolean {
  const everything = (family: 'ipv4' | 'ipv6'): boolean => {
    const first = rules.find(({ remotes }) => remotes[family].length > 0);
    return (
      first?.action === 'allow' &&
      first.missing === undefined &&
      first.traffic.protocol === '*' &&
      first.remotes[family].join() === EVERYONE[family].join()
    );
  };
  return missing === undefined && everything('ipv4') && (everything('ipv6') || !rules.some(hasIpv6));
}

function hasIpv6({ remotes }: FirewallRule): boolean {
  return remotes.ipv6.length > 0;
}

/** A subnet has the list that names it, else the default list of its VPC. */
function rowOf({ estate }: Context, standing: Standing): Row<NetworkAcl> | undefined {
  const { place, subnetId } = standing;
  const vpcId = estate.vpcIdOf(standing);
  const own = subnetId === undefined ? undefined : estate.find(place, ({ aclOfSubnet }) => aclOfSubnet.get(subnetId));
  if (own !== undefined || vpcId === undefined) return own;
  const fallback = estate.find(place, ({ defaultAclOfVpc }) => defaultAclOfVpc.get(vpcId));
  // An answer that we did not get could name this subnet after all.
  return estate.knowsAll(standing, ({ tables }) => tables.networkAcls) ? fallback : undefined;
}

function unread({ estate }: Context, standing: Standing): Pick<Firewall, 'rules' | 'missing'> {
  const table = standing.place.tables.networkAcls;
  const what = `the network ACL of ${standing.subnetId ?? 'the subnet'}`;
  return { rules: [], missing: [estate.missing({ table, scope: estate.ownerScope(standing), what })] };
}

/** From this number on a rule is the implicit deny, which consoles print as `*`. IPv6 has the one after it. */
const FIRST_IMPLICIT = 32_767;

function rulesOf(row: Row<NetworkAcl>, way: Crossing['way'], region: string): readonly FirewallRule[] {
  const unreadable = `${networkAcls.call} ${region}`;
  return row.record.Entries.filter(
    ({ Egress, RuleNumber = 0 }) => (Egress === true) === (way === 'out') && RuleNumber < FIRST_IMPLICIT,
  )
    .toSorted((a, b) => (a.RuleNumber ?? 0) - (b.RuleNumber ?? 0))
    .map((entry) => ruleOf(entry, unreadable));
}

function ruleOf(entry: NetworkAclEntry, unreadable: string): FirewallRule {
  const { RuleNumber, RuleAction, Protocol, PortRange, IcmpTypeCode } = entry;
  const protocol = protocolOf(Protocol);
  const cidr = entry.CidrBlock ?? entry.Ipv6CidrBlock;
  const id = `${RuleNumber ?? 'unnumbered'}`;
  const action = RuleAction === 'deny' ? 'deny' : 'allow';
  if (protocol === undefined || cidr === undefined || RuleAction === undefined || RuleNumber === undefined) {
    return { id, action, traffic: { protocol: '*', ports: ALL_PORTS }, remotes: EVERYONE, missing: [unreadable] };
  }
  const isIcmp = protocol === 'icmp' || protocol === 'icmp6';
  const [from, to] = isIcmp ? [IcmpTypeCode?.Type, IcmpTypeCode?.Code] : [PortRange?.From, PortRange?.To];
  return { id, action, traffic: ruleTraffic(protocol, from, to), ...blockSource(cidr, unreadable) };
}
