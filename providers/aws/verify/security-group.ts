import { type Family, parseCidr } from '../../../src/net/ip.ts';
import { MAX_PORT } from '../../../src/net/ports.ts';
import { Memo } from '../../../src/verify/memo.ts';
import type { NetworkInterface } from '../records/network-interfaces.ts';
import type { IpPermission, SecurityGroup, SecurityGroupRule } from '../records/security-groups.ts';
import { type Check, fact, type Judgement, type Name } from './check.ts';
import type { Estate } from './estate.ts';
import {
  type Block,
  blocksOf,
  portBorders,
  portsOf,
  protocolNumber,
  type RawTraffic,
  speaksOf,
  type Wire,
  within,
} from './packet.ts';
import { prefixListOf } from './prefix-list.ts';
import type { Row } from './source.ts';
import { networkInterfaces, securityGroupRules, securityGroups } from './sources.ts';
import { bordersOf, judgeSender, type Viewpoint } from './viewpoint.ts';

/** One source of one permission. */
interface Grant {
  readonly name: Name;
  readonly traffic: RawTraffic;
  readonly blocks: readonly Block[];
  /** The group whose members are let in, whatever their address. */
  readonly group: string | undefined;
  /** The gap that hides whom the grant lets in. */
  readonly missing: string | undefined;
}

/** The groups of an interface; one of which no group is known may let in anything. */
export function securityGroupCheck(
  estate: Estate,
  { record }: Row<NetworkInterface>,
  view: Viewpoint,
  missing: readonly string[] = [estate.gap(networkInterfaces)],
): Check {
  const groups = record.Groups.flatMap(({ GroupId }) => GroupId ?? []);
  if (groups.length > 0) return groupsCheck(estate, groups, view);
  const names = [{ ref: record.NetworkInterfaceId, rule: 'rules could not be read' }];
  const judgement: Judgement = { decision: 'unknown', names, missing };
  return { ...fact('security group', judgement, view.sees), grants: true };
}

/** Security groups only allow: a packet passes if any rule of any of them speaks of it. */
export function groupsCheck(estate: Estate, groups: readonly string[], view: Viewpoint): Check {
  const found = groups.map((group) => estate.find(securityGroups, 'GroupId', group));
  const grants = found.flatMap((row) => (row === undefined ? [] : grantsOf(estate, row, view.family)));
  const unread = groups.filter((_, index) => found[index] === undefined);
  const addresses = bordersOf(grants.flatMap(({ blocks }) => blocks));
  const judge = (seen: Wire): Judgement => {
    const speaking = grants.filter(
      ({ traffic }) => protocolNumber(traffic.protocol) === undefined || speaksOf(traffic, seen.protocol, seen.port),
    );
    const refused = found.flatMap((row) =>
      row === undefined ? [] : [{ ref: row.record.GroupId, rule: 'no rule allows it', evidence: row.evidence }],
    );
    return judgeSender(seen, addresses, (source) => {
      const admits = ({ blocks, group }: Grant): boolean =>
        view.isAnyone === true ||
        (group !== undefined && view.via.includes(group)) ||
        blocks.some((block) => within(source, block));
      const allowing = speaking.filter((grant) => (grant.missing === undefined || view.isAnyone) && admits(grant));
      const hidden = view.isAnyone === true ? [] : speaking.filter(({ missing }) => missing !== undefined);
      const gaps = hidden.flatMap(({ missing = '' }) => missing);
      const missing = unread.length > 0 ? [...gaps, estate.gap(securityGroups)] : gaps;
      if (allowing.length > 0) {
        return { decision: 'allow', names: allowing.map(({ name }) => named(name, view)), missing };
      }
      if (hidden.length === 0 && unread.length === 0) return { decision: 'deny', names: refused };
      return {
        decision: 'unknown',
        names: [...hidden.map(({ name }) => name), ...unread.map((ref) => ({ ref, rule: 'rules could not be read' }))],
        missing,
      };
    });
  };
  const ports = grants.flatMap(({ traffic }) => portBorders(traffic));
  return {
    kinds: ['security group'],
    direction: 'in',
    grants: true,
    sees: view.sees,
    judge,
    borders: { addresses, ports },
  };
}

function grantsOf(estate: Estate, { record, evidence }: Row<SecurityGroup>, family: Family): readonly Grant[] {
  const { GroupId, IpPermissions } = record;
  return IpPermissions.flatMap((permission) =>
    sourcesOf(permission).map((source) => {
      const { kind, value } = source;
      const list = kind === 'list' ? prefixListOf(estate, value, family) : undefined;
      const isRead =
        protocolNumber(permission.IpProtocol) !== undefined && (kind !== 'address' || parseCidr(value) !== undefined);
      const rule = ruleId(estate, GroupId, permission, source) ?? spelled(permission, source);
      return {
        name: { ref: GroupId, rule, evidence, providerRange: list?.isProviders ?? false },
        traffic: trafficOf(permission),
        blocks: list?.blocks ?? (kind === 'address' ? blocksOf(family, [value]) : []),
        group: kind === 'group' ? value : undefined,
        missing: list?.missing ?? (isRead ? undefined : estate.gap(securityGroups)),
      };
    }),
  );
}

/** Of a sender that could not be read it cannot be said that it comes from a provider's addresses. */
function named(name: Name, { isAnyone = false }: Viewpoint): Name {
  return isAnyone ? { ...name, providerRange: false } : name;
}

interface Source {
  readonly kind: 'address' | 'list' | 'group';
  readonly value: string;
}

function sourcesOf(permission: IpPermission): readonly Source[] {
  const sources = (kind: Source['kind'], values: readonly (string | undefined)[]): readonly Source[] =>
    values.flatMap((value) => (value === undefined ? [] : [{ kind, value }]));
  return [
    ...sources(
      'address',
      permission.IpRanges.map(({ CidrIp }) => CidrIp),
    ),
    ...sources(
      'address',
      permission.Ipv6Ranges.map(({ CidrIpv6 }) => CidrIpv6),
    ),
    ...sources(
      'list',
      permission.PrefixListIds.map(({ PrefixListId }) => PrefixListId),
    ),
    ...sources(
      'group',
      permission.UserIdGroupPairs.map(({ GroupId }) => GroupId),
    ),
  ];
}

const RULES = new Memo<ReadonlyMap<string | undefined, readonly Row<SecurityGroupRule>[]>>();

/** The id of a rule, where ids were collected: a permission itself has none. */
function ruleId(estate: Estate, group: string, permission: IpPermission, { value }: Source): string | undefined {
  const sourceOf = (rule: SecurityGroupRule): string | undefined =>
    rule.CidrIpv4 ?? rule.CidrIpv6 ?? rule.PrefixListId ?? rule.ReferencedGroupInfo?.GroupId;
  const told = trafficOf(permission);
  const byGroup = RULES.of(estate, 'by group', () =>
    Map.groupBy(estate.rows(securityGroupRules), ({ record }) => record.GroupId),
  );
  return byGroup.get(group)?.find(({ record }) => {
    const own = trafficOf(record);
    const isSame =
      protocolNumber(own.protocol) === protocolNumber(told.protocol) && portsOf(own).join() === portsOf(told).join();
    return record.IsEgress !== true && isSame && sourceOf(record)?.toLowerCase() === value.toLowerCase();
  })?.record.SecurityGroupRuleId;
}

type RuleFields = Pick<IpPermission, 'IpProtocol' | 'FromPort' | 'ToPort'>;

function trafficOf({ IpProtocol, FromPort, ToPort }: RuleFields): RawTraffic {
  return { protocol: IpProtocol, first: FromPort, last: ToPort };
}

const WORDS: Readonly<Record<number, string>> = { '-1': 'all traffic', 1: 'icmp', 6: 'tcp', 17: 'udp', 58: 'icmp6' };

/** A rule without an id, in words: `tcp 8000 from 0.0.0.0/0`, `icmp type 8 from ::/0`. */
function spelled(permission: IpPermission, { value }: Source): string {
  const traffic = trafficOf(permission);
  const number = protocolNumber(traffic.protocol);
  if (number === undefined) return `${traffic.protocol ?? 'unknown protocol'} from ${value}`;
  const [first, last] = portsOf(traffic);
  const isTyped = number === 1 || number === 58;
  const code = first === last ? ` code ${first % 256}` : '';
  const type = ` type ${Math.floor(first / 256)}${code}`;
  const ports = first === last ? ` ${first}` : ` ${first}-${last}`;
  const some = isTyped ? type : ports;
  return `${WORDS[number] ?? `protocol ${number}`}${first === 0 && last === MAX_PORT ? '' : some} from ${value}`;
}
