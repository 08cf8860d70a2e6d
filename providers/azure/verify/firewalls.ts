import type { Proof } from '../../../src/model/proof.ts';
import { INTERNET } from '../../../src/net/audience.ts';
import { contains, overlaps, subtract, union } from '../../../src/net/interval-set.ts';
import { type AddressRanges, EVERY_ADDRESS, type Family, parseIp } from '../../../src/net/ip.ts';
import { ALL_PORTS, type PortRange, parsePorts } from '../../../src/net/ports.ts';
import { armKey, nameIn, parentId, subscriptionOf } from '../arm-id.ts';
import { type AzureFirewall, azureFirewalls, virtualHubs } from '../records/azure-firewalls.ts';
import { firewallPolicies, type NatRule, ruleCollectionGroups } from '../records/firewall-policies.ts';
import { ipGroups } from '../records/ip-groups.ts';
import { virtualNetworks } from '../records/virtual-networks.ts';
import { type Backend, doubtful, type FrontAddress, type FrontKind, legsTo, type Passage } from './backends.ts';
import { fact, type Part, type Way } from './check.ts';
import type { Estate } from './estate.ts';
import { type Forward, type Front, type Leg, waysThrough } from './front.ts';
import { addressCheck } from './interface-ways.ts';
import { configsOf, nicsOf, type PublicAddress, publicAddressOf } from './interfaces.ts';
import { addressesOfSubnet, gapOfSubnet, peersOf, placeOf } from './networks.ts';
import type { Sender } from './packet.ts';
import { replyCheck } from './routes.ts';
import { type Addresses, known, readAddresses, sendersNamed } from './words.ts';

type Shown = Pick<PublicAddress, 'address' | 'family' | 'fqdn' | 'missing'> & { readonly ref: string };

/** Every way through an Azure Firewall from one of its public addresses. Its subnet takes no network security group. */
export function firewallWays(
  estate: Estate,
  { entry, address }: Pick<Proof, 'entry' | 'address'>,
  kinds: readonly FrontKind[],
): readonly Way[] {
  const firewall = estate.find(azureFirewalls, entry)?.record;
  if (firewall?.id !== entry) return [];
  const part = { kind: 'Azure Firewall', ref: entry };
  const { rules, missing } = dnatRules(estate, firewall);
  const passage = { sender: undefined, through: [], kinds };
  const addresses = shownBy(estate, firewall);
  if (addresses.length === 0) {
    const isNamed = rules.some(({ rule }) => rule.destinationAddresses.includes(address));
    const family = parseIp(address)?.family;
    if (!isNamed || family === undefined) return [];
    const off = fact({ decision: 'deny', names: [{ ...part, rule: 'deallocated' }], latent: true });
    return [...waysThrough(frontOf(estate, firewall, { address, missing: [] }, passage), family, [off])];
  }
  const subnet = subnetOf(firewall);
  return addresses.flatMap((shown) => {
    if ((shown.address ?? shown.fqdn ?? nameIn(shown.ref)) !== address) return [];
    const reply = subnet === undefined ? [] : [replyCheck(estate, subnet, shown.family)];
    const checks = [addressCheck(part, shown, 'public address'), ...reply];
    const isUsed = rules.some(({ rule }) => isFor(rule, shown.address ?? ''));
    if (isUsed || missing.length + shown.missing.length > 0) {
      return [...waysThrough(frontOf(estate, firewall, shown, passage), shown.family, checks)];
    }
    const unused = fact({ decision: 'deny', names: [{ ...part, rule: 'no DNAT rule' }] });
    return [{ workload: entry, family: shown.family, checks: [...checks, unused], gates: [] }];
  });
}

/** Firewalls as what another front may send to: by a public address or by the private one. */
export const firewallFronts: FrontKind = {
  addresses: (estate) => holders(estate).map(({ front }) => front),
  reach: (estate, id, passage) => {
    const holder = holders(estate).find(({ front }) => armKey(front.id) === armKey(id));
    return holder === undefined ? [] : [{ to: frontOf(estate, holder.firewall, holder, passage), checks: [] }];
  },
};

interface Holder {
  readonly firewall: AzureFirewall;
  readonly front: FrontAddress;
  readonly address: string | undefined;
  readonly missing: readonly string[];
}

function holders(estate: Estate): readonly Holder[] {
  return estate.rows(azureFirewalls).flatMap(({ record: firewall }) =>
    firewall.properties.ipConfigurations.flatMap(({ id, properties }, index) => {
      const config = id ?? `${firewall.id}/azureFirewallIpConfigurations/${index}`;
      const { publicIPAddress, privateIPAddress: inside } = properties;
      const nowhere = { publicId: undefined, address: undefined, subnetId: subnetOf(firewall) };
      const shown = publicIPAddress?.id === undefined ? [] : [publicAddressOf(estate, publicIPAddress.id)];
      return [
        ...shown.map(({ address, missing }) => ({
          firewall,
          address,
          missing,
          front: { ...nowhere, id: config, publicId: publicIPAddress?.id },
        })),
        ...(inside === undefined
          ? []
          : [
              {
                firewall,
                address: inside,
                missing: [],
                front: { ...nowhere, id: `${config}#private`, address: inside },
              },
            ]),
      ];
    }),
  );
}

/** The public addresses of a firewall: those that it was given, or in a virtual hub those that it got. */
function shownBy(estate: Estate, { id: ref, properties }: AzureFirewall): readonly Shown[] {
  const { ipConfigurations, hubIPAddresses } = properties;
  const given = new Set(ipConfigurations.flatMap((config) => config.properties.publicIPAddress?.id ?? []));
  const own = new Set((hubIPAddresses?.publicIPs?.addresses ?? []).flatMap(({ address }) => address ?? []));
  return [
    ...[...given].map((id) => ({ ...publicAddressOf(estate, id), ref: publicAddressOf(estate, id).sku.ref })),
    ...[...own].map((address) => ({
      address,
      family: parseIp(address)?.family ?? 'ipv4',
      fqdn: undefined,
      missing: [],
      ref,
    })),
  ];
}

function subnetOf({ properties }: AzureFirewall): string | undefined {
  return properties.ipConfigurations.map((config) => config.properties.subnet?.id).find((id) => id !== undefined);
}

interface DnatRule {
  readonly part: Part;
  readonly rule: NatRule;
}

interface DnatRules {
  readonly rules: readonly DnatRule[];
  /** The gaps that hide others, wherever in the order. */
  readonly missing: readonly string[];
}

/** The rules that translate: those of the policies above, of the firewall's policy, or else its own. */
function dnatRules(estate: Estate, { id, properties }: AzureFirewall): DnatRules {
  if (properties.firewallPolicy?.id !== undefined) return policyRules(estate, properties.firewallPolicy.id, []);
  const rules = properties.natRuleCollections
    .toSorted((a, b) => rank(a.properties) - rank(b.properties))
    .flatMap(({ name, properties: own }) => own.rules.map((rule) => dnatRule(`${id}/${name ?? ''}`, rule)));
  return { rules, missing: [] };
}

function policyRules(estate: Estate, id: string, below: readonly string[]): DnatRules {
  if (below.includes(armKey(id)) || below.length === 8) return { rules: [], missing: [] };
  const policy = estate.find(firewallPolicies, id)?.record;
  const base = policy?.properties.basePolicy?.id;
  const inherited = base === undefined ? { rules: [], missing: [] } : policyRules(estate, base, [...below, armKey(id)]);
  const own = estate.heard(ruleCollectionGroups, subscriptionOf(id) ?? 'unknown', id);
  const groups = [...new Map(own.rows.map(({ record }) => [armKey(record.id), record])).values()];
  const rules = groups
    .toSorted((a, b) => rank(a.properties) - rank(b.properties) || (armKey(a.id) < armKey(b.id) ? -1 : 1))
    .flatMap((group) =>
      group.properties.ruleCollections
        .toSorted((a, b) => rank(a) - rank(b))
        .flatMap(({ name, rules: all }) =>
          all
            .filter(({ ruleType = 'NatRule' }) => /^NatRule$/i.test(ruleType))
            .map((rule) => dnatRule(`${group.id}/${name ?? ''}`, rule)),
        ),
    );
  const missing = [
    ...inherited.missing,
    ...(policy === undefined ? [estate.gap(firewallPolicies, id)] : []),
    ...(own.isCut ? [estate.gap(ruleCollectionGroups, id)] : []),
  ];
  return { rules: [...inherited.rules, ...rules], missing: [...new Set(missing)].sort() };
}

function dnatRule(collection: string, rule: NatRule): DnatRule {
  return { part: { kind: 'DNAT rule', ref: `${collection}/${rule.name ?? ''}` }, rule };
}

function rank({ priority }: { readonly priority?: number | undefined }): number {
  return priority ?? Infinity;
}

/** Whether a rule translates what arrives at an address. */
function isFor({ destinationAddresses }: NatRule, address: string): boolean {
  const ip = parseIp(address);
  return ip !== undefined && contains(readAddresses(destinationAddresses, ip.family).ranges, ip.address);
}

/** One address of a firewall as a front: its rules by port, cut wherever another rule begins or ends. */
function frontOf(
  estate: Estate,
  firewall: AzureFirewall,
  { address, missing }: Pick<Shown, 'address' | 'missing'>,
  passage: Passage,
): Front {
  const part = { kind: 'Azure Firewall', ref: firewall.id };
  const all = dnatRules(estate, firewall);
  const own = all.rules.filter(({ rule }) => address !== undefined && isFor(rule, address));
  const listeners = ['tcp', 'udp'].flatMap((protocol) => {
    const speaking = own.filter(({ rule }) =>
      [...rule.ipProtocols, ...rule.protocols].some((word) => [protocol, 'any'].includes(word?.toLowerCase() ?? '')),
    );
    const spans = speaking.map((dnat) => ({ dnat, ports: portsOf(dnat.rule) }));
    const starts = [...new Set(spans.flatMap(({ ports }) => ports.flatMap(([first, last]) => [first, last + 1])))].sort(
      (a, b) => a - b,
    );
    return starts.flatMap((first, index) => {
      const last = (starts[index + 1] ?? first) - 1;
      const there = spans.filter(({ ports }) => ports.some(([from, to]) => from <= first && last <= to));
      if (last < first || there.length === 0) return [];
      const forwards = forwardsOf(
        estate,
        firewall,
        there.map(({ dnat }) => dnat),
        { ...passage, gaps: all.missing },
      );
      return [{ ...part, protocol, ports: [first, last] as const, label: protocol.toUpperCase(), forwards }];
    });
  });
  const gaps = [...new Set([...missing, ...all.missing])];
  return { ...part, listeners, missing: gaps.length === 0 ? undefined : gaps };
}

function portsOf({ destinationPorts }: NatRule): readonly PortRange[] {
  return destinationPorts.flatMap((text) => (text?.trim() === '*' ? [ALL_PORTS] : (parsePorts(text ?? '') ?? [])));
}

/** The rules of some ports in their order; where it is not known whom one takes, neither is it of those after it. */
function forwardsOf(
  estate: Estate,
  firewall: AzureFirewall,
  rules: readonly DnatRule[],
  { gaps, sender, through, kinds }: Passage & { readonly gaps: readonly string[] },
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

/** The firewall hides the client: who is behind sees an address of its subnet, or one of its public ones. */
function legsOf(estate: Estate, firewall: AzureFirewall, { part, rule }: DnatRule, passage: Passage): readonly Leg[] {
  const { translatedAddress: address, translatedFqdn: fqdn, translatedPort = '' } = rule;
  const backend =
    address !== undefined ? addressed(estate, firewall, address) : fqdn === undefined ? undefined : { fqdn };
  if (backend === undefined) return [];
  const port = /^\d+$/.test(translatedPort) ? Number(translatedPort) : 'same';
  const family = parseIp(address ?? '')?.family ?? 'ipv4';
  const shown = shownBy(estate, firewall);
  const unread = [...new Set(shown.flatMap(({ missing }) => missing))];
  const ranges =
    unread.length > 0
      ? EVERY_ADDRESS[family]
      : readAddresses(
          shown.map((each) => each.address),
          family,
        ).ranges;
  const publicSender = { family, ranges, exact: false, missing: unread };
  return legsTo(
    estate,
    { ...passage, sender: inside(estate, firewall, family), publicSender, pool: part, port },
    backend,
  );
}

function inside(estate: Estate, firewall: AzureFirewall, family: Family): Sender {
  const subnet = subnetOf(firewall);
  const place = placeOf(estate, subnet);
  const shared = { family, exact: false, missing: [] } as const;
  if (place !== undefined) return { ...shared, ranges: addressesOfSubnet(place, family) };
  if (subnet !== undefined) return { ...shared, ranges: EVERY_ADDRESS[family], missing: [gapOfSubnet(estate, subnet)] };
  const hubId = firewall.properties.virtualHub?.id;
  const { ranges } = readAddresses([estate.find(virtualHubs, hubId)?.record.properties.addressPrefix], family);
  if (ranges.length > 0) return { ...shared, ranges };
  const missing = hubId === undefined ? [] : [estate.gap(virtualHubs, hubId)];
  return { ...shared, ranges: subtract(EVERY_ADDRESS[family], INTERNET[family]), missing };
}

/** In a virtual hub the address is one of a network that is connected to it; that is peered with one named after the hub. */
function addressed(estate: Estate, firewall: AzureFirewall, address: string): Backend {
  const subnet = subnetOf(firewall);
  if (subnet !== undefined) return { address, networkId: parentId(subnet) };
  const hub = nameIn(firewall.properties.virtualHub?.id ?? '').toLowerCase();
  const isSpoke = (networkId: string): boolean => {
    const network = estate.find(virtualNetworks, networkId);
    const peers = network === undefined ? [] : peersOf(estate, network);
    return hub !== '' && peers.some(({ remoteId }) => nameIn(remoteId).toLowerCase().startsWith(`hv_${hub}_`));
  };
  const holders = nicsOf(estate)
    .flatMap(configsOf)
    .filter(({ config }) => config.properties.privateIPAddress === address);
  const networks = holders.map(({ config }) => parentId(config.properties.subnet?.id ?? ''));
  const spokes = networks.filter(isSpoke);
  const [networkId, ...others] = spokes.length > 0 ? spokes : networks;
  return { address, networkId: others.length > 0 || networkId === '' ? undefined : networkId };
}
