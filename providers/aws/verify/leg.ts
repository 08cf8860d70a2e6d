import { type Family, parseIp } from '../../../src/net/ip.ts';
import { levelOf, NOT, SURELY } from '../../../src/verify/level.ts';
import { attributeOf, type Balancer, balancerStanding, type Zone } from './balancer.ts';
import { balancerInterfaces } from './balancer-interfaces.ts';
import { type Check, fact } from './check.ts';
import type { Estate } from './estate.ts';
import { addressesOf } from './interfaces.ts';
import type { Standing } from './network.ts';
import { type Crossing, networkAclCheck } from './network-acl.ts';
import { type Block, blocksOf, type Sender, type Wire } from './packet.ts';
import {
  loadBalancerAttributes,
  networkInterfaces,
  subnets,
  targetGroupAttributes,
  targetGroups,
  vpcs,
} from './sources.ts';
import { ANY_ZONE, type Pool, type Target } from './target.ts';
import type { Viewpoint } from './viewpoint.ts';

/** From one node of a load balancer to one target. */
export interface Course {
  readonly balancer: Balancer;
  /** The zone of the node that sends; absent if the subnets could not be read. */
  readonly zone: Zone | undefined;
  /** The zone whose network ACL a hop shows for it. */
  readonly shown: Zone | undefined;
  readonly pool: Pool;
  readonly target: Target;
  readonly clientFamily: Family;
  /** Every node is reached alike, so that it does not matter which of them sends. */
  readonly areAlike: boolean;
  /** The packet as it reaches the load balancer. */
  readonly arrives: (sent: Wire) => Wire;
}

/** The checks behind a load balancer, and the packet as the target sees it. */
export interface Leg {
  readonly checks: readonly Check[];
  readonly sees: (sent: Wire) => Wire;
}

/** The way from one node of a load balancer to one target; undefined if the node does not send there. */
export function legOf(estate: Estate, course: Course): Leg | undefined {
  const doubts = reachOf(estate, course);
  if (doubts === undefined) return undefined;
  const { balancer, target, clientFamily, arrives } = course;
  const family = parseIp(target.address.split('/')[0] ?? '')?.family ?? clientFamily;
  const onward = (wire: Wire): Wire => ({ ...wire, destination: target.address, port: target.port ?? wire.port });
  const asClient: Viewpoint = { family, sees: (sent) => onward(arrives(sent)), via: balancer.groups };
  const sender = senderOf(estate, course, family);
  const source = sender.shown.map(([first]) => first).reduce((a, b) => (a < b ? a : b));
  const asNode: Viewpoint = {
    family,
    sees: (sent) => ({ ...onward(arrives(sent)), family, source, sender }),
    via: balancer.groups,
  };
  const { state: preserves, missing } = preservation(estate, course, family);
  const view = preserves === 'no' ? asNode : asClient;
  const checks = [...doubts(view), ...stretch(estate, course, view, preserves !== 'no')];
  if (preserves !== 'unknown') return { checks, sees: view.sees };
  const other = [...doubts(asNode), ...stretch(estate, course, asNode, false)];
  const shown = checks.map((check): Check => ({ ...check, only: 'hop' }));
  return { checks: [...shown, ...eitherOf(checks, other, missing)], sees: view.sees };
}

/**
 * What a packet meets between a node and a target.
 *
 * No route and no gateway: replies return through the load balancer. Inside one subnet no network ACL stands
 * between them, unless the packet carries the client's address, or the load balancer is a classic one, which is
 * filtered as it leaves.
 */
function stretch(
  estate: Estate,
  { balancer, shown, target }: Course,
  view: Viewpoint,
  isClient: boolean,
): readonly Check[] {
  const { landing } = target;
  const facts = target.facts(view);
  if (landing === undefined) return facts;
  const front = shown === undefined ? undefined : balancerStanding(estate, balancer, shown.subnet);
  const isSame = front?.subnet === landing.standing.subnet;
  const isPeer = front !== undefined && blocksOf(view.family, [target.address]).length > 0;
  const cross = (
    isThere: boolean,
    standing: Standing | undefined,
    crossing: Omit<Crossing, 'standing'>,
  ): readonly Check[] =>
    isThere && standing !== undefined ? [networkAclCheck(estate, { standing, ...crossing }, view)] : [];
  const leaves = isPeer && (!isSame || balancer.type === 'classic');
  const enters = !isSame || isClient;
  return [
    ...cross(leaves, front, { egress: true, direction: 'in', remote: 'destination' }),
    ...facts,
    ...cross(enters, landing.standing, { egress: false, direction: 'in', remote: 'source' }),
    landing.groups(view),
    ...cross(enters, landing.standing, { egress: true, direction: 'reply', remote: 'source' }),
    ...cross(isPeer && !isSame, front, { egress: false, direction: 'reply', remote: 'destination' }),
  ];
}

/** Where it could not be read how the packet travels: sure only if both ways are, and shut only if both are. */
function eitherOf(one: readonly Check[], other: readonly Check[], missing: readonly string[]): readonly Check[] {
  return (['in', 'reply'] as const).map((direction) => ({
    kinds: ['target group'],
    direction,
    grants: direction === 'in',
    only: 'claim',
    sees: (sent) => sent,
    judge: (sent) => {
      const said = [one, other].map((checks) =>
        checks.filter((check) => check.direction === direction).map((check) => check.judge(check.sees(sent))),
      );
      const levels = said.map((judgements) => Math.min(SURELY, ...judgements.map(levelOf)));
      const hidden = [...one, ...other].flatMap((check) => check.sees(sent).sender?.missing ?? []);
      const mayMiss = [...hidden, ...said.flat().flatMap((judgement) => judgement.missing ?? [])];
      if (levels.every((level) => level === SURELY)) return { decision: 'allow', names: [], mayMiss };
      if (levels.every((level) => level === NOT)) return { decision: 'deny', names: [] };
      return { decision: 'unknown', names: [], missing, mayMiss };
    },
    borders: {
      addresses: [...one, ...other].flatMap(({ borders }) => borders.addresses),
      ports: [],
    },
  }));
}

type Doubts = (view: Viewpoint) => readonly Check[];

const CROSS_ZONE = 'load_balancing.cross_zone.enabled';

/** Whether the node's zone sends to the target, and what speaks against it; undefined if it does not. */
function reachOf(estate: Estate, course: Course): Doubts | undefined {
  const { balancer, zone, target } = course;
  const { arn, type, zones, evidence } = balancer;
  if (target.zone === ANY_ZONE || zone === undefined) return () => [];
  const doubt = (rule: string, decision: 'deny' | 'unknown', missing: readonly string[] = []): Doubts => {
    return ({ sees }) => [fact('load balancer', { decision, names: [{ ref: arn, rule, evidence }], missing }, sees)];
  };
  const crossing = crossZoneOf(estate, course);
  const own = ownZones(course);
  if (own === undefined) {
    const isMoot = target.isHealthy && (crossing.state === 'on' || course.areAlike);
    return isMoot ? () => [] : doubt('the zone of a target could not be read', 'unknown', [estate.gap(subnets)]);
  }
  if (own.length === 0) {
    return target.isHealthy ? () => [] : doubt(`${target.zone ?? 'its zone'} is not enabled`, 'deny');
  }
  if (own.includes(zone) || type === 'classic' || zones.length === 1) return () => [];
  if (crossing.state === 'unknown') {
    return doubt('cross-zone load balancing could not be read', 'unknown', crossing.missing);
  }
  return crossing.state === 'on' ? () => [] : undefined;
}

/** The load balancer's zones that a target lies in: one or none; undefined if that cannot be told. */
function ownZones({ balancer: { zones }, target: { zone, landing } }: Course): readonly Zone[] | undefined {
  const beside = zones.filter(({ subnet }) => subnet === landing?.standing.subnet);
  if (beside.length > 0) return beside;
  const named = zones.filter(({ name }) => name === zone);
  const areNamed = zones.every(({ name, subnet }) => name !== subnet);
  return named.length > 0 || (zone !== undefined && areNamed) ? named : undefined;
}

interface Setting<State> {
  readonly state: State | 'unknown';
  readonly missing: readonly string[];
}

/** Whether nodes send to other zones: a target group can say; else application load balancers do, network ones do not. */
function crossZoneOf(estate: Estate, { balancer: { arn, type }, pool }: Course): Setting<'on' | 'off'> {
  const own = attributeOf(estate, targetGroupAttributes, pool.ref, CROSS_ZONE);
  if (own.value === 'true' || own.value === 'false') return { state: own.value === 'true' ? 'on' : 'off', missing: [] };
  if (type !== 'network') return { state: 'on', missing: [] };
  const whole = attributeOf(estate, loadBalancerAttributes, arn, CROSS_ZONE);
  if (!own.isRead) return { state: 'unknown', missing: [estate.gap(targetGroupAttributes)] };
  if (!whole.isRead) return { state: 'unknown', missing: [estate.gap(loadBalancerAttributes)] };
  return { state: whole.value === 'true' ? 'on' : 'off', missing: [] };
}

/** Only a network load balancer can pass a client on as it is, and between address families it cannot. */
function preservation(estate: Estate, { balancer, pool, clientFamily }: Course, family: Family): Setting<'yes' | 'no'> {
  const { group, type, ref } = pool;
  if (balancer.type !== 'network' || family !== clientFamily) return { state: 'no', missing: [] };
  if (type === 'alb') return { state: 'yes', missing: [] };
  if (group?.Protocol === undefined) return { state: 'unknown', missing: [estate.gap(targetGroups)] };
  if (group.Protocol !== 'TCP' && group.Protocol !== 'TLS') return { state: 'yes', missing: [] };
  const { value, isRead } = attributeOf(estate, targetGroupAttributes, ref, 'preserve_client_ip.enabled');
  if (!isRead) return { state: 'unknown', missing: [estate.gap(targetGroupAttributes)] };
  return { state: (value ?? String(type === 'instance')) === 'true' ? 'yes' : 'no', missing: [] };
}

/** The addresses that a node sends from: its interface's, or where that was not read some address of its subnet. */
function senderOf(estate: Estate, { balancer, zone }: Course, family: Family): Sender {
  const inZone = ({ subnet }: Zone): { readonly blocks: readonly Block[]; readonly exact: boolean } => {
    const nodes = balancerInterfaces(estate, balancer.interfaceName).filter(({ SubnetId }) => SubnetId === subnet);
    const own = blocksOf(family, nodes.flatMap(addressesOf));
    if (own.length > 0) return { blocks: own, exact: true };
    const record = estate.find(subnets, 'SubnetId', subnet)?.record;
    const v6 = record?.Ipv6CidrBlockAssociationSet.map(({ Ipv6CidrBlock }) => Ipv6CidrBlock) ?? [];
    return { blocks: blocksOf(family, [record?.CidrBlock, ...v6]), exact: false };
  };
  const all = balancer.zones.flatMap((each) => inZone(each).blocks);
  const shown = all.length > 0 ? all : networkBlocks(estate, balancer, family);
  const own = zone === undefined ? undefined : inZone(zone);
  const missing = [estate.gap(networkInterfaces), estate.gap(subnets)];
  if (own === undefined || own.blocks.length === 0) return { blocks: shown, exact: false, missing, shown };
  return { ...own, missing, shown };
}

function networkBlocks(estate: Estate, { vpc }: Balancer, family: Family): readonly Block[] {
  const record = estate.find(vpcs, 'VpcId', vpc)?.record;
  const v4 = record?.CidrBlockAssociationSet.map(({ CidrBlock }) => CidrBlock) ?? [];
  const v6 = record?.Ipv6CidrBlockAssociationSet.map(({ Ipv6CidrBlock }) => Ipv6CidrBlock) ?? [];
  const blocks = blocksOf(family, [record?.CidrBlock, ...v4, ...v6]);
  return blocks.length > 0 ? blocks : blocksOf(family, ['0.0.0.0/0', '::/0']);
}
