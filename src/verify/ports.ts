import type { Proof } from '../model/proof.ts';
import { ALL_PORTS, type PortRange, parsePorts } from '../net/ports.ts';

/** Only TCP and UDP have ports. */
export function hasPorts(protocol: string): boolean {
  return protocol === 'tcp' || protocol === 'udp';
}

/** The ports that a proof speaks of: `8000,9000-9010`, `any`, or `type 3 code 0-5` of ICMP; undefined if it is none. */
export function portsOf({ protocol, ports }: Pick<Proof, 'protocol' | 'ports'>): readonly PortRange[] | undefined {
  if (hasPorts(protocol)) return parsePorts(ports);
  if (ports === 'any') return [ALL_PORTS];
  const types = ports.split(',').map(typeOf);
  const ranges = types.filter((range) => range !== undefined);
  const isIcmp = protocol === 'icmp' || protocol === 'icmp6';
  return isIcmp && ranges.length === types.length ? ranges : undefined;
}

function typeOf(text: string): PortRange | undefined {
  const match = /^type (\d+)(?: code (\d+)(?:-(\d+))?)?$/.exec(text);
  if (match === null) return undefined;
  const [, type = '0', first = '0', last = match[2] ?? '255'] = match;
  return [Number(type) * 256 + Number(first), Number(type) * 256 + Number(last)];
}
