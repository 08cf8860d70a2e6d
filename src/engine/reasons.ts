import type { Deciding, Modifier, Verdict } from '../model/exposure.ts';
import { overlaps } from '../net/interval-set.ts';
import type { PortRange } from '../net/ports.ts';
import {
  type AddressSet,
  addressesAt,
  type PortMap,
  type Protocol,
  portMapOf,
  type Traffic,
  type TrafficSpace,
} from '../net/traffic-space.ts';
import type { Check } from './checks.ts';
import type { Leaf } from './decide.ts';

/** What decided about a piece of traffic. */
export interface Reason {
  readonly deciding: readonly Deciding[];
  readonly modifiers: readonly Modifier[];
  readonly missing: readonly string[];
}

/** Traffic so small that each rule either meets it or does not. */
export interface Piece {
  readonly protocol: Protocol;
  readonly port: number;
  readonly addresses: AddressSet;
}

/** A check that binds one protocol, with those of its rules that speak of it. */
export interface Opinion {
  readonly check: Check;
  /** How many checks come before. */
  readonly place: number;
  readonly may: PortMap;
  readonly leaves: readonly { readonly leaf: Leaf; readonly ports: PortMap }[];
}

/**
 * The checks that bind a protocol, with the rules that can stand for a verdict: of what is blocked those that deny, of
 * all else those that allow or leave a doubt.
 *
 * Only TCP needs the way back; anything else is delivered without it.
 */
export function opinionsOn(protocol: Protocol, checks: readonly Check[], verdict: Verdict): readonly Opinion[] {
  const opinions: Opinion[] = [];
  for (const [place, check] of checks.entries()) {
    if (check.direction === 'reply' && protocol !== 'tcp') continue;
    const leaves: Opinion['leaves'][number][] = [];
    for (const leaf of verdict === 'blocked' ? check.denials : check.leaves) {
      if (verdict !== 'blocked' && !leaf.allows && leaf.missing.length === 0) continue;
      const ports = portMapOf(leaf.space, protocol);
      if (ports.slices.length > 0) leaves.push({ leaf, ports });
    }
    opinions.push({ check, place, may: portMapOf(check.may, protocol), leaves });
  }
  return opinions;
}

/**
 * Every port at which another rule begins to decide: of what is blocked, where a check begins to stop it or another
 * rule does; of all else, where a rule begins to allow it or to leave a doubt.
 */
export function cutsOf(opinions: readonly Opinion[], verdict: Verdict): readonly number[] {
  const starts = new Set<number>();
  for (const { may, leaves } of opinions) {
    if (verdict === 'blocked') addBorders(starts, may);
    for (const { ports } of leaves) addBorders(starts, ports);
  }
  return [...starts].sort((a, b) => a - b);
}

function addBorders(starts: Set<number>, { slices }: PortMap): void {
  for (const { first, last } of slices) starts.add(first).add(last + 1);
}

/** Cuts a range of ports. */
export function* cut([first, last]: PortRange, cuts: readonly number[]): Generator<PortRange> {
  let from = first;
  for (const start of cuts) {
    if (start <= from || start > last) continue;
    yield [from, start - 1];
    from = start;
  }
  yield [from, last];
}

/** The rules that let a piece in, and the gaps that could change it. */
export function allowersOf(opinions: readonly Opinion[], piece: Piece): Reason {
  const deciding: Deciding[] = [];
  const modifiers = new Set<Modifier>();
  const missing: string[] = [];
  for (const { check, place, leaves } of opinions) {
    const granting: Leaf[] = [];
    for (const { leaf, ports } of leaves) {
      if (!meets(ports, piece)) continue;
      missing.push(...leaf.missing);
      if (leaf.inspects) modifiers.add('inspected');
      if (!leaf.allows || (!leaf.isRule && !leaf.inspects)) continue;
      if (leaf.grants) granting.push(leaf);
      if (check.direction === 'forward') deciding.push(decidingOf(leaf, place));
    }
    // Of several grants in a row one that admits nothing but the provider's range is enough.
    if (granting.length > 0 && granting.every(({ providerRange }) => providerRange)) modifiers.add('provider-range');
  }
  return { deciding: distinct(deciding), modifiers: [...modifiers], missing: [...new Set(missing)].sort() };
}

/** Every check that alone stops a piece; where only several together do, the one that stops what was left. */
export function blockersOf(
  space: TrafficSpace,
  { start }: { readonly start: Traffic },
  opinions: readonly Opinion[],
  piece: Piece,
): Reason {
  const alone = opinions.filter(({ may }) => !meets(may, piece));
  const blockers = alone.length > 0 ? alone : lastStraw(space, start, opinions, piece);
  const deciding = blockers.flatMap(({ place, leaves }) =>
    leaves.filter(({ leaf, ports }) => !leaf.allows && meets(ports, piece)).map(({ leaf }) => decidingOf(leaf, place)),
  );
  const latent = blockers.length > 0 && blockers.every(({ check }) => check.latent);
  return { deciding: distinct(deciding), modifiers: latent ? ['latent'] : [], missing: [] };
}

function lastStraw(
  space: TrafficSpace,
  start: Traffic,
  opinions: readonly Opinion[],
  piece: Piece,
): readonly Opinion[] {
  let left = start;
  for (const opinion of opinions) {
    left = space.intersect(left, opinion.check.may);
    if (!meets(portMapOf(left, piece.protocol), piece)) return [opinion];
  }
  return [];
}

function meets(ports: PortMap, { port, addresses }: Piece): boolean {
  const there = addressesAt(ports, port);
  return there !== undefined && overlaps(there.ranges, addresses.ranges);
}

/** A rule that is asked at several stages is told once. */
function distinct(deciding: readonly Deciding[]): readonly Deciding[] {
  if (deciding.length < 2) return deciding;
  return [...new Map(deciding.map((each) => [`${each.element.ref} ${each.rule}`, each])).values()];
}

function decidingOf({ element, rule, grants }: Leaf, place: number): Deciding {
  return { element, rule, grants, place };
}
