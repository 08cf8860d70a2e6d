import type { Firewall, FirewallRule } from '../model/firewall.ts';
import type { PortRange } from '../net/ports.ts';

/** Source ports that an ordinary client uses: the default ephemeral range of Linux, within that of Windows and IANA's. */
export const ORDINARY_PORTS: PortRange = [32_768, 60_999];

/** Whether two ranges of ports have one in common. */
export function portsMeet([first, last]: PortRange, [from, to]: PortRange): boolean {
  return first <= to && last >= from;
}

/**
 * Cuts the sender's ports into ranges that every rule treats alike; undefined if no rule looks at them.
 *
 * Nearly no list does, so nearly always there is nothing to tell apart.
 */
export function sourcePortClasses(firewalls: readonly Firewall[], within: PortRange): readonly PortRange[] | undefined {
  if (!firewalls.some(({ rules }) => rules.some(({ sourcePorts }) => sourcePorts !== undefined))) return undefined;
  const limits = firewalls.flatMap(({ rules }) => rules.flatMap(({ sourcePorts = [] }) => sourcePorts));
  const [lowest, highest] = within;
  const starts = new Set([lowest]);
  for (const [first, last] of limits) starts.add(first).add(last + 1);
  const sorted = [...starts].filter((start) => lowest <= start && start <= highest).sort((a, b) => a - b);
  return sorted.map((start, index) => [start, (sorted[index + 1] ?? highest + 1) - 1]);
}

/** The firewalls as a sender from these ports meets them: without the rules that speak of other ports. */
export function speaksOf(firewalls: readonly Firewall[], ports: PortRange): readonly Firewall[] {
  return firewalls.map((firewall) => ({ ...firewall, rules: firewall.rules.filter((rule) => matches(rule, ports)) }));
}

function matches({ sourcePorts }: FirewallRule, ports: PortRange): boolean {
  return sourcePorts?.some((range) => portsMeet(range, ports)) ?? true;
}
