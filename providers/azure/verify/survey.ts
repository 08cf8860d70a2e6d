import type { Modifier } from '../../../src/model/exposure.ts';
import type { Proof } from '../../../src/model/proof.ts';
import { audienceOf, INTERNET } from '../../../src/net/audience.ts';
import { intervalSet, intervalsOf, type Point } from '../../../src/net/interval-set.ts';
import { type AddressRanges, cidrsOf, type Family } from '../../../src/net/ip.ts';
import { MAX_PORT, type PortRange } from '../../../src/net/ports.ts';
import type { Check, Way } from './check.ts';
import { binds, type Outcome, outcomeOf, stops } from './outcome.ts';
import { isWithin, type Wire } from './packet.ts';

/** One port, for every client: who shares the witness's fate there, and how. */
export interface PortSurvey {
  readonly port: number;
  readonly clients: AddressRanges;
  /** What becomes of those clients' packets. */
  readonly outcomes: readonly Outcome[];
  /** Ports with equal signatures are judged alike for every client, by the same rules. */
  readonly signature: string;
}

/**
 * Tries every client that could be judged differently from its neighbours.
 *
 * Between two borders of the rules on the way nothing changes, so one address stands for all between them.
 */
export function surveyOf(way: Way, witness: Wire, port: number, fate: string): PortSurvey {
  const shared: [Point, Point][] = [];
  const outcomes: Outcome[] = [];
  const signatures: string[] = [];
  for (const [first, last] of stretchesOf(way, witness.family)) {
    const outcome = outcomeOf(way, { ...witness, client: first, source: first, port });
    signatures.push(signatureOf(outcome));
    if (outcome.fate !== fate) continue;
    shared.push([first, last]);
    outcomes.push(outcome);
  }
  return { port, clients: intervalSet(shared), outcomes, signature: signatures.join('\n') };
}

/** The ports at which a claim about these could turn out wrong: their ends, and every border between. */
export function portsToTry({ checks }: Way, ports: readonly PortRange[]): readonly number[] {
  const borders = checks.flatMap((check) => check.borders.ports);
  return [...new Set([...ports.flat(), ...borders.filter((port) => isWithin(port, ports))])];
}

/** The ports next to these that a client can use this way. */
export function portsBeside({ front }: Way, ports: readonly PortRange[]): readonly number[] {
  const [lowest, highest] = front?.ports ?? [0, MAX_PORT];
  const beside = ports.flatMap(([first, last]) => [first - 1, last + 1]);
  return beside.filter((port) => lowest <= port && port <= highest && !isWithin(port, ports));
}

/** The gaps that bear on the traffic. */
export function gapsMet(outcomes: readonly Outcome[]): ReadonlySet<string> {
  const steps = outcomes.flatMap((outcome) => outcome.steps.filter(({ check, seen }) => binds(check, seen)));
  return new Set(steps.flatMap(({ judgement }) => judgement.missing ?? []));
}

/** What must be said besides the verdict. */
export function modifiersOf({ checks }: Way, outcomes: readonly Outcome[]): readonly Modifier[] {
  const [first] = outcomes;
  if (first === undefined) return [];
  if (first.verdict === 'blocked') return isLatent(checks, outcomes) ? ['latent'] : [];
  const modifiers = [...first.modifiers];
  const steps = outcomes.flatMap((outcome) => outcome.steps);
  if (steps.some(({ check, seen, judgement }) => judgement.decision === 'inspect' && binds(check, seen))) {
    modifiers.push('inspected');
  }
  if (checks.some((check) => isRented(check, outcomes))) modifiers.push('provider-range');
  return modifiers.sort();
}

const MAX_RANGES = 64;
const EVERYONE: Readonly<Record<Family, string>> = { ipv4: '0.0.0.0/0', ipv6: '::/0' };

/** An audience as documents print it. */
export function audienceTextOf(family: Family, clients: AddressRanges): Proof['audience'] {
  const audience = audienceOf(family, clients);
  if (audience.ranges.join() === INTERNET[family].join()) {
    return { class: audience.class, ranges: [EVERYONE[family]], truncated: false };
  }
  const ranges: string[] = [];
  for (const cidr of cidrsOf(audience.ranges)) {
    if (ranges.length === MAX_RANGES) return { class: audience.class, ranges, truncated: true };
    ranges.push(cidr);
  }
  return { class: audience.class, ranges, truncated: false };
}

/** The internet, cut at every border of the rules on the way. */
function stretchesOf({ checks }: Way, family: Family): readonly [Point, Point][] {
  const borders = new Set(checks.flatMap((check) => check.borders.addresses));
  const own = [...borders].filter((border) => (typeof border === 'bigint') === (family === 'ipv6'));
  const cuts = own.sort((a, b) => (a < b ? -1 : 1));
  return intervalsOf(INTERNET[family]).flatMap(([first, last]) => {
    const starts = [first, ...cuts.filter((cut) => first < cut && cut <= last)];
    return starts.map((start, index): [Point, Point] => {
      const next = starts[index + 1];
      return [start, next === undefined ? last : typeof next === 'bigint' ? next - 1n : next - 1];
    });
  });
}

function signatureOf({ fate, steps }: Outcome): string {
  const rules = steps.flatMap(({ judgement }) => judgement.names.map(({ ref, rule }) => `${ref} ${rule}`));
  return `${fate}: ${rules.join('; ')}`;
}

/** Only what is out of service stands in the way of all of it: what alone stops it all, or else what stops the rest. */
function isLatent(checks: readonly Check[], outcomes: readonly Outcome[]): boolean {
  const indexes = checks.map((_, index) => index);
  const isStopped = (index: number, { steps }: Outcome): boolean => {
    const step = steps[index];
    return step !== undefined && stops(step);
  };
  const alone = indexes.filter((index) => outcomes.every((outcome) => isStopped(index, outcome)));
  const last = Math.max(...outcomes.map((outcome) => indexes.findIndex((index) => isStopped(index, outcome))));
  const blocking = alone.length > 0 ? alone : [last];
  return blocking.every((index) => outcomes.some(({ steps }) => steps[index]?.judgement.latent === true));
}

/** A grant admits the traffic only because it comes from a provider's shared addresses. */
function isRented(check: Check, outcomes: readonly Outcome[]): boolean {
  if (!check.grants) return false;
  const own = outcomes.flatMap((outcome) => outcome.steps.filter((step) => step.check === check));
  const steps = own.filter(({ seen }) => seen.sender === undefined);
  const names = steps.flatMap(({ judgement }) => judgement.names);
  return names.length > 0 && names.every(({ providerRange }) => providerRange === true);
}
