import type { Address, Family } from '../../../src/net/ip.ts';
import { MAX_PORT, type PortRange } from '../../../src/net/ports.ts';
import type { NetworkAcl } from '../records/network-acls.ts';
import type { Check, Judgement, Name } from './check.ts';
import type { Estate } from './estate.ts';
import { type Standing, standingOf } from './network.ts';
import {
  type Block,
  blocksOf,
  portBorders,
  protocolNumber,
  type RawTraffic,
  speaksOf,
  type Wire,
  within,
} from './packet.ts';
import type { Row } from './source.ts';
import { networkAcls } from './sources.ts';
import { bordersOf, judgeSender, type Viewpoint } from './viewpoint.ts';

/** Which way a packet crosses the edge of a subnet, and who is on the far side of it. */
export interface Crossing {
  readonly standing: Standing;
  readonly egress: boolean;
  /** A reply crosses the other way, and its port is the client's. */
  readonly direction: Check['direction'];
  /** Whose address the list reads: the sender's, or the target's where the packet leaves a load balancer. */
  readonly remote: 'source' | 'destination';
}

interface Entry {
  readonly rules: readonly string[];
  readonly allows: boolean;
  readonly traffic: RawTraffic;
  readonly blocks: readonly Block[];
  readonly isEveryone: boolean;
}

/** From this number on a rule is the implicit one, which a console prints as `*`. */
const FIRST_IMPLICIT = 32_767;
const UNMATCHED: Entry = { rules: ['*'], allows: false, traffic: nothing(), blocks: [], isEveryone: false };

/** A network ACL takes the first entry by number that speaks of the packet; it keeps no state. */
export function networkAclCheck(estate: Estate, crossing: Crossing, view: Viewpoint): Check {
  const acl = aclOf(estate, crossing.standing);
  const entries = acl === undefined ? [] : entriesOf(acl.record, crossing.egress, view);
  const addresses = bordersOf(entries.flatMap(({ blocks }) => blocks));
  const ports = entries.flatMap(({ traffic }) => portBorders(traffic));
  const judge = (seen: Wire): Judgement => {
    if (acl === undefined) return unread(estate, crossing.standing);
    const ask = (remote: Address): Judgement =>
      judged(acl, entries, seen, { remote, ports: portsOf(crossing, seen, ports) });
    if (crossing.remote === 'source') return judgeSender(seen, addresses, ask);
    const blocks = blocksOf(view.family, [seen.destination]);
    const target = { blocks, exact: blocks.every(([first, last]) => first === last), missing: [], shown: blocks };
    return judgeSender({ ...seen, sender: target }, addresses, ask);
  };
  const forward = crossing.direction === 'in';
  return {
    kinds: ['network ACL'],
    direction: crossing.direction,
    grants: false,
    sees: view.sees,
    judge,
    borders: forward ? { addresses, ports } : { addresses, ports: [], clientPorts: ports },
  };
}

/** Whether the list of a subnet lets everything through, so that it does not matter whether it is asked. */
export function isWideOpen(estate: Estate, subnet: string): boolean {
  const acl = aclOf(estate, standingOf(estate, { SubnetId: subnet }));
  return (
    acl !== undefined &&
    [true, false].every((egress) => {
      const opens = (family: Family): boolean | undefined => {
        const [first] = entriesOf(acl.record, egress, { family }).filter(({ blocks }) => blocks.length > 0);
        return first && first.allows && protocolNumber(first.traffic.protocol) === -1 && first.isEveryone;
      };
      return opens('ipv4') === true && opens('ipv6') !== false;
    })
  );
}

/** Whether the list of a subnet could not be read. */
export function isUnread(estate: Estate, subnet: string): boolean {
  return aclOf(estate, standingOf(estate, { SubnetId: subnet })) === undefined;
}

/** A subnet without an association of its own has the default list of its VPC. */
function aclOf(estate: Estate, { subnet, vpc, account }: Standing): Row<NetworkAcl> | undefined {
  const acls = estate.rows(networkAcls);
  const own = acls.find(({ record }) => record.Associations.some(({ SubnetId }) => SubnetId === subnet));
  if (own !== undefined || estate.isIncomplete(networkAcls, { account })) return own;
  return acls.find(({ record }) => record.IsDefault === true && record.VpcId === vpc);
}

function unread(estate: Estate, { subnet }: Standing): Judgement {
  const names = [{ ref: subnet, rule: 'rules could not be read' }];
  return { decision: 'unknown', names, missing: [estate.gap(networkAcls)] };
}

function entriesOf({ Entries }: NetworkAcl, egress: boolean, { family }: Pick<Viewpoint, 'family'>): readonly Entry[] {
  return Entries.filter(({ Egress = false }) => Egress === egress)
    .toSorted((a, b) => (a.RuleNumber ?? 0) - (b.RuleNumber ?? 0))
    .map(({ RuleNumber: number = 0, RuleAction, Protocol, PortRange: range, IcmpTypeCode: icmp, ...entry }) => ({
      rules: number < FIRST_IMPLICIT ? [`${number}`] : [`${number}`, '*'],
      allows: RuleAction === 'allow',
      traffic: { protocol: Protocol, first: range?.From ?? icmp?.Type, last: range?.To ?? icmp?.Code },
      blocks: blocksOf(family, [entry.CidrBlock, entry.Ipv6CidrBlock]),
      isEveryone: (entry.CidrBlock ?? entry.Ipv6CidrBlock ?? '').endsWith('/0'),
    }));
}

/** The ports to try: one is enough, for whoever sends the packet picks it. */
function portsOf({ direction, remote }: Crossing, seen: Wire, borders: readonly number[]): readonly number[] {
  if (direction === 'in') return [seen.port];
  const isFront = seen.sender !== undefined || remote === 'destination';
  const [first, last]: PortRange = isFront ? [1, MAX_PORT] : (seen.sourcePorts ?? [0, MAX_PORT]);
  return [first, ...borders.filter((border) => first < border && border <= last)];
}

function judged(
  { record, evidence }: Row<NetworkAcl>,
  entries: readonly Entry[],
  { protocol }: Wire,
  { remote, ports }: { readonly remote: Address; readonly ports: readonly number[] },
): Judgement {
  const matches = ports.map(
    (port) =>
      entries.find(
        ({ traffic, blocks }) => blocks.some((block) => within(remote, block)) && speaksOf(traffic, protocol, port),
      ) ?? UNMATCHED,
  );
  const allowing = matches.filter(({ allows }) => allows);
  const deciding = allowing.length > 0 ? allowing : matches;
  const names: readonly Name[] = deciding.flatMap(({ rules }) =>
    rules.map((rule) => ({ ref: record.NetworkAclId, rule, evidence })),
  );
  return { decision: allowing.length > 0 ? 'allow' : 'deny', names };
}

function nothing(): RawTraffic {
  return { protocol: undefined, first: undefined, last: undefined };
}
