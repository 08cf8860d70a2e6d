import type { Packet, Proof } from '../../../src/model/proof.ts';
import { type Address, type AddressRanges, type Family, formatIp, parseIp } from '../../../src/net/ip.ts';
import type { PortRange } from '../../../src/net/ports.ts';

/** A packet in numbers, as one element sees it. */
export interface Wire {
  readonly family: Family;
  /** As proofs print it, but `*` for one that no rule names. */
  readonly protocol: string;
  /** Who sent it in the first place: a reply goes there. */
  readonly client: Address;
  /** Who seems to send it here. */
  readonly source: Address;
  /** All addresses that the source may be, where a front sends in the client's place. */
  readonly sender?: Sender;
  /** Absent for protocols without ports. */
  readonly sourcePort: number | undefined;
  readonly destination: string;
  readonly port: number;
}

/** The addresses of a front that sends in the client's place. */
export interface Sender {
  readonly family: Family;
  readonly ranges: AddressRanges;
  /** False if it has some address in `ranges` and we do not know which. */
  readonly exact: boolean;
  /** The gaps that keep us from knowing which. */
  readonly missing: readonly string[];
}

/** A packet of a protocol that stands for all without rules of their own: 253 is kept for experiments (RFC 3692). */
const OTHER = '253';

/** Reads the witness of a proof; undefined if its source is no address. */
export function wireOf({ protocol, witness }: Pick<Proof, 'protocol' | 'witness'>): Wire | undefined {
  const ip = parseIp(witness.source);
  if (ip === undefined) return undefined;
  return {
    family: ip.family,
    protocol: protocol === 'other' && witness.protocol === OTHER ? '*' : witness.protocol,
    client: ip.address,
    source: ip.address,
    sourcePort: witness.sourcePort,
    destination: witness.destination,
    port: witness.port,
  };
}

export function packetOf({ protocol, source, sourcePort, destination, port }: Wire): Packet {
  const own = sourcePort === undefined ? {} : { sourcePort };
  return { protocol: protocol === '*' ? OTHER : protocol, source: formatIp(source), ...own, destination, port };
}

export function isSamePacket(a: Packet, b: Packet): boolean {
  const fields = ['protocol', 'source', 'sourcePort', 'destination', 'port'] as const;
  return fields.every((field) => a[field] === b[field]);
}

/** Source ports of ordinary clients: the default ephemeral range of Linux, within that of Windows and IANA's. */
export const ORDINARY_PORTS = { first: 32_768, last: 60_999 };

export function isOrdinary(port: number): boolean {
  return ORDINARY_PORTS.first <= port && port <= ORDINARY_PORTS.last;
}

export function isWithin(port: number, ranges: readonly PortRange[]): boolean {
  return ranges.some(([first, last]) => first <= port && port <= last);
}
