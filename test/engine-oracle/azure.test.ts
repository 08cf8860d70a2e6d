import { describe, expect, test } from 'vitest';
import { judged } from '../support/azure-judgement.ts';
import { BALANCER_ROWS } from './azure-balancer-rows.ts';
import { CORNER_ROWS } from './azure-corner-rows.ts';
import { EDGE_ROWS, FIREWALL_ROWS, GATEWAY_ROWS } from './azure-gateway-rows.ts';
import { DIRECT_ROWS } from './azure-rows.ts';
import { TRAP_ROWS } from './azure-trap-rows.ts';

describe('Azure: the direct path to an interface', () => {
  test.for([...DIRECT_ROWS, ...TRAP_ROWS])('$id $says', ({ estate, expected }) => {
    expect(judged(estate)).toEqual(expected);
  });
});

describe('Azure: the path through a load balancer', () => {
  test.for(BALANCER_ROWS)('$id $says', ({ estate, expected }) => {
    expect(judged(estate)).toEqual(expected);
  });
});

describe('Azure: the path through a gateway, a firewall or the edge', () => {
  test.for([...GATEWAY_ROWS, ...FIREWALL_ROWS, ...EDGE_ROWS])('$id $says', ({ estate, expected }) => {
    expect(judged(estate)).toEqual(expected);
  });
});

describe('Azure: corners', () => {
  test.for(CORNER_ROWS)('$id $says', ({ estate, expected }) => {
    expect(judged(estate)).toEqual(expected);
  });
});
