/** A closed range of ports, 0 to 65535. */
export type PortRange = readonly [first: number, last: number];

export const MAX_PORT = 65_535;
export const ALL_PORTS: PortRange = [0, MAX_PORT];

/** `8000,9000-9010`. */
export function formatPorts(ranges: readonly PortRange[]): string {
  return ranges.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(',');
}

/** Reads `8000,9000-9010`; undefined if that is not what it is. */
export function parsePorts(text: string): readonly PortRange[] | undefined {
  const ranges: PortRange[] = [];
  for (const part of text.split(',')) {
    const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(part.trim());
    if (match === null) return undefined;
    const first = Number(match[1]);
    const last = match[2] === undefined ? first : Number(match[2]);
    if (first > last || last > MAX_PORT) return undefined;
    ranges.push([first, last]);
  }
  return ranges;
}

/** Sorts ranges and joins those that touch. */
export function mergePorts(ranges: readonly PortRange[]): readonly PortRange[] {
  const merged: [number, number][] = [];
  for (const [first, last] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const previous = merged.at(-1);
    if (previous !== undefined && first <= previous[1] + 1) previous[1] = Math.max(previous[1], last);
    else merged.push([first, last]);
  }
  return merged;
}
