import { overlaps } from '../../../../src/net/interval-set.ts';
import { type Family, parseIp } from '../../../../src/net/ip.ts';
import { ALL_PORTS, type PortRange, parsePorts } from '../../../../src/net/ports.ts';
import { readAddresses } from '../network/address-texts.ts';
import type { DnatRule } from './firewall-rules.ts';

/** Ports of one public address that the same rules speak of, in their order. */
export interface Opening {
  readonly protocol: 'tcp' | 'udp';
  readonly ports: PortRange;
  readonly rules: readonly DnatRule[];
}

/** Cuts the ports of an address wherever another rule begins or ends, so that each piece has its own list of rules. */
export function openingsAt(address: string, rules: readonly DnatRule[]): readonly Opening[] {
  const own = rules.filter((rule) => isFor(rule, address));
  return (['tcp', 'udp'] as const).flatMap((protocol) => openingsOf(protocol, own));
}

/** Whether a rule translates what arrives at an address. */
export function isFor({ rule }: DnatRule, address: string): boolean {
  const parsed = parseIp(address);
  if (parsed === undefined) return false;
  const { ranges } = readAddresses(rule.destinationAddresses);
  const there: Readonly<Record<Family, readonly (number | bigint)[]>> = ranges;
  return overlaps(there[parsed.family], [parsed.address, parsed.address]);
}

function openingsOf(protocol: Opening['protocol'], rules: readonly DnatRule[]): readonly Opening[] {
  const spans = rules.filter((rule) => speaks(rule, protocol)).map((rule) => ({ rule, ports: portsOf(rule) }));
  const borders = new Set(spans.flatMap(({ ports }) => ports.flatMap(([first, last]) => [first, last + 1])));
  const starts = [...borders].sort((a, b) => a - b);
  return starts.flatMap((first, index): readonly Opening[] => {
    const last = (starts[index + 1] ?? first) - 1;
    const there = spans.filter(({ ports }) => ports.some(([from, to]) => from <= first && last <= to));
    return last < first || there.length === 0
      ? []
      : [{ protocol, ports: [first, last], rules: there.map(({ rule }) => rule) }];
  });
}

/** A policy's rule names its protocols as `ipProtocols`, a firewall's own as `protocols`; only these two are translated. */
function speaks({ rule }: DnatRule, protocol: Opening['protocol']): boolean {
  const named = [...rule.ipProtocols, ...rule.protocols].map((text) => text?.toLowerCase());
  return named.includes(protocol) || named.includes('any');
}

function portsOf({ rule }: DnatRule): readonly PortRange[] {
  return rule.destinationPorts.flatMap((text) => {
    if (text === undefined) return [];
    return text.trim() === '*' ? [ALL_PORTS] : (parsePorts(text) ?? []);
  });
}
