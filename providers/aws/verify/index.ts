import type { Answer } from '../../../src/collect/answer.ts';
import type { Verdict } from '../../../src/model/exposure.ts';
import type { Proof } from '../../../src/model/proof.ts';
import { MAX_PORT, type PortRange } from '../../../src/net/ports.ts';
import { hasPorts, portsOf } from '../../../src/verify/ports.ts';
import { addressWays, blindSpotWays } from './address-ways.ts';
import { claimFaults } from './claims.ts';
import { Estate } from './estate.ts';
import { interfaceWays } from './interface-ways.ts';
import { loadBalancerWays } from './load-balancer-ways.ts';
import { outcomeOf, verdictOf } from './outcome.ts';
import { type Wire, wireOf } from './packet.ts';
import { replay } from './replay.ts';
import { unreadBalancerWays } from './unread-balancer-ways.ts';
import type { Way } from './way.ts';

/**
 * Replays a proof against the raw answers of a collection: empty if it holds, else a sentence for each fault.
 *
 * Nothing of the converter or the engine has a part in it. Every element on the way is judged anew from its
 * raw record, for the witness first and then for every packet that the claims about sets speak of.
 */
export function verifyProof(proof: Proof, answers: readonly Answer[]): readonly string[] {
  const known = ESTATES.get(answers) ?? new Map<string, Estate>();
  ESTATES.set(answers, known);
  const key = JSON.stringify([proof.scope.account, proof.scope.region]);
  const estate = known.get(key) ?? new Estate(answers, proof.scope);
  known.set(key, estate);
  return faultsOf(estate, proof);
}

/** One collection is asked about many proofs, and is decoded once. */
const ESTATES = new WeakMap<readonly Answer[], Map<string, Estate>>();

function faultsOf(estate: Estate, proof: Proof): readonly string[] {
  const sent = wireOf(proof);
  const ports = portsOf(proof);
  if (sent === undefined || ports === undefined) return ['The witness or the ports cannot be read.'];
  const shape = shapeFaults(proof, sent, ports);
  if (shape.length > 0) return shape;
  const ways = waysOf(estate, proof).filter(({ front }) => leadsThrough(front, proof, ports));
  let closest: readonly string[] = [
    `The answers know no way from ${proof.entry} (${proof.address}, ${proof.family}) to ${proof.workload} on ${proof.protocol} ${proof.ports}.`,
  ];
  for (const [index, way] of ways.entries()) {
    const faults = [...replay(estate, way, proof, sent), ...claimFaults(estate, way, proof, { sent, ports })];
    if (faults.length === 0) return betterWays(ways, way, sent);
    if (index === 0 || faults.length < closest.length) closest = faults;
  }
  return closest;
}

function waysOf(estate: Estate, proof: Proof): readonly Way[] {
  const { entry, address, workload, family } = proof;
  const ways = [
    ...interfaceWays(estate, entry, address),
    ...addressWays(estate, entry, address),
    ...blindSpotWays(estate, entry, address),
    ...unreadBalancerWays(estate, entry, address, proof.missing),
    ...loadBalancerWays(estate, proof),
  ];
  return ways.filter((way) => way.workload === workload && way.family === family);
}

function leadsThrough(front: Way['front'], { protocol }: Proof, ports: readonly PortRange[]): boolean {
  if (front === undefined) return true;
  const [low, high] = front.ports;
  return front.protocol === protocol && ports.every(([first, last]) => low <= first && last <= high);
}

/** What a witness must be for any proof: a client on the internet that knocks at the entry, on one of the ports. */
function shapeFaults({ address, family, protocol }: Proof, sent: Wire, ports: readonly PortRange[]): readonly string[] {
  const [start = ''] = address.split('/');
  const faults: string[] = [];
  if (sent.family !== family) faults.push(`The witness is not of the family ${family}.`);
  if (sent.protocol !== (protocol === 'other' ? '*' : protocol))
    faults.push(`The witness is not a packet of ${protocol}.`);
  if (sent.destination !== start) faults.push(`The witness goes to ${sent.destination}, not to ${start}.`);
  if (!ports.some(([first, last]) => first <= sent.port && sent.port <= last)) {
    faults.push(`Port ${sent.port} of the witness is not among the ports.`);
  }
  const [client] = sent.sourcePorts ?? [];
  if (hasPorts(sent.protocol) ? client === undefined || client < 1 || client > MAX_PORT : client !== undefined) {
    faults.push('The witness has no possible source port.');
  }
  return faults;
}

/** Of ways that differ only in their zone, a proof that something is not reachable must hold for all. */
function betterWays(ways: readonly Way[], proven: Way, sent: Wire): readonly string[] {
  const rank = (way: Way): number => VERDICTS.indexOf(verdictOf(outcomeOf(way, sent).fate));
  const better = ways.filter(({ line }) => line === proven.line).find((way) => rank(way) < rank(proven));
  return better === undefined ? [] : ['Another zone of the load balancer lets the witness farther.'];
}

const VERDICTS: readonly Verdict[] = ['reachable', 'unknown', 'blocked'];
