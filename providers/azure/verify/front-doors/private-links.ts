import { intervalSet } from '../../../../src/net/interval-set.ts';
import { EVERY_ADDRESS, parseIp } from '../../../../src/net/ip.ts';
import { armKey, nameIn, parentId, parseArmId } from '../../arm-id.ts';
import { loadBalancers } from '../../records/load-balancers.ts';
import { type PrivateLinkService, privateLinkServices } from '../../records/private-link-services.ts';
import { type Check, fact, type Part } from '../check.ts';
import type { Estate } from '../estate.ts';
import type { Leg } from '../front.ts';
import { type Course, doubtful, legsTo, nobody } from '../fronts/backends.ts';
import { configsOf, nicOf } from '../network/interfaces.ts';
import { someOfSubnet } from '../network/networks.ts';
import type { Sender } from '../packet.ts';

/** A private way to a service, as the one who uses it describes it. */
export interface PrivateLink {
  readonly id: string;
  /** Which part of it; of a gateway, the name of its frontend. */
  readonly groupId: string | undefined;
  readonly status: string | undefined;
  readonly message: string | undefined;
}

/** The ways over a private link to whatever it leads to. It must have been approved on the other side. */
export function linkLegs(estate: Estate, course: Omit<Course, 'sender'>, link: PrivateLink): readonly Leg[] {
  const { id, groupId, status } = link;
  const type = parseArmId(id)?.type ?? 'resource';
  if (armKey(type) === armKey(privateLinkServices.type)) return serviceLegs(estate, course, link);
  const part = { kind: type, ref: id };
  const gap = estate.gap({ call: `azure:${type}/privateEndpointConnections` }, id);
  const approval = status === undefined ? doubtful(part, 'approval not told', [gap]) : approvalOf(part, status);
  const frontId = `${id}/frontendIPConfigurations/${groupId ?? ''}`;
  const legs = groupId === undefined ? [] : reachedLegs(estate, course, frontId);
  return (legs.length > 0 ? legs : [itself(course, part, [])]).map((leg) => after(approval, leg));
}

function serviceLegs(
  estate: Estate,
  course: Omit<Course, 'sender'>,
  { id, status, message }: PrivateLink,
): readonly Leg[] {
  const service = estate.find(privateLinkServices, id)?.record;
  const part = { kind: 'private link service', ref: service?.id ?? id };
  if (service === undefined) return [itself(course, part, [estate.gap(privateLinkServices, id)])];
  const {
    loadBalancerFrontendIpConfigurations,
    destinationIPAddress: address,
    privateEndpointConnections,
  } = service.properties;
  const states = privateEndpointConnections.map(({ properties }) => properties.privateLinkServiceConnectionState);
  const own = states.filter((state) => message !== undefined && state?.description === message);
  const isApproved = (own.length > 0 ? own : states).some((state) => /^approved$/i.test(state?.status ?? ''));
  const told = status ?? (isApproved ? 'approved' : undefined);
  const approval = told === undefined ? no(part, 'no approved connection') : approvalOf(part, told);
  const via = { ...course, sender: senderOf(estate, service) };
  const balanced = loadBalancerFrontendIpConfigurations.flatMap(({ id: frontId }) => {
    if (frontId === undefined) return [];
    const ref = parentId(frontId);
    const legs = reachedLegs(estate, course, frontId, via.sender);
    if (legs.length > 0) return legs;
    return [nobody({ pool: { kind: 'load balancer', ref }, port: course.port }, [estate.gap(loadBalancers, ref)])];
  });
  const subnet = subnetOf(service);
  const networkId = subnet === undefined ? undefined : parentId(subnet);
  const direct = address === undefined ? [] : legsTo(estate, via, { address, networkId });
  const legs = [...balanced, ...direct];
  return (legs.length > 0 ? legs : [nobody({ pool: part, port: course.port })]).map((leg) => after(approval, leg));
}

/** The ways to a front of ours. Without a sender it is told by the front's own subnet: the link ends beside it. */
function reachedLegs(estate: Estate, course: Omit<Course, 'sender'>, frontId: string, own?: Sender): readonly Leg[] {
  const { pool, port, through, kinds } = course;
  return kinds.flatMap((kind) => {
    const front = kind.addresses(estate).find(({ id }) => armKey(id) === armKey(frontId));
    if (front === undefined) return [];
    const sender = own ?? (front.subnetId === undefined ? undefined : someOfSubnet(estate, front.subnetId, 'ipv4'));
    const reached = kind.reach(estate, front.id, { sender, through, kinds });
    return reached.map(({ to, checks }) => ({ pool, port, address: front.address ?? front.id, sender, checks, to }));
  });
}

/** The way to something of which nothing is known but its id. */
function itself({ pool, port }: Omit<Course, 'sender'>, part: Part, missing: readonly string[]): Leg {
  const checks = missing.length === 0 ? [] : [doubtful(part, 'what it leads to could not be read', missing)];
  return { pool, port, address: nameIn(part.ref), checks, to: part.ref };
}

function after(check: Check, leg: Leg): Leg {
  return { ...leg, checks: [check, ...leg.checks] };
}

function approvalOf(part: Part, status: string): Check {
  const rule = `private link ${status.toLowerCase()}`;
  return /^approved$/i.test(status) ? fact({ decision: 'allow', names: [{ ...part, rule }] }) : no(part, rule);
}

function no(part: Part, rule: string): Check {
  return fact({ decision: 'deny', names: [{ ...part, rule }] });
}

function subnetOf({ properties }: PrivateLinkService): string | undefined {
  return properties.ipConfigurations.map((config) => config.properties.subnet?.id).find((id) => id !== undefined);
}

/** Who is behind a private link service sees one of its own addresses; where those are not told, one of its subnet. */
function senderOf(estate: Estate, service: PrivateLinkService): Sender {
  const { ipConfigurations, networkInterfaces } = service.properties;
  const own = ipConfigurations.map(({ properties }) => properties.privateIPAddress);
  const nics = networkInterfaces.flatMap(({ id }) => (id === undefined ? [] : (nicOf(estate, id) ?? [])));
  const inside = nics.flatMap(configsOf).map(({ config }) => config.properties.privateIPAddress);
  const told = own.includes(undefined) ? inside : own;
  const addresses = told.flatMap((text) => parseIp(text ?? '') ?? []).filter(({ family }) => family === 'ipv4');
  if (addresses.length > 0) {
    const ranges = intervalSet(addresses.map(({ address }) => [address, address]));
    return { family: 'ipv4', ranges, exact: true, missing: [] };
  }
  const subnet = subnetOf(service);
  const missing = [estate.gap(privateLinkServices, service.id)];
  return subnet === undefined
    ? { family: 'ipv4', ranges: EVERY_ADDRESS.ipv4, exact: false, missing }
    : someOfSubnet(estate, subnet, 'ipv4');
}
