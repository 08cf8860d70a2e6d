import type { TrailStep } from '../model/exposure.ts';
import type { Entry, ForwardRule, Frontend, Gate, Leg, Listener, Node, Wire } from '../model/inventory.ts';
import type { ConditionStage, Path } from '../model/path.ts';
import type { AddressRanges, Family } from '../net/ip.ts';
import { ALL_PORTS, type PortRange } from '../net/ports.ts';
import type { AddressSet, Protocol, Traffic, TrafficSpace } from '../net/traffic-space.ts';
import { type Check, type Checks, type View } from './checks.ts';
import type { Leaf } from './decide.ts';
import { type Flow, fromInternet } from './slices.ts';

/** A flow, and where it ends. */
export interface TargetedFlow extends Flow {
  readonly target: Node;
}

/** How many fronts may stand one behind the other. */
const MAX_DEPTH = 12;

const CLIENT_WIRE: Wire = { kind: 'client', via: [] };
const DIRECT: Readonly<Record<Family, View>> = {
  ipv4: { family: 'ipv4', wire: CLIENT_WIRE },
  ipv6: { family: 'ipv6', wire: CLIENT_WIRE },
};

/** What a flow has gathered on its way so far. */
interface Travel {
  readonly entry: Entry;
  readonly front: { readonly protocol: Protocol; readonly ports: PortRange };
  /** The port behind the last front; absent, the client's own. */
  readonly port: number | undefined;
  readonly checks: readonly Check[];
  readonly gates: readonly Gate[];
  readonly conditions: readonly string[];
  readonly trail: readonly TrailStep[];
}

/** Every way from an entry, by one of its paths, to something that answers. */
export function* flowsOf(checks: Checks, entry: Entry, path: Path): Generator<TargetedFlow> {
  const view = DIRECT[entry.family];
  const arrived = path.stages.map((stage) => checks.of(stage, view));
  const trail: readonly TrailStep[] = [{ kind: 'entry', path }];
  const start = fromInternet(checks.space(entry.family));
  if (entry.to.kind === 'workload') {
    yield { family: entry.family, start, checks: arrived, gates: [], conditions: [], trail, target: entry.to };
    return;
  }
  const travel = { entry, port: undefined, checks: arrived, gates: [], conditions: [], trail };
  yield* unseenListeners(checks, entry.to, { ...travel, front: { protocol: 'tcp', ports: ALL_PORTS } });
  for (const listener of entry.to.listeners) {
    const front = { protocol: listener.protocol, ports: listener.ports };
    yield* behindListener(checks, entry.to, listener, { ...travel, front });
  }
}

/** Where listeners could not be read, any port of the front may be open; where there are none, none is. */
function* unseenListeners(checks: Checks, frontend: Frontend, travel: Travel): Generator<TargetedFlow> {
  if (frontend.missing === undefined && frontend.listeners.length > 0) return;
  const stage: ConditionStage = {
    kind: 'condition',
    element: frontend.element,
    holds: frontend.missing === undefined ? 'no' : 'unknown',
    rule: frontend.missing === undefined ? 'no listener' : 'listeners could not be read',
    latent: true,
    missing: frontend.missing ?? [],
  };
  yield ended(checks, { ...travel, checks: [...travel.checks, conditionOf(checks, stage, travel)] }, frontend);
}

function* behindListener(
  checks: Checks,
  frontend: Frontend,
  listener: Listener,
  travel: Travel,
): Generator<TargetedFlow> {
  if (travel.trail.length > MAX_DEPTH) return;
  const answers: TrailStep = { kind: 'front', frontend, listener };
  const atFront = { ...travel, trail: [...travel.trail, answers] };
  if (listener.missing !== undefined) {
    const rule = 'rules could not be read';
    const { element, missing } = listener;
    const stage: ConditionStage = { kind: 'condition', element, holds: 'unknown', rule, missing };
    yield ended(checks, { ...atFront, checks: [...travel.checks, conditionOf(checks, stage, travel)] }, frontend);
  }
  let forwards = false;
  for (const { rule, clients } of decidedRules(checks, listener, travel.entry.family)) {
    const taken = sourcesCheck(checks, rule, clients, travel);
    for (const leg of rule.legs) {
      forwards = true;
      yield* overLeg(checks, { frontend, listener, rule, leg }, taken);
    }
  }
  if (!forwards && listener.missing === undefined) yield ended(checks, atFront, frontend);
}

/**
 * The rules that some client can reach, and which clients those are.
 *
 * A client chooses host, path and headers, so a condition on them hides nothing; only a rule without any takes
 * its sources away from the rules after it.
 */
function* decidedRules(
  checks: Checks,
  listener: Listener,
  family: Family,
): Generator<{ rule: ForwardRule; clients: AddressSet }> {
  const space = checks.space(family);
  let left = space.everyAddress;
  for (const rule of listener.rules) {
    const own = rule.sources === undefined ? space.everyAddress : space.addresses(rule.sources[family]);
    const clients = space.intersectAddresses(left, own);
    if (clients !== space.noAddress) yield { rule, clients };
    if (rule.conditions.length === 0) left = space.subtractAddresses(left, own);
  }
}

function sourcesCheck(checks: Checks, rule: ForwardRule, clients: AddressSet, travel: Travel): Travel {
  const space = checks.space(travel.entry.family);
  const gathered = {
    ...travel,
    gates: [...travel.gates, ...rule.gates],
    conditions: [...travel.conditions, ...rule.conditions],
  };
  if (clients === space.everyAddress) return gathered;
  return { ...gathered, checks: [...travel.checks, addressCheck(checks, rule, clients.ranges, travel)] };
}

/** A listener's rule that is limited to some clients, as a firewall of one rule. */
function addressCheck(checks: Checks, { element }: ForwardRule, ranges: AddressRanges, { entry }: Travel): Check {
  const none: AddressRanges = [];
  const remotes = entry.family === 'ipv4' ? { ipv4: ranges, ipv6: none } : { ipv4: none, ipv6: ranges };
  const traffic = { protocol: '*', ports: ALL_PORTS } as const;
  const rule = { id: 'source address', action: 'allow', traffic, remotes: { ...remotes, groups: [] } } as const;
  const firewall = { element, evaluation: 'any-allow', rules: [rule], implicitRule: 'source address' } as const;
  return checks.of(
    { kind: 'filter', firewalls: [firewall], role: 'guard', direction: 'forward', remote: 'wire' },
    DIRECT[entry.family],
  );
}

type Step = Omit<Extract<TrailStep, { kind: 'leg' }>, 'kind' | 'way' | 'port'>;

function* overLeg(checks: Checks, step: Step, travel: Travel): Generator<TargetedFlow> {
  const { leg } = step;
  if (travel.entry.zone !== undefined && leg.zones !== undefined && !leg.zones.includes(travel.entry.zone)) return;
  const [way] = leg.ways;
  if (way === undefined) return;
  const port = leg.targetPort === 'same' ? travel.port : leg.targetPort;
  const onward = {
    ...travel,
    port,
    checks: [...travel.checks, ...legChecks(checks, leg, { ...travel, port })],
    trail: [...travel.trail, { kind: 'leg', ...step, way, port } as const],
  };
  if (leg.to.kind === 'workload') {
    yield ended(checks, onward, leg.to);
    return;
  }
  yield* unseenListeners(checks, leg.to, onward);
  const [first, last] = port === undefined ? travel.front.ports : [port, port];
  for (const listener of leg.to.listeners) {
    const protocol = bothSpeak(travel.front.protocol, listener.protocol);
    if (protocol === undefined || listener.ports[0] > last || listener.ports[1] < first) continue;
    yield* behindListener(checks, leg.to, listener, { ...onward, front: { ...onward.front, protocol } });
  }
}

/** The protocol that passes two fronts in a row. */
function bothSpeak(first: Protocol, second: Protocol): Protocol | undefined {
  if (first === '*' || first === second) return second;
  return second === '*' ? first : undefined;
}

/** The checks of a leg; of several possible ways, all must pass to be sure, and any may. */
function legChecks(checks: Checks, leg: Leg, travel: Travel): readonly Check[] {
  const ways = leg.ways.map(({ wire, path }) => path.stages.map((stage) => checks.of(stage, viewOf(travel, wire))));
  const [only, ...others] = ways;
  if (only === undefined || others.length === 0) return only ?? [];
  const space = checks.space(travel.entry.family);
  return [alternatives(space, leg, ways, 'forward'), alternatives(space, leg, ways, 'reply')];
}

function alternatives(
  space: TrafficSpace,
  leg: Leg,
  ways: readonly (readonly Check[])[],
  direction: Check['direction'],
): Check {
  const each = ways.map((way) => way.filter((check) => check.direction === direction));
  const met = (way: readonly Check[], of: (check: Check) => Traffic): Traffic =>
    way.reduce((left, check) => space.intersect(left, of(check)), space.everything);
  const must = each.map((way) => met(way, (check) => check.must)).reduce((a, b) => space.intersect(a, b));
  const may = space.unionOf(each.map((way) => met(way, (check) => check.may)));
  const rule = 'how the traffic travels could not be read';
  const doubt = { element: leg.pool, rule, allows: true, inspects: false, missing: leg.missing ?? [] };
  const rules = each.flat().flatMap(({ leaves }) => leaves.filter(isTelling));
  const told = distinct(rules).map((leaf) => ({
    ...leaf,
    space: leaf.allows ? space.intersect(leaf.space, may) : space.subtract(leaf.space, may),
  }));
  return {
    stage: { kind: 'condition', element: leg.pool, holds: 'unknown', rule, missing: leg.missing ?? [] },
    direction,
    must,
    may,
    ordinary: space.unionOf(each.map((way) => met(way, (check) => check.ordinary))),
    leaves: [
      { ...doubt, space: space.subtract(may, must), providerRange: false, isRule: false, grants: false },
      ...told,
    ],
    denials: told.filter(({ allows }) => !allows),
    grants: direction === 'forward',
    latent: false,
  };
}

/** Whether a reader must hear of it: a rule, a refusal, or a doubt; of facts that hold there is nothing to tell. */
function isTelling({ allows, isRule, missing }: Leaf): boolean {
  return isRule || !allows || missing.length > 0;
}

/** The same rule met on several ways is told once. */
function distinct(leaves: readonly Leaf[]): readonly Leaf[] {
  return [...new Map(leaves.map((leaf) => [`${leaf.element.ref} ${leaf.rule} ${leaf.space.id}`, leaf])).values()];
}

function viewOf({ entry, front, port }: Travel, wire: Wire): View {
  const view = { family: entry.family, wire };
  return port === undefined ? view : { ...view, lift: { protocol: front.protocol, port, front: front.ports } };
}

function conditionOf(checks: Checks, stage: ConditionStage, { entry }: Travel): Check {
  return checks.of(stage, DIRECT[entry.family]);
}

function ended(checks: Checks, travel: Travel, target: Node): TargetedFlow {
  const { entry, front, port, gates, conditions, trail } = travel;
  return {
    family: entry.family,
    start: fromInternet(checks.space(entry.family), front.protocol, front.ports),
    checks: travel.checks,
    ...(port === undefined ? {} : { targetPort: port }),
    gates,
    conditions,
    trail,
    target,
  };
}
