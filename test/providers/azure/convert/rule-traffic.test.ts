import { describe, expect, test } from 'vitest';
import { protocolOf, reachOf } from '../../../../providers/azure/convert/rules/rule-traffic.ts';
import { formatPorts } from '../../../../src/net/ports.ts';

/** What a rule speaks of: `tcp/80 udp/80`, then what it perhaps speaks of, then the sender's ports. */
function said(protocol: string | undefined, ports: readonly string[], sourcePorts: readonly string[] = ['*']): string {
  const { traffics, perhaps, sourcePorts: from, isDoubtful } = reachOf({ protocol, ports, sourcePorts });
  const text = (list: typeof traffics): string =>
    list.map(({ protocol: own, ports: range }) => `${own}/${formatPorts([range])}`).join(' ');
  const words = [text(traffics), perhaps.length === 0 ? '' : `perhaps ${text(perhaps)}`];
  const sender = from === undefined ? '' : `sport ${formatPorts(from)}`;
  return [...words, sender, isDoubtful ? 'doubtful' : ''].filter((word) => word !== '').join(' ');
}

describe('reachOf', () => {
  test.for([
    ['one port', 'Tcp', ['80'], ['*'], 'tcp/80'],
    ['a range', 'UDP', ['10-20'], ['*'], 'udp/10-20'],
    ['several ports, and neighbours joined', 'tcp', ['22', '8000-8005', '8006'], ['*'], 'tcp/22 tcp/8000-8006'],
    ['several in one text', 'tcp', ['22,443'], ['*'], 'tcp/22 tcp/443'],
    ['every port', 'tcp', ['*'], ['*'], 'tcp/0-65535'],
    ['every protocol', '*', ['*'], ['*'], '*/0-65535'],
    ['every protocol, as admin rules say it', 'Any', ['0-65535'], ['0-65535'], '*/0-65535'],
    ['every protocol at one port is what has ports', '*', ['80'], ['*'], 'tcp/80 udp/80'],
    [
      'every protocol from some ports is what has ports',
      '*',
      ['*'],
      ['1-1023'],
      'tcp/0-65535 udp/0-65535 sport 1-1023',
    ],
    ['ICMP has no ports', 'Icmp', ['80'], ['1-10'], 'icmp/0-65535'],
    ['a tunnel has none', 'Esp', [], [], 'p50/0-65535'],
    ['a protocol by its number', '6', ['80'], ['*'], 'tcp/80'],
    ['a protocol that has no name here', '132', ['*'], ['*'], 'p132/0-65535'],
    ['source ports', 'tcp', ['80'], ['1024-65535'], 'tcp/80 sport 1024-65535'],
    ['source ports in pieces', 'tcp', ['80'], ['50-60', '20'], 'tcp/80 sport 20,50-60'],
    ['all source ports but the one that nobody has', 'tcp', ['80'], ['1-65535'], 'tcp/80'],
    ['no source ports', 'tcp', ['80'], [], 'tcp/80'],
    ['unreadable source ports', 'tcp', ['80'], ['high'], 'tcp/80 doubtful'],
    ['a port that is none', 'tcp', ['80', 'http'], ['*'], 'tcp/80 perhaps tcp/0-65535'],
    ['a port that is too large', 'tcp', ['65536'], ['*'], 'perhaps tcp/0-65535'],
    ['no port at all', 'tcp', [], ['*'], 'perhaps tcp/0-65535'],
    ['a protocol that is none', 'Quic', ['80'], ['*'], 'perhaps */0-65535'],
    ['no protocol', undefined, ['80'], ['*'], 'perhaps */0-65535'],
  ] as const)('%s', ([, protocol, ports, sourcePorts, expected]) => {
    expect(said(protocol, ports, sourcePorts)).toBe(expected);
  });
});

describe('protocolOf', () => {
  test('reads names whatever their case, and numbers', () => {
    expect(['TCP', ' udp ', 'ICMPv6', '58', '1', 'Ah', '17', 'any', '*'].map(protocolOf)).toEqual([
      'tcp',
      'udp',
      'icmp6',
      'icmp6',
      'icmp',
      'p51',
      'udp',
      '*',
      '*',
    ]);
  });
});
