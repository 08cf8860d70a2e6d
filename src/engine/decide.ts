import type { Firewall, FirewallRule } from '../model/firewall.ts';
import type { Element, ResourceRef } from '../model/resource.ts';
import { ALL_PORTS, type PortRange } from '../net/ports.ts';
import type { AddressSet, Box, Traffic, TrafficSpace } from '../net/traffic-space.ts';
import { sourcePortClasses, speaksOf } from './source-ports.ts';

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
  /** Who decided. May be made when it is first read, for most are read by nobody. */
  readonly leaves: readonly Leaf[];
  /** Those of the leaves that deny. */
  readonly denials: readonly Leaf[];
  /** Where rules look at the sender's port: what is decided for each range of ports that they treat alike. */
  readonly bySourcePort?: readonly SourcePortDecision[];
}

interface SourcePortDecision {
  readonly ports: PortRange;
  readonly decision: Decision;
}

/** What a rule matches: at least `surely`, at most `possibly`. */
interface Match {
  readonly surely: Traffic;
  readonly possibly: Traffic;
}

/** How firewalls are looked at. */
export interface Asked {
  readonly space: TrafficSpace;
  /** The groups that the sender carries; a rule that names one of them matches it whatever its address. */
  readonly via: readonly ResourceRef[];
  /** They open ports by design, rather than take away. */
  readonly grants: boolean;
  /** The senders that there are. What rules say of others is left out, which is most of what they say. */
  readonly senders: AddressSet;
  /** The ports that they may send from; absent, any, for an attacker picks it. */
  readonly sourcePorts?: PortRange;
}

/**
 * Compiles firewalls that are asked together into the traffic they let through.
 *
 * Lists that only allow are united: to close a port every rule that opens it must go, so each of them is a leaf
 * of its own. First-match lists are a chain: what one leaves undecided goes on to the next, and what the last one
 * leaves is denied.
 */
export function decide(asked: Asked, firewalls: readonly Firewall[]): Decision {
  const classes = sourcePortClasses(firewalls, asked.sourcePorts ?? ALL_PORTS);
  if (classes === undefined) return decideAlike(asked, firewalls);
  const each = classes.map((ports) => ({ ports, decision: decideAlike(asked, speaksOf(firewalls, ports)) }));
  return anyOf(asked.space, each);
}

/** What passes from some source port: the sender picks it, so one that is let through suffices. */
function anyOf(space: TrafficSpace, bySourcePort: readonly SourcePortDecision[]): Decision {
  const decisions = bySourcePort.map(({ decision }) => decision);
  const may = space.unionOf(decisions.map((each) => each.may));
  const leaves = joined(
    space,
    decisions.flatMap((each) => each.leaves),
  ).map((leaf) => (leaf.allows ? leaf : { ...leaf, space: space.subtract(leaf.space, may) }));
  const telling = leaves.filter((leaf) => leaf.space !== space.nothing);
  return {
    must: space.unionOf(decisions.map((each) => each.must)),
    may,
    leaves: telling,
    denials: telling.filter(({ allows }) => !allows),
    bySourcePort,
  };
}

/** A rule that decides for several source ports is one leaf. */
function joined(space: TrafficSpace, leaves: readonly Leaf[]): readonly Leaf[] {
  const byRule = Map.groupBy(leaves, ({ element, rule, allows }) => `${element.ref} ${rule} ${allows}`);
  return [...byRule.values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [{ ...first, space: space.unionOf([first, ...others].map((leaf) => leaf.space)) }],
  );
}

function decideAlike(asked: Asked, firewalls: readonly Firewall[]): Decision {
  return isChain(firewalls)
    ? decideChain(asked, firewalls)
    : unite(
        asked.space,
        firewalls.map((firewall) => decideAllows(asked, firewall)),
      );
}

/** Whether the order of these matters, so that they cannot be compiled one by one and united. */
export function isChain(firewalls: readonly Firewall[]): boolean {
  return firewalls.some(({ evaluation }) => evaluation === 'first-match');
}

/** What passes if any of several firewalls allows it. The end of the first one's list stands for the end of all. */
export function unite(space: TrafficSpace, decisions: readonly Decision[]): Decision {
  const [first, ...others] = decisions;
  if (first === undefined) return { must: space.nothing, may: space.nothing, leaves: [], denials: [] };
  if (others.length === 0) return first;
  return {
    must: space.unionOf(decisions.map(({ must }) => must)),
    may: space.unionOf(decisions.map(({ may }) => may)),
    get leaves() {
      return [...decisions.flatMap(({ leaves }) => leaves.filter(({ allows }) => allows)), ...first.denials];
    },
    denials: first.denials,
  };
}

function decideAllows(asked: Asked, firewall: Firewall): Decision {
  const { space } = asked;
  const sure: Box[] = [];
  const possible: Box[] = [];
  for (const rule of firewall.rules) {
    const { box, isSure } = boxOf(asked, rule);
    if (box.addresses !== space.noAddress) (isSure ? sure : possible).push(box);
  }
  const must = space.boxes(sure);
  const readable = possible.length === 0 ? must : space.boxes([...sure, ...possible]);
  // The end of the list decides whatever no rule did. What that is exactly is nowhere asked, and dear to compute.
  const denials = [unmatched(asked, firewall, space.everything)];
  let leaves: readonly Leaf[] | undefined;
  return {
    must,
    may: firewall.missing === undefined ? readable : space.everything,
    get leaves() {
      leaves ??= [...allowancesOf(asked, firewall), ...denials];
      return leaves;
    },
    denials,
  };
}

function allowancesOf(asked: Asked, firewall: Firewall): readonly Leaf[] {
  const { space } = asked;
  const leaves: Leaf[] = firewall.missing === undefined ? [] : [unreadable(asked, firewall, firewall.missing)];
  for (const rule of firewall.rules) {
    const { box } = boxOf(asked, rule);
    if (box.addresses === space.noAddress) continue;
    leaves.push(leafOf(asked, firewall, rule, space.traffic(box.protocol, box.ports, box.addresses)));
  }
  return leaves;
}

function decideChain(asked: Asked, firewalls: readonly Firewall[]): Decision {
  const { space } = asked;
  const leaves: Leaf[] = [];
  let must = space.nothing;
  let may = space.nothing;
  /** Undecided for sure, and undecided perhaps. */
  let sure = space.everything;
  let perhaps = space.everything;
  for (const firewall of firewalls) {
    let leaving: Match = { surely: space.nothing, possibly: space.nothing };
    if (firewall.missing !== undefined) {
      leaves.push(unreadable(asked, firewall, firewall.missing));
      may = space.union(may, perhaps);
      sure = space.nothing;
    }
    for (const rule of firewall.rules) {
      const match = matchOf(asked, rule);
      const hit = { surely: space.intersect(sure, match.surely), possibly: space.intersect(perhaps, match.possibly) };
      // Whether an allow that we could not read matches is all one where a later rule allows for sure.
      sure = space.subtract(sure, rule.action === 'allow' ? match.surely : match.possibly);
      perhaps = space.subtract(perhaps, match.surely);
      if (hit.possibly === space.nothing) continue;
      if (rule.action === 'next') {
        leaving = both(space, leaving, hit);
        leaves.push(...doubtOf(asked, firewall, rule, hit.possibly));
        continue;
      }
      if (rule.action === 'allow') must = space.union(must, hit.surely);
      if (rule.action !== 'deny') may = space.union(may, hit.possibly);
      leaves.push(leafOf(asked, firewall, rule, hit.possibly));
    }
    sure = space.union(sure, leaving.surely);
    perhaps = space.union(perhaps, leaving.possibly);
  }
  const last = firewalls.at(-1);
  if (last !== undefined && perhaps !== space.nothing) leaves.push(unmatched(asked, last, perhaps));
  return { must, may, leaves, denials: leaves.filter(({ allows }) => !allows) };
}

function matchOf(asked: Asked, rule: FirewallRule): Match {
  const { space } = asked;
  const { box, isSure } = boxOf(asked, rule);
  const possibly = space.traffic(box.protocol, box.ports, box.addresses);
  return { possibly, surely: isSure ? possibly : space.nothing };
}

function boxOf(
  { space, via, senders }: Asked,
  { traffic, remotes, missing }: FirewallRule,
): { readonly box: Box; readonly isSure: boolean } {
  const carried = via.length > 0 && remotes.groups.some((group) => via.includes(group));
  const addresses = carried ? senders : space.intersectAddresses(space.addresses(remotes[space.family]), senders);
  const { protocol, ports } = traffic;
  return { box: { protocol, ports, addresses }, isSure: missing === undefined || carried };
}

function both(space: TrafficSpace, a: Match, b: Match): Match {
  return { surely: space.union(a.surely, b.surely), possibly: space.union(a.possibly, b.possibly) };
}

function leafOf({ grants }: Asked, { element }: Firewall, rule: FirewallRule, space: Traffic): Leaf {
  return {
    element: rule.element ?? element,
    rule: rule.id,
    allows: rule.action === 'allow' || rule.action === 'inspect',
    inspects: rule.action === 'inspect',
    space,
    missing: rule.missing ?? NOTHING_MISSING,
    providerRange: rule.providerRange ?? false,
    isRule: true,
    grants,
  };
}

/** A rule that passes on neither allows nor denies; but if we do not know whom it matches, that is to be told. */
function doubtOf(asked: Asked, firewall: Firewall, rule: FirewallRule, space: Traffic): readonly Leaf[] {
  if (rule.missing === undefined) return [];
  return [{ ...leafOf(asked, firewall, rule, space), allows: true, isRule: false, grants: false }];
}

const NOTHING_MISSING: readonly string[] = [];

function unmatched({ grants }: Asked, { element, implicitRule }: Firewall, space: Traffic): Leaf {
  const verdict = { allows: false, inspects: false, space, missing: NOTHING_MISSING, providerRange: false };
  return { element, rule: implicitRule, ...verdict, isRule: true, grants };
}

function unreadable({ space, grants }: Asked, { element }: Firewall, missing: readonly string[]): Leaf {
  const verdict = { allows: true, inspects: false, space: space.everything, missing, providerRange: false };
  return { element, rule: 'rules could not be read', ...verdict, isRule: true, grants };
}
