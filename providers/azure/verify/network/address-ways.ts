import { armKey, nameIn, parentId, parseArmId } from '../../arm-id.ts';
import { RECORDS } from '../../records/index.ts';
import { scaleSetInterfaces } from '../../records/network-interfaces.ts';
import { natGateways, virtualNetworkGateways } from '../../records/route-tables.ts';
import { scaleSets } from '../../records/virtual-machines.ts';
import { type Claim, fact, type Judgement, type Part, type Way } from '../check.ts';
import type { Estate } from '../estate.ts';
import { NO_ADDRESS } from './interface-ways.ts';
import { configById, nicsOf, publicRecord, scaleSetIn } from './interfaces.ts';

/** A public address that leads to nothing that is judged elsewhere. */
export function addressWays(estate: Estate, { entry, address }: Claim): readonly Way[] {
  const record = publicRecord(estate, entry);
  if (record?.id !== entry || (record.properties.ipAddress ?? NO_ADDRESS) !== address) return [];
  const { ipConfiguration, natGateway, publicIPAddressVersion } = record.properties;
  const holder = ipConfiguration?.id;
  const isNamed = nicsOf(estate).some(({ properties }) =>
    properties.ipConfigurations.some((config) => armKey(config.properties.publicIPAddress?.id ?? '') === armKey(entry)),
  );
  if (isNamed || (holder !== undefined && configById(estate, holder) !== undefined)) return [];
  const family = publicIPAddressVersion?.toLowerCase() === 'ipv6' ? 'ipv6' : 'ipv4';
  const way = (
    workload: string,
    state: Omit<Judgement, 'names'>,
    { kind, ref }: Part,
    rule: string,
  ): readonly Way[] => [{ workload, family, checks: [fact({ ...state, names: [{ kind, ref, rule }] })], gates: [] }];
  const own = { kind: 'public IP address', ref: entry };
  const dead = { decision: 'deny' } as const;
  if (holder === undefined && natGateway?.id !== undefined) {
    const ref = estate.find(natGateways, natGateway.id)?.record.id ?? natGateway.id;
    return way(ref, dead, { kind: 'NAT gateway', ref }, 'accepts no inbound connections');
  }
  if (holder === undefined) return way(entry, { ...dead, latent: true }, own, 'attached to nothing');
  const ownerId = parentId(holder);
  const type = parseArmId(ownerId)?.type ?? 'unknown';
  if (/\/virtualNetworkGateways$/i.test(type)) {
    const ref = estate.find(virtualNetworkGateways, ownerId)?.record.id ?? ownerId;
    return way(ref, dead, { kind: 'virtual network gateway', ref }, 'passes on only what comes out of its tunnels');
  }
  const kind = RECORDS.find((known) => known.of === 'resource' && armKey(known.type) === armKey(type));
  const isInstance = scaleSetIn(holder) !== undefined;
  if (!isInstance && kind !== undefined && estate.find(kind, ownerId) !== undefined) return [];
  const list = isInstance ? scaleSetInterfaces : (kind ?? { call: `azure:${type}` });
  const word = isInstance ? 'network interface' : (WORDS[nameIn(armKey(type))] ?? type);
  const rule = `attached to a ${word} that could not be read`;
  return way(ownerId, { decision: 'unknown', missing: [estate.gap(list, ownerId)] }, own, rule);
}

const WORDS: Readonly<Record<string, string>> = {
  loadbalancers: 'load balancer',
  applicationgateways: 'application gateway',
  azurefirewalls: 'Azure Firewall',
  bastionhosts: 'bastion host',
  networkinterfaces: 'network interface',
};

/** A list that could not be read: whatever is on it may be reachable. */
export function blindSpotWays(estate: Estate, { entry, address }: Claim): readonly Way[] {
  const [call = '', of = ''] = entry.split(' ');
  const kind = RECORDS.find((known) => known.call === call);
  const set = estate.find(scaleSets, of);
  const isList = kind?.requestField === undefined && estate.subscriptions.includes(of);
  const isHidden = set === undefined ? isList : kind?.call === scaleSetInterfaces.call;
  const id = set?.record.id ?? `/subscriptions/${of}`;
  if (kind === undefined || !isHidden || address !== NO_ADDRESS || !estate.isCut(kind, id, set?.record.id)) return [];
  const names = [{ kind: 'collection gap', ref: entry, rule: 'could not be read' }];
  const unread = fact({ decision: 'unknown', names, missing: [estate.gap(kind, id)] });
  return [{ workload: entry, family: 'ipv4', checks: [unread], gates: [] }];
}
