import { describe, expect, test } from 'vitest';
import { audienceOf } from '../../src/net/audience.ts';
import { intervalSet } from '../../src/net/interval-set.ts';
import { parseCidr } from '../../src/net/ip.ts';

describe('audienceOf counts whom a set lets in', () => {
  test.for([
    ['everyone', ['0.0.0.0/0'], 'world'],
    ['everyone in two halves', ['0.0.0.0/1', '128.0.0.0/1'], 'world'],
    [
      'everyone, multicast and reserved addresses left out',
      ['0.0.0.0/1', '128.0.0.0/2', '192.0.0.0/3', '9.0.0.0/8'],
      'world',
    ],
    ['half of the internet', ['0.0.0.0/1'], 'broad'],
    ['a /8', ['8.0.0.0/8'], 'broad'],
    ['a /9', ['8.0.0.0/9'], 'wide'],
    ['a /16', ['8.8.0.0/16'], 'wide'],
    ['a /17', ['8.8.0.0/17'], 'narrow'],
    ['one address', ['8.8.8.8'], 'narrow'],
    ['a documentation range counts as the internet', ['203.0.113.0/24'], 'narrow'],
    ['private addresses are nobody', ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'], 'none'],
    ['all of RFC 1918 172.16/12, not only a /20', ['172.31.0.0/16'], 'none'],
    ['all of IPv6', ['::/0'], 'world'],
    ['a v6 /16', ['2600::/16'], 'broad'],
    ['a v6 /32', ['2001:db8::/32'], 'wide'],
    ['a v6 /48', ['2001:db8::/48'], 'narrow'],
    ['unique local addresses are nobody', ['fc00::/7'], 'none'],
  ] as const)('%s', ([, cidrs, expected]) => {
    const blocks = cidrs.map(parseCidr).filter((cidr) => cidr !== undefined);
    const ranges = intervalSet(blocks.map(({ first, last }) => [first, last] as const));
    expect(audienceOf(blocks[0]?.family ?? 'ipv4', ranges).class).toBe(expected);
  });
});
