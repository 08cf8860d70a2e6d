import type { Row } from '../../../../src/convert/table.ts';
import type { Firewall } from '../../../../src/model/firewall.ts';
import type { Entry, Workload } from '../../../../src/model/inventory.ts';
import type { Stage } from '../../../../src/model/path.ts';
import { EVERY_ADDRESS, parseIp } from '../../../../src/net/ip.ts';
import { armKey } from '../../arm-id.ts';
import { type ContainerGroup, containerGroups } from '../../records/container-groups.ts';
import type { Context } from '../context.ts';
import { elementOf } from '../elements.ts';
import { fact } from '../fronts/front-stages.ts';
import { addressKey } from '../network/ip-configs.ts';
import { networkOfSubnet } from '../network/networks.ts';
import { subnetGuardStages } from '../rules/guards.ts';
import { CONTAINER_GROUP, containerWorkload, groupWorkload } from './container-workloads.ts';

/**
 * Every container group that has an address, once for each container that answers on it.
 *
 * A public group opens its ports to everyone: no network security group stands before it. Source: Azure Container
 * Instances, "Virtual network scenarios", and the lack of any such setting for a public group.
 */
export function containerGroupEntries(context: Context): readonly Entry[] {
  return context.estate.rows(containerGroups).flatMap((row) => {
    const { ipAddress } = row.record.properties;
    if (ipAddress === undefined) return [];
    return answeringOf(row).map(({ name, ports }) =>
      entryOf(context, row, { ports, to: workloadOf(context, row, name) }),
    );
  });
}

/** Where a container group is met as the backend of a front. */
export interface ReachedGroup {
  readonly workload: Workload;
  readonly stages: readonly Stage[];
}

/** The container group that has an address: a public one, or a private one in a network. */
export function containerGroupByAddress(
  context: Context,
  networkId: string | undefined,
  address: string,
): ReachedGroup | undefined {
  const index = context.made(groupsByAddress);
  const own = networkId === undefined ? undefined : index.get(`${armKey(networkId)} ${addressKey(address)}`);
  const row = own ?? index.get(addressKey(address));
  return row === undefined ? undefined : reached(context, row, guardsOf(context, row, address));
}

/** The public container group that has a name. */
export function containerGroupByName(context: Context, fqdn: string): ReachedGroup | undefined {
  const row = context.made(groupsByName).get(nameKey(fqdn));
  return row === undefined ? undefined : reached(context, row, []);
}

function reached(context: Context, row: Row<ContainerGroup>, guards: readonly Stage[]): ReachedGroup {
  const stages = [stateStage(context, row), portsStage(context, row, portsOf(row)), ...guards];
  return { workload: groupWorkload(context, row), stages };
}

/** A port of the group, and what speaks on it. */
interface GroupPort {
  readonly protocol: 'tcp' | 'udp';
  readonly port: number;
}

interface Answering {
  /** The container; undefined for ports that no container or more than one names. */
  readonly name: string | undefined;
  readonly ports: readonly GroupPort[];
}

/** The ports of a group by the container that lists them. All containers of a group share one address. */
function answeringOf(row: Row<ContainerGroup>): readonly Answering[] {
  const { containers } = row.record.properties;
  const [only] = containers;
  const all = portsOf(row);
  if (containers.length === 1 || all.length === 0) return [{ name: only?.name, ports: all }];
  const byContainer = Map.groupBy(all, ({ port }) => {
    const listing = containers.filter(({ properties }) => properties.ports.some((own) => own.port === port));
    return listing.length === 1 ? listing[0]?.name : undefined;
  });
  return [...byContainer].map(([name, ports]) => ({ name, ports }));
}

function portsOf({ record }: Row<ContainerGroup>): readonly GroupPort[] {
  const ports = record.properties.ipAddress?.ports ?? [];
  return ports.flatMap(({ protocol, port }): readonly GroupPort[] =>
    port === undefined ? [] : [{ protocol: protocol?.toLowerCase() === 'udp' ? 'udp' : 'tcp', port }],
  );
}

function workloadOf(context: Context, row: Row<ContainerGroup>, name: string | undefined): Workload {
  return name === undefined ? groupWorkload(context, row) : containerWorkload(context, row, name);
}

function entryOf(
  context: Context,
  row: Row<ContainerGroup>,
  { ports, to }: { readonly ports: readonly GroupPort[]; readonly to: Workload },
): Entry {
  const { id, name, location, properties } = row.record;
  const address = properties.ipAddress?.ip ?? properties.ipAddress?.fqdn ?? name ?? id;
  const element = elementOf(CONTAINER_GROUP, id, row, name);
  const stages = [publicStage(context, row), stateStage(context, row), portsStage(context, row, ports)];
  return {
    ref: element.ref,
    scope: context.scope(id, location),
    address,
    family: parseIp(address)?.family ?? 'ipv4',
    paths: [context.path(stages)],
    element,
    to,
  };
}

function publicStage(context: Context, row: Row<ContainerGroup>): Stage {
  if (!isPublic(row)) return fact(context, { holds: 'no', rule: 'no public address', missing: [] });
  const { ip, fqdn } = row.record.properties.ipAddress ?? {};
  if (ip !== undefined || fqdn !== undefined)
    return fact(context, { holds: 'yes', rule: 'public address', missing: [] });
  return fact(context, { holds: 'no', rule: 'public address not allocated', latent: true, missing: [] });
}

function isPublic({ record }: Row<ContainerGroup>): boolean {
  return record.properties.ipAddress?.type?.toLowerCase() === 'public';
}

/** States in which nothing answers. */
const OUT_OF_SERVICE: ReadonlySet<string> = new Set(['stopped', 'terminated', 'succeeded', 'failed']);

/** Listing groups does not tell their state, so one that nobody told is taken for the usual one. */
function stateStage(context: Context, row: Row<ContainerGroup>): Stage {
  const state = row.record.properties.instanceView?.state?.toLowerCase();
  const element = elementOf(CONTAINER_GROUP, row.record.id, row, row.record.name);
  const isOut = state !== undefined && OUT_OF_SERVICE.has(state);
  const told = state ?? 'no state told';
  return isOut
    ? context.condition(row, { element, holds: 'no', rule: told, latent: true, missing: [] })
    : context.condition(row, { element, holds: 'yes', rule: told, missing: [] });
}

function portsStage(context: Context, row: Row<ContainerGroup>, ports: readonly GroupPort[]): Stage {
  const names = ports.map(({ protocol, port }) => `${protocol} ${port}`);
  const firewall = context.firewall(
    row,
    `ports ${names.join()}`,
    (): Firewall => ({
      element: elementOf(CONTAINER_GROUP, row.record.id, row, row.record.name),
      evaluation: 'any-allow',
      rules: ports.map(({ protocol, port }) => ({
        id: `${protocol} ${port}`,
        action: 'allow',
        traffic: { protocol, ports: [port, port] },
        remotes: { ...EVERY_ADDRESS, groups: [] },
      })),
      implicitRule: 'port not opened',
    }),
  );
  return context.filter({ firewalls: [firewall], role: 'grant', direction: 'forward', remote: 'wire' });
}

/** A private group stands in a subnet, and is guarded as anything in it. */
function guardsOf(context: Context, row: Row<ContainerGroup>, address: string): readonly Stage[] {
  const parsed = parseIp(address);
  const subnetId = subnetOf(row);
  if (isPublic(row) || parsed === undefined || subnetId === undefined) return [];
  const { family, address: own } = parsed;
  return subnetGuardStages(context, subnetId, { destination: { family, ranges: [own, own] } });
}

function subnetOf({ record }: Row<ContainerGroup>): string | undefined {
  return record.properties.subnetIds.map(({ id }) => id).find((id) => id !== undefined);
}

function groupsByAddress({ estate }: Context): ReadonlyMap<string, Row<ContainerGroup>> {
  const index = new Map<string, Row<ContainerGroup>>();
  for (const row of estate.rows(containerGroups)) {
    const ip = row.record.properties.ipAddress?.ip;
    const subnetId = subnetOf(row);
    if (ip === undefined) continue;
    if (isPublic(row)) index.set(addressKey(ip), row);
    else if (subnetId !== undefined) index.set(`${armKey(networkOfSubnet(subnetId))} ${addressKey(ip)}`, row);
  }
  return index;
}

function groupsByName({ estate }: Context): ReadonlyMap<string, Row<ContainerGroup>> {
  const rows = estate.rows(containerGroups).filter(isPublic);
  const named = rows.flatMap((row): readonly (readonly [string, Row<ContainerGroup>])[] => {
    const fqdn = row.record.properties.ipAddress?.fqdn;
    return fqdn === undefined ? [] : [[nameKey(fqdn), row]];
  });
  return new Map(named);
}

function nameKey(fqdn: string): string {
  return fqdn.toLowerCase().replace(/\.$/, '');
}
