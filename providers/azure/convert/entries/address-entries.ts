import type { Row } from '../../../../src/convert/table.ts';
import type { Entry } from '../../../../src/model/inventory.ts';
import type { ConditionStage } from '../../../../src/model/path.ts';
import type { Element } from '../../../../src/model/resource.ts';
import { armKey, nameIn, parentId, parseArmId } from '../../arm-id.ts';
import { applicationGateways } from '../../records/application-gateways.ts';
import type { ArmKind } from '../../records/arm-kind.ts';
import { azureFirewalls } from '../../records/azure-firewalls.ts';
import { bastionHosts } from '../../records/bastion-hosts.ts';
import { loadBalancers } from '../../records/load-balancers.ts';
import { networkInterfaces, scaleSetInterfaces } from '../../records/network-interfaces.ts';
import type { PublicIpAddress } from '../../records/public-ip-addresses.ts';
import { natGateways, virtualNetworkGateways } from '../../records/route-tables.ts';
import type { Context } from '../context.ts';
import { elementOf } from '../elements.ts';
import { notAsked } from '../gaps.ts';
import { ipConfigById, ipConfigs } from '../network/ip-configs.ts';
import { publicIpRows } from '../network/public-addresses.ts';
import { scaleSetOf } from '../network/scale-sets.ts';
import { namedWorkload } from '../workloads.ts';
import { bareEntry, NO_ADDRESS } from './entry-facts.ts';

/**
 * Public addresses that lead to nothing that is judged elsewhere: attached to nothing, to what lets nobody in, or to
 * something that could not be read.
 */
export function addressEntries(context: Context): readonly Entry[] {
  const shown = attachedToInterfaces(context);
  const holders = holdersOf(context);
  return publicIpRows(context).flatMap((row) => {
    const key = armKey(row.record.id);
    if (shown.has(key)) return [];
    const { ipConfiguration, natGateway } = row.record.properties;
    const gateway = natGateway?.id ?? holders.natGateways.get(key);
    const holder = ipConfiguration?.id ?? holders.configs.get(key);
    if (holder !== undefined) return heldEntry(context, row, holder);
    if (gateway !== undefined) return [outboundEntry(context, row, gateway)];
    const shared = { latent: true, holds: 'no', rule: 'attached to nothing', missing: [] } as const;
    return [entryOf(context, row, undefined, { element: ownElement(row), ...shared })];
  });
}

/** The addresses that an interface names, or that name one that was read. */
function attachedToInterfaces(context: Context): ReadonlySet<string> {
  const named = ipConfigs(context).flatMap(({ config }) => config.properties.publicIPAddress?.id ?? []);
  const naming = publicIpRows(context).filter(({ record }) => {
    const holder = record.properties.ipConfiguration?.id;
    return holder !== undefined && ipConfigById(context, holder) !== undefined;
  });
  return new Set([...named, ...naming.map(({ record }) => record.id)].map(armKey));
}

/** Who names an address, by the key of the address: the ip configuration of a front, or a NAT gateway. */
function holdersOf(context: Context) {
  const { estate } = context;
  const configs = new Map<string, string>();
  const natGatewayIds = new Map<string, string>();
  const note = (holders: Map<string, string>, publicIpId: string | undefined, holder: string | undefined): void => {
    if (publicIpId !== undefined && holder !== undefined) holders.set(armKey(publicIpId), holder);
  };
  for (const { addresses } of context.fronts) {
    for (const { id, publicIpId } of addresses(context)) note(configs, publicIpId, id);
  }
  for (const { record } of [...estate.rows(bastionHosts), ...estate.rows(virtualNetworkGateways)]) {
    for (const { id, properties } of record.properties.ipConfigurations) {
      note(configs, properties.publicIPAddress?.id, id ?? `${record.id}/ipConfigurations/default`);
    }
  }
  for (const { record } of estate.rows(natGateways)) {
    for (const { id } of record.properties.publicIpAddresses) note(natGatewayIds, id, record.id);
  }
  return { configs, natGateways: natGatewayIds };
}

/** What has an address, by the type in the id of its ip configuration, and the list that it is on. */
const HOLDERS: Readonly<Record<string, { readonly kind: ArmKind; readonly word: string }>> = {
  'microsoft.network/loadbalancers': { kind: loadBalancers, word: 'load balancer' },
  'microsoft.network/applicationgateways': { kind: applicationGateways, word: 'application gateway' },
  'microsoft.network/azurefirewalls': { kind: azureFirewalls, word: 'Azure Firewall' },
  'microsoft.network/bastionhosts': { kind: bastionHosts, word: 'bastion host' },
  'microsoft.network/networkinterfaces': { kind: networkInterfaces, word: 'network interface' },
};

function heldEntry(context: Context, row: Row<PublicIpAddress>, configId: string): readonly Entry[] {
  const { estate } = context;
  const ownerId = parentId(configId);
  const type = (parseArmId(ownerId)?.type ?? 'unknown').toLowerCase();
  if (type === 'microsoft.network/virtualnetworkgateways') return [tunnelEntry(context, row, ownerId)];
  if (scaleSetOf(configId) !== undefined) {
    const missing = estate.missing(scaleSetInterfaces, `${scaleSetOf(configId)}/networkInterfaces/${nameIn(ownerId)}`);
    return [unreadEntry(context, row, { ownerId, word: 'network interface', missing })];
  }
  const holder = HOLDERS[type];
  if (holder === undefined) {
    const missing = notAsked(context, { call: `azure:${parseArmId(ownerId)?.type ?? 'unknown'}` }, ownerId);
    return [unreadEntry(context, row, { ownerId, word: parseArmId(ownerId)?.type ?? 'resource', missing })];
  }
  // A front that was read is judged with all its addresses.
  if (holder.kind !== networkInterfaces && estate.find(holder.kind, ownerId) !== undefined) return [];
  return [unreadEntry(context, row, { ownerId, word: holder.word, missing: estate.missing(holder.kind, ownerId) })];
}

interface UnreadHolder {
  readonly ownerId: string;
  readonly word: string;
  readonly missing: string;
}

function unreadEntry(context: Context, row: Row<PublicIpAddress>, { ownerId, word, missing }: UnreadHolder): Entry {
  const rule = `attached to a ${word} that could not be read`;
  const state = { element: ownElement(row), holds: 'unknown', rule, missing: [missing] } as const;
  return entryOf(context, row, { id: ownerId, kind: word }, state);
}

/** A NAT gateway only lets out. */
function outboundEntry(context: Context, row: Row<PublicIpAddress>, id: string): Entry {
  const gateway = context.estate.find(natGateways, id);
  const holder = { id: gateway?.record.id ?? id, kind: 'NAT gateway' };
  const element = elementOf(holder.kind, holder.id, gateway, nameIn(id));
  return entryOf(context, row, holder, { element, holds: 'no', rule: 'accepts no inbound connections', missing: [] });
}

/** A gateway to other networks ends tunnels, and passes on nothing that does not come out of one. */
function tunnelEntry(context: Context, row: Row<PublicIpAddress>, id: string): Entry {
  const gateway = context.estate.find(virtualNetworkGateways, id);
  const holder = { id: gateway?.record.id ?? id, kind: 'virtual network gateway' };
  const element = elementOf(holder.kind, holder.id, gateway, nameIn(id));
  return entryOf(context, row, holder, {
    element,
    holds: 'no',
    rule: 'passes on only what comes out of its tunnels',
    missing: [],
  });
}

function ownElement(row: Row<PublicIpAddress>): Element {
  const { id, name } = row.record;
  return elementOf('public IP address', id, row, name ?? nameIn(id));
}

function entryOf(
  context: Context,
  row: Row<PublicIpAddress>,
  holder: { readonly id: string; readonly kind: string } | undefined,
  state: Omit<ConditionStage, 'kind'>,
): Entry {
  const { id, name, location, tags, properties } = row.record;
  const { ipAddress = NO_ADDRESS, publicIPAddressVersion } = properties;
  const to =
    holder === undefined
      ? namedWorkload(context, { id, kind: 'public IP address', location, name: name ?? nameIn(id), tags, row })
      : namedWorkload(context, { ...holder, location, name: nameIn(holder.id) });
  const family = publicIPAddressVersion?.toLowerCase() === 'ipv6' ? 'ipv6' : 'ipv4';
  const about = {
    element: ownElement(row),
    scope: context.scope(id, location),
    to,
    address: ipAddress,
    family,
  } as const;
  return bareEntry(context, about, context.condition(context.estate, state));
}
