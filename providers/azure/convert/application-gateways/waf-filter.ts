import type { FirewallRule } from '../../../../src/model/firewall.ts';
import type { Stage } from '../../../../src/model/path.ts';
import type { Element } from '../../../../src/model/resource.ts';
import { EMPTY_SET, intersect, subtract, union } from '../../../../src/net/interval-set.ts';
import { type AddressRanges, EVERY_ADDRESS, type Family } from '../../../../src/net/ip.ts';
import { ALL_PORTS } from '../../../../src/net/ports.ts';
import type { Context } from '../context.ts';
import { readAddresses } from '../network/address-texts.ts';

/** The custom rules of a web application firewall: what they say of who the client is. */
export interface Waf {
  readonly element: Element;
  /** In `detection` it writes down what it would block, and blocks nothing. */
  readonly mode: 'prevention' | 'detection' | 'unknown';
  /** Those that are switched on, in order. Limits of rates are no rules here: they stop nobody for long. */
  readonly rules: readonly WafRule[];
  /** The names of the gaps that hide the rules. */
  readonly missing?: readonly string[];
}

/** All conditions must hold. `next` only writes down, or asks for a sign of a person. */
export interface WafRule {
  readonly id: string;
  readonly action: 'allow' | 'block' | 'next';
  readonly conditions: readonly WafTest[];
}

export type WafTest =
  | { readonly on: 'address'; readonly values: readonly string[]; readonly isNegated: boolean }
  /** Which addresses are in a country we cannot tell. */
  | { readonly on: 'country' }
  /** Host, path, header: the client chooses. */
  | { readonly on: 'request' }
  | { readonly on: 'anything' };

type Addresses = Readonly<Record<Family, AddressRanges>>;

const EVERYONE: Addresses = EVERY_ADDRESS;
const NOBODY: Addresses = { ipv4: EMPTY_SET, ipv6: EMPTY_SET };

/**
 * What a policy lets through, by the client's address; undefined if it turns nobody away.
 *
 * A block that hangs on what the client chooses turns nobody away, and an allow that does is open to everyone. Where it
 * hangs on the country, somebody is turned away and we cannot tell who: such clients get in `subject to` the policy.
 */
export function wafStage(context: Context, { element, mode, rules, missing }: Waf): Stage | undefined {
  if (mode === 'detection') return undefined;
  const implicitRule = 'no custom rule matches';
  const read = missing === undefined ? compile(rules, mode) : [];
  if (missing === undefined && read.every(({ action }) => action === 'allow')) return undefined;
  const firewall = context.firewall(context.estate, `waf ${element.ref} ${mode}`, () => ({
    element,
    evaluation: 'first-match',
    rules: read,
    implicitRule,
    ...(missing === undefined ? {} : { missing }),
  }));
  return context.filter({ firewalls: [firewall], role: 'guard', direction: 'forward', remote: 'wire' });
}

/** The clients about whom a country may have decided before the rule at hand. */
interface Doubts {
  readonly blocked: Addresses;
  readonly allowed: Addresses;
}

function compile(rules: readonly WafRule[], mode: Waf['mode']): readonly FirewallRule[] {
  const compiled: FirewallRule[] = [];
  // A mode that was not told may be the one that blocks nothing.
  let doubts: Doubts = { blocked: NOBODY, allowed: mode === 'unknown' ? EVERYONE : NOBODY };
  for (const rule of rules) {
    if (rule.action === 'next') continue;
    if (rule.action === 'block' && rule.conditions.some(({ on }) => on === 'request')) continue;
    const clients = clientsOf(rule);
    if (rule.conditions.some(({ on }) => on === 'country')) {
      doubts =
        rule.action === 'block'
          ? { ...doubts, blocked: both(union, doubts.blocked, clients) }
          : { ...doubts, allowed: both(union, doubts.allowed, clients) };
      continue;
    }
    compiled.push(...decided(rule.id, rule.action, clients, doubts));
  }
  return [...compiled, ...decided('no custom rule blocks', 'allow', EVERYONE, doubts)];
}

/** A rule, in two where some of its clients may have met an earlier rule and others surely have not. */
function decided(
  id: string,
  action: 'allow' | 'block',
  clients: Addresses,
  { blocked, allowed }: Doubts,
): readonly FirewallRule[] {
  const doubtful = both(intersect, clients, action === 'allow' ? blocked : allowed);
  const sure = both(subtract, clients, doubtful);
  const make = (addresses: Addresses, as: FirewallRule['action']): readonly FirewallRule[] =>
    isNobody(addresses)
      ? []
      : [{ id, action: as, traffic: { protocol: '*', ports: ALL_PORTS }, remotes: { ...addresses, groups: [] } }];
  return [...make(doubtful, 'inspect'), ...make(sure, action === 'allow' ? 'allow' : 'deny')];
}

function clientsOf({ conditions }: WafRule): Addresses {
  return conditions.reduce((clients, test) => {
    if (test.on !== 'address') return clients;
    const { ranges } = readAddresses(test.values);
    return both(test.isNegated ? subtract : intersect, clients, ranges);
  }, EVERYONE);
}

function both(combine: (a: AddressRanges, b: AddressRanges) => AddressRanges, a: Addresses, b: Addresses): Addresses {
  return { ipv4: combine(a.ipv4, b.ipv4), ipv6: combine(a.ipv6, b.ipv6) };
}

function isNobody({ ipv4, ipv6 }: Addresses): boolean {
  return ipv4.length === 0 && ipv6.length === 0;
}
