import type { Packet, Proof } from '../../../src/model/proof.ts';
import { type Address, type Family, formatIp, parseCidr, parseIp } from '../../../src/net/ip.ts';
import { MAX_PORT, type PortRange } from '../../../src/net/ports.ts';

/** A packet in numbers. */
export interface Wire {
  readonly family: Family;
  /** As proofs print it, but `*` for one that no rule names. */
  readonly protocol: string;
  readonly source: Address;
  /** All addresses that the source may be, where a load balancer sends in the client's place. */
  readonly sender: Sender | undefined;
  /** The client's ports that are considered: one, or any of a range. Absent for protocols without ports. */
  readonly sourcePorts: PortRange | undefined;
  readonly destination: string;
  readonly port: number;
}

/** The addresses of a sender; if not exact it has some of them, and we do not know which. */
export interface Sender {
  readonly blocks: readonly Block[];
  readonly exact: boolean;
  /** The gaps that keep us from knowing which. */
  readonly missing: readonly string[];
  /** Addresses that a hop may show: those of all of a load balancer's nodes, whichever of them the packet came by. */
  readonly shown: readonly Block[];
}

/** What a raw rule says of protocol and ports; for ICMP `first` is the type and `last` the code. */
export interface RawTraffic {
  readonly protocol: string | undefined;
  readonly first: number | undefined;
  readonly last: number | undefined;
}

const EVERY_PROTOCOL = -1;
const TCP = 6;
const UDP = 17;
const ICMP = 1;
const ICMP6 = 58;
const NUMBERS: Readonly<Record<string, number>> = { tcp: TCP, udp: UDP, icmp: ICMP, icmp6: ICMP6, icmpv6: ICMP6 };

/** A packet of a protocol that stands for all without rules of their own: 253 is kept for experiments (RFC 3692). */
const OTHER = '253';

/** Reads the witness of a proof; undefined if its source is no address. */
export function wireOf({ protocol, witness }: Pick<Proof, 'protocol' | 'witness'>): Wire | undefined {
  const ip = parseIp(witness.source);
  if (ip === undefined) return undefined;
  const { sourcePort, destination, port } = witness;
  return {
    family: ip.family,
    protocol: protocol === 'other' && witness.protocol === OTHER ? '*' : witness.protocol,
    source: ip.address,
    sender: undefined,
    sourcePorts: sourcePort === undefined ? undefined : [sourcePort, sourcePort],
    destination,
    port,
  };
}

export function packetOf({ protocol, source, sourcePorts, destination, port }: Wire): Packet {
  const client = sourcePorts === undefined ? {} : { sourcePort: sourcePorts[0] };
  return { protocol: protocol === '*' ? OTHER : protocol, source: formatIp(source), ...client, destination, port };
}

export function isSamePacket(a: Packet, b: Packet): boolean {
  const fields = ['protocol', 'source', 'sourcePort', 'destination', 'port'] as const;
  return fields.every((field) => a[field] === b[field]);
}

/** Whether a raw rule speaks of this protocol and port. A packet of protocol `*` is of one that no rule names. */
export function speaksOf(rule: RawTraffic, packet: string, port: number): boolean {
  const ruled = protocolNumber(rule.protocol);
  if (ruled === EVERY_PROTOCOL) return true;
  if (ruled === undefined || ruled !== protocolNumber(packet)) return false;
  const [first, last] = portsOf(rule);
  return first <= port && port <= last;
}

/** The port at which a rule begins to speak, and the first after it. */
export function portBorders(rule: RawTraffic): readonly number[] {
  const [first, last] = portsOf(rule);
  return [first, last + 1].filter((port) => port > 0 && port <= MAX_PORT);
}

/** The ports of a rule; of ICMP `(type << 8) | code`. Protocols without ports ignore what stands there. */
export function portsOf({ protocol, first = -1, last = -1 }: RawTraffic): PortRange {
  const number = protocolNumber(protocol);
  if (number === TCP || number === UDP) return [Math.max(first, 0), last < 0 ? MAX_PORT : Math.min(last, MAX_PORT)];
  if ((number !== ICMP && number !== ICMP6) || first < 0) return [0, MAX_PORT];
  return last < 0 ? [first * 256, first * 256 + 255] : [first * 256 + last, first * 256 + last];
}

/** The IANA number of a protocol, -1 for all of them, undefined for a name that says nothing to us. */
export function protocolNumber(protocol: string | undefined): number | undefined {
  const name = protocol?.toLowerCase() ?? '';
  if (name === '-1' || name === 'all') return EVERY_PROTOCOL;
  return NUMBERS[name] ?? (/^\d{1,3}$/.test(name) ? Number(name) : undefined);
}

/** A block of addresses, as its first and last. */
export type Block = readonly [first: Address, last: Address];

/** The blocks of one family among these notations. */
export function blocksOf(family: Family, notations: readonly (string | undefined)[]): readonly Block[] {
  return notations.flatMap((notation) => {
    const cidr = notation === undefined ? undefined : parseCidr(notation);
    return cidr?.family === family ? [[cidr.first, cidr.last] as const] : [];
  });
}

export function within(address: Address, [first, last]: Block): boolean {
  return typeof address === typeof first && first <= address && address <= last;
}

/** Addresses at which a block begins, and the first after it. */
export function addressBorders([first, last]: Block): readonly Address[] {
  return [first, typeof last === 'bigint' ? last + 1n : last + 1];
}
