import { armKey } from '../../arm-id.ts';
import type { Context } from '../context.ts';
import { addressKey } from '../network/ip-configs.ts';
import { networkOfSubnet } from '../network/networks.ts';
import type { FrontAddress, KnownFront } from './fronts.ts';

/** The front that has an ip configuration. */
export function frontById(context: Context, configId: string): KnownFront | undefined {
  return context.made(frontsById).get(armKey(configId));
}

/** The front that a public address belongs to. */
export function frontByPublicIp(context: Context, publicIpId: string): KnownFront | undefined {
  return context.made(frontsByPublicIp).get(armKey(publicIpId));
}

/** The front that has a private address in a network. */
export function frontByAddress(context: Context, networkId: string, address: string): KnownFront | undefined {
  return context.made(frontsByAddress).get(`${armKey(networkId)} ${addressKey(address)}`);
}

function frontsById(context: Context): ReadonlyMap<string, KnownFront> {
  return indexBy(context, ({ id }) => armKey(id));
}

function frontsByPublicIp(context: Context): ReadonlyMap<string, KnownFront> {
  return indexBy(context, ({ publicIpId }) => (publicIpId === undefined ? undefined : armKey(publicIpId)));
}

function frontsByAddress(context: Context): ReadonlyMap<string, KnownFront> {
  return indexBy(context, ({ privateAddress, subnetId }) =>
    privateAddress === undefined || subnetId === undefined
      ? undefined
      : `${armKey(networkOfSubnet(subnetId))} ${addressKey(privateAddress)}`,
  );
}

function indexBy(
  context: Context,
  keyOf: (address: FrontAddress) => string | undefined,
): ReadonlyMap<string, KnownFront> {
  const index = new Map<string, KnownFront>();
  for (const kind of context.fronts) {
    for (const address of kind.addresses(context)) {
      const key = keyOf(address);
      if (key !== undefined && !index.has(key)) index.set(key, { kind, address });
    }
  }
  return index;
}
