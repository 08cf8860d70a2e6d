import type { Row } from '../../../../src/convert/table.ts';
import type { ForwardRule } from '../../../../src/model/inventory.ts';
import { subtract } from '../../../../src/net/interval-set.ts';
import { EVERY_ADDRESS } from '../../../../src/net/ip.ts';
import type { AzureFirewall } from '../../records/azure-firewalls.ts';
import type { NatRule } from '../../records/firewall-policies.ts';
import { ipGroups } from '../../records/ip-groups.ts';
import type { Context } from '../context.ts';
import { type Senders, sendersOf, together } from '../fronts/senders.ts';

/** Whom a rule of a firewall takes traffic from: its addresses and its groups of addresses; with neither, everyone. */
export function ruleSenders(
  context: Context,
  { record }: Row<AzureFirewall>,
  { sourceAddresses, sourceIpGroups }: NatRule,
): Senders {
  const addresses = sourceAddresses.filter((text) => text !== undefined);
  const groups = sourceIpGroups.filter((id) => id !== undefined);
  if (addresses.length + groups.length === 0) return { ranges: EVERY_ADDRESS, missing: [] };
  const named = sendersOf(context, addresses, { of: record.id, location: record.location ?? '' });
  return groups.map((id) => groupSenders(context, id)).reduce(together, named);
}

/** As a condition on the client's address; undefined if it limits nobody. */
export function limitOf({ ranges }: Senders): ForwardRule['sources'] {
  const families = ['ipv4', 'ipv6'] as const;
  return families.every((family) => subtract(EVERY_ADDRESS[family], ranges[family]).length === 0) ? undefined : ranges;
}

function groupSenders(context: Context, id: string): Senders {
  const group = context.estate.find(ipGroups, id);
  const place = { of: id, location: group?.record.location ?? '' };
  const known = sendersOf(context, group?.record.properties.ipAddresses ?? [], place);
  return group === undefined ? { ...known, missing: [context.estate.missing(ipGroups, id)] } : known;
}
