import type { Modifier, Verdict } from '../../../src/model/exposure.ts';
import { levelOf, NOT, PERHAPS, SURELY } from '../../../src/verify/level.ts';
import { hasPorts } from '../../../src/verify/ports.ts';
import type { Check, Judgement, Way } from './check.ts';
import { isOrdinary, ORDINARY_PORTS, type Wire } from './packet.ts';

/** A check on a packet's way, the packet as it sees it, and what it says. */
export interface Step {
  readonly check: Check;
  readonly seen: Wire;
  readonly judgement: Judgement;
}

/** What becomes of a packet whose sender picks the best source port. */
export interface Outcome {
  readonly verdict: Verdict;
  readonly modifiers: readonly Modifier[];
  /** Equal for packets that share everything above; of what is blocked it also tells what the grants let in. */
  readonly fate: string;
  readonly steps: readonly Step[];
}

/** Takes one packet past every check, whatever the ones before said. */
export function walk({ checks }: Way, sent: Wire): readonly Step[] {
  let seen = sent;
  return checks.map((check) => {
    const step = { check, seen, judgement: check.judge(seen) };
    seen = check.onward?.(seen) ?? seen;
    return step;
  });
}

/**
 * Says what becomes of a packet, whichever source port it is sent from.
 *
 * TCP needs the way back too; a datagram is delivered without it, and is then one-way. The sender picks the source
 * port, so one that gets through will do.
 */
export function outcomeOf(way: Way, sent: Wire): Outcome {
  const trips = sourcePortsOf(way, sent).map((sourcePort) => tripOf(way, { ...sent, sourcePort }));
  const ordinary = trips.filter((trip) => trip.isOrdinary && trip.reached !== NOT);
  const [best] = trips.toSorted((a, b) => b.reached - a.reached || Number(b.isOrdinary) - Number(a.isOrdinary));
  if (best === undefined) return { verdict: 'blocked', modifiers: [], fate: 'blocked', steps: [] };
  const { steps, reached, reply } = best;
  if (reached === PERHAPS) return { verdict: 'unknown', modifiers: [], fate: 'unknown', steps };
  if (reached === NOT) {
    const isGranted = steps.every(({ check, judgement }) => !check.grants || levelOf(judgement) !== NOT);
    return { verdict: 'blocked', modifiers: [], fate: isGranted ? 'granted but blocked' : 'blocked', steps };
  }
  const modifiers: Modifier[] = ordinary.length === 0 ? ['crafted-source-port-only'] : [];
  if (sent.protocol !== 'tcp' && reply === NOT) modifiers.push('one-way');
  return { verdict: 'reachable', modifiers, fate: `reachable ${modifiers.join(' ')}`, steps };
}

/** Whether a step stops a packet: the way back of a datagram stops nothing. */
export function stops({ check, seen, judgement }: Step): boolean {
  return judgement.decision === 'deny' && binds(check, seen);
}

/** Of a datagram only the way in counts. */
export function binds({ direction }: Check, { protocol }: Wire): boolean {
  return direction === 'in' || protocol === 'tcp';
}

interface Trip {
  readonly steps: readonly Step[];
  readonly reached: number;
  readonly reply: number;
  readonly isOrdinary: boolean;
}

function tripOf(way: Way, sent: Wire): Trip {
  const steps = walk(way, sent);
  const level = (direction: Check['direction']): number =>
    Math.min(
      SURELY,
      ...steps.filter(({ check }) => check.direction === direction).map((step) => levelOf(step.judgement)),
    );
  const reply = level('reply');
  const { sourcePort } = sent;
  return {
    steps,
    reply,
    reached: sent.protocol === 'tcp' ? Math.min(level('in'), reply) : level('in'),
    isOrdinary: sourcePort === undefined || isOrdinary(sourcePort),
  };
}

function sourcePortsOf({ checks }: Way, { protocol }: Wire): readonly (number | undefined)[] {
  if (!hasPorts(protocol)) return [undefined];
  const borders = checks.flatMap((check) => check.borders.sourcePorts);
  const starts = borders.length === 0 ? [] : [1, ...borders.filter((port) => 1 <= port && port <= 65_535)];
  return [...new Set([ORDINARY_PORTS.first, ...starts])];
}
