import { isIPv6 } from 'node:net';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { intervalSet } from '../../src/net/interval-set.ts';
import { cidrsOf, formatIp, parseCidr, parseIp } from '../../src/net/ip.ts';

describe('parseIp', () => {
  test.for([
    ['0.0.0.0', 0],
    ['255.255.255.255', 2 ** 32 - 1],
    ['10.0.1.10', 167_772_426],
    ['::', 0n],
    ['::1', 1n],
    ['2001:db8::1', 0x20010db8000000000000000000000001n],
    ['2001:DB8:0:0:0:0:0:1', 0x20010db8000000000000000000000001n],
    ['::ffff:192.0.2.1', 0xffffc0000201n],
    ['fe80::', 0xfe800000000000000000000000000000n],
  ] as const)('%s', ([text, address]) => {
    expect(parseIp(text)?.address).toBe(address);
  });

  test.for([
    '',
    '10.0.0',
    '10.0.0.256',
    '10.0.0.0.0',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    'g::',
    '10.0.0.1.',
  ])('refuses %j', (text) => {
    expect(parseIp(text)).toBeUndefined();
  });

  test('reads back what formatIp writes, and the platform agrees that it is an address', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }), fc.integer({ min: 0, max: 2 ** 32 - 1 }), (v6, v4) => {
        expect(isIPv6(formatIp(v6))).toBe(true);
        expect(parseIp(formatIp(v6))?.address).toBe(v6);
        expect(parseIp(formatIp(v4))?.address).toBe(v4);
      }),
    );
  });

  test.for([
    ['1:0:0:2:0:0:0:3', '1:0:0:2::3'],
    ['0:0:1:0:0:0:0:0', '0:0:1::'],
    ['1:0:2:3:4:5:6:7', '1:0:2:3:4:5:6:7'],
  ] as const)('%s is written %s (RFC 5952)', ([text, canonical]) => {
    expect(formatIp(parseIp(text)?.address ?? 0)).toBe(canonical);
  });
});

describe('parseCidr', () => {
  test.for([
    ['10.0.0.0/16', '10.0.0.0', '10.0.255.255'],
    ['0.0.0.0/0', '0.0.0.0', '255.255.255.255'],
    ['192.0.2.7', '192.0.2.7', '192.0.2.7'],
    ['10.0.1.77/24', '10.0.1.0', '10.0.1.255'],
    ['2001:db8::/32', '2001:db8::', '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff'],
    ['::/0', '::', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ] as const)('%s is %s to %s', ([text, first, last]) => {
    const cidr = parseCidr(text);
    expect(cidr && [formatIp(cidr.first), formatIp(cidr.last)]).toEqual([first, last]);
  });

  test.for(['10.0.0.0/33', '::/129', '10.0.0.0/', '10.0.0.0/8/8', 'any', '10.0.0.0/-1'])('refuses %j', (text) => {
    expect(parseCidr(text)).toBeUndefined();
  });

  test('cidrsOf covers a set exactly, with blocks that do not overlap', () => {
    const address = fc.integer({ min: 0, max: 2 ** 32 - 1 });
    fc.assert(
      fc.property(fc.array(fc.tuple(address, address), { maxLength: 4 }), (pairs) => {
        const set = intervalSet(pairs.map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const));
        const blocks = [...cidrsOf(set)].map(parseCidr).filter((cidr) => cidr !== undefined);
        expect(intervalSet(blocks.map(({ first, last }) => [first, last] as const))).toEqual(set);
        expect(blocks.every(({ first }, i) => i === 0 || first > (blocks[i - 1]?.last ?? -1))).toBe(true);
      }),
    );
  });
});
