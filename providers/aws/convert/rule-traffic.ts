import type { RuleTraffic } from '../../../src/model/firewall.ts';
import { ALL_PORTS, MAX_PORT, type PortRange } from '../../../src/net/ports.ts';
import type { Protocol } from '../../../src/net/traffic-space.ts';

/** Numbers are IANA's; AWS prints a name for a few of them. */
const PROTOCOLS: Readonly<Record<string, Protocol>> = {
  '-1': '*',
  all: '*',
  tcp: 'tcp',
  '6': 'tcp',
  udp: 'udp',
  '17': 'udp',
  icmp: 'icmp',
  '1': 'icmp',
  icmpv6: 'icmp6',
  icmp6: 'icmp6',
  '58': 'icmp6',
};

/** A protocol as security groups and network ACLs spell it; undefined for a name that we do not know. */
export function protocolOf(text: string | undefined): Protocol | undefined {
  const name = text?.toLowerCase() ?? '';
  if (Object.hasOwn(PROTOCOLS, name)) return PROTOCOLS[name];
  return /^\d{1,3}$/.test(name) ? `p${Number(name)}` : undefined;
}

/**
 * The ports that a rule speaks of. For ICMP, `from` is the type and `to` the code; absent or -1 means any.
 *
 * Protocols without ports ignore whatever stands there.
 */
export function ruleTraffic(protocol: Protocol, from: number | undefined, to: number | undefined): RuleTraffic {
  return { protocol, ports: portsOf(protocol, from ?? -1, to ?? -1) };
}

function portsOf(protocol: Protocol, from: number, to: number): PortRange {
  if (protocol === 'icmp' || protocol === 'icmp6') {
    if (from < 0) return ALL_PORTS;
    return to < 0 ? [from * 256, from * 256 + 255] : [from * 256 + to, from * 256 + to];
  }
  if (protocol !== 'tcp' && protocol !== 'udp') return ALL_PORTS;
  if (from < 0 && to < 0) return ALL_PORTS;
  return [Math.max(from, 0), to < 0 ? MAX_PORT : Math.min(to, MAX_PORT)];
}
