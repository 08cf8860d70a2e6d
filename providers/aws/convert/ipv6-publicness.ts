import { elementOf } from '../../../src/convert/elements.ts';
import type { Stage } from '../../../src/model/path.ts';
import { type Cidr, parseCidr } from '../../../src/net/ip.ts';
import type { Subnet } from '../records/subnets.ts';
import type { Context } from './context.ts';
import type { Standing } from './estate.ts';

/** AWS can give a subnet IPv6 addresses that look public and are never advertised to the internet. */
export function ipv6Stages(
  context: Context,
  { place, subnetId }: Standing,
  address: Cidr | undefined,
): readonly Stage[] {
  const row = subnetId === undefined ? undefined : context.estate.find(place, ({ subnets }) => subnets.get(subnetId));
  const element = elementOf('subnet', subnetId ?? 'unknown subnet', row);
  if (row === undefined) {
    const missing = [context.estate.missing({ table: place.tables.subnets, what: subnetId ?? 'the subnet' })];
    const rule = 'IPv6 ranges could not be read';
    return [context.condition(place, { element, holds: 'unknown', rule, missing })];
  }
  const isPrivate = attributeOf(row.record, address) === 'private';
  const rule = isPrivate ? 'IPv6 addresses are private' : 'IPv6 addresses are advertised';
  return [context.condition(place, { element, holds: isPrivate ? 'no' : 'yes', rule, missing: [] })];
}

/** The attribute of the range that holds the address; of the subnet's only kind if none does. */
function attributeOf({ Ipv6CidrBlockAssociationSet: ranges }: Subnet, address: Cidr | undefined): string | undefined {
  const own = ranges.find(({ Ipv6CidrBlock }) => {
    const block = Ipv6CidrBlock === undefined ? undefined : parseCidr(Ipv6CidrBlock);
    return block !== undefined && address !== undefined && block.first <= address.first && address.last <= block.last;
  });
  if (own !== undefined) return own.Ipv6AddressAttribute;
  const attributes = new Set(ranges.map(({ Ipv6AddressAttribute }) => Ipv6AddressAttribute));
  return attributes.size === 1 ? [...attributes][0] : undefined;
}
