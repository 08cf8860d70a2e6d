import { contains, intervalsOf } from '../../../src/net/interval-set.ts';
import type { Address, AddressRanges } from '../../../src/net/ip.ts';
import { MAX_PORT, type PortRange } from '../../../src/net/ports.ts';
import { hasPorts } from '../../../src/verify/ports.ts';
import { bordersOf, type Check, type Judgement, type Name } from './check.ts';
import { isOrdinary, isWithin, ORDINARY_PORTS, type Wire } from './packet.ts';

/** One rule of a first-match list. */
export interface Rule {
  readonly name: Name;
  /** `leave` goes on to the next list. */
  readonly action: 'allow' | 'deny' | 'leave';
  /** As packets spell it; `*` is every protocol. */
  readonly protocol: string;
  /** Absent, any; else it speaks of TCP and UDP only, for nothing else has ports. */
  readonly ports?: readonly PortRange[] | undefined;
  readonly sourcePorts?: readonly PortRange[] | undefined;
  readonly sources: AddressRanges;
  /** Gaps that keep us from knowing what it matches: then it matches perhaps. */
  readonly missing: readonly string[];
  /** It matches perhaps, though nothing is missing: the destination has one of some addresses, and it names a few. */
  readonly isVague?: boolean;
}

/**
 * Judges by lists that are asked one after the other, each by its first rule that matches; what is left meets the end of the last.
 *
 * Where a rule matches perhaps, both it and whatever follows may decide.
 */
export function firstMatch(lists: readonly (readonly Rule[])[], name: Name, action: 'allow' | 'deny' = 'deny'): Check {
  const end = { name, action };
  const rules = lists.flat();
  const starts = lists.map((_, index) => lists.slice(0, index).flat().length);
  const addresses = rules.flatMap(({ sources }) => bordersOf(sources));
  const judge = (seen: Wire): Judgement => {
    const ports = seen.sender === undefined ? [seen.sourcePort] : frontPorts(rules);
    return overSenders(seen, addresses, (source) =>
      best(ports.map((sourcePort) => decided(rules, starts, end, { ...seen, source, sourcePort }))),
    );
  };
  return {
    direction: 'in',
    grants: true,
    judge,
    borders: {
      addresses,
      ports: rules.flatMap(({ ports = [] }) => ends(ports)),
      sourcePorts: rules.flatMap(({ sourcePorts = [] }) => ends(sourcePorts)),
    },
  };
}

/** Judges by a list that only allows: any of its rules is enough. */
export function anyAllow(rules: readonly Rule[], end: Name): Check {
  const checks = rules.map((rule) => firstMatch([[rule]], end));
  const judge = (seen: Wire): Judgement => {
    const each = checks.map((check) => check.judge(seen));
    const [best] = [...ofDecision(each, 'allow'), ...ofDecision(each, 'unknown')];
    if (best === undefined) return { decision: 'deny', names: [end] };
    const telling = ofDecision(each, best.decision);
    return {
      decision: best.decision,
      names: telling.flatMap(({ names }) => names),
      missing: each.flatMap(({ decision, missing = [] }) => (decision === 'deny' ? [] : missing)),
    };
  };
  return { ...firstMatch([rules], end), judge };
}

/** What the rules that decide about a packet say, or may say: those that match perhaps leave it to the rest too. */
function decided(
  rules: readonly Rule[],
  starts: readonly number[],
  end: Pick<Rule, 'name' | 'action'>,
  seen: Wire,
): Judgement {
  const found: Pick<Rule, 'name' | 'action'>[] = [];
  const doubts: Rule[] = [];
  const live = new Set([0]);
  for (const [index, rule] of [...rules, undefined].entries()) {
    if (!live.has(index)) continue;
    if (rule === undefined) {
      found.push(end);
      continue;
    }
    const matches = speaksOf(rule, seen);
    const isDoubtful = rule.missing.length > 0 || rule.isVague === true;
    if (!matches || isDoubtful) live.add(index + 1);
    if (!matches) continue;
    if (isDoubtful) doubts.push(rule);
    if (rule.action === 'leave') live.add(starts.find((start) => start > index) ?? rules.length);
    else found.push(rule);
  }
  const allowing = found.filter((rule) => rule.action === 'allow').length;
  const decision = allowing === found.length ? 'allow' : allowing === 0 ? 'deny' : 'unknown';
  return {
    decision,
    names: [...doubts, ...found].map((rule) => rule.name),
    missing: doubts.flatMap(({ missing }) => missing),
  };
}

function speaksOf({ protocol, ports, sourcePorts, sources }: Rule, seen: Wire): boolean {
  if (protocol !== '*' && protocol !== seen.protocol) return false;
  const isLimited = ports !== undefined || sourcePorts !== undefined;
  if (isLimited && !hasPorts(seen.protocol)) return false;
  if (ports !== undefined && !isWithin(seen.port, ports)) return false;
  if (sourcePorts !== undefined && !isWithin(seen.sourcePort ?? 0, sourcePorts)) return false;
  return contains(sources, seen.source);
}

/** A front picks its own source port, so one that passes will do. */
function best(each: readonly Judgement[]): Judgement {
  const [first = { decision: 'deny', names: [] }] = [
    ...ofDecision(each, 'allow'),
    ...ofDecision(each, 'unknown'),
    ...each,
  ];
  return first;
}

function ofDecision(each: readonly Judgement[], decision: Judgement['decision']): readonly Judgement[] {
  return each.filter((judgement) => judgement.decision === decision);
}

function frontPorts(rules: readonly Rule[]): readonly number[] {
  const borders = rules.flatMap(({ sourcePorts = [] }) => ends(sourcePorts));
  return [...new Set([ORDINARY_PORTS.first, ...borders.filter(isOrdinary)])];
}

/** The first port of each range, and the first after it. */
function ends(ranges: readonly PortRange[]): readonly number[] {
  return ranges.flatMap(([first, last]) => [first, last + 1]).filter((port) => 0 < port && port <= MAX_PORT);
}

/**
 * Judges a packet for its sender, or for every address that a front may send from: one for each stretch between borders.
 *
 * Of the addresses that a front surely has one that passes is enough: the client comes through any of them.
 */
export function overSenders(
  { source, sender }: Wire,
  borders: AddressRanges,
  judge: (source: Address) => Judgement,
): Judgement {
  if (sender === undefined) return judge(source);
  const starts = intervalsOf(sender.ranges).map(([first]) => first);
  const each = [...new Set([...starts, ...borders.filter((border) => contains(sender.ranges, border))])].map(judge);
  const passed = ofDecision(each, 'allow');
  const isSure = passed.length > 0 && (sender.exact || passed.length === each.length);
  const perhaps = each.filter(({ decision }) => decision !== 'deny');
  const telling = isSure ? passed : perhaps.length === 0 ? each : perhaps;
  const isInspected = perhaps.length > 0 && perhaps.every(({ decision }) => decision === 'inspect');
  const decision = isSure ? 'allow' : perhaps.length === 0 ? 'deny' : isInspected ? 'inspect' : 'unknown';
  const missing = telling.flatMap((judgement) => judgement.missing ?? []);
  const names = telling.flatMap((judgement) => judgement.names);
  return { decision, names, missing: decision === 'unknown' ? [...missing, ...sender.missing] : missing };
}
