import type { Firewall, FirewallRule } from '../model/firewall.ts';
import type { Element, ResourceRef } from '../model/resource.ts';
import type { Box, Traffic, TrafficSpace } from '../net/traffic-space.ts';

/** What one rule, or the end of a list, decides about. */
export interface Leaf {
  readonly element: Element;
  readonly rule: string;
  readonly allows: boolean;
  /** It allows, subject to a box whose policy we cannot read. */
  readonly inspects: boolean;
  /** All that the rule may decide; without gaps, exactly what it decides. */
  readonly space: Traffic;
  readonly missing: readonly string[];
  readonly providerRange: boolean;
  /** It is a rule that somebody wrote and can change, not a fact. */
  readonly isRule: boolean;
  /** It opens ports by design. */
  readonly grants: boolean;
}

/** Traffic that surely passes, traffic that passes if what we do not know turns out open, and who decided. */
export interface Decision {
  readonly must: Traffic;
  readonly may: Traffic;
  readonly leaves: readonly Leaf[];
}

/** What a rule matches: at least `surely`, at most `possibly`. */
interface Match {
  readonly surely: Traffic;
  readonly possibly: Traffic;
}

/**
 * Compiles firewalls that are asked together into the traffic they let through.
 *
 * Lists that only allow are united: to close a port every rule that opens it must go, so each of them is a leaf
 * of its own. First-match lists are a chain: what one leaves undecided goes on to the next, and what the last one
 * leaves is denied. `via` are the groups that the sender carries; a rule that names one of them matches it
 * whatever its address.
 */
export function decide(space: TrafficSpace, firewalls: readonly Firewall[], via: readonly ResourceRef[]): Decision {
  const chained = firewalls.some(({ evaluation }) => evaluation === 'first-match');
  return chained ? decideChain(space, firewalls, via) : decideUnion(space, firewalls, via);
}

function decideUnion(space: TrafficSpace, firewalls: readonly Firewall[], via: readonly ResourceRef[]): Decision {
  const leaves: Leaf[] = [];
  const sure: Box[] = [];
  const possible: Box[] = [];
  for (const firewall of firewalls) {
    if (firewall.missing !== undefined) leaves.push(unreadable(space, firewall, firewall.missing));
    for (const rule of firewall.rules) {
      const { box, isSure } = boxOf(space, rule, via);
      if (box.addresses === space.noAddress) continue;
      (isSure ? sure : possible).push(box);
      leaves.push(leafOf(firewall, rule, space.traffic(box.protocol, box.ports, box.addresses)));
    }
  }
  const must = space.boxes(sure);
  const unread = firewalls.some(({ missing }) => missing !== undefined);
  const may = unread ? space.everything : possible.length === 0 ? must : space.boxes([...sure, ...possible]);
  // The end of the list decides whatever no rule did. What that is exactly is nowhere asked, and dear to compute.
  const [first] = firewalls;
  if (first !== undefined) leaves.push(unmatched(first, space.everything));
  return { must, may, leaves };
}

function decideChain(space: TrafficSpace, firewalls: readonly Firewall[], via: readonly ResourceRef[]): Decision {
  const leaves: Leaf[] = [];
  let must = space.nothing;
  let may = space.nothing;
  /** Undecided for sure, and undecided perhaps. */
  let sure = space.everything;
  let perhaps = space.everything;
  for (const firewall of firewalls) {
    let leaving: Match = { surely: space.nothing, possibly: space.nothing };
    if (firewall.missing !== undefined) {
      leaves.push(unreadable(space, firewall, firewall.missing));
      may = space.union(may, perhaps);
      sure = space.nothing;
    }
    for (const rule of firewall.rules) {
      const match = matchOf(space, rule, via);
      const hit = { surely: space.intersect(sure, match.surely), possibly: space.intersect(perhaps, match.possibly) };
      // Whether an allow that we could not read matches is all one where a later rule allows for sure.
      sure = space.subtract(sure, rule.action === 'allow' ? match.surely : match.possibly);
      perhaps = space.subtract(perhaps, match.surely);
      if (hit.possibly === space.nothing) continue;
      if (rule.action === 'next') {
        leaving = both(space, leaving, hit);
        continue;
      }
      if (rule.action === 'allow') must = space.union(must, hit.surely);
      if (rule.action !== 'deny') may = space.union(may, hit.possibly);
      leaves.push(leafOf(firewall, rule, hit.possibly));
    }
    sure = space.union(sure, leaving.surely);
    perhaps = space.union(perhaps, leaving.possibly);
  }
  const last = firewalls.at(-1);
  if (last !== undefined && perhaps !== space.nothing) leaves.push(unmatched(last, perhaps));
  return { must, may, leaves };
}

function matchOf(space: TrafficSpace, rule: FirewallRule, via: readonly ResourceRef[]): Match {
  const { box, isSure } = boxOf(space, rule, via);
  const possibly = space.traffic(box.protocol, box.ports, box.addresses);
  return { possibly, surely: isSure ? possibly : space.nothing };
}

function boxOf(
  space: TrafficSpace,
  { traffic, remotes, missing }: FirewallRule,
  via: readonly ResourceRef[],
): { readonly box: Box; readonly isSure: boolean } {
  const carried = remotes.groups.some((group) => via.includes(group));
  const addresses = carried ? space.everyAddress : space.addresses(remotes[space.family]);
  return { box: { ...traffic, addresses }, isSure: missing === undefined || carried };
}

function both(space: TrafficSpace, a: Match, b: Match): Match {
  return { surely: space.union(a.surely, b.surely), possibly: space.union(a.possibly, b.possibly) };
}

/** Whether a rule grants is the stage's to say. */
const WRITTEN = { isRule: true, grants: false } as const;

function leafOf({ element }: Firewall, rule: FirewallRule, space: Traffic): Leaf {
  return {
    element,
    rule: rule.id,
    allows: rule.action === 'allow' || rule.action === 'inspect',
    inspects: rule.action === 'inspect',
    space,
    missing: rule.missing ?? [],
    providerRange: rule.providerRange ?? false,
    ...WRITTEN,
  };
}

function unmatched({ element, implicitRule }: Firewall, space: Traffic): Leaf {
  const verdict = { allows: false, inspects: false, space, missing: [], providerRange: false };
  return { element, rule: implicitRule, ...verdict, ...WRITTEN };
}

function unreadable(space: TrafficSpace, { element }: Firewall, missing: readonly string[]): Leaf {
  const verdict = { allows: true, inspects: false, space: space.everything, missing, providerRange: false };
  return { element, rule: 'rules could not be read', ...verdict, ...WRITTEN };
}
