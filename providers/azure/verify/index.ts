import type { Answer } from '../../../src/collect/answer.ts';
import type { Proof } from '../../../src/model/proof.ts';
import { parseIp } from '../../../src/net/ip.ts';
import { MAX_PORT, type PortRange } from '../../../src/net/ports.ts';
import { hasPorts, portsOf } from '../../../src/verify/ports.ts';
import { subscriptionOf } from '../arm-id.ts';
import type { Way } from './check.ts';
import { claimFaults } from './claims.ts';
import { Estate } from './estate.ts';
import { isWithin, type Wire, wireOf } from './packet.ts';
import { replay } from './replay.ts';
import { waysOf } from './ways.ts';

/**
 * Replays a proof against the raw answers of a collection: empty if it holds, else a sentence for each fault.
 *
 * Nothing of the converter or the engine has a part in it. The answers alone say which elements a packet meets, and
 * what each says of it; the proof must say the same, of its witness and of every packet that it speaks of.
 */
export function verifyProof(proof: Proof, answers: readonly Answer[]): readonly string[] {
  const estate = ESTATES.get(answers) ?? new Estate(answers);
  ESTATES.set(answers, estate);
  const sent = wireOf(proof);
  const ports = portsOf(proof);
  if (sent === undefined || ports === undefined) return ['The witness or the ports cannot be read.'];
  const shape = [...scopeFaults(estate, proof), ...shapeFaults(proof, sent, ports)];
  return shape.length > 0 ? shape : faultsOf(estate, proof, sent, ports);
}

/** One collection is asked about many proofs, and is decoded once. */
const ESTATES = new WeakMap<readonly Answer[], Estate>();

function faultsOf(estate: Estate, proof: Proof, sent: Wire, ports: readonly PortRange[]): readonly string[] {
  let closest: readonly string[] | undefined;
  for (const way of waysOf(estate, proof)) {
    if (way.workload !== proof.workload || way.family !== proof.family || !leadsThrough(way, proof, ports)) continue;
    const faults = [...replay(estate, way, proof, sent), ...claimFaults(way, proof, sent, ports)];
    if (faults.length === 0) return [];
    if (closest === undefined || faults.length < closest.length) closest = faults;
  }
  const { entry, address, family, workload, protocol } = proof;
  return (
    closest ?? [
      `The answers know no way from ${entry} (${address}, ${family}) to ${workload} on ${protocol} ${proof.ports}.`,
    ]
  );
}

function leadsThrough({ front }: Way, { protocol }: Proof, ports: readonly PortRange[]): boolean {
  if (front === undefined) return true;
  return front.protocol === protocol && ports.every((range) => range.every((port) => isWithin(port, [front.ports])));
}

/** What has no id of its own is a list that a whole subscription was asked for. */
function scopeFaults(estate: Estate, { scope, entry }: Proof): readonly string[] {
  const isResource = entry.startsWith('/');
  const account = subscriptionOf(entry) ?? (isResource ? 'unknown' : scope.account);
  const region = isResource ? estate.regionOf(entry) : '';
  const isIt = scope.cloud === 'azure' && scope.account === account && scope.region === region;
  return isIt && (isResource || entry.includes(account))
    ? []
    : [`${entry} is in ${account}, region ${region || 'none'}.`];
}

/** What a witness must be for any proof: a client that knocks at the entry, on one of the ports. */
function shapeFaults({ address, family, protocol }: Proof, sent: Wire, ports: readonly PortRange[]): readonly string[] {
  const faults: string[] = [];
  if (sent.family !== family) faults.push(`The witness is not of the family ${family}.`);
  if (sent.protocol !== (protocol === 'other' ? '*' : protocol))
    faults.push(`The witness is no packet of ${protocol}.`);
  const [first = address] = address.split('/');
  const start = parseIp(first) === undefined ? address : first;
  if (sent.destination !== start) faults.push(`The witness goes to ${sent.destination}, not to ${start}.`);
  if (!isWithin(sent.port, ports)) faults.push(`Port ${sent.port} of the witness is not among the ports.`);
  const { sourcePort } = sent;
  const isPort = sourcePort !== undefined && 1 <= sourcePort && sourcePort <= MAX_PORT;
  if (hasPorts(protocol) ? !isPort : sourcePort !== undefined) faults.push('The witness has no possible source port.');
  return faults;
}
