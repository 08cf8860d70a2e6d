import type { Exposure, Slice } from '../../src/model/exposure.ts';
import { elementIn } from '../../src/model/own-element.ts';
import { cidrsOf } from '../../src/net/ip.ts';
import { formatPorts } from '../../src/net/ports.ts';

/** How a cloud's long names are shortened for the words of the oracle. */
export interface Wording {
  readonly shortName: (text: string) => string;
  readonly shortGap: (gap: string) => string;
}

/** `vm-1 203.0.113.10 reachable tcp 8000 world by nsg-1 100 r100`. */
export function lineOf(exposure: Exposure, slice: Slice, { shortName, shortGap }: Wording): string {
  const { entry, target } = exposure;
  const ports = formatPorts(slice.ports);
  const targetPorts = formatPorts(slice.targetPorts);
  const deciding = slice.deciding.map(({ element, rule }) => `${elementIn(exposure, element).ref} ${rule}`);
  return [
    shortName(target.ref),
    shortName(entry.address),
    slice.verdict,
    slice.protocol,
    ports === targetPorts ? ports : `${ports}->${targetPorts}`,
    audienceText(slice),
    ...slice.modifiers,
    ...slice.gates.map(({ kind, strength }) => (strength === 'weak' ? `gate ${kind} weak` : `gate ${kind}`)),
    ...slice.conditions.map((condition) => `if ${condition}`),
    deciding.length === 0 ? '' : `by ${[...new Set(deciding)].map(shortName).join(', ')}`,
    slice.missing.length === 0 ? '' : `missing ${slice.missing.map(shortGap).join(', ')}`,
  ]
    .filter((word) => word !== '')
    .join(' ');
}

function audienceText({ audience }: Slice): string {
  if (audience.class === 'world' || audience.class === 'none') return audience.class;
  const blocks = [...cidrsOf(audience.ranges)];
  return blocks.length > 4 ? `${audience.class} ${blocks.length} blocks` : `${audience.class} ${blocks.join(' ')}`;
}
