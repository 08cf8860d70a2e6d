import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contains, intervalSet } from '../../src/net/interval-set.ts';
import { addressesAt, type Protocol, portMapOf, type Traffic, TrafficSpace } from '../../src/net/traffic-space.ts';

const PROTOCOLS: readonly Protocol[] = ['tcp', 'udp', 'icmp', 'p47'];
const PORTS = [0, 1, 2, 3, 65_535];
const ADDRESSES = [0, 1, 2, 3, 2 ** 32 - 1];

/** A set as a list of boxes: the slow and obvious form. */
interface Box {
  readonly protocol: Protocol;
  readonly ports: readonly [number, number];
  readonly addresses: readonly [number, number];
}

const pair = (values: readonly number[]): fc.Arbitrary<readonly [number, number]> =>
  fc.tuple(fc.constantFrom(...values), fc.constantFrom(...values)).map(([a, b]) => [Math.min(a, b), Math.max(a, b)]);

const arbitraryBoxes: fc.Arbitrary<readonly Box[]> = fc.array(
  fc.record({
    protocol: fc.constantFrom<Protocol>('tcp', 'udp', 'icmp', '*'),
    ports: pair(PORTS),
    addresses: pair(ADDRESSES),
  }),
  { maxLength: 4 },
);

function trafficOf(space: TrafficSpace, boxes: readonly Box[]): Traffic {
  return space.unionOf(
    boxes.map(({ protocol, ports, addresses }) =>
      space.traffic(protocol, ports, space.addresses(intervalSet([addresses]))),
    ),
  );
}

function inBoxes(boxes: readonly Box[], protocol: Protocol, port: number, address: number): boolean {
  return boxes.some(
    (box) =>
      (box.protocol === '*' || box.protocol === protocol) &&
      box.ports[0] <= port &&
      port <= box.ports[1] &&
      box.addresses[0] <= address &&
      address <= box.addresses[1],
  );
}

function inTraffic(traffic: Traffic, protocol: Protocol, port: number, address: number): boolean {
  return contains(addressesAt(portMapOf(traffic, protocol), port)?.ranges ?? [], address);
}

describe('TrafficSpace', () => {
  test.for([
    ['union', (a: boolean, b: boolean) => a || b],
    ['intersect', (a: boolean, b: boolean) => a && b],
    ['subtract', (a: boolean, b: boolean) => a && !b],
  ] as const)('%s says of every packet what the two sets say together', ([operation, holds]) => {
    fc.assert(
      fc.property(arbitraryBoxes, arbitraryBoxes, (a, b) => {
        const space = new TrafficSpace('ipv4');
        const result = space[operation](trafficOf(space, a), trafficOf(space, b));
        for (const protocol of PROTOCOLS) {
          for (const port of PORTS) {
            for (const address of ADDRESSES) {
              const expected = holds(inBoxes(a, protocol, port, address), inBoxes(b, protocol, port, address));
              expect(inTraffic(result, protocol, port, address)).toBe(expected);
            }
          }
        }
      }),
    );
  });

  test('equal sets are one object, however they were made', () => {
    fc.assert(
      fc.property(arbitraryBoxes, arbitraryBoxes, (a, b) => {
        const space = new TrafficSpace('ipv4');
        const [left, right] = [trafficOf(space, a), trafficOf(space, b)];
        expect(space.union(left, right)).toBe(trafficOf(space, [...b, ...a].reverse()));
        expect(space.intersect(left, right)).toBe(space.subtract(left, space.subtract(left, right)));
        expect(space.intersect(space.subtract(space.union(left, right), right), right)).toBe(space.nothing);
        expect(space.subtract(left, left)).toBe(space.nothing);
      }),
    );
  });

  test('slices are sorted, not empty, and neighbours differ', () => {
    fc.assert(
      fc.property(arbitraryBoxes, (boxes) => {
        const space = new TrafficSpace('ipv4');
        const { slices } = portMapOf(trafficOf(space, boxes), 'tcp');
        slices.forEach((slice, i) => {
          const next = slices[i + 1];
          expect(slice.first).toBeLessThanOrEqual(slice.last);
          expect(slice.addresses).not.toBe(space.noAddress);
          if (next === undefined) return;
          expect(slice.last).toBeLessThan(next.first);
          if (slice.last + 1 === next.first) expect(slice.addresses).not.toBe(next.addresses);
        });
      }),
    );
  });
});
