import { INTERNET } from '../../../../src/net/audience.ts';
import { contains } from '../../../../src/net/interval-set.ts';
import { type AddressRanges, type Family, parseIp } from '../../../../src/net/ip.ts';
import { armKey, parentId } from '../../arm-id.ts';
import { applicationGateways } from '../../records/application-gateways.ts';
import { loadBalancers } from '../../records/load-balancers.ts';
import { networkInterfaces, scaleSetInterfaces } from '../../records/network-interfaces.ts';
import { publicIpAddresses } from '../../records/public-ip-addresses.ts';
import { type Check, fact, type Part } from '../check.ts';
import type { Estate } from '../estate.ts';
import type { Front, Leg } from '../front.ts';
import { type IpConfig, interfaceGuards, type Sku } from '../network/guards.ts';
import { replyOf } from '../network/interface-ways.ts';
import {
  configByAddress,
  configById,
  configsOf,
  instanceIn,
  liveness,
  nicsOf,
  publicAddressOf,
  publicRecords,
  scaleSetIn,
  spelled,
  targetOf,
} from '../network/interfaces.ts';
import { networksNear } from '../network/networks.ts';
import type { Sender } from '../packet.ts';
import { reachedGroup } from './services.ts';

/** What a front sends to. */
export type Backend =
  | { readonly configId: string }
  | { readonly frontId: string }
  | { readonly address: string; readonly networkId: string | undefined }
  | { readonly fqdn: string };

/** Somebody who sends to a front that is not the first one on the way. */
export interface Passage {
  /** Absent: the client's own address is still on the wire. */
  readonly sender: Sender | undefined;
  /** The ids of the fronts that were passed, so that none is passed twice. */
  readonly through: readonly string[];
  /** The kinds of front that there are, for any of them may be behind any other. */
  readonly kinds: readonly FrontKind[];
}

export interface FrontKind {
  readonly addresses: (estate: Estate) => readonly FrontAddress[];
  readonly reach: (estate: Estate, id: string, passage: Passage) => readonly Reached[];
}

/** An address of a front, by the id of its ip configuration. */
export interface FrontAddress {
  readonly id: string;
  readonly publicId: string | undefined;
  readonly address: string | undefined;
  readonly subnetId: string | undefined;
}

/** A front as somebody reaches it, and what stands before it. */
export interface Reached {
  readonly to: Front;
  readonly checks: readonly Check[];
}

/** From a front to one of its backends. */
export interface Course extends Passage {
  readonly pool: Part;
  readonly port: number | 'same';
  /** What a backend sees that is sent to by its public address, if that is not the sender. */
  readonly publicSender?: Sender;
  readonly sku?: Sku | undefined;
  /** Where the packet goes in the eyes of the groups, if not to the backend's private address. */
  readonly destination?: { readonly family: Family; readonly ranges: AddressRanges } | undefined;
}

const MAX_FRONTS = 4;

/** The ways to a backend: to a machine or a front of ours, or to something outside of what was collected. */
export function legsTo(estate: Estate, course: Course, backend: Backend): readonly Leg[] {
  if ('fqdn' in backend) return namedLegs(estate, course, backend.fqdn);
  if ('address' in backend) return addressedLegs(estate, course, backend.address, backend.networkId);
  if ('frontId' in backend)
    return frontLegs(estate, course, backend.frontId) ?? [unreadFront(estate, course, backend.frontId)];
  const { configId } = backend;
  const own = configById(estate, configId);
  if (own !== undefined) return [interfaceLeg(estate, course, own)];
  const kind = scaleSetIn(configId) === undefined ? networkInterfaces : scaleSetInterfaces;
  const instance = instanceIn(configId);
  const part =
    instance === undefined
      ? { kind: 'network interface', ref: parentId(configId) }
      : { kind: 'virtual machine', ref: instance };
  const doubt = [doubtful(part, 'its interface could not be read', [estate.gap(kind, configId)])];
  return [legOf(course, { address: configId, checks: doubt, to: part.ref })];
}

/** Where a front has nothing to send to, or nobody told us what. */
export function nobody(
  { pool, port }: Pick<Course, 'pool' | 'port'>,
  missing: readonly string[] = [],
  rule?: string,
): Leg {
  const check =
    missing.length > 0
      ? doubtful(pool, rule ?? 'backends could not be read', missing)
      : fact({ decision: 'deny', names: [{ ...pool, rule: rule ?? 'no backend' }], latent: true });
  return { pool, port, address: pool.ref, checks: [check], to: pool.ref };
}

export function doubtful({ kind, ref }: Part, rule: string, missing: readonly string[]): Check {
  return fact({ decision: 'unknown', names: [{ kind, ref, rule }], missing });
}

/** The ways to a front of ours that has an ip configuration; undefined if none has. */
function frontLegs(estate: Estate, course: Course, id: string, sender = course.sender): readonly Leg[] | undefined {
  const kind = course.kinds.find(({ addresses }) => addresses(estate).some((own) => armKey(own.id) === armKey(id)));
  const own = kind?.addresses(estate).find((one) => armKey(one.id) === armKey(id));
  if (kind === undefined || own === undefined) return undefined;
  const { pool, port, through, kinds } = course;
  const shown = own.publicId === undefined ? undefined : publicAddressOf(estate, own.publicId).address;
  const address = own.address ?? shown ?? own.id;
  const ended = (decision: 'deny' | 'unknown', rule: string): readonly Leg[] => [
    legOf(course, { address, checks: [fact({ decision, names: [{ ...pool, rule }], latent: true })], to: pool.ref }),
  ];
  if (through.includes(armKey(own.id))) return ended('deny', 'leads back to a front that was passed');
  if (through.length >= MAX_FRONTS) return ended('unknown', 'too many fronts in a row');
  const open = kind.reach(estate, own.id, { sender, through, kinds }).filter(({ to }) => answersAt(to, port));
  if (open.length === 0) return ended('deny', `no listener on port ${port}`);
  return open.map(({ to, checks }) => ({ pool, port, address, sender, checks, to }));
}

function answersAt({ listeners, missing }: Front, port: number | 'same'): boolean {
  if (port === 'same' || missing !== undefined || listeners.length === 0) return true;
  return listeners.some(({ ports: [first, last] }) => first <= port && port <= last);
}

function unreadFront(estate: Estate, course: Course, id: string): Leg {
  const ref = parentId(id);
  const isGateway = /\/applicationGateways\//i.test(id);
  const part = { kind: isGateway ? 'application gateway' : 'load balancer', ref };
  const gap = estate.gap(isGateway ? applicationGateways : loadBalancers, ref);
  return legOf(course, { address: id, checks: [doubtful(part, 'could not be read', [gap])], to: ref });
}

/** Only a client's own packets are answered over the internet: what a front sends is answered to the front. */
function interfaceLeg(estate: Estate, course: Course, own: IpConfig): Leg {
  const { sender } = course;
  const checks = [
    ...liveness(estate, own.nic),
    ...interfaceGuards(estate, own, course.sku, course.destination),
    ...(sender === undefined ? [replyOf(estate, own)] : []),
  ];
  const address = own.config.properties.privateIPAddress ?? own.id;
  return legOf(course, { address, checks, to: targetOf(estate, own.nic).ref });
}

function legOf({ pool, port, sender }: Course, where: Pick<Leg, 'address' | 'checks' | 'to'>): Leg {
  return { pool, port, sender, ...where };
}

function addressedLegs(estate: Estate, course: Course, address: string, networkId: string | undefined): readonly Leg[] {
  const networks = networkId === undefined ? [] : networksNear(estate, networkId);
  const own = networkId === undefined ? undefined : configByAddress(estate, networkId, address);
  if (own !== undefined) return [interfaceLeg(estate, course, own)];
  const fronts = course.kinds.flatMap(({ addresses }) => addresses(estate));
  const isHere = (network: string) => (front: FrontAddress) =>
    front.address !== undefined &&
    spelled(front.address) === spelled(address) &&
    armKey(parentId(front.subnetId ?? '')) === network;
  const front = networks.map((network) => fronts.find(isHere(network))).find((found) => found !== undefined);
  if (front !== undefined) return frontLegs(estate, course, front.id) ?? [];
  const group = reachedGroup(estate, { networks, address });
  if (group !== undefined) return [legOf(course, { address, ...group })];
  const ip = parseIp(address);
  if (ip === undefined || !contains(INTERNET[ip.family], ip.address)) {
    const ref = `${course.pool.ref}#${address}`;
    const missing = [estate.gap(networkInterfaces, networkId ?? course.pool.ref)];
    const doubt = doubtful({ kind: 'address', ref }, `no collected interface has ${address}`, missing);
    return [legOf(course, { address, checks: [doubt], to: ref })];
  }
  const found = publicRecords(estate).filter(
    ({ properties }) => spelled(properties.ipAddress ?? '') === spelled(address),
  );
  return found.length === 0
    ? [outside(estate, course, address)]
    : found.flatMap(({ id }) => publicLegs(estate, course, id));
}

function namedLegs(estate: Estate, course: Course, fqdn: string): readonly Leg[] {
  const sender = course.publicSender ?? course.sender;
  const group = reachedGroup(estate, { fqdn });
  if (group !== undefined) return [{ ...legOf(course, { address: fqdn, ...group }), sender }];
  const isNamed = (name: string | undefined): boolean => name !== undefined && nameKey(name) === nameKey(fqdn);
  const found = publicRecords(estate).filter(({ properties }) => isNamed(properties.dnsSettings?.fqdn));
  if (found.length === 0) return [outside(estate, course, fqdn)];
  const alike = found.filter(({ id }) => publicAddressOf(estate, id).family === sender?.family);
  return (alike.length > 0 ? alike : found).flatMap(({ id }) => publicLegs(estate, course, id));
}

function nameKey(fqdn: string): string {
  return fqdn.toLowerCase().replace(/\.$/, '');
}

/** Something of ours that is sent to by its public address. */
function publicLegs(estate: Estate, course: Course, id: string): readonly Leg[] {
  const sender = course.publicSender ?? course.sender;
  const { address, sku } = publicAddressOf(estate, id);
  const holder = publicRecords(estate).find((record) => record.id === id)?.properties.ipConfiguration?.id;
  const named = course.kinds
    .flatMap(({ addresses }) => addresses(estate))
    .find(({ publicId }) => armKey(publicId ?? '') === armKey(id));
  const front = frontLegs(estate, course, named?.id ?? holder ?? '', sender);
  if (front !== undefined) return front;
  const configs = nicsOf(estate).flatMap(configsOf);
  const own =
    configs.find(({ config }) => armKey(config.properties.publicIPAddress?.id ?? '') === armKey(id)) ??
    (holder === undefined ? undefined : configById(estate, holder));
  if (own !== undefined) return [interfaceLeg(estate, { ...course, sender, sku, destination: undefined }, own)];
  const part = { kind: 'public IP address', ref: id };
  const doubt = doubtful(part, 'what has this address could not be read', [estate.gap(publicIpAddresses, id)]);
  return [{ ...legOf(course, { address: address ?? id, checks: [doubt], to: id }), sender }];
}

/** Names that only a private zone can hold, and names that the platform gives to public addresses. */
const PRIVATE_NAME =
  /^[^.]+$|\.(?:internal|local|localdomain|lan|corp|home|intranet|private|home\.arpa|internal\.cloudapp\.net)$|\.privatelink\./i;
const PLATFORM_NAME =
  /\.(?:cloudapp\.azure\.com|cloudapp\.(?:chinacloudapi\.cn|usgovcloudapi\.net)|azurecontainer\.io)$/i;

/** Something that is not ours, as far as we can tell. */
function outside(estate: Estate, course: Course, host: string): Leg {
  const isAddress = parseIp(host) !== undefined;
  const isPrivate = !isAddress && PRIVATE_NAME.test(host);
  const lists = isPrivate || !(isAddress || PLATFORM_NAME.test(host)) ? [] : estate.subscriptions;
  const unlisted = lists.filter((each) => estate.heard(publicIpAddresses, each).isCut);
  const missing = isPrivate
    ? [estate.gap(networkInterfaces, course.pool.ref)]
    : unlisted.map((each) => estate.gap(publicIpAddresses, `/subscriptions/${each}`));
  const part = { kind: 'external host', ref: host };
  const checks = missing.length === 0 ? [] : [doubtful(part, 'what has this name could not be read', missing)];
  return { ...legOf(course, { address: host, checks, to: host }), sender: course.publicSender ?? course.sender };
}
