import type { Deciding, Exposure, Slice } from '../model/exposure.ts';
import { type CollectionGap, gapName } from '../model/gap.ts';
import { type Element, scopeName } from '../model/resource.ts';
import type { Audience } from '../net/audience.ts';
import { audienceText, portsText, protocolText } from '../net/traffic-text.ts';

/**
 * Says in one sentence what to close, by the names that the owner would look up.
 *
 * Where several rules open the same ports by themselves all are named, because closing one alone changes nothing.
 */
export function remediationOf(exposure: Exposure, slice: Slice, gaps: readonly CollectionGap[]): string {
  if (slice.verdict === 'unknown') return learnMore(slice, gaps);
  const opening = openingRules(slice);
  const traffic = trafficText(slice);
  if (exposure.entry.to.kind === 'frontend') return closeFront(exposure.entry.to.element, slice, opening, traffic);
  if (opening.length === 0)
    return `Take ${nameOf(exposure.entry.element)} off the internet: no firewall guards ${traffic}.`;
  return `${closing(opening, traffic)}, or limit ${pronoun(opening)} to the addresses that need it.`;
}

/** `security group sg-1 (web)`; of what has a name that says more than its long reference, the name alone. */
export function nameOf({ kind, ref, name }: Pick<Element, 'kind' | 'ref' | 'name'>): string {
  if (name === undefined || name === ref) return `${kind} ${ref}`;
  return ref.includes('/') ? `${kind} ${name}` : `${kind} ${ref} (${name})`;
}

/** `tcp 11434 from 0.0.0.0/0`. */
export function trafficText({ protocol, ports, audience }: Slice): string {
  return `${protocolText(protocol)} ${portsText(protocol, ports)} from ${whom(audience)}`;
}

/** A few addresses that are left out, say the estate's own, make no difference to a reader. */
function whom(audience: Audience): string {
  const { class: size, ranges, truncated } = audienceText(audience);
  if (ranges.length <= 1) return ranges[0] ?? 'nobody';
  if (size === 'world') return `nearly all of ${audience.family === 'ipv4' ? 'IPv4' : 'IPv6'}`;
  return `${ranges[0] ?? 'nobody'} and ${truncated ? 'many' : `${ranges.length - 1}`} more`;
}

function closeFront(front: Element, slice: Slice, opening: readonly Deciding[], traffic: string): string {
  const login = loginAt(front, slice);
  if (opening.length === 0) {
    const orLogin = login === undefined ? '' : ` or add ${login}`;
    return `Make ${nameOf(front)} internal${orLogin}: no rule of a firewall decides about ${traffic}.`;
  }
  if (login === undefined)
    return `${closing(opening, traffic)}, or limit ${pronoun(opening)} to the addresses that need it.`;
  return `${closing(opening, traffic)}, or add ${login}.`;
}

/** Where a login could be added: only what speaks HTTP can ask for one. */
function loginAt(front: Element, { trail }: Slice): string | undefined {
  const listener = trail.find((step) => step.kind !== 'entry')?.listener;
  if (listener === undefined) return `a login to ${nameOf(front)}`;
  if (!listener.label.startsWith('HTTP')) return undefined;
  return `a login rule to listener ${listener.label} ${listener.ports[0]} of ${nameOf(front)}`;
}

/** Of one check every rule must go, for each opens the port by itself; of several checks in a row one is enough. */
function closing(opening: readonly Deciding[], traffic: string): string {
  const checks = [...Map.groupBy(opening, ({ place }) => place).values()].map(rulesText);
  const [only = '', ...others] = checks;
  if (others.length > 0) return `Close one of these, for ${traffic} is open only through all: ${checks.join('; or ')}`;
  return plural(opening)
    ? `Close every one of these rules, each of which opens ${traffic}: ${only}`
    : `Close rule ${only} (${traffic})`;
}

function rulesText(rules: readonly Deciding[]): string {
  return [...Map.groupBy(rules, ({ element }) => nameOf(element))]
    .map(([element, own]) => `${own.map(({ rule }) => quoted(rule)).join(' and ')} of ${element}`)
    .join('; ');
}

/** A rule without an id is told by what it says. */
function quoted(rule: string): string {
  return rule.includes(' ') ? `"${rule}"` : rule;
}

function plural(opening: readonly Deciding[]): boolean {
  return opening.length > 1;
}

function pronoun(opening: readonly Deciding[]): string {
  return plural(opening) ? 'them' : 'it';
}

/** The grants on the way in; those behind a front only if the way in has none, since a front's other clients need them. */
function openingRules({ deciding, trail }: Slice): readonly Deciding[] {
  const grants = deciding.filter((each) => each.grants);
  const entry = trail.find((step) => step.kind === 'entry');
  const first = grants.filter(({ place }) => place < (entry?.path.stages.length ?? 0));
  return first.length > 0 ? first : grants;
}

function learnMore({ missing }: Slice, gaps: readonly CollectionGap[]): string {
  const behind = gaps.filter((gap) => missing.includes(gapName(gap)));
  const steps = new Set(behind.map(stepFor));
  if (steps.size === 0)
    return `Collect ${missing.join(', ') || 'what is missing'} and scan again: the verdict hangs on it.`;
  return `${[...steps].sort().join('; ')}; then scan again: the verdict hangs on it.`;
}

function stepFor(gap: CollectionGap): string {
  const where = scopeName(gap.scope);
  switch (gap.reason) {
    case 'denied':
      return `Grant ${gap.permission} in ${where}`;
    case 'absent':
      return `Add the answer of ${gap.call} for ${where} to the collection (exposure collect --print-commands says how)`;
    case 'malformed':
      return `Collect ${gap.call} in ${where} anew, since its answer could not be read`;
    case 'disabled':
      return `Enable what ${gap.call} asks in ${where}`;
    case 'throttled':
    case 'timed-out':
    case 'unreachable':
    case 'failed':
    case 'cancelled':
      return `Ask ${gap.call} in ${where} again, since it was ${gap.reason}`;
  }
}
