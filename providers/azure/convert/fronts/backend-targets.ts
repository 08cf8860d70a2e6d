import { trace } from '../../../../src/convert/traces.ts';
import type { Frontend, Node, Wire } from '../../../../src/model/inventory.ts';
import type { Stage } from '../../../../src/model/path.ts';
import { INTERNET } from '../../../../src/net/audience.ts';
import { contains } from '../../../../src/net/interval-set.ts';
import { parseIp } from '../../../../src/net/ip.ts';
import { armKey, nameIn, parentId, subscriptionOf } from '../../arm-id.ts';
import { applicationGateways } from '../../records/application-gateways.ts';
import { loadBalancers } from '../../records/load-balancers.ts';
import { networkInterfaces, scaleSetInterfaces } from '../../records/network-interfaces.ts';
import { publicIpAddresses } from '../../records/public-ip-addresses.ts';
import type { Context } from '../context.ts';
import { elementOf } from '../elements.ts';
import { notTold } from '../gaps.ts';
import { addressKey, type IpConfig, ipConfigByAddress, ipConfigById, ipConfigs } from '../network/ip-configs.ts';
import { livenessStages } from '../network/liveness.ts';
import { connectedNetworks } from '../network/networks.ts';
import { type PublicAddress, publicAddress, publicIpRows } from '../network/public-addresses.ts';
import { replyStage } from '../network/routes.ts';
import { scaleSetInstanceOf, scaleSetOf } from '../network/scale-sets.ts';
import { type Arrival, guardStages } from '../rules/guards.ts';
import { containerGroupByAddress, containerGroupByName } from '../services/container-groups.ts';
import { namedWorkload, workloadOf } from '../workloads.ts';
import type { BackendCourse } from './backend-course.ts';
import { frontByAddress, frontById, frontByPublicIp } from './front-lookup.ts';
import type { KnownFront } from './fronts.ts';

/** Where packets to a backend arrive, and what stands in front of it. */
export interface Landing {
  readonly node: Node;
  /** The address on the wire, as far as it is known. */
  readonly address: string;
  readonly wire: Wire;
  readonly stages: readonly Stage[];
}

/** How many fronts may send one to another before nobody can tell any more. */
const MAX_FRONTS = 4;

/** Finds what a backend is: a machine or a front of ours, or something outside of what was collected. */
export function landingsOf(context: Context, course: BackendCourse): readonly Landing[] {
  const { backend, from, arrival } = course;
  if ('fqdn' in backend) return nameLandings(context, course, backend.fqdn);
  if ('address' in backend) return addressLandings(context, course, backend.address, backend.virtualNetworkId);
  if ('frontId' in backend) return frontIdLandings(context, course, backend.frontId);
  const config = ipConfigById(context, backend.ipConfigId);
  if (config !== undefined) return [interfaceLanding(context, config, from, arrival)];
  return [unreadLanding(context, course, backend.ipConfigId)];
}

/**
 * Only a client's own packets are answered over the internet: what a front sends is answered inside the network, or to
 * the front's own address.
 */
function interfaceLanding(context: Context, config: IpConfig, wire: Wire, arrival: Arrival = {}): Landing {
  const { nic, address, subnetId, family } = config;
  const reply = wire.kind === 'client' ? [replyStage(context, subnetId, family)] : [];
  return {
    node: workloadOf(context, nic),
    address: address ?? config.id,
    wire,
    stages: [...livenessStages(context, nic), ...guardStages(context, config, arrival), ...reply],
  };
}

/** An interface that a pool names and that no answer tells of. */
function unreadLanding(context: Context, { from, location }: BackendCourse, configId: string): Landing {
  const { estate } = context;
  const nicId = parentId(configId);
  const set = scaleSetOf(configId);
  const missing =
    set === undefined
      ? estate.missing(networkInterfaces, nicId)
      : estate.missing(scaleSetInterfaces, `${set}/networkInterfaces/${nameIn(nicId)}`);
  const instance = scaleSetInstanceOf(configId);
  const node =
    instance === undefined
      ? namedWorkload(context, { id: nicId, kind: 'network interface', location })
      : namedWorkload(context, { id: instance, kind: 'virtual machine', location, owner: set });
  const rule = 'its interface could not be read';
  return { node, address: configId, wire: from, stages: [doubtAbout(context, node, rule, [missing])] };
}

function addressLandings(
  context: Context,
  course: BackendCourse,
  address: string,
  networkId: string | undefined,
): readonly Landing[] {
  const { from, arrival } = course;
  if (networkId !== undefined) {
    const config = ipConfigByAddress(context, networkId, address);
    if (config !== undefined) return [interfaceLanding(context, config, from, arrival)];
    for (const network of connectedNetworks(context, networkId)) {
      const front = frontByAddress(context, network, address);
      if (front !== undefined) return frontLandings(context, course, front, from);
    }
  }
  const networks = networkId === undefined ? [undefined] : connectedNetworks(context, networkId);
  for (const network of networks) {
    const group = containerGroupByAddress(context, network, address);
    if (group !== undefined) return [{ node: group.workload, address, wire: from, stages: group.stages }];
  }
  const parsed = parseIp(address);
  if (parsed === undefined || !contains(INTERNET[parsed.family], parsed.address)) {
    return [unseenLanding(context, course, address, networkId)];
  }
  const ids = context.made(publicIpsByAddress).get(addressKey(address)) ?? [];
  if (ids.length === 0) return [outsideLanding(context, course, address)];
  return ids.flatMap((id) => publicLandings(context, course, publicAddress(context, id)));
}

/** The packets go to the machines of the estate only if a public address or a container group has the name. */
function nameLandings(context: Context, course: BackendCourse, fqdn: string): readonly Landing[] {
  const { from, publicFrom = from } = course;
  const group = containerGroupByName(context, fqdn);
  if (group !== undefined) {
    return [{ node: group.workload, address: fqdn, wire: publicFrom, stages: group.stages }];
  }
  const found = (context.made(publicIpsByName).get(nameKey(fqdn)) ?? []).map((id) => publicAddress(context, id));
  if (found.length === 0) return [outsideLanding(context, course, fqdn)];
  const family = publicFrom.kind === 'proxy' ? publicFrom.from.family : undefined;
  const alike = found.filter((address) => address.family === family);
  return (alike.length > 0 ? alike : found).flatMap((address) => publicLandings(context, course, address));
}

/** Something of ours that is sent to by its public address. */
function publicLandings(context: Context, course: BackendCourse, found: PublicAddress): readonly Landing[] {
  const { from, publicFrom = from } = course;
  const { element, sku, row } = found;
  const holder = row?.record.properties.ipConfiguration?.id;
  const front =
    frontByPublicIp(context, element.ref) ?? (holder === undefined ? undefined : frontById(context, holder));
  if (front !== undefined) return frontLandings(context, course, front, publicFrom);
  const config =
    context.made(configsByPublicIp).get(armKey(element.ref)) ??
    (holder === undefined ? undefined : ipConfigById(context, holder));
  if (config !== undefined) return [interfaceLanding(context, config, publicFrom, { sku: { name: sku, element } })];
  const node = namedWorkload(context, { id: element.ref, kind: element.kind, name: element.name, row });
  const missing = notTold(context, publicIpAddresses, element.ref, `what ${element.ref} belongs to`);
  const stages = [doubtAbout(context, node, 'what has this address could not be read', [missing])];
  return [{ node, address: found.address ?? element.ref, wire: publicFrom, stages }];
}

/** The front that an id names, if it was read. */
function frontIdLandings(context: Context, course: BackendCourse, id: string): readonly Landing[] {
  const { from, location } = course;
  const front = frontById(context, id);
  if (front !== undefined) return frontLandings(context, course, front, from);
  const owner = parentId(id);
  const kind = /\/applicationGateways\//i.test(id) ? applicationGateways : loadBalancers;
  const word = kind === loadBalancers ? 'load balancer' : 'application gateway';
  const node = namedWorkload(context, { id: owner, kind: word, name: nameIn(owner), location });
  const missing = [context.estate.missing(kind, owner)];
  return [{ node, address: id, wire: from, stages: [doubtAbout(context, node, 'could not be read', missing)] }];
}

function frontLandings(
  context: Context,
  course: BackendCourse,
  { kind, address: { id, privateAddress, publicIpId } }: KnownFront,
  from: Wire,
): readonly Landing[] {
  const { pool, port, through = [], location } = course;
  const shown = publicIpId === undefined ? undefined : publicAddress(context, publicIpId).address;
  const address = privateAddress ?? shown ?? id;
  const ended = (holds: 'no' | 'unknown', rule: string): readonly Landing[] => {
    const node = namedWorkload(context, { id: pool.ref, kind: pool.kind, name: pool.name, location });
    const stage = context.condition(context.estate, {
      element: pool,
      holds,
      rule,
      latent: holds === 'no',
      missing: [],
    });
    return [{ node, address, wire: from, stages: [stage] }];
  };
  if (through.includes(armKey(id))) return ended('no', 'leads back to a front that was passed');
  if (through.length >= MAX_FRONTS) return ended('unknown', 'too many fronts in a row');
  const reached = kind.reach(context, id, { from, through });
  const open = reached.filter(({ to }) => answersAt(to, port));
  if (open.length === 0) return ended('no', `no listener on port ${port}`);
  return open.map(({ to, stages }) => ({ node: to, address, wire: from, stages }));
}

/** Whether a front may take connections to a port; of one without any listener its own verdict tells. */
function answersAt({ listeners, missing }: Frontend, port: number | 'same'): boolean {
  if (port === 'same' || missing !== undefined || listeners.length === 0) return true;
  return listeners.some(({ ports: [first, last] }) => first <= port && port <= last);
}

/** A private address that nothing has which was collected: of another network, or of something that is no interface. */
function unseenLanding(
  context: Context,
  { pool, from, location }: BackendCourse,
  address: string,
  networkId: string | undefined,
): Landing {
  const node = namedWorkload(context, { id: `${pool.ref}#${address}`, kind: 'address', name: address, location });
  const rule = `no collected interface has ${address}`;
  const missing = unseen(context, networkId ?? pool.ref, `an interface with ${address}`);
  return { node, address, wire: from, stages: [doubtAbout(context, node, rule, [missing])] };
}

/** Something that is not ours, as far as we can tell: a front passes on to it whatever comes, and that is all we know. */
function outsideLanding(context: Context, course: BackendCourse, host: string): Landing {
  const { pool, from, publicFrom = from, location } = course;
  const traces = trace('name', host, `${pool.kind} ${pool.name ?? pool.ref}`, 0.6);
  const element = elementOf('external host', host);
  const node = context.workload(`${pool.ref}#${host}`, () => ({
    kind: 'workload',
    ref: element.ref,
    scope: context.scope(pool.ref, location),
    element,
    name: host,
    tags: {},
    traces,
  }));
  const missing = hidden(context, pool.ref, host);
  const stages =
    missing.length === 0 ? [] : [doubtAbout(context, node, 'what has this name could not be read', missing)];
  return { node, address: host, wire: publicFrom, stages };
}

/** Names that only a private zone can hold: whose they are no answer tells. */
const PRIVATE_NAME =
  /^[^.]+$|\.(?:internal|local|localdomain|lan|corp|home|intranet|private|home\.arpa|internal\.cloudapp\.net)$|\.privatelink\./i;
/** Names that the platform gives to public addresses and container groups. */
const PLATFORM_NAME =
  /\.(?:cloudapp\.azure\.com|cloudapp\.(?:chinacloudapi\.cn|usgovcloudapi\.net)|azurecontainer\.io)$/i;

/** The gaps behind which a name or an address may be ours after all. */
function hidden(context: Context, ref: string, host: string): readonly string[] {
  const { estate } = context;
  if (parseIp(host) === undefined && PRIVATE_NAME.test(host))
    return [unseen(context, ref, `an interface named ${host}`)];
  if (parseIp(host) === undefined && !PLATFORM_NAME.test(host)) return [];
  const names = estate.subscriptions.map((subscription) => estate.unlisted(publicIpAddresses, subscription));
  return [...new Set(names.filter((name) => name !== undefined))].sort();
}

function unseen(context: Context, ref: string, what: string): string {
  const unlisted = context.estate.unlisted(networkInterfaces, subscriptionOf(ref) ?? 'unknown');
  return unlisted ?? notTold(context, networkInterfaces, ref, what);
}

function doubtAbout(context: Context, { element }: Node, rule: string, missing: readonly string[]): Stage {
  return context.condition(context.estate, { element, holds: 'unknown', rule, missing });
}

function configsByPublicIp(context: Context): ReadonlyMap<string, IpConfig> {
  const index = new Map<string, IpConfig>();
  for (const config of ipConfigs(context)) {
    const id = config.config.properties.publicIPAddress?.id;
    if (id !== undefined && !index.has(armKey(id))) index.set(armKey(id), config);
  }
  return index;
}

function publicIpsByAddress(context: Context): ReadonlyMap<string, readonly string[]> {
  return publicIpsBy(context, ({ properties: { ipAddress } }) =>
    ipAddress === undefined ? undefined : addressKey(ipAddress),
  );
}

function publicIpsByName(context: Context): ReadonlyMap<string, readonly string[]> {
  return publicIpsBy(context, ({ properties: { dnsSettings } }) =>
    dnsSettings?.fqdn === undefined ? undefined : nameKey(dnsSettings.fqdn),
  );
}

type PublicIpRecord = ReturnType<typeof publicIpRows>[number]['record'];

function publicIpsBy(
  context: Context,
  keyOf: (record: PublicIpRecord) => string | undefined,
): ReadonlyMap<string, readonly string[]> {
  const index = new Map<string, string[]>();
  for (const { record } of publicIpRows(context)) {
    const key = keyOf(record);
    if (key === undefined) continue;
    const ids = index.get(key) ?? [];
    ids.push(record.id);
    index.set(key, ids);
  }
  return index;
}

function nameKey(fqdn: string): string {
  return fqdn.toLowerCase().replace(/\.$/, '');
}
