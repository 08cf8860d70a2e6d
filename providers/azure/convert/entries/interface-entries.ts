import type { Row } from '../../../../src/convert/table.ts';
import type { Entry } from '../../../../src/model/inventory.ts';
import type { Stage } from '../../../../src/model/path.ts';
import type { Family } from '../../../../src/net/ip.ts';
import { armKey, nameIn, parentId } from '../../arm-id.ts';
import { loadBalancers } from '../../records/load-balancers.ts';
import type { NetworkInterface } from '../../records/network-interfaces.ts';
import type { Context } from '../context.ts';
import { elementOf } from '../elements.ts';
import { type IpConfig, ipConfigs } from '../network/ip-configs.ts';
import { livenessStages } from '../network/liveness.ts';
import { type PublicAddress, publicAddress, publicIpIdOf } from '../network/public-addresses.ts';
import { replyStage } from '../network/routes.ts';
import { type ArrivalSku, guardStages } from '../rules/guards.ts';
import { workloadOf } from '../workloads.ts';
import { fact, NO_ADDRESS } from './entry-facts.ts';

/** Every way in that an interface is by itself: its public addresses; without any, its private one, which is none. */
export function interfaceEntries(context: Context): readonly Entry[] {
  return [...configsByInterface(context)].flatMap(([nic, configs]) => entriesOf(context, nic, configs));
}

/** The ip configurations of each interface, in the order of the interfaces. */
export function configsByInterface(context: Context): ReadonlyMap<Row<NetworkInterface>, readonly IpConfig[]> {
  return context.made(byInterface);
}

/** The public address of an ip configuration: either may tell of the other. */
export function publicAddressOf(context: Context, { id, config }: IpConfig): PublicAddress | undefined {
  const publicIpId = publicIpIdOf(context, id, config.properties.publicIPAddress?.id);
  return publicIpId === undefined ? undefined : publicAddress(context, publicIpId);
}

/** Whether something of ours listens behind an interface: it is not the end of a private link. */
export function isOurs({ record }: Row<NetworkInterface>): boolean {
  const { privateEndpoint, privateLinkService } = record.properties;
  return privateEndpoint?.id === undefined && privateLinkService?.id === undefined;
}

/** The ip configuration that stands for an interface as a whole. */
export function primaryOf(configs: readonly IpConfig[]): IpConfig | undefined {
  return configs.find(({ config }) => config.properties.primary === true) ?? configs[0];
}

/** What a packet from the internet meets on its way to an ip configuration, and its reply. */
export function directChecks(context: Context, config: IpConfig, family: Family, sku: ArrivalSku): readonly Stage[] {
  return [
    ...chainStages(context, config),
    ...guardStages(context, config, { sku }),
    replyStage(context, config.subnetId, family),
  ];
}

/** Packets to an address that is chained to a gateway load balancer pass its appliances first. */
function chainStages(context: Context, { config }: IpConfig): readonly Stage[] {
  const { gatewayLoadBalancer } = config.properties;
  if (gatewayLoadBalancer?.id === undefined) return [];
  const id = parentId(gatewayLoadBalancer.id);
  const row = context.estate.find(loadBalancers, id);
  const element = elementOf('load balancer', row?.record.id ?? id, row, row?.record.name ?? nameIn(id));
  const note = 'gateway load balancer';
  return [context.stage(context.estate, `${note} ${armKey(id)}`, () => ({ kind: 'inspection', element, note }))];
}

function byInterface(context: Context): ReadonlyMap<Row<NetworkInterface>, readonly IpConfig[]> {
  return Map.groupBy(ipConfigs(context), ({ nic }) => nic);
}

function entriesOf(context: Context, nic: Row<NetworkInterface>, configs: readonly IpConfig[]): readonly Entry[] {
  const shown = configs.flatMap((config) => {
    const address = publicAddressOf(context, config);
    return address === undefined ? [] : [publicEntry(context, config, address)];
  });
  const primary = primaryOf(configs);
  if (shown.length > 0 || primary === undefined || !isOurs(nic)) return shown;
  const stages = [
    fact(context, 'no', 'no public address'),
    ...livenessStages(context, nic),
    ...guardStages(context, primary, {}),
    replyStage(context, primary.subnetId, primary.family),
  ];
  const { address = NO_ADDRESS, family } = primary;
  return [interfaceEntry(context, primary, { address, family, stages })];
}

function publicEntry(context: Context, config: IpConfig, shown: PublicAddress): Entry {
  const { element, sku, missing, address = NO_ADDRESS } = shown;
  const isRead = missing.length === 0;
  const family = isRead ? shown.family : config.family;
  const stages = [
    addressFact(context, shown),
    ...livenessStages(context, config.nic),
    ...directChecks(context, config, family, { name: sku, element, missing }),
  ];
  const inside = config.address === undefined ? {} : { translatedTo: config.address };
  return { ...interfaceEntry(context, config, { address, family, stages }), ...inside };
}

function addressFact(context: Context, { missing, latent }: PublicAddress): Stage {
  if (missing.length > 0) return fact(context, 'unknown', 'public address could not be read', { missing });
  if (latent) return fact(context, 'no', 'public address not allocated', { latent: true });
  return fact(context, 'yes', 'public address');
}

/** The way in by an address of an interface. */
export function interfaceEntry(
  context: Context,
  { nic }: IpConfig,
  { address, family, stages }: { readonly address: string; readonly family: Family; readonly stages: readonly Stage[] },
): Entry {
  const { id, name, location } = nic.record;
  const element = elementOf('network interface', id, nic, name ?? nameIn(id));
  const scope = context.scope(id, location);
  return {
    ref: element.ref,
    scope,
    address,
    family,
    paths: [context.path(stages)],
    element,
    to: workloadOf(context, nic),
  };
}
