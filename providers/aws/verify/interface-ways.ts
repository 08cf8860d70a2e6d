import { scopeName } from '../../../src/model/resource.ts';
import { type Family, parseCidr } from '../../../src/net/ip.ts';
import type { NatGateway } from '../records/gateways.ts';
import type { NetworkInterface } from '../records/network-interfaces.ts';
import { balancerTable, isCollectedBalancer } from './balancer-interfaces.ts';
import { type Check, fact, passage } from './check.ts';
import { ipv6AdvertisedCheck, livenessCheck, stated } from './conditions.ts';
import type { Estate } from './estate.ts';
import { interfaceOf } from './interfaces.ts';
import { standingOf } from './network.ts';
import { blocksOf, type Wire } from './packet.ts';
import { isActive, nameOf, targetOf } from './route.ts';
import { securityGroupCheck } from './security-group.ts';
import type { Row } from './source.ts';
import { addresses, natGateways, networkInterfaces, routeTables } from './sources.ts';
import { subnetChecks } from './subnet-checks.ts';
import type { Viewpoint } from './viewpoint.ts';
import type { Way } from './way.ts';

/** The way to a network interface by one of its addresses; none if that is no address of it. */
export function interfaceWays(estate: Estate, entry: string, address: string): readonly Way[] {
  const row = interfaceOf(estate, entry);
  if (row?.evidence.scope !== scopeName(estate.scope)) return [];
  const workload = row.record.Attachment?.InstanceId ?? entry;
  const shared = { workload, line: `${entry} ${address}`, gates: [] };
  const pooled = poolChecks(estate, row, address);
  if (pooled.length > 0) return pooled.map((checks) => ({ ...shared, family: 'ipv4', checks }));
  const arrival = isCollectedBalancer(estate, row.record) ? undefined : arrivalAt(estate, row, address);
  if (arrival === undefined) return [];
  const { family, inside, facts } = arrival;
  const sees = (sent: Wire): Wire => (inside === undefined ? sent : { ...sent, destination: inside });
  const translation = { ref: entry, rule: `${address} -> ${inside ?? ''}`, evidence: row.evidence };
  const translates = inside === undefined ? [] : [passage('network interface', 'nat', translation, (sent) => sent)];
  const view = { family, sees, via: [] };
  const checks = [
    ...translates,
    ...facts(sees),
    ...ownChecks(estate, row, { address: inside ?? address, hasGroups: !isNat(estate, row.record) }, view),
  ];
  return [{ ...shared, family, checks }];
}

/** What every packet for an interface meets, whatever its address. */
function ownChecks(
  estate: Estate,
  row: Row<NetworkInterface>,
  { address, hasGroups }: { readonly address: string | undefined; readonly hasGroups: boolean },
  view: Viewpoint,
): readonly Check[] {
  const { before, after } = subnetChecks(estate, standingOf(estate, row.record), address, view);
  const groups = hasGroups ? [securityGroupCheck(estate, row, view)] : [];
  return [livenessCheck(estate, row, view.sees), ...before, ...groups, ...after];
}

/** A gateway can hand a whole pool of addresses to one interface, which then stands in front of what it likes. */
function poolChecks(estate: Estate, row: Row<NetworkInterface>, pool: string): readonly (readonly Check[])[] {
  const view: Viewpoint = { family: 'ipv4', sees: (sent) => sent, via: [] };
  const tables = estate.rows(routeTables, { account: estate.scope.account });
  return tables
    .filter(({ record }) => record.Associations.some(({ PublicIpv4Pool }) => PublicIpv4Pool === pool))
    .flatMap(({ record, evidence }) =>
      record.Routes.filter((route) => isActive(route) && targetOf(route) === row.record.NetworkInterfaceId).map(
        (route) => {
          const names = [{ ref: record.RouteTableId, rule: nameOf(route), evidence }];
          const hands = fact('edge route table', { decision: 'inspect', names }, view.sees);
          return [hands, ...ownChecks(estate, row, { address: undefined, hasGroups: true }, view)];
        },
      ),
    );
}

/** How a packet for an address arrives at an interface. */
interface Arrival {
  readonly family: Family;
  /** The address behind the gateway's translation. */
  readonly inside: string | undefined;
  readonly facts: (sees: Check['sees']) => readonly Check[];
}

function arrivalAt(estate: Estate, row: Row<NetworkInterface>, address: string): Arrival | undefined {
  const { record, evidence } = row;
  const ref = record.NetworkInterfaceId;
  const holds = (isTrue: boolean, rule: string, sees: Check['sees']): Check => {
    const names = [rule, `${rule} ${address}`].map((text) => ({ ref, rule: text, evidence }));
    return fact('network interface', { decision: isTrue ? 'allow' : 'deny', names }, sees);
  };
  const { PrivateIpAddresses: listed, PrivateIpAddress, Association } = record;
  const pairs = [...listed, { PrivateIpAddress, Association }, ...elasticPairs(estate, record)];
  const pair = pairs.find((own) => (own.Association?.PublicIp ?? own.Association?.CarrierIp) === address);
  if (pair !== undefined) {
    const isPublic = pair.Association?.PublicIp === address;
    const facts = (sees: Check['sees']): readonly Check[] =>
      isPublic
        ? [holds(true, 'public address', sees), ...specialChecks(estate, row, sees)]
        : [holds(true, 'carrier address', sees), holds(false, 'carrier gateway accepts no inbound internet', sees)];
    return { family: 'ipv4', inside: pair.PrivateIpAddress, facts };
  }
  if (globalAddressesOf(record).includes(address)) {
    const facts = (sees: Check['sees']): readonly Check[] => [
      holds(true, 'IPv6 address', sees),
      ipv6AdvertisedCheck(estate, record.SubnetId, address, sees),
      gatewayTrafficCheck(estate, row, sees),
    ];
    return { family: 'ipv6', inside: undefined, facts };
  }
  const isPrivate = [PrivateIpAddress, ...listed.map((own) => own.PrivateIpAddress)].includes(address);
  const isOther = record.Ipv6Addresses.some(({ Ipv6Address }) => Ipv6Address === address);
  if (!isPrivate && !isOther) return undefined;
  const family = isPrivate ? 'ipv4' : 'ipv6';
  return { family, inside: undefined, facts: (sees) => [holds(false, 'no public address', sees)] };
}

/** Elastic IPs that say themselves which interface they are with. */
function elasticPairs(estate: Estate, { NetworkInterfaceId, PrivateIpAddress }: NetworkInterface) {
  return estate
    .rows(addresses)
    .filter(({ record }) => record.NetworkInterfaceId === NetworkInterfaceId)
    .map(({ record: { PublicIp, PrivateIpAddress: inside = PrivateIpAddress } }) => ({
      PrivateIpAddress: inside,
      Association: { PublicIp, CarrierIp: undefined },
    }));
}

/** Addresses and delegated blocks that are global unicast. */
function globalAddressesOf({ Ipv6Addresses, Ipv6Prefixes }: NetworkInterface): readonly string[] {
  const all = [...Ipv6Addresses.map((own) => own.Ipv6Address), ...Ipv6Prefixes.map((own) => own.Ipv6Prefix)];
  const [internet] = blocksOf('ipv6', ['2000::/3']);
  return all.filter((text): text is string => {
    const first = text === undefined ? undefined : parseCidr(text)?.first;
    return typeof first === 'bigint' && internet !== undefined && internet[0] <= first && first <= internet[1];
  });
}

/** A NAT gateway only lets out; a load balancer that was not read does who knows what. */
function specialChecks(
  estate: Estate,
  { record, evidence }: Row<NetworkInterface>,
  sees: Check['sees'],
): readonly Check[] {
  const ref = record.NetworkInterfaceId;
  if (isNat(estate, record)) {
    const gateway = natGatewayOf(estate, ref);
    const own = { ref: gateway?.record.NatGatewayId ?? ref, evidence: gateway?.evidence ?? evidence };
    return [fact('NAT gateway', stated(false, { ...own, rule: 'accepts no inbound connections' }), sees)];
  }
  const table = record.Attachment?.InstanceId === undefined ? balancerTable(record) : undefined;
  if (table === undefined) return [];
  const names = [{ ref, rule: 'a load balancer that could not be read', evidence }];
  return [fact('network interface', { decision: 'unknown', names, missing: [estate.gap(table)] }, sees)];
}

function isNat(estate: Estate, { NetworkInterfaceId, InterfaceType = '', Attachment }: NetworkInterface): boolean {
  if (Attachment?.InstanceId !== undefined) return false;
  return NAT_TYPES.includes(InterfaceType) || natGatewayOf(estate, NetworkInterfaceId) !== undefined;
}

const NAT_TYPES = ['natGateway', 'nat_gateway'];

function natGatewayOf(estate: Estate, id: string): Row<NatGateway> | undefined {
  return estate
    .rows(natGateways)
    .find(({ record }) => record.NatGatewayAddresses.some(({ NetworkInterfaceId }) => NetworkInterfaceId === id));
}

/** A switch of the interface against all gateway traffic, which instances do not tell of. */
function gatewayTrafficCheck(estate: Estate, { record, evidence }: Row<NetworkInterface>, sees: Check['sees']): Check {
  const ref = record.NetworkInterfaceId;
  const isDenied = record.DenyAllIgwTraffic;
  if (isDenied !== undefined || evidence.call === networkInterfaces.call) {
    const rule = `internet gateway traffic ${isDenied === true ? 'denied' : 'allowed'}`;
    return fact('network interface', stated(isDenied !== true, { ref, rule, evidence }), sees);
  }
  const names = [{ ref, rule: 'internet gateway traffic could not be read', evidence }];
  return fact('network interface', { decision: 'unknown', names, missing: [estate.gap(networkInterfaces)] }, sees);
}
