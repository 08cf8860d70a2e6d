import { intervalSet, intervalsOf, type Point } from '../../../src/net/interval-set.ts';
import type { AddressRanges, Family } from '../../../src/net/ip.ts';

/**
 * Writes a set of addresses as text: for each block of a power of two, how far it is from the end of the one before, in
 * base 36 and lower case, and the exponent of its size in upper case, `A` for one address.
 *
 * A third of the size of the same list in CIDR notation, and still text that shows what a newer list changes.
 */
export function packRanges(ranges: AddressRanges): string {
  let packed = '';
  let end = 0n;
  for (const [first, last] of intervalsOf(ranges)) {
    for (let start = BigInt(first); start <= BigInt(last); ) {
      const exponent = exponentAt(start, BigInt(last));
      packed += `${(start - end).toString(36)}${lettersOf(exponent)}`;
      start += 2n ** BigInt(exponent);
      end = start;
    }
  }
  return packed;
}

/** Reads what `packRanges` wrote. */
export function unpackRanges(packed: string, family: Family): AddressRanges {
  const blocks: [Point, Point][] = [];
  let end = 0n;
  for (const [, gap = '', letters = ''] of packed.matchAll(/([0-9a-z]+)([A-Z]+)/g)) {
    const first = end + numberOf(gap);
    end = first + 2n ** exponentOf(letters);
    const last = end - 1n;
    blocks.push(family === 'ipv4' ? [Number(first), Number(last)] : [first, last]);
  }
  return intervalSet(blocks);
}

/** The largest block that begins here, is aligned, and does not reach past the end. */
function exponentAt(start: bigint, last: bigint): number {
  let exponent = 0;
  while (start % 2n ** BigInt(exponent + 1) === 0n && start + 2n ** BigInt(exponent + 1) - 1n <= last) exponent += 1;
  return exponent;
}

const LETTERS = 26;
const A = 65;

function lettersOf(exponent: number): string {
  const letter = String.fromCharCode(A + (exponent % LETTERS));
  return exponent < LETTERS ? letter : lettersOf(Math.floor(exponent / LETTERS) - 1) + letter;
}

function exponentOf(letters: string): bigint {
  let exponent = 0;
  for (const letter of letters) exponent = exponent * LETTERS + letter.charCodeAt(0) - A + 1;
  return BigInt(exponent - 1);
}

function numberOf(digits: string): bigint {
  let number = 0n;
  for (const digit of digits) number = number * 36n + BigInt(Number.parseInt(digit, 36));
  return number;
}
