import type { Row } from '../../../../src/convert/table.ts';
import type { Entry } from '../../../../src/model/inventory.ts';
import type { Stage } from '../../../../src/model/path.ts';
import { parseIp } from '../../../../src/net/ip.ts';
import { armKey, nameIn, subscriptionOf } from '../../arm-id.ts';
import { type AzureFirewall, azureFirewalls } from '../../records/azure-firewalls.ts';
import type { Context } from '../context.ts';
import type { HiddenFront } from '../entries/unread-fronts.ts';
import { addressStage, fact } from '../fronts/front-stages.ts';
import type { FrontAddress, FrontKind } from '../fronts/fronts.ts';
import { networkOfSubnet } from '../network/networks.ts';
import { type PublicAddress, publicAddress } from '../network/public-addresses.ts';
import { replyStage } from '../network/routes.ts';
import { namedWorkload } from '../workloads.ts';
import { FIREWALL, firewallAddresses, firewallElement } from './firewall-addresses.ts';
import { firewallFront } from './firewall-fronts.ts';
import { subnetOfFirewall } from './firewall-legs.ts';
import { isFor } from './firewall-openings.ts';
import { dnatRules } from './firewall-rules.ts';

/**
 * Every public address of every Azure Firewall.
 *
 * The subnet of a firewall takes no network security group, and the firewall is one of the few things whose own replies
 * may be routed elsewhere: then no conversation through it comes about.
 */
export function firewallEntries(context: Context): readonly Entry[] {
  return context.estate.rows(azureFirewalls).flatMap((row) => {
    const addresses = firewallAddresses(context, row);
    return addresses.length === 0
      ? deallocatedEntries(context, row)
      : addresses.map((address) => addressEntry(context, row, address));
  });
}

/** Firewalls as what another front may send to: by a public address or by the private one. */
export const firewallFronts: FrontKind = {
  addresses: (context) => [...context.made(firewallHolders).values()].map(({ front }) => front),
  reach: (context, configId, passage) => {
    const holder = context.made(firewallHolders).get(armKey(configId));
    if (holder === undefined) return [];
    return [{ to: firewallFront(context, holder.row, holder, passage), stages: [] }];
  },
};

/** What hides where firewalls lead. */
export function unreadFirewalls(context: Context): readonly HiddenFront[] {
  return context.estate.rows(azureFirewalls).flatMap((row) => {
    const subnet = subnetOfFirewall(row);
    const place = subnet === undefined ? {} : { networkId: networkOfSubnet(subnet) };
    const addresses = firewallAddresses(context, row).flatMap(({ missing }) => missing);
    const gaps = [...new Set([...dnatRules(context, row).missing, ...addresses])].sort();
    return gaps.map((missing) => ({ missing, subscription: subscriptionOf(row.record.id) ?? '', ...place }));
  });
}

function addressEntry(context: Context, row: Row<AzureFirewall>, address: PublicAddress): Entry {
  const subnet = subnetOfFirewall(row);
  const reply = subnet === undefined ? [] : [replyStage(context, subnet, address.family)];
  const shown = address.address ?? address.fqdn ?? address.element.name ?? nameIn(address.element.ref);
  const stages = [addressStage(context, address), ...reply];
  const { rules, missing } = dnatRules(context, row);
  const isUsed = rules.some((rule) => isFor(rule, address.address ?? ''));
  if (isUsed || missing.length > 0 || address.missing.length > 0) {
    return entryOf(context, row, { ...address, shown, stages, to: firewallFront(context, row, address) });
  }
  const element = firewallElement(row);
  const unused = context.condition(row, { element, holds: 'no', rule: 'no DNAT rule', missing: [] });
  return entryOf(context, row, { ...address, shown, stages: [...stages, unused], to: itself(context, row) });
}

/** A firewall without addresses is out of service, and takes up its rules again once it gets them back. */
function deallocatedEntries(context: Context, row: Row<AzureFirewall>): readonly Entry[] {
  const { rules } = dnatRules(context, row);
  const named = rules.flatMap(({ rule }) => rule.destinationAddresses.flatMap((text) => text ?? []));
  const addresses = [...new Set(named)].filter((text) => parseIp(text) !== undefined).sort();
  const stages = [fact(context, { holds: 'no', rule: 'deallocated', latent: true, missing: [] })];
  return addresses.map((shown) => {
    const to = firewallFront(context, row, { address: shown, missing: [] });
    return entryOf(context, row, { shown, family: parseIp(shown)?.family ?? 'ipv4', stages, to });
  });
}

interface Way extends Pick<Entry, 'family' | 'to'> {
  readonly shown: string;
  readonly stages: readonly Stage[];
}

function entryOf(context: Context, row: Row<AzureFirewall>, { shown, family, stages, to }: Way): Entry {
  const element = firewallElement(row);
  const scope = context.scope(row.record.id, row.record.location);
  return { ref: element.ref, scope, address: shown, family, paths: [context.path(stages)], element, to };
}

function itself(context: Context, row: Row<AzureFirewall>): Entry['to'] {
  const { id, name, location, tags } = row.record;
  return namedWorkload(context, { id, kind: FIREWALL, location, name, tags, row });
}

/** An address of a firewall, and what is known of it. */
interface Holder extends Pick<PublicAddress, 'address' | 'missing'> {
  readonly row: Row<AzureFirewall>;
  readonly front: FrontAddress;
}

function firewallHolders(context: Context): ReadonlyMap<string, Holder> {
  const holders = context.estate.rows(azureFirewalls).flatMap((row) => holdersOf(context, row));
  return new Map(holders.map((holder) => [armKey(holder.front.id), holder]));
}

/** Rules may speak of the private address as well, for those who come from inside. */
function holdersOf(context: Context, row: Row<AzureFirewall>): readonly Holder[] {
  const subnetId = subnetOfFirewall(row);
  return row.record.properties.ipConfigurations.flatMap(({ id, properties }, index): readonly Holder[] => {
    const config = id ?? `${row.record.id}/azureFirewallIpConfigurations/${index}`;
    const { publicIPAddress, privateIPAddress: address } = properties;
    const nowhere = { publicIpId: undefined, privateAddress: undefined, subnetId };
    const inside: readonly Holder[] =
      address === undefined
        ? []
        : [{ row, address, missing: [], front: { ...nowhere, id: `${config}#private`, privateAddress: address } }];
    if (publicIPAddress?.id === undefined) return inside;
    const known = publicAddress(context, publicIPAddress.id);
    const outside = { ...nowhere, id: config, publicIpId: publicIPAddress.id };
    return [{ row, address: known.address, missing: known.missing, front: outside }, ...inside];
  });
}
