import type { Wire } from '../../../../src/model/inventory.ts';

/** Tells wires apart: what is made for one is the same for another with the same key. */
export function wireKey(wire: Wire): string {
  if (wire.kind === 'client') return `client ${wire.via.join()}`;
  const { family, ranges, exact, missing } = wire.from;
  return `proxy ${wire.via.join()} ${family} ${ranges.join()} ${exact} ${missing?.join() ?? ''}`;
}
