import { overlaps, subtract, union } from '../../../../src/net/interval-set.ts';
import { type AddressRanges, EVERY_ADDRESS, type Family } from '../../../../src/net/ip.ts';
import { ALL_PORTS, type PortRange, parsePorts } from '../../../../src/net/ports.ts';
import { armKey } from '../../arm-id.ts';
import type { AzureFirewall } from '../../records/azure-firewalls.ts';
import type { NatRule } from '../../records/firewall-policies.ts';
import { ipGroups } from '../../records/ip-groups.ts';
import type { Estate } from '../estate.ts';
import type { Forward, Front, Listener } from '../front.ts';
import { doubtful, type Passage } from '../fronts/backends.ts';
import { type Addresses, known, sendersNamed } from '../network/words.ts';
import type { Sender } from '../packet.ts';
import { legsOf, type Shown } from './dnat-legs.ts';
import { type DnatRule, dnatRules, isFor } from './dnat-rules.ts';

/** One address of a firewall as a front: its rules by port, cut wherever another rule begins or ends. */
export function dnatFront(
  estate: Estate,
  firewall: AzureFirewall,
  { address = '', missing }: Pick<Shown, 'address' | 'missing'>,
  passage: Passage,
): Front {
  const all = dnatRules(estate, firewall);
  const own = all.rules.filter(({ rule }) => isFor(rule, address));
  const arriving = { ...passage, gaps: all.missing };
  const gaps = [...new Set([...missing, ...all.missing])];
  return {
    kind: 'Azure Firewall',
    ref: firewall.id,
    listeners: ['tcp', 'udp'].flatMap((protocol) => openedFor(estate, firewall, own, { protocol, arriving })),
    missing: gaps.length === 0 ? undefined : gaps,
  };
}

interface Arriving extends Passage {
  /** The gaps that hide rules which may come first. */
  readonly gaps: readonly string[];
}

function openedFor(
  estate: Estate,
  firewall: AzureFirewall,
  rules: readonly DnatRule[],
  { protocol, arriving }: { readonly protocol: string; readonly arriving: Arriving },
): readonly Listener[] {
  const speaks = ({ rule: { ipProtocols, protocols } }: DnatRule): boolean =>
    [...ipProtocols, ...protocols].some((word) => [protocol, 'any'].includes(word?.toLowerCase() ?? ''));
  const spans = rules.filter(speaks).map((dnat) => ({ dnat, ports: portsOf(dnat.rule) }));
  const borders = spans.flatMap(({ ports }) => ports.flatMap(([first, last]) => [first, last + 1]));
  const starts = [...new Set(borders)].sort((a, b) => a - b);
  return starts.flatMap((first, index) => {
    const last = (starts[index + 1] ?? first) - 1;
    const there = spans.filter(({ ports }) => ports.some(([from, to]) => from <= first && last <= to));
    if (last < first || there.length === 0) return [];
    const own = there.map(({ dnat }) => dnat);
    const forwards = forwardsOf(estate, firewall, own, arriving);
    const label = protocol.toUpperCase();
    return [{ kind: 'Azure Firewall', ref: firewall.id, protocol, ports: [first, last] as const, label, forwards }];
  });
}

function portsOf({ destinationPorts }: NatRule): readonly PortRange[] {
  return destinationPorts.flatMap((text) => (text?.trim() === '*' ? [ALL_PORTS] : (parsePorts(text ?? '') ?? [])));
}

/** The rules of some ports in their order; where it is not known whom one takes, neither is it of those after it. */
function forwardsOf(
  estate: Estate,
  firewall: AzureFirewall,
  rules: readonly DnatRule[],
  { gaps, sender, through, kinds }: Arriving,
): readonly Forward[] {
  const part = { kind: 'Azure Firewall', ref: firewall.id };
  let doubts = gaps;
  return rules.flatMap(({ part: own, rule }): readonly Forward[] => {
    const legs = legsOf(
      estate,
      firewall,
      { part: own, rule },
      { sender, kinds, through: [...through, armKey(firewall.id)] },
    );
    if (legs.length === 0) return [];
    const { sources, missing } = takenBy(estate, firewall, rule, sender);
    const forward = (limit: Forward['sources'], before: readonly string[] | undefined): Forward => {
      const doubt = before === undefined ? [] : [doubtful(part, 'rules could not be read', before)];
      const led = legs.map((leg) => ({ ...leg, checks: [...doubt, ...leg.checks] }));
      return { ...own, title: rule.name ?? '', isConditional: false, sources: limit, gates: [], legs: led };
    };
    const sure = sources === 'nobody' ? [] : [forward(sources, doubts.length === 0 ? undefined : doubts)];
    if (missing === undefined) return sure;
    doubts = [...new Set([...doubts, ...missing])].sort();
    return [...sure, { ...forward(undefined, doubts), isConditional: true }];
  });
}

interface Taken {
  readonly sources: Forward['sources'] | 'nobody';
  /** The gaps that leave open whom else it takes; undefined if nothing is left open. */
  readonly missing: readonly string[] | undefined;
}

/** Whom a rule takes traffic from. Behind a proxy it sees the proxy's address: it takes all clients or none. */
function takenBy(estate: Estate, firewall: AzureFirewall, rule: NatRule, sender: Sender | undefined): Taken {
  if (sender === undefined) {
    const [ipv4, ipv6] = [namedBy(estate, firewall, rule, 'ipv4'), namedBy(estate, firewall, rule, 'ipv6')];
    const isEmpty = ipv4.ranges.length + ipv6.ranges.length === 0;
    const sources = isEmpty ? 'nobody' : { ipv4: ipv4.ranges, ipv6: ipv6.ranges };
    return { sources, missing: ipv4.missing.length === 0 ? undefined : ipv4.missing };
  }
  const own = namedBy(estate, firewall, rule, sender.family);
  const isSome = overlaps(sender.ranges, own.ranges);
  const isAll = subtract(sender.ranges, own.ranges).length === 0;
  if (isAll || (sender.exact && isSome)) return { sources: undefined, missing: undefined };
  if (own.missing.length === 0 && !isSome) return { sources: 'nobody', missing: undefined };
  return { sources: 'nobody', missing: [...own.missing, ...(isSome ? sender.missing : [])] };
}

function namedBy(estate: Estate, { id, location = '' }: AzureFirewall, rule: NatRule, family: Family): Addresses {
  const texts = rule.sourceAddresses.filter((text) => text !== undefined);
  const groups = rule.sourceIpGroups.filter((text) => text !== undefined);
  if (texts.length + groups.length === 0) return known(EVERY_ADDRESS[family]);
  const parts = groups.map((groupId) => {
    const group = estate.find(ipGroups, groupId)?.record;
    if (group === undefined) return { ...known([]), missing: [estate.gap(ipGroups, groupId)] };
    return sendersNamed(estate, group.properties.ipAddresses, { family, of: groupId, location: group.location ?? '' });
  });
  const all = [sendersNamed(estate, texts, { family, of: id, location }), ...parts];
  return {
    ranges: all.reduce<AddressRanges>((left, { ranges }) => union(left, ranges), []),
    missing: [...new Set(all.flatMap(({ missing }) => missing))],
    providerRange: false,
  };
}
