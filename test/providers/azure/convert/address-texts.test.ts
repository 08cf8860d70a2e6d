import { describe, expect, test } from 'vitest';
import { readAddresses } from '../../../../providers/azure/convert/network/address-texts.ts';
import { cidrsOf } from '../../../../src/net/ip.ts';

describe('readAddresses', () => {
  test.for([
    ['an address is itself', ['192.0.2.7'], ['192.0.2.7/32'], []],
    ['a block is all of it, whatever the bits below its prefix', ['192.0.2.7/24'], ['192.0.2.0/24'], []],
    [
      'a range is told from its first to its last address',
      ['192.0.2.0-192.0.2.5'],
      ['192.0.2.0/30', '192.0.2.4/31'],
      [],
    ],
    ['spaces around mean nothing', [' 192.0.2.7 ', '192.0.2.8 - 192.0.2.9'], ['192.0.2.7/32', '192.0.2.8/31'], []],
    ['an IPv6 block is of its own family', ['2001:db8::/32'], [], ['2001:db8::/32']],
    ['a star is everyone of both families', ['*'], ['0.0.0.0/0'], ['::/0']],
    ['the IPv4 default block is everyone of one family', ['0.0.0.0/0'], ['0.0.0.0/0'], []],
    ['what several texts say is joined', ['192.0.2.0/25', '192.0.2.128/25'], ['192.0.2.0/24'], []],
    ['nothing is nobody', [undefined], [], []],
  ] as const)('%s: %j', ([, texts, ipv4, ipv6]) => {
    const { ranges, others } = readAddresses(texts);
    expect([...cidrsOf(ranges.ipv4)]).toEqual(ipv4);
    expect([...cidrsOf(ranges.ipv6)]).toEqual(ipv6);
    expect(others).toEqual([]);
  });

  test.for([
    ['the name of a service tag', 'AzureFrontDoor.Backend'],
    ['a name with a hyphen in it', 'Azure-Cloud'],
    ['a range that ends before it begins', '192.0.2.9-192.0.2.1'],
    ['a range from one family to the other', '192.0.2.1-2001:db8::1'],
  ] as const)('%s is handed back unread', ([, text]) => {
    const { ranges, others } = readAddresses([text]);
    expect(others).toEqual([text]);
    expect([...ranges.ipv4, ...ranges.ipv6]).toEqual([]);
  });
});
