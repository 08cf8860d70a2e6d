import type { PortRange } from '../net/ports.ts';
import type { PortMeaning } from './fingerprint-index.ts';
import type { Signal } from './signal.ts';
import { HALF_NAMED, HALF_NAMED_PORTS, NAMED_PORTS } from './weights.ts';

/** A range of ports as a rule, a listener or a target names it. */
export interface NamedPort {
  readonly range: PortRange;
  readonly attribution: number;
  readonly source: string;
}

/**
 * Reads the ports that somebody named.
 *
 * An allowed port is not a listening port: a rule that opens all of them says nothing of any.
 */
export function portSignals(ports: readonly NamedPort[], known: ReadonlyMap<number, PortMeaning>): readonly Signal[] {
  return ports.flatMap((named) => {
    const [first, last] = named.range;
    const factor = nameFactor(last - first + 1);
    if (factor === 0) return [];
    const signals: Signal[] = [];
    for (let port = first; port <= last; port += 1) {
      const meaning = known.get(port);
      if (meaning !== undefined) signals.push(portSignal(named, port, factor, meaning));
    }
    return signals;
  });
}

function nameFactor(count: number): number {
  if (count <= NAMED_PORTS) return 1;
  return count <= HALF_NAMED_PORTS ? HALF_NAMED : 0;
}

function portSignal(named: NamedPort, port: number, factor: number, { weight, product }: PortMeaning): Signal {
  return {
    group: 'port',
    value: `port ${port}`,
    source: named.source,
    weight: weight * factor,
    attribution: named.attribution,
    ...(product === undefined ? {} : { product }),
  };
}
