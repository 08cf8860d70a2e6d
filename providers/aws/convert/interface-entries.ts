import { elementOf } from '../../../src/convert/elements.ts';
import type { Row } from '../../../src/convert/table.ts';
import type { Entry } from '../../../src/model/inventory.ts';
import { ENTRY_ITSELF } from '../../../src/model/own-element.ts';
import type { ConditionStage, Stage } from '../../../src/model/path.ts';
import { INTERNET } from '../../../src/net/audience.ts';
import { contains } from '../../../src/net/interval-set.ts';
import { type Family, parseCidr } from '../../../src/net/ip.ts';
import { type NetworkInterface, networkInterfaces } from '../records/network-interfaces.ts';
import type { Context } from './context.ts';
import { interfaceGroupsStage, standingOf } from './interface-checks.ts';
import { type InterfaceKind, kindOf } from './interface-kinds.ts';
import { ipv6Stages } from './ipv6-publicness.ts';
import { livenessStage } from './liveness.ts';
import type { Place } from './place.ts';
import { subnetChecks } from './subnet-checks.ts';
import { nameOf } from './tags.ts';
import { workloadOf } from './workloads.ts';

type Condition = Pick<ConditionStage, 'holds' | 'rule' | 'missing'>;

/** An address of an interface, and what is to be said of it before anything else. */
interface Way {
  readonly address: string;
  readonly family: Family;
  readonly translatedTo?: string;
  readonly facts: readonly Stage[];
}

/** Every way in that an interface is by itself. */
export function interfaceEntries(context: Context, place: Place, row: Row<NetworkInterface>): readonly Entry[] {
  const kind = kindOf(context, place, row.record);
  if (kind === 'balanced') return [];
  return waysOf(context, place, row, kind).map((way) => entryOf(context, place, row, { ...way, kind }));
}

/** The way in by an address that the interface itself does not tell of. */
export function elasticEntry(
  context: Context,
  place: Place,
  row: Row<NetworkInterface>,
  { address, inside = row.record.PrivateIpAddress }: { readonly address: string; readonly inside: string | undefined },
): Entry {
  const kind = kindOf(context, place, row.record);
  const facts = [fact(context, place, yes('public address')), ...special(context, place, row, kind)];
  const translated = inside === undefined ? {} : { translatedTo: inside };
  return entryOf(context, place, row, { address, family: 'ipv4', ...translated, facts, kind });
}

/** The addresses that are open to the internet or could be; without any, the private one, which is not. */
function waysOf(context: Context, place: Place, row: Row<NetworkInterface>, kind: InterfaceKind): readonly Way[] {
  const ways = [...publicWays(context, place, row, kind), ...ipv6Ways(context, place, row)];
  const isService = row.record.Status !== 'available' && kind === 'ordinary';
  return ways.length > 0 || !isService ? ways : privateWay(context, place, row);
}

function publicWays(context: Context, place: Place, row: Row<NetworkInterface>, kind: InterfaceKind): readonly Way[] {
  return associationsOf(row.record).flatMap(({ PrivateIpAddress: inside, Association: outside }) => {
    const translated = inside === undefined ? {} : { translatedTo: inside };
    const address = outside?.PublicIp;
    if (address !== undefined) {
      const facts = [fact(context, place, yes('public address')), ...special(context, place, row, kind)];
      return [{ address, family: 'ipv4', ...translated, facts }];
    }
    if (outside?.CarrierIp === undefined) return [];
    const facts = [fact(context, place, yes('carrier address')), carrierFact(context, place)];
    return [{ address: outside.CarrierIp, family: 'ipv4', ...translated, facts }];
  });
}

/** Private addresses with what is associated with them. Who tells of it only at the top speaks of the primary address. */
function associationsOf({ PrivateIpAddresses: listed, PrivateIpAddress, Association }: NetworkInterface) {
  const isListed = listed.some((each) => each.Association?.PublicIp !== undefined);
  if (listed.length === 0 || (!isListed && Association?.PublicIp !== undefined)) {
    return [{ PrivateIpAddress, Association }];
  }
  return listed;
}

/** A NAT gateway only lets out; a load balancer that we could not read does who knows what. */
function special(context: Context, place: Place, row: Row<NetworkInterface>, kind: InterfaceKind): readonly Stage[] {
  const id = row.record.NetworkInterfaceId;
  if (kind === 'nat') {
    const gateway = place.natGatewayOfInterface.get(id);
    const element = elementOf('NAT gateway', gateway?.record.NatGatewayId ?? id, gateway ?? row);
    return [context.condition(place, { element, holds: 'no', rule: 'accepts no inbound connections', missing: [] })];
  }
  if (kind !== 'unseen-balancer') return [];
  const { loadBalancers, classicLoadBalancers } = place.tables;
  const isClassic = !/^ELB \S+\//.test(row.record.Description ?? '');
  const table = isClassic && row.record.Description !== undefined ? classicLoadBalancers : loadBalancers;
  const missing = [context.estate.missing({ table, what: row.record.Description ?? `the owner of ${id}` })];
  const element = elementOf('network interface', id, row);
  return [
    context.condition(place, { element, holds: 'unknown', rule: 'a load balancer that could not be read', missing }),
  ];
}

/** A carrier gateway takes connections from its carrier's network, and none from the internet. */
function carrierFact(context: Context, place: Place): Stage {
  return fact(context, place, { holds: 'no', rule: 'carrier gateway accepts no inbound internet', missing: [] });
}

function ipv6Ways(context: Context, place: Place, row: Row<NetworkInterface>): readonly Way[] {
  const { Ipv6Addresses, Ipv6Prefixes } = row.record;
  const addresses = [
    ...Ipv6Addresses.map(({ Ipv6Address }) => Ipv6Address),
    ...Ipv6Prefixes.map(({ Ipv6Prefix }) => Ipv6Prefix),
  ];
  return addresses.flatMap((address) => {
    const block = address === undefined ? undefined : parseCidr(address);
    if (address === undefined || block === undefined || !contains(INTERNET.ipv6, block.first)) return [];
    const facts = [
      fact(context, place, yes('IPv6 address')),
      ...ipv6Stages(context, standingOf(place, row.record), block),
      denialFact(context, place, row),
    ];
    return [{ address, family: 'ipv6', facts }];
  });
}

/** Instances tell of their interfaces without this switch. */
function denialFact(context: Context, place: Place, row: Row<NetworkInterface>): Stage {
  if (row.record.DenyAllIgwTraffic === true) {
    return fact(context, place, { holds: 'no', rule: 'internet gateway traffic denied', missing: [] });
  }
  if (row.evidence.call === networkInterfaces.call || row.record.DenyAllIgwTraffic === false) {
    return fact(context, place, yes('internet gateway traffic allowed'));
  }
  const table = place.tables.networkInterfaces;
  const missing = [context.estate.missing({ table, what: row.record.NetworkInterfaceId })];
  return fact(context, place, { holds: 'unknown', rule: 'internet gateway traffic could not be read', missing });
}

function privateWay(context: Context, place: Place, row: Row<NetworkInterface>): readonly Way[] {
  const { PrivateIpAddress, PrivateIpAddresses, Ipv6Addresses } = row.record;
  const primary = PrivateIpAddresses.find(({ Primary }) => Primary === true)?.PrivateIpAddress;
  const address = PrivateIpAddress ?? primary ?? Ipv6Addresses[0]?.Ipv6Address;
  if (address === undefined) return [];
  const family = address.includes(':') ? 'ipv6' : 'ipv4';
  const facts = [fact(context, place, { holds: 'no', rule: 'no public address', missing: [] })];
  return [{ address, family, facts }];
}

function entryOf(
  context: Context,
  place: Place,
  row: Row<NetworkInterface>,
  way: Way & { kind: InterfaceKind },
): Entry {
  const { address, family, translatedTo, facts, kind } = way;
  const { record } = row;
  const inside = translatedTo ?? address;
  const { before, after } = subnetChecks(context, standingOf(place, record), inside);
  const path = context.path([
    ...facts,
    livenessStage(context, place, row),
    ...before,
    ...(kind === 'nat' ? [] : [interfaceGroupsStage(context, place, record)]),
    ...after,
  ]);
  const element = elementOf('network interface', record.NetworkInterfaceId, row, nameOf(record.TagSet));
  return {
    ref: element.ref,
    scope: place.scope,
    address,
    family,
    ...(translatedTo === undefined ? {} : { translatedTo }),
    paths: [path],
    element,
    to: workloadOf(context, place, row),
  };
}

/** A fact about the interface itself: shared by all of which it holds. */
function fact(context: Context, place: Place, condition: Condition): Stage {
  return context.condition(place, { element: ENTRY_ITSELF, ...condition });
}

function yes(rule: string): Condition {
  return { holds: 'yes', rule, missing: [] };
}
