import { parseIp } from '../../../../src/net/ip.ts';
import { armKey, nameIn } from '../../arm-id.ts';
import { type AzureFirewall, azureFirewalls } from '../../records/azure-firewalls.ts';
import { type Claim, fact, type Way } from '../check.ts';
import type { Estate } from '../estate.ts';
import { waysThrough } from '../front.ts';
import type { FrontAddress, FrontKind, Passage } from '../fronts/backends.ts';
import { addressCheck } from '../network/interface-ways.ts';
import { publicAddressOf } from '../network/interfaces.ts';
import { replyCheck } from '../network/routes.ts';
import { dnatFront } from './dnat-fronts.ts';
import { shownBy, subnetOf } from './dnat-legs.ts';
import { dnatRules, isFor } from './dnat-rules.ts';

/** Every way through an Azure Firewall from one of its public addresses. Its subnet takes no network security group. */
export function firewallWays(estate: Estate, { entry, address }: Claim, kinds: Passage['kinds']): readonly Way[] {
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
    return [...waysThrough(dnatFront(estate, firewall, { address, missing: [] }, passage), family, [off])];
  }
  const subnet = subnetOf(firewall);
  return addresses.flatMap((shown) => {
    if ((shown.address ?? shown.fqdn ?? nameIn(shown.ref)) !== address) return [];
    const reply = subnet === undefined ? [] : [replyCheck(estate, subnet, shown.family)];
    const checks = [addressCheck(part, shown, 'public address'), ...reply];
    const isUsed = rules.some(({ rule }) => isFor(rule, shown.address ?? ''));
    if (isUsed || missing.length + shown.missing.length > 0) {
      return [...waysThrough(dnatFront(estate, firewall, shown, passage), shown.family, checks)];
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
    return holder === undefined ? [] : [{ to: dnatFront(estate, holder.firewall, holder, passage), checks: [] }];
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
