/** A number on one axis: a plain number for IPv4 addresses and ports, a bigint for IPv6 addresses. */
export type Point = number | bigint;

/**
 * A set of points as closed intervals, flat: `[first, last, first, last, …]`.
 *
 * Canonical: sorted, disjoint, and never adjacent, so that equal sets are equal arrays. One set holds
 * either numbers or bigints. 32-bit operators are never used on it: they are signed.
 */
export type IntervalSet = readonly Point[];

export const EMPTY_SET: IntervalSet = [];

/** The point after this one. */
function after(point: Point): Point {
  return typeof point === 'bigint' ? point + 1n : point + 1;
}

/** The point before this one. */
function before(point: Point): Point {
  return typeof point === 'bigint' ? point - 1n : point - 1;
}

/** Makes a canonical set of intervals in any order, overlapping or not. */
export function intervalSet(intervals: Iterable<readonly [Point, Point]>): IntervalSet {
  const sorted = [...intervals].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  const flat: Point[] = [];
  for (const [first, last] of sorted) append(flat, first, last);
  return flat;
}

/** The intervals of a set, one by one. */
export function intervalsOf(set: IntervalSet): [Point, Point][] {
  const intervals: [Point, Point][] = [];
  for (let i = 0; i < set.length; i += 2) intervals.push([at(set, i), at(set, i + 1)]);
  return intervals;
}

export function union(a: IntervalSet, b: IntervalSet): IntervalSet {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  const flat: Point[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const fromA = j >= b.length || (i < a.length && at(a, i) <= at(b, j));
    if (fromA) append(flat, at(a, i), at(a, i + 1));
    else append(flat, at(b, j), at(b, j + 1));
    if (fromA) i += 2;
    else j += 2;
  }
  return flat;
}

export function intersect(a: IntervalSet, b: IntervalSet): IntervalSet {
  const flat: Point[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const first = at(a, i) > at(b, j) ? at(a, i) : at(b, j);
    const aEnds = at(a, i + 1) < at(b, j + 1);
    const last = aEnds ? at(a, i + 1) : at(b, j + 1);
    if (first <= last) flat.push(first, last);
    if (aEnds) i += 2;
    else j += 2;
  }
  return flat;
}

/** What is in `a` and not in `b`. */
export function subtract(a: IntervalSet, b: IntervalSet): IntervalSet {
  const flat: Point[] = [];
  let j = 0;
  for (let i = 0; i < a.length; i += 2) {
    let first = at(a, i);
    const last = at(a, i + 1);
    while (j < b.length && at(b, j + 1) < first) j += 2;
    let k = j;
    while (k < b.length && at(b, k) <= last && first <= last) {
      if (at(b, k) > first) flat.push(first, before(at(b, k)));
      first = after(at(b, k + 1));
      k += 2;
    }
    if (first <= last) flat.push(first, last);
  }
  return flat;
}

export function contains(set: IntervalSet, point: Point): boolean {
  let low = 0;
  let high = set.length / 2;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (at(set, 2 * middle + 1) < point) low = middle + 1;
    else high = middle;
  }
  return 2 * low < set.length && at(set, 2 * low) <= point;
}

/** Whether two sets have a point in common. */
export function overlaps(a: IntervalSet, b: IntervalSet): boolean {
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    if (at(a, i + 1) < at(b, j)) i += 2;
    else if (at(b, j + 1) < at(a, i)) j += 2;
    else return true;
  }
  return false;
}

/** How many points there are. */
export function size(set: IntervalSet): bigint {
  let small = 0;
  let large = 0n;
  for (let i = 0; i < set.length; i += 2) {
    const first = at(set, i);
    const last = at(set, i + 1);
    if (typeof first === 'number' && typeof last === 'number') small += last - first + 1;
    else large += BigInt(last) - BigInt(first) + 1n;
  }
  return large + BigInt(small);
}

function append(flat: Point[], first: Point, last: Point): void {
  const end = flat.length - 1;
  const previous = flat[end];
  if (previous !== undefined && first <= after(previous)) {
    if (last > previous) flat[end] = last;
  } else if (first <= last) {
    flat.push(first, last);
  }
}

function at(set: IntervalSet, index: number): Point {
  return set[index] as Point;
}
