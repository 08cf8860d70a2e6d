import type { Modifier } from '../../../src/model/exposure.ts';
import type { PortRange } from '../../../src/net/ports.ts';
import { stretchesOf } from './audience.ts';
import { countedChecks, type Fate, type Outcome, outcomeOf, stops, verdictOf } from './outcome.ts';
import type { Block, Wire } from './packet.ts';
import type { Way } from './way.ts';

/** All that is found, port by port and address by address, about the traffic that shares the witness's fate. */
export interface Survey {
  readonly fate: Fate;
  /** For each port that was tried: who shares the fate there. */
  readonly audiences: readonly { readonly port: number; readonly blocks: readonly Block[] }[];
  readonly outcomes: readonly Outcome[];
}

/**
 * Tries every packet that could be judged differently from its neighbours.
 *
 * Between two borders of the rules on the way nothing changes, so one address for each stretch between borders,
 * and one port, stand for all of them.
 */
export function surveyOf(way: Way, witness: Wire, ports: readonly PortRange[]): Survey {
  const { fate } = outcomeOf(way, witness);
  const stretches = stretchesOf(
    witness.family,
    way.checks.flatMap(({ borders }) => borders.addresses),
  );
  const outcomes: Outcome[] = [];
  const audiences = portsToTry(way, ports).map((port) => {
    const blocks = stretches.filter(([source]) => {
      const outcome = outcomeOf(way, { ...witness, source, port });
      if (outcome.fate === fate) outcomes.push(outcome);
      return outcome.fate === fate;
    });
    return { port, blocks };
  });
  return { fate, audiences, outcomes };
}

/** The gaps behind whatever binds the traffic and is not known: those that a proof must name, and may name. */
export function gapsMet(
  way: Way,
  { outcomes }: Survey,
  sent: Wire,
): { readonly must: ReadonlySet<string>; readonly may: ReadonlySet<string> } {
  const binds = bindingOf(way, sent.protocol);
  const met = outcomes.flatMap(({ judgements }) => judgements.filter((_, index) => binds(index)));
  const must = new Set(met.flatMap(({ missing = [] }) => missing));
  const senders = way.checks.flatMap((check) => check.sees(sent).sender ?? []);
  const hidden = senders.flatMap(({ exact, missing }) => (exact ? [] : missing));
  return { must, may: new Set([...must, ...met.flatMap(({ mayMiss = [] }) => mayMiss), ...hidden]) };
}

/** Of a datagram only the way in counts. */
function bindingOf(way: Way, protocol: string): (index: number) => boolean {
  const checks = countedChecks(way);
  return (index) => protocol === 'tcp' || checks[index]?.direction === 'in';
}

/** What must be said besides the verdict, by what was found. */
export function modifiersOf(way: Way, { fate, outcomes }: Survey, protocol: string): readonly Modifier[] {
  if (verdictOf(fate) === 'blocked') return isLatent(way, outcomes, protocol) ? ['latent'] : [];
  const modifiers: Modifier[] = fate === 'crafted-source-port-only' || fate === 'one-way' ? [fate] : [];
  const binds = bindingOf(way, protocol);
  const isInspected = outcomes.some(({ judgements }) =>
    judgements.some(({ decision }, index) => decision === 'inspect' && binds(index)),
  );
  if (isInspected) modifiers.push('inspected');
  if (isRented(way, outcomes)) modifiers.push('provider-range');
  return modifiers.sort();
}

/** Only what is out of service stands in the way of all of it. */
function isLatent(way: Way, outcomes: readonly Outcome[], protocol: string): boolean {
  const checks = countedChecks(way);
  const isStopped = (index: number, { judgements }: Outcome): boolean => {
    const check = checks[index];
    const judgement = judgements[index];
    return check !== undefined && judgement !== undefined && stops(check, judgement, protocol);
  };
  const indexes = checks.map((_, index) => index);
  const alone = indexes.filter((index) => outcomes.every((outcome) => isStopped(index, outcome)));
  const last = Math.max(...outcomes.map((outcome) => indexes.findIndex((index) => isStopped(index, outcome))));
  const blocking = alone.length > 0 ? alone : [last];
  return blocking.every((index) => outcomes.some(({ judgements }) => judgements[index]?.latent === true));
}

/** Some check admits the traffic only because it comes from a provider's shared addresses. */
function isRented(way: Way, outcomes: readonly Outcome[]): boolean {
  return countedChecks(way).some(({ grants }, index) => {
    const names = grants ? outcomes.flatMap(({ judgements }) => judgements[index]?.names ?? []) : [];
    return names.length > 0 && names.every(({ providerRange }) => providerRange === true);
  });
}

function portsToTry({ checks }: Way, ports: readonly PortRange[]): readonly number[] {
  const borders = checks.flatMap((check) => check.borders.ports);
  const tried = ports.flatMap(([first, last]) => [
    first,
    last,
    ...borders.filter((port) => first < port && port < last),
  ]);
  return [...new Set(tried)];
}
