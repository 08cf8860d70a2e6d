import { describe, expect, test } from 'vitest';
import { judged } from '../support/aws-judgement.ts';
import { BALANCER_ROWS } from './aws-balancer-rows.ts';
import { BALANCER_TRAP_ROWS } from './aws-balancer-trap-rows.ts';
import { DIRECT_ROWS } from './aws-rows.ts';
import { TRAP_ROWS } from './aws-trap-rows.ts';

describe('AWS: the direct path to an interface', () => {
  test.for([...DIRECT_ROWS, ...TRAP_ROWS])('$id $says', ({ estate, expected }) => {
    expect(judged(estate)).toEqual(expected);
  });
});

describe('AWS: the path through a load balancer', () => {
  test.for([...BALANCER_ROWS, ...BALANCER_TRAP_ROWS])('$id $says', ({ estate, expected }) => {
    expect(judged(estate)).toEqual(expected);
  });
});
