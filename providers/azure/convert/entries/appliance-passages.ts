import { once } from '../../../../src/convert/interner.ts';
import type { Row } from '../../../../src/convert/table.ts';
import type { Path, Stage } from '../../../../src/model/path.ts';
import type { Element } from '../../../../src/model/resource.ts';
import { INTERNET } from '../../../../src/net/audience.ts';
import type { Family } from '../../../../src/net/ip.ts';
import { armKey, nameIn, parentId } from '../../arm-id.ts';
import { type LoadBalancer, loadBalancers } from '../../records/load-balancers.ts';
import type { Context } from '../context.ts';
import { elementOf } from '../elements.ts';
import { frontByAddress } from '../fronts/front-lookup.ts';
import { type BalancerAddress, balancerAddresses } from '../load-balancers/load-balancer-addresses.ts';
import { membersOf } from '../load-balancers/load-balancer-pools.ts';
import { type IpConfig, ipConfigByAddress, ipConfigById } from '../network/ip-configs.ts';
import { livenessStages } from '../network/liveness.ts';
import { interfacesOfMachine, machineOf } from '../network/machines.ts';
import { connectedNetworks } from '../network/networks.ts';
import { couldPass } from '../rules/could-pass.ts';
import { NO_ADDRESS } from './entry-facts.ts';
import { configsByInterface, directChecks, publicAddressOf } from './interface-entries.ts';

/** A way through a virtual appliance: the public address, and what a packet meets up to it. */
export interface Passage {
  readonly address: string;
  readonly family: Family;
  /** The key of the appliance's machine. */
  readonly machine: string;
  readonly path: Path;
}

/** The ways from the internet through the appliances that a next hop leads to: one, or several behind a load balancer. */
export function passagesVia(context: Context, networkId: string, hop: string): readonly Passage[] {
  return once(context.made(knownPassages), `${armKey(networkId)} ${hop}`, () => {
    const machines = new Map<string, IpConfig>();
    for (const config of appliancesAt(context, networkId, hop)) {
      const machine = machineOf(context, config.nic);
      if (machine !== undefined) machines.set(armKey(machine.id), config);
    }
    return [...machines].flatMap(([key, config]) => passagesThrough(context, key, config));
  });
}

function knownPassages(): Map<string, readonly Passage[]> {
  return new Map();
}

/** Interfaces that take what is sent to a next hop, and pass on what is not for them. */
function appliancesAt(context: Context, networkId: string, hop: string): readonly IpConfig[] {
  const own = ipConfigByAddress(context, networkId, hop);
  const members = own === undefined ? membersAt(context, networkId, hop) : [own];
  return members.filter(({ nic }) => nic.record.properties.enableIPForwarding !== false);
}

/** Behind an internal load balancer stand several appliances of which any may be down. */
function membersAt(context: Context, networkId: string, hop: string): readonly IpConfig[] {
  for (const network of connectedNetworks(context, networkId)) {
    const front = frontByAddress(context, network, hop);
    const row = front === undefined ? undefined : context.estate.find(loadBalancers, parentId(front.address.id));
    if (row === undefined) continue;
    return membersBehind(context, row);
  }
  return [];
}

/** An appliance is often reached on one interface and passes on by another. */
function passagesThrough(context: Context, machine: string, via: IpConfig): readonly Passage[] {
  const rows = interfacesOfMachine(context, machine);
  const configs = rows.flatMap((row) => configsByInterface(context).get(row) ?? []);
  const direct = configs.flatMap((config) => directPassage(context, machine, config) ?? []);
  const balancers = new Set(configs.flatMap((config) => context.made(balancersOf).get(config.id) ?? []));
  return [...direct, ...[...balancers].map((at) => balancedPassage(context, machine, via, at))];
}

function directPassage(context: Context, machine: string, config: IpConfig): Passage | undefined {
  const shown = publicAddressOf(context, config);
  if (shown === undefined || shown.latent) return undefined;
  const { sku, missing, element: address } = shown;
  const family = missing.length > 0 ? config.family : shown.family;
  const element = interfaceElement(config);
  const stages = [
    addressFact(context, element, missing),
    ...livenessStages(context, config.nic, machineElement(context, config)),
    ...directChecks(context, config, family, { name: sku, element: address, missing }),
  ];
  if (!stages.every((stage) => couldPass(stage, family, INTERNET[family]))) return undefined;
  const path = context.path([...stages, inspection(context, element)]);
  return { address: shown.address ?? NO_ADDRESS, family, machine, path };
}

/** A load balancer in front of an appliance: what comes out of it is told nowhere, whatever its rules take in. */
function balancedPassage(context: Context, machine: string, via: IpConfig, at: BalancerAddress): Passage {
  const { row, family, shown } = at;
  const element = elementOf('load balancer', row.record.id, row, row.record.name ?? nameIn(row.record.id));
  const path = context.path([
    addressFact(context, element, shown?.missing ?? []),
    ...livenessStages(context, via.nic, machineElement(context, via)),
    inspection(context, interfaceElement(via)),
  ]);
  return { address: shown?.address ?? NO_ADDRESS, family, machine, path };
}

/** The public addresses of load balancers that take in anything, by the ip configurations in their pools. */
function balancersOf(context: Context): ReadonlyMap<string, readonly BalancerAddress[]> {
  const index = new Map<string, BalancerAddress[]>();
  for (const at of balancerAddresses(context)) {
    const { loadBalancingRules, inboundNatRules } = at.row.record.properties;
    const isOpen = at.shown?.latent === false && loadBalancingRules.length + inboundNatRules.length > 0;
    for (const config of isOpen ? membersBehind(context, at.row) : []) once(index, config.id, () => []).push(at);
  }
  return index;
}

/** The ip configurations in the pools of a load balancer. */
function membersBehind(context: Context, row: Row<LoadBalancer>): readonly IpConfig[] {
  return row.record.properties.backendAddressPools.flatMap((pool) =>
    membersOf(context, row, pool).list.flatMap(({ to }) => {
      const config = 'ipConfigId' in to ? ipConfigById(context, to.ipConfigId) : undefined;
      return config ?? [];
    }),
  );
}

function machineElement(context: Context, { nic }: IpConfig): Element {
  const machine = machineOf(context, nic);
  return elementOf('virtual machine', machine?.id ?? nic.record.id, machine?.row);
}

function interfaceElement({ nic }: IpConfig): Element {
  const { id, name } = nic.record;
  return elementOf('network interface', id, nic, name ?? nameIn(id));
}

function addressFact(context: Context, element: Element, missing: readonly string[]): Stage {
  const isRead = missing.length === 0;
  const rule = isRead ? 'public address' : 'public address could not be read';
  return context.condition(context.estate, { element, holds: isRead ? 'yes' : 'unknown', rule, missing });
}

function inspection(context: Context, element: Element): Stage {
  const note = 'virtual appliance: what it forwards is told nowhere';
  return context.stage(context.estate, `inspection ${armKey(element.ref)}`, () => ({
    kind: 'inspection',
    element,
    note,
  }));
}
