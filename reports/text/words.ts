import type { SurfaceEndpoint } from '../../src/findings/finding.ts';
import type { Hop } from '../../src/model/proof.ts';

/** Text from a cloud with nothing in it that a terminal would obey. */
export function printable(text: string): string {
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, '\ufffd');
}

/** As much of a fingerprint as a person types: `explain` takes any prefix. */
export function shortFingerprint(fingerprint: string): string {
  return fingerprint.slice(0, 'exp1:'.length + 8);
}

/** `tcp 203.0.113.7 port 11434`, `icmp 203.0.113.7 type 8`. */
export function placeText({ protocol, address, ports }: SurfaceEndpoint): string {
  const hasPorts = protocol === 'tcp' || protocol === 'udp';
  return printable(`${protocol} ${address} ${hasPorts ? `port ${ports}` : ports}`);
}

/** `world (0.0.0.0/0)`, `narrow (198.51.100.0/24, 203.0.113.0/24 and more)`. */
export function audienceWords({ class: audience, ranges, truncated }: SurfaceEndpoint['audience']): string {
  // A few addresses that are left out, say the estate's own, make no difference to a reader.
  if (audience === 'world' && ranges.length > 1) return `world (nearly all of ${familyOf(ranges)})`;
  const shown = ranges.slice(0, 3).join(', ');
  const more = truncated || ranges.length > 3 ? ' and more' : '';
  return shown === '' ? audience : `${audience} (${shown}${more})`;
}

/** `security group sg-1 (web)`; of what has a name that says more than its long reference, the name alone. */
export function elementText({ kind, ref, name }: Hop['element']): string {
  if (name === undefined || name === ref) return printable(`${kind} ${shortRef(ref)}`);
  return printable(ref.includes('/') ? `${kind} ${name}` : `${kind} ${ref} (${name})`);
}

/** An ARN without the part that the scope already says. */
export function shortRef(ref: string): string {
  return ref.replace(/^arn:[^:]*:[^:]*:[^:]*:[^:]*:/, '');
}

/** Counted nouns: `1 gap`, `3 gaps`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function familyOf([first = '']: readonly string[]): string {
  return first.includes(':') ? 'IPv6' : 'IPv4';
}
