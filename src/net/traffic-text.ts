import { type Audience, INTERNET } from './audience.ts';
import { type AddressRanges, cidrsOf, type Family } from './ip.ts';
import { formatPorts, type PortRange } from './ports.ts';
import type { Protocol } from './traffic-space.ts';

/** How many CIDRs a document lists of one audience. */
const MAX_RANGES = 64;

const EVERYONE: Readonly<Record<Family, string>> = { ipv4: '0.0.0.0/0', ipv6: '::/0' };

/** A protocol as documents print it: `tcp`, `icmp`, `47`, and `other` for all that has no entry of its own. */
export function protocolText(protocol: Protocol): string {
  if (protocol === '*') return 'other';
  return /^p\d+$/.test(protocol) ? protocol.slice(1) : protocol;
}

/** Ports as documents print them: `8000,9000-9010`; for ICMP `type 8`, `type 3 code 4`; `any` where there are none. */
export function portsText(protocol: Protocol, ports: readonly PortRange[]): string {
  if (protocol === 'tcp' || protocol === 'udp') return formatPorts(ports);
  if (protocol !== 'icmp' && protocol !== 'icmp6') return 'any';
  return ports.some(([first, last]) => first === 0 && last === 0xffff) ? 'any' : ports.flatMap(typesOf).join(',');
}

/** An audience as documents print it: at most `MAX_RANGES` CIDRs, and the whole internet as everyone writes it. */
export function audienceText({ class: audience, family, ranges }: Audience): {
  readonly class: string;
  readonly ranges: readonly string[];
  readonly truncated: boolean;
} {
  if (sameRanges(ranges, INTERNET[family])) return { class: audience, ranges: [EVERYONE[family]], truncated: false };
  const shown: string[] = [];
  for (const cidr of cidrsOf(ranges)) {
    if (shown.length === MAX_RANGES) return { class: audience, ranges: shown, truncated: true };
    shown.push(cidr);
  }
  return { class: audience, ranges: shown, truncated: false };
}

function sameRanges(a: AddressRanges, b: AddressRanges): boolean {
  return a.length === b.length && a.every((point, i) => point === b[i]);
}

/** Cuts a range of `(type << 8) | code` at the borders of its types. */
function typesOf([first, last]: PortRange): string[] {
  const texts: string[] = [];
  for (let type = Math.floor(first / 256); type <= Math.floor(last / 256); type += 1) {
    const from = Math.max(first - type * 256, 0);
    const to = Math.min(last - type * 256, 255);
    if (from === 0 && to === 255) texts.push(`type ${type}`);
    else texts.push(from === to ? `type ${type} code ${from}` : `type ${type} code ${from}-${to}`);
  }
  return texts;
}
