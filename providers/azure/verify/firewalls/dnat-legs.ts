import { INTERNET } from '../../../../src/net/audience.ts';
import { subtract } from '../../../../src/net/interval-set.ts';
import { EVERY_ADDRESS, type Family, parseIp } from '../../../../src/net/ip.ts';
import { nameIn, parentId } from '../../arm-id.ts';
import { type AzureFirewall, virtualHubs } from '../../records/azure-firewalls.ts';
import { virtualNetworks } from '../../records/virtual-networks.ts';
import type { Estate } from '../estate.ts';
import type { Leg } from '../front.ts';
import { type Backend, legsTo, type Passage } from '../fronts/backends.ts';
import { configsOf, nicsOf, type PublicAddress, publicAddressOf } from '../network/interfaces.ts';
import { peersOf, someOfSubnet } from '../network/networks.ts';
import { readAddresses } from '../network/words.ts';
import type { Sender } from '../packet.ts';
import type { DnatRule } from './dnat-rules.ts';

export type Shown = Pick<PublicAddress, 'address' | 'family' | 'fqdn' | 'missing'> & { readonly ref: string };

/** The firewall hides the client: who is behind sees an address of its subnet, or one of its public ones. */
export function legsOf(
  estate: Estate,
  firewall: AzureFirewall,
  { part, rule }: DnatRule,
  passage: Passage,
): readonly Leg[] {
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
  if (subnet !== undefined) return someOfSubnet(estate, subnet, family);
  const hubId = firewall.properties.virtualHub?.id;
  const { ranges } = readAddresses([estate.find(virtualHubs, hubId)?.record.properties.addressPrefix], family);
  if (ranges.length > 0) return { family, ranges, exact: false, missing: [] };
  const missing = hubId === undefined ? [] : [estate.gap(virtualHubs, hubId)];
  return { family, ranges: subtract(EVERY_ADDRESS[family], INTERNET[family]), exact: false, missing };
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

/** The public addresses of a firewall: those that it was given, or in a virtual hub those that it got. */
export function shownBy(estate: Estate, { id: ref, properties }: AzureFirewall): readonly Shown[] {
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

export function subnetOf({ properties }: AzureFirewall): string | undefined {
  return properties.ipConfigurations.map((config) => config.properties.subnet?.id).find((id) => id !== undefined);
}
