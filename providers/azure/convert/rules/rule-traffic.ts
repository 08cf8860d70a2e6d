import type { RuleTraffic } from '../../../../src/model/firewall.ts';
import { ALL_PORTS, MAX_PORT, mergePorts, type PortRange, parsePorts } from '../../../../src/net/ports.ts';
import type { Protocol } from '../../../../src/net/traffic-space.ts';

/** What a rule says of protocol and ports, as it is written. */
export interface WrittenTraffic {
  readonly protocol: string | undefined;
  readonly ports: readonly string[];
  readonly sourcePorts: readonly string[];
}

/** What a rule speaks of. */
export interface RuleReach {
  readonly traffics: readonly RuleTraffic[];
  /** More that it may speak of: part of it could not be read. */
  readonly perhaps: readonly RuleTraffic[];
  /** The sender's ports that it is limited to; absent, any. */
  readonly sourcePorts?: readonly PortRange[];
  /** It may be limited to other source ports: they could not be read. */
  readonly isDoubtful: boolean;
}

/** Numbers are IANA's. */
const PROTOCOLS: Readonly<Record<string, Protocol>> = {
  '*': '*',
  any: '*',
  all: '*',
  tcp: 'tcp',
  '6': 'tcp',
  udp: 'udp',
  '17': 'udp',
  icmp: 'icmp',
  '1': 'icmp',
  icmpv6: 'icmp6',
  '58': 'icmp6',
  esp: 'p50',
  ah: 'p51',
};

/** A protocol as rules spell it; undefined for a name that we do not know. */
export function protocolOf(text: string | undefined): Protocol | undefined {
  const name = text?.trim().toLowerCase() ?? '';
  if (Object.hasOwn(PROTOCOLS, name)) return PROTOCOLS[name];
  return /^\d{1,3}$/.test(name) ? `p${Number(name)}` : undefined;
}

/**
 * Reads protocol and ports.
 *
 * Only TCP and UDP have ports: a rule for any protocol that names some speaks of those two, and a rule for ICMP speaks
 * of all of it whatever ports it names.
 */
export function reachOf({ protocol: text, ports, sourcePorts }: WrittenTraffic): RuleReach {
  const protocol = protocolOf(text);
  if (protocol !== undefined && isPortless(protocol)) {
    return { traffics: [{ protocol, ports: ALL_PORTS }], perhaps: [], isDoubtful: false };
  }
  const own = portsIn(ports);
  const senders = portsIn(sourcePorts);
  const isAny = sourcePorts.length === 0 || senders.ranges.some(([first, last]) => first <= 1 && last === MAX_PORT);
  const isDoubtful = !isAny && !senders.isRead;
  const limit = isAny || isDoubtful ? {} : { sourcePorts: senders.ranges };
  const unread = protocol === undefined || !own.isRead || ports.length === 0;
  return {
    traffics: protocol === undefined ? [] : trafficsOf(protocol, own.ranges, 'sourcePorts' in limit),
    perhaps: unread ? trafficsOf(protocol ?? '*', [ALL_PORTS], 'sourcePorts' in limit) : [],
    ...limit,
    isDoubtful,
  };
}

function trafficsOf(protocol: Protocol, ranges: readonly PortRange[], isLimited: boolean): readonly RuleTraffic[] {
  const isEvery = ranges.some(([first, last]) => first === 0 && last === MAX_PORT);
  const named: readonly Protocol[] = protocol === '*' && (isLimited || !isEvery) ? ['tcp', 'udp'] : [protocol];
  return named.flatMap((each) => ranges.map((ports) => ({ protocol: each, ports })));
}

function isPortless(protocol: Protocol): boolean {
  return protocol !== '*' && protocol !== 'tcp' && protocol !== 'udp';
}

/** The ranges that could be read. */
function portsIn(texts: readonly string[]): { readonly ranges: readonly PortRange[]; readonly isRead: boolean } {
  const parsed = texts.map((text) => (text.trim() === '*' ? [ALL_PORTS] : parsePorts(text)));
  return { ranges: mergePorts(parsed.flatMap((ranges) => ranges ?? [])), isRead: !parsed.includes(undefined) };
}
