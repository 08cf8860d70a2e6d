import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  contains,
  type IntervalSet,
  intersect,
  intervalSet,
  type Point,
  size,
  subtract,
  union,
} from '../../src/net/interval-set.ts';

const UNIVERSE = [0, 1, 2, 3, 4, 5, 6, 7];

/** Sets over eight values, so that random ones meet; the same as numbers and as bigints. */
const arbitrarySet = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 7 }), fc.integer({ min: 0, max: 7 })), { maxLength: 5 })
  .map((pairs) => pairs.map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const));

const AXES = [
  ['numbers', (n: number): Point => n],
  ['bigints', (n: number): Point => BigInt(n)],
] as const;

const OPERATIONS = [
  ['union', union, (a: boolean, b: boolean) => a || b],
  ['intersection', intersect, (a: boolean, b: boolean) => a && b],
  ['difference', subtract, (a: boolean, b: boolean) => a && !b],
] as const;

function isCanonical(set: IntervalSet): boolean {
  return set.every((point, i) => {
    const previous = set[i - 1];
    if (previous === undefined) return true;
    return i % 2 === 1 ? previous <= point : BigInt(previous) + 1n < BigInt(point);
  });
}

describe.for(AXES)('interval sets of %s', ([, on]) => {
  const make = (pairs: readonly (readonly [number, number])[]): IntervalSet =>
    intervalSet(pairs.map(([a, b]) => [on(a), on(b)] as const));

  test.for(OPERATIONS)('%s says of every point what the two sets say together', ([, operate, holds]) => {
    fc.assert(
      fc.property(arbitrarySet, arbitrarySet, (a, b) => {
        const [left, right] = [make(a), make(b)];
        const result = operate(left, right);
        expect(isCanonical(result)).toBe(true);
        for (const n of UNIVERSE) {
          expect(contains(result, on(n))).toBe(holds(contains(left, on(n)), contains(right, on(n))));
        }
      }),
    );
  });

  test('a set holds exactly the points of its intervals, and its size counts them', () => {
    fc.assert(
      fc.property(arbitrarySet, (pairs) => {
        const inside = UNIVERSE.filter((n) => pairs.some(([a, b]) => a <= n && n <= b));
        expect(UNIVERSE.filter((n) => contains(make(pairs), on(n)))).toEqual(inside);
        expect(size(make(pairs))).toBe(BigInt(inside.length));
      }),
    );
  });

  test('equal sets are equal arrays, whatever they were made of', () => {
    fc.assert(
      fc.property(arbitrarySet, arbitrarySet, (a, b) => {
        expect(union(make(a), make(b))).toEqual(make([...b, ...a]));
        expect(intersect(subtract(union(make(a), make(b)), make(b)), make(b))).toEqual([]);
      }),
    );
  });
});
