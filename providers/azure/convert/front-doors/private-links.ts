import type { Row } from '../../../../src/convert/table.ts';
import type { Leg, Wire } from '../../../../src/model/inventory.ts';
import type { Stage } from '../../../../src/model/path.ts';
import type { Element } from '../../../../src/model/resource.ts';
import { armKey, nameIn, parentId, parseArmId } from '../../arm-id.ts';
import { loadBalancers } from '../../records/load-balancers.ts';
import { type PrivateLinkService, privateLinkServices } from '../../records/private-link-services.ts';
import type { Context } from '../context.ts';
import { elementOf } from '../elements.ts';
import { backendLegs, CLIENT_WIRE, noBackendLeg } from '../fronts/backends.ts';
import { frontById } from '../fronts/front-lookup.ts';
import { afterStages } from '../fronts/front-stages.ts';
import { notAsked } from '../gaps.ts';
import { networkOfSubnet, prefixesOfSubnet } from '../network/networks.ts';
import { namedWorkload } from '../workloads.ts';
import { linkSubnet, linkWire } from './private-link-wires.ts';

/** A private way to a service, as the one who uses it describes it. */
export interface PrivateLink {
  /** The service that is reached: a private link service, or a resource of the platform. */
  readonly id: string;
  /** Which part of it; of a gateway, the name of its frontend. */
  readonly groupId: string | undefined;
  readonly status: string | undefined;
  /** What was written when it was asked for: the other side keeps it with the request. */
  readonly message: string | undefined;
}

interface Course {
  readonly pool: Element;
  readonly port: number;
  readonly link: PrivateLink;
  readonly through: readonly string[];
}

/** The ways over a private link to whatever it leads to. The link must have been approved on the other side. */
export function privateLinkLegs(context: Context, course: Course): readonly Leg[] {
  const { id, groupId } = course.link;
  const type = parseArmId(id)?.type.toLowerCase();
  if (type === privateLinkServices.type.toLowerCase()) return serviceLegs(context, course);
  const gateway = groupId === undefined ? undefined : `${id}/frontendIPConfigurations/${groupId}`;
  const legs = gateway === undefined ? [] : frontLegs(context, course, gateway, undefined);
  const known = legs.length > 0 ? legs : [resourceLeg(context, course, [])];
  const approval = resourceApproval(context, course.link);
  return known.map((leg) => afterStages(context, leg, [approval]));
}

function serviceLegs(context: Context, course: Course): readonly Leg[] {
  const { pool, port, link, through } = course;
  const row = context.estate.find(privateLinkServices, link.id);
  if (row === undefined) {
    return [resourceLeg(context, course, [context.estate.missing(privateLinkServices, link.id)])];
  }
  const approval = serviceApproval(context, row, link);
  const from = linkWire(context, row);
  const { loadBalancerFrontendIpConfigurations, destinationIPAddress: address } = row.record.properties;
  const fronts = loadBalancerFrontendIpConfigurations.flatMap(({ id }) => id ?? []);
  const direct =
    address === undefined ? [] : backendLegs(context, { pool, port, backend: at(row, address), from, through });
  const legs = [...fronts.flatMap((front) => balancerLegs(context, course, front, from)), ...direct];
  const known = legs.length > 0 ? legs : [noBackendLeg(context, { pool: serviceElement(row), port })];
  return known.map((leg) => afterStages(context, leg, [approval]));
}

function at(row: Row<PrivateLinkService>, address: string) {
  const subnet = linkSubnet(row);
  return subnet === undefined ? { address } : { address, virtualNetworkId: networkOfSubnet(subnet) };
}

function balancerLegs(context: Context, course: Course, frontId: string, from: Wire): readonly Leg[] {
  const legs = frontLegs(context, course, frontId, from);
  if (legs.length > 0) return legs;
  const id = parentId(frontId);
  const missing = [context.estate.missing(loadBalancers, id)];
  return [noBackendLeg(context, { pool: elementOf('load balancer', id), port: course.port, missing })];
}

/** The ways to a front of ours. Without a wire it is told by the front's own subnet: the link ends beside it. */
function frontLegs(context: Context, course: Course, frontId: string, wire: Wire | undefined): readonly Leg[] {
  const { pool, port, through } = course;
  const front = frontById(context, frontId);
  if (front === undefined) return [];
  const { id, privateAddress, subnetId } = front.address;
  const from = wire ?? (subnetId === undefined ? CLIENT_WIRE : beside(context, subnetId));
  return front.kind.reach(context, id, { from, through }).map(({ to, stages }) => ({
    pool,
    targetPort: port,
    address: privateAddress ?? id,
    ways: [{ wire: from, path: context.path(stages) }],
    health: 'unknown',
    traces: [],
    to,
  }));
}

function beside(context: Context, subnetId: string): Wire {
  return { kind: 'proxy', via: [], from: prefixesOfSubnet(context, subnetId, 'ipv4') };
}

/** The way to something of which nothing is known but its id. */
function resourceLeg(context: Context, { pool, port, link }: Course, missing: readonly string[]): Leg {
  const to = namedWorkload(context, { id: link.id, kind: kindOf(link.id), name: nameIn(link.id) });
  const rule = 'what it leads to could not be read';
  const unread = context.condition(context.estate, { element: to.element, holds: 'unknown', rule, missing });
  const path = context.path(missing.length === 0 ? [] : [unread]);
  const ways = [{ wire: CLIENT_WIRE, path }];
  return { pool, targetPort: port, address: nameIn(link.id), ways, health: 'unknown', traces: [], to };
}

function kindOf(id: string): string {
  const type = parseArmId(id)?.type ?? 'resource';
  return armKey(type) === armKey(privateLinkServices.type) ? SERVICE : type;
}

const SERVICE = 'private link service';

function serviceElement(row: Row<PrivateLinkService>): Element {
  return elementOf(SERVICE, row.record.id, row, row.record.name);
}

/** Who asks is seldom told how it ended; who was asked keeps that, with what was written to him. */
function serviceApproval(context: Context, row: Row<PrivateLinkService>, { status, message }: PrivateLink): Stage {
  const element = serviceElement(row);
  if (status !== undefined) return toldApproval(context, element, status);
  const states = row.record.properties.privateEndpointConnections.map(
    ({ properties }) => properties.privateLinkServiceConnectionState,
  );
  const own = states.filter((state) => message !== undefined && state?.description === message);
  const isApproved = (own.length > 0 ? own : states).some((state) => state?.status?.toLowerCase() === APPROVED);
  return isApproved
    ? toldApproval(context, element, APPROVED)
    : context.condition(context.estate, { element, holds: 'no', rule: 'no approved connection', missing: [] });
}

/** Of resources of the platform we do not ask who is connected with them. */
function resourceApproval(context: Context, { id, status }: PrivateLink): Stage {
  const element = elementOf(kindOf(id), id, undefined, nameIn(id));
  if (status !== undefined) return toldApproval(context, element, status);
  const call = `azure:${parseArmId(id)?.type ?? 'resource'}/privateEndpointConnections`;
  const missing = [notAsked(context, { call }, id)];
  return context.condition(context.estate, { element, holds: 'unknown', rule: 'approval not told', missing });
}

const APPROVED = 'approved';

function toldApproval(context: Context, element: Element, status: string): Stage {
  const rule = `private link ${status.toLowerCase()}`;
  const holds = status.toLowerCase() === APPROVED ? 'yes' : 'no';
  return context.condition(context.estate, { element, holds, rule, missing: [] });
}
