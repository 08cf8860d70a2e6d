import type { z } from 'zod';
import { integer, listOf, maybe, text } from '../../../src/collect/fields.ts';
import { armObject, Ref, resource, shape } from './arm.ts';
import { listedType } from './arm-kind.ts';
import { NatRule } from './firewall-policies.ts';

const NatRuleCollection = armObject({ priority: integer, rules: listOf(NatRule) });

/**
 * Its rules are its own (`natRuleCollections`, the classic way) or those of a policy.
 *
 * A firewall in a virtual hub has no ip configurations: its addresses stand under `hubIPAddresses`. One that is
 * deallocated has neither. The management address is the platform's own and no way in.
 */
export const AzureFirewall = resource({
  ipConfigurations: listOf(armObject({ privateIPAddress: text, subnet: maybe(Ref), publicIPAddress: maybe(Ref) })),
  hubIPAddresses: maybe(
    shape({ privateIPAddress: text, publicIPs: maybe(shape({ addresses: listOf(shape({ address: text })) })) }),
  ),
  virtualHub: maybe(Ref),
  firewallPolicy: maybe(Ref),
  natRuleCollections: listOf(NatRuleCollection),
});
export type AzureFirewall = z.output<typeof AzureFirewall>;

export const azureFirewalls = listedType('Microsoft.Network/azureFirewalls', AzureFirewall);

/** Read for the addresses that a firewall in it sends from. */
const VirtualHub = resource({ addressPrefix: text });

export const virtualHubs = listedType('Microsoft.Network/virtualHubs', VirtualHub);
