import type { Exposure, Slice } from '../model/exposure.ts';
import type { Packet } from '../model/proof.ts';
import { contains } from '../net/interval-set.ts';
import { type Address, type Family, formatIp, parseIp } from '../net/ip.ts';
import type { PortRange } from '../net/ports.ts';
import { addressesAt, type Protocol, portMapOf } from '../net/traffic-space.ts';
import { protocolText } from '../net/traffic-text.ts';
import type { Checks } from './checks.ts';
import type { Decision } from './decide.ts';
import { stagesOf } from './hops.ts';

/** Well-known clients: public resolvers, so that a reader sees at once that it is the internet. */
const ORDINARY_CLIENT: Readonly<Record<Family, string>> = { ipv4: '8.8.8.8', ipv6: '2001:4860:4860::8888' };

const ORDINARY_SOURCE_PORT = 50_000;

/** A protocol that stands for all without an entry of their own: 253 is kept for experiments (RFC 3692). */
const OTHER_PROTOCOL = 253;

/** The packet that a proof follows: an ordinary client if one gets in, on an ordinary source port if one is answered. */
export function witnessOf(checks: Checks, exposure: Exposure, slice: Slice): Packet {
  const { entry } = exposure;
  const [destination = entry.address] = entry.address.split('/');
  const packet = {
    protocol: slice.protocol === '*' ? `${OTHER_PROTOCOL}` : protocolText(slice.protocol),
    source: clientOf(slice),
    destination: parseIp(destination) === undefined ? entry.address : destination,
    port: slice.ports[0]?.[0] ?? 0,
  };
  if (slice.protocol !== 'tcp' && slice.protocol !== 'udp') return packet;
  return { ...packet, sourcePort: sourcePortOf(checks, exposure, slice, packet.source) };
}

function clientOf({ audience: { family, ranges } }: Slice): string {
  const ordinary = parseIp(ORDINARY_CLIENT[family]);
  if (ordinary !== undefined && contains(ranges, ordinary.address)) return ORDINARY_CLIENT[family];
  const [first] = ranges;
  return first === undefined ? ORDINARY_CLIENT[family] : formatIp(first);
}

/** The lowest source port that every filter lets through and answers, where an ordinary one is not. */
function sourcePortOf(checks: Checks, exposure: Exposure, slice: Slice, client: string): number {
  const source = parseIp(client)?.address;
  let ports: readonly PortRange[] = [[1, 65_535]];
  for (const { stage, view, port = slice.ports[0]?.[0] ?? 0 } of stagesOf(exposure, slice)) {
    const seesClient = stage.kind === 'filter' && stage.remote === 'wire' && view.wire.kind === 'client';
    if (!seesClient || source === undefined) continue;
    const decision = checks.decisionOf(stage, view);
    const passing =
      stage.direction === 'reply'
        ? answeredPorts(decision.may, slice.protocol, source, ports)
        : admittedPorts(decision, { protocol: slice.protocol, port, source }, ports);
    if (passing.length > 0) ports = passing;
  }
  const ordinary = ports.some(([first, last]) => first <= ORDINARY_SOURCE_PORT && ORDINARY_SOURCE_PORT <= last);
  return ordinary ? ORDINARY_SOURCE_PORT : (ports[0]?.[0] ?? ORDINARY_SOURCE_PORT);
}

function answeredPorts(
  may: Parameters<typeof portMapOf>[0],
  protocol: Protocol,
  source: Address,
  within: readonly PortRange[],
): readonly PortRange[] {
  return portMapOf(may, protocol)
    .slices.filter(({ addresses }) => contains(addresses.ranges, source))
    .flatMap(({ first, last }) => meeting([first, last], within));
}

/** The source ports from which a filter lets the packet through. */
function admittedPorts(
  { bySourcePort }: Decision,
  { protocol, port, source }: { readonly protocol: Protocol; readonly port: number; readonly source: Address },
  within: readonly PortRange[],
): readonly PortRange[] {
  if (bySourcePort === undefined) return within;
  return bySourcePort
    .filter(({ decision }) => contains(addressesAt(portMapOf(decision.may, protocol), port)?.ranges ?? [], source))
    .flatMap(({ ports }) => meeting(ports, within));
}

function meeting([first, last]: PortRange, within: readonly PortRange[]): readonly PortRange[] {
  return within
    .map(([low, high]) => [Math.max(first, low), Math.min(last, high)] as const)
    .filter(([low, high]) => low <= high);
}
