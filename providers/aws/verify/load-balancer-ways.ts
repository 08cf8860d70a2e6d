import type { Proof } from '../../../src/model/proof.ts';
import { scopeName } from '../../../src/model/resource.ts';
import type { Address } from '../../../src/net/ip.ts';
import { formatPorts } from '../../../src/net/ports.ts';
import { type Balancer, balancerChecks, balancerOf, type Zone } from './balancer.ts';
import { type Check, fact, NO_BORDERS, passage } from './check.ts';
import { classicFronts, classicPool } from './classic.ts';
import type { Estate } from './estate.ts';
import { type Course, legOf } from './leg.ts';
import { type Front, type FrontRule, frontsOf, mayHaveFronts } from './listener.ts';
import { isUnread, isWideOpen } from './network-acl.ts';
import { type Block, blocksOf, type Wire, wireOf, within } from './packet.ts';
import { listeners } from './sources.ts';
import { type Pool, poolOf, type Target } from './target.ts';
import { bordersOf } from './viewpoint.ts';
import type { Way } from './way.ts';

/** What has been passed before a load balancer. */
interface Travel {
  readonly proof: Proof;
  /** The zone that the packet came in by; absent behind another load balancer. */
  readonly zone: Zone | undefined;
  /** How many load balancers were passed before. */
  readonly depth: number;
  /** Every zone is reached alike. */
  readonly areAlike: boolean;
  readonly line: string;
  readonly checks: readonly Check[];
  readonly gates: Proof['gates'];
  readonly arrives: (sent: Wire) => Wire;
  /** What a client can send; absent before the first listener. */
  readonly front: Way['front'];
  /** The port behind the last front; absent, the client's own. */
  readonly port: number | undefined;
}

/** A target group of load balancers could lead in a circle, by mistake. */
const MAX_DEPTH = 3;

/** The ways through a load balancer that a proof may mean. */
export function* loadBalancerWays(estate: Estate, proof: Proof): Generator<Way> {
  const balancer = balancerOf(estate, proof.entry);
  if (balancer?.address !== proof.address || balancer.evidence.scope !== scopeName(estate.scope)) return;
  if (!balancer.families.includes(proof.family)) return;
  const arrives = (sent: Wire): Wire => sent;
  const entries = balancerChecks(estate, balancer, { family: proof.family, sees: arrives, via: [] });
  const areAlike = new Set(entries.map((checks) => looksOf(checks, proof))).size === 1;
  for (const [index, checks] of entries.entries()) {
    const start = { proof, arrives, checks, gates: [], line: '', front: undefined, port: undefined };
    yield* throughBalancer(estate, balancer, { ...start, areAlike, depth: 0, zone: balancer.zones[index] });
  }
}

/** What the checks of a zone say of the witness, and by which rules. */
function looksOf(checks: readonly Check[], proof: Proof): string {
  const sent = wireOf(proof);
  const said = sent === undefined ? [] : checks.map((check) => check.judge(check.sees(sent)));
  return JSON.stringify(said.map(({ decision, names }) => [decision, names.map(({ ref, rule }) => [ref, rule])]));
}

function* throughBalancer(estate: Estate, balancer: Balancer, travel: Travel): Generator<Way> {
  const fronts = balancer.type === 'classic' ? classicFronts(estate, balancer) : frontsOf(estate, balancer);
  const mayHaveMore = mayHaveFronts(estate, balancer, fronts);
  if (mayHaveMore || fronts.length === 0) yield unseenFront(estate, balancer, travel, mayHaveMore);
  for (const front of fronts) {
    const [first, last] = front.ports;
    const isMet = travel.port === undefined || (first <= travel.port && travel.port <= last);
    if (!isMet || !isNamed(travel, 'listener', front.ref)) continue;
    for (const protocol of travel.front === undefined ? front.protocols : [travel.front.protocol]) {
      yield* throughFront(estate, balancer, front, {
        ...travel,
        front: travel.front ?? { protocol, ports: front.ports },
      });
    }
  }
}

/** Where listeners could not be read any port may be open; where there are none, none is. */
function unseenFront(estate: Estate, { arn, evidence }: Balancer, travel: Travel, isUnread: boolean): Way {
  const names = [{ ref: arn, rule: isUnread ? 'listeners could not be read' : 'no listener', evidence }];
  const check = isUnread
    ? fact('load balancer', { decision: 'unknown', names, missing: [estate.gap(listeners)] }, travel.arrives)
    : fact('load balancer', { decision: 'deny', names, latent: true }, travel.arrives);
  const front = travel.front ?? { protocol: 'tcp', ports: [0, 65_535] as const };
  return ended({ ...travel, front, checks: [...travel.checks, check] }, arn);
}

function* throughFront(estate: Estate, balancer: Balancer, front: Front, travel: Travel): Generator<Way> {
  const rule = `${front.label} ${formatPorts([front.ports])}`;
  const { evidence } = front;
  const listens = passage('listener', 'forward', { ref: front.ref, rule, evidence }, travel.arrives);
  const atFront = { ...travel, line: `${travel.line} ${front.ref}`, checks: [...travel.checks, listens] };
  if (front.missing.length > 0) {
    const names = [{ ref: front.ref, rule: 'rules could not be read', evidence }];
    const hidden = fact('listener', { decision: 'unknown', names, missing: front.missing }, travel.arrives);
    yield ended({ ...atFront, checks: [...atFront.checks, hidden] }, balancer.arn);
  }
  let forwards = false;
  for (const { rule, limit } of rulesTaken(front, travel)) {
    if (rule.groups.length > 0) forwards = true;
    if (!isNamed(travel, 'listener rule', rule.ref)) continue;
    const logins = rule.gates.map((gate) =>
      passage(
        gate.kind === 'mtls' ? 'listener' : 'listener rule',
        'gate',
        { ref: gate.element, rule: gate.rule, evidence: gate.kind === 'mtls' ? evidence : rule.evidence },
        travel.arrives,
      ),
    );
    const decides = passage(
      'listener rule',
      'forward',
      { ref: rule.ref, rule: rule.name, evidence: rule.evidence },
      travel.arrives,
    );
    const taken = {
      ...atFront,
      line: `${atFront.line} ${rule.ref}`,
      gates: [...travel.gates, ...rule.gates],
      checks: [...atFront.checks, ...limit, ...logins, decides],
    };
    for (const group of rule.groups) {
      const pool = balancer.type === 'classic' ? classicPool(estate, balancer, group) : poolOf(estate, balancer, group);
      for (const target of pool.targets) yield* overLeg(estate, balancer, taken, { pool, target });
    }
  }
  if (!forwards && front.missing.length === 0) yield ended(atFront, balancer.arn);
}

/**
 * The rules that some client can reach, and the check on which.
 *
 * A client chooses host, path and headers, so a condition on them hides nothing from it; only a rule without any
 * takes its clients away from the rules after it.
 */
function* rulesTaken(
  front: Front,
  { proof, arrives }: Travel,
): Generator<{ rule: FrontRule; limit: readonly Check[] }> {
  const everyone = blocksOf(proof.family, ['0.0.0.0/0', '::/0']);
  const taken: Block[] = [];
  for (const rule of front.rules) {
    const limited = rule.sources?.(proof.family);
    const own = limited ?? everyone;
    const before = [...taken];
    const admits = (source: Address): boolean =>
      own.some((block) => within(source, block)) && !before.some((block) => within(source, block));
    const borders = bordersOf([...own, ...before]);
    const limit: Check = {
      kinds: ['listener rule'],
      direction: 'in',
      grants: false,
      only: 'claim',
      sees: arrives,
      judge: ({ source }) => {
        return { decision: admits(source) ? 'allow' : 'deny', names: [{ ref: rule.ref, rule: 'source address' }] };
      },
      borders: { ...NO_BORDERS, addresses: borders },
    };
    const isOpen = limited === undefined && before.length === 0;
    if (borders.some(admits)) yield { rule, limit: isOpen ? [] : [limit] };
    if (!rule.isAvoidable) taken.push(...own);
  }
}

function* overLeg(
  estate: Estate,
  balancer: Balancer,
  travel: Travel,
  { pool, target }: { readonly pool: Pool; readonly target: Target },
): Generator<Way> {
  const { proof, arrives } = travel;
  const isMeant = target.next !== undefined || target.workload === proof.workload;
  if (!isMeant || travel.depth > MAX_DEPTH || !isNamed(travel, pool.kind, pool.ref)) return;
  const port = target.port ?? travel.port;
  const sends: Check = {
    ...passage(pool.kind, 'forward', { ref: pool.ref, rule: '' }, arrives),
    judge: (seen) => {
      const rule = `${target.address}:${port ?? seen.port}`;
      return {
        decision: 'forward',
        names: [{ ref: pool.ref, rule, ...(pool.evidence && { evidence: pool.evidence }) }],
      };
    },
  };
  for (const { zone, shown } of nodesFor(estate, balancer, travel, target)) {
    const leg = legOf(estate, {
      balancer,
      zone,
      shown,
      pool,
      target,
      clientFamily: proof.family,
      areAlike: travel.areAlike,
      arrives,
    });
    if (leg === undefined) continue;
    const onward: Travel = {
      ...travel,
      zone: undefined,
      areAlike: false,
      depth: travel.depth + 1,
      line: `${travel.line} ${pool.ref} ${target.address}:${port ?? ''}`,
      checks: [...travel.checks, sends, ...leg.checks],
      arrives: leg.sees,
      port,
    };
    if (target.next === undefined) yield ended(onward, target.workload);
    else yield* throughBalancer(estate, target.next, onward);
  }
}

/**
 * The node that sends, which is the one that the packet came by, and the zone whose network ACL a hop may show.
 *
 * Where no network ACL between any node and the target filters anything, or none could be read, nodes look alike
 * and one stands for all.
 */
function nodesFor(
  estate: Estate,
  { zones }: Balancer,
  { zone, depth }: Travel,
  { landing }: Target,
): readonly Pick<Course, 'zone' | 'shown'>[] {
  if (zones.length === 0) return [{ zone: undefined, shown: undefined }];
  const senders = depth > 0 || zone === undefined ? zones : [zone];
  const subnets = [landing?.standing.subnet, ...zones.map(({ subnet }) => subnet)];
  const isOpen = subnets.every((subnet) => subnet === undefined || isWideOpen(estate, subnet));
  const alike = (sender: Zone): readonly Zone[] =>
    isUnread(estate, sender.subnet) ? zones.filter(({ subnet }) => isUnread(estate, subnet)) : [sender];
  return senders.flatMap((sender) => (isOpen ? zones : alike(sender)).map((shown) => ({ zone: sender, shown })));
}

function ended({ proof, line, checks, gates, front, port }: Travel, workload: string): Way {
  const target = port === undefined ? {} : { targetPort: port };
  return { workload, line, family: proof.family, checks, gates, ...(front && { front }), ...target };
}

/** A proof that gets as far as this kind of element names the one that it means. */
function isNamed({ proof, depth }: Travel, kind: string, ref: string): boolean {
  const named = proof.hops.filter(({ element, decision }) => element.kind === kind && decision === 'forward')[depth];
  return named === undefined || named.element.ref === ref;
}
