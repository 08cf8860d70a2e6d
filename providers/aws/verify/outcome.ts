import type { Verdict } from '../../../src/model/exposure.ts';
import type { PortRange } from '../../../src/net/ports.ts';
import { levelOf, NOT, PERHAPS, SURELY } from '../../../src/verify/level.ts';
import { hasPorts } from '../../../src/verify/ports.ts';
import type { Check, Judgement } from './check.ts';
import { type Wire } from './packet.ts';
import type { Way } from './way.ts';

/** What becomes of a packet: each is a verdict, or a modifier of one. */
export type Fate = 'reachable' | 'crafted-source-port-only' | 'one-way' | 'unknown' | 'granted-but-blocked' | 'blocked';

/** A packet on a way: its fate, and what each check says. */
export interface Outcome {
  readonly fate: Fate;
  /** In the order of the way's checks. */
  readonly judgements: readonly Judgement[];
}

const CLIENT_PORTS: PortRange = [1, 65_535];
/** The source ports that an ordinary client uses: the default ephemeral range of Linux. */
const ORDINARY_PORTS: PortRange = [32_768, 60_999];

/**
 * Follows one packet past every check, whatever the ones before said.
 *
 * TCP needs the way back too. A datagram is delivered without it, and is then one-way. The client picks its
 * source port, so any port that is answered will do.
 */
export function outcomeOf(way: Way, sent: Wire): Outcome {
  const checks = countedChecks(way);
  const judgements = checks.map((check) => check.judge(check.sees({ ...sent, sourcePorts: clientPorts(sent) })));
  const levels = judgements.map(levelOf);
  const level = (direction: Check['direction']): number =>
    Math.min(SURELY, ...levels.filter((_, index) => checks[index]?.direction === direction));
  const forward = level('in');
  const isTcp = sent.protocol === 'tcp';
  const reply = Math.min(level('reply'), answerLevel(checks, sent, CLIENT_PORTS));
  const reached = isTcp ? Math.min(forward, reply) : forward;
  if (reached === PERHAPS) return { fate: 'unknown', judgements };
  if (reached === NOT) {
    const isGranted = checks.every(({ grants }, index) => !grants || levels[index] !== NOT);
    return { fate: isGranted ? 'granted-but-blocked' : 'blocked', judgements };
  }
  if (!isTcp) return { fate: reply === NOT ? 'one-way' : 'reachable', judgements };
  const isOrdinary = answerLevel(checks, sent, ORDINARY_PORTS) !== NOT;
  return { fate: isOrdinary ? 'reachable' : 'crafted-source-port-only', judgements };
}

/** The checks that decide about a packet: those whose judgement an outcome holds, in order. */
export function countedChecks({ checks }: Way): readonly Check[] {
  return checks.filter(({ only }) => only !== 'hop');
}

export function verdictOf(fate: Fate): Verdict {
  switch (fate) {
    case 'reachable':
    case 'crafted-source-port-only':
    case 'one-way':
      return 'reachable';
    case 'unknown':
      return 'unknown';
    case 'granted-but-blocked':
    case 'blocked':
      return 'blocked';
  }
}

/** Whether a judgement stops a packet of this protocol: the way back of a datagram stops nothing. */
export function stops({ direction }: Check, { decision }: Judgement, protocol: string): boolean {
  return decision === 'deny' && (direction === 'in' || protocol === 'tcp');
}

function clientPorts({ protocol }: Wire): PortRange | undefined {
  return hasPorts(protocol) ? CLIENT_PORTS : undefined;
}

/** How surely a client is answered if it picks the best of these source ports: one for all lists on the way back. */
function answerLevel(checks: readonly Check[], sent: Wire, [first, last]: PortRange): number {
  const replies = checks.filter(({ direction }) => direction === 'reply');
  const borders = replies.flatMap((check) => check.borders.clientPorts ?? []);
  const ports = hasPorts(sent.protocol)
    ? [first, ...new Set(borders)].filter((port) => first <= port && port <= last).map((port) => [port, port] as const)
    : [undefined];
  const levels = ports.map((sourcePorts) =>
    Math.min(SURELY, ...replies.map((check) => levelOf(check.judge(check.sees({ ...sent, sourcePorts }))))),
  );
  return Math.max(...levels);
}
