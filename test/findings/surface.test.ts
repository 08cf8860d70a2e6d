import { describe, expect, test } from 'vitest';
import type { SurfaceEndpoint } from '../../src/findings/finding.ts';
import { sortedSurface, surfaceEndpoint } from '../../src/findings/surface.ts';
import type { Slice } from '../../src/model/exposure.ts';
import { audience, direct, element, NOT_AI, OLLAMA, slice } from '../support/sample-exposure.ts';

function publish(more: Partial<Slice>): SurfaceEndpoint {
  return surfaceEndpoint(direct(), slice(more));
}

describe('surfaceEndpoint', () => {
  test('publishes exactly the documented fields', () => {
    expect(surfaceEndpoint(direct(), slice(), OLLAMA)).toEqual({
      cloud: 'aws',
      scope: '111122223333/eu-west-1',
      entry: 'eni-1',
      workload: 'i-1',
      address: '203.0.113.10',
      family: 'ipv4',
      protocol: 'tcp',
      ports: '11434',
      targetPorts: '11434',
      verdict: 'reachable',
      modifiers: [],
      audience: { class: 'world', ranges: ['0.0.0.0/0'], truncated: false },
      gates: [],
      deciding: [{ element: 'sg-1', rule: 'sgr-1' }],
      missing: [],
      classification: { category: 'model-server', product: 'Ollama', confidence: 'confirmed' },
    });
  });

  test('says nothing of AI where there is none', () => {
    expect(surfaceEndpoint(direct(), slice(), NOT_AI)).not.toHaveProperty('classification');
  });

  test.for([
    ['every protocol without an own entry', { protocol: '*', ports: [[0, 65_535]] }, 'other', 'any'],
    ['a protocol by number', { protocol: 'p47', ports: [[0, 65_535]] }, '47', 'any'],
    ['a type of ICMP with all codes', { protocol: 'icmp', ports: [[2048, 2303]] }, 'icmp', 'type 8'],
    ['one code of a type', { protocol: 'icmp', ports: [[772, 772]] }, 'icmp', 'type 3 code 4'],
    ['all of ICMP', { protocol: 'icmp6', ports: [[0, 65_535]] }, 'icmp6', 'any'],
    [
      'ranges of ports',
      {
        protocol: 'udp',
        ports: [
          [53, 53],
          [9000, 9010],
        ],
      },
      'udp',
      '53,9000-9010',
    ],
  ] as const)('prints %s', ([, traffic, protocol, ports]) => {
    expect(publish(traffic)).toMatchObject({ protocol, ports });
  });

  test('lists 64 ranges of an audience and says that there are more', () => {
    const gaps = Array.from({ length: 100 }, (_, i) => 0xcb00_0000 + 2 * i).flatMap((point) => [point, point]);
    const { audience: shown } = publish({ audience: { class: 'narrow', family: 'ipv4', ranges: gaps } });
    expect(shown.ranges).toHaveLength(64);
    expect(shown.truncated).toBe(true);
  });

  test('sorts and deduplicates what decided', () => {
    const [a, b] = [element('network ACL', 'acl-1'), element('security group', 'sg-1')];
    const deciding = [
      { element: b, rule: 'sgr-2', grants: true, place: 0 },
      { element: a, rule: '100', grants: false, place: 0 },
      { element: b, rule: 'sgr-2', grants: true, place: 0 },
    ];
    expect(publish({ deciding }).deciding).toEqual([
      { element: 'acl-1', rule: '100' },
      { element: 'sg-1', rule: 'sgr-2' },
    ]);
  });
});

describe('sortedSurface', () => {
  const web = publish({ ports: [[80, 80]] });
  const high = publish({ ports: [[8000, 8000]] });
  const narrow = publish({ ports: [[80, 80]], audience: audience('ipv4', '198.51.100.0/24') });

  test('sorts ports by number, not by text', () => {
    expect(sortedSurface([high, web]).map(({ ports }) => ports)).toEqual(['80', '8000']);
  });

  test('drops what says the same twice and keeps what differs in anything', () => {
    expect(sortedSurface([web, { ...web }, narrow])).toHaveLength(2);
  });
});
